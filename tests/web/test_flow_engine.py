"""The browser's engine walks bundles exactly as the Python walker walks the trees that they were made from."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from annai.audience import project
from annai.bundles import tree_bundles
from annai.model.library import Library
from annai.sources import Layout, load
from annai.trees.examples import walker_of
from annai.trees.targets import Place
from annai.trees.walk import UNSURE, Standing, Walker
from annai.trees.ways import Ask, Ways, agents_ways, customers_ways

REPOSITORY = Path(__file__).parents[2]
ENGINE = REPOSITORY / "plugins" / "annai" / "web" / "flow" / "engine.mjs"
SUNDAY = date(2026, 11, 22)
WALKS = 400

# Reads {bundles: {set: [bundle]}, jobs: [{set, place, known, moves | answers | without}]}; one result a job.
_SCRIPT = """
import { readFileSync } from "node:fs";
const { Walker, atMost, replay } = await import(process.argv[2]);
const { bundles, jobs } = JSON.parse(readFileSync(0, "utf8"));
const told = ({ place, calls, known, trail, end, name, needs }) => ({
  place, calls, known: Object.fromEntries(known), trail, end, name, needs,
});
const walkers = new Map();
const walkerOf = (set, without) => {
  const id = [set, without].join("/");
  const kept = bundles[set].filter((bundle) => bundle.tree !== without);
  if (!walkers.has(id)) walkers.set(id, new Walker(new Map(kept.map((bundle) => [bundle.tree, bundle]))));
  return walkers.get(id);
};
const results = jobs.map(({ set, place, known, moves, answers, without }) => {
  const walker = walkerOf(set, without);
  const facts = new Map(Object.entries(known ?? {}));
  if (answers) {
    const { standing, steps, dropped } = replay(walker, place, new Map(Object.entries(answers)), facts);
    return { standing: told(standing), steps: steps.map(({ key, answer }) => [key, answer]), dropped };
  }
  let standing = walker.begin(place, facts);
  if (!moves) return { most: atMost(walker, standing), standing: told(standing) };
  const states = [told(standing)];
  for (const [how, ...what] of moves) {
    standing = how === "learn" ? walker.learn(standing, ...what) : walker.answer(standing, ...what);
    states.push(told(standing));
  }
  return { states };
});
process.stdout.write(JSON.stringify(results));
"""

# Faults that the checks refuse, which must not hang or break a browser either: circles without a question, a tree that
# calls itself, a route without a way, a return to nobody, a question that is met again, a jump out of a call.
_FAULTY = {
    "site_config/facts.yml": """
schema: support-facts/1
facts:
  colour: {label: 色, source: answer, values: {red: 赤, blue: 青}}
  sure: {label: 確かさ, source: ticket, levels: [low, mid, high], values: {none: なし, low: 低, mid: 中, high: 高}}
""",
    "site_config/reasons.yml": """
schema: support-reasons/1
groups: [返品]
reasons: {RET: {title: 返品, group: 返品, definition: 返品}}
""",
    "decision_trees/faults.yml": """
schema: support-tree/1
id: faults
version: 1
title: 誤り
owner: cs
review_by: 2027-01-01
state: validated
audience: agent
start: first
entries: [first, colour, sure]
questions:
  first:
    ask: どれ
    answers:
      - {id: circle, label: 一, go: left}
      - {id: self, label: 二, go: again}
      - {id: gap, label: 三, go: by-colour}
      - {id: back, label: 四, go: "return:done"}
      - {id: round, label: 五, go: colour}
      - {id: out, label: 六, go: call-inner}
      - {id: none, label: 七, go: sure}
    unsure: gap
  colour:
    ask: 色
    fact: colour
    answers: [{id: red, label: 赤, go: first}, {id: blue, label: 青, go: sure}]
    unsure: blue
  sure:
    ask: 確か
    fact: sure
    answers:
      - {id: none, label: なし, go: by-sure}
      - {id: mid, label: 中, go: end}
      - {id: low, label: 低, go: by-colour}
    unsure: {go: left}
routes:
  left: {rules: [{when: {colour: [red]}, go: right}], else: right}
  right: {rules: [{when: {colour: [red]}, go: left}], else: left}
  by-colour: {rules: [{when: {colour: [red], sure: [low, mid]}, go: end}]}
  by-sure: {rules: [{when: {sure: [high, mid]}, go: end}], else: colour}
calls:
  again: {tree: faults, returns: {done: end}}
  call-inner: {tree: inner, returns: {done: sure, lost: end}}
outcomes:
  end: {title: 終わり, reason: RET, priority: p3, steps: [終わる]}
returns: [done]
""",
    "decision_trees/inner.yml": """
schema: support-tree/1
id: inner
version: 1
title: 中
owner: cs
review_by: 2027-01-01
state: validated
audience: agent
start: which
entries: []
returns: [done, lost, other]
questions:
  which:
    ask: どれ
    answers:
      - {id: done, label: 一, go: "return:done"}
      - {id: other, label: 二, go: "return:other"}
      - {id: jump, label: 三, go: "tree:faults#sure"}
      - {id: deeper, label: 四, go: outer}
    unsure: {go: "return:lost"}
calls:
  outer: {tree: faults, returns: {done: "return:done"}}
""",
}

Engine = Callable[[Mapping[str, list[Any]], list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def engine(node: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Runs jobs in the browser's engine."""
    script = tmp_path_factory.mktemp("engine") / "run.mjs"
    script.write_text(_SCRIPT, encoding="utf-8")

    def run(bundles: Mapping[str, list[Any]], jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [str(node), str(script), ENGINE.as_uri()],
            input=json.dumps({"bundles": bundles, "jobs": jobs}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return run


@dataclass(frozen=True)
class Trees:
    """One library as an audience walks it, here and in the browser."""

    library: Library
    ways: Ways
    walker: Walker
    bundles: list[Any]


@cache
def _trees(root: Path, audience: str) -> Trees:
    library = load(Layout.of(root), SUNDAY).library
    view = project(library, audience, library.languages[0])
    bundles = [json.loads(bundle.data) for bundle in tree_bundles(view)]
    ways = customers_ways(library) if audience == library.audiences[0] else agents_ways(library)
    if audience == library.audiences[0]:
        # What an answer makes known is not published, so that customers are asked every question on their way.
        asked = {
            place: replace(stop, fact=None) if isinstance(stop, Ask) else stop for place, stop in ways.stops.items()
        }
        ways = replace(ways, stops=asked)
    return Trees(library, ways, walker_of(library, ways), bundles)


@pytest.fixture(params=["demo", "shared examples", "small shop"])
def root(request: pytest.FixtureRequest) -> Path:
    """A repository with trees: the demo's, those of another shop beside the checkout, and the tests' own."""
    if request.param == "demo":
        return REPOSITORY
    if request.param == "small shop":
        return REPOSITORY / "tests" / "fixtures" / "shop"
    found: Path = request.getfixturevalue("shared_examples")
    return found


@pytest.fixture(params=["agent", "public"])
def trees(root: Path, request: pytest.FixtureRequest) -> Trees:
    return _trees(root, request.param)


def test_every_example_lands_in_the_browser_where_it_lands_in_python(root: Path, engine: Engine):
    agent = _trees(root, "agent")
    jobs: list[dict[str, Any]] = []
    ends: list[Standing] = []
    for name, document in agent.library.trees.items():
        for example in document.value.examples:
            place = Place(name, example.start or document.value.start)
            standing, moves = agent.walker.begin(place, example.facts), list[list[str]]()
            while standing.end is None:
                moves.append(["answer", example.answers[standing.place.node]])
                standing = agent.walker.answer(standing, moves[-1][1])
            jobs.append(_job(place, example.facts, moves=moves))
            ends.append(standing)
    assert jobs
    for job, standing, result in zip(jobs, ends, engine({"all": agent.bundles}, jobs), strict=True):
        assert result["states"][-1] == _told(standing), job


def test_faulty_trees_stop_in_the_browser_where_they_stop_in_python(tmp_path: Path, engine: Engine):
    faulty = _faulty(tmp_path)
    dice = random.Random(3)
    walks = [_random_walk(faulty, dice) for _ in range(WALKS)]
    results = engine({"all": faulty.bundles}, [job for job, _ in walks])
    for (job, standings), result in zip(walks, results, strict=True):
        for number, (standing, state) in enumerate(zip(standings, result["states"], strict=True)):
            assert _without_numbers_of_unsure(state) == _without_numbers_of_unsure(_told(standing)), (job, number)
    ends = {standings[-1].end for _, standings in walks}
    assert ends >= {"outcome", "returned", "stuck", "endless"}


def test_a_way_that_goes_round_announces_nothing_and_ends_when_it_is_replayed(tmp_path: Path, engine: Engine):
    faulty = _faulty(tmp_path)
    place = Place("faults", "first")
    round_and_round = {"faults.first": "round", "faults.colour": "red"}
    counted, replayed = engine(
        {"all": faulty.bundles}, [_job(place, {}), {**_job(place, {}), "answers": round_and_round}]
    )
    assert counted["most"] is None
    # Red once and for all, the colour is not asked again: first, colour, first, and then the same answers would repeat.
    assert [key for key, _ in replayed["steps"]][:3] == ["faults.first", "faults.colour", "faults.first"]


def test_walks_at_random_stand_in_the_browser_where_they_stand_in_python(trees: Trees, engine: Engine):
    """Facts known before and learnt on the way, every kind of answer, returns, jumps: state for state."""
    dice = random.Random(20261122)
    walks = [_random_walk(trees, dice) for _ in range(WALKS)]
    results = engine({"all": trees.bundles}, [job for job, _ in walks])
    for (job, standings), result in zip(walks, results, strict=True):
        for number, (standing, state) in enumerate(zip(standings, result["states"], strict=True)):
            assert _without_numbers_of_unsure(state) == _without_numbers_of_unsure(_told(standing)), (job, number)


def test_answers_by_question_lead_back_to_the_same_place(trees: Trees, engine: Engine):
    dice = random.Random(7)
    jobs, expected = [], []
    for _ in range(WALKS // 4):
        job, standings = _random_walk(trees, dice, learns=False)
        asked = [f"{standing.place.tree}.{standing.place.node}" for standing in standings[: len(job["moves"])]]
        if len(set(asked)) < len(asked):
            continue  # the same question twice: answers are kept by question
        answers = {key: move[1] for key, move in zip(asked, job["moves"], strict=True)}
        jobs.append({**_job(Place(**job["place"]), job["known"]), "answers": {**answers, "lost.question": "a"}})
        expected.append((standings[-1], [[key, answer] for key, answer in answers.items()]))
    for (standing, steps), result in zip(expected, engine({"all": trees.bundles}, jobs), strict=True):
        assert _without_numbers_of_unsure(result["standing"]) == _without_numbers_of_unsure(_told(standing))
        assert result["steps"] == steps
        assert result["dropped"] == ["lost.question"]


def test_no_way_asks_more_questions_than_are_announced_and_one_asks_as_many(trees: Trees, engine: Engine):
    places = list(trees.ways.roots)
    results = engine({"all": trees.bundles}, [_job(place, {}) for place in places])
    for place, result in zip(places, results, strict=True):
        assert result["most"] == max(_longest(trees, trees.walker.begin(place), {}) - 1, 0), place


def test_a_walk_waits_before_a_tree_that_is_not_loaded(trees: Trees, engine: Engine):
    """Nothing is announced where such a tree could be reached."""
    lost = next(other for bundle in trees.bundles for other in bundle.get("trees", {}))
    places = [place for place in trees.ways.roots if place.tree != lost]
    jobs = [{**_job(place, {}), "without": lost} for place in places]
    results = engine({"all": trees.bundles}, jobs)
    waiting = 0
    for place, result in zip(places, results, strict=True):
        meets = _may_meet(trees, trees.walker.begin(place), lost, set())
        assert (result["most"] is None) == meets, place
        waiting += meets
        assert result["standing"]["needs"] in (None, lost)
    assert waiting


def _faulty(root: Path) -> Trees:
    for path, text in _FAULTY.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return _trees(root, "agent")


def _job(place: Place, known: Mapping[str, str], **more: Any) -> dict[str, Any]:
    return {"set": "all", "place": place._asdict(), "known": dict(known), **more}


def _told(standing: Standing) -> dict[str, Any]:
    """A standing as the script above writes one."""
    return {
        "place": standing.place._asdict(),
        "calls": [call._asdict() for call in standing.calls],
        "known": dict(standing.known),
        "trail": [{**step._asdict(), "place": step.place._asdict()} for step in standing.trail],
        "end": standing.end,
        "name": standing.name,
        "needs": None,
    }


def _without_numbers_of_unsure(state: dict[str, Any]) -> dict[str, Any]:
    """A bundle says where "unsure" leads, and not whether it is a way of its own or one of the answers."""
    trail = [{**step, "number": 0} if step["how"] == "unsure" else step for step in state["trail"]]
    return {**state, "trail": trail}


def _random_walk(trees: Trees, dice: random.Random, *, learns: bool = True) -> tuple[dict[str, Any], list[Standing]]:
    """A walk from anywhere, with anything known: the job, and the standings after each move."""
    values = {name: list(fact.labels()) for name, fact in trees.library.facts.value.facts.items()}
    known = {name: dice.choice(ids) for name, ids in values.items() if dice.random() < 0.3}
    place = dice.choice(trees.ways.roots)
    standings = [trees.walker.begin(place, known)]
    moves: list[list[str]] = []
    while standings[-1].end is None and len(moves) < 60:
        now = standings[-1]
        if learns and dice.random() < 0.15:
            fact = dice.choice(sorted(values))
            moves.append(["learn", fact, dice.choice(values[fact])])
            standings.append(trees.walker.learn(now, *moves[-1][1:]))
            continue
        moves.append(["answer", dice.choice(list(_answers(trees, now)))])
        standings.append(trees.walker.answer(now, moves[-1][1]))
    return _job(place, known, moves=moves), standings


def _answers(trees: Trees, standing: Standing) -> Iterator[str]:
    stop = trees.ways.stops[standing.place]
    assert isinstance(stop, Ask)
    yield from (choice.id for choice in stop.choices)
    if stop.unsure is not None:
        yield UNSURE


def _further(trees: Trees, standing: Standing) -> Iterator[Standing]:
    for answer in _answers(trees, standing):
        yield replace(trees.walker.answer(standing, answer), trail=())


def _moment(standing: Standing) -> tuple[object, ...]:
    return standing.place, standing.calls, tuple(sorted(standing.known.items()))


def _longest(trees: Trees, standing: Standing, counted: dict[object, int]) -> int:
    """The most questions that can be asked from a standing on, counted over every way."""
    if standing.end is not None:
        return 0
    moment = _moment(standing)
    if moment not in counted:
        counted[moment] = 1 + max(_longest(trees, further, counted) for further in _further(trees, standing))
    return counted[moment]


def _may_meet(trees: Trees, standing: Standing, tree: str, met: set[object]) -> bool:
    """Whether some way from a standing on comes to a tree."""
    if any(step.place.tree == tree for step in standing.trail) or standing.place.tree == tree:
        return True
    if standing.end is not None or _moment(standing) in met:
        return False
    met.add(_moment(standing))
    bare = replace(standing, trail=())
    return any(_may_meet(trees, trees.walker.answer(bare, answer), tree, met) for answer in _answers(trees, standing))
