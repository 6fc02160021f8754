"""How many ways lead where, how many questions they ask, and how contacts spread over them.

A *way* is a path of states (``states.py``) by answers, rules, ``else``, calls and jumps; "unsure" makes no way of
its own here, only the longest walk counts it. An outcome's contacts are taken to come over all of its ways in
equal parts. Ways are counted, never listed; counts may be as large as they like.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec import Struct, field

from annai.trees.cycles import components
from annai.trees.states import Exit, Exploration, Move, State, Visit
from annai.trees.targets import Place
from annai.trees.ways import End


class Count(Struct):
    """Ways that lead somewhere.

    ``log`` is the natural logarithm of their number (trees that call trees have more ways than a float can
    hold), ``mean`` the mean number of questions on them. ``most`` is the most that a walk asks, -1: none leads here.
    """

    log: float = -math.inf
    mean: float = 0.0
    most: int = -1

    def add(self, other: Count) -> None:
        """Puts other ways beside these."""
        self.most = max(self.most, other.most)
        if other.log > -math.inf:
            high, low = max(self.log, other.log), min(self.log, other.log)
            log = high + math.log1p(math.exp(low - high))
            self.mean += (other.mean - self.mean) * math.exp(other.log - log)
            self.log = log

    def then(self, other: Count) -> Count:
        """Each of these ways, gone on by each of the others."""
        return Count(self.log + other.log, self.mean + other.mean, self.most + other.most)


NO_WAY: Final = -math.inf


class _Inside(Struct):
    """A visit by itself, counted from its beginning.

    ``parts`` are the ways that each move brings to where it leads. ``enters`` sums them by the visit that they lead
    into, ``outcomes`` by the outcome that the visit itself ends with.
    """

    states: dict[State, Count] = field(default_factory=dict)
    exits: dict[Exit, Count] = field(default_factory=lambda: defaultdict(Count))
    enters: dict[State, Count] = field(default_factory=lambda: defaultdict(Count))
    outcomes: dict[Place, Count] = field(default_factory=lambda: defaultdict(Count))
    parts: list[tuple[State, Move, Count]] = field(default_factory=list)
    longest: int = 0


class Flow(Struct, frozen=True):
    """Contacts a month by what they take: ``(place, how, number)``, see ``Move``.

    ``ending`` are those that have it as their last step, with the outcome; ``entered`` those that begin in a tree
    or jump into it.
    """

    taken: Mapping[tuple[Place, str, int], float]
    ending: Mapping[tuple[Place, str, int, Place], float]
    entered: Mapping[str, float]


class Paths:
    """The ways of an exploration without cycles and recursive calls; steps that close a cycle are left out."""

    def __init__(self, found: Exploration) -> None:
        self.found = found
        edges = {entry: _entered(visit) for entry, visit in found.visits.items()}
        self.inner_first = [entry for group in components(found.visits, edges) for entry in group]
        self.rank = {entry: number for number, entry in enumerate(self.inner_first)}
        self.inside: dict[State, _Inside] = {}
        for entry in self.inner_first:
            self.inside[entry] = self._count(found.visits[entry])

    def longest(self, root: State) -> int:
        """The most questions that a walk from a root can ask, "unsure" included."""
        return self.inside[root].longest

    def arrivals(self, roots: Iterable[State], trees: Collection[str] | None = None) -> Mapping[Place, Count]:
        """The outcomes that ways from the roots lead to; with ``trees`` only ways that never leave these."""
        counts: dict[Place, Count] = defaultdict(Count)
        for entry, total in self._totals(roots, trees).items():
            for place, count in self.inside[entry].outcomes.items():
                counts[place].add(total.then(count))
        return dict(counts)

    def flow(self, roots: Iterable[State], volumes: Mapping[Place, float]) -> Flow:
        """How the contacts of outcomes, given by place, spread over the ways from the roots."""
        roots = list(roots)
        totals = self._totals(roots, None)
        spread = _Spread(self, totals, self.arrivals(roots), volumes)
        for entry in self.inner_first:
            if entry in totals:
                spread.end(entry)
        for root in roots:
            spread.entered[root.place.tree] += spread.ending[root] * _part_of(-totals[root].log)
        for entry in reversed(self.inner_first):
            if entry in totals:
                spread.through(entry)
        return Flow(dict(spread.taken), dict(spread.ending_at), dict(spread.entered))

    def _totals(self, roots: Iterable[State], trees: Collection[str] | None) -> dict[State, Count]:
        """For each visit, the ways from the roots to its beginning, callers first."""
        begun: dict[State, Count] = defaultdict(Count)
        for root in roots:
            begun[root].add(Count(0.0, 0.0, 0))
        waiting = [(-self.rank[root], root) for root in begun]
        heapq.heapify(waiting)
        totals: dict[State, Count] = {}
        while waiting:
            _, entry = heapq.heappop(waiting)
            totals[entry] = begun[entry]
            for enters, count in self.inside[entry].enters.items():
                if trees is not None and enters.place.tree not in trees:
                    continue
                if enters not in begun:
                    heapq.heappush(waiting, (-self.rank[enters], enters))
                begun[enters].add(begun[entry].then(count))
        return totals

    def _count(self, visit: Visit) -> _Inside:
        result = _Inside()
        order = _in_order(visit)
        number = {state: index for index, state in enumerate(order)}
        result.states = {state: Count() for state in order}
        result.states[visit.entry].add(Count(0.0, 0.0, 0))
        for state in order:
            here = result.states[state]
            result.longest = max(result.longest, here.most)
            if here.log > NO_WAY and isinstance(self.found.ways.stops.get(state.place), End):
                result.outcomes[state.place].add(here)
            for move in visit.moves[state]:
                part = self._part(here, move)
                if move.to is not None and number[move.to] > number[state]:
                    result.states[move.to].add(part)
                elif move.exit is not None:
                    result.exits[move.exit].add(part)
                elif move.enters is not None and self.rank[move.enters] < self.rank[visit.entry]:
                    result.longest = max(result.longest, part.most + self.inside[move.enters].longest)
                    if part.log > NO_WAY:
                        result.enters[move.enters].add(part)
                else:
                    continue
                result.longest = max(result.longest, part.most)
                result.parts.append((state, move, part))
        return result

    def _part(self, here: Count, move: Move) -> Count:
        """The ways that a move brings; none by "unsure", nor where what is called never comes back so."""
        if move.through is not None:
            called, left = move.through
            inner = self.inside[called].exits.get(left) if called in self.inside else None
            return here.then(inner) if inner is not None else Count()
        return Count(NO_WAY if move.how == "unsure" else here.log, here.mean + move.asked, here.most + move.asked)


class _Spread:
    """Spreads contacts backwards: from where they end, in equal parts over the ways that lead there."""

    def __init__(
        self,
        paths: Paths,
        totals: Mapping[State, Count],
        arrivals: Mapping[Place, Count],
        volumes: Mapping[Place, float],
    ) -> None:
        self.paths, self.totals, self.arrivals, self.volumes = paths, totals, arrivals, volumes
        # Contacts that end in a visit, or in one that it leads into and that does not come back.
        self.ending: dict[State, float] = {}
        self.returned: dict[tuple[State, Exit], float] = defaultdict(float)
        self.taken: dict[tuple[Place, str, int], float] = defaultdict(float)
        self.ending_at: dict[tuple[Place, str, int, Place], float] = defaultdict(float)
        self.entered: dict[str, float] = defaultdict(float)

    def end(self, entry: State) -> None:
        """One visit's ``ending``; those that it leads into have been done before."""
        inside = self.paths.inside[entry]
        own = sum(self.outcome(entry, place, count) for place, count in inside.outcomes.items())
        self.ending[entry] = own + sum(self.left(entry, enters, count) for enters, count in inside.enters.items())

    def outcome(self, entry: State, place: Place, count: Count) -> float:
        """Contacts of an outcome that come by some of the ways of a visit."""
        share = self.totals[entry].log + count.log - self.arrivals[place].log
        return self.volumes.get(place, 0) * _part_of(share)

    def left(self, entry: State, enters: State, count: Count) -> float:
        """Contacts that some of the ways of a visit bring into another, where they end."""
        return self.ending[enters] * _part_of(self.totals[entry].log + count.log - self.totals[enters].log)

    def through(self, entry: State) -> None:
        """One visit; those that lead into it have been done before."""
        inside, stops = self.paths.inside[entry], self.paths.found.ways.stops
        here: dict[State, float] = defaultdict(float)
        for state, count in inside.states.items():
            if count.log > NO_WAY and isinstance(stops.get(state.place), End):
                here[state] = self.outcome(entry, state.place, count)
        # Parts stand in the order of the states that they leave, so from behind each state is complete in time.
        for state, move, part in reversed(inside.parts):
            if part.log == NO_WAY:
                continue
            contacts = 0.0
            if move.to is not None:
                contacts = here[move.to] * _part_of(part.log - inside.states[move.to].log)
                if isinstance(stops.get(move.to.place), End):
                    self.ending_at[state.place, move.how, move.number, move.to.place] += contacts
            elif move.exit is not None:
                contacts = self.returned[entry, move.exit] * _part_of(part.log - inside.exits[move.exit].log)
            elif move.enters is not None:
                contacts = self.left(entry, move.enters, part)
                if move.how != "call" and move.enters.place.tree != state.place.tree:
                    self.entered[move.enters.place.tree] += contacts
            here[state] += contacts
            self.taken[state.place, move.how, move.number] += contacts
            if move.through is not None:
                self.returned[move.through] += contacts


def _part_of(log: float) -> float:
    """A part of a whole by its logarithm; of very many ways the last digits are lost, which must not make it more."""
    return math.exp(min(0.0, log))


def _entered(visit: Visit) -> list[State]:
    return [move.enters for moves in visit.moves.values() for move in moves if move.enters is not None]


def _in_order(visit: Visit) -> list[State]:
    """The states of a visit, each before those that it leads to; where there is a cycle, as well as can be."""
    edges = {state: [move.to for move in moves if move.to is not None] for state, moves in visit.moves.items()}
    inner_first = [state for group in components([visit.entry], edges) for state in sorted(group)]
    return inner_first[::-1]
