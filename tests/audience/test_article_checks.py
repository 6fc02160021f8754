"""What is told of articles: agent blocks, values, internal words, icons; and of the house style."""

import pytest
from msgspec.structs import replace

from annai.audience.checks import check_articles, check_audience
from annai.diagnostics import Finding
from annai.diagnostics.wording import hint, message
from tests.audience.builders import library, loaded, outcome, tree

HOUSE = {
    "site_config/policy.yml": "schema: support-policy/1\ninternal_words: [内線, 内線表, SV]\n",
    "site_config/values.yml": """
schema: support-values/1
values:
  fee: {text: 660円, audience: public}
  limit: {text: 2千円, audience: agent}
""",
}


def told(files: dict[str, str], **more: str) -> list[str]:
    """``key line:column name`` of everything that is told of articles."""
    shop, _ = loaded({**HOUSE, **files, **more})
    found = list(check_articles(shop))
    for finding in found:
        for language in ("ja", "en"):
            message(finding, language)
            hint(finding, language)
    return [f"{one.key} {one.mark.line}:{one.mark.column} {_name(one)}".strip() for one in found]


def _name(finding: Finding) -> str:
    return finding.args.get("word") or finding.args.get("name") or ""


ARTICLES = [
    # Lines and columns are the file's, front matter counted.
    ("faulty block", "---\ntitle: 題\n---\n本文\n\n  - /// agent\n", ["A402.look 6:5"]),
    ("unclosed block", "# 題\n/// agent\n", ["A401.unclosed 2:1"]),
    ("unknown value", "---\ntitle: 題\n---\n一 {{value:fees}}\n", ["T209.value 4:3 fees"]),
    ("unknown value in an agent block", "# 題\n/// agent\n{{value:x}}\n///\n", ["T209.value 3:1 x"]),
    ("value in code", "# 題\n`{{value:x}}`\n```\n{{value:y}}\n```\n", []),
    # What was meant for a value would be shown as it stands.
    ("value with a full-width colon", "# 題\n一 {{value：fee}}\n", ["T209.form 2:3"]),
    ("value in full-width braces", "# 題\n一 ｛｛value:fee｝｝\n", ["T209.form 2:3"]),
    ("value in full-width letters", "# 題\n一 {{ｖａｌｕｅ：ｆｅｅ}}\n", ["T209.form 2:3"]),
    ("value with spaces", "# 題\n一 {{ value: fee }}二 {{value:fee}}\n", ["T209.form 2:3"]),
    ("value in capitals", "# 題\n{{Value:Fee}}\n", ["T209.form 2:1"]),
    ("value in one brace", "# 題\n{value:fee}\n", ["T209.form 2:1"]),
    ("value without the word", "# 題\n{{fee}}\n", ["T209.form 2:1"]),
    ("value with a hyphen", "# 題\n{{value-fee}}\n", ["T209.form 2:1"]),
    ("value with another word", "# 題\n{{values:fee}} {{値：fee}}\n", ["T209.form 2:1", "T209.form 2:16"]),
    ("no such value, mistyped", "# 題\n{{value：x}}\n", ["T209.form 2:1"]),
    ("mistyped in the front matter", "---\nsummary: 一 {{value：fee}}\n---\n# 題\n", []),
    ("mistyped in code", "# 題\n`{{value：x}}`\n```\n{{value：y}}\n```\n", []),
    ("other braces", "# 題\n{{ page.title }} {value} {value: 1} {{table: x}} {{x}} {: .value}\n", []),
    ("conflict in git", "# 題\n<<<<<<< HEAD\n一\n=======\n二\n>>>>>>> other\n", ["A103.conflict 2:1"]),
    ("conflict in code", "# 題\n```\n<<<<<<< HEAD\n一\n=======\n二\n>>>>>>> other\n```\n", []),
    # What is left for the public holds no internal word and no internal value.
    ("internal word", "---\ntitle: 題\n---\n# 題\n\n社の内線へ\n", ["T502.word 6:3 内線"]),
    ("internal word within another", "# 題\n\n内線表を見る\n", ["T502.word 3:1 内線表"]),
    ("internal word below a block", "# 題\n/// agent\n内線\n///\nSV へ\n", ["T502.word 5:1 SV"]),
    ("internal value", "# 題\n一 {{value:limit}}\n", ["T502.value 2:3 limit"]),
    (
        "in the front matter",
        "---\ntitle: SVの題\nsummary: '{{value:limit}}'\n---\n",
        ["T502.word 2:8 SV", "T502.value 3:10 limit"],
    ),
    (
        "in a public change",
        "---\nchanges:\n  - {date: 2026-11-01, what: 内線, audience: public}\n---\n# 題\n",
        ["T502.word 3:30 内線"],
    ),
    ("in an alternative text", "# 題\n![内線図](a.png)\n", ["T502.word 2:3 内線"]),
    ("in code that the public reads", "# 題\n`内線`\n", ["T502.word 2:2 内線"]),
    # Not in what is cut, in comments, in addresses, in customers' own words, in changes for agents.
    ("in a block", "# 題\n/// agent\n内線 {{value:limit}}\n///\n", []),
    ("in a comment", "# 題\n<!-- 内線\nSV -->\n", []),
    ("in an address", "# 題\n[表](../SV/内線.md#SV) https://sv.example/SV\n", []),
    ("customers' words", "---\nasked_as: [SVに代わって]\n---\n# 題\n", []),
    ("in a change for agents", "---\nchanges: [{date: 2026-11-01, what: 内線, do: SV}]\n---\n# 題\n", []),
    # A fault leaves the public nothing to read: it alone is told.
    ("block with a fault", "# 題\n内線\n/// agent | x\n", ["A401.options 3:1"]),
]


@pytest.mark.parametrize(("text", "found"), [pytest.param(*case[1:], id=case[0]) for case in ARTICLES])
def test_a_fault_in_a_public_article_is_told_where_it_stands(text: str, found: list[str]):
    assert told({"content/help/a.md": text}) == found


@pytest.mark.parametrize("path", ["content/manual/a.md", "content/help/draft.md", "content/help/old.md"])
def test_articles_that_the_public_does_not_read_may_say_internal_words_but_not_break_a_block(path: str):
    state = {"draft": "state: draft\n", "old": "state: archived\n"}.get(path.rsplit("/", maxsplit=1)[-1][:-3], "")
    text = f"---\n{state}title: SV\n---\n内線 {{{{value:limit}}}}\n\n- /// agent\n"
    line = text.split("\n").index("- /// agent") + 1
    assert told({path: text}) == [f"A402.look {line}:3"]


@pytest.mark.parametrize("front", ["---\ntitle: 題\naudience：agent\n---\n", "\n---\naudience: agent\n---\n"])
def test_an_article_whose_front_matter_cannot_be_read_is_not_taken_for_a_public_one(front: str):
    shop, read = loaded({**HOUSE, "content/help/a.md": f"{front}内線\n"})
    assert [finding.code for finding in read] == ["A101"]
    assert list(check_articles(shop)) == []


def test_a_translation_is_checked_for_itself():
    files = {"content/help/a.md": "# 題\n", "content/help/a.en.md": "# Title\n\nCall the SV.\n"}
    assert told(files) == ["T502.word 3:10 SV"]


def test_an_unknown_value_in_a_repository_without_settings_is_a_warning():
    shop = library({"content/help/a.md": "# a\n\n{{value:x}}\n"})
    assert [finding.severity for finding in check_articles(shop)] == ["error"]
    assert [finding.severity for finding in check_articles(replace(shop, managed=False))] == ["warning"]


def test_a_mistyped_value_comes_with_the_right_spelling_of_the_nearest_one():
    shop = library({**HOUSE, "content/help/a.md": "# 題\n\n{{value：fees}}\n"})
    (finding,) = check_articles(shop)
    assert finding.severity == "error"
    assert "{{value：fees}}" in message(finding, "ja")
    assert "{{value:fee}}" in hint(finding, "ja")
    (finding,) = check_articles(replace(shop, managed=False))
    assert finding.severity == "warning"


def test_texts_and_icons_of_public_categories_are_checked():
    files = {
        "content/assets/i.svg": "<svg",
        "content/help/a.md": "# a\n",
        "content/help/_category.yml": "title: {ja: 内線, en: a}\ndescription: 一 SV\nicon: assets/i.svg\n",
        "content/manual/a.md": "# a\n",
        "content/manual/_category.yml": "title: 内線\n",
        "content/help/inner/_category.yml": "title: 内線\naudience: agent\n",
        "content/help/inner/a.md": "# a\n",
    }
    assert told(files) == ["A305.picture 3:7", "T502.word 1:13 内線", "T502.word 2:14 SV"]


def test_what_was_found_in_a_file_is_remembered_until_the_file_or_a_setting_changes(monkeypatch):
    memory: dict[str, tuple[Finding, ...]] = {}
    files = {**HOUSE, "content/help/a.md": "# 題\n内線\n"}
    first = list(check_articles(library(files), memory))
    monkeypatch.setattr("annai.audience.checks.readings", None)
    assert list(check_articles(library(files), memory)) == first
    monkeypatch.undo()
    files["site_config/policy.yml"] = "schema: support-policy/1\ninternal_words: []\n"
    assert list(check_articles(library(files), memory)) == []


STYLE = """
schema: support-style/1
avoid:
  - {word: 早急に, use: 日時, why: いつかが分からない}
  - {word: 万が一, where: [public]}
  - {word: ですから, where: [say]}
  - {word: 下記, use: 下記の表, where: [articles]}
limits: {sentence: 12, paragraph: 30}
"""

STYLED = [
    (
        "everywhere",
        "# 早急に\n早急に `早急に` [早急に](早急に)\n",
        ["S101.use 1:3 早急に", "S101.use 2:1 早急に", "S101.use 2:12 早急に"],
    ),
    ("twice in a line", "# 題\n早急に早急に\n", ["S101.use 2:1 早急に", "S101.use 2:4 早急に"]),
    (
        "in the front matter",
        "---\ntitle: 早急に\nsummary: 早急に早急に\n---\n",
        ["S101.use 2:8 早急に", "S101.use 3:10 早急に"],
    ),
    ("what the public reads", "# 題\n万が一\n/// agent\n万が一\n///\n", ["S101.avoid 2:1 万が一"]),
    ("what is said", "# 題\nですから\n", []),
    ("a part of the better wording", "# 題\n下記の表と下記\n", ["S101.use 2:6 下記"]),
    ("in code", "# 題\n```\n早急に\n```\n", []),
    ("sentence", "# 題\n短い。あああああああああああああ。\n", ["S102.sentence 2:1"]),
    ("sentence on the second line", "# 題\n短い。\nあああああああああああああ。\n", ["S102.sentence 3:1"]),
    (
        "paragraph",
        "# 題\nああああ。ああああ。ああああ。\nああああ。ああああ。ああああ。ああああ。\n",
        ["S102.paragraph 2:1"],
    ),
    ("heading and table are no sentences", f"# {'あ' * 16}\n\n| {'あ' * 16} |\n", []),
    ("address does not count", "# 題\n[ああ](https://shop.example/aaaaaaaaaaaaaaaaaaaaa)\n", []),
    ("value counts", "# 題\n{{value:fee}}\n{{value:fee}}{{value:fee}}あ\n", ["S102.sentence 2:1"]),
]


@pytest.mark.parametrize(("text", "found"), [pytest.param(*case[1:], id=case[0]) for case in STYLED])
def test_the_style_of_articles_is_a_warning_where_it_stands(text: str, found: list[str]):
    files = {**HOUSE, "content/help/a.md": text, "site_config/style.yml": STYLE}
    assert told(files) == found
    assert {finding.severity for finding in check_articles(library(files))} <= {"warning"}


def test_agents_articles_keep_to_the_style_of_articles():
    text = "# 題\n万が一、早急に\n"
    assert told({"content/manual/a.md": text, "site_config/style.yml": STYLE}) == ["S101.use 2:5 早急に"]


def test_a_limit_for_japanese_leaves_twice_the_room_in_english():
    english = "# Title\n\nThis is a test of it.\n\nThis is a longer sentence.\n"
    files = {"content/help/a.md": "# 題\n", "content/help/a.en.md": english, "site_config/style.yml": STYLE}
    assert told(files) == ["S102.sentence 5:1"]


def test_the_style_of_trees_is_told_for_public_texts_and_for_what_is_said():
    body = (
        "questions:\n  first:\n    ask: {ja: 万が一, en: a}\n    say: ですから\n    note: 早急に\n    answers:\n"
        "      - {id: a, label: 早急に, terms: [万が一], go: one}\n      - {id: b, label: い, go: one}\n"
        "outcomes:\n"
    ) + outcome("one", "say: ああああああああああああああ。\nnever: [早急に]")
    files = {
        "decision_trees/t.yml": tree(body),
        "site_config/style.yml": STYLE,
        "site_config/policy.yml": "schema: support-policy/1\nhold: {start: ですから}\n",
        "site_config/macros.yml": """
schema: support-macros/1
macros: {sorry: {title: 万が一, situation: 早急に, text: ですから}}
""",
    }
    found = [(one.key, _name(one), one.mark.path) for one in check_audience(library(files)) if one.code[0] == "S"]
    assert found == [
        ("S101.avoid", "万が一", "decision_trees/t.yml"),
        ("S101.use", "早急に", "decision_trees/t.yml"),
        ("S101.avoid", "ですから", "decision_trees/t.yml"),
        ("S102.sentence", "", "decision_trees/t.yml"),
        ("S101.avoid", "ですから", "site_config/policy.yml"),
        ("S101.avoid", "ですから", "site_config/macros.yml"),
    ]
