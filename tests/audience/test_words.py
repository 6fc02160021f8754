"""Words in texts: width, capitals, whole words, columns; and what of a line is an address."""

import pytest

from annai.audience.markdown_text import without_addresses, without_code
from annai.audience.paragraphs import paragraphs
from annai.audience.words import Words


@pytest.mark.parametrize(
    ("word", "text", "column"),
    [
        ("SV", "担当の SV に渡す", 4),
        # Width and capitals make no difference; the column is that of the text as it is written.
        ("SV", "㈱の ＳＶ", 3),
        ("SV", "sv デスク", 0),
        ("顧客管理（CRM）", "顧客管理(crm)", 0),
        ("デスク", "ﾃﾞｽｸです", 0),
        # A Latin word only as a whole; between Japanese characters it is one.
        ("SV", "CSV ファイル", None),
        ("SV", "SVG", None),
        ("SV", "SV2", None),
        ("SV", "これはSVです", 3),
        # A Japanese word anywhere.
        ("決裁", "決裁者", 0),
        ("内線", "社内線路", 1),
    ],
)
def test_a_word_is_found_whatever_its_width_and_capitals(word: str, text: str, column: int | None):
    found = [one.column for one in Words.of([word]).find(text)]
    assert found == ([] if column is None else [column])


def test_a_word_within_a_longer_one_is_not_told_beside_it():
    words = Words.of(["決裁", "上長決裁", "上長", "決裁書", "SV", "SV デスク"])
    told = [(one.word, one.column) for one in words.find("上長決裁、決裁、SV デスクの SV。上長決裁書")]
    # Two that overlap are told both; a part of either is not.
    assert sorted(told, key=lambda one: one[1]) == [
        ("上長決裁", 0), ("決裁", 5), ("SV デスク", 8), ("SV", 16), ("上長決裁", 19), ("決裁書", 21),
    ]  # fmt: skip


def test_an_empty_word_is_nowhere():
    assert list(Words.of(["", " "]).find("a b")) == []


@pytest.mark.parametrize(
    "line",
    [
        "[表示](https://oms.example/a)",
        "[表示](../oms/a.md#oms)",
        "![図](oms(1).png)",
        "<https://oms.example/>",
        "https://oms.example/oms を開く",
        "詳しくはhttps://oms.example/oms?oms=1#omsをご覧ください",
        "www.oms.example",
        "mailto:oms@shop.example",
        "oms@oms.example まで",
        "[表示]: oms/a.md",
        "## 見出し {#oms .oms}",
        '<a href="oms" id="oms">表示</a>',
    ],
)
def test_an_address_is_not_text(line: str):
    assert list(Words.of(["oms"]).find(without_addresses(line))) == []
    assert len(without_addresses(line)) == len(line)


@pytest.mark.parametrize(
    "line",
    [
        "[oms](a.md)",
        "![oms](a.png)",
        '<img alt="oms">',
        "（oms）",
        "[a](b) oms",
        # Japanese goes on right behind an address, and stands right before one.
        "https://a.example/はoms",
        "omsはa@b.example",
        # Footnotes and titles are read.
        "[^1]: oms",
        '{: title="oms" }',
        "[a][oms]",
    ],
)
def test_the_text_beside_an_address_is_text(line: str):
    assert list(Words.of(["oms"]).find(without_addresses(line)))


def test_code_is_no_text_where_style_is_judged():
    assert without_code("a `b` c") == "a     c"


def test_paragraphs_are_told_with_their_lines_and_sentences():
    prose = "# 見出し\n\n一つ目の文。二つ\n目の文！\n\n- 項目\n- [ ] 次の**項目**\n\n> 引用。\n\n"
    text = prose + "| 表 |\n\n```\nコード\n```\nOne. Two\nthree."
    found = [(one.line, one.text, [(s.text, s.line) for s in one.sentences()]) for one in paragraphs(text)]
    assert found == [
        (2, "一つ目の文。二つ目の文！", [("一つ目の文。", 2), ("二つ目の文！", 2)]),
        (5, "項目", [("項目", 5)]),
        (6, "次の項目", [("次の項目", 6)]),
        (8, "引用。", [("引用。", 8)]),
        (15, "One. Two three.", [("One.", 15), ("Two three.", 15)]),
    ]
