"""Queries: what was typed, and what it stands for in the words of a site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annai.language.kana import kanji_stem, reading_key
from annai.language.lexicon import Keys, Lexicon
from annai.language.query import analyse_query
from annai.language.romaji import romaji_to_hiragana
from annai.search.index import build_index
from tests.search.builders import page

SITE = [
    "返品の条件と送料",
    "返品の申し込み方",
    "パスワードを忘れたとき",
    "二段階認証コードが届かない",
    "支払い方法を変更する",
    "領収書の発行",
    "Refunds for gift cards",
    "ご注文のキャンセル",
    "クレジットカードで支払う",
]


@pytest.fixture(scope="module")
def lexicon():
    return build_index([page(text) for text in SITE], "ja").lexicon


def asked(text: str, keys: Keys) -> list[str]:
    return [term.text for term in analyse_query(text, keys).terms if term.concept >= 0]


@pytest.mark.parametrize(
    ("query", "term"),
    [
        # As it is read.
        ("へんぴん", "返品"),
        ("へんぴんしたい", "返品"),
        ("りょうしゅうしょ", "領収書"),
        # In another script, or another width.
        ("ぱすわーど", "パスワード"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("パスワド", "パスワード"),
        # Still being typed, and as an input method composes it.
        ("へんぴ", "返品"),
        ("パスワ", "パスワード"),
        ("refu", "refund"),
        # In Latin letters.
        ("henpin", "返品"),
        ("kyanseru", "キャンセル"),
        # Mistyped.
        ("パスワーﾄ", "パスワード"),
        ("キャンサル", "キャンセル"),
        ("りょうしゅしょ", "領収書"),
        ("refnuds", "refund"),
        # Another word of the same stem.
        ("支払える", "支払い"),
    ],
)
def test_a_word_the_site_lacks_stands_for_what_is_close_to_it(query, term, lexicon):
    assert term in asked(query, lexicon)


def test_a_word_of_the_site_stands_for_itself(lexicon):
    assert asked("返品したい", lexicon) == ["返品"]


def test_pairs_of_characters_support_words_and_are_no_concept(lexicon):
    assert [tuple(term) for term in analyse_query("返品", lexicon).terms] == [("返品", 100, 0), ("~返品", 20, -1)]


def test_what_was_typed_weighs_more_than_what_is_close_to_it(lexicon):
    typed, _ = analyse_query("返品", lexicon).terms
    (read,) = analyse_query("へんぴん", lexicon).terms
    assert typed.text == read.text == "返品"
    assert typed.weight == 100 > read.weight


def test_a_word_and_its_parts_are_one_concept(lexicon):
    query = analyse_query("クレジットカードのパスワード", lexicon)
    concepts = {term.text: term.concept for term in query.terms}
    assert [concepts[term] for term in ("クレジットカード", "クレジット", "カード", "パスワード")] == [0, 0, 0, 1]


@pytest.mark.parametrize("query", ["", " ", "。、！？", "()[]{}*+?~^\"'", "\x00", "\ud800", "の", "😀"])
def test_a_query_without_words_asks_for_nothing_it_could_find(query, lexicon):
    assert asked(query, lexicon) == []


def test_a_pasted_text_is_taken_by_its_beginning(lexicon):
    assert asked("返品したいのですが。" * 1_000 + "パスワード", lexicon) == ["返品"]


@given(st.text(max_size=40))
def test_any_query_is_analysed(lexicon, text):
    terms = analyse_query(text, lexicon).terms
    assert len({term.text for term in terms}) == len(terms)
    assert all(0 < term.weight <= 100 for term in terms)


def test_an_empty_site_takes_any_query():
    assert asked("返品したい", Lexicon({}, 400)) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [("ウィルス", "ウイルス"), ("サーバー", "サーバ"), ("ヴァイオリン", "バイオリン"), ("ぱすわーど", "パスワド")],
)
def test_readings_compare_without_long_vowels_and_small_kana(left, right):
    assert reading_key(left) == reading_key(right)


def test_a_stem_is_what_stands_before_the_ending():
    assert kanji_stem("支払い") == kanji_stem("支払う") == "支払"
    assert kanji_stem("返品") == kanji_stem("パスワード") == ""


@pytest.mark.parametrize(
    ("romaji", "kana"),
    [
        ("henpin", "へんぴん"),
        ("hikkoshi", "ひっこし"),
        ("matcha", "まっちゃ"),
        ("konnichiha", "こんにちは"),
        ("sinn", "しん"),
        ("ryoushuusho", "りょうしゅうしょ"),
        ("tyuumonn", "ちゅうもん"),
        # Not Japanese.
        ("office", ""),
        ("返品", ""),
        ("", ""),
    ],
)
def test_romaji_reads_as_keyboards_take_it(romaji, kana):
    assert romaji_to_hiragana(romaji) == kana
