"""What must not stand in public text (T502): words of the house, and values that only agents may see."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from annai.audience.markdown_text import without_addresses
from annai.audience.phrases import VALUE
from annai.audience.sight import may_see
from annai.audience.words import Words, folded
from annai.diagnostics import Finding, Mark
from annai.model.library import Library
from annai.model.text import Text


class Internal(Struct, frozen=True):
    """The words and the values of one library that are not for the public."""

    words: Words
    values: frozenset[str]

    @classmethod
    def of(cls, library: Library) -> Internal:
        """The words of ``policy.yml`` and the titles, in every language, of tools, roles and targets."""
        escalation = library.escalation.value
        titles: list[Text] = [tool.title for tool in library.tools.value.tools.values()]
        titles += [role.title for role in escalation.roles]
        titles += [target.title for target in escalation.targets.values()]
        spoken = [phrase.text for title in titles for phrase in title.entries]
        site = library.site.value
        values = library.values.value.values.items()
        return cls(
            Words.of((*library.policy.value.internal_words, *spoken)),
            frozenset(name for name, value in values if not may_see(site, site.weakest, value.audience)),
        )

    def check(self, text: str, mark: Mark) -> Iterator[Finding]:
        """T502 for a public text at ``mark``, each word and value once."""
        words = self.words.among(folded(text))
        if words:
            for word in dict.fromkeys(found.word for found in words.find(without_addresses(text))):
                yield Finding.error("T502.word", mark, word=word)
        if "{{" in text:
            for name in dict.fromkeys(found[1] for found in VALUE.finditer(text)):
                if name in self.values:
                    yield Finding.error("T502.value", mark, name=name)
