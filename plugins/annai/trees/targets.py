"""What ``go:`` says: a node of this tree, an entry of another tree, or a return to the caller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from annai.model.source import Document
from annai.model.tree import Tree

ELSEWHERE = "tree:"
BACK = "return:"


class Place(NamedTuple):
    """A node of a tree."""

    tree: str
    node: str

    def __str__(self) -> str:
        return f"{self.tree}#{self.node}"


class Target(NamedTuple):
    """Where a step leads.

    ``node``: the node ``node`` of the same tree. ``tree``: a jump to the node ``node`` of ``tree``; an
    empty ``node`` means that tree's start. ``return``: back to the caller of ``tree``, the tree in which
    the step stands, by the name ``node``.
    """

    kind: Literal["node", "tree", "return"]
    node: str
    tree: str

    @property
    def place(self) -> Place:
        """The node that it leads to; of no use for a return."""
        return Place(self.tree, self.node)


def parse(go: str, own: str) -> Target:
    """The target that ``go`` names in the tree with the id ``own``; never fails."""
    if go.startswith(ELSEWHERE):
        tree, _, entry = go.removeprefix(ELSEWHERE).partition("#")
        return Target("tree", entry, tree)
    if go.startswith(BACK):
        return Target("return", go.removeprefix(BACK), own)
    return Target("node", go, own)


def found(go: str, own: str, trees: Mapping[str, Document[Tree]]) -> Target | None:
    """The same with a tree's start filled in; None where there is no such tree or node."""
    target = parse(go, own)
    if target.kind == "return":
        return target
    document = trees.get(target.tree)
    if document is None:
        return None
    if target.kind == "tree" and not target.node:
        target = target._replace(node=document.value.start)
    return target if document.value.node(target.node) is not None else None
