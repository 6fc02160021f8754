"""Phases stop those after them, foreign repositories get warnings, and the shared examples are told as they should."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from annai.diagnostics import Finding
from annai.sources import Layout, load
from annai.trees.check import check_trees

SHOP = Path(__file__).parent.parent / "fixtures" / "shop"
TODAY = date(2026, 11, 22)


def _change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def _found(root: Path, audience=None) -> list[Finding]:
    loaded = load(Layout.of(root), TODAY)
    return list(check_trees(loaded.library, loaded.findings, audience))


def _told(root: Path) -> list[tuple[str, str, int, str]]:
    return [(one.code, one.mark.path, one.mark.line, one.severity) for one in _found(root)]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHOP, tmp_path / "shop"))


@pytest.fixture
def examples(shared_examples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared_examples, tmp_path / "examples"))


def test_an_error_in_a_phase_hides_what_later_phases_would_say(shop):
    _change(shop, "decision_trees/returns.yml", "owner: cs-returns", "owner: nobody")
    _change(shop, "decision_trees/intake.yml", "- {to: sv-desk, always: true}", "- {to: sv-desk}")
    assert [one.code for one in _found(shop)] == ["T405"]
    _change(shop, "decision_trees/intake.yml", "reason: GEN-OTHER", "reason: GEN-OTHR")
    assert [one.code for one in _found(shop)] == ["T208"]
    _change(shop, "decision_trees/intake.yml", "priority: p2", "priority: p7")
    assert [one.code for one in _found(shop)] == ["T105"]


def test_warnings_let_later_phases_run(shop):
    _change(shop, "decision_trees/intake.yml", "desk-hours, by: first-line", "desk-hours, by: second-line")
    _change(shop, "decision_trees/returns.yml", "owner: cs-returns", "owner: nobody")
    assert [one.code for one in _found(shop)] == ["T408", "T604"]


def test_the_audiences_phase_comes_between_structure_and_history(shop):
    loaded = load(Layout.of(shop), TODAY)
    mark = loaded.library.trees["returns"].at("outcomes", "refuse")
    _change(shop, "decision_trees/returns.yml", "owner: cs-returns", "owner: nobody")
    told = _found(shop, lambda _: [Finding.error("T501.node", mark)])
    assert [one.code for one in told] == ["T501"]
    _change(shop, "decision_trees/intake.yml", "- {to: sv-desk, always: true}", "- {to: sv-desk}")
    told = _found(shop, lambda _: [Finding.error("T501.node", mark)])
    assert [one.code for one in told] == ["T405"]


def test_a_registry_that_cannot_be_read_does_not_make_its_words_unknown(shop):
    _change(shop, "site_config/policy.yml", "schema: support-policy/1", "schema: support-policy/1\nlimts: {}")
    assert [(one.code, one.mark.line) for one in _found(shop)] == [("T102", 2)]


def test_a_tree_that_cannot_be_read_does_not_hide_words_that_are_unknown_elsewhere(shop):
    _change(shop, "decision_trees/returns.yml", "version: 3", "version: three")
    _change(shop, "decision_trees/intake.yml", "priority: p2", "priority: p7")
    assert sorted(one.mark.path for one in _found(shop)) == ["decision_trees/intake.yml", "decision_trees/returns.yml"]


def test_an_article_that_cannot_be_read_is_not_told_as_missing_too(shop):
    (shop / "content/help/returns/policy.md").write_bytes(b"\xff\xfe not utf-8")
    assert [one.code for one in _found(shop)] == ["A103"]


def test_a_repository_without_registries_is_met_with_warnings(tmp_path):
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.md").write_text(
        "---\nowner: alice\ntitle: A {{value:fee}}\nreasons: [HOWTO]\nrelated: [guides/b]\naliases: [/contact/]\n"
        "changes: [{date: 2026-01-01, what: x, audience: staff}]\n---\n# A\n",
        encoding="utf-8",
    )
    told = [(one.code, one.mark.line, one.severity) for one in _found(tmp_path)]
    assert sorted(told) == [
        ("A102", 7, "warning"),
        ("T206", 5, "warning"),
        ("T208", 4, "warning"),
        ("T209", 3, "warning"),
        ("T602", 6, "warning"),
        ("T604", 2, "warning"),
    ]


def test_articles_are_looked_up_only_where_there_is_a_content_folder(shop):
    shutil.rmtree(shop / "content")
    _change(
        shop, "decision_trees/returns.yml", "articles: [help/returns/policy, manual/returns]", "articles: [not/yet]"
    )
    assert _found(shop) == []


def test_registries_are_optional(tmp_path):
    (tmp_path / "site_config").mkdir()
    assert _found(tmp_path) == []


def test_the_shared_examples_are_without_fault(examples):
    assert _told(examples) == []


EXAMPLES = [
    # code, file, old, new, text at the finding's line (the first line of `new` where empty), severity
    ("T105", "intake", "priority: p3\n    volume: 90", "priority: p5\n    volume: 90", "", "error"),
    ("T105", "delivery", "{within: PT4H, calendar: cs-hours", "{within: PT4H, calendar: cs-hour", "", "error"),
    ("T105", "delivery", "contact: [chat, form]\n      actions", "contact: [chta, form]\n      actions", "", "error"),
    (
        "T105",
        "escalation",
        "type: functional, role: sv, reach: 課題 SHIP",
        "type: functional, role: lead, reach: 課題 SHIP",
        "",
        "error",
    ),
    ("T105", "escalation", "ack: PT2M, resolve: PT4H", "ack: PT3M, resolve: PT4H", "", "error"),
    (
        "T109",
        "reasons",
        "definition: 支払いが通らず、注文が完了しない",
        "includes: [支払いが通らない]",
        "  BIL-FAIL:",
        "error",
    ),
    ("T201", "delivery", "go: past-eta}", "go: past-etta}", "", "error"),
    ("T201", "account", 'go: "tree:billing#suspected-fraud"', 'go: "tree:biling#suspected-fraud"', "", "error"),
    ("T203", "account", 'go: "tree:billing#suspected-fraud"', 'go: "tree:billing#settled"', "", "error"),
    ("T203", "policy", "tree:complaint#threat", "tree:complaint#conduct", "", "error"),
    ("T204", "returns", "search: by-order-no, check: 配達完了日}", "search: by-order, check: 配達完了日}", "", "error"),
    ("T204", "tools", "if_none: by-phone", "if_none: by-tel", "", "error"),
    (
        "T205",
        "complaint",
        "{to: manager-desk, always: true}, {to: security-team",
        "{to: manager-desk, always: true}, {to: security",
        "",
        "error",
    ),
    ("T205", "returns", "authority: [late-return]", "authority: [late-returns]", "", "error"),
    ("T207", "returns", "member-rank: [regular]", "member-rank: [silver]", "", "error"),
    ("T207", "verify-identity", "fact: speaker", "fact: speakr", "", "error"),
    ("T208", "billing", "reason: BIL-FAIL", "reason: BIL-FAILED", "", "error"),
    ("T208", "notices", "[DEL-STATUS, DEL-LATE]", "[DEL-STATUS, DEL-SLOW]", "", "error"),
    ("T209", "returns", "返送期限（{{value:return-ship-by}}）", "返送期限（{{value:ship-by}}）", "", "error"),
    ("T209", "tools", "merchant_ref={order-no}", "merchant_ref={order-id}", "", "error"),
    (
        "T209",
        "complaint",
        "say: 「責任者が確認し、{promise}までに",
        "say: 「責任者が確認し、追って",
        "    promise: {within: P2D, calendar: cs-hours, by: first-line}\n    steps: [事実と根拠",
        "error",
    ),
    (
        "T403",
        "escalation",
        "hours: cs-hours, after_hours: oncall, ack: PT2M",
        "hours: cs-hours, ack: PT2M",
        "",
        "error",
    ),
    (
        "T404",
        "escalation",
        "      - {role: manager}\n  late-return",
        "      - {role: manager, when: {refund-band: [upto-3000, upto-30000]}}\n  late-return",
        "  goodwill-refund:",
        "error",
    ),
    ("T405", "returns", "{to: sv-desk, cue: 表示を見ていないと主張される}", "{to: sv-desk}", "", "error"),
    ("T406", "billing", "check: 取引2件の ID, via: sv-desk", "check: 取引2件の ID", "", "error"),
    (
        "T408",
        "billing",
        "{within: P1D, calendar: office-hours, by: second-line}\n    steps: [注文番号",
        "{within: P1D, calendar: cs-hours, by: second-line}\n    steps: [注文番号",
        "",
        "warning",
    ),
    ("T408", "channels", "reply: P1D, reply_calendar: cs-hours", "reply: P1D", "", "warning"),
    ("T602", "returns", "was: [henpin]", "was: [delivery]", "", "error"),
    ("T602", "returns", "was: [change-of-mind]", "was: [damaged]", "", "error"),
    ("T603", "complaint", "review_by: 2026-11-30", "review_by: 2026-10-31", "", "warning"),
    ("T604", "tools", "owner: finance", "owner: accounting", "", "error"),
]


@pytest.mark.parametrize(
    ("code", "file", "old", "new", "at", "severity"), EXAMPLES, ids=[f"{case[0]} {case[3][:30]}" for case in EXAMPLES]
)
def test_a_fault_in_the_shared_examples_is_told_where_it_is_and_alone(examples, code, file, old, new, at, severity):
    path = next(
        f"{folder}/{file}.yml"
        for folder in ("site_config", "decision_trees")
        if (examples / folder / f"{file}.yml").is_file()
    )
    _change(examples, path, old, new)
    text = (examples / path).read_text(encoding="utf-8")
    line = text[: text.index(at or new)].count("\n") + 1
    assert _told(examples) == [(code, path, line, severity)]
