"""Texts in a view's language, with values put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from annai.audience.sight import may_see
from annai.model.library import Library
from annai.model.text import Phrase, Text

VALUE = re.compile(r"\{\{value:([^{}\n]*)\}\}")


class Speaker:
    """Says texts in one language to one audience.

    ``values`` are those that the audience may see. A value that it may not see is left out of texts
    (the check T502 reports it); one that does not exist stays as it was written (T209).
    """

    def __init__(self, library: Library, audience: str, language: str) -> None:
        self.language = language
        site = library.site.value
        known = library.values.value.values
        self.values: Mapping[str, str] = MappingProxyType(
            {
                name: " ".join(value.text.say(language).text.split())
                for name, value in known.items()
                if may_see(site, audience, value.audience)
            }
        )
        self._hidden = frozenset(known) - frozenset(self.values)

    def say(self, text: Text) -> Phrase:
        """A text in the view's language, or in the first one that it has."""
        phrase = text.say(self.language)
        return Phrase(self.fill(phrase.text), phrase.language)

    def maybe(self, text: Text | None) -> Phrase | None:
        """The same for a text that may be missing."""
        return None if text is None else self.say(text)

    def all(self, texts: Iterable[Text]) -> tuple[Phrase, ...]:
        """The same for several."""
        return tuple(self.say(text) for text in texts)

    def fill(self, text: str) -> str:
        """``{{value:id}}`` replaced by the value's text, or by nothing where it may not be seen."""
        return VALUE.sub(lambda found: self.value(found[1], found[0]), text) if "{{" in text else text

    def value(self, name: str, written: str) -> str:
        """A value's text, nothing where it may not be seen, ``written`` where there is no such value."""
        return "" if name in self._hidden else self.values.get(name, written)
