"""Trees as an audience may walk them: which there are, where they begin, and how they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from annai.audience.nodes import NodeWriter
from annai.audience.paths import Paths
from annai.audience.phrases import Speaker
from annai.audience.sight import may_see
from annai.audience.targets import parse_go
from annai.model.library import Library
from annai.model.policy import PublicFlag, RedFlag
from annai.model.text import Phrase
from annai.model.tree import Tree
from annai.model.view import Change, Go, NodeView, OutcomeView, QuestionView, TreeDesk, TreeView


def project_trees(library: Library, audience: str, language: str) -> dict[str, TreeView]:
    """The trees that have a node for this audience, by id."""
    return _TreeWriter(library, audience, language).trees()


def resolver(library: Library, audience: str) -> Callable[[Go], Go | None]:
    """A function that tells where a step really leads for an audience, None where nowhere."""
    return Paths(library, audience).resolve


class _TreeWriter:
    def __init__(self, library: Library, audience: str, language: str) -> None:
        self.library = library
        self.audience = audience
        self.paths = Paths(library, audience)
        self.public = self.paths.public
        self.home = "/" if language == library.languages[0] else f"/{language}/"
        self.speaker = Speaker(library, audience, language)
        self.writer = NodeWriter(library, self.paths, self.speaker, self.home)

    def trees(self) -> dict[str, TreeView]:
        """Every tree in which a root of this audience leads to a node."""
        reached = self.paths.reached()
        return {name: self._tree(tree, reached[name]) for name, tree in self.paths.trees.items() if reached.get(name)}

    def _tree(self, tree: Tree, reached: Iterable[str]) -> TreeView:
        nodes = {node_id: self.writer.view(tree, node_id) for node_id in reached}
        own = self.paths.owns(tree)
        start = self.paths.resolve(Go("node", tree.start, tree.id)) if self.paths.opens(tree) else None
        return TreeView(
            id=tree.id,
            version=tree.version,
            title=self.speaker.say(tree.title) if own else self._public_title(tree, nodes),
            address=f"{self.home}flow/{tree.id}/",
            start=start.node if start and start.kind == "node" and start.tree == tree.id else None,
            entries=self._entries(tree, nodes, own=own),
            nodes=MappingProxyType(nodes),
            aliases=tree.was,
            moved=MappingProxyType(self._moved(tree, nodes)),
            changes=self._changes(tree) if own else (),
            desk=None if self.public else self._desk(tree, nodes, own=own),
        )

    def _public_title(self, tree: Tree, nodes: Mapping[str, NodeView]) -> Phrase:
        """The heading over single nodes of a tree that is not this audience's: never the tree's own title."""
        if tree.public:
            return self.speaker.say(tree.public.title)
        for flag, words in self._flags(tree):
            if words is not None or not self.public:
                return self.speaker.say(words.label if words else flag.label)
        for node in nodes.values():
            if isinstance(node, QuestionView | OutcomeView):
                return node.ask if isinstance(node, QuestionView) else node.title
        return Phrase(tree.id, self.library.languages[0])

    def _entries(self, tree: Tree, nodes: Mapping[str, NodeView], *, own: bool) -> tuple[str, ...]:
        """Where links may lead; in a tree that is not this audience's, also where its red flags lead."""
        entries = [name for name in tree.open_entries if name in nodes]
        if not own:
            flagged = [
                self.paths.resolve(parse_go((words and words.go) or flag.go, None)) for flag, words in self._flags(tree)
            ]
            entries = [
                go.node for go in flagged if go is not None and go.tree == tree.id and go.node in nodes
            ] + entries
            entries = entries or list(nodes)[:1]
        return tuple(dict.fromkeys(entries))

    def _flags(self, tree: Tree) -> Iterator[tuple[RedFlag, PublicFlag | None]]:
        """The red flags that lead into a tree, on this audience's path, with their public words."""
        for flag in self.paths.flags:
            words = flag.public
            if (words or not self.public) and parse_go((words and words.go) or flag.go, None).tree == tree.id:
                yield flag, words

    def _moved(self, tree: Tree, nodes: Mapping[str, NodeView]) -> dict[str, Go]:
        """Former ids of nodes that this audience meets; to all but the public, also those of deleted ones."""
        moved = {
            former: Go("node", node_id, tree.id)
            for _, node_id, node in tree.nodes()
            if node_id in nodes
            for former in node.was
        }
        if not self.public:
            for former, retired in tree.retired.items():
                target = self.paths.resolve(parse_go(retired.go, tree))
                if target is not None and target.kind == "node":
                    moved[former] = target
        return moved

    def _changes(self, tree: Tree) -> tuple[Change, ...]:
        return tuple(
            Change(
                date=change.date,
                what=self.speaker.say(change.what),
                do=None if self.public or change.do is None else self.speaker.say(change.do),
                version=change.version,
            )
            for change in tree.changes
            if may_see(self.paths.site, self.audience, change.audience)
        )

    def _desk(self, tree: Tree, nodes: Mapping[str, NodeView], *, own: bool) -> TreeDesk:
        desks = (node.desk for node in nodes.values() if isinstance(node, OutcomeView))
        return TreeDesk(
            path=self.library.trees[tree.id].path,
            owner=tree.owner,
            review_by=tree.review_by,
            state=tree.state,
            returns=tree.returns,
            volume=sum(desk.volume for desk in desks if desk is not None),
            examples=tuple((item.text, item.expect) for item in tree.examples if own and item.expect in nodes),
        )
