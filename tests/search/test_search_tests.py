"""Queries that a team promises to answer: a lost one is told at its line, with what came instead and why."""

import re
from pathlib import Path

import pytest

from tests.pipeline.content_repository import ContentRepository

ARTICLE = "---\ntitle: {title}\nstate: validated\n{more}---\n{body}\n"


@pytest.fixture
def shop(tmp_path: Path) -> ContentRepository:
    made = ContentRepository.of_shop(tmp_path / "shop")
    assert made.annai("check").code == 0
    return made


def _article(shop: ContentRepository, name: str, title: str, body: str, more: str = "") -> str:
    path = f"content/help/{name}.md"
    shop.write(path, ARTICLE.format(title=title, body=body, more=more))
    return path


def _lost(shop: ContentRepository, **environment: str) -> list[str]:
    outcome = shop.annai("check", **{"ANNAI_LANGUAGE": "en", **environment})
    assert "Traceback" not in outcome.said
    return [line for line in outcome.output.splitlines() if " A502 " in line]


def _tests(shop: ContentRepository, *tests: str) -> None:
    rows = "".join(f"  - {{{test}}}\n" for test in tests)
    shop.write("site_config/search_tests.yml", f"schema: support-search-tests/1\ntests:\n{rows}")


def test_an_article_that_its_query_does_not_find_is_told_at_the_query(shop: ContentRepository):
    _article(shop, "kettle", "ケトルの水垢", "クエン酸で落とします。", "search_tests: [水垢, 潜水艦の操縦]\n")
    _article(shop, "boat", "潜水艦の操縦", "潜水艦は船です。")
    (line,) = _lost(shop)
    assert line.startswith("content/help/kettle.md:4:20: error A502 ")
    assert "潜水艦の操縦 (help/boat)" in line


def test_a_lost_query_says_why_by_the_scores_of_its_words(shop: ContentRepository):
    for at in range(4):
        _article(shop, f"boat{at}", f"潜水艦の操縦 {at}", "潜水艦は船です。操縦のしかた。")
    _article(shop, "kettle", "ケトルの水垢", "潜水艦ではありません。", "search_tests: [潜水艦の操縦]\n")
    outcome = shop.annai("check", ANNAI_LANGUAGE="en")
    assert outcome.code == 1
    assert re.search(r"only in place 5 .* not among the first 3", outcome.output)
    assert re.search(r"help/boat0 [\d.]+ = .*潜水艦 [\d.]+.* \| help/kettle [\d.]+ = 潜水艦 [\d.]+", outcome.output)


def test_a_query_without_any_result_is_told(shop: ContentRepository):
    _article(shop, "kettle", "ケトルの水垢", "クエン酸で落とします。", "search_tests: [zzqqxx]\n")
    (line,) = _lost(shop)
    assert "finds nothing at all" in line


def test_the_wording_follows_the_language_of_messages(shop: ContentRepository):
    _article(shop, "kettle", "ケトルの水垢", "クエン酸で落とします。", "search_tests: [zzqqxx]\n")
    (line,) = _lost(shop, ANNAI_LANGUAGE="ja")
    assert "何も見つかりません" in line


def test_a_translation_is_asked_in_its_own_language(shop: ContentRepository):
    _article(shop, "kettle", "ケトルの水垢", "クエン酸で落とします。", "search_tests: [水垢]\n")
    english = _article(
        shop, "kettle.en", "Limescale in a kettle", "Use citric acid.", "search_tests: [limescale, 水垢]\n"
    )
    (line,) = _lost(shop)
    assert line.startswith(f"{english}:4:27: ")
    assert "(en)" in line


def test_an_internal_article_is_asked_of_the_agents_site(shop: ContentRepository):
    shop.write(
        "content/manual/secret.md",
        ARTICLE.format(
            title="潜水艦の操縦", body="浮上します。", more="audience: agent\nsearch_tests: [潜水艦の操縦]\n"
        ),
    )
    assert _lost(shop) == []


def test_what_is_archived_or_a_draft_is_not_asked_for_in_public(shop: ContentRepository):
    text = ARTICLE.format(title="ケトル", body="水垢。", more="search_tests: [潜水艦]\n")
    shop.write("content/help/kettle.md", text.replace("validated", "archived"))
    assert _lost(shop) == []
    shop.write("content/help/kettle.md", text.replace("validated", "draft"))
    (line,) = _lost(shop)
    assert " for agent (ja)" in line


def test_a_registered_query_may_expect_articles_trees_and_tools(shop: ContentRepository):
    _article(shop, "kettle", "ケトルの水垢", "クエン酸で落とします。")
    _tests(
        shop,
        "query: ケトル 水垢, expect: help/kettle",
        "query: ケトル, expect: help/kettle, audience: agent, top: 1",
        "query: 返品, expect: tree:returns, top: 20",
        "query: 注文 検索, expect: oms, audience: agent, top: 20",
    )
    assert _lost(shop) == []


def test_a_registered_query_that_is_lost_is_told_at_its_query(shop: ContentRepository):
    _article(shop, "kettle", "ケトルの水垢", "クエン酸で落とします。")
    _tests(shop, "expect: help/kettle, query: zzqqxx", "query: ケトル, expect: help/kettle, language: en")
    nothing, absent = _lost(shop)
    assert nothing.startswith("site_config/search_tests.yml:3:34: ")
    assert absent.startswith("site_config/search_tests.yml:4:13: ")
    assert "not on the site for public in en" in absent


def test_an_edit_is_noticed_by_the_next_check(shop: ContentRepository):
    more = "search_tests: [潜水艦]\n"
    _article(shop, "kettle", "ケトルの水垢", "クエン酸で落とします。", more)
    assert len(_lost(shop)) == 1
    assert len(_lost(shop)) == 1
    _article(shop, "kettle", "ケトルの水垢", "潜水艦で落とします。", more)
    assert _lost(shop) == []


def test_public_articles_that_answer_the_same_questions_are_told_with_both_files(shop: ContentRepository):
    questions = "asked_as: [水垢を落としたい, ケトルが白い]\n"
    first = _article(shop, "a-kettle", "ケトルの水垢", "クエン酸で落とします。", questions)
    second = _article(shop, "b-kettle", "ポットのお手入れ", "重曹で洗います。", questions)
    outcome = shop.annai("check", ANNAI_LANGUAGE="en")
    assert outcome.code == 0
    (line,) = [line for line in outcome.output.splitlines() if " A503 " in line]
    assert line.startswith(f"{second}:4:12: warning A503 ")
    assert first in line
    shop.edit(second, questions, "")
    assert " A503 " not in shop.annai("check").output
