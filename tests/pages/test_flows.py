"""Public flows without JavaScript: a numbered outline, an address for each outcome."""

import pytest

from annai.pages.contexts import Link
from annai.pages.flow import step_html
from tests.pages.help_center import FILES, Built, build

FLAG = """
schema: support-policy/1
start: returns
early_exit: "tree:returns"
flags:
  - id: smoke
    label: CANARY 煙
    match: [煙]
    go: "tree:danger#smoke"
    public: {label: {ja: 煙が出たとき, en: Smoke}}
"""
DANGER = """
schema: support-tree/1
id: danger
version: 1
title: CANARY 安全
owner: cs
review_by: 2027-01-01
state: validated
audience: agent
start: calm
entries: [smoke]
questions:
  calm: {ask: CANARY 落ち着いていますか, answers: [{id: a, label: はい, go: smoke}, {id: b, label: いいえ, go: smoke}]}
  smoke:
    audience: public
    ask: {ja: いま煙が出ていますか, en: Is there smoke?}
    answers: [{id: a, label: {ja: はい, en: "Yes"}, go: leave}, {id: b, label: {ja: いいえ, en: "No"}, go: leave}]
outcomes:
  leave:
    audience: public
    title: {ja: 離れてください, en: Leave}
    reason: RET-MIND
    priority: p1
    steps: [CANARY]
    public: {steps: [{ja: 離れる, en: Leave}], contact: [form]}
"""


def outline(built: Built, address: str) -> list[tuple[int, str, str]]:
    return [(node.number, node.kind, str(node.title)) for node in built.shown(address).nodes]


def test_nodes_are_numbered_in_reading_order(public: Built):
    assert outline(public, "/flow/returns/") == [
        (1, "question", "壊れていますか"),
        (2, "outcome", "交換します"),
        (3, "question", "開けましたか"),
        (4, "outcome", "お返しになれません"),
    ]


def test_each_answer_says_the_number_to_go_to_or_leads_into_the_other_tree(public: Built):
    first, _, opened, _ = public.shown("/flow/returns/").nodes
    assert [(answer.key, answer.label, answer.number) for answer in first.answers] == [
        (1, "はい", 2),
        (2, "いいえ", 3),
        (0, "分からない", 2),
    ]
    elsewhere = opened.answers[1]
    assert (elsewhere.number, elsewhere.to) == (0, "お支払い方法は")
    assert elsewhere.href == "../../flow/refund/"


def test_the_public_path_passes_an_internal_question_by(public: Built):
    _, _, opened, keep = public.shown("/flow/returns/").nodes
    assert opened.answers[0].number == keep.number


def test_an_answer_that_ends_the_flow_leads_to_the_page_of_its_outcome(public: Built):
    answer = public.shown("/flow/returns/").nodes[0].answers[0]
    assert answer.outcome
    assert answer.href == "../../flow/returns/exchange/"
    assert [title.text() for title in public.html("/flow/returns/exchange/").css("h1")] == ["交換します"]


def test_an_outcome_leads_back_to_the_question_before_it(public: Built):
    assert public.target("/flow/returns/keep/", "ひとつ前の質問へ戻る") == "/flow/returns/#opened"


def test_an_outcome_lists_steps_buttons_and_articles(public: Built):
    html = public.html("/flow/returns/exchange/")
    assert [item.text().strip() for item in html.css(".todo__steps li")] == ["「注文履歴」から<お申し込み>ください。"]
    assert public.target("/flow/returns/exchange/", "注文履歴を開く") == "https://www.shop.example/orders/"
    assert public.target("/flow/returns/exchange/", "返品の条件") == "/help/returns/policy/"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("「注文履歴」を開く", '「<a href="/o?a=1&amp;b=2">注文履歴</a>」を開く'),
        ("「返品」を押す", "「返品」を押す"),
        ("Use “order history”", "Use “order history”"),
        ("<b>「注文履歴」</b>", '&lt;b&gt;「<a href="/o?a=1&amp;b=2">注文履歴</a>」&lt;/b&gt;'),
    ],
)
def test_a_step_links_what_a_button_is_called(step: str, expected: str):
    assert step_html(step, "ja", "ja", (Link("注文履歴を開く", "/o?a=1&b=2"),)) == expected


def test_a_step_without_translation_is_marked_with_its_language():
    assert step_html("離れる", "ja", "en", ()) == '<span lang="ja">離れる</span>'


def test_the_stepper_is_told_its_bundle_and_there_is_none_where_none_was_made(public: Built):
    assert public.shown("/flow/returns/").bundle == "../../assets/annai/flow/returns.ja.0.json"
    assert public.shown("/flow/refund/").bundle == ""


def test_a_red_flag_opens_the_public_part_of_an_internal_tree_on_every_home_and_flow(tmp_path):
    files = {**FILES, "site_config/policy.yml": FLAG, "decision_trees/danger.yml": DANGER}
    built = build(tmp_path, files)
    for address in ("/", "/contact/", "/flow/returns/"):
        assert built.target(address, "煙が出たとき") == "/flow/danger/#smoke"
    assert outline(built, "/flow/danger/") == [
        (1, "question", "いま煙が出ていますか"),
        (2, "outcome", "離れてください"),
    ]
    assert built.shown("/flow/danger/").title == "煙が出たとき"
    # Not a task to choose: nobody starts there but by the flag.
    assert "煙が出たとき" not in [link.label for link in built.shown("/").flows]
    assert "CANARY" not in repr(built.content.pages)


def test_a_flow_in_english_is_there_under_its_own_address(public: Built):
    assert outline(public, "/en/flow/returns/")[0][2] == "Is it broken?"
    assert public.target("/en/flow/returns/exchange/", "What can be returned") == "/en/help/returns/policy/"
