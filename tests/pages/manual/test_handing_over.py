"""Whom to hand over to and who may decide: generated from the trees and the registry."""

import pytest

from tests.pages.help_center import Built


def target(built: Built, name: str):
    return next(one for one in built.shown("/escalation/").targets if one.id == name)


def test_the_cases_of_a_target_come_from_the_outcomes_that_name_it(desk: Built):
    cases = [
        (case.trigger, case.reason.label, case.condition, [link.label for link in case.outcomes])
        for case in target(desk, "depot").cases
    ]
    assert cases == [
        ("always", "配送／遅延", "", ["まだ出していない"]),
        ("always", "配送／未着", "", ["届いていない"]),
        ("cue", "配送／遅延", "所在が分からない", ["遅れている"]),
    ]


def test_a_condition_on_facts_is_said_in_the_labels_of_the_facts(desk: Built):
    (case,) = target(desk, "sv-desk").cases
    assert (case.trigger, case.condition) == ("when", "注文の状態：出荷前")


@pytest.mark.parametrize(
    ("address", "ack", "resolve"),
    [("/escalation/", "2分", "1時間30分"), ("/en/escalation/", "2 minutes", "1 hour 30 minutes")],
)
def test_times_are_said_in_the_language_of_the_page(desk: Built, address: str, ack: str, resolve: str):
    first = desk.shown(address).targets[0]
    assert (first.ack, first.resolve) == (ack, resolve)


def test_days_count_as_business_days_only_where_the_target_closes(desk: Built):
    assert target(desk, "depot").resolve == "2営業日"
    assert target(desk, "night").resolve == "1日"


def test_while_a_target_is_closed_the_page_says_where_to_turn(desk: Built):
    assert target(desk, "sv-desk").after_hours.href == "#night"
    assert (target(desk, "depot").after_hours, target(desk, "depot").after_hours_words) == (None, "次の受付まで待つ")
    assert (target(desk, "night").after_hours, target(desk, "night").after_hours_words) == (None, "")


def test_a_target_says_what_it_must_be_told(desk: Built):
    assert target(desk, "depot").slip == (("お申し出", True, False), ("連絡先", False, True))


def test_a_role_without_a_grant_of_its_own_may_do_what_the_ones_below_it_may(desk: Built):
    page = desk.shown("/authority/")
    assert page.roles == ("受付", "SV", "長")
    assert [(row.id, [grant.scope for grant in row.grants]) for row in page.rows] == [
        ("refund", ["limited", "limited", "full"]),
        ("stop", ["none", "full", "full"]),
    ]
    assert page.rows[0].grants[1].limits == ("金額：2千円以下",)


def test_a_decision_names_the_outcomes_that_need_it(desk: Built):
    refund, stop = desk.shown("/authority/").rows
    assert [link.label for link in refund.used_by] == ["まだ出していない"]
    assert stop.used_by == ()
