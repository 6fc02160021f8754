"""Figures of trees: expected questions and their floor, what could be shorter, what examples cover."""

import math

import pytest

from annai.sources import Layout, load
from annai.trees.metrics import entropy, measure
from tests.trees.growing import library_of, tree
from tests.trees.parcels import PARCELS, TODAY, changed, library


def outcome(volume: int) -> dict:
    return {"title": "o", "reason": "GEN", "priority": "p1", "steps": ["s"], "volume": str(volume)}


def asking(*goals: str, **more) -> dict:
    answers = [{"id": f"a{number}", "label": f"{number}", "go": goal} for number, goal in enumerate(goals)]
    return {"ask": "?", "answers": answers, **more}


def one_tree(questions: dict, volumes: dict[str, int]):
    outcomes = {name: outcome(volume) for name, volume in volumes.items()}
    return library_of([tree("t", start="first", questions=questions, outcomes=outcomes)], start="t")


def test_expected_questions_are_weighted_by_volume():
    figures = measure(
        one_tree(
            {"first": asking("often", "second"), "second": asking("rare", "seldom")},
            {"often": 80, "rare": 10, "seldom": 10},
        )
    )
    assert figures.expected == pytest.approx(0.8 * 1 + 0.2 * 2)
    assert figures.longest == 2


def test_the_floor_is_the_entropy_over_the_logarithm_of_the_mean_number_of_answers():
    figures = measure(one_tree({"first": asking("e1", "e2", "e3", "e4")}, {"e1": 1, "e2": 1, "e3": 1, "e4": 1}))
    assert figures.expected == 1
    assert figures.floor == pytest.approx(1)
    assert entropy([1, 1, 2]) == pytest.approx(1.5)
    assert entropy([]) == 0


def test_an_outcome_that_several_ways_lead_to_counts_their_mean():
    figures = measure(one_tree({"first": asking("end", "second"), "second": asking("end", "end")}, {"end": 30}))
    (fan,) = figures.trees[0].fan
    assert fan.ways == 3
    assert fan.questions == pytest.approx((1 + 2 + 2) / 3)


def test_a_question_that_nearly_always_has_one_answer_could_be_saved():
    figures = measure(
        one_tree({"first": asking("often", "rare"), "second": asking("often", "rare")}, {"often": 98, "rare": 2})
    )
    (split,) = figures.trees[0].low_splits
    assert split.question.node == "first"
    assert split.bits == pytest.approx(entropy([98, 2]))
    assert split.shares == {"a0": pytest.approx(0.98), "a1": pytest.approx(0.02)}


def test_what_only_unsure_leads_to_counts_as_unsure_and_as_a_longer_walk():
    questions = {"first": asking("end", "end", unsure={"go": "second"}), "second": asking("found", "found")}
    figures = measure(one_tree(questions, {"end": 75, "found": 25}))
    assert figures.unsure_share == 0.25
    assert (figures.expected, figures.longest) == (1, 2)


def test_questions_of_called_trees_count_where_they_are_asked():
    shop = library(PARCELS)
    (parcel,) = [figures for figures in measure(shop).trees if figures.tree == "parcel"]
    fan = {item.outcome.node: item for item in parcel.fan}
    # status, wish, who, match; two who pass the check, by one answer each.
    assert (fan["cancel-it"].questions, fan["cancel-it"].ways) == (4, 2)
    assert parcel.longest == 4


def test_the_ticket_spares_questions(tmp_path):
    (parcel,) = [figures for figures in measure(library(PARCELS)).trees if figures.tree == "parcel"]
    assert parcel.ticket_questions == ("status", "since-when", "shipped-in-oms")
    assert parcel.saved_by_facts == pytest.approx(1.4, abs=0.1)


def test_coverage_names_what_no_example_comes_by():
    (parcel,) = [figures for figures in measure(library(PARCELS)).trees if figures.tree == "parcel"]
    assert parcel.outcomes_with_examples.missed == ("sound", "unverified")
    assert "by-rank: 1" in parcel.branches_with_examples.missed
    assert "by-rank: else" in parcel.branches_with_examples.missed
    assert "by-rank: 3" not in parcel.branches_with_examples.missed
    # The example of another tree comes by here.
    (check,) = [figures for figures in measure(library(PARCELS)).trees if figures.tree == "check"]
    assert check.branches_with_examples.covered == 2


def test_contacts_recorded_as_other_are_counted_among_all_that_come_by():
    (desk,) = [figures for figures in measure(library(PARCELS)).trees if figures.tree == "desk"]
    # handover, press and cut-off have a reason with other: true; parcel and account come by too.
    assert desk.other_share == pytest.approx(132 / (92 + 445 + 142), abs=0.01)
    assert [(one.limit, one.allowed) for one in desk.beyond] == [("other_share", 0.1)]


def test_reasons_tell_at_how_many_outcomes_they_are_recorded():
    reasons = {item.reason: item for item in measure(library(PARCELS)).reasons}
    assert (len(reasons["DEL-CANCEL"].outcomes), reasons["DEL-CANCEL"].trees, reasons["DEL-CANCEL"].volume) == (
        2,
        1,
        80,
    )


def test_limits_that_are_exceeded_are_named(tmp_path):
    root = changed(
        tmp_path,
        (
            "site_config/policy.yml",
            "start: desk\n",
            "start: desk\nlimits: {questions_per_path: 3, nodes_per_tree: 16}\n",
        ),
    )
    (parcel,) = [figures for figures in measure(library(root)).trees if figures.tree == "parcel"]
    assert [(one.limit, one.value, one.allowed) for one in parcel.beyond] == [
        ("questions_per_path", 4, 3),
        ("nodes_per_tree", parcel.nodes, 16),
    ]


def test_trees_that_call_trees_have_more_ways_than_anybody_can_count():
    ends = {"end": outcome(10)}
    trees = []
    for number in range(60):
        deeper = f"t{number + 1}"
        questions = {"n0": asking("c1", "c2"), "n1": asking("c3", "return:ok"), "n2": asking("return:ok", "end")}
        calls = {
            name: {"tree": deeper, "returns": {"ok": goal}} for name, goal in (("c1", "n1"), ("c2", "n1"), ("c3", "n2"))
        }
        if number == 59:
            questions, calls = {"n0": asking("return:ok", "return:ok")}, {}
        trees.append(tree(f"t{number}", start="n0", questions=questions, calls=calls, outcomes=ends, returns=["ok"]))
    figures = measure(library_of(trees, start="t0"))
    assert figures.trees[0].fan[0].ways is None
    assert figures.expected is not None
    assert math.isfinite(figures.expected)


def test_the_shared_examples_have_the_figures_that_their_format_promises(shared_examples):
    figures = measure(load(Layout.of(shared_examples), TODAY).library)
    assert figures.expected == pytest.approx(4.21, abs=0.005)
    assert figures.floor == pytest.approx(3.15, abs=0.005)
