"""Folding: what looks the same is the same, and every folded character knows where it came from."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annai.language.folding import fold, fold_plain, fold_term, hiragana


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        # Width and case.
        ("ＰＤＦ　ファイル", "pdf ファイル"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        # Compatibility forms.
        ("㈱①㌔", "(株)1キロ"),
        # A voiced sound written as two characters.
        ("か\u3099き", "がき"),
        # Dashes typed for the long-vowel mark, behind katakana alone.
        ("サ\u2010バ\u2212", "サーバー"),
        ("A\u2010B 返品\u2010交換", "a\u2010b 返品\u2010交換"),
        # Greek folds in one way, wherever in a word a letter stands.
        ("ΟΔΟΣ", "οδοσ"),
        # What no encoder takes.
        ("a\ud800b", "a b"),
        ("", ""),
    ],
)
def test_spellings_of_one_word_fold_together(text, folded):
    assert fold_plain(text) == folded


@pytest.mark.parametrize(
    ("text", "found", "original"),
    [
        ("新しいﾊﾟｽﾜｰﾄﾞを", "パスワード", "ﾊﾟｽﾜｰﾄﾞ"),
        ("（ＰＤＦ）", "pdf", "ＰＤＦ"),
        ("㈱案内の返品", "返品", "返品"),
        ("か\u3099きの返品", "がき", "か\u3099き"),
        # Half of what one character stands for is that character.
        ("㈱案内", "株", "㈱"),
    ],
)
def test_a_range_of_the_folded_text_leads_back_to_the_original(text, found, original):
    folded = fold(text)
    start = folded.text.index(found)
    first, last = folded.original(start, start + len(found))
    assert text[first:last] == original


MIXED = st.text(
    st.sampled_from("かキｶﾞパﾟ返品Ａａ１①㈱ﬁßİ\u3099\u309a\u0301각ᄀ\u1161\u11a8ー\u2010 。\n😀𩸽\ud800"), max_size=20
)


@given(st.text(max_size=30) | MIXED)
@example("ｶﾞ" * 3)
@example("\u0301a")
def test_every_folded_character_comes_from_a_place_in_the_original(text):
    folded = fold(text)
    last = 0
    for at in range(len(folded.text)):
        start, end = folded.original(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start


@given(MIXED)
def test_folding_is_what_unicode_says(text):
    clean = text.replace("\ud800", " ")
    expected = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean).lower())
    # Dashes behind katakana are ours.
    plain = expected.replace("ー", "\u2010")
    assert unicodedata.normalize("NFKC", fold_plain(text)).replace("ー", "\u2010") == plain


def test_long_vowels_at_the_end_of_long_katakana_words_do_not_matter():
    assert fold_term("サーバー") == fold_term("サーバ")
    # In short ones they tell words apart.
    assert fold_term("カー") != fold_term("カ")
    assert fold_term("エラー") == "エラー"


def test_accents_of_latin_letters_do_not_matter():
    assert fold_term("Café") == "cafe"


def test_katakana_reads_as_hiragana():
    assert hiragana("ヴァイオリンと辞書") == "ゔぁいおりんと辞書"
