"""The ids of one project as the enums of its JSON Schemas, by what they name (see ``model.base.Ref``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from annai.model.article import STATES
from annai.model.library import Library
from annai.model.tree import Tree
from annai.trees.known import known_ids
from annai.trees.placeholders import SUMMARY_NAMES
from annai.trees.references import WAIT

Schema = dict[str, Any]


class Words(Struct, frozen=True):
    """Ids by what they name, and the values of each fact. Where there are none, any text will do."""

    ids: Mapping[str, tuple[str, ...]]
    fact_values: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]

    def schema(self, kind: str) -> Schema:
        """What may stand where an id of ``kind`` is due.

        Raises KeyError for a kind that is not known.
        """
        if kind == "language-map":
            # The scalar types are those that the check takes as text.
            text: Schema = {"type": ["string", "number", "boolean"]}
            translated = dict.fromkeys(self.languages, text)
            languages = {"type": "object", "properties": translated, "additionalProperties": False, "minProperties": 1}
            return {"anyOf": [text, languages]}
        return _enum(self.ids[kind])

    def values_of(self, fact: str, schema: Schema) -> Schema:
        """A schema for values of facts, narrowed to those of one fact."""
        values = _enum(self.fact_values[fact])
        return {**schema, "items": values} if schema.get("type") == "array" else values


def words_of(library: Library) -> Words:
    """The words of a library, as far as its files could be read."""
    known = {kind: tuple(sorted(ids)) for kind, ids in known_ids(library).ids.items()}
    trees = [document.value for document in library.trees.values()]
    tools = library.tools.value.tools.values()
    facts = library.facts.value
    go = tuple(sorted({*_jumps(trees), *_steps(trees)}))
    answers = {answer.id for tree in trees for question in tree.questions.values() for answer in question.answers}
    ids: dict[str, Iterable[str]] = {
        **known,
        # Without a content folder nothing is looked up, and any id may be right.
        "article": known["article"] if library.has_content else (),
        "search": {search for tool in tools for search in tool.searches},
        "node": {name for tree in trees for _, name, _ in tree.nodes()},
        "go": go,
        "go-from-outside": _jumps(trees),
        "unsure": {*go, *answers},
        "after-hours": (*known["target"], WAIT),
        "level": (facts.facts[facts.identity].levels or ()) if facts.identity else (),
        "group": (str(group) for group in library.reasons.value.groups),
        "summary": SUMMARY_NAMES,
        "result": {*known["article"], *known["tool"], *_jumps(trees)} if library.has_content else (),
        "state": STATES,
    }
    return Words(
        {kind: tuple(sorted(names)) for kind, names in ids.items()},
        {name: tuple(fact.labels()) for name, fact in facts.facts.items()},
        library.languages,
    )


def _jumps(trees: Iterable[Tree]) -> Iterator[str]:
    """Every entry that may be jumped to, ``tree:id`` for a start."""
    for tree in trees:
        if tree.start in tree.open_entries:
            yield f"tree:{tree.id}"
        yield from (f"tree:{tree.id}#{entry}" for entry in tree.open_entries)


def _steps(trees: Iterable[Tree]) -> Iterator[str]:
    for tree in trees:
        yield from (name for _, name, _ in tree.nodes())
        yield from (f"return:{name}" for name in tree.returns or ())


def _enum(names: tuple[str, ...]) -> Schema:
    return {"enum": list(names)} if names else {"type": "string"}
