"""What the public's view holds of articles, trees and registries, and what it leaves out."""

import pytest

from annai.audience import project
from annai.audience.project import views
from annai.model.view import Go
from annai.sources import Layout, load
from tests.audience.builders import THREE_AUDIENCES, TODAY, library, loaded, outcome, question, result, site, tree

ARTICLE = """---
title: 送料 {{value:fee}}
summary: 合計 {{value:fee}}{{value:limit}}
reasons: [R-1]
related: [help/b, manual/c]
changes:
  - {date: 2026-11-20, what: 変わった, do: 言わない, audience: public}
  - {date: 2026-11-21, what: 社内の変更, audience: agent}
---
# 見出し

{{value:fee}}です。`{{value:fee}}` {{value:limit}}{{value:none}}

/// agent
社内
///

<!-- メモ -->
おわり
"""
VALUES = """
schema: support-values/1
values:
  fee: {text: {ja: "660円 *税込*", en: 660 yen}, audience: public}
  limit: {text: 2千円, audience: agent}
"""
SHOP = {"content/help/a.md": ARTICLE, "site_config/values.yml": VALUES}


def test_an_article_loses_its_agent_blocks_comments_and_internal_values_for_the_public():
    public = project(library(SHOP), "public", "ja").articles["help/a"]
    agent = project(library(SHOP), "agent", "ja").articles["help/a"]
    assert public.body == ("# 見出し\n\n660円 &#42;税込&#42;です。`{{value:fee}}` {{value:none}}\n\n\n\n\nおわり\n")
    assert "社内" in agent.body
    assert "2千円" in agent.body
    assert "メモ" not in agent.body
    assert (public.title, public.summary) == ("送料 660円 *税込*", "合計 660円 *税込*")
    assert [change.what.text for change in public.changes] == ["変わった"]
    assert public.changes[0].do is None
    assert (public.desk, agent.desk and agent.desk.reasons) == (None, ("R-1",))


def test_lines_of_a_cut_body_lead_back_to_the_file():
    public = project(library(SHOP), "public", "ja").articles["help/a"]
    written = ARTICLE.split("\n")
    for line, number in zip(public.body.split("\n"), public.lines, strict=True):
        assert line in ("", written[number - 1]) or "660円" in line


def test_values_of_the_view_are_those_that_its_audience_may_see():
    shop = library(SHOP)
    assert dict(project(shop, "public", "en").values) == {"fee": "660 yen"}
    assert dict(project(shop, "agent", "ja").values) == {"fee": "660円 *税込*", "limit": "2千円"}


def test_an_article_with_a_faulty_agent_block_is_empty_for_the_public():
    files = {"content/help/a.md": "---\ntitle: 題\n---\n/// agent | 注意\n社内\n///\n"}
    public = project(library(files), "public", "ja").articles["help/a"]
    assert (public.title, public.summary, public.body) == ("題", "", "")


def test_a_summary_is_taken_from_what_the_reader_may_see():
    files = {"content/help/a.md": "/// agent\n# 社内の題\n\n社内の段落\n///\n\n# 公開の題\n\n公開の段落 &amp; 値\n"}
    public = project(library(files), "public", "ja").articles["help/a"]
    agent = project(library(files), "agent", "ja").articles["help/a"]
    assert (public.title, public.summary) == ("公開の題", "公開の段落 & 値")
    assert (agent.title, agent.summary) == ("社内の題", "社内の段落")


@pytest.mark.parametrize(
    ("front", "english", "languages"),
    [
        # Only what is validated is public, and no translation without its original.
        ("state: validated", "state: validated", ["ja", "en"]),
        ("state: validated", "state: draft", ["ja"]),
        ("state: draft", "state: validated", []),
        ("state: archived", "state: validated", []),
        # The original's audience is the translation's; what says nothing has the folder's.
        ("audience: agent", "state: validated", []),
        ("order: 1", "order: 1", ["ja", "en"]),
    ],
)
def test_a_translation_is_never_more_public_than_its_original(front: str, english: str, languages: list[str]):
    files = {
        "content/help/a.md": f"---\ntitle: 題\n{front}\n---\n本文\n",
        "content/help/a.en.md": f"---\ntitle: Title\n{english}\n---\nBody\n",
    }
    articles = project(library(files), "public", "en").articles
    assert list(articles["help/a"].alternates if articles else {}) == languages


def test_an_article_that_no_folder_names_is_the_strongests():
    files = {"content/notes/a.md": "社内\n", "site_config/site.yml": site(THREE_AUDIENCES)}
    shop = library(files)
    assert [list(project(shop, audience, "ja").articles) for audience in shop.audiences] == [[], [], ["notes/a"]]


def test_an_unknown_audience_or_language_is_refused():
    with pytest.raises(ValueError, match="unknown audience"):
        project(library({}), "everyone", "ja")
    with pytest.raises(ValueError, match="unknown language"):
        project(library({}), "public", "fr")


def test_every_language_has_its_view():
    assert [view.home for view in views(library(SHOP), "public")] == ["/", "/en/"]


QUESTION = """
questions:
  first:
    ask: {ja: どれ, en: Which}
    help: 助け
    say: 台本
    note: 背景
    never: [禁句]
    fact: sort-of-item
    by: judge
    answers:
      - {id: a, label: あ, hint: ヒント, terms: [語], go: done, public: {label: お客様の「あ」}}
      - {id: b, label: い, go: inside, public: {go: done}}
      - {id: c, label: う, go: inside, audience: agent}
      - {id: d, label: え, go: done, catch_all: true}
    unsure: {go: inside, public: {go: done}}
outcomes:
"""
TREE = tree(QUESTION + outcome("done") + outcome("inside", "audience: agent", public=False))


def test_a_public_question_shows_only_what_the_allow_list_names():
    view = project(library({"decision_trees/t.yml": TREE}), "public", "ja")
    shown = question(view, "t")
    said = repr(view.trees)
    for internal in ("台本", "背景", "禁句", "sort-of-item", "語", "judge", "inside", "owner", "cs"):
        assert internal not in said, internal
    assert str(shown.help) == "助け"
    assert [(answer.id, answer.label.text, answer.go.node) for answer in shown.answers] == [
        ("a", "お客様の「あ」", "done"),
        ("b", "い", "done"),
        ("d", "え", "done"),
    ]
    assert not any(answer.catch_all for answer in shown.answers)
    assert shown.unsure == Go("node", "done", "t")


def test_agents_see_all_of_a_question():
    agent = question(project(library({"decision_trees/t.yml": TREE}), "agent", "ja"), "t")
    assert agent.desk
    assert agent.unsure
    assert [answer.go.node for answer in agent.answers] == ["done", "inside", "inside", "done"]
    assert (agent.fact, str(agent.desk.say), agent.unsure.node) == ("sort-of-item", "台本", "inside")


def test_unsure_does_not_lead_through_an_answer_that_the_public_does_not_have():
    body = QUESTION.replace("unsure: {go: inside, public: {go: done}}", "unsure: c")
    files = {"decision_trees/t.yml": tree(body + outcome("done") + outcome("inside", "audience: agent"))}
    assert question(project(library(files), "public", "ja"), "t").unsure is None
    assert question(project(library(files), "agent", "ja"), "t").unsure == Go("node", "inside", "t")


PASSING = """
questions:
  first:
    ask: 問い
    answers:
      - {id: a, label: あ, go: route}
      - {id: b, label: い, go: call}
      - {id: c, label: う, go: internal}
      - {id: d, label: え, go: skipped}
  internal: {ask: 社内, audience: agent, public: {go: skipped}, answers: [{id: a, label: あ, go: one}]}
  skipped: {ask: 飛ばす, public: {go: three}, answers: [{id: a, label: あ, go: one}]}
routes:
  route: {rules: [{when: {rank: [gold]}, go: one}], else: one, public: {go: one}}
calls:
  call: {tree: t, returns: {}, public: {go: two}}
outcomes:
"""


def test_the_public_path_passes_by_what_it_may_not_enter():
    body = PASSING + outcome("one") + outcome("two") + outcome("three")
    view = project(library({"decision_trees/t.yml": tree(body)}), "public", "ja")
    assert [answer.go.node for answer in question(view, "t").answers] == ["one", "two", "three", "three"]
    assert list(view.trees["t"].nodes) == ["first", "one", "two", "three"]


def test_the_public_has_no_tree_that_is_only_called_and_none_that_is_a_draft():
    body = "outcomes:\n" + outcome("first")
    files = {
        "decision_trees/t.yml": tree(body, head="entries: []\n"),
        "decision_trees/d.yml": tree(body, "d").replace("state: validated", "state: draft"),
    }
    assert list(project(library(files), "public", "ja").trees) == []
    assert list(project(library(files), "agent", "ja").trees) == ["d", "t"]


FLAGS = """
schema: support-policy/1
flags:
  - {id: harm, label: 社内の旗, match: [けが], go: "tree:t#danger", public: {label: けがをしたとき, match: [けが]}}
  - {id: threat, label: 脅し, match: [殺す], go: "tree:t#first"}
"""


@pytest.mark.parametrize(
    ("head", "title"),
    [
        # The heading of public nodes in an agent tree, else the flag's label; never the tree's own title.
        ("public: {title: 安全のために}\n", "安全のために"),
        ("", "けがをしたとき"),
    ],
)
def test_a_public_red_flag_opens_a_node_of_an_agent_tree_under_a_public_heading(head: str, title: str):
    body = "outcomes:\n" + outcome("first", public=False) + outcome("danger", "audience: public")
    files = {"decision_trees/t.yml": tree(body, audience="agent", head=head), "site_config/policy.yml": FLAGS}
    view = project(library(files), "public", "ja")
    opened = view.trees["t"]
    assert (opened.title.text, opened.start, opened.entries, list(opened.nodes)) == (
        title,
        None,
        ("danger",),
        ["danger"],
    )
    assert [(flag.id, flag.label.text, flag.go.node) for flag in view.flags] == [("harm", "けがをしたとき", "danger")]
    assert [flag.id for flag in project(library(files), "agent", "ja").flags] == ["harm", "threat"]


def test_an_agent_tree_that_a_public_tree_enters_has_the_heading_of_its_first_public_node():
    files = {
        "decision_trees/t.yml": tree(
            "questions:\n  first:\n    ask: 問い\n    answers:\n"
            "      - {id: a, label: あ, go: 'tree:u#open'}\n      - {id: b, label: い, go: 'tree:u#open'}\n"
        ),
        "decision_trees/u.yml": tree(
            "outcomes:\n" + outcome("first", public=False) + outcome("open", "audience: public"),
            "u",
            audience="agent",
            head="title: 社内の木\nwas: [old-u]\n",
        ),
    }
    view = project(library(files), "public", "ja")
    assert view.trees["u"].title.text == "open"
    assert "社内の木" not in repr(view)


def test_former_ids_of_public_nodes_lead_on_and_deleted_ones_are_told_to_agents_alone():
    body = "outcomes:\n" + outcome("first", "was: [before]") + outcome("secret", "audience: agent\nwas: [hidden]")
    head = "was: [old]\nretired: {gone: {go: first, since: 1, why: 社内の理由}}\n"
    shop = library({"decision_trees/t.yml": tree(body, head=head)})
    public, agent = project(shop, "public", "ja"), project(shop, "agent", "ja")
    assert public.redirects == {"/flow/old/": "/flow/t/", "/flow/t/before/": "/flow/t/first/"}
    assert set(agent.trees["t"].moved) == {"before", "hidden", "gone"}
    assert "hidden" not in repr(public)


REGISTRIES = {
    "site_config/channels.yml": """
schema: support-channels/1
calendars:
  day: {title: 昼, weekly: {mon-fri: "09:00-18:00"}}
  inner: {title: 社内の暦, weekly: {mon-fri: "09:00-18:00"}}
channels:
  phone: {title: 電話, audience: public, hours: day, tel: 0120-000-000, fallback: hotline}
  hotline: {title: 社内の電話, audience: agent, hours: inner, tel: "100"}
""",
    "site_config/notices.yml": """
schema: support-notices/1
notices:
  - {id: snow, from: "2026-11-21T09:00+09:00", until: "2026-11-24T19:00+09:00", audience: public,
     reasons: [R-1], tools: [oms], articles: [help/a], say: 台本, public: {title: 雪}}
  - {id: silent, from: "2026-11-21T09:00+09:00", until: "2026-11-24T19:00+09:00", audience: public, say: 言うだけ}
  - {id: inner, from: "2026-11-21T09:00+09:00", until: "2026-11-24T19:00+09:00", audience: agent,
     public: {title: 社内}}
""",
    "site_config/synonyms.yml": """
schema: support-synonyms/1
add:
  - {words: [a, b]}
  - {from: [c], to: [d], weight: 1, audience: agent}
  - {words: [e, f], language: en}
""",
}


def test_the_public_has_its_channels_and_their_calendars_and_no_others():
    public = project(library(REGISTRIES), "public", "ja")
    assert list(public.channels) == ["phone"]
    assert public.channels["phone"].fallback is None
    assert list(public.calendars) == ["day"]
    assert project(library(REGISTRIES), "agent", "ja").channels["phone"].fallback == "hotline"


def test_the_public_has_notices_with_public_words_and_only_these():
    public = project(library(REGISTRIES), "public", "ja")
    assert [(notice.id, notice.title.text, notice.say, notice.reasons, notice.tools) for notice in public.notices] == [
        ("snow", "雪", None, (), ())
    ]
    assert [notice.id for notice in project(library(REGISTRIES), "agent", "ja").notices] == ["snow", "silent", "inner"]


def test_synonyms_are_those_of_the_audience_and_the_language():
    shop = library(REGISTRIES)
    assert project(shop, "public", "ja").synonyms == ((("a", "b"), ("a", "b"), 0.5),)
    assert len(project(shop, "agent", "en").synonyms) == 3


def test_an_outcome_offers_the_public_only_its_own_channels_and_articles():
    more = "public: {steps: [する], contact: [hotline, phone], articles: [help/a, manual/b, help/draft]}"
    files = {
        **REGISTRIES,
        "decision_trees/t.yml": tree("outcomes:\n" + outcome("first", more, public=False)),
        "content/help/a.md": "# a\n",
        "content/help/draft.md": "---\nstate: draft\n---\n# b\n",
        "content/manual/b.md": "# b\n",
    }
    shown = result(project(library(files), "public", "ja"), "t")
    assert (shown.contact, shown.articles) == (("phone",), ("help/a",))


ICON = '<svg xmlns="http://www.w3.org/2000/svg"><!-- 社内 --><script>x</script><path d="M0 0"/></svg>'


def test_a_category_is_public_with_a_public_article_and_keeps_internal_words_to_itself():
    files = {
        "content/assets/i.svg": ICON,
        "content/help/a.md": "# a\n",
        "content/help/_category.yml": "title: 手続き\nicon: assets/i.svg\n",
        "content/help/inner/b.md": "---\naudience: agent\n---\n# b\n",
        "content/help/inner/_category.yml": "title: 社内の棚\n",
        "content/help/both/c.md": "# c\n",
        "content/help/both/_category.yml": "title: 社内の名\ndescription: 社内の説明\naudience: agent\n",
    }
    public = project(library(files), "public", "ja").categories
    assert {address: category.title.text for address, category in public.items()} == {
        "/": "",
        "/help/": "手続き",
        "/help/both/": "both",
    }
    assert public["/help/"].icon_svg == '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    assert project(library(files), "agent", "ja").categories["/help/both/"].title.text == "社内の名"


def test_an_icon_that_cannot_be_read_is_left_out():
    files = {
        "content/assets/i.svg": "<svg",
        "content/help/a.md": "# a\n",
        "content/help/_category.yml": "icon: assets/i.svg\n",
    }
    assert project(loaded(files)[0], "public", "ja").categories["/help/"].icon_svg == ""


def test_the_public_has_no_desk_and_agents_have_it_whole():
    shop = library({"site_config/policy.yml": FLAGS})
    assert project(shop, "public", "ja").desk is None
    desk = project(shop, "agent", "ja").desk
    assert desk
    assert desk.policy == shop.policy.value


def test_the_shops_of_the_examples_are_projected_for_everyone(shared_examples):
    shop = load(Layout.of(shared_examples), TODAY).library
    public, agent = (project(shop, audience, "ja") for audience in shop.audiences)
    assert public.trees.keys() < agent.trees.keys()
    assert {flag.id for flag in public.flags} == {"injury", "fraud"}
    internal = ("台本", "OMS", "内線", "sv-desk", "verify-identity", "late-exception")
    assert [word for word in internal if word in repr(public)] == []


def test_what_belongs_to_an_unknown_audience_is_seen_by_the_strongest_alone():
    values = "schema: support-values/1\nvalues: {a: {text: x, audience: everyone}}\n"
    three = library({"site_config/values.yml": values, "site_config/site.yml": site(THREE_AUDIENCES)})
    assert [dict(project(three, audience, "ja").values) for audience in three.audiences] == [{}, {}, {"a": "x"}]
    alone = "schema: support-site/1\nlanguages: [ja]\naudiences: [public]\n"
    one = library({"site_config/values.yml": values, "site_config/site.yml": alone})
    assert dict(project(one, "public", "ja").values) == {}
