"""A tree as agents read it without the runner, and on paper."""

from typing import Any

from tests.pages.help_center import Built


def nodes(built: Built, tree: str) -> dict[str, Any]:
    return {node.id: node for node in built.shown(f"/flow/{tree}/").nodes}


def test_a_question_shows_what_to_say_where_to_look_and_what_never_to_do(desk: Built):
    shown = nodes(desk, "delivery")["shown"]
    assert (shown.number, shown.by, shown.say) == (1, "調べる", "「お調べします。」")
    assert shown.never == ("届く日を約束する",)
    assert [card.tool.label for card in shown.consult] == ["追跡画面"]
    assert shown.consult[0].at == ()
    assert [(answer.key, answer.label) for answer in shown.answers] == [
        (1, "動いている"),
        (2, "配達完了"),
        (3, "まだ"),
        (0, "分からない"),
    ]


def test_an_outcome_shows_what_it_does_for_whom_and_who_decides(desk: Built):
    lost, unsent = nodes(desk, "delivery")["lost"], nodes(desk, "delivery")["unsent"]
    assert [badge.text for badge in lost.badges] == ["優先度：急ぎ", "返金", "本人確認：基本"]
    assert lost.reason.label == "配送／未着"
    assert lost.anticipate[0].answer == "送料660円です"
    assert [(rule.when, rule.to) for rule in unsent.escalate] == [("必ず", "倉庫係"), ("注文の状態：出荷前", "SV席")]
    assert unsent.authority[0].note == "受付 → 金額：2千円以下／SV → 金額：2千円以下／長 → 制限なし"


def test_a_promise_is_told_by_how_it_is_counted(desk: Built):
    late = nodes(desk, "delivery")["late"]
    assert late.steps == ("〔いまから4時間後・窓口の営業時間で数える〕までに連絡する",)
    assert "{promise}" not in late.say


def test_a_route_says_its_conditions_in_words(desk: Built):
    route = nodes(desk, "delivery")["by-status"]
    assert [(rule.when, rule.to) for rule in route.rules] == [
        ("注文の状態：出荷前", "まだ出していない"),
        ("", "遅れている"),
    ]


def test_what_a_called_tree_returns_is_told_in_its_own_answers(desk: Built):
    call = nodes(desk, "delivery")["check"]
    assert (call.title, call.call.label) == ("本人確認", "本人確認")
    assert [(rule.when, rule.to) for rule in call.rules] == [
        ("2点が合った", "記録はありますか"),
        ("合わない", "遅れている"),
    ]


def test_a_step_back_to_whichever_tree_has_called_is_no_link(desk: Built):
    points = nodes(desk, "verify")["points"]
    assert {answer.to for answer in points.answers} == {"呼び出した流れへ戻る"}
    assert not desk.html("/flow/verify/").css('a[href=""]')


def test_a_step_into_another_tree_names_it(desk: Built):
    topic = nodes(desk, "intake")["topic"]
    assert topic.answers[0].to == "荷物のこと：追跡に何と出ていますか"
    assert desk.target("/flow/intake/", "荷物のこと：追跡") == "/flow/delivery/"


def test_every_node_can_be_reported_with_its_id_and_path(desk: Built):
    for node in desk.shown("/flow/delivery/").nodes:
        assert f"tree%3Adelivery%23{node.id}" in node.report_href
        assert "decision_trees%2Fdelivery.yml" in node.report_href


def test_red_flags_and_notices_stand_above_the_trees_that_they_touch(desk: Built):
    page = desk.shown("/flow/delivery/")
    assert [link.label for link in page.flags] == ["けが"]
    assert "大雪" in desk.pages["/flow/delivery/"].frame.notices
    assert desk.pages["/flow/draft/"].frame.notices == ""


def test_a_tree_tells_its_version_owner_and_file(desk: Built):
    page = desk.shown("/flow/verify/")
    assert (page.version, page.provenance.owner, page.provenance.path) == (1, "cs", "decision_trees/verify.yml")
    assert page.provenance.overdue
