"""How many ways lead where, how many questions they ask, and how contacts spread over them.

A *way* is a path of states (``states.py``) by answers, rules, ``else``, calls and jumps; "unsure" makes no way of
its own here, only the longest walk counts it. An outcome's contacts are taken to come over all of its ways in
equal parts. Ways are counted, never listed; counts may be as large as they like.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annai.trees.cycles import components
from annai.trees.states import Exit, Exploration, Move, State, Visit
from annai.trees.targets import Place
from annai.trees.ways import End

Edge = tuple[State, Move]


@dataclass(slots=True)
class _Count:
    """Ways, the questions on all of them together, and the most questions of a walk (-1: none leads here)."""

    ways: int = 0
    questions: int = 0
    most: int = -1

    def add(self, ways: int, questions: int, most: int) -> None:
        self.ways += ways
        self.questions += questions
        self.most = max(self.most, most)


@dataclass(slots=True)
class _Inside:
    """A visit by itself, counted from its beginning.

    ``parts`` are the ways that each move adds to where it leads, and ``entered`` the visits that moves lead to.
    """

    order: list[State] = field(default_factory=list)
    states: dict[State, _Count] = field(default_factory=dict)
    exits: dict[Exit, _Count] = field(default_factory=lambda: defaultdict(_Count))
    parts: list[tuple[State, Move, _Count]] = field(default_factory=list)
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """How walks come to an outcome: the number of ways, and the mean number of questions on them."""

    ways: int
    questions: float


@dataclass(frozen=True, slots=True)
class Flow:
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

    def arrivals(self, roots: Iterable[State]) -> Mapping[Place, Arrival]:
        """The outcomes that ways from the roots lead to."""
        totals = self._totals(roots)
        counts: dict[Place, _Count] = defaultdict(_Count)
        for entry, total in totals.items():
            for state, count in self.outcomes_of(entry):
                questions = total.questions * count.ways + total.ways * count.questions
                counts[state.place].add(total.ways * count.ways, questions, 0)
        return {place: Arrival(count.ways, count.questions / count.ways) for place, count in counts.items()}

    def flow(self, roots: Iterable[State], volumes: Mapping[Place, float]) -> Flow:
        """How the contacts of outcomes, given by place, spread over the ways from the roots."""
        roots = list(roots)
        totals = self._totals(roots)
        ways: dict[Place, int] = defaultdict(int)
        for entry, total in totals.items():
            for state, count in self.outcomes_of(entry):
                ways[state.place] += total.ways * count.ways
        # Contacts that end in a visit, or in one that it leads to and that does not come back.
        ending: dict[State, float] = {}
        for entry in self.inner_first:
            if entry not in totals:
                continue
            ending[entry] = sum(
                volumes.get(state.place, 0) * ((totals[entry].ways * count.ways) / ways[state.place])
                for state, count in self.outcomes_of(entry)
            ) + sum(
                _share(totals, entry, move.enters, part) * ending[move.enters]
                for _, move, part in self.inside[entry].parts
                if move.enters is not None and part.ways
            )
        spread = _Spread(self, totals, ways, volumes, ending)
        for root in roots:
            spread.entered[root.place.tree] += ending[root] / totals[root].ways
        for entry in reversed(self.inner_first):
            if entry in totals:
                spread.through(entry)
        return Flow(dict(spread.taken), dict(spread.ending_at), dict(spread.entered))

    def _totals(self, roots: Iterable[State]) -> dict[State, _Count]:
        """For each visit, the ways from the roots to its beginning, and their questions."""
        totals: dict[State, _Count] = defaultdict(_Count)
        for root in roots:
            totals[root].add(1, 0, 0)
        for entry in reversed(self.inner_first):
            total = totals.get(entry)
            if total is None:
                continue
            for _, move, part in self.inside[entry].parts:
                if move.enters is not None and part.ways:
                    questions = total.questions * part.ways + total.ways * part.questions
                    totals[move.enters].add(total.ways * part.ways, questions, 0)
        return dict(totals)

    def outcomes_of(self, entry: State) -> Iterable[tuple[State, _Count]]:
        stops = self.found.ways.stops
        for state, count in self.inside[entry].states.items():
            if count.ways and isinstance(stops.get(state.place), End):
                yield state, count

    def _count(self, visit: Visit) -> _Inside:
        result = _Inside(order=_in_order(visit))
        place = {state: number for number, state in enumerate(result.order)}
        result.states = {state: _Count() for state in result.order}
        result.states[visit.entry].add(1, 0, 0)
        for state in result.order:
            here = result.states[state]
            result.longest = max(result.longest, here.most)
            for move in visit.moves[state]:
                part = self._part(here, move)
                if part is None or (move.to is not None and place[move.to] <= place[state]):
                    continue
                if move.enters is not None and self.rank[move.enters] >= self.rank[visit.entry]:
                    continue
                result.parts.append((state, move, part))
                result.longest = max(result.longest, part.most)
                if move.to is not None:
                    result.states[move.to].add(part.ways, part.questions, part.most)
                elif move.exit is not None:
                    result.exits[move.exit].add(part.ways, part.questions, part.most)
                elif move.enters is not None:
                    result.longest = max(result.longest, part.most + self.inside[move.enters].longest)
        return result

    def _part(self, here: _Count, move: Move) -> _Count | None:
        """What a move adds to where it leads; None where what is called never comes back so."""
        ways = 0 if move.how == "unsure" else here.ways
        if move.through is None:
            return _Count(ways, here.questions * (ways > 0) + ways * move.asked, here.most + move.asked)
        called, left = move.through
        inner = self.inside[called].exits.get(left) if called in self.inside else None
        if inner is None:
            return None
        questions = here.questions * inner.ways + ways * inner.questions
        return _Count(ways * inner.ways, questions, here.most + inner.most)


class _Spread:
    """Spreads contacts backwards: from where they end, in equal parts over the ways that lead there."""

    def __init__(
        self,
        paths: Paths,
        totals: Mapping[State, _Count],
        ways: Mapping[Place, int],
        volumes: Mapping[Place, float],
        ending: Mapping[State, float],
    ) -> None:
        self.paths, self.totals, self.ways, self.volumes, self.ending = paths, totals, ways, volumes, ending
        self.returned: dict[tuple[State, Exit], float] = defaultdict(float)
        self.taken: dict[tuple[Place, str, int], float] = defaultdict(float)
        self.ending_at: dict[tuple[Place, str, int, Place], float] = defaultdict(float)
        self.entered: dict[str, float] = defaultdict(float)

    def through(self, entry: State) -> None:
        """One visit; those that lead into it have been done before."""
        inside, total, stops = self.paths.inside[entry], self.totals[entry], self.paths.found.ways.stops
        here: dict[State, float] = defaultdict(float)
        for state, count in self.paths.outcomes_of(entry):
            volume = self.volumes.get(state.place, 0)
            here[state] = volume * ((total.ways * count.ways) / self.ways[state.place])
        # Parts stand in the order of the states that they leave, so from behind each state is complete in time.
        for state, move, part in reversed(inside.parts):
            if not part.ways:
                continue
            if move.to is not None:
                contacts = here[move.to] * (part.ways / inside.states[move.to].ways)
            elif move.exit is not None:
                contacts = self.returned[entry, move.exit] * (part.ways / inside.exits[move.exit].ways)
            else:
                assert move.enters is not None  # a part leads somewhere
                contacts = self.ending[move.enters] * _share(self.totals, entry, move.enters, part)
                if move.how != "call" and move.enters.place.tree != state.place.tree:
                    self.entered[move.enters.place.tree] += contacts
            here[state] += contacts
            self.taken[state.place, move.how, move.number] += contacts
            if move.through is not None:
                self.returned[move.through] += contacts
            if move.to is not None and isinstance(stops.get(move.to.place), End):
                self.ending_at[state.place, move.how, move.number, move.to.place] += contacts


def _share(totals: Mapping[State, _Count], entry: State, enters: State, part: _Count) -> float:
    """Which part of all ways into the visit ``enters`` one move of the visit ``entry`` brings."""
    return (totals[entry].ways * part.ways) / totals[enters].ways


def _entered(visit: Visit) -> list[State]:
    return [move.enters for moves in visit.moves.values() for move in moves if move.enters is not None]


def _in_order(visit: Visit) -> list[State]:
    """The states of a visit, each before those that it leads to; where there is a cycle, as well as can be."""
    edges = {state: [move.to for move in moves if move.to is not None] for state, moves in visit.moves.items()}
    inner_first = [state for group in components([visit.entry], edges) for state in sorted(group)]
    return inner_first[::-1]
