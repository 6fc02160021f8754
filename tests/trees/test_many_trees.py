"""Large libraries: a tree of sixty questions, and two hundred trees that call each other, take seconds."""

import random
import time

import pytest

from annai.model.facts import Facts
from annai.trees import examples, identity, structure
from tests.trees.growing import CONTEXT, library_of, tree

# What a busy machine may take for all checks together; on an idle one it is a tenth of it.
SECONDS = 60


def _facts(count: int) -> Facts:
    values = {f"v{number}": "v" for number in range(9)}
    declared = {
        f"f{number}": {"label": "f", "source": "ticket" if number % 2 else "answer", "values": values}
        for number in range(count)
    }
    return Facts.model_validate({"schema": "support-facts/1", "facts": declared}, context=CONTEXT)


def _outcomes(count: int) -> dict:
    usual = {"title": "o", "reason": "GEN", "priority": "p1", "steps": ["s"]}
    return {f"o{number}": usual for number in range(count)}


def _question(number: int, goals: list[str], fact: str | None) -> dict:
    answers = [{"id": f"v{place}", "label": f"{place}", "go": goal} for place, goal in enumerate(goals)]
    asked = {"ask": f"{number}", "answers": answers, "unsure": {"go": goals[0]}}
    return {**asked, "fact": fact} if fact else asked


def _one_large_tree(questions: int, routes: int, facts: int):
    """Every question may lead to one of the next eight nodes; routes look at six facts at once."""
    chance = random.Random(7)
    nodes = [f"n{number}" for number in range(questions + routes)]
    asking, deciding = {}, {}
    for place, node in enumerate(nodes):
        later = nodes[place + 1 : place + 9] or ["o0"]
        goals = [later[0], *(chance.choice([*later, f"o{number}"]) for number in range(8))]
        if place % (1 + questions // routes) or place == 0:
            asking[node] = _question(place, goals, f"f{place % facts}")
        else:
            looked_at = chance.sample(range(facts), min(6, facts))
            rules = [
                {"when": {f"f{fact}": [f"v{value}"] for fact in looked_at}, "go": goals[value]} for value in range(8)
            ]
            deciding[node] = {"rules": rules, "else": goals[8]}
    large = tree("large", start="n0", questions=asking, routes=deciding, outcomes=_outcomes(9))
    return library_of([large], _facts(facts), start="large")


def _many_trees(count: int, facts: int):
    """Each calls some of the eight that follow it, six times over, and goes on by what they return."""
    chance = random.Random(7)
    trees = []
    for number in range(count):
        questions, calls = {}, {}
        for place in range(6):
            following = f"q{place + 1}" if place < 5 else "return:ok"
            called = f"c{place}" if number < count - 1 else following
            goals = [following, called, "return:ok", "return:bad", f"o{place}"]
            goals += [chance.choice(goals) for _ in range(4)]
            questions[f"q{place}"] = _question(place + 10 * number, goals, f"f{chance.randrange(facts)}")
            if number < count - 1:
                other = chance.randrange(number + 1, min(count, number + 9))
                calls[f"c{place}"] = {"tree": f"t{other}", "returns": {"ok": following, "bad": "return:bad"}}
        one = tree(
            f"t{number}", start="q0", questions=questions, calls=calls, outcomes=_outcomes(6), returns=["ok", "bad"]
        )
        trees.append(one)
    return library_of(trees, _facts(facts), start="t0")


@pytest.mark.parametrize(
    "library",
    [_one_large_tree(60, 10, 60), _one_large_tree(60, 10, 6), _many_trees(200, 20), _many_trees(200, 6)],
    ids=["sixty questions, sixty facts", "sixty questions, six facts", "two hundred trees", "two hundred, six facts"],
)
def test_nothing_explodes(library):
    begun = time.process_time()
    found = [
        *structure.check_returns(library),
        *structure.check(library),
        *identity.check(library),
        *examples.check(library),
    ]
    assert time.process_time() - begun < SECONDS
    # Where situations are thrown together, nothing is told that cannot happen: there are no gaps and no cycles.
    assert {finding.code for finding in found} & {"T302", "T303", "T304", "T308", "T311", "T312", "T407"} == set()
