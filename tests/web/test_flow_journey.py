"""Addresses of flows, and where one stands by them: read, written, stepped through, changed."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FLOW = Path(__file__).parents[2] / "plugins" / "annai" / "web" / "flow"

# Reads a list of jobs, each a name and its arguments; one result a job.
_SCRIPT = """
import { readFileSync } from "node:fs";
const at = (name) => import(new URL(name, process.argv[2]));
const { readAddress, writeAddress } = await at("address.mjs");
const { Walker } = await at("engine.mjs");
const { addressBefore, addressOf, answered, journeyTo } = await at("journey.mjs");
const { bundles, jobs } = JSON.parse(readFileSync(0, "utf8"));
const walker = new Walker(new Map(bundles.map((bundle) => [bundle.tree, bundle])));
const told = (journey) => journey && {
  address: writeAddress(addressOf(journey)),
  before: addressBefore(journey) && writeAddress(addressBefore(journey)),
  shown: journey.shown.place.node,
  end: journey.shown.end,
  given: journey.given,
  passed: journey.steps.slice(0, journey.place).map(({ key, answer }) => `${key}=${answer}`),
  dropped: journey.dropped,
};
const to = (fragment, remembered) =>
  journeyTo(walker, bundles[0], readAddress(fragment), remembered && new Map(Object.entries(remembered)));
const work = {
  read: (fragment) => ({ ...readAddress(fragment), answers: [...readAddress(fragment).answers] }),
  rewrite: (fragment) => writeAddress(readAddress(fragment)),
  write: (address) => writeAddress({ ...address, answers: new Map(address.answers) }),
  journey: (fragment, remembered) => told(to(fragment, remembered)),
  answer: (fragment, answer) => {
    const moved = answered(walker, bundles[0], to(fragment), answer);
    return moved && { here: writeAddress(moved.here), next: told(moved.next) };
  },
};
process.stdout.write(JSON.stringify(jobs.map(([name, ...args]) => work[name](...args) ?? null)));
"""


def _question(ask: str, unsure: dict[str, str] | None = None, **answers: str) -> dict[str, Any]:
    def go(target: str) -> dict[str, str]:
        tree, _, node = target.rpartition("/")
        return {"tree": tree or "shop", "node": node}

    chosen = [{"id": name, "label": name, "go": go(target)} for name, target in answers.items()]
    return {"kind": "question", "ask": ask, "answers": chosen, **({"unsure": unsure} if unsure else {})}


OTHER = {"format": "annai-bundle/1", "tree": "other", "version": 1, "title": "Other", "root": "../", "address": "o/"}
SHOP = {
    "format": "annai-bundle/1",
    "tree": "shop",
    "version": 5,
    "title": "Shop",
    "root": "../",
    "address": "flow/shop/",
    "start": "kind",
    "entries": ["kind", "late"],
    "moved": {"sort": {"tree": "shop", "node": "kind"}},
    "nodes": {
        "kind": _question("Which?", {"tree": "shop", "node": "help"}, new="size", old="age", lost="other/where"),
        "size": _question("Size?", small="colour", large="colour"),
        "colour": _question("Colour?", red="done", blue="done"),
        "age": _question("Age?", day="done", year="late"),
        "late": _question("Late?", yes="done", no="help"),
        "done": {"kind": "outcome", "title": "Done", "address": "flow/shop/done/"},
        "help": {"kind": "outcome", "title": "Help", "address": "flow/shop/help/"},
    },
}

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def run(node: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """``run(name, *args)`` does one job, ``run(jobs=[…])`` several."""
    script = tmp_path_factory.mktemp("journey") / "run.mjs"
    script.write_text(_SCRIPT, encoding="utf-8")

    def work(*job: Any, jobs: list[Any] | None = None, bundles: tuple[Any, ...] = (SHOP,)) -> Any:
        done = subprocess.run(
            [str(node), str(script), f"{FLOW.as_uri()}/"],
            input=json.dumps({"bundles": bundles, "jobs": jobs or [job]}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        results = json.loads(done.stdout)
        return results if jobs else results[0]

    return work


def test_an_address_holds_the_beginning_the_answers_in_order_and_the_version(run: Run):
    assert run("read", "#kind&shop.kind=new&shop.size=small&_v=5") == {
        "entry": "kind",
        "answers": [["shop.kind", "new"], ["shop.size", "small"]],
        "at": None,
        "change": False,
        "version": 5,
    }


# Each fragment as it comes back when it is read and written again.
@pytest.mark.parametrize(
    ("fragment", "kept"),
    [
        # percent-encoding, as messengers add it
        ("#kind&shop%2Ekind=new%20", "kind"),
        ("#%6bind&shop.kind=%6Eew", "kind&shop.kind=new"),
        # a broken escape
        ("#kind&shop.kind=%E0%A4%A", "kind"),
        # unknown and doubled parts
        ("#kind&utm_source=mail&shop.kind=new&shop.kind=old&_x=1", "kind&shop.kind=new"),
        # no beginning named
        ("#&shop.kind=new", "&shop.kind=new"),
        ("#shop.kind=new", "&shop.kind=new"),
        # what is not an id: text, names, numbers, addresses
        ("#kind&shop.kind=山田&shop.size=a@b.example&shop.colour=090-1234-5678", "kind"),
        ("#kind&name=taro&shop.kind.x=new", "kind"),
        # the question that is shown, the version in its own place
        ("#kind&_v=5&_at=shop.kind&shop.kind=new", "kind&shop.kind=new&_at=shop.kind&_v=5"),
        ("#kind&_change=shop.kind&_v=five", "kind&_change=shop.kind"),
        ("", ""),
    ],
)
def test_only_ids_survive_in_an_address(run: Run, fragment: str, kept: str):
    assert run("rewrite", fragment) == kept


def test_nothing_that_was_typed_is_ever_written(run: Run):
    typed = {
        "entry": "山田 太郎",
        "answers": [["shop.kind", "taro@mail.example"], ["shop.size", "small"], ["電話", "0312345678"]],
        "at": "a b",
        "change": False,
        "version": 5,
    }
    assert run("write", typed) == "&shop.size=small&_v=5"


def test_any_fragment_can_be_read_and_what_is_written_reads_the_same(run: Run):
    dice = random.Random(11)
    pieces = [*"#&=%._-aé返 \u0000", "kind", "shop.", "shop.kind=new", "_at=", "_v=", "%E8", "%26", "_change=shop.kind"]
    texts = ["".join(dice.choices(pieces, k=dice.randrange(12))) for _ in range(2000)]
    once = run(jobs=[["rewrite", text] for text in texts])
    assert run(jobs=[["rewrite", text] for text in once]) == once
    assert len(set(once)) > 10


def test_a_link_leads_to_the_furthest_step_that_its_answers_reach(run: Run):
    found = run("journey", "#kind&shop.kind=new&shop.size=small&_v=5")
    assert found["shown"] == "colour"
    assert found["passed"] == ["shop.kind=new", "shop.size=small"]
    assert found["before"] == "kind&shop.kind=new&shop.size=small&_at=shop.size&_v=5"


@pytest.mark.parametrize(
    ("fragment", "shown", "dropped"),
    [
        # an answer that is no more; the answers behind it wait for another
        ("#kind&shop.kind=gone&shop.size=small", "kind", ["shop.kind", "shop.size"]),
        # a question that is not on this way
        ("#kind&shop.kind=new&shop.age=day", "size", ["shop.age"]),
        # a question of a tree that is no more
        ("#kind&lost.kind=new", "kind", ["lost.kind"]),
        # a beginning that is no more: the tree's own
        ("#gone&shop.kind=new", "size", []),
        # former ids, of the beginning and of a question
        ("#sort&shop.sort=new", "size", []),
    ],
)
def test_a_link_from_before_a_change_says_what_it_lost(run: Run, fragment: str, shown: str, dropped: list[str]):
    found = run("journey", fragment)
    assert (found["shown"], found["dropped"]) == (shown, dropped)


def test_a_plain_link_to_a_node_begins_there(run: Run):
    found = run("journey", "#late")
    assert (found["shown"], found["passed"], found["before"]) == ("late", [], None)


def test_an_answer_leads_on_and_leaves_an_address_that_remembers_it(run: Run):
    found = run("answer", "#kind&shop.kind=new", "large")
    assert found["here"] == "kind&shop.kind=new&shop.size=large&_at=shop.size&_v=5"
    assert found["next"]["address"] == "kind&shop.kind=new&shop.size=large&_v=5"
    assert found["next"]["shown"] == "colour"


def test_the_last_answer_leads_to_the_outcome(run: Run):
    found = run("answer", "#kind&shop.kind=old", "day")
    assert (found["next"]["shown"], found["next"]["end"]) == ("done", "outcome")
    assert found["next"]["address"] == "kind&shop.kind=old&shop.age=day&_v=5"


def test_an_answer_that_the_question_does_not_have_leads_nowhere(run: Run):
    assert run("answer", "#kind", "blue") is None


def test_who_goes_back_finds_the_answer_and_walks_on_step_by_step(run: Run):
    back = "#kind&shop.kind=new&shop.size=small&shop.colour=red&_at=shop.kind"
    assert run("journey", back)["given"] == "new"
    found = run("answer", back, "new")["next"]
    assert (found["shown"], found["given"]) == ("size", "small")
    assert found["address"] == "kind&shop.kind=new&shop.size=small&shop.colour=red&_at=shop.size&_v=5"


def test_a_change_goes_on_to_the_furthest_step_and_keeps_later_answers(run: Run):
    change = "#kind&shop.kind=new&shop.size=small&_change=shop.kind"
    assert run("journey", change)["given"] == "new"
    assert run("answer", change, "new")["next"]["shown"] == "colour"
    # Another way: the later answer is of no use there.
    found = run("answer", change, "old")["next"]
    assert (found["shown"], found["address"]) == ("age", "kind&shop.kind=old&_v=5")


def test_answers_given_earlier_on_the_page_are_found_again_and_none_is_given_unasked(run: Run):
    remembered = {"shop.kind": "new", "shop.size": "large", "shop.colour": "red"}
    found = run("journey", "#kind&shop.kind=new", remembered)
    assert (found["shown"], found["given"]) == ("size", "large")
    assert found["address"] == "kind&shop.kind=new&shop.size=large&shop.colour=red&_at=shop.size&_v=5"


def test_not_sure_is_an_answer_where_the_question_takes_it(run: Run):
    assert run("answer", "#kind", "unsure")["next"]["shown"] == "help"
    assert run("answer", "#kind&shop.kind=new", "unsure") is None


def test_answers_are_not_lost_while_a_tree_is_not_loaded(run: Run):
    waiting = run("journey", "#kind&shop.kind=lost&other.where=here")
    assert (waiting["passed"], waiting["dropped"]) == (["shop.kind=lost"], [])
    other = {**OTHER, "start": "where", "nodes": {"where": _question("Where?", here="shop/done", there="shop/help")}}
    arrived = run("journey", "#kind&shop.kind=lost&other.where=here", bundles=(SHOP, other))
    assert (arrived["shown"], arrived["end"]) == ("done", "outcome")


def test_no_tree_has_a_node_by_the_names_that_every_object_has(run: Run):
    assert run("journey", "#constructor&shop.constructor=new")["shown"] == "kind"
