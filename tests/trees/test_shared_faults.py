"""One fault at a time in the trees of another shop, which nobody wrote for these checks."""

import shutil
from pathlib import Path

import pytest

from tests.trees.parcels import line_of, places, told

# (code, file, old, new, a text of the line where it is told)
FAULTS = [
    ("T108", "site_config/facts.yml", "max: 30000}", "max: 300}", "max: 300}"),
    ("T301", "decision_trees/billing.yml", "unsure: {go: refund-any}", "unsure: {go: refund-bank}", "  refund-any:"),
    ("T303", "decision_trees/account.yml", "unsure: usable", "unsure: {go: reset-mail}", "  reset-mail:"),
    ("T305", "decision_trees/verify-strong.yml", 'failed: "return:failed"}', 'pending: "return:failed"}', "returns: {"),
    (
        "T307",
        "decision_trees/returns.yml",
        "[normal, hygiene]}, go",
        "[normal, hygiene, final-sale]}, go",
        "hygiene, final",
    ),
    (
        "T311",
        "decision_trees/returns.yml",
        "    else: defect-repair        # item-class がまだ分からないとき\n",
        "",
        "  by-class:",
    ),
    ("T315", "decision_trees/intake.yml", "- {id: b2b, label", "- {id: b2b, catch_all: true, label", "- {id: b2b"),
    (
        "T316",
        "decision_trees/subscription.yml",
        "go: verify-dispute}\n    unsure: {go: sub-look}\n",
        "go: verify-dispute}\n",
        "  sub-want:",
    ),
    (
        "T318",
        "decision_trees/returns.yml",
        "unsure: {go: delivered-in-oms, public: {go: returns-form}}",
        "unsure: {go: delivered-in-oms, public: {go: by-rank}}",
        "public: {go: by-rank}",
    ),
    (
        "T407",
        "decision_trees/delivery.yml",
        "verified: lost-claim, failed: identity-general",
        "verified: lost-claim, failed: lost-claim",
        "  lost-claim:",
    ),
    (
        "T407",
        "decision_trees/account.yml",
        "tree: verify-strong\n    returns: {verified: change-by-agent, pending: strong-pending,",
        "tree: verify-identity\n    returns: {verified: change-by-agent,",
        "  change-by-agent:",
    ),
    (
        "T701",
        "decision_trees/delivery.yml",
        "want-cancel: when}, expect: track-it",
        "want-cancel: when, past-eta: overdue}, expect: track-it",
        "past-eta: overdue}, expect: track",
    ),
    (
        "T702",
        "decision_trees/complaint.yml",
        "amount: upto-30000}, expect: goodwill-sv",
        "amount: over-30000}, expect: goodwill-sv",
        "over-30000}, expect",
    ),
    (
        "T706",
        "decision_trees/account.yml",
        "{text: 退会したい,",
        "{text: 退会したい。電話は 03-1234-5678,",
        "退会したい。",
    ),
]


@pytest.mark.parametrize(
    ("code", "file", "old", "new", "at"), FAULTS, ids=[f"{fault[0]}-{fault[3][:40]}" for fault in FAULTS]
)
def test_one_fault_is_told_alone(shared_examples: Path, tmp_path, code, file, old, new, at):
    root = Path(shutil.copytree(shared_examples, tmp_path / "shop"))
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / file).write_text(text.replace(old, new), encoding="utf-8")
    severity = "warning" if code == "T316" else "error"
    assert places(told(root)) == [(code, severity, file, line_of(root, file, at))]


def test_a_rank_that_no_rule_names_and_a_rank_that_is_not_known_are_two_gaps(shared_examples: Path, tmp_path):
    root = Path(shutil.copytree(shared_examples, tmp_path / "shop"))
    path = root / "decision_trees/returns.yml"
    text = path.read_text(encoding="utf-8").replace("[gold, platinum]", "[gold]").replace("    else: refuse-late\n", "")
    path.write_text(text, encoding="utf-8")
    gap, unknown = told(root)
    assert (gap.key, gap.args["witness"]) == ("T308.gap", "{member-rank: [platinum]}")
    assert (unknown.key, unknown.args["facts"]) == ("T311.unknown", "member-rank")
    assert gap.mark == unknown.mark


def test_the_other_shop_checks_clean(shared_examples: Path):
    assert places(told(shared_examples)) == []
