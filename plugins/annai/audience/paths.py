"""Where an audience's path through the trees leads: its roots, its steps, and what stops it.

The public path goes by ``public: {go}`` past nodes that it may not enter; where it meets one without,
it ends there, and the check T501 tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from annai.audience.sight import may_see
from annai.audience.targets import parse_go
from annai.model.library import Library
from annai.model.tree import Answer, Call, Node, Outcome, Question, Route, Tree
from annai.model.view import Go


class Stop(Struct, frozen=True):
    """A node that a path meets and cannot enter, or (``kind`` is return) a return to nobody."""

    go: Go


class Paths:
    """The paths of one audience through a library's trees.

    The public has validated trees alone; to the others, drafts and archived ones are there as well.
    """

    def __init__(self, library: Library, audience: str) -> None:
        self.audience = audience
        self.site = library.site.value
        self.flags = library.policy.value.flags
        self.public = audience == self.site.weakest
        self.trees = {
            name: document.value
            for name, document in library.trees.items()
            if document.value.state == "validated" or not self.public
        }

    def owns(self, tree: Tree) -> bool:
        """Whether a tree as such is this audience's, and not just single nodes of it."""
        return may_see(self.site, self.audience, tree.audience)

    def follow(self, go: Go) -> Go | Stop | None:
        """What a step really leads to; None where its target does not exist for this audience."""
        passed: set[Go] = set()
        while go.kind == "node":
            tree = self.trees.get(go.tree)
            if tree is None:
                return None
            go = Go("node", go.node or tree.start, tree.id)
            node = tree.node(go.node)
            if node is None or go in passed:
                return None
            passed.add(go)
            beyond = _beyond(node)
            if self._enters(tree, node) and not (self.public and beyond):
                return go
            if beyond is None:
                return Stop(go)
            go = parse_go(beyond, tree)
        return Stop(go) if self.public else go

    def resolve(self, go: Go) -> Go | None:
        """The node that a step really leads to for this audience; None where there is none."""
        found = self.follow(go)
        return found if isinstance(found, Go) else None

    def _enters(self, tree: Tree, node: Node) -> bool:
        if not may_see(self.site, self.audience, tree.audience_of(node)):
            return False
        if self.public:
            return isinstance(node, Question) or (isinstance(node, Outcome) and node.public is not None)
        return not isinstance(node, Call) or node.tree not in self.trees or self.owns(self.trees[node.tree])

    def roots(self) -> Iterator[Go]:
        """Where this audience may begin: starts and entries of its trees, and red flags.

        The public opens no tree that is only called. To the others every node that they may see is a
        beginning, since a search may lead there.
        """
        for tree in self.trees.values():
            if self.opens(tree):
                yield Go("node", tree.start, tree.id)
                yield from self._visible(tree, tree.open_entries)
            if not self.public:
                yield from self._visible(tree, [node_id for _, node_id, _ in tree.nodes()])
        for flag in self.flags:
            if flag.public is not None:
                yield parse_go(flag.public.go or flag.go, None)
            if not self.public:
                yield parse_go(flag.go, None)

    def opens(self, tree: Tree) -> bool:
        """Whether this audience may begin at a tree's start."""
        return self.owns(tree) and not (self.public and tree.entries == ())

    def _visible(self, tree: Tree, names: Iterable[str]) -> Iterator[Go]:
        for name in names:
            node = tree.node(name)
            if node is not None and may_see(self.site, self.audience, tree.audience_of(node)):
                yield Go("node", name, tree.id)

    def answers(self, tree: Tree, question: Question) -> list[Answer]:
        """The answers of a question that this audience may choose."""
        return [
            answer
            for answer in question.answers
            if may_see(self.site, self.audience, tree.audience_of(answer, question))
        ]

    def answer_go(self, tree: Tree, answer: Answer) -> Go:
        """Where an answer says that it leads."""
        return self._chosen(tree, answer.go, answer.public.go if answer.public else None)

    def unsure_go(self, tree: Tree, question: Question) -> Go | None:
        """Where "I do not know" says that it leads; None where it names an answer that is not offered."""
        unsure = question.unsure
        if unsure is None:
            return None
        if not any(answer.id == unsure.go for answer in question.answers):
            return self._chosen(tree, unsure.go, unsure.public.go if unsure.public else None)
        if self.public and unsure.public:
            return parse_go(unsure.public.go, tree)
        offered = [answer for answer in self.answers(tree, question) if answer.id == unsure.go]
        return self.answer_go(tree, offered[0]) if offered else None

    def _chosen(self, tree: Tree, go: str, public: str | None) -> Go:
        """The public's target for the public; for others their own, or the public's where theirs is closed."""
        own = parse_go(go, tree)
        if public is None or (not self.public and self.resolve(own) is not None):
            return own
        return parse_go(public, tree)

    def steps(self, tree: Tree, node: Node) -> list[Go]:
        """Every step on from a node, in reading order, not yet followed."""
        if isinstance(node, Question):
            unsure = self.unsure_go(tree, node)
            return [self.answer_go(tree, answer) for answer in self.answers(tree, node)] + ([unsure] if unsure else [])
        if isinstance(node, Route):
            targets = [rule.go for rule in node.rules] + ([node.otherwise] if node.otherwise else [])
            return [parse_go(target, tree) for target in targets]
        if isinstance(node, Call):
            return [parse_go(target, tree) for target in node.returns.values()]
        return []

    def reached(self) -> dict[str, dict[str, None]]:
        """The nodes that this audience meets: ids by tree, in the order in which a reader meets them."""
        reached: dict[str, dict[str, None]] = {}
        waiting = [found for root in self.roots() if (found := self.resolve(root)) is not None]
        waiting.reverse()
        while waiting:
            go = waiting.pop()
            if go.kind == "return" or go.node in reached.setdefault(go.tree, {}):
                continue
            reached[go.tree][go.node] = None
            tree = self.trees[go.tree]
            node = tree.node(go.node)
            if node is not None:
                nexts = [found for step in self.steps(tree, node) if (found := self.resolve(step)) is not None]
                waiting.extend(reversed(nexts))
        return reached


def _beyond(node: Node) -> str | None:
    """Where the public path goes on past a node, None where it stops there."""
    if isinstance(node, Outcome) or node.public is None:
        return None
    return node.public.go
