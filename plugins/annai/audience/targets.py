"""What ``go:`` says: a node of this tree, an entry of another, or a return."""

from __future__ import annotations

from annai.model.tree import Tree
from annai.model.view import Go

ELSEWHERE = "tree:"
BACK = "return:"


def parse_go(target: str, tree: Tree | None) -> Go:
    """The step that ``target`` names in ``tree``.

    ``tree:id`` is that tree's start, written as an empty node; who follows it looks the start up.
    """
    if target.startswith(ELSEWHERE):
        name, _, entry = target.removeprefix(ELSEWHERE).partition("#")
        return Go("node", entry, name)
    own = tree.id if tree else ""
    if target.startswith(BACK):
        return Go("return", target.removeprefix(BACK), own)
    return Go("node", target, own)
