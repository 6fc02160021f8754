"""The ids that each registry of a library holds, the former ones with what they are called now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

from msgspec import Struct, field

from annai.diagnostics import nearest
from annai.model.library import Library
from annai.model.source import Key, Marks

T = TypeVar("T")
FEW = 300
# A key path that no file has, in the marks of one that could not be read: nobody knows what it holds.
UNREAD: Final[tuple[Key, ...]] = ("", "unread")


class Known(Struct, frozen=True):
    """Ids by registry (the names are those of ``model.base.Ref``), and former ids with the present ones."""

    ids: Mapping[str, frozenset[str]]
    former: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def has(self, registry: str, name: str) -> bool:
        """Whether the registry holds the id."""
        return name in self.ids[registry]

    def near(self, registry: str, name: str) -> str:
        """The id that was probably meant: the one that bears a former id now, else the most alike."""
        return self.former.get(registry, {}).get(name) or nearest(name, _alike(name, self.ids[registry]))


def _alike(name: str, ids: frozenset[str]) -> Iterable[str]:
    """The ids worth comparing letter by letter, which takes long.

    All of a few; of many, those in the same folder that begin alike, and those of the same name elsewhere.
    """
    if len(ids) <= FEW:
        return ids
    folder, _, last = name.rpartition("/")
    beginning = f"{folder}/{last[:2]}" if folder else last[:2]
    return [known for known in ids if known.rpartition("/")[2] == last or known.startswith(beginning)]


def known_ids(library: Library) -> Known:
    """Every id of the library's registries, trees and articles."""
    policy, facts = library.policy.value, library.facts.value
    escalation, channels = library.escalation.value, library.channels.value
    tools, reasons = library.tools.value.tools, library.reasons.value.reasons
    trees = {name: document.value for name, document in library.trees.items()}
    ids: dict[str, Iterable[str]] = {
        "priority": policy.priorities,
        "line": policy.lines,
        "calendar": channels.calendars,
        "channel": channels.channels,
        "role": [role.id for role in escalation.roles],
        "owner": escalation.owners,
        "slip": escalation.slips,
        "target": escalation.targets,
        "authority": escalation.authority,
        "audience": library.audiences,
        "tool": tools,
        "reason": reasons,
        "fact": facts.facts,
        "input": facts.inputs,
        "value": library.values.value.values,
        "tree": trees,
        "article": library.articles,
    }
    return Known(
        {registry: frozenset(names) for registry, names in ids.items()},
        {
            "article": dict(_former_articles(library)),
            "channel": former_ids(channels.channels, lambda item: item.was),
            "target": former_ids(escalation.targets, lambda item: item.was),
            "tool": former_ids(tools, lambda item: item.was),
            "reason": former_ids(reasons, lambda item: item.was),
            "tree": former_ids(trees, lambda item: item.was),
        },
    )


def _former_articles(library: Library) -> Iterator[tuple[str, str]]:
    """What articles may still be called: by their file's path beside an id of their own, by a former address."""
    for name, article in library.articles.items():
        path = article.path.removeprefix(f"{library.content_path}/").removesuffix(".md")
        if path != name:
            yield path, name
        for alias in article.aliases:
            yield alias.strip("/").removesuffix(".html"), name


def unread(marks: Marks) -> bool:
    """Whether marks stand for a file that could not be read; what it does not say is nobody's fault."""
    return UNREAD in marks.places


def former_ids(items: Mapping[str, T], was: Callable[[T], Iterable[str]]) -> dict[str, str]:
    """Former ids with the id that each of them is now."""
    return {old: name for name, item in items.items() for old in was(item)}
