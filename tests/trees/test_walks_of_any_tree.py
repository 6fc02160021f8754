"""Whatever trees look like: checks never fail, walks end, and the states are exactly what can come about."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, assume, given, settings

from annai.diagnostics import Finding
from annai.trees import examples, identity, structure
from annai.trees.cycles import components, is_cycle
from annai.trees.loops import recursive_calls, rounds
from annai.trees.metrics import measure
from annai.trees.states import Exploration
from annai.trees.survey import survey
from annai.trees.targets import Place
from annai.trees.walk import UNSURE, Walker
from annai.trees.ways import Ask, agents_ways, customers_ways
from tests.trees.growing import (
    LEVELS,
    OneByOne,
    Situation,
    acting,
    enough,
    everything_known_or_not,
    libraries,
    library_of,
    tree,
)

quietly = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def _all_checks(library) -> list[Finding]:
    return [*structure.check(library), *identity.check(library), *examples.check(library)]


def _agents_one_by_one(library) -> OneByOne:
    ways = agents_ways(library)
    roots = [(place, known) for place in ways.roots for known in everything_known_or_not()]
    return OneByOne(ways, ticket=True).explore(roots)


def _customers_one_by_one(library) -> OneByOne:
    ways = customers_ways(library)
    return OneByOne(ways, ticket=False).explore([(place, frozenset()) for place in ways.roots])


def _taken(exploration: Exploration) -> set:
    return {
        (state.place, move.how, 0 if move.how in ("call", "unsure") else move.number)
        for _, state, moves in exploration.states()
        for move in moves
    }


@quietly
@given(libraries())
def test_no_tree_makes_the_checks_or_the_figures_fail(library):
    assert all(finding.mark.path for finding in _all_checks(library))
    measure(library)


@quietly
@given(libraries())
def test_the_states_are_exactly_what_can_come_about(library):
    assume(not list(recursive_calls(library)))
    surveyed = survey(library)
    assert _taken(surveyed.agents) == _agents_one_by_one(library).taken
    assert _taken(surveyed.customers) == _customers_one_by_one(library).taken


@quietly
@given(libraries())
def test_a_cycle_is_told_exactly_where_a_walk_can_go_on_for_ever(library):
    assume(not list(recursive_calls(library)))
    surveyed = survey(library)
    for exploration, found in (
        (surveyed.agents, _agents_one_by_one(library)),
        (surveyed.customers, _customers_one_by_one(library)),
    ):
        groups = [group for group in components(found.seen, found.steps) if is_cycle(group, found.steps)]
        round_places = {state.place for moments, _ in rounds(library, exploration) for _, state in moments}
        # Inside a called tree the states of a cycle are those of the call; both agree on whether there is one.
        assert bool(groups) == bool(round_places)
        assert round_places <= {place for group in groups for place, _, _ in group}


@quietly
@given(libraries())
def test_a_gap_is_told_exactly_where_a_route_cannot_decide(library):
    assume(not list(recursive_calls(library)))
    found = [finding for finding in structure.check(library) if finding.code in ("T308", "T311")]
    gaps = _agents_one_by_one(library).gaps
    assert {(one.args["node"], one.code) for one in found} == {
        (place.node, "T308" if all_known else "T311") for place, all_known in gaps
    }


@quietly
@given(libraries())
def test_what_acts_unverified_is_told_exactly_where_a_way_leads_there(library):
    assume(not list(recursive_calls(library)))
    ways = agents_ways(library)
    found = OneByOne(ways, ticket=True).explore([(place, frozenset()) for place in ways.roots])
    unverified = {
        situation[0].node
        for situation in found.seen
        if (stop := acting(ways, situation)) and not enough(situation[2], stop.level)
    }
    assert {one.args["outcome"] for one in identity.check(library)} == unverified


@quietly
@given(libraries())
def test_a_repeated_question_is_told_exactly_where_its_words_were_asked_before(library):
    assume(not list(recursive_calls(library)))
    found = list(structure.check(library))
    assume(not any(finding.code == "T303" for finding in found))
    words = {
        (name, node): question.ask.entries[0].text
        for name, document in library.trees.items()
        for node, question in document.value.questions.items()
    }
    repeated = set()
    for one_by_one in (_agents_one_by_one(library), _customers_one_by_one(library)):
        # What may have been asked on a path to each situation, learning from the ticket included.
        asked: dict[Situation, set[str]] = defaultdict(set)
        known_before = -1
        while known_before != (now := sum(len(words_before) for words_before in asked.values())):
            known_before = now
            for here in one_by_one.seen:
                after = asked[here] | ({words[here[0]]} if here in one_by_one.asking else set())
                for following in one_by_one.steps[here]:
                    asked[following] |= after
                for known in one_by_one.learning(here[2]):
                    asked[here[0], here[1], known] |= asked[here]
        repeated |= {here[0].node for here in one_by_one.asking if words[here[0]] in asked[here]}
    told = {one.args["node"] for one in found if one.code == "T312"}
    assert told == repeated


@quietly
@given(libraries())
def test_the_walker_takes_only_steps_that_the_states_know_and_comes_to_an_end(library):
    assume(not list(recursive_calls(library)))
    surveyed = survey(library)
    ways = surveyed.agents.ways
    walker = Walker(ways, LEVELS)
    taken = _taken(surveyed.agents)
    endless = any(finding.code == "T303" for finding in structure.check(library))
    for root in ways.roots:
        for known in everything_known_or_not()[::5]:
            waiting, walked = [walker.begin(root, dict(known))], 0
            while waiting and walked < 300:
                walked += 1
                standing = waiting.pop()
                assert {(step.place, step.how, step.number) for step in standing.trail} <= taken
                assert endless or (standing.end != "endless" and len(standing.trail) < 200)
                stop = ways.stops[standing.place]
                if standing.end is None and isinstance(stop, Ask) and len(standing.trail) < 30:
                    waiting += [walker.answer(standing, choice.id) for choice in stop.choices]
                    if stop.unsure or stop.unsure_as is not None:
                        waiting.append(walker.answer(standing, UNSURE))


def test_the_walker_refuses_what_nobody_offered():
    asks = {"n0": {"ask": "あ", "answers": [{"id": "one", "label": "一", "go": "end"}]}}
    ends = {"end": {"title": "o", "reason": "GEN", "priority": "p1", "steps": ["s"]}}
    walker = Walker(agents_ways(library_of([tree("t", start="n0", questions=asks, outcomes=ends)])), {})
    standing = walker.begin(Place("t", "n0"))
    with pytest.raises(ValueError, match="two"):
        walker.answer(standing, "two")
    with pytest.raises(ValueError, match="unsure"):
        walker.answer(standing, UNSURE)
    with pytest.raises(ValueError, match="nothing is asked"):
        walker.answer(walker.answer(standing, "one"), "one")
