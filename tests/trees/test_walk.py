"""Journeys through the small shop: what is asked, what is skipped, where a walk ends."""

import pytest

from annai.trees.examples import walker_of
from annai.trees.targets import Place, Target, found, parse
from annai.trees.walk import UNSURE, Standing, Walker
from annai.trees.ways import agents_ways, customers_ways
from tests.trees.parcels import PARCELS, library

STATUS = Place("parcel", "status")


@pytest.fixture(scope="module")
def shop():
    return library(PARCELS)


@pytest.fixture(scope="module")
def agent(shop) -> Walker:
    return walker_of(shop, agents_ways(shop))


@pytest.fixture(scope="module")
def customer(shop) -> Walker:
    return walker_of(shop, customers_ways(shop))


def journey(walker: Walker, place: Place, *answers: str, **known: str) -> tuple[list[str], Standing]:
    """The questions that are asked on the way, and where it stops."""
    standing = walker.begin(place, {fact.replace("_", "-"): value for fact, value in known.items()})
    asked: list[str] = []
    for answer in answers:
        asked.append(standing.place.node)
        standing = walker.answer(standing, answer)
    return asked, standing


def test_an_agent_walks_into_a_called_tree_and_back(agent):
    asked, end = journey(agent, STATUS, "unshipped", "cancel", "self", "basic")
    assert asked == ["status", "wish", "who", "match"]
    assert (end.end, end.place.node) == ("outcome", "cancel-it")
    assert dict(end.known) == {"order-state": "unshipped", "speaker": "self", "identity": "basic"}


def test_what_the_ticket_tells_is_not_asked(agent):
    asked, end = journey(agent, STATUS, "when", order_state="unshipped")
    assert (asked, end.place.node) == (["wish"], "track")


def test_an_identity_checked_before_is_not_checked_again(agent):
    asked, end = journey(agent, STATUS, "cancel", order_state="unshipped", speaker="self", identity="strong")
    assert (asked, end.place.node) == (["wish"], "cancel-it")
    assert end.known["identity"] == "strong"


def test_a_level_that_does_not_suffice_is_asked_for_again(agent):
    _, at = journey(agent, Place("account", "what"), "mail", speaker="self", identity="basic")
    assert at.place == Place("check-strong", "strong-match")
    assert agent.answer(at, "strong").place.node == "change-mail"
    assert agent.answer(at, "basic").place.node == "wait"
    failed = agent.answer(at, "failed")
    assert (failed.place.node, failed.known["identity"]) == ("not-now", "failed")


def test_what_is_no_level_counts_as_not_checked(agent):
    _, at = journey(agent, Place("account", "what"), "mail", speaker="self", identity="failed")
    assert at.place == Place("check", "match")


def test_unsure_takes_an_answer_with_its_fact_or_goes_its_own_way(agent):
    _, as_answer = journey(agent, Place("check", "who"), UNSURE)
    assert (as_answer.end, as_answer.name) == ("returned", "failed")
    assert as_answer.known["speaker"] == "other-person"
    _, own_way = journey(agent, STATUS, "shipped", UNSURE)
    assert own_way.place.node == "shipped-in-oms"
    assert "shipped-ago" not in own_way.known


def test_a_route_takes_the_rule_that_holds_and_else_where_something_is_not_known(agent):
    assert journey(agent, STATUS, "shipped", "over-9", rank="regular")[1].place.node == "too-late"
    assert journey(agent, STATUS, "shipped", "over-9", rank="gold")[1].place.node == "trace"
    assert journey(agent, STATUS, "shipped", "over-9")[1].place.node == "trace"


def test_the_ticket_may_tell_something_on_the_way_but_overrules_no_answer(agent):
    standing = agent.begin(STATUS)
    assert agent.learn(standing, "order-state", "delivered").place.node == "smell"
    answered = agent.answer(standing, "unshipped")
    assert agent.learn(answered, "order-state", "delivered").place.node == "wish"


def test_a_jump_closes_every_open_call(agent):
    _, at = journey(agent, Place("desk", "topic"), "parcel", "unshipped", "cancel")
    assert at.calls == (Place("parcel", "verify"),)
    _, jumped = journey(agent, Place("desk", "topic"), "parcel")
    assert jumped.calls == ()


def test_customers_pass_by_what_is_not_for_them(customer):
    asked, end = journey(customer, STATUS, "shipped", "over-9")
    assert (asked, end.place.node) == (["status", "since-when"], "too-late")
    assert journey(customer, STATUS, "shipped", UNSURE)[1].place.node == "form-only"
    assert journey(customer, STATUS, "unshipped", "cancel")[1].place.node == "form-only"
    assert journey(customer, Place("account", "what"), "mail")[1].place.node == "self-change"


def test_the_trail_tells_how_each_node_was_left(agent):
    _, end = journey(agent, STATUS, "shipped", "over-9", rank="regular")
    assert [(step.place.node, step.how, step.number, step.asked) for step in end.trail] == [
        ("status", "answer", 1, True),
        ("since-when", "answer", 2, True),
        ("by-rank", "rule", 2, False),
    ]


def test_what_go_says(shop):
    assert parse("wish", "parcel") == Target("node", "wish", "parcel")
    assert parse("tree:desk#handover", "parcel") == Target("tree", "handover", "desk")
    assert parse("return:failed", "check") == Target("return", "failed", "check")
    assert found("tree:desk", "parcel", shop.trees) == Target("tree", "topic", "desk")
    assert found("tree:nowhere", "parcel", shop.trees) is None
    assert found("nowhere", "parcel", shop.trees) is None
