"""Owns the numbering of a tree for readers without JavaScript and on paper: "go to 12"."""

from __future__ import annotations

from collections.abc import Iterator

from annai.model.view import AnswerView, CallView, Go, NodeView, OutcomeView, QuestionView, RouteView, TreeView

UNSURE_KEY = 0


def reading_order(tree: TreeView) -> dict[str, int]:
    """Each node's number from 1: the start first, and every step right after the answer that leads to it.

    Entries come after what the start reaches, and nodes that only other trees reach come last.
    """
    numbers: dict[str, int] = {}
    waiting = [*reversed(tuple(tree.nodes)), *reversed(tree.entries), *([tree.start] if tree.start else [])]
    while waiting:
        node_id = waiting.pop()
        if node_id in numbers or node_id not in tree.nodes:
            continue
        numbers[node_id] = len(numbers) + 1
        inside = [go.node for go in steps_of(tree.nodes[node_id]) if go.kind == "node" and go.tree == tree.id]
        waiting.extend(reversed(inside))
    return numbers


def choices_of(question: QuestionView) -> Iterator[tuple[int, AnswerView | None, Go]]:
    """The answers of a question by their keys, 1 to 9, and at last, at key 0, "I do not know" (None)."""
    for key, answer in enumerate(question.answers, start=1):
        yield key, answer, answer.go
    if question.unsure is not None:
        yield UNSURE_KEY, None, question.unsure


def steps_of(node: NodeView) -> Iterator[Go]:
    """Where a node leads, in the order of its answers or rules."""
    match node:
        case QuestionView():
            yield from (answer.go for answer in node.answers)
            if node.unsure is not None:
                yield node.unsure
        case RouteView():
            yield from (rule.go for rule in node.rules)
            if node.otherwise is not None:
                yield node.otherwise
        case CallView():
            yield from node.returns.values()
        case OutcomeView():
            return


def first_question_before(tree: TreeView, node_id: str) -> str | None:
    """The first question in reading order that leads to a node of the same tree."""
    for name in reading_order(tree):
        node = tree.nodes[name]
        if isinstance(node, QuestionView) and any(go.tree == tree.id and go.node == node_id for go in steps_of(node)):
            return name
    return None
