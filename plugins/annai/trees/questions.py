"""Questions and their answers: how many, which can be given, which are confused, and where "unsure" leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from annai.diagnostics import Finding
from annai.model.library import Library
from annai.model.tree import Answer, Question
from annai.trees.knowledge import Domain
from annai.trees.likeness import Reading, confusable, reading
from annai.trees.liveness import Liveness, liveness
from annai.trees.reach import closure
from annai.trees.survey import Survey
from annai.trees.targets import Place, Target
from annai.trees.ways import Ask, Decide, End, Run, Ways, steps

FEWEST, MOST = 2, 9


def answer_counts(survey: Survey) -> Iterator[Finding]:
    """T306: fewer than two answers, or more than there are keys."""
    for place, question in _questions(survey.library):
        count = len(question.answers)
        if not FEWEST <= count <= MOST:
            key = "T306.few" if count < FEWEST else "T306.many"
            yield Finding.error(key, survey.at(place, "answers"), node=place.node, count=count)


def confusable_answers(survey: Survey) -> Iterator[Finding]:
    """T313: two answers of a question whose labels, in one language and for one audience, read the same."""
    for place, question in _questions(survey.library):
        labels = [_labels(survey.library.languages, answer) for answer in question.answers]
        for index, own in enumerate(labels):
            pairs = ((other[at], own[at]) for other in labels[:index] for at in other.keys() & own.keys())
            same = next(((one, text) for (one, first), (text, second) in pairs if confusable(first, second)), None)
            if same:
                mark = survey.at(place, "answers", index)
                yield Finding.warning("T313.labels", mark, one=same[0], other=same[1])


def pointless_questions(survey: Survey) -> Iterator[Finding]:
    """T314: all answers lead to the same place, for customers too, and no fact of it matters there.

    A fact matters where a later question, route, outcome that acts, escalation or authority looks at it.
    """
    live = _with_decisions(survey)
    domain = survey.agents.domain
    for place, question in _questions(survey.library):
        stop = survey.agents.ways.stops[place]
        if not isinstance(stop, Ask) or len(question.answers) < FEWEST:
            continue
        goals = {choice.go for choice in stop.choices}
        public = {(answer.public and answer.public.go) or answer.go for answer in question.answers}
        if len(goals) > 1 or len(public) > 1 or None in goals:
            continue
        if question.fact and _matters(live, domain, question.fact, *goals):
            continue
        yield Finding.warning("T314.answers", survey.at(place, "answers"), go=question.answers[0].go)


def misplaced_catch_alls(survey: Survey) -> Iterator[Finding]:
    """T315: an answer for "anything else" that is not the last."""
    for place, question in _questions(survey.library):
        for index, answer in enumerate(question.answers[:-1]):
            if answer.catch_all:
                yield Finding.error("T315.place", survey.at(place, "answers", index), answer=answer.id)


def without_unsure(survey: Survey) -> Iterator[Finding]:
    """T316: a question that somebody cannot answer, and no ``unsure``."""
    for place, question in _questions(survey.library):
        if question.unsure is None:
            yield Finding.warning("T316.unsure", survey.at(place), node=place.node)


def impossible_answers(survey: Survey) -> Iterator[Finding]:
    """T317: an answer that can never be given nor taken, because its question's fact is decided otherwise by then."""
    met: set[Place] = set()
    given: set[tuple[Place, str]] = set()
    for exploration in survey.explorations:
        for _, state, moves in exploration.states():
            stop = exploration.ways.stops.get(state.place)
            if isinstance(stop, Ask):
                met.add(state.place)
                given.update((state.place, stop.choices[move.number].id) for move in moves if move.how == "answer")
    for place, question in _questions(survey.library):
        for index, answer in enumerate(question.answers):
            if place in met and question.fact and (place, answer.id) not in given:
                mark = survey.at(place, "answers", index)
                yield Finding.error("T317.answer", mark, answer=answer.id, fact=question.fact)


def refusals_when_unsure(survey: Survey) -> Iterator[Finding]:
    """T318: "I do not know" leads to an outcome that refuses, before anything else is asked.

    Followed are routes (every rule and ``else``, since anything may be known), jumps, returns (to every
    caller) and nodes that ``public: {go}`` passes by, up to the next question or call.
    """
    library = survey.library
    customers = survey.customers.ways
    public = closure(customers, customers.roots)
    after = _after_returns(survey.agents.ways)
    for place, question in _questions(library):
        if question.unsure is None:
            continue
        for ways in (survey.agents.ways, customers):
            stop = ways.stops.get(place)
            if not isinstance(stop, Ask) or (ways is customers and place not in public):
                continue
            refusal = _refusal(ways, after if ways is not customers else {}, stop.unsure)
            if refusal is not None:
                key = "T318.agent" if ways is not customers else "T318.public"
                title = library.trees[refusal.tree].value.outcomes[refusal.node].title
                mark = survey.at(place, "unsure")
                yield Finding.error(key, mark, outcome=refusal.node, title=title, tree=refusal.tree)
                break


def _refusal(ways: Ways, after: Mapping[tuple[str, str], list[Target]], go: Target | None) -> Place | None:
    """The first refusing outcome that a step leads to without a question or a call."""
    waiting = [go] if go else []
    met: set[Target] = set()
    while waiting:
        target = waiting.pop(0)
        if target in met:
            continue
        met.add(target)
        if target.kind == "return":
            waiting += after.get((target.tree, target.node), ())
            continue
        stop = ways.stops.get(target.place)
        if isinstance(stop, End) and stop.refuses:
            return target.place
        if isinstance(stop, Decide):
            waiting += steps(stop)
    return None


def _after_returns(ways: Ways) -> dict[tuple[str, str], list[Target]]:
    """Where callers go on after a tree has returned by a name."""
    after: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for stop in ways.stops.values():
        if isinstance(stop, Run):
            for name, go in stop.returns.items():
                if go is not None and go not in after[stop.start.tree, name]:
                    after[stop.start.tree, name].append(go)
    return after


def _labels(languages: tuple[str, ...], answer: Answer) -> dict[tuple[str, str], tuple[str, Reading]]:
    """What an answer is called, and how that reads, by audience and language, where it is written in that one."""
    texts = {"agents": answer.label}
    if answer.public and answer.public.label:
        texts["customers"] = answer.public.label
    labels: dict[tuple[str, str], tuple[str, Reading]] = {}
    for language in languages:
        for audience, text in texts.items():
            phrase = text.say(language)
            if phrase.language == language:
                labels[audience, language] = (phrase.text, reading(phrase.text))
        if ("agents", language) in labels:
            labels.setdefault(("customers", language), labels["agents", language])
    return labels


def _with_decisions(survey: Survey) -> Liveness:
    """Where facts matter, if what outcomes let people decide by facts is counted too."""
    identity = survey.library.facts.value.identity
    authority = survey.library.escalation.value.authority

    def noted(place: Place) -> set[str]:
        outcome = survey.library.trees[place.tree].value.outcomes.get(place.node)
        if outcome is None:
            return set()
        facts = {fact for item in outcome.escalate for fact in item.when or ()}
        for name in outcome.authority:
            if name in authority:
                facts |= {fact for grant in authority[name].grants for fact in grant.when or ()}
        if outcome.acts and identity:
            facts.add(identity)
        return facts & set(survey.agents.domain.facts)

    return liveness(survey.agents.ways, survey.agents.domain, noted)


def _matters(live: Liveness, domain: Domain, fact: str, go: Target | None) -> bool:
    if go is None:
        return False
    mask = live.returning(go.tree, go.node) if go.kind == "return" else live.at[go.place]
    return bool(mask >> domain.numbers[fact] & 1)


def _questions(library: Library) -> Iterator[tuple[Place, Question]]:
    for name, document in library.trees.items():
        for node_id, question in document.value.questions.items():
            yield Place(name, node_id), question
