"""Material's search in the browser, with the index that we write: its own worker answers."""

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from annai.search.sinks.material import search_index_json
from tests.search.builders import SHOP, page

INVISIBLE = str.maketrans("", "", "\u200b\u2060")


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("返品したい", "help/returns/"),
        ("返品", "help/returns/"),
        ("へんぴん", "help/returns/"),
        ("へんぴ", "help/returns/"),
        ("パスワードを忘れました", "help/reset/"),
        ("ﾊﾟｽﾜｰﾄﾞ", "help/reset/"),
        ("引越し", "help/moving/"),
        ("引っ越しした", "help/moving/"),
        ("届きません", "help/late/"),
        ("追跡", "help/late/"),
        ("カード", "help/card/"),
        ("クレジットカード", "help/card/"),
        ("ログイン", "help/reset/"),
        ("ふきん", "help/cloth/"),
        ("refund", "help/refund/"),
    ],
)
def test_japanese_queries_find_what_they_mean(ask, query, best):
    (groups,) = ask(search_index_json(SHOP, ["ja", "en"]), query)
    assert min(item["location"].partition("#")[0] for item in groups[0]) == best


def test_a_word_does_not_find_other_words_with_its_first_kanji(ask):
    shop = [page("返品の条件", name="a"), page("折り返しのお電話", "返すもの。返金。", name="b")]
    (groups,) = ask(search_index_json(shop, ["ja"]), "返品")
    assert [[item["location"] for item in group] for group in groups] == [["help/a/"]]


def test_a_katakana_compound_is_found_whole_and_by_its_parts(ask):
    shop = [page("明細の見方", "クレジットカードの明細です。", name="a")]
    whole, part = ask(search_index_json(shop, ["ja"]), "クレジットカード", "カード")
    assert len(whole) == len(part) == 1


def test_results_show_the_text_as_it_was_written(ask):
    text = "届いた商品が違うときは、クレジットカード明細をお送りください。"
    (groups,) = ask(search_index_json([page("商品違い", text)], ["ja"]), "明細")
    ((found,),) = groups
    shown = LexborHTMLParser(found["text"])
    assert shown.text().translate(INVISIBLE) == text
    assert [mark.text().translate(INVISIBLE) for mark in shown.css("mark")] == ["明細"]


def test_a_section_is_shown_under_its_page(ask):
    (groups,) = ask(search_index_json(SHOP, ["ja"]), "返品できない品物")
    assert {item["location"] for item in groups[0]} == {"help/returns/", "help/returns/#excluded"}


def test_addresses_are_relative_to_wherever_the_site_is_hosted():
    (document,) = json.loads(search_index_json([page("返品", name="a")], ["ja"]))["docs"]
    assert document["location"] == "help/a/"


def test_markup_in_a_text_stays_text(ask):
    index = search_index_json([page("返品 <img src=x>", "値が <b>3 & 4</b> のとき", keywords=["<i>"])], ["ja"])
    ((found,),) = ask(index, "値")[0]
    assert LexborHTMLParser(found["text"]).css("b") == []
    assert LexborHTMLParser(found["title"]).css("img") == []
    assert "<b>3 & 4</b>" in LexborHTMLParser(found["text"]).text().translate(INVISIBLE)


def test_an_english_site_is_indexed_as_material_does(ask):
    shop = [page("Return a <gift>", "Within 14 days.", name="a", language="en", keywords=["send back"])]
    index = search_index_json(shop, ["en"])
    assert "\u200b" not in index
    assert ask(index, "returns back")[0][0][0]["location"] == "help/a/"


def test_segments_are_kept_for_the_next_index():
    segments: dict[str, str] = {}
    first = search_index_json(SHOP, ["ja"], segments)
    assert segments["配送状況"] == "配送\u200b状況"
    # What is there already is used.
    marked = {run: divided.replace("\u200b", "|") for run, divided in segments.items()}
    second = search_index_json(SHOP, ["ja"], marked)
    assert first != second
    assert first.replace("\u200b", "|") == second.replace("\u200b", "|")


def test_the_same_documents_give_the_same_bytes():
    assert search_index_json(SHOP, ["ja"]) == search_index_json(iter(SHOP), ["ja"])


def test_no_documents_give_an_index(ask):
    assert ask(search_index_json([], ["ja"]), "返品") == [[]]
