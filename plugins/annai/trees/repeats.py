"""T312: a question that is asked twice in one walk."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping

from annai.diagnostics import Finding
from annai.model.tree import Question
from annai.trees.cycles import components
from annai.trees.likeness import bare
from annai.trees.reach import following_places
from annai.trees.states import Exit, Exploration, State
from annai.trees.survey import Survey
from annai.trees.targets import Place
from annai.trees.ways import Run

# A state of one visit; a return of it.
Moment = tuple[State, State]


def questions_asked_twice(survey: Survey) -> Iterator[Finding]:
    """T312: on some path the same words are asked twice, at the later one.

    A question that is skipped because its fact is known is not asked. The same words at two nodes are the
    same question; so is one node that a walk comes to twice. Nothing is told of nodes that are ``vague``.
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
    if exploration.vague:
        vague_trees = {place.tree for place in exploration.vague}
        found = {place: earlier for place, earlier in found.items() if not {place.tree, earlier.tree} & vague_trees}
    yield from found.items()


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
        self.moves = {(visit.entry, state): moves for visit, state, moves in exploration.states()}
        self.inside: dict[Moment, int] = defaultdict(int)
        self.left: dict[tuple[State, Exit], int] = defaultdict(int)
        self.begun: dict[State, int] = defaultdict(int)
        self.callers: dict[State, list[Moment]] = defaultdict(list)
        self.entering: dict[State, list[Moment]] = defaultdict(list)
        self.waiting: deque[Moment] = deque()
        self.queued: set[Moment] = set()
        for moment, moves in self.moves.items():
            for move in moves:
                if move.through:
                    self.callers[move.through[0]].append(moment)
            if any(move.enters for move in moves):
                self.entering[moment[0]].append(moment)
            self.again(moment)
        self.spread()

    def before(self, entry: State, state: State) -> int:
        return self.inside[entry, state] | self.begun[entry]

    def again(self, moment: Moment) -> None:
        if moment not in self.queued:
            self.queued.add(moment)
            self.waiting.append(moment)

    def spread(self) -> None:
        while self.waiting:
            moment = self.waiting.popleft()
            self.queued.discard(moment)
            entry, state = moment
            for move in self.moves[moment]:
                here = self.inside[moment] | (self.bits.get(state.place, 0) if move.asked else 0)
                if move.through:
                    here |= self.left[move.through]
                if move.to is not None and here & ~self.inside[entry, move.to]:
                    self.inside[entry, move.to] |= here
                    self.again((entry, move.to))
                if move.exit is not None and here & ~self.left[entry, move.exit]:
                    self.left[entry, move.exit] |= here
                    for caller in self.callers[entry]:
                        self.again(caller)
                if move.enters is not None:
                    self.begin(move.enters, here | self.begun[entry])

    def begin(self, entry: State, before: int) -> None:
        if before & ~self.begun[entry]:
            self.begun[entry] |= before
            # What was asked inside stays as it is; visits that this one enters now have more before them.
            for moment in self.entering[entry]:
                self.again(moment)
