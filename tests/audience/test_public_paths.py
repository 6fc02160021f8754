"""What is told of the public's way through the trees (T501 to T505), and where."""

import pytest

from annai.audience.checks import check_articles, check_audience
from annai.diagnostics import Finding
from annai.diagnostics.wording import hint, message
from annai.sources import Layout, load
from tests.audience.builders import TODAY, library, outcome, site, tree

TWO = "      - {id: a, label: あ, go: one}\n      - {id: b, label: い, go: two}\n"


def asking(answers: str = TWO, more: str = "") -> str:
    """A first question with these answers, then outcomes."""
    return f"questions:\n  first:\n    ask: {{ja: 問い, en: Which}}\n    answers:\n{answers}{more}outcomes:\n"


def found(files: dict[str, str]) -> list[tuple[str, str, int]]:
    """Key, the line's text up to its colon or the whole, and its number, of everything that is told."""
    shop = library(files)
    told: list[tuple[str, str, int]] = []
    for finding in check_audience(shop):
        lines = files[finding.mark.path].split("\n")
        told.append((finding.key, lines[finding.mark.line - 1].strip(), finding.mark.line))
        for language in ("ja", "en"):
            assert "{" not in message(finding, language).replace("{go", "").replace("{{", "")
            hint(finding, language)
    return told


def keys(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, line) for key, line, _ in found(files)]


def one(body: str, **options: str) -> dict[str, str]:
    return {"decision_trees/t.yml": tree(body, **options)}


ENDS = outcome("one") + outcome("two")

STOPS = [
    # A public path enters an internal node.
    (
        "internal outcome",
        one(asking() + outcome("one") + outcome("two", "audience: agent")),
        [("T501.internal", "two:")],
    ),
    (
        "internal question",
        one(asking(TWO.replace("go: two", "go: inner"), "  inner: {ask: 社内, audience: agent, answers: []}\n") + ENDS),
        [("T501.internal", "inner: {ask: 社内, audience: agent, answers: []}")],
    ),
    # An outcome without public words.
    ("bare outcome", one(asking() + outcome("one") + outcome("two", public=False)), [("T501.outcome", "two:")]),
    # A call and a route are passed by, or end the path.
    (
        "call",
        one(asking(TWO.replace("go: two", "go: call")) + ENDS + "calls:\n  call:\n    {tree: t, returns: {}}\n"),
        [("T501.call", "call:")],
    ),
    (
        "route",
        one(asking(TWO.replace("go: two", "go: way")) + ENDS + "routes:\n  way:\n    {rules: [], else: two}\n"),
        [("T501.route", "way:")],
    ),
    (
        "passed by",
        one(
            asking(TWO.replace("go: two", "go: call"))
            + ENDS
            + "calls:\n  call: {tree: t, returns: {}, public: {go: two}}\n"
        ),
        [],
    ),
    # What the way past leads to counts as well.
    (
        "past a call into another",
        one(
            asking(TWO.replace("go: two", "go: call"))
            + ENDS
            + "calls:\n  call: {tree: t, returns: {}, public: {go: other}}\n  other: {tree: t, returns: {}}\n"
        ),
        [("T501.call", "other: {tree: t, returns: {}}")],
    ),
    # Only the first that is met: what lies behind it is no public path.
    (
        "behind it",
        one(
            asking(
                TWO.replace("go: two", "go: inner"),
                "  inner: {ask: 社内, audience: agent, answers: [{id: a, label: あ, go: deep}]}\n",
            )
            + ENDS
            + outcome("deep", public=False)
        ),
        [("T501.internal", "inner: {ask: 社内, audience: agent, answers: [{id: a, label: あ, go: deep}]}")],
    ),
    # Answers for agents are no public path, nor is one with another way for the public.
    (
        "agents' answers",
        one(
            asking(
                TWO
                + "      - {id: c, label: う, go: inner, audience: agent}\n"
                + "      - {id: d, label: え, go: inner, public: {go: one}}\n"
            )
            + ENDS
            + outcome("inner", "audience: agent", public=False)
        ),
        [],
    ),
    # "I do not know" is a step like any other.
    (
        "unsure",
        one(asking(more="    unsure: {go: inner}\n") + ENDS + outcome("inner", public=False)),
        [("T501.outcome", "inner:")],
    ),
    (
        "unsure with a way for the public",
        one(asking(more="    unsure: {go: inner, public: {go: one}}\n") + ENDS + outcome("inner", public=False)),
        [],
    ),
    # A return without a caller.
    (
        "return",
        one(asking(TWO.replace("go: two", "go: 'return:done'")) + ENDS, head="returns: [done]\n"),
        [("T501.return", "- {id: b, label: い, go: 'return:done'}")],
    ),
    # A tree that is only called has no public path, nor has an agents' tree or a draft.
    ("only called", one("outcomes:\n" + outcome("first", public=False), head="entries: []\n"), []),
    ("agents' tree", one("outcomes:\n" + outcome("first", public=False), audience="agent"), []),
    (
        "draft",
        {
            "decision_trees/t.yml": one("outcomes:\n" + outcome("first", public=False))["decision_trees/t.yml"].replace(
                "state: validated", "state: draft"
            )
        },
        [],
    ),
    # Entries that only agents may use are theirs.
    (
        "agents' entry",
        one(
            "outcomes:\n" + outcome("first") + outcome("cut", "audience: agent", public=False),
            head="entries: [first, cut]\n",
        ),
        [],
    ),
    ("bare start", one("outcomes:\n" + outcome("first", public=False)), [("T501.outcome", "first:")]),
]
FLAG = """
schema: support-policy/1
flags: [{id: harm, label: 旗, match: [x], go: "tree:t#danger", public: {label: {ja: 危険, en: Danger}}}]
"""


@pytest.mark.parametrize(("files", "told"), [pytest.param(*case[1:], id=case[0]) for case in STOPS])
def test_a_public_path_that_ends_inside_is_told_at_what_it_meets_first(files, told):
    assert keys(files) == told


def test_a_public_red_flag_must_lead_to_something_public():
    body = "outcomes:\n" + outcome("first", public=False) + outcome("danger", "audience: public", public=False)
    files = {**one(body, audience="agent"), "site_config/policy.yml": FLAG}
    assert keys(files) == [("T501.outcome", "danger:")]


def test_a_node_that_several_paths_meet_is_told_once():
    body = asking(TWO.replace("go: one", "go: two")) + outcome("two", public=False)
    assert len(found(one(body, head="entries: [first]\n"))) == 1


FEW = [
    ("two", TWO, []),
    ("one for the public", TWO.replace("go: two", "go: two, audience: agent"), [("T503.answers", "answers:")]),
    # An answer that leads into a tree that is not validated is not there for the public.
    ("one to a draft", TWO.replace("go: two", "go: 'tree:d'"), [("T503.answers", "answers:")]),
]


@pytest.mark.parametrize(("answers", "told"), [pytest.param(*case[1:], id=case[0]) for case in FEW])
def test_a_public_question_needs_two_public_answers(answers, told):
    draft = tree("outcomes:\n" + outcome("first"), "d").replace("state: validated", "state: draft")
    assert keys({**one(asking(answers) + ENDS), "decision_trees/d.yml": draft}) == told


WORDS = """
schema: support-policy/1
internal_words: [内線, SV]
"""
TOOLS = """
schema: support-tools/1
tools:
  oms: {title: {ja: 受注管理, en: Order desk}, owner: cs, review_by: 2027-01-01, access: [op], knows: [x], searches: {}}
"""
ROLES = """
schema: support-escalation/1
roles: [{id: op, title: オペレーター}]
owners: [cs]
targets:
  desk: {title: 特命デスク, type: functional, role: op, reach: x, hours: day, ack: PT1H, resolve: P1D,
         wait: callback, slip: []}
"""
VALUES = """
schema: support-values/1
values:
  limit: {text: 2千円, audience: agent}
  fee: {text: 内線の料金, audience: public}
"""
HOUSE = {"site_config/policy.yml": WORDS, "site_config/tools.yml": TOOLS, "site_config/escalation.yml": ROLES}

INTERNAL = [
    ("word in a question", asking().replace("ask: {ja: 問い", "ask: {ja: 内線の問い"), "T502.word", "内線"),
    ("translation", asking().replace("en: Which", "en: Ask the SV"), "T502.word", "SV"),
    ("tool's title", asking(TWO.replace("label: い", "label: 受注管理")), "T502.word", "受注管理"),
    ("tool's title in English", asking(TWO.replace("label: い", "label: the ORDER DESK")), "T502.word", "Order desk"),
    ("role's title", asking(TWO.replace("label: い", "label: い, hint: オペレーターへ")), "T502.word", "オペレーター"),
    ("target's title", asking(more="    help: 特命デスクへ\n"), "T502.word", "特命デスク"),
    ("internal value", asking(more="    help: '{{value:limit}}まで'\n"), "T502.value", "limit"),
    # Not in what only agents read, in customers' own words, in ids and in addresses.
    ("talk script", asking(more="    say: 内線\n    note: SV\n"), None, None),
    ("customers' words", asking(more="    public: {asked_as: [オペレーターと話したい]}\n"), None, None),
    ("part of a word", asking(more="    help: CSV と desk とhttps://sv.example/\n"), None, None),
    ("agents' answer", asking(TWO + "      - {id: sv, label: 内線, go: one, audience: agent}\n"), None, None),
    ("another label for the public", asking(TWO.replace("label: い", "label: 内線, public: {label: い}")), None, None),
]


@pytest.mark.parametrize(("body", "key", "word"), [pytest.param(*case[1:], id=case[0]) for case in INTERNAL])
def test_internal_words_and_values_are_found_in_public_text(body, key, word):
    values = VALUES.replace("内線の料金", "料金")
    shop = library({**HOUSE, "site_config/values.yml": values, **one(body + ENDS)})
    told = [(finding.key, finding.args.get("word", finding.args.get("name"))) for finding in check_audience(shop)]
    assert told == ([(key, word)] if key else [])


def test_internal_words_are_found_in_public_steps_notices_flags_channels_and_values():
    files = {
        **HOUSE,
        "site_config/values.yml": VALUES,
        "site_config/policy.yml": WORDS + FLAG.replace("schema: support-policy/1", "").replace("ja: 危険", "ja: 内線"),
        "site_config/notices.yml": """
schema: support-notices/1
notices:
  - id: snow
    from: "2026-11-21T09:00+09:00"
    until: "2026-11-24T19:00+09:00"
    audience: public
    say: 内線
    public: {title: {ja: 内線, en: a}, text: "{{value:limit}}"}
""",
        "site_config/channels.yml": """
schema: support-channels/1
calendars:
  day:
    title: 昼
    weekly: {mon-fri: "09:00-18:00"}
    closed: [{from: "12-29", to: "01-03", title: {ja: 内線の休み, en: a}}]
channels:
  phone: {title: {ja: 内線, en: a}, audience: public, hours: day, tel: 0120-000-000}
  inner: {title: {ja: 内線, en: a}, audience: agent, hours: day, tel: 0120-000-000}
""",
        "decision_trees/t.yml": tree(
            "outcomes:\n"
            + outcome("first", public=False)
            + outcome(
                "danger",
                "audience: public\npublic: {steps: [内線へ], actions: [{label: 内線, url: 'https://内線.example/'}]}",
                public=False,
            ),
            audience="agent",
            head="title: 内線の木\npublic: {title: {ja: 内線, en: a}}\n",
        ),
    }
    told = {(finding.key, finding.mark.path) for finding in check_audience(library(files))}
    assert told == {
        ("T502.word", "site_config/policy.yml"),
        ("T502.word", "site_config/notices.yml"),
        ("T502.value", "site_config/notices.yml"),
        ("T502.word", "site_config/channels.yml"),
        ("T502.word", "site_config/values.yml"),
        ("T502.word", "decision_trees/t.yml"),
    }
    assert len([one for one in check_audience(library(files)) if one.mark.path == "decision_trees/t.yml"]) == 3
    assert len([one for one in check_audience(library(files)) if one.mark.path == "site_config/channels.yml"]) == 2


def test_a_missing_translation_is_a_warning_for_public_titles_and_questions_once_each():
    body = asking(more="    help: 助け\n    say: 台本\n").replace("ask: {ja: 問い, en: Which}", "ask: 問い")
    files = one(
        body + outcome("one").replace("title: {ja: one, en: one}", "title: 一") + outcome("two"), head="title: 木\n"
    )
    told = list(check_audience(library(files)))
    assert [(finding.key, finding.severity, finding.args["languages"]) for finding in told] == [
        ("T504.missing", "warning", "en")
    ] * 3
    assert [finding.mark.line for finding in told] == sorted(finding.mark.line for finding in told)


def test_a_site_with_one_language_misses_no_translation():
    files = {**one(asking().replace("ask: {ja: 問い, en: Which}", "ask: 問い") + ENDS)}
    files["decision_trees/t.yml"] = files["decision_trees/t.yml"].replace(", en: Tree", "")
    for name in ("one", "two"):
        files["decision_trees/t.yml"] = files["decision_trees/t.yml"].replace(f", en: {name}", "")
    assert found({**files, "site_config/site.yml": site(languages="[ja]")}) == []


LINKED = "public: {steps: [する], articles: [help/a, manual/b], anticipate: [{ask: 次は, article: manual/b}]}"
PAGES = {"content/help/a.md": "# a\n", "content/manual/b.md": "# b\n"}


def test_a_public_outcome_links_no_internal_article():
    body = "outcomes:\n" + outcome("first", LINKED, public=False)
    told = list(check_audience(library({**one(body), **PAGES})))
    assert [(finding.key, finding.args["name"]) for finding in told] == [("T505.article", "manual/b")] * 2
    assert [finding.mark.line for finding in told] == [16, 16]


def test_articles_are_looked_up_only_where_there_is_a_content_folder():
    assert found(one("outcomes:\n" + outcome("first", LINKED, public=False))) == []


def test_an_article_that_is_a_draft_is_no_fault():
    draft = {"content/help/a.md": "---\nstate: draft\n---\n# a\n"}
    body = "outcomes:\n" + outcome("first", "public: {steps: [する], articles: [help/a]}", public=False)
    assert found({**one(body), **draft}) == []


def test_the_examples_are_clean(shared_examples):
    shop = load(Layout.of(shared_examples), TODAY).library
    assert list[Finding](check_audience(shop)) == []


def test_the_demo_is_clean(repository):
    shop = load(Layout.of(repository), TODAY).library
    assert [str(finding.mark) for finding in (*check_audience(shop), *check_articles(shop))] == []


@pytest.mark.parametrize(
    ("files", "way", "at"),
    [
        (one(asking() + outcome("one") + outcome("two", "audience: agent")), "first: b", "id: b"),
        (
            one(asking(more="    unsure: {go: two}\n") + outcome("one") + outcome("two", public=False)),
            "first: b",
            "id: b",
        ),
        (
            one(
                asking(TWO.replace("two", "one"), "    unsure: {go: two}\n")
                + ENDS.replace("  two:", "  two:\n    audience: agent")
            ),
            "first: unsure",
            "unsure:",
        ),
        (one(asking().replace("    ask", "    audience: agent\n    ask", 1) + ENDS), "start", "start:"),
        (
            one(asking() + ENDS + outcome("three", public=False), head="entries: [first, three]\n"),
            "entries",
            "entries:",
        ),
        (
            {
                **one(asking() + ENDS + outcome("three", public=False)),
                "site_config/policy.yml": "schema: support-policy/1\nflags:\n"
                "  - {id: fire, label: 火, match: [火], go: 'tree:t#three', public: {label: 火}}\n",
            },
            "flags: fire",
            "id: fire",
        ),
    ],
)
def test_an_internal_node_is_told_with_the_step_that_leads_there(files: dict[str, str], way: str, at: str):
    (finding,) = [finding for finding in check_audience(library(files)) if finding.code == "T501"]
    path, _, line = finding.args["where"].rpartition(":")
    assert (finding.args["way"], at in files[path].split("\n")[int(line) - 1]) == (way, True)
    for language in ("ja", "en"):
        assert way in message(finding, language)
        assert finding.args["where"] in message(finding, language)
