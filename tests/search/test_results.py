"""Snippets: the passage that answers, on one line, with what matched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annai.search.results import snippet


def marked(text: str, **weights: float) -> tuple[str, list[str]]:
    found = snippet(text, "ja", weights)
    return found.text, [found.text[start:end] for start, end in found.marks]


def test_a_short_text_is_shown_whole():
    assert marked("送料は660円です。", 送料=1.0) == ("送料は660円です。", ["送料"])


def test_a_long_text_is_shown_from_the_sentence_that_matched():
    text = "はじめにお読みください。" * 30 + "返品は14日以内です。" + "そのほかの案内です。" * 30
    shown, marks = marked(text, 返品=1.0)
    assert shown.startswith("…返品は14日以内です。")
    assert shown.endswith("…")
    assert marks == ["返品"]
    assert len(shown) <= 130


def test_the_passage_with_most_of_the_words_is_shown():
    text = "返品の話。" + "別の話。" * 60 + "返品の送料の話。" + "別の話。" * 60
    shown, marks = marked(text, 返品=1.0, 送料=1.0)
    assert marks[:2] == ["返品", "送料"]
    assert "送料" in shown


def test_one_word_again_and_again_is_no_better_than_two_words():
    text = "返品返品返品返品返品。" + "別の話。" * 60 + "返品と送料。"
    assert "送料" in marked(text, 返品=1.0, 送料=1.0)[0]


def test_a_text_without_any_of_the_words_is_shown_from_its_beginning():
    text = "はじめに。" * 100
    shown, marks = marked(text, 返品=1.0)
    assert shown.startswith("はじめに。")
    assert marks == []


def test_breaks_are_spaces():
    assert marked("一つ\n二つ\t返品", 返品=1.0) == ("一つ 二つ 返品", ["返品"])


def test_a_compound_and_its_part_are_marked_once():
    assert marked("クレジットカードで払う", クレジットカード=1.0, カード=0.5)[1] == ["クレジットカード"]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_empty_text_gives_an_empty_snippet(text):
    assert marked(text, 返品=1.0) == ("", [])


@given(st.text(st.sampled_from("返品送料のはです。\n a1㈱ﾊﾟ"), max_size=400))
def test_marks_lie_inside_the_snippet_and_apart(text):
    found = snippet(text, "ja", {"返品": 1.0, "送料": 0.5, "株": 0.2})
    last = 0
    for start, end in found.marks:
        assert last <= start < end <= len(found.text)
        last = end
    assert "\n" not in found.text
