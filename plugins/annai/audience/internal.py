"""What must not stand in public text (T502): words of the house, and values that only agents may see."""

from __future__ import annotations

from collections.abc import Iterator

from annai.audience.phrases import VALUE
from annai.audience.sight import may_see
from annai.audience.words import Words
from annai.model.library import Library
from annai.model.text import Text


def internal_words(library: Library) -> Words:
    """The words of ``policy.yml`` and the titles, in every language, of tools, roles and targets."""
    escalation = library.escalation.value
    titles: list[Text] = [tool.title for tool in library.tools.value.tools.values()]
    titles += [role.title for role in escalation.roles]
    titles += [target.title for target in escalation.targets.values()]
    spoken = [phrase.text for title in titles for phrase in title.entries]
    return Words((*library.policy.value.internal_words, *spoken))


def hidden_values(library: Library) -> frozenset[str]:
    """The values that the public may not see."""
    site = library.site.value
    values = library.values.value.values.items()
    return frozenset(name for name, value in values if not may_see(site, site.weakest, value.audience))


def named_values(text: str, hidden: frozenset[str]) -> Iterator[str]:
    """The hidden values that a text names, each once."""
    if "{{" in text:
        yield from dict.fromkeys(found[1] for found in VALUE.finditer(text) if found[1] in hidden)
