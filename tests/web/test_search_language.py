"""The browser folds text, stems words and reads kana and romaji exactly as the index does."""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annai.language.folding import fold, fold_plain, fold_term, hiragana
from annai.language.kana import is_kana, loose_key, reading_key, unmistaken
from annai.language.latin import is_stop_word, latin_words, stem
from annai.language.romaji import romaji_to_hiragana
from tests.web.conftest import Driver

REPOSITORY = Path(__file__).parents[2]

VECTORS = REPOSITORY / "tests" / "fixtures" / "search_vectors.json"

Browser = Callable[[str, str, Sequence[Any]], list[Any]]
"""A function of a module, called with each of some arguments."""


@pytest.fixture(scope="module")
def browser(search_driver: Driver) -> Browser:
    """Calls functions of the browser's modules."""

    def call(module: str, function: str, arguments: Sequence[Any]) -> list[Any]:
        (answers,) = search_driver([{"module": module, "calls": [[function, argument] for argument in arguments]}])
        assert isinstance(answers, list)
        return answers

    return call


def _known(char: str) -> bool:
    """Whether this Python's Unicode has the character: browsers may know newer ones."""
    return unicodedata.category(char) not in ("Cn", "Cs", "Co")


# What lies beside each other in these is what folds together, or nearly.
_SPECIAL = (
    "かキｶﾞパﾟﾊ返品Ａａ１①㈱㍻ﬁﬀßİıςΣσΑéÉ\u3099\u309a\u0301\u0345\u0327각ᄀ\u1161\u11a8ー\u2010−ｰ 。\n😀𩸽𝐀Å々ヴぁヷ"
)
_MIXED = st.text(st.sampled_from(_SPECIAL) | st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=12)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _units(text: str, at: int) -> int:
    """A place in a text, in the code units that a browser counts."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


@settings(max_examples=3)
@given(st.lists(_MIXED, min_size=300, max_size=300))
@example(["", "ｶﾞ", "㍻の㈱", "ﬁne", "か\u3099き", "ΟΔΟΣ", "İstanbul", "a\u0327\u0301", "サ\u2010バ\u2212", "𝐀𩸽が"])
def test_texts_fold_as_they_do_for_the_index_and_lead_back_to_the_same_places(browser: Browser, texts: list[str]):
    answers = browser("fold", "fold", texts)
    for text, answer in zip(texts, answers, strict=True):
        folded = fold(text)
        assert answer["text"] == folded.text, ascii(text)
        units = 0
        for at, char in enumerate(folded.text):
            start, end = folded.original(at, at + 1)
            if answer["starts"] is None:
                found = (units, units + _units(char, 1))
            else:
                found = (answer["starts"][units], answer["ends"][units])
            assert found == (_units(text, start), _units(text, end)), ascii(text)
            units += _units(char, 1)


def test_every_character_folds_and_belongs_to_words_as_for_the_index(browser: Browser):
    chars = [chr(code) for code in range(sys.maxunicode + 1) if _known(chr(code))]
    # The places do not matter here, and most of the answer would be places.
    texts = ["".join(f"x{char} " for char in chars[at : at + 200]) for at in range(0, len(chars), 200)]
    assert browser("fold", "foldPlain", texts) == [fold_plain(text) for text in texts]
    found = [[word["text"] for word in words] for words in browser("latin", "latinWords", texts)]
    for chunk, words in zip(texts, found, strict=True):
        expected = [whole for whole, _, _, _ in latin_words(chunk)]
        assert words == expected, ascii(chunk)


def test_surrogates_that_nothing_can_encode_become_spaces(browser: Browser):
    assert browser("fold", "foldPlain", ["a\ud800b", "\udfff"]) == ["a b", " "]


@settings(max_examples=3)
@given(st.lists(_MIXED, min_size=300, max_size=300))
@example(["サーバー", "バー", "ータ", "サーーー", "Café", "ÅNGSTRÖM", "ＰＤＦ", "デｰタｰ", "ŒUVRE", "école supérieure"])
def test_words_are_stored_in_the_same_form(browser: Browser, texts: list[str]):
    assert browser("fold", "foldTerm", texts) == [fold_term(text) for text in texts]
    assert browser("fold", "hiragana", texts) == [hiragana(text) for text in texts]
    assert browser("kana", "readingKey", texts) == [reading_key(text) for text in texts]
    assert browser("kana", "isKana", texts) == [is_kana(text) for text in texts]


@settings(max_examples=3)
@given(
    st.lists(
        st.text(st.sampled_from("かきおうこそのーコンビ二工ラ力夕カタヴァゔぁっッ一千チ"), max_size=9),
        min_size=300,
        max_size=300,
    )
)
@example(["りょうしゅうしょ", "おおきい", "とおい", "コンビ二", "工ラー", "力夕カナ", "二", "ヴァイオリン", "", "ー"])
def test_readings_are_compared_in_the_same_way(browser: Browser, texts: list[str]):
    assert browser("kana", "readingKey", texts) == [reading_key(text) for text in texts]
    assert browser("kana", "looseKey", texts) == [loose_key(text) for text in texts]
    assert browser("kana", "unmistaken", texts) == [unmistaken(text) for text in texts]


def test_the_shared_vectors_of_words_hold(browser: Browser):
    held = json.loads(VECTORS.read_text(encoding="utf-8"))
    assert browser("fold", "foldPlain", [text for text, _, _ in held["fold"]]) == [
        plain for _, plain, _ in held["fold"]
    ]
    terms = [(text, term) for text, _, term in held["fold"] if text]
    assert browser("fold", "foldTerm", [text for text, _ in terms]) == [term for _, term in terms]
    assert browser("latin", "stem", [word for word, _ in held["stem"]]) == [found for _, found in held["stem"]]
    read = browser("kana", "readingKey", [text for text, _, _ in held["kana"]])
    assert read == [key for _, key, _ in held["kana"]]
    assert browser("kana", "looseKey", read) == [loose for _, _, loose in held["kana"]]
    assert browser("kana", "romajiToHiragana", [text for text, _ in held["romaji"]]) == [k for _, k in held["romaji"]]


@settings(max_examples=3)
@given(st.lists(st.text(st.sampled_from("abY1９0,,-._'’ é日本カー 一〇𩸽①_"), max_size=14), min_size=300, max_size=300))
@example(
    [
        "KN-12345678 の",
        "1,234,567円",
        "1,23",
        "don't",
        "4.7.0-rc_1",
        "alert-group",
        "o’clock",
        "_a_",
        "a--b",
        "1,234 ,5",
    ]
)
def test_compounds_are_cut_at_the_same_places(browser: Browser, texts: list[str]):
    for text, words in zip(texts, browser("latin", "latinWords", texts), strict=True):
        expected = [
            {
                "text": whole,
                "parts": [
                    {"text": part, "start": _units(text, start), "end": _units(text, end)} for part, start, end in parts
                ],
                "start": _units(text, start),
                "end": _units(text, end),
            }
            for whole, parts, start, end in latin_words(text)
        ]
        assert words == expected, ascii(text)


def test_english_words_have_the_same_stems(browser: Browser):
    words = sorted(_english_words())
    assert len(words) > 20_000
    assert browser("latin", "stem", words) == [stem(word) for word in words]


def test_the_same_words_say_nothing(browser: Browser):
    words = sorted(word for word in _english_words() if len(word) < 8)
    assert browser("latin", "isStopWord", words) == [is_stop_word(word) for word in words]


def test_romaji_is_read_as_the_same_kana(browser: Browser):
    chance = random.Random(20261122)
    texts = [
        "henpin", "konnichiha", "onna", "onnna", "shinnyuu", "matcha", "kittte", "nn", "ny", "x", "ka1", "kä", "かa",
        "pasuwa-do", "kin'en", "shimbun", "-a", "'a", "a-", "chottto", "ltsu", "xtu", "kwa", "dji", "tch", "tcha", "mm",
        "mma", "-", "'", "n'", "n-", "hyo-", "ryokou", "",
    ]  # fmt: skip
    texts += [
        "".join(chance.choices("aiueoaiueoaiueonkstnhmyrwgzdbpfjcvxl-'", k=chance.randint(1, 9))) for _ in range(6000)
    ]
    answers = browser("kana", "romajiToHiragana", texts)
    assert answers == [romaji_to_hiragana(text) for text in texts]
    assert sum(bool(kana) for kana in answers) > 1000


def _english_words() -> set[str]:
    """Words of this project's own English, and stems with every suffix that the algorithm knows."""
    chance = random.Random(1980)
    suffixes = [
        "", "s", "es", "ies", "sses", "ss", "eed", "ed", "ing", "ating", "bling", "izing", "y", "ational", "tional",
        "enci", "anci", "izer", "bli", "alli", "entli", "eli", "ousli", "ization", "ation", "ator", "alism", "iveness",
        "fulness", "ousness", "aliti", "iviti", "biliti", "logi", "icate", "ative", "alize", "iciti", "ical", "ful",
        "ness", "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate",
        "iti", "ous", "ive", "ize", "sion", "tion", "ion", "e", "le", "ll", "lle", "ee",
    ]  # fmt: skip
    words = {"".join(chance.choices(_LETTERS, k=chance.randint(1, 8))) for _ in range(4000)}
    shaped = [
        "".join(chance.choice("bcdfghklmnprstvwxyz" if odd else "aeiouy") for odd in pattern)
        for pattern in ([True, False], [True, False, True], [False, True], [True, True, False, True], [True, False] * 2)
        for _ in range(80)
    ]
    words |= {start + suffix for start in shaped for suffix in suffixes}
    for path in (REPOSITORY / "plugins" / "annai").rglob("*.py"):
        words.update(word for word in path.read_text(encoding="utf-8").lower().split() if word.isascii())
    return words
