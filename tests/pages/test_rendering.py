"""Drawing a context: words are escaped and marked with their language, tables scroll, scripts keep their lines."""

from html import unescape
from typing import Any

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from annai.pages.contexts import (
    Alternate,
    Article,
    Changes,
    Frame,
    Html,
    Link,
    MacroGroup,
    Macros,
    Notice,
    Notices,
    Outcome,
    Phrase,
    Redirect,
    SearchNeed,
    Site,
    TalkScript,
    Words,
)
from annai.pages.line_breaks import with_breaks
from annai.pages.rendering import frame_meta, render, template_parts, words_html

HOSTILE = '<img src=x onerror="alert(1)">'


def _article(title: Words = "返品できる条件", body: str = "<p>本文</p>", **more: Any) -> LexborHTMLParser:
    article = Article(title=title, crumbs=(Link("トップ", "/"),), body=Html(body))
    return LexborHTMLParser(render(replace(article, **more), "ja"))


def test_words_are_escaped_wherever_they_stand() -> None:
    page = _article(HOSTILE, summary=HOSTILE, related=(Link(HOSTILE, "/a/", HOSTILE),))
    assert page.css_first("img") is None
    heading = page.css_first("h1")
    assert heading is not None
    assert heading.text() == HOSTILE


def test_a_missing_translation_is_marked_with_its_language() -> None:
    assert words_html(Phrase("返品", "ja")) == '<span lang="ja">返品</span>'
    assert words_html("返品") == "返品"


def test_japanese_headings_may_break_between_phrases_and_read_the_same() -> None:
    heading = _article("荷物が配達完了になっているのに届いていません").css_first("h1")
    assert heading is not None
    assert heading.css_first("wbr") is not None
    assert heading.text() == "荷物が配達完了になっているのに届いていません"


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (("壊れている", "・動かない", "・汚れている"), "壊れている・<wbr>動かない・<wbr>汚れている"),
        (("今日", "、", "明日"), "今日、<wbr>明日"),
        (("送る（", "箱", "）方法"), "送る<wbr>（箱）<wbr>方法"),
        (("ー音",), "ー音"),
        (("a<b", "」"), "a&lt;b」"),
    ],
)
def test_no_line_begins_or_ends_with_punctuation_that_belongs_to_the_other(parts: tuple[str, ...], shown: str) -> None:
    broken = with_breaks("".join(parts), lambda _: parts)
    assert broken == shown
    assert unescape(broken.replace("<wbr>", "")) == "".join(parts)


def test_a_table_scrolls_in_its_own_frame_that_the_keyboard_reaches() -> None:
    frame = _article(body="<table><tr><td>1</td></tr></table>").css_first(".scroll")
    assert frame is not None
    assert frame.attributes["tabindex"] == "0"
    assert frame.attributes["aria-label"]
    assert frame.css_first("table") is not None


def test_an_empty_corner_of_a_table_is_no_heading() -> None:
    page = _article(body="<table><tr><th></th><th>手段</th></tr></table>")
    assert [cell.tag for cell in page.css("table tr > *")] == ["td", "th"]


def test_a_short_article_has_no_table_of_contents() -> None:
    assert _article().css_first(".side--contents") is None


def test_an_article_that_did_not_help_leads_on_only_where_there_is_a_way() -> None:
    assert _article().css_first(".next") is None


def test_a_script_keeps_its_lines_and_names_what_is_filled_in() -> None:
    script = TalkScript(
        id="late",
        title="遅延のおわび",
        text="ご注文 {order-no} の件\nお待たせしております。",
        needs=(SearchNeed(id="order-no", label="注文番号"),),
    )
    page = Macros(title="定型文", crumbs=(), groups=(MacroGroup(id="late", situation="遅延", scripts=(script,)),))
    text = LexborHTMLParser(render(page, "ja")).css_first(".script__text")
    assert text is not None
    assert text.css_first("br") is not None
    place = text.css_first("[data-fill='order-no']")
    assert place is not None
    assert place.text() == "注文番号"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("order:{order-no}", (("order:", False), ("order-no", True))),
        ("{a}{b}", (("a", True), ("b", True))),
        ("tag:payment", (("tag:payment", False),)),
        ("", ()),
        ("{Not an id}", (("{Not an id}", False),)),
    ],
)
def test_a_query_is_cut_at_its_inputs(text: str, parts: tuple[tuple[str, bool], ...]) -> None:
    assert template_parts(text) == parts


def test_a_notice_that_does_not_apply_yet_is_there_but_hidden() -> None:
    notice = Notice(id="snow", starts="2026-11-21T09:00+09:00", ends="2026-11-24T19:00+09:00", period="19時まで")
    page = LexborHTMLParser(render(Notices(items=(notice, replace(notice, id="later", active=False))), "ja"))
    shown = {node.attributes["data-id"]: "hidden" in node.attributes for node in page.css(".notice")}
    assert shown == {"snow": False, "later": True}


def test_a_notice_is_one_line_that_unfolds_and_says_nothing_twice() -> None:
    notice = Notice(id="snow", starts="2026-11-21T09:00+09:00", ends="2026-11-24T19:00+09:00", period="19時まで")
    items = (
        replace(notice, title="大雪", text="遅れています"),
        replace(notice, id="bare", text="遅れています"),
    )
    page = LexborHTMLParser(render(Notices(items=items), "ja"))
    lines = [node.text() for node in page.css("details > summary .notice__title")]
    assert lines == ["大雪", "遅れています"]
    assert [node.text().count("遅れています") for node in page.css("details")] == [1, 1]


def test_a_redirect_offers_a_link_to_those_without_scripts_and_names_no_script_of_its_own() -> None:
    page = Redirect(language="ja", title="返品", href="../policy/", script_href="../redirect.js")
    document = LexborHTMLParser(render(page, "ja"))
    link = document.css_first("a")
    assert link is not None
    assert link.attributes["href"] == "../policy/"
    assert [node.attributes.get("src") for node in document.css("script")] == ["../redirect.js"]


def test_an_empty_page_says_so_in_the_tone_of_its_site() -> None:
    page = Changes(title="変わったこと", crumbs=(), days=())
    assert "変更の記録なし" in render(page, "ja")
    assert "ありません" in render(replace(page, audience="public"), "ja")


def test_an_outcome_makes_its_first_action_the_main_button() -> None:
    page = Outcome(
        tree="returns",
        id="accept",
        title="返品を申し込む",
        crumbs=(),
        restart_href="../",
        flow_title="返品・交換",
        actions=(Link("申し込む", "https://shop.example/a"), Link("送り方を見る", "/b/")),
    )
    main, other = LexborHTMLParser(render(page, "ja")).css(".todo__actions a")
    assert "button--quiet" not in (main.attributes["class"] or "")
    assert "button--quiet" in (other.attributes["class"] or "")


def test_the_frame_is_told_its_fields_and_the_words_of_its_language() -> None:
    site = Site(name="案内", home_href="./", colours_href="brand.css")
    frame = Frame(
        language="en", audience="public", kind="article", site=site, alternates=(Alternate("ja", "../", "日本語"),)
    )
    meta = frame_meta(frame)
    assert meta["site"] is site
    translator = meta["t"]
    assert callable(translator)
    assert translator("frame.contact") == "Contact us"
