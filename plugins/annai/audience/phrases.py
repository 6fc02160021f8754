"""Texts in a view's language, with values put in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annai.model.library import Library
from annai.model.text import Phrase, Text

VALUE = re.compile(r"\{\{value:([a-z][a-z0-9-]*)\}\}")


class Speaker:
    """Says texts in one language to one audience.

    A value that the audience may not see is left out; the check T502 reports it.
    """

    def __init__(self, library: Library, audience: str, language: str) -> None:
        self.language = language
        site = library.site.value
        self.values = {
            name: value.text.say(language).text
            for name, value in library.values.value.values.items()
            if site.may_see(audience, value.audience)
        }

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
        if "{{" not in text:
            return text
        return VALUE.sub(lambda found: self.values.get(found[1], ""), text)
