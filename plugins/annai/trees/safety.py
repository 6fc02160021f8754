"""Questions that are asked to be safe, not to part contacts: identity checks, judgements, the way to red flags."""

from __future__ import annotations

from collections.abc import Iterator

from annai.model.library import Library
from annai.model.tree import Question, Tree
from annai.trees.targets import Place
from annai.trees.targets import found as target_of


def safety_questions(library: Library) -> frozenset[Place]:
    """The questions that nobody should save, however seldom their answers differ.

    Those on the identity fact and all others of a called tree that asks it; those that the desk judges
    (``by: judge``); those that a red flag leads to, and those with an answer (no ``catch_all``) that leads to where a
    red flag does.
    """
    flagged = frozenset(_flagged(library))
    identity = library.facts.value.identity
    found: set[Place] = set()
    for name, document in library.trees.items():
        tree = document.value
        checks = tree.returns is not None and _asks(tree, identity)
        for node_id, question in tree.questions.items():
            place = Place(name, node_id)
            if (
                checks
                or question.by == "judge"
                or (identity and question.fact == identity)
                or place in flagged
                or not flagged.isdisjoint(_answered(library, tree, question))
            ):
                found.add(place)
    return frozenset(found)


def _flagged(library: Library) -> Iterator[Place]:
    """Where red flags lead, agents and customers."""
    for flag in library.policy.value.flags:
        for go in (flag.go, flag.public.go if flag.public else None):
            target = target_of(go, "", library.trees) if go else None
            if target is not None:
                yield target.place


def _answered(library: Library, tree: Tree, question: Question) -> Iterator[Place]:
    for answer in question.answers:
        for go in (answer.go, answer.public.go if answer.public else None):
            target = target_of(go, tree.id, library.trees) if go and not answer.catch_all else None
            if target is not None and target.kind != "return":
                yield target.place


def _asks(tree: Tree, fact: str | None) -> bool:
    return fact is not None and any(question.fact == fact for question in tree.questions.values())
