"""Every situation that walks can come into: nodes with what is known there, by dynamic programming.

A *state* is a node with a set of situations (``knowledge.py``), cut down to the facts that still matter
(``liveness.py``). States are found once, however many paths lead to them; paths are never listed. Trees
that are called are explored once for each way in which they are begun (a *visit*); what a visit can return
is handed to all of its callers, so calls of calls do not multiply.

The sets are exact: each situation of a state is reached by each path of states that leads there. Only
where more than ``STATES_OF_A_NODE`` states of a node in one visit, or ``VISITS_OF_A_NODE`` visits from a node,
would be told apart, further ones are put into one that holds them all, and perhaps more: the node is then
``vague``, nothing that can happen is missed, and warnings that would need exactness are left out.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annai.trees.knowledge import Domain, Knowledge, cut, joined, restrict, without
from annai.trees.liveness import Liveness
from annai.trees.targets import Place, Target
from annai.trees.ways import Ask, Decide, Run, Ways

STATES_OF_A_NODE = 128
VISITS_OF_A_NODE = 64


class State(NamedTuple):
    """A node, and what may be known there."""

    place: Place
    known: Knowledge


class Exit(NamedTuple):
    """A return by a name, and what may be known then of the facts that the tree reads."""

    name: str
    known: Knowledge


class Move(NamedTuple):
    """A step between states.

    ``how`` and ``number`` say what is chosen: the answer, rule or return by its place from 0. ``asked`` tells
    an answer that is given from one that is taken because the fact is known. ``to`` is a state of the
    same visit, or None where the walk leaves it: then ``enters`` is the first state of another visit
    (``call`` or a jump) or ``exit`` what it returns. A ``return`` move of a call carries in ``through`` the
    visit and the exit that it comes from.
    """

    how: Literal["answer", "unsure", "rule", "else", "call", "return"]
    number: int = 0
    asked: bool = False
    to: State | None = None
    enters: State | None = None
    exit: Exit | None = None
    through: tuple[State, Exit] | None = None


@dataclass(slots=True)
class Visit:
    """What happens from an entry on until the walk ends, jumps away or returns."""

    entry: State
    moves: dict[State, list[Move]] = field(default_factory=dict)
    exits: dict[Exit, None] = field(default_factory=dict)
    callers: list[tuple[Visit, State]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A set of situations in which a route cannot decide: fact number -> possible values."""

    state: State
    piece: Mapping[int, int]


@dataclass(slots=True)
class Exploration:
    """All visits by their first state, in the order in which they were found, roots first."""

    ways: Ways
    domain: Domain
    live: Liveness
    visits: dict[State, Visit] = field(default_factory=dict)
    roots: tuple[State, ...] = ()
    stuck: list[Stuck] = field(default_factory=list)
    vague: set[Place] = field(default_factory=set)

    def states(self) -> Iterator[tuple[Visit, State, list[Move]]]:
        """Every state with what can be done in it."""
        for visit in self.visits.values():
            for state, moves in visit.moves.items():
                yield visit, state, moves


def explore(ways: Ways, domain: Domain, live: Liveness, roots: Iterable[tuple[Place, Knowledge]]) -> Exploration:
    """Everything that can be reached from the roots, each begun with what may be known there."""
    return _Explorer(Exploration(ways, domain, live)).run(roots)


class _Explorer:
    def __init__(self, found: Exploration) -> None:
        self.found = found
        self.ways, self.domain, self.live = found.ways, found.domain, found.live
        self.waiting: deque[tuple[Visit, State]] = deque()
        self.begun: Counter[Place] = Counter()
        self.seen: Counter[tuple[State, Place]] = Counter()
        self.widest: dict[Place, Knowledge] = {}
        self.wide: dict[tuple[State, Place], Knowledge] = {}

    def run(self, roots: Iterable[tuple[Place, Knowledge]]) -> Exploration:
        begun = [self.visit(State(place, restrict(known, self.live.at.get(place, 0)))) for place, known in roots]
        self.found.roots = tuple(dict.fromkeys(visit.entry for visit in begun))
        while self.waiting:
            visit, state = self.waiting.popleft()
            self.leave(visit, state)
        return self.found

    def visit(self, entry: State) -> Visit:
        """The visit that begins so, or one that holds it."""
        known = self.found.visits.get(entry)
        if known is not None:
            return known
        place = entry.place
        if self.begun[place] >= VISITS_OF_A_NODE:
            self.found.vague.add(place)
            wide = joined(self.widest[place], entry.known)
            self.widest[place] = wide
            entry = State(place, wide)
            if entry in self.found.visits:
                return self.found.visits[entry]
        else:
            self.widest[place] = joined(self.widest.get(place, entry.known), entry.known)
        self.begun[place] += 1
        visit = Visit(entry)
        self.found.visits[entry] = visit
        self.arrive(visit, place, entry.known)
        return visit

    def arrive(self, visit: Visit, place: Place, known: Knowledge) -> State:
        """The state in which a visit comes to a place; it is looked at later where it is new."""
        state = State(place, restrict(known, self.live.at.get(place, 0)))
        if state in visit.moves:
            return state
        key = (visit.entry, place)
        if self.seen[key] >= STATES_OF_A_NODE:
            self.found.vague.add(place)
            state = State(place, joined(self.wide[key], state.known))
        self.wide[key] = joined(self.wide.get(key, state.known), state.known)
        if state not in visit.moves:
            self.seen[key] += 1
            visit.moves[state] = []
            self.waiting.append((visit, state))
        return state

    def leave(self, visit: Visit, state: State) -> None:
        """Finds all that can be done in a state."""
        stop = self.ways.stops.get(state.place)
        if isinstance(stop, Ask):
            self.ask(visit, state, stop)
        elif isinstance(stop, Decide):
            self.decide(visit, state, stop)
        elif isinstance(stop, Run) and stop.start in self.ways.stops:
            touched = self.live.inside[stop.start.tree] & self.live.at[stop.start]
            called = self.visit(State(stop.start, restrict(state.known, touched)))
            visit.moves[state].append(Move("call", enters=called.entry))
            called.callers.append((visit, state))
            for known_exit in called.exits:
                self.come_back(visit, state, called, known_exit)

    def ask(self, visit: Visit, state: State, stop: Ask) -> None:
        domain = self.domain
        if stop.fact is None:
            for number, choice in enumerate(stop.choices):
                self.go(visit, state, choice.go, state.known, Move("answer", number, asked=True))
            go = stop.unsure if stop.unsure_as is None else stop.choices[stop.unsure_as].go
            self.go(visit, state, go, state.known, Move("unsure", asked=True))
            return
        fact = domain.numbers[stop.fact]
        held = domain.held(state.known, fact)
        ids = [choice.id for choice in stop.choices]
        skipped = {number: held & mask for number, mask in skipping(domain, fact, ids)}
        asking = held & ~sum(skipped.values())
        given = {number: domain.bit(fact, answer) for number, answer in enumerate(ids)} if asking else {}
        for number, bit in given.items():
            known = domain.settle(state.known, {fact: bit})
            self.go(visit, state, stop.choices[number].go, known, Move("answer", number, asked=True))
        for number, mask in skipped.items():
            # The same answer, given, leads to the same state; it stands for both.
            if unasked := mask & ~given.get(number, 0):
                known = domain.settle(state.known, {fact: unasked})
                self.go(visit, state, stop.choices[number].go, known, Move("answer", number))
        if asking and stop.unsure_as is not None:
            known = domain.settle(state.known, {fact: given[stop.unsure_as]})
            self.go(visit, state, stop.choices[stop.unsure_as].go, known, Move("unsure", asked=True))
        elif asking:
            known = domain.settle(state.known, {fact: asking})
            self.go(visit, state, stop.unsure, known, Move("unsure", asked=True))

    def decide(self, visit: Visit, state: State, stop: Decide) -> None:
        domain = self.domain
        rules = [domain.mask(when) for when, _ in stop.rules]
        taken, left = cut(domain, state.known, rules)
        for number, piece in taken:
            known = domain.settle(state.known, piece)
            self.go(visit, state, stop.rules[number][1], known, Move("rule", number))
        for piece in left:
            if not stop.has_else:
                self.found.stuck.append(Stuck(state, piece))
                continue
            known = domain.settle(state.known, piece)
            self.go(visit, state, stop.otherwise, known, Move("else"))

    def go(self, visit: Visit, state: State, go: Target | None, known: Knowledge, move: Move) -> None:
        """Adds a move to where ``go`` leads."""
        if go is None:
            return
        if go.kind == "return":
            left = Exit(go.node, restrict(known, self.live.returning(go.tree, go.node) & self.live.inside[go.tree]))
            visit.moves[state].append(move._replace(exit=left))
            if left not in visit.exits:
                visit.exits[left] = None
                for caller, call in tuple(visit.callers):
                    self.come_back(caller, call, visit, left)
        elif go.kind == "tree":
            entered = self.visit(State(go.place, restrict(known, self.live.at[go.place])))
            visit.moves[state].append(move._replace(enters=entered.entry))
        else:
            visit.moves[state].append(move._replace(to=self.arrive(visit, go.place, known)))

    def come_back(self, visit: Visit, state: State, called: Visit, left: Exit) -> None:
        """Goes on behind a call with what it returned, and with what it could not touch."""
        stop = self.ways.stops[state.place]
        if not isinstance(stop, Run) or left.name not in stop.returns:
            return
        untouched = without(state.known, self.live.inside[stop.start.tree])
        number = list(stop.returns).index(left.name)
        move = Move("return", number, through=(called.entry, left))
        self.go(visit, state, stop.returns[left.name], tuple(sorted((*untouched, *left.known))), move)


def skipping(domain: Domain, fact: int, ids: list[str]) -> Iterator[tuple[int, int]]:
    """For each answer that may be taken without asking: its number, and the values of which that is so."""
    levels = domain.levels.get(fact)
    if levels is None:
        for number, answer in enumerate(ids):
            if answer not in ids[:number]:
                yield number, domain.bit(fact, answer)
        return
    offered = [place for place, level in enumerate(levels) if any(domain.bit(fact, answer) == level for answer in ids)]
    if offered:
        number = next(n for n, answer in enumerate(ids) if domain.bit(fact, answer) == levels[offered[-1]])
        yield number, sum(levels[offered[-1] :])
