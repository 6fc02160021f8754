"""What of a result is shown: one line around the densest place, with marks on the text as it was written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.conftest import Driver


def _form(form: str, weight: float = 1.0, term: int = 0) -> dict[str, object]:
    return {"form": form, "weight": weight, "term": term}


def _show(driver: Driver, text: str, *forms: dict[str, object]) -> tuple[list[str], str, list[str]]:
    """What is marked of a text, its snippet, and what is marked of that."""
    ((answer,),) = driver([{"forms": list(forms), "texts": [text]}])
    return _marked(answer["marked"]), answer["snippet"]["text"], _marked(answer["snippet"])


def _marked(shown: dict[str, Any]) -> list[str]:
    units = shown["text"].encode("utf-16-le")
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in shown["marks"]]


@pytest.mark.parametrize(
    ("text", "form", "marked"),
    [
        # Half-width katakana, with their marks.
        ("新しいﾊﾟｽﾜｰﾄﾞを入れる", "パスワード", ["ﾊﾟｽﾜｰﾄﾞ"]),
        # One character that stands for several, and a part of it.
        ("㍻の暦", "平成", ["㍻"]),
        ("㈱案内です", "株", ["㈱"]),
        ("案内㈱です", "案内", ["案内"]),
        ("A ﬁle here", "file", ["ﬁle"]),
        # Behind characters of two code units.
        ("🍣と返品🍣の返品", "返品", ["返品", "返品"]),
        # Letters with accents written as two characters.
        ("le cafe\u0301 noir", "café", ["cafe\u0301"]),
        # English words match by their stems, and as wholes.
        ("Cancelled orders; the border", "order", ["orders"]),
        ("password reset, passwords", "passwords", ["password", "passwords"]),
        ("an e-mail address", "mail", ["mail"]),
        # One kanji only where it is a word by itself.
        ("今日は日が良い日", "日", ["日", "日"]),
    ],
)
def test_what_matched_is_marked_in_the_original(search_driver: Driver, text: str, form: str, marked: list[str]):
    assert _show(search_driver, text, _form(form))[0] == marked


def test_marks_that_touch_are_one(search_driver: Driver):
    marked, _, _ = _show(
        search_driver, "クレジットカード払い", _form("クレジットカード"), _form("カード"), _form("払い")
    )
    assert marked == ["クレジットカード払い"]


def test_a_snippet_is_the_passage_that_has_most_of_the_query(search_driver: Driver):
    text = "返品について。" + "あ" * 200 + "。返品の送料はお客様のご負担です。" + "い" * 200
    _, snippet, marked = _show(search_driver, text, _form("返品", term=1), _form("送料", term=2))
    assert snippet.startswith("…返品の送料は")
    assert snippet.endswith("…")
    assert marked == ["返品", "送料"]
    assert 100 <= len(snippet) <= 125


def test_a_snippet_is_one_line(search_driver: Driver):
    _, snippet, marked = _show(search_driver, "一行目\n\n二行目の返品\r\n三行目", _form("返品"))
    assert snippet == "一行目  二行目の返品  三行目"
    assert marked == ["返品"]


def test_a_text_without_the_query_is_shown_from_its_beginning(search_driver: Driver):
    _, snippet, marked = _show(search_driver, "あ" * 300, _form("返品"))
    assert snippet == "あ" * 120 + "…"
    assert marked == []


def test_words_are_not_cut(search_driver: Driver):
    text = "wonderful " * 30 + "refund " + "marvellous " * 30
    _, snippet, marked = _show(search_driver, text, _form("refund"))
    words = snippet.strip("…").split()
    assert set(words) == {"wonderful", "refund", "marvellous"}
    assert marked == ["refund"]


_TEXT = st.text(st.sampled_from("返品ﾊﾟｽﾜｰﾄﾞ㈱㍻ﬁ🍣𩸽 \n。abc が\u3099e\u0301"), max_size=400)


@settings(max_examples=10)
@given(st.lists(_TEXT, min_size=40, max_size=40))
def test_marks_lie_in_order_inside_what_is_shown(search_driver: Driver, texts: list[str]):
    forms = [
        _form(form, term=term) for term, form in enumerate(("返品", "パスワード", "平成", "株", "fi", "abc", "が"))
    ]
    (answers,) = search_driver([{"forms": forms, "texts": texts}])
    for text, answer in zip(texts, answers, strict=True):
        assert answer["marked"]["text"] == text
        for shown in answer.values():
            size = len(shown["text"].encode("utf-16-le", "surrogatepass")) // 2
            ends = [0, *(place for mark in shown["marks"] for place in mark), size]
            assert ends == sorted(ends), ascii(text)
            assert all(start < end for start, end in shown["marks"])
        assert "\n" not in answer["snippet"]["text"]
        answer["snippet"]["text"].encode()
        assert len(answer["snippet"]["text"]) <= 125
