"""T108, T3xx and T407: one change in a valid shop, and exactly one thing is told, in the right place."""

from dataclasses import dataclass

import pytest

from annai.diagnostics.wording import hint, message
from annai.trees import identity
from tests.trees.parcels import PARCELS, changed, library, line_of, places, told

DESK, PARCEL, ACCOUNT, CHECK, STRONG = (
    f"decision_trees/{name}.yml" for name in ("desk", "parcel", "account", "check", "check-strong")
)
FACTS, POLICY = "site_config/facts.yml", "site_config/policy.yml"


@dataclass(frozen=True)
class Fault:
    """`at` is a text of the line that the finding stands on; `says` must stand in its English message or hint."""

    code: str
    changes: tuple[tuple[str, str, str], ...]
    at: str
    says: str
    file: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.code} {self.says[:50]}"


def once(code: str, file: str, old: str, new: str, at: str, says: str, severity: str = "error") -> Fault:
    return Fault(code, ((file, old, new),), at, says, severity=severity)


ANSWER_SOUND = '- {id: sound, label: {ja: ない, en: "No"}, go: sound}\n'
ONE_MORE = ANSWER_SOUND + "      - {id: odd, label: {ja: 見たことのない品, en: Not mine}, go: odd}\n"
QUESTION_BEFORE = """  odd:
    ask: {ja: 品名は読めますか, en: Can you read its name?}
    audience: agent
"""

FAULTS = [
    # The last band holds all larger numbers, the others end, each later than the one before.
    once("T108", FACTS, "label: 10日から}", "label: 10日から, max: 99}", "id: over-9", "remove max"),
    once("T108", FACTS, "label: 3日まで, max: 3}", "label: 3日まで}", "id: within-3", "has no max"),
    once("T108", FACTS, "max: 9}", "max: 3}", "id: within-9", '"within-9" ends at 3, "within-3" before it at 3'),
    # A node that nobody comes to, alone or with what hangs on it.
    once("T301", PARCEL, "go: sound}", "go: track}", "  sound:", 'nothing leads to "sound"'),
    once(
        "T301",
        PARCEL,
        "outcomes:\n",
        "outcomes:\n  old-one: {title: 前の結果, reason: DEL-STATUS, priority: p2, steps: [使わない]}\n",
        "old-one",
        "note it under retired",
    ),
    once(
        "T301",
        PARCEL,
        "routes:\n",
        QUESTION_BEFORE
        + "    answers: [{id: readable, label: はい, go: old-one}, {id: torn, label: いいえ, go: trace}]\n"
        "    unsure: torn\nroutes:\n  old-one:\n    rules: [{when: {rank: [gold]}, go: trace}]\n    else: track\n",
        "  odd:",
        "nor to the 1 nodes",
    ),
    # Only customers are led to it, and it has nothing for them.
    Fault(
        "T301",
        (
            (ACCOUNT, "go: verify-strong, public: {go: self-change}", "go: verify-strong, public: {go: ask-us}"),
            (
                ACCOUNT,
                "outcomes:\n",
                (
                    "outcomes:\n"
                    "  ask-us: {title: 窓口, audience: agent, reason: ACC-CHANGE, priority: p2, steps: [伺う]}\n"
                ),
            ),
        ),
        "ask-us: {title",
        'only customers are led to "ask-us", and it has nothing to show them',
    ),
    # A route that decides nothing.
    Fault(
        "T302",
        ((PARCEL, ANSWER_SOUND, ONE_MORE), (PARCEL, "routes:\n", "routes:\n  odd: {rules: []}\n")),
        "  odd: {rules",
        'from "odd" no way leads to an outcome',
    ),
    # Back to a question that is skipped now: round and round. Told where a walk meets the circle first.
    once(
        "T303",
        PARCEL,
        ANSWER_SOUND,
        ONE_MORE.replace("go: odd", "go: status"),
        "  status:",
        "status → smell → status",
    ),
    # Over two trees: told where the walk from policy.start meets it.
    Fault(
        "T303",
        ((PARCEL, ANSWER_SOUND, ONE_MORE.replace("go: odd", 'go: "tree:desk"')),),
        "  topic:",
        "topic → parcel#status → parcel#smell → topic",
        file=DESK,
    ),
    once("T303", PARCEL, "public: {go: too-late}", "public: {go: by-rank}", "public: {go: by-rank}", "pass each other"),
    # Each knows of the other only through the third.
    Fault(
        "T304",
        (
            (CHECK, "label: 代理の方, go: match}", "label: 代理の方, go: strongly}"),
            (
                CHECK,
                "questions:\n",
                (
                    "calls:\n  strongly:\n    tree: check-strong\n"
                    '    returns: {verified: "return:verified", pending: "return:failed", failed: "return:failed"}\n'
                    "questions:\n"
                ),
            ),
        ),
        "  strongly:",
        "check-strong → check → check-strong",
        file=CHECK,
    ),
    once("T305", ACCOUNT, "pending: wait, ", "", "returns: {verified", "can also return pending"),
    once("T305", ACCOUNT, "pending: wait, ", "pending: wait, unsure: wait, ", "returns: {v", "never returns unsure"),
    once("T305", ACCOUNT, "pending: wait, ", "waiting: wait, ", "returns: {v", "does not return waiting, but it does"),
    once("T305", ACCOUNT, "tree: check-strong", "tree: desk", "tree: desk", "cannot be called"),
    once(
        "T305",
        CHECK,
        'label: 一致しない, go: "return:failed"}',
        'label: 一致しない, go: "return:fail"}',
        'return:fail"',
        'did you mean "failed"',
    ),
    once("T305", ACCOUNT, "pending: wait", 'pending: "return:wait"', "pending", "a tree that has no returns"),
    Fault(
        "T305",
        (
            (STRONG, "returns: [verified, pending, failed]", "returns: [verified, pending, failed, later]"),
            (ACCOUNT, "pending: wait", "pending: wait, later: wait"),
        ),
        "later]",
        'no step of this tree leads to "return:later"',
        file=STRONG,
    ),
    Fault(
        "T306",
        (
            (PARCEL, "go: sound}", "go: odd}"),
            (
                PARCEL,
                "  smell:\n",
                QUESTION_BEFORE
                + "    answers:\n      - {id: readable, label: はい, go: sound}\n    unsure: readable\n  smell:\n",
            ),
        ),
        "    answers:|id: readable",
        '"odd" has 1',
    ),
    once(
        "T306",
        DESK,
        "      - {id: press, ",
        "".join(
            f"      - {{id: other-{n}, label: {{ja: 別件その{n}番, en: Matter {n}}}, go: handover}}\n" for n in range(8)
        )
        + "      - {id: press, ",
        "    answers:|id: other-0",
        '"who-for" has 10',
    ),
    once(
        "T307",
        PARCEL,
        "{rank: [regular], shipped-ago: [within-9]}",
        "{rank: [regular]}",
        "{when: {rank: [regular], shipped-ago: [over-9]}",
        "rules 2 and 3 both hold for {shipped-ago: [over-9], rank: [regular]}",
    ),
    # Who is nobody's agent does not come here, so two rules are enough; with one, there is a gap.
    once(
        "T308",
        PARCEL,
        "      - {when: {speaker: [agent-of]}, go: trace}\n",
        "",
        "  by-speaker:",
        "no rule for {speaker: [agent-of]}",
    ),
    once(
        "T310",
        PARCEL,
        "      - {when: {speaker: [agent-of]}, go: trace}\n",
        "      - {when: {speaker: [agent-of]}, go: trace}\n    else: trace\n",
        "    else: trace|calls:",
        "never used",
    ),
    once("T311", PARCEL, "    else: trace\n", "", "  by-rank:", "looks at rank, which may not be known"),
    once(
        "T312",
        PARCEL,
        "ask: {ja: 荷物に傷みや異臭がありますか, en: Is it damaged?}",
        "ask: {ja: ご注文の状態は、どれでしょうか？, en: Is it damaged?}",
        "ご注文の状態",
        'asked before on the same way, at "status"',
        "warning",
    ),
    Fault(
        "T312",
        (
            (ACCOUNT, "failed: not-now}", "failed: once-more}"),
            (
                ACCOUNT,
                "outcomes:\n",
                "  once-more: {tree: check, returns: {verified: wait, failed: not-now}}\noutcomes:\n",
            ),
        ),
        "登録の内容と2点一致",
        '"match" can be asked twice',
        file=CHECK,
        severity="warning",
    ),
    once(
        "T313",
        PARCEL,
        "ja: 取り消したい",
        "ja: いつ届くかを 知りたい。",
        "id: when",
        'read the same: "いつ届くかを 知りたい。" and "いつ届くか知りたい"',
        "warning",
    ),
    once("T313", PARCEL, "en: 4 to 9 days", "en: The 3 days", "id: within-9|en: The", '"3 days" and', "warning"),
    Fault(
        "T314",
        (
            (PARCEL, "go: sound}", "go: odd}"),
            (
                PARCEL,
                "  smell:\n",
                QUESTION_BEFORE
                + "    answers:\n      - {id: readable, label: はい, go: sound}\n"
                + "      - {id: torn, label: いいえ, go: sound}\n    unsure: torn\n  smell:\n",
            ),
        ),
        "    answers:|id: readable",
        'every answer leads to "sound"',
        severity="warning",
    ),
    once("T315", DESK, "en: Press}, go: press}", "en: Press}, catch_all: true, go: press}", "id: press", "to the end"),
    once("T316", ACCOUNT, "    unsure: address\n", "", "  what:", "add unsure:", "warning"),
    # Whoever is verified speaks for himself or as an agent.
    Fault(
        "T317",
        (
            (PARCEL, "verified: cancel-it,", "verified: odd,"),
            (
                PARCEL,
                "  smell:\n",
                (
                    "  odd:\n    audience: agent\n    fact: speaker\n    ask: どなたが受け取りますか\n    answers:\n"
                    "      - {id: self, label: ご本人, go: cancel-it}\n"
                    "      - {id: agent-of, label: 代理の方, go: cancel-it}\n"
                    "      - {id: other-person, label: どちらでもない, go: unverified}\n"
                    "    unsure: {go: unverified}\n  smell:\n"
                ),
            ),
        ),
        "どちらでもない",
        '"speaker" is always decided otherwise',
    ),
    once(
        "T317",
        PARCEL,
        "      - {when: {speaker: [agent-of]}, go: trace}\n",
        "      - {when: {speaker: [agent-of]}, go: trace}\n      - {when: {speaker: [other-person]}, go: trace}\n",
        "other-person",
        'rule 3 of "by-speaker" is never met',
    ),
    # Any rule may be met, since anything may be known.
    once("T318", PARCEL, "unsure: {go: trace}", "unsure: {go: by-rank}", "unsure: {go: by-rank}", "leads to a refusal"),
    once(
        "T318",
        PARCEL,
        "public: {go: form-only}}\n  shipped",
        "public: {go: by-rank}}\n  shipped",
        "public: {go: by-rank}",
        "for customers,",
    ),
    once(
        "T407",
        PARCEL,
        "verified: cancel-it, failed: unverified",
        "verified: cancel-it, failed: cancel-it",
        "  cancel-it:",
        "status → wish → verify → cancel-it",
    ),
    once(
        "T407",
        PARCEL,
        "    acts: [refund]\n    level: basic",
        "    acts: [refund]\n    level: strong",
        "  refund:",
        'without the identity check "strong"',
    ),
    once(
        "T407",
        PARCEL,
        "    reason: DEL-STATUS\n    priority: p2\n    volume: 40",
        "    reason: DEL-STATUS\n    priority: p2\n    acts: [disclose]\n    volume: 40",
        "  trace:",
        "status → since-when",
    ),
]


def test_the_shop_checks_clean():
    assert places(told(PARCELS)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_one_fault_is_told_once_and_where_it_is(fault: Fault, tmp_path):
    root = changed(tmp_path, *fault.changes)
    found = told(root)
    file = fault.file or fault.changes[0][0]
    assert places(found) == [(fault.code, fault.severity, file, _line(root, file, fault.at))]
    assert fault.says in message(found[0], "en") + hint(found[0], "en")


def test_unsure_is_followed_out_of_a_called_tree_to_every_caller(tmp_path):
    refusing = "    title: 書面での確認を案内する\n"
    root = changed(tmp_path, (ACCOUNT, refusing, refusing + "    refuses: true\n"))
    lines = [line_of(root, CHECK, "unsure: other-person"), line_of(root, CHECK, "unsure: failed")]
    assert places(told(root)) == [("T318", "error", CHECK, line) for line in lines]


def test_a_tree_that_can_only_be_called_and_is_not_is_told_once(tmp_path):
    root = changed(tmp_path)
    text = (root / CHECK).read_text(encoding="utf-8").replace("id: check\n", "id: spare\n")
    (root / "decision_trees/spare.yml").write_text(text, encoding="utf-8")
    assert places(told(root)) == [("T301", "error", "decision_trees/spare.yml", 2)]


def test_a_closed_circle_is_a_cycle_and_a_dead_end(tmp_path):
    circle = "  odd:\n    ask: {ja: もう一度伺えますか, en: Once more?}\n    answers:\n"
    circle += (
        "      - {id: first, label: 一つ目, go: odd}\n      - {id: second, label: 二つ目, go: odd}\n    unsure: first\n"
    )
    root = changed(tmp_path, (PARCEL, ANSWER_SOUND, ONE_MORE), (PARCEL, "  smell:\n", circle + "  smell:\n"))
    line = line_of(root, PARCEL, "  odd:")
    found = [place for place in places(told(root)) if place[0] != "T314"]
    assert found == [("T302", "error", PARCEL, line), ("T303", "error", PARCEL, line)]


ASKS_THE_RANK = """  rank-of:
    audience: agent
    fact: rank
    by: lookup
    ask: 会員ランクはどれですか
    answers:
      - {id: regular, label: 一般, go: by-rank}
      - {id: gold, label: ゴールド, go: by-rank}
"""


def test_coming_back_with_more_known_is_no_cycle(tmp_path):
    """The route asks for what it needs and is come to again, with the answer."""
    questions = (PARCEL, "  smell:\n", ASKS_THE_RANK + "    unsure: {go: trace}\n  smell:\n")
    root = changed(tmp_path, questions, (PARCEL, "    else: trace\n", "    else: rank-of\n"))
    assert places(told(root)) == []


def test_a_question_that_may_stay_unanswered_makes_the_same_way_back_a_cycle(tmp_path):
    questions = (PARCEL, "  smell:\n", ASKS_THE_RANK + "    unsure: {go: by-rank}\n  smell:\n")
    root = changed(tmp_path, questions, (PARCEL, "    else: trace\n", "    else: rank-of\n"))
    (found,) = [finding for finding in told(root) if finding.code == "T303"]
    assert found.mark.line == line_of(root, PARCEL, "  by-rank:")


def test_without_a_fact_for_the_identity_nothing_may_act(tmp_path):
    root = changed(tmp_path, (FACTS, "    levels: [basic, strong]\n", ""))
    found = list(identity.check(library(root)))
    assert {finding.key for finding in found} == {"T407.no-fact"}
    # Without levels the strict check is skipped with what the basic one found, so change-mail is out of reach.
    assert sorted(finding.args["outcome"] for finding in found) == ["cancel-it", "refund"]


def _line(root, file: str, at: str) -> int:
    """`a|b`: the line with `a` that stands next to one with `b`."""
    needle, _, near = at.partition("|")
    if not near:
        return line_of(root, file, needle)
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    found = [
        number
        for number, line in enumerate(lines)
        if needle in line
        and any(near in lines[other] for other in (number - 1, number, number + 1) if 0 <= other < len(lines))
    ]
    assert len(found) == 1, f"{at!r} stands on lines {found} of {file}"
    return found[0] + 1
