"""The ways that an audience may take through all trees: nodes with their steps, targets looked up.

The agents' ways are the trees as they are written. On the customers' ways, nodes that ``public: {go}``
passes by are left out, answers lead where their ``public.go`` says, and what customers may not see is not
there. A step whose target does not exist leads to None (T201 tells it, T501 for customers).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from annai.model.library import Library
from annai.model.source import Document
from annai.model.tree import Answer, Call, Node, Outcome, Question, Route, Tree
from annai.trees.targets import Place, Target, found


class Choice(NamedTuple):
    """An answer: its id and where it leads."""

    id: str
    go: Target | None


class Ask(Struct, frozen=True):
    """A question. ``unsure_as`` is the place in ``choices`` of the answer that "unsure" counts as."""

    fact: str | None
    choices: tuple[Choice, ...]
    unsure: Target | None = None
    unsure_as: int | None = None


class Decide(Struct, frozen=True):
    """A route: rules in order, each a map from fact to values, and where they lead."""

    rules: tuple[tuple[Mapping[str, tuple[str, ...]], Target | None], ...]
    otherwise: Target | None = None
    has_else: bool = False


class Run(Struct, frozen=True):
    """A call of another tree: where that begins, and where each of its returns leads."""

    start: Place
    returns: Mapping[str, Target | None]


class End(Struct, frozen=True):
    """An outcome. ``acts``: it discloses, changes or refunds; ``level``: what it asks of the identity fact."""

    acts: bool = False
    level: str | None = None
    refuses: bool = False


Stop = Ask | Decide | Run | End


class Ways(Struct, frozen=True):
    """Every node that an audience may meet, and the places where it may begin.

    ``starts`` maps a tree to where it begins by itself, its start first; trees that are only called are
    not in it. ``other_roots`` are the places that settings lead to: flags, unsure, early exit.
    """

    stops: Mapping[Place, Stop]
    starts: Mapping[str, tuple[Place, ...]]
    other_roots: tuple[Place, ...] = ()

    @property
    def roots(self) -> tuple[Place, ...]:
        """Every place where a walk may begin, each once."""
        own = (place for places in self.starts.values() for place in places)
        return tuple(dict.fromkeys((*own, *self.other_roots)))


def agents_ways(library: Library) -> Ways:
    """The ways of the strongest audience, which sees every node."""
    return _Agents(library).ways()


def customers_ways(library: Library) -> Ways:
    """The ways of the weakest audience, as its site shows them once everything is validated."""
    return _Customers(library).ways()


def steps(stop: Stop) -> Iterator[Target]:
    """Where a node leads, in reading order; for a call, where its returns lead."""
    goals: list[Target | None] = []
    if isinstance(stop, Ask):
        goals = [*(choice.go for choice in stop.choices), stop.unsure]
    elif isinstance(stop, Decide):
        goals = [*(go for _, go in stop.rules), stop.otherwise]
    elif isinstance(stop, Run):
        goals = [*stop.returns.values()]
    for goal in goals:
        if goal is not None:
            yield goal


class _Agents:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.trees = library.trees

    def ways(self) -> Ways:
        stops = {
            Place(name, node_id): self.stop(document.value, node)
            for name, document in self.trees.items()
            for _, node_id, node in document.value.nodes()
        }
        starts = {name: places for name in self.trees if (places := self.starts(self.trees[name].value))}
        return Ways(stops, starts, tuple(self.settings()))

    def target(self, tree: str, go: str | None) -> Target | None:
        return None if go is None else found(go, tree, self.trees)

    def starts(self, tree: Tree) -> tuple[Place, ...]:
        """A tree without entries (``[]``) is called only."""
        if not tree.open_entries:
            return ()
        return tuple(
            Place(tree.id, node) for node in dict.fromkeys((tree.start, *tree.open_entries)) if tree.node(node)
        )

    def settings(self) -> Iterator[Place]:
        policy = self.library.policy.value
        named = [f"tree:{policy.start}" if policy.start else None, policy.early_exit]
        named += [policy.unsure.go if policy.unsure else None, *(flag.go for flag in policy.flags)]
        for go in named:
            target = self.target("", go)
            if target and target.kind != "return":
                yield target.place

    def stop(self, tree: Tree, node: Node) -> Stop:
        if isinstance(node, Question):
            return self.ask(tree, node)
        if isinstance(node, Route):
            rules = tuple((rule.when, self.target(tree.id, rule.go)) for rule in node.rules)
            return Decide(rules, self.target(tree.id, node.otherwise), node.otherwise is not None)
        if isinstance(node, Call):
            called = self.trees.get(node.tree)
            start = Place(node.tree, called.value.start if called else "")
            return Run(start, {name: self.target(tree.id, go) for name, go in node.returns.items()})
        return End(bool(node.acts), node.level, node.refuses)

    def ask(self, tree: Tree, question: Question) -> Ask:
        choices = tuple(Choice(answer.id, self.target(tree.id, answer.go)) for answer in question.answers)
        if question.unsure is None:
            return Ask(question.fact, choices)
        return self.with_unsure(tree, question.fact, choices, question.unsure.go)

    def with_unsure(self, tree: Tree, fact: str | None, choices: tuple[Choice, ...], go: str) -> Ask:
        """``go`` is an answer's id, which wins, or a target."""
        for index, choice in enumerate(choices):
            if choice.id == go:
                return Ask(fact, choices, choice.go, index)
        return Ask(fact, choices, self.target(tree.id, go))


class _Customers(_Agents):
    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.site = library.site.value

    def ways(self) -> Ways:
        stops = {
            Place(name, node_id): self.stop(document.value, node)
            for name, document in self.trees.items()
            for _, node_id, node in document.value.nodes()
            if self.sees(document.value, node) and passed_by(node) is None
        }
        starts: dict[str, tuple[Place, ...]] = {}
        for name, document in self.trees.items():
            if not self.site.may_see(self.site.weakest, document.value.audience):
                continue
            resolved = [self.resolve(Target("node", *reversed(place))) for place in self.starts(document.value)]
            if places := tuple(target.place for target in resolved if target):
                starts[name] = places
        return Ways(stops, starts, tuple(self.settings()))

    def settings(self) -> Iterator[Place]:
        for flag in self.library.policy.value.flags:
            if flag.public is not None:
                target = self.target("", flag.public.go or flag.go)
                if target:
                    yield target.place

    def target(self, tree: str, go: str | None) -> Target | None:
        target = super().target(tree, go)
        return None if target is None or target.kind == "return" else self.resolve(target)

    def resolve(self, target: Target) -> Target | None:
        """The node where customers really arrive; None where they may not go on."""
        passed: set[Place] = set()
        while target.place not in passed:
            passed.add(target.place)
            tree = self.trees[target.tree].value
            node = tree.node(target.node)
            beyond = passed_by(node) if node else None
            if beyond is None:
                return target if node and self.sees(tree, node) else None
            further = found(beyond, tree.id, self.trees)
            if further is None or further.kind == "return":
                return None
            # A jump stays a jump, wherever the nodes behind it lead.
            target = further._replace(kind="tree") if target.kind == "tree" else further
        return None

    def sees(self, tree: Tree, node: Node | Answer, parent: Node | None = None) -> bool:
        """Whether a node or answer is there for customers: routes and calls never are."""
        if isinstance(node, Route | Call) or (isinstance(node, Outcome) and node.public is None):
            return False
        return self.site.may_see(self.site.weakest, tree.audience_of(node, parent))

    def ask(self, tree: Tree, question: Question) -> Ask:
        choices = tuple(
            Choice(answer.id, self.target(tree.id, (answer.public and answer.public.go) or answer.go))
            for answer in question.answers
            if self.sees(tree, answer, question)
        )
        if question.unsure is None:
            return Ask(question.fact, choices)
        if question.unsure.public:
            return Ask(question.fact, choices, self.target(tree.id, question.unsure.public.go))
        return self.with_unsure(tree, question.fact, choices, question.unsure.go)


def passed_by(node: Node) -> str | None:
    """Where customers go on instead of meeting a node; None where nothing passes it by."""
    if isinstance(node, Outcome) or node.public is None:
        return None
    return node.public.go


def place_beyond(trees: Mapping[str, Document[Tree]], place: Place) -> Place | None:
    """The node that ``public: {go}`` of a node leads to at once; None where it has none."""
    document = trees.get(place.tree)
    node = document.value.node(place.node) if document else None
    beyond = passed_by(node) if node else None
    target = found(beyond, place.tree, trees) if beyond else None
    return target.place if target and target.kind != "return" else None
