"""Owns which look-ups lead to a contact reason: the way from an inquiry to the tools, read from the trees.

Before an outcome of a reason is reached, questions send their agents to tools; the outcome itself may do so
too. In that order they are what to consult first, next and last. Trees that are called to check who is
calling are left out: every inquiry has them, and the tree that calls shows them in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from annai.model.tools import Tool
from annai.model.view import CallView, ConsultView, NodeView, OutcomeView, QuestionView, TreeView, View
from annai.pages.outline import reading_order, steps_of


class Stop(Struct, frozen=True):
    """A node that sends to a tool, with what it wants looked at there."""

    tree: TreeView
    node: QuestionView | OutcomeView
    consult: ConsultView

    @property
    def key(self) -> tuple[str, str, ConsultView]:
        """What tells it from every other one; trees themselves cannot be hashed."""
        return (self.tree.id, self.node.id, self.consult)


class LookUp(Struct, frozen=True):
    """One search of a tool, with all the nodes on the way to a reason that ask for it, in reading order."""

    tool: str
    search: str
    stops: tuple[Stop, ...]


class Ending(Struct, frozen=True):
    """An outcome, in its tree."""

    tree: TreeView
    outcome: OutcomeView


class Ways:
    """The ways through the trees of one view. Archived trees lead nowhere."""

    def __init__(self, view: View) -> None:
        desk = view.desk
        self._tools: Mapping[str, Tool] = desk.tools if desk is not None else {}
        identity = desk.facts.identity if desk is not None else None
        self.trees: Mapping[str, TreeView] = {
            name: tree for name, tree in view.trees.items() if tree.desk is None or tree.desk.state != "archived"
        }
        self._orders = {name: tuple(reading_order(tree)) for name, tree in self.trees.items()}
        self._checks_identity = frozenset(
            name
            for name, tree in self.trees.items()
            if identity is not None
            and tree.desk is not None
            and tree.desk.returns is not None
            and any(isinstance(node, QuestionView) and node.fact == identity for node in tree.nodes.values())
        )
        self._endings = self._by_reason()
        self._look_ups: dict[str, tuple[LookUp, ...]] = {}

    def endings(self, reason: str) -> tuple[Ending, ...]:
        """The outcomes of a reason: those of the tree that has most of its contacts first, in reading order."""
        return self._endings.get(reason, ())

    def trees_of(self, reason: str) -> tuple[TreeView, ...]:
        """The trees that end with a reason, the one with most of its contacts first."""
        return trees_of(self.endings(reason))

    def look_ups(self, reason: str) -> tuple[LookUp, ...]:
        """The searches on the way to a reason, in the order in which to do them."""
        found = self._look_ups.get(reason)
        if found is None:
            stops = [stop for tree in self.trees_of(reason) for stop in self._before(tree, reason)]
            stops += [stop for ending in self.endings(reason) for stop in self._at(ending.tree, ending.outcome)]
            found = self._look_ups[reason] = _merged(stops)
        return found

    def in_order(self, tree: TreeView) -> Iterator[NodeView]:
        """The nodes of a tree in reading order."""
        return (tree.nodes[name] for name in self._orders[tree.id])

    def all_stops(self) -> Iterator[Stop]:
        """Every node of every tree that sends to a tool, once for each of its look-ups."""
        for name in sorted(self.trees):
            yield from self._of_tree(self.trees[name])

    def _by_reason(self) -> dict[str, tuple[Ending, ...]]:
        found: dict[str, dict[str, list[Ending]]] = {}
        for name in sorted(self.trees):
            tree = self.trees[name]
            for node_id in self._orders[name]:
                node = tree.nodes[node_id]
                if isinstance(node, OutcomeView) and node.desk is not None:
                    found.setdefault(node.desk.reason, {}).setdefault(name, []).append(Ending(tree, node))
        return {
            reason: tuple(ending for one in sorted(by_tree.values(), key=_volume) for ending in one)
            for reason, by_tree in found.items()
        }

    def _before(self, tree: TreeView, reason: str) -> Iterator[Stop]:
        """What the questions of a tree that can still lead to a reason want looked up, in reading order."""
        leading = _leading_to(tree, reason)
        for node_id in self._orders[tree.id]:
            node = tree.nodes[node_id]
            if node_id in leading and isinstance(node, QuestionView):
                yield from self._at(tree, node)
            elif node_id in leading and isinstance(node, CallView):
                yield from self._called(node.tree, frozenset((tree.id,)))

    def _called(self, name: str, callers: frozenset[str]) -> Iterator[Stop]:
        """What the questions of a called tree want looked up, unless it checks who is calling."""
        tree = self.trees.get(name)
        if tree is None or name in callers or name in self._checks_identity:
            return
        for node_id in self._orders[name]:
            node = tree.nodes[node_id]
            if isinstance(node, QuestionView):
                yield from self._at(tree, node)
            elif isinstance(node, CallView):
                yield from self._called(node.tree, callers | {name})

    def _of_tree(self, tree: TreeView) -> Iterator[Stop]:
        for node_id in self._orders[tree.id]:
            node = tree.nodes[node_id]
            if isinstance(node, QuestionView | OutcomeView):
                yield from self._at(tree, node)

    def _at(self, tree: TreeView, node: QuestionView | OutcomeView) -> Iterator[Stop]:
        return stops_at(self._tools, tree, node)


def stops_at(tools: Mapping[str, Tool], tree: TreeView, node: QuestionView | OutcomeView) -> Iterator[Stop]:
    """The look-ups of a node, those whose tool and search there are."""
    for consult in node.desk.consult if node.desk is not None else ():
        tool = tools.get(consult.tool)
        if tool is not None and consult.search in tool.searches:
            yield Stop(tree, node, consult)


def trees_of(endings: Iterable[Ending]) -> tuple[TreeView, ...]:
    """The trees of outcomes, each once, in the order of the outcomes."""
    return tuple({ending.tree.id: ending.tree for ending in endings}.values())


def _volume(endings: list[Ending]) -> tuple[int, str]:
    volume = sum(ending.outcome.desk.volume for ending in endings if ending.outcome.desk is not None)
    return (-volume, endings[0].tree.id)


def _merged(stops: list[Stop]) -> tuple[LookUp, ...]:
    found: dict[tuple[str, str], dict[tuple[str, str, ConsultView], Stop]] = {}
    for stop in stops:
        found.setdefault((stop.consult.tool, stop.consult.search), {}).setdefault(stop.key, stop)
    return tuple(LookUp(tool, search, tuple(same.values())) for (tool, search), same in found.items())


def _leading_to(tree: TreeView, reason: str) -> frozenset[str]:
    """The nodes of a tree from which an outcome of a reason can be reached inside it."""
    before: dict[str, list[str]] = {}
    for name, node in tree.nodes.items():
        for go in steps_of(node):
            if go.kind == "node" and go.tree == tree.id:
                before.setdefault(go.node, []).append(name)
    waiting = [name for name, node in tree.nodes.items() if _ends_with(node, reason)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(before.get(name, ()))
    return frozenset(found)


def _ends_with(node: NodeView, reason: str) -> bool:
    return isinstance(node, OutcomeView) and node.desk is not None and node.desk.reason == reason
