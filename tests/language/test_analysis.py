"""Analysis: which terms a text is found by, and where in it they stand."""

import subprocess
import sys
import threading
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annai.language.analysis import analyse, pairs_of, tally
from annai.language.morphemes import short_units


def found(text: str, kind: str = "word", language: str = "ja") -> list[str]:
    return [term.text for term in analyse(text, language) if term.kind == kind]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("引越し", "引っ越し"),
        ("引越", "引っ越し"),
        ("問合せ", "お問い合わせ"),
        ("取消", "取り消し"),
        ("届かない", "届きません"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("サーバ", "サーバー"),
        ("ヴァイオリン", "バイオリン"),
        ("ウエブ", "ウェブ"),
        ("二段階認証", "２段階認証"),
        ("１，０００円", "1000円"),
    ],
)
def test_spellings_of_one_word_are_one_term(left, right):
    assert found(left) == found(right) != []


@pytest.mark.parametrize(
    ("left", "right"), [("refunds", "refund"), ("Shipping", "shipped"), ("cafés", "cafe"), ("ＯＲＤＥＲＳ", "order")]
)
def test_english_words_are_found_by_their_stems(left, right):
    assert found(left, language="en") == found(right, language="en") != []


def test_particles_and_endings_are_no_terms():
    assert found("商品が届いていないのですが") == ["商品", "届く"]


def test_a_compound_is_found_whole_and_by_its_parts():
    terms = analyse("クレジットカード", "ja")
    assert [(term.text, term.kind) for term in terms if term.kind != "reading"] == [
        ("クレジットカード", "word"),
        ("クレジット", "part"),
        ("カード", "part"),
    ]
    assert [(term.start, term.end) for term in terms if term.kind == "part"] == [(0, 5), (5, 8)]


def test_codes_are_found_whole_and_by_their_parts():
    assert found("KN-12345678 v4.7.0", language="en") == ["kn-12345678", "v4.7.0"]
    assert found("KN-12345678", kind="part", language="en") == ["kn", "12345678"]


def test_a_latin_word_is_also_found_as_japanese_writes_it():
    assert "ウェブ" in found("Webで申し込む", kind="part")
    # English function words are not transcribed: nobody looks for オブ.
    assert not {"オブ", "ザ"} & set(found("the name of the shop を読む", kind="part"))


def test_readings_are_in_hiragana():
    assert found("返品とパスワード", kind="reading") == ["へんぴん", "ぱすわーど"]


def test_pairs_of_neighbouring_characters_are_counted_but_for_those_of_hiragana():
    assert dict(pairs_of("返品の返品ページです")) == {
        "~返品": 2,
        "~品の": 1,
        "~の返": 1,
        "~品ぺ": 1,
        "~ぺー": 1,
        "~ーじ": 1,
        "~じで": 1,
    }


def test_a_text_of_stop_words_alone_keeps_them():
    assert found("who is it", language="en") != []
    assert found("to be or not to be", language="en") == ["not"]
    assert found("of the", language="en") == ["of", "the"]


def test_terms_point_at_the_original_text():
    text = "㈱案内：新しいﾊﾟｽﾜｰﾄﾞを、か\u3099きのＰＤＦで"
    places = {term.text: text[term.start : term.end] for term in analyse(text, "ja")}
    assert places["パスワード"] == "ﾊﾟｽﾜｰﾄﾞ"
    assert places["pdf"] == "ＰＤＦ"
    assert places["案内"] == "案内"


def test_a_text_longer_than_a_tokenizer_takes_loses_nothing():
    text = "商品が届きません。" * 9_000
    words = [term for term in analyse(text, "ja") if term.kind == "word"]
    assert len(words) == 18_000
    assert all(text[term.start : term.end] in {"商品", "届き"} for term in words)


def test_a_long_text_without_a_sentence_end_is_analysed():
    assert len(analyse("返品" * 40_000, "ja")) > 0


def test_every_thread_has_its_own_tokenizer():
    results = []

    def work():
        results.append([found("注文をキャンセルしたい") for _ in range(50)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[["注文", "キャンセル"]] * 50] * 4


TEXTS = st.text(max_size=60) | st.text(
    st.sampled_from(
        "返品送料無料届あかさたなんーっアイパｱﾟﾞー。、！「」・…0123,.-_'’abcXYZ é\u3099\u200b\u2060\x00\ud800😀👨‍👩‍👧𠮷각"
    ),
    max_size=60,
)


@given(TEXTS, st.sampled_from(["ja", "en", "de"]))
def test_any_text_gives_terms_that_lie_inside_it(text, language):
    last = 0
    for term in analyse(text, language):
        assert term.text
        assert 0 <= term.start < term.end <= len(text)
        assert term.start >= last
        last = term.start


@given(TEXTS, st.sampled_from(["ja", "en"]))
def test_counted_terms_are_those_with_places(text, language):
    placed = Counter(term.text for term in analyse(text, language) if term.kind != "reading")
    assert tally(text, language).terms == placed


@given(TEXTS)
def test_short_units_together_are_the_text(text):
    clean = text.replace("\ud800", "")
    assert "".join(short_units(clean)) == clean


def test_importing_loads_neither_the_dictionary_nor_whoosh():
    code = (
        "import sys, annai.language.query, annai.search.find, annai.language.morphemes as morphemes;"
        "assert not any(name.partition('.')[0] == 'whoosh' for name in sys.modules);"
        "assert morphemes._dictionary.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
