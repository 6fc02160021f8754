"""Every situation that walks can come into: nodes with what is known there, by dynamic programming.

A *state* is a node with a set of situations (``knowledge.py``), cut down to the facts that still matter
(``liveness.py``). States are found once, however many paths lead to them; paths are never listed. Trees
that are called are explored once for each way in which they are begun (a *visit*); what a visit can return
is handed to all of its callers, so calls of calls do not multiply.

The sets are exact: each situation of a state is reached by each path of states that leads there. Only
where there would be too many are further ones put into one that holds them all, and perhaps more: for a node
of a visit beyond ``STATES_OF_A_NODE``, for a node where visits begin beyond ``VISITS_OF_A_NODE``, for returns by one
name beyond ``EXITS_OF_A_NAME``, and beyond a tree's part of ``STATES``. The node is then ``vague``:
nothing that can happen is missed, but warnings that would need exactness are left out.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct, field

from annai.trees.knowledge import MOST_PIECES, UNKNOWN, Domain, Knowledge, cut, joined, restrict
from annai.trees.liveness import Liveness
from annai.trees.targets import Place, Target
from annai.trees.ways import Ask, Decide, Run, Ways

STATES = 15_000
STATES_OF_A_NODE = 64
VISITS_OF_A_NODE = 24
EXITS_OF_A_NAME = 8
# However many nodes there are, each may have so many states, and so many visits may begin at it.
FEWEST = 4


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


class Visit(Struct):
    """What happens from an entry on until the walk ends, jumps away or returns."""

    entry: State
    moves: dict[State, list[Move]] = field(default_factory=dict)
    exits: dict[Exit, None] = field(default_factory=dict)
    callers: list[tuple[Visit, State]] = field(default_factory=list)


class Stuck(Struct, frozen=True):
    """A set of situations in which a route cannot decide: fact number -> possible values."""

    state: State
    piece: Mapping[int, int]


class Exploration(Struct):
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
        nodes = Counter(place.tree for place in self.ways.stops)
        part = STATES / max(1, sum(nodes.values()))
        self.room = {tree: int(max(FEWEST, part) * count) for tree, count in nodes.items()}
        self.visits_apart = max(FEWEST, min(VISITS_OF_A_NODE, int(part)))
        # What is told apart so far, and one set that holds it all: at nodes of a visit, at nodes where visits
        # begin, and at returns of a visit by a name.
        self.apart: Counter[tuple[State | None, Place]] = Counter()
        self.wide: dict[tuple[State | None, Place], Knowledge] = {}

    def run(self, roots: Iterable[tuple[Place, Knowledge]]) -> Exploration:
        begun = [self.visit(State(place, restrict(known, self.live.at.get(place, 0)))) for place, known in roots]
        self.found.roots = tuple(dict.fromkeys(visit.entry for visit in begun))
        while self.waiting:
            visit, state = self.waiting.popleft()
            self.leave(visit, state)
        return self.found

    def told_apart(self, visit: State | None, place: Place, known: Knowledge, most: int) -> Knowledge:
        """``known``, or, where too much would be told apart at a place, a set that holds it and all before."""
        key = (visit, place)
        seen = self.wide.get(key, known)
        crowded = self.room.get(place.tree, 0) <= 0
        if self.apart[key] >= most or (self.apart[key] and crowded):
            self.found.vague.add(place)
            known = joined(self.domain, seen, known, coarsely=crowded)
        self.wide[key] = joined(self.domain, seen, known, coarsely=False)
        self.apart[key] += 1
        return known

    def visit(self, entry: State) -> Visit:
        """The visit that begins so, or one that holds it."""
        if entry in self.found.visits:
            return self.found.visits[entry]
        entry = State(entry.place, self.told_apart(None, entry.place, entry.known, self.visits_apart))
        if entry in self.found.visits:
            return self.found.visits[entry]
        visit = Visit(entry)
        self.found.visits[entry] = visit
        self.begin(visit, entry)
        return visit

    def begin(self, visit: Visit, state: State) -> None:
        visit.moves[state] = []
        self.room[state.place.tree] = self.room.get(state.place.tree, 0) - 1
        self.waiting.append((visit, state))

    def arrive(self, visit: Visit, place: Place, known: Knowledge) -> State:
        """The state in which a visit comes to a place; it is looked at later where it is new."""
        state = State(place, restrict(known, self.live.at.get(place, 0)))
        if state in visit.moves:
            return state
        state = State(place, self.told_apart(visit.entry, place, state.known, STATES_OF_A_NODE))
        if state not in visit.moves:
            self.begin(visit, state)
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
        taken, left = cut(domain, state.known, [domain.mask(when) for when, _ in stop.rules])
        for number, piece in taken:
            self.go(visit, state, stop.rules[number][1], domain.settle(state.known, piece), Move("rule", number))
        if not stop.has_else:
            self.found.stuck += [Stuck(state, piece) for piece in left]
            return
        for piece in left:
            self.go(visit, state, stop.otherwise, domain.settle(state.known, piece), Move("else"))

    def go(self, visit: Visit, state: State, go: Target | None, known: Knowledge, move: Move) -> None:
        """Adds a move to where ``go`` leads, unless it is there already."""
        if go is None:
            return
        how, number, asked, *_, through = move
        left: Exit | None = None
        if go.kind == "return":
            left = self.exit(visit, go, known)
            move = Move(how, number, asked, None, None, left, through)
        elif go.kind == "tree":
            entered = self.visit(State(go.place, restrict(known, self.live.at[go.place])))
            move = Move(how, number, asked, None, entered.entry, None, through)
        else:
            move = Move(how, number, asked, self.arrive(visit, go.place, known), None, None, through)
        moves = visit.moves[state]
        if move not in moves[-MOST_PIECES:]:
            moves.append(move)
        if left is not None and left not in visit.exits:
            visit.exits[left] = None
            for caller, call in tuple(visit.callers):
                self.come_back(caller, call, visit, left)

    def exit(self, visit: Visit, go: Target, known: Knowledge) -> Exit:
        """What a visit returns, of the facts that its tree reads and a caller needs."""
        left = restrict(known, self.live.returning(go.tree, go.node) & self.live.inside[go.tree])
        if Exit(go.node, left) in visit.exits:
            return Exit(go.node, left)
        returning = Place(go.tree, f"return:{go.node}")
        return Exit(go.node, self.told_apart(visit.entry, returning, left, EXITS_OF_A_NAME))

    def come_back(self, visit: Visit, state: State, called: Visit, left: Exit) -> None:
        """Goes on behind a call with what it returned, and with what it could not touch."""
        stop = self.ways.stops[state.place]
        if not isinstance(stop, Run) or left.name not in stop.returns:
            return
        known = self.meet(state.known, left.known, self.live.inside[stop.start.tree])
        if known is not None:
            number = list(stop.returns).index(left.name)
            self.go(visit, state, stop.returns[left.name], known, Move("return", number, through=(called.entry, left)))

    def meet(self, before: Knowledge, returned: Knowledge, inside: int) -> Knowledge | None:
        """What is known behind a call; None where the return cannot follow upon what was known before it.

        Facts that the called tree does not read are as before. So are others that were known before, unless they
        have levels: no answer changes them. That matters where a wider visit stands for the call.
        """
        after = dict(returned)
        for fact, mask in before:
            if not inside >> fact & 1:
                after[fact] = mask
            elif not mask & UNKNOWN and fact not in self.domain.levels:
                after[fact] = mask & after.get(fact, mask)
                if not after[fact]:
                    return None
        return tuple(sorted(after.items()))


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
