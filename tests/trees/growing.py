"""Small libraries of trees grown at random, and every situation of them found one by one, without any cleverness."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from annai.model.facts import Facts
from annai.model.library import Library
from annai.model.policy import Policy
from annai.model.source import Document, Marks
from annai.model.tree import Tree
from annai.trees.targets import Place, Target
from annai.trees.ways import Ask, Decide, End, Run, Ways

TICKET, TOLD, IDENTITY = "rank", "speaker", "identity"
VALUES = {TICKET: ("low", "high"), TOLD: ("self", "other"), IDENTITY: ("failed", "basic", "strong")}
LEVELS = {IDENTITY: ("basic", "strong")}
CONTEXT = {"languages": ("ja",)}
TODAY = date(2026, 11, 22)


def facts() -> Facts:
    declared: dict[str, Any] = {
        name: {
            "label": name,
            "source": "ticket" if name == TICKET else "answer",
            "values": {value: value for value in values},
        }
        for name, values in VALUES.items()
    }
    declared[IDENTITY]["levels"] = list(LEVELS[IDENTITY])
    return Facts.model_validate({"schema": "support-facts/1", "facts": declared}, context=CONTEXT)


def tree(tree_id: str, **tokens: Any) -> Tree:
    """A tree from its tokens; what every tree must have is filled in."""
    usual = {
        "schema": "support-tree/1",
        "id": tree_id,
        "version": "1",
        "title": tree_id,
        "owner": "desk",
        "review_by": "2027-03-31",
        "state": "validated",
        "audience": "public",
    }
    return Tree.model_validate({**usual, **tokens}, context=CONTEXT)


def library_of(trees: list[Tree], known: Facts | None = None, start: str | None = None) -> Library:
    documents = {one.id: Document(one, Marks(f"decision_trees/{one.id}.yml")) for one in trees}
    return Library(
        root="",
        today=TODAY,
        trees=MappingProxyType(documents),
        facts=Document(known or facts(), Marks("site_config/facts.yml")),
        policy=Document(Policy(start=start), Marks("site_config/policy.yml")),
    )


@st.composite
def libraries(draw: st.DrawFn, most_trees: int = 3, most_nodes: int = 4) -> Library:
    """Trees that ask, decide, call, jump and return every which way; what they name exists."""
    count = draw(st.integers(1, most_trees))
    ids = [f"t{number}" for number in range(count)]
    callable_ids = [name for name in ids[1:] if draw(st.booleans())]
    shapes = {
        name: {f"n{number}": draw(st.sampled_from("qqqrce")) for number in range(draw(st.integers(1, most_nodes)))}
        for name in ids
    }
    for name in ids:
        if not callable_ids:
            shapes[name] = {node: "q" if kind == "c" else kind for node, kind in shapes[name].items()}
    entries = {name: ["n0"] if name not in callable_ids or draw(st.booleans()) else [] for name in ids}
    return library_of([draw(_trees(name, shapes, callable_ids, entries)) for name in ids], start=ids[0])


@st.composite
def _trees(
    draw: st.DrawFn,
    name: str,
    shapes: dict[str, dict[str, str]],
    callable_ids: list[str],
    entries: dict[str, list[str]],
) -> Tree:
    nodes = [*shapes[name], "end"]
    jumps = [f"tree:{other}" for other in shapes if entries[other] and other != name]
    targets = [*nodes, *nodes, *jumps, *(["return:ok", "return:bad"] * 2 if name in callable_ids else [])]
    go = st.sampled_from(targets)
    public = st.none() | st.builds(lambda target: {"go": target}, st.sampled_from(nodes))
    maps: dict[str, dict[str, Any]] = {"questions": {}, "routes": {}, "calls": {}, "outcomes": {}}
    for node, kind in shapes[name].items():
        tokens: dict[str, Any] = {"audience": draw(st.sampled_from(["public", "agent"]))}
        if kind == "q":
            fact = draw(st.none() | st.sampled_from([TICKET, TOLD, IDENTITY]))
            ids = list(VALUES[fact]) if fact else ["one", "two"]
            if fact == IDENTITY:
                ids = draw(st.sampled_from([["basic", "failed"], ["failed", "basic", "strong"], ["strong", "basic"]]))
            tokens |= {"ask": draw(st.sampled_from("あいうえお")), "fact": fact}
            tokens["answers"] = [{"id": answer, "label": answer, "go": draw(go)} for answer in ids]
            unsure = draw(st.none() | st.sampled_from(ids) | go)
            tokens["unsure"] = {"go": unsure, "public": draw(public)} if unsure else None
            tokens["public"] = draw(public)
            maps["questions"][node] = _without_none(tokens)
        elif kind == "r":
            asked = draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=2, unique=True))
            rules = draw(st.lists(st.fixed_dictionaries({fact: _some(fact) for fact in asked}), max_size=3))
            tokens["rules"] = [{"when": when, "go": draw(go)} for when in rules]
            tokens["else"] = draw(st.none() | go)
            tokens["public"] = draw(public)
            maps["routes"][node] = _without_none(tokens)
        elif kind == "c":
            called = draw(st.sampled_from(callable_ids))
            tokens |= {"tree": called, "returns": {"ok": draw(go), "bad": draw(go)}, "public": draw(public)}
            maps["calls"][node] = _without_none(tokens)
        else:
            maps["outcomes"][node] = _outcome(draw(st.sampled_from([None, "basic", "strong"])), draw(st.booleans()))
    maps["outcomes"]["end"] = _outcome(None, draw(st.booleans()))
    returns = {"returns": ["ok", "bad"]} if name in callable_ids else {}
    return tree(name, start="n0", entries=entries[name], **returns, **maps)


def _some(fact: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(VALUES[fact]), min_size=1, unique=True)


def _outcome(level: str | None, public: bool) -> dict[str, Any]:
    tokens: dict[str, Any] = {"title": "o", "reason": "GEN", "priority": "p1", "steps": ["s"], "volume": "20"}
    if level:
        tokens |= {"acts": ["change"], "level": level}
    return {**tokens, "public": {"steps": ["s"]}} if public else tokens


def _without_none(tokens: dict[str, Any]) -> dict[str, Any]:
    cleaned = {key: value for key, value in tokens.items() if value is not None}
    return {key: _without_none(value) if isinstance(value, dict) else value for key, value in cleaned.items()}


Known = frozenset[tuple[str, str]]
Situation = tuple[Place, tuple[Place, ...], Known]
Taken = tuple[Place, str, int]


@dataclass
class OneByOne:
    """Every situation that can come about: a place, the open calls, and what is known, each by itself."""

    ways: Ways
    ticket: bool
    seen: set[Situation] = field(default_factory=set)
    steps: dict[Situation, list[Situation]] = field(default_factory=lambda: defaultdict(list))
    taken: set[Taken] = field(default_factory=set)
    asking: set[Situation] = field(default_factory=set)
    gaps: set[tuple[Place, bool]] = field(default_factory=set)

    def explore(self, roots: list[tuple[Place, Known]]) -> "OneByOne":
        waiting: deque[Situation] = deque((place, (), known) for place, known in roots)
        while waiting:
            here = waiting.popleft()
            if here in self.seen:
                continue
            self.seen.add(here)
            if len(self.seen) > 50_000 or len(here[1]) > 20:
                raise RecursionError
            following = list(self._leave(here))
            self.steps[here] = following
            waiting.extend(following)
            waiting.extend((here[0], here[1], known) for known in self.learning(here[2]))
        return self

    def learning(self, known: Known) -> Iterator[Known]:
        if self.ticket and TICKET not in dict(known):
            for value in VALUES[TICKET]:
                yield known | {(TICKET, value)}

    def _leave(self, here: Situation) -> Iterator[Situation]:
        place, _, known = here
        stop = self.ways.stops[place]
        values = dict(known)
        if isinstance(stop, Ask):
            skipped = _skipped(stop, values)
            if skipped is not None:
                yield from self._go(here, known, stop.choices[skipped].go, "answer", skipped)
                return
            self.asking.add(here)
            for number, choice in enumerate(stop.choices):
                yield from self._go(here, _set(known, stop.fact, choice.id), choice.go, "answer", number)
            if stop.unsure_as is not None:
                chosen = stop.choices[stop.unsure_as]
                yield from self._go(here, _set(known, stop.fact, chosen.id), chosen.go, "unsure", 0)
            elif stop.unsure is not None:
                yield from self._go(here, known, stop.unsure, "unsure", 0)
        elif isinstance(stop, Decide):
            for number, (when, go) in enumerate(stop.rules):
                if all(values.get(fact) in wanted for fact, wanted in when.items()):
                    yield from self._go(here, known, go, "rule", number)
                    return
            if stop.has_else:
                yield from self._go(here, known, stop.otherwise, "else", 0)
            elif stop.rules:
                self.gaps.add((place, all(fact in values for when, _ in stop.rules for fact in when)))
        elif isinstance(stop, Run):
            self.taken.add((place, "call", 0))
            yield stop.start, (*here[1], place), known

    def _go(self, here: Situation, known: Known, go: Target | None, how: str, number: int) -> Iterator[Situation]:
        place, calls, _ = here
        if go is None:
            return
        self.taken.add((place, how, number))
        while go is not None and go.kind == "return":
            if not calls:
                return
            call = self.ways.stops[calls[-1]]
            assert isinstance(call, Run)
            self.taken.add((calls[-1], "return", list(call.returns).index(go.node)))
            calls, go = calls[:-1], call.returns[go.node]
        if go is not None:
            yield go.place, () if go.kind == "tree" else calls, known


def everything_known_or_not() -> list[Known]:
    options = [[None, *values] for values in VALUES.values()]
    return [
        frozenset((fact, value) for fact, value in zip(VALUES, chosen, strict=True) if value)
        for chosen in product(*options)
    ]


def enough(known: Known, level: str | None) -> bool:
    """Whether an outcome with this level may act."""
    value = dict(known).get(IDENTITY)
    order = LEVELS[IDENTITY]
    return value in order and order.index(value) >= (order.index(level) if level else 0)


def acting(ways: Ways, situation: Situation) -> End | None:
    stop = ways.stops[situation[0]]
    return stop if isinstance(stop, End) and stop.acts else None


def _skipped(stop: Ask, values: dict[str, str]) -> int | None:
    ids = [choice.id for choice in stop.choices]
    if stop.fact is None or stop.fact not in values:
        return None
    value = values[stop.fact]
    if stop.fact not in LEVELS:
        return ids.index(value) if value in ids else None
    rank = {level: place for place, level in enumerate(LEVELS[stop.fact], start=1)}
    top = max(rank.get(answer, 0) for answer in ids)
    return next(n for n, a in enumerate(ids) if rank.get(a) == top) if 0 < top <= rank.get(value, 0) else None


def _set(known: Known, fact: str | None, value: str) -> Known:
    return frozenset({**dict(known), fact: value}.items()) if fact else known
