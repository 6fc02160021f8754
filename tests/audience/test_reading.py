"""What is left of a body: comments, titles and summaries, values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annai.audience.excerpt import first_heading, first_paragraph, shortened
from annai.audience.fences import commonmark, superfences
from annai.audience.raw_html import code_spans, without_comments
from annai.audience.reading import body_for
from annai.audience.values import references

COMMENTS = [
    # A comment goes, its lines stay, so that findings keep their places.
    ("line", "a\n<!-- SECRET -->\nb", "a\n\nb"),
    ("several lines", "a\n<!--\nSECRET\n-->\nb", "a\n\n\n\nb"),
    ("in running text", "a <!-- SECRET --> b <!-- SECRET --> c", "a  b  c"),
    # Markdown would show the rest of a comment that a blank line interrupts.
    ("over a blank line", "a <!-- SECRET\n\nSECRET --> b", "a \n\n b"),
    # Ends that browsers take for one.
    ("ends with --!>", "<!-- SECRET --!> a", " a"),
    ("dashes inside", "<!--- SECRET -- SECRET --->a", "a"),
    ("empty", "<!---->a<!-->b<!--->c", "abc"),
    # In code it is code.
    ("in a fence", "```\n<!-- a -->\n```", "```\n<!-- a -->\n```"),
    ("in a code span", "`<!-- a -->` <!-- SECRET -->", "`<!-- a -->` "),
    ("fence in a comment", "<!--\n```\n-->\na <!-- SECRET -->", "\n\n\na "),
    # One that begins a line and never ends hides the rest, as in a browser; within a line it is text.
    ("never ends", "a\n<!-- SECRET\n\nSECRET", "a\n\n\n"),
    ("mentioned", "a <!-- b\n\nc", "a <!-- b\n\nc"),
]


@pytest.mark.parametrize(("text", "left"), [pytest.param(*case[1:], id=case[0]) for case in COMMENTS])
def test_comments_are_left_out_line_for_line(text: str, left: str):
    assert without_comments(text) == left


@given(st.lists(st.sampled_from(["<!--", "-->", "`", "```", "\n", "a", "- ", "    "]), max_size=20).map("".join))
def test_leaving_comments_out_keeps_the_number_of_lines(text: str):
    assert without_comments(text).count("\n") == text.count("\n")


def test_the_public_reads_neither_blocks_nor_comments_and_agents_read_the_blocks():
    body = "a\n/// agent\nSECRET\n///\n<!-- SECRET -->\nb"
    assert body_for(body, public=True).body == "a\n\n\nb"
    assert body_for(body, public=False).body == "a\n/// agent\nSECRET\n///\n\nb"
    assert [body_for(body, public=True).row(line) for line in range(4)] == [0, 1, 4, 5]


HEADINGS = [
    ("# 返品の決まり", "返品の決まり"),
    ("a\n\n#  Refunds #\nb", "Refunds"),
    ("# Refunds {#refunds}", "Refunds"),
    ("# **Bold** and `code` [link](x.md)", "Bold and code link"),
    ("Refunds\n=======\n\na", "Refunds"),
    ('<h1 align="center">\nRefunds\n</h1>', "Refunds"),
    # A line in a fence is no heading, nor is a second level.
    ("```\n# comment\n```\n# Refunds", "Refunds"),
    ("## Second\n", None),
    ("#no space", None),
    ("a == b\n", None),
    ("", None),
]


@pytest.mark.parametrize(("body", "title"), HEADINGS)
def test_the_title_is_the_first_first_level_heading(body: str, title: str | None):
    assert first_heading(body) == title


PARAGRAPHS = [
    ("# A\n\n一行目\n二行目。\n\n次の段落", "一行目二行目。"),
    ("# A\n\nOne\ntwo.\n\nThree", "One two."),
    # Lists, quotes, tables, code, pictures and headings are no prose.
    ("- a\n\n> b\n\n| c |\n\n```\nd\n```\n\n![e](f.png)\n\ng", "g"),
    ("Title\n=====\n\nText", "Text"),
    ("**bold** [link](a_(b).md) `code` <b>html</b> &amp; &lt;b&gt;", "bold link code html & <b>"),
    ("~~~\nnever closed\n\nText", ""),
    ("", ""),
]


@pytest.mark.parametrize(("body", "text"), PARAGRAPHS)
def test_the_summary_is_the_first_paragraph_of_prose(body: str, text: str):
    assert first_paragraph(body) == text


def test_a_long_summary_ends_at_a_sentence_or_with_an_ellipsis():
    assert shortened("あ" * 70 + "。" + "い" * 70, 120) == "あ" * 70 + "。"
    assert shortened("あ" * 130, 120) == "あ" * 119 + "…"
    assert shortened("短い", 120) == "短い"


@given(st.text(alphabet=" \n`~#=<h1>->*_[]()!|&;a1あ\t", max_size=60))
def test_no_text_crashes_the_readers(text: str):
    first_heading(text)
    first_paragraph(text)
    list(references(text))
    commonmark(text.split("\n"))
    superfences(text.split("\n"))


VALUES = [
    ("{{value:fee}}", [("fee", 0, 0, 13)]),
    ("a\n- {{value:fee}}、{{value:days}}", [("fee", 1, 2, 15), ("days", 1, 16, 30)]),
    # Not in code spans and fences; exactly so and no other way.
    ("`{{value:fee}}` ``a ` {{value:fee}}``", []),
    ("```\n{{value:fee}}\n```", []),
    ("{{ value:fee }} {{fee}} {value:fee}", []),
    # A span that is not closed is none.
    ("`{{value:fee}}", [("fee", 0, 1, 14)]),
]


@pytest.mark.parametrize(("text", "found"), VALUES)
def test_a_value_is_named_outside_code(text: str, found: list[tuple[str, int, int, int]]):
    assert [(one.id, one.line, one.column, one.end) for one in references(text)] == found


def test_code_spans_pair_runs_of_one_length():
    assert code_spans("a `b` ``c ` d`` `e") == ((2, 5), (6, 15))
    assert code_spans("a ` b `` c") == ()
