"""T312: a question that is asked twice in one walk."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping

from annai.diagnostics import Finding
from annai.model.tree import Question
from annai.trees.cycles import components, is_cycle
from annai.trees.likeness import bare
from annai.trees.loops import rounds
from annai.trees.reach import following_places
from annai.trees.states import Exit, Exploration, Move, State, Visit
from annai.trees.survey import Survey
from annai.trees.targets import Place
from annai.trees.ways import Run


def questions_asked_twice(survey: Survey) -> Iterator[Finding]:
    """T312: on some path the same words are asked twice, at the later one.

    A question that is skipped because its fact is known is not asked. The same words at two nodes are the
    same question; so is one node that a walk comes to twice. Nothing is told of nodes that are ``vague``, nor of
    those in a cycle (T303).
    """
    told: set[Place] = set()
    for exploration in survey.explorations:
        for place, earlier in _repeats(survey, exploration):
            if place in told:
                continue
            told.add(place)
            where = earlier.node if earlier.tree == place.tree else str(earlier)
            key = "T312.same" if earlier == place else "T312.other"
            yield Finding.warning(key, survey.at(place, "ask"), node=place.node, earlier=where)


def _repeats(survey: Survey, exploration: Exploration) -> Iterator[tuple[Place, Place]]:
    """Questions that may be asked after one with the same words has been, with that one."""
    twins = _twins(survey)
    bits = {place: 1 << number for number, place in enumerate(twins)}
    asked = _Asked(exploration, bits)
    found: dict[Place, Place] = {}
    for visit, state, moves in exploration.states():
        place = state.place
        if place not in twins or place in found or not any(move.asked for move in moves):
            continue
        before = asked.before(visit.entry, state)
        earlier = next((other for other in twins[place] if before & bits[other]), None)
        if earlier is not None:
            found[place] = earlier
    doubtful = {place.tree for place in exploration.vague}
    if found:
        for moments, _ in rounds(survey.library, exploration):
            for _, state in moments:
                found.pop(state.place, None)
    yield from ((place, earlier) for place, earlier in found.items() if not {place.tree, earlier.tree} & doubtful)


def _twins(survey: Survey) -> Mapping[Place, list[Place]]:
    """For each question that could repeat one: those with the same words, other ones first.

    One with words of its own can only repeat itself: in a tree that is called, or where steps lead round.
    """
    language = survey.library.languages[0]
    same: dict[str, list[Place]] = defaultdict(list)
    for name, document in survey.library.trees.items():
        for node_id, question in document.value.questions.items():
            same[_words(question, language)].append(Place(name, node_id))
    ways = survey.agents.ways
    edges = {place: following_places(ways, place) for place in ways.stops}
    again = {place for group in components(edges, edges) if len(group) > 1 for place in group}
    called = {stop.start.tree for stop in ways.stops.values() if isinstance(stop, Run)}
    return {
        place: [other for other in group if other != place] + [place]
        for group in same.values()
        for place in group
        if len(group) > 1 or place.tree in called or place in again
    }


def _words(question: Question, language: str) -> str:
    text = question.ask.say(language).text
    return bare(text) or text


class _Asked:
    """For each state, the questions that may have been asked on a path to it, as bits.

    Within a visit they are counted from its beginning; what was asked before it began is the union over
    its callers, and over those that jumped to it.
    """

    def __init__(self, exploration: Exploration, bits: Mapping[Place, int]) -> None:
        self.bits = bits
        self.inside: dict[tuple[State, State], int] = defaultdict(int)
        self.left: dict[tuple[State, Exit], int] = defaultdict(int)
        self.begun: dict[State, int] = defaultdict(int)
        visits = exploration.visits
        edges = {
            entry: [move.enters for moves in visit.moves.values() for move in moves if move.enters is not None]
            for entry, visit in visits.items()
        }
        # Called visits come before their callers; those that call each other need several rounds.
        inner_first = components(visits, edges)
        for group in inner_first:
            self.settle(group, edges, visits, self.spread)
        for group in reversed(inner_first):
            self.settle(group, edges, visits, self.hand_on)

    def settle(
        self,
        group: Collection[State],
        edges: Mapping[State, Collection[State]],
        visits: Mapping[State, Visit],
        once: Callable[[Visit], bool],
    ) -> None:
        """Does something for each visit of a group, again and again while that changes another."""
        changed = True
        while changed:
            changed = False
            for entry in group:
                changed = once(visits[entry]) or changed
            changed = changed and is_cycle(group, edges)

    def before(self, entry: State, state: State) -> int:
        return self.inside[entry, state] | self.begun[entry]

    def after(self, entry: State, state: State, move: Move) -> int:
        """What may have been asked in the visit when a move is done."""
        asked = self.inside[entry, state] | (self.bits.get(state.place, 0) if move.asked else 0)
        return asked | self.left[move.through] if move.through else asked

    def spread(self, visit: Visit) -> bool:
        """Counts within a visit; whether that changed what it returns."""
        entry, changed = visit.entry, False
        waiting = deque(visit.moves)
        queued = set(waiting)
        while waiting:
            state = waiting.popleft()
            queued.discard(state)
            for move in visit.moves[state]:
                after = self.after(entry, state, move)
                if move.to is not None and after & ~self.inside[entry, move.to]:
                    self.inside[entry, move.to] |= after
                    if move.to not in queued:
                        queued.add(move.to)
                        waiting.append(move.to)
                if move.exit is not None and after & ~self.left[entry, move.exit]:
                    self.left[entry, move.exit] |= after
                    changed = True
        return changed

    def hand_on(self, visit: Visit) -> bool:
        """Tells the visits that this one leads into what was asked before them; whether that was new."""
        changed = False
        for state, moves in visit.moves.items():
            for move in moves:
                if move.enters is not None:
                    before = self.after(visit.entry, state, move) | self.begun[visit.entry]
                    if before & ~self.begun[move.enters]:
                        self.begun[move.enters] |= before
                        changed = True
        return changed
