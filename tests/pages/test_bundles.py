"""Bundles: one format for customers and agents, holding what the view holds, under names that mean their bytes."""

import json
from pathlib import Path
from typing import Any

from annai.bundles import tree_bundles
from annai.pages.places import addresses
from tests.pages.help_center import FILES, REFUND, Built, build

CALLER = """
schema: support-tree/1
id: start
version: 1
title: 入口
owner: cs
review_by: 2027-01-01
state: validated
audience: agent
start: by-age
routes:
  by-age:
    rules: [{when: {age: [new]}, go: check}]
    else: told
calls:
  check: {tree: verify, returns: {ok: told, failed: "tree:returns#opened"}}
outcomes:
  told:
    title: 伝える
    reason: RET-MIND
    priority: p3
    steps: [伝える]
    promise: {within: P1D, calendar: desk, by: first-line}
    say: 「{promise}までに」
    never: [約束を延ばす]
    public: {actions: [{label: 問い合わせ, url: /contact/}]}
"""
VERIFY = """
schema: support-tree/1
id: verify
version: 2
title: 本人確認
owner: cs
review_by: 2027-01-01
state: validated
audience: agent
start: name
entries: []
returns: [ok, failed]
questions:
  name:
    ask: お名前は合っていますか
    by: judge
    timer: PT2M
    consult: [{tool: crm, search: by-name, check: 氏名}]
    answers: [{id: a, label: 合う, terms: [一致], go: "return:ok"}, {id: b, label: 合わない, go: "return:failed"}]
    unsure: {go: "return:failed"}
"""
FACTS = """
schema: support-facts/1
facts:
  age:
    label: 届いてから
    source: ticket
    ticket: delivered
    unit: day
    count_from: 1
    bands: [{id: new, label: 14日まで, max: 14}, {id: old, label: 15日から}]
  unused: {label: 使わない, source: answer, values: {a: あ}}
"""


def bundles(built: Built, language: str = "ja") -> dict[str, dict[str, Any]]:
    view = next(view for view in built.views if view.language == language)
    return {bundle.tree: json.loads(bundle.data) for bundle in tree_bundles(view, addresses(view))}


def names(built: Built) -> dict[str, str]:
    return {bundle.tree: bundle.address for bundle in tree_bundles(built.views[0])}


def desk(tmp_path: Path) -> dict[str, dict[str, Any]]:
    files = {
        **FILES,
        "decision_trees/start.yml": CALLER,
        "decision_trees/verify.yml": VERIFY,
        "site_config/facts.yml": FACTS,
    }
    return bundles(build(tmp_path, files, audience="agent"))


def test_a_customer_s_bundle_holds_questions_answers_and_outcomes(public: Built):
    bundle = bundles(public)["returns"]
    assert bundle["format"] == "annai-bundle/1"
    assert (bundle["audience"], bundle["language"], bundle["start"]) == ("public", "ja", "faulty")
    assert list(bundle["nodes"]) == ["faulty", "exchange", "opened", "keep"]
    assert bundle["nodes"]["faulty"] == {
        "kind": "question",
        "ask": "壊れていますか",
        "answers": [
            {"id": "broken", "label": "はい", "go": {"tree": "returns", "node": "exchange"}},
            {"id": "fine", "label": "いいえ", "go": {"tree": "returns", "node": "opened"}},
        ],
        "unsure": {"tree": "returns", "node": "exchange"},
        "unsureAs": "broken",
    }
    assert bundle["nodes"]["exchange"]["address"] == "flow/returns/exchange/"
    assert bundle["articles"]["help/returns/policy"]["address"] == "help/returns/policy/"


def test_nothing_internal_is_in_a_customer_s_bundle(public: Built):
    data = b"".join(bundle.data for view in public.views for bundle in tree_bundles(view))
    assert b"CANARY" not in data
    for key in ("reason", "priority", "volume", "facts", "desk", "say", "escalate", "terms"):
        assert f'"{key}"'.encode() not in data


def test_the_root_of_the_site_is_found_from_where_the_bundle_lies(public: Built):
    bundle = tree_bundles(public.views[0])[0]
    assert json.loads(bundle.data)["root"] == "../" * (bundle.address.count("/") - 1)


def test_an_agent_s_bundle_has_what_is_said_looked_up_and_promised(tmp_path):
    found = desk(tmp_path)
    question = found["verify"]["nodes"]["name"]
    assert (question["by"], question["timer"]) == ("judge", "PT2M")
    assert question["consult"] == [{"tool": "crm", "search": "by-name", "check": "氏名"}]
    assert question["answers"][0]["terms"] == ["一致"]
    assert question["answers"][0]["go"] == {"return": "ok"}
    outcome = found["start"]["nodes"]["told"]
    assert outcome["promise"] == {"within": "P1D", "calendar": "desk", "by": "first-line"}
    assert outcome["never"] == ["約束を延ばす"]
    assert outcome["actions"] == [{"label": "問い合わせ", "url": "contact/"}]
    assert found["verify"]["desk"]["returns"] == ["ok", "failed"]


def test_routes_and_calls_carry_the_facts_they_decide_by_and_the_trees_they_need(tmp_path):
    found = desk(tmp_path)["start"]
    assert found["nodes"]["by-age"] == {
        "kind": "route",
        "rules": [{"when": {"age": ["new"]}, "go": {"tree": "start", "node": "check"}}],
        "else": {"tree": "start", "node": "told"},
    }
    assert found["nodes"]["check"]["returns"]["failed"] == {"tree": "returns", "node": "opened"}
    assert set(found["trees"]) == {"verify", "returns"}
    assert list(found["facts"]) == ["age"]
    assert found["facts"]["age"]["values"] == [
        {"id": "new", "label": "14日まで", "max": 14},
        {"id": "old", "label": "15日から"},
    ]
    assert found["facts"]["age"]["countFrom"] == 1


def test_a_text_without_translation_says_its_language(tmp_path):
    built = build(tmp_path, {**FILES, "decision_trees/verify.yml": VERIFY}, audience="agent")
    assert bundles(built, "en")["verify"]["title"] == {"text": "本人確認", "lang": "ja"}
    assert bundles(built, "en")["returns"]["title"] == "Returns"


def test_the_trees_that_a_bundle_names_lie_where_it_says(public: Built):
    there = set(names(public).values())
    for bundle in bundles(public).values():
        assert {f"/{tree['bundle']}" for tree in bundle.get("trees", {}).values()} <= there


def test_a_name_changes_with_its_bytes_and_with_those_of_what_it_leads_to(public: Built, tmp_path):
    changed = REFUND.replace("お支払い方法は", "どうお支払いになりましたか")
    before, after = names(public), names(build(tmp_path, {**FILES, "decision_trees/refund.yml": changed}))
    # The returns lead into the refunds, so what their bundle names has changed with these.
    assert before["refund"] != after["refund"]
    assert before["returns"] != after["returns"]


def test_trees_that_lead_into_each_other_have_names(tmp_path):
    back = REFUND.replace("go: to-bank}", 'go: "tree:returns#opened"}')
    found = bundles(build(tmp_path, {**FILES, "decision_trees/refund.yml": back}))
    assert "returns" in found["refund"]["trees"]
    assert "refund" in found["returns"]["trees"]
