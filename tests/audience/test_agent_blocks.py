"""Agent blocks: what is cut, what is a fault, and that a fault shows the public nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annai.audience.blocks import cut, scan

# (name, text, what the public reads). Wherever a text has no fault, this is what is left of it.
CUT = [
    # A marker alone on its line, up to the slashes alone on theirs; one empty line in place of the block.
    ("plain", "a\n/// agent\nSECRET\n///\nb", "a\n\nb"),
    # Three slashes or more.
    ("five slashes", "a\n///// agent\nSECRET\n/////\nb", "a\n\nb"),
    # Spaces before it are allowed; the closing line has as many.
    ("indented", "- a\n\n  /// agent\n  SECRET\n  ///\n- b", "- a\n\n\n- b"),
    # As deep as code would be: a marker counts at any indent.
    ("deeply indented", "a\n\n    /// agent\n    SECRET\n    ///\nb", "a\n\n\nb"),
    # Spaces that nobody sees behind the marks change nothing.
    ("trailing spaces", "a\n/// agent  \nSECRET\n///   \nb", "a\n\nb"),
    # CRLF is read as LF, also where nobody has replaced it.
    ("crlf", "a\r\n/// agent\r\nSECRET\r\n///\r\nb", "a\r\n\nb"),
    # A closing line with another indent or another length does not close.
    ("closed by the right line only", "/// agent\nSECRET\n  ///\nSECRET\n////\nSECRET\n///\nb", "\nb"),
    # Different lengths may nest, and what is inside goes along.
    ("agent in agent", "//// agent\nSECRET\n/// agent\nSECRET\n///\nSECRET\n////\nb", "\nb"),
    ("note in agent", "//// agent\n/// note | SECRET\nSECRET\n///\nSECRET\n////\nb", "\nb"),
    ("shorter outside", "/// agent\n//// note\nSECRET\n////\nSECRET\n///\nb", "\nb"),
    # An agent block in a block of Markdown's: the outer one stays.
    ("agent in note", "//// note\na\n/// agent\nSECRET\n///\nb\n////", "//// note\na\n\nb\n////"),
    # Other blocks are Markdown's, and so is a comment in slashes.
    ("note", "/// note | agent\na\n///", "/// note | agent\na\n///"),
    ("a line of slashes", "////////\n/// details\na\n///", "////////\n/// details\na\n///"),
    # A marker in a closed fence is an example.
    ("fence", "```\n/// agent\nx\n///\n```\nb", "```\n/// agent\nx\n///\n```\nb"),
    ("tilde fence", "~~~ markdown\n/// agent\n~~~", "~~~ markdown\n/// agent\n~~~"),
    ("fence in fence", "````\n```\n/// agent\n///\n```\n````", "````\n```\n/// agent\n///\n```\n````"),
    ("fence in a list", "- a\n\n    ```\n    /// agent\n    ```\n", "- a\n\n    ```\n    /// agent\n    ```\n"),
    # A fence inside the block: its slashes close nothing.
    ("fence with slashes in a block", "/// agent\n```\n///\n```\nSECRET\n///\nb", "\nb"),
    # Two fences opened in list items; what stands between them is no code.
    ("fences of list items", "1. ```\n   x\n   ```\n\n/// agent\nSECRET\n///\n\n2. ```\n   x\n   ```", None),
    # Indented code that shows the marks of a fence opens none for what is not indented.
    ("marks of a fence in indented code", "    ```\n\n/// agent\nSECRET\n///\n\n    ```", "    ```\n\n\n\n    ```"),
    # A mention in running text, and in a code span, is no marker.
    ("mention", "書き方は /// agent です\n`/// agent` と書く", "書き方は /// agent です\n`/// agent` と書く"),
    ("address", "https://agent.example/\n[a](//agent.example/)", "https://agent.example/\n[a](//agent.example/)"),
    # HTML that is closed again, and tags in running text, are no reason.
    ("closed html", "<div>\na\n</div>\n/// agent\nSECRET\n///", "<div>\na\n</div>\n"),
    ("inline html", "a <b>b\n<https://x.example/> <order-number>\n/// agent\nSECRET\n///", None),
    ("html in code", "`<div>`\n```\n<div>\n```\n/// agent\nSECRET\n///", "`<div>`\n```\n<div>\n```\n"),
    ("paragraph tag left open", "<p>a\n\n/// agent\nSECRET\n///", "<p>a\n\n"),
    ("closed comment", "<!-- a\nb -->\n/// agent\nSECRET\n///", "<!-- a\nb -->\n"),
]

# (name, text, key of a fault, its line and column from 0)
FAULTS = [
    # Not closed, or not by the same indent and number.
    ("unclosed", "a\n/// agent\nSECRET", "A401.unclosed", 1, 0),
    ("closed at another indent", "  /// agent\nSECRET\n///", "A401.unclosed", 0, 2),
    ("closed by another number", "/// agent\nSECRET\n////", "A401.unclosed", 0, 0),
    ("outer one closes first", "//// note\n/// agent\nSECRET\n////\nSECRET", "A401.unclosed", 1, 0),
    # Blocks of one length do not nest, whatever their names.
    ("agent in agent", "/// agent\n/// agent\nSECRET\n///\nSECRET\n///", "A401.nested", 1, 0),
    ("note in agent", "/// agent\n/// note\nSECRET\n///\nSECRET\n///", "A401.nested", 1, 0),
    ("agent in note", "/// note\n/// agent\nSECRET\n///\nSECRET\n///", "A401.nested", 1, 0),
    # No options and no title, on its line or below it.
    ("title", "/// agent | 注意\nSECRET\n///", "A401.options", 0, 0),
    ("word behind it", "/// agent only\nSECRET\n///", "A401.options", 0, 0),
    ("options below", "/// agent\n    open: true\n\nSECRET\n///", "A401.options", 1, 4),
    # Inside raw HTML or a comment, which a renderer reads first.
    ("in a div", "<div>\n/// agent\nSECRET\n///\n</div>", "A401.html", 1, 0),
    ("in a div over blank lines", "<div markdown>\n\n/// agent\nSECRET\n///\n\n</div>", "A401.html", 2, 0),
    ("in an unfinished tag", '<div\n class="a">\n/// agent\nSECRET\n///', "A401.html", 2, 0),
    ("in a paragraph", "<p>\n/// agent\nSECRET\n///\n</p>", "A401.html", 1, 0),
    ("in a comment", "<!--\n/// agent\nSECRET\n///\n-->", "A401.html", 1, 0),
    ("in an unclosed comment", "a <!-- b\n\n/// agent\nSECRET\n///", "A401.html", 2, 0),
    ("comment that ends outside", "/// agent\n<!--\n///\nSECRET -->", "A401.html", 2, 0),
    # In a fence that never closes, or that is one for some readers and none for others.
    ("fence never closes", "```\n/// agent\nSECRET\n///", "A401.fence", 1, 0),
    ("fence closed by a longer run", "```\na\n````\n/// agent\nSECRET\n///", "A401.fence", 3, 0),
    ("fence that superfences does not read", "``` a b=c?\n/// agent\nSECRET\n///\n```", "A401.fence", 1, 0),
    ("fence left by its content", "  ```\na\n/// agent\nSECRET\n///\n  ```", "A401.fence", 2, 0),
    ("fence opened in a comment", "<!--\n```\n-->\n/// agent\nSECRET\n///\n<!--\n```\n-->", "A401.fence", 3, 0),
    ("fence over the end of the block", "/// agent\n```\nSECRET\n///\nb\n```\nb", "A401.unclosed", 0, 0),
    ("fence that never closes, in the block", "/// agent\n```\nSECRET\n///\nb", "A401.fence", 3, 0),
    # Slashes that close nothing, in a text with agent blocks: something was closed too early.
    ("slashes too many", "/// agent\nSECRET\n///\nSECRET\n///", "A401.stray", 4, 0),
    # Whatever looks like the marker, after NFKC and without invisible characters.
    ("full-width space", "///\u3000agent\nSECRET\n///", "A402.look", 0, 0),
    ("no-break space", "///\u00a0agent\nSECRET\n///", "A402.look", 0, 0),
    ("two spaces", "///  agent\nSECRET\n///", "A402.look", 0, 0),
    ("no space", "///agent\nSECRET\n///", "A402.look", 0, 0),
    ("tab between", "///\tagent\nSECRET\n///", "A402.look", 0, 0),
    ("tab before", "\t/// agent\nSECRET\n\t///", "A402.look", 0, 1),
    ("space and tab before", "  \t/// agent\nSECRET\n///", "A402.look", 0, 3),
    ("full-width slashes", "／／／ agent\nSECRET\n／／／", "A402.look", 0, 0),
    ("full-width letters", "/// ａｇｅｎｔ\nSECRET\n///", "A402.look", 0, 0),
    ("capitals", "/// Agent\nSECRET\n///", "A402.look", 0, 0),
    ("trailing full-width space", "/// agent\u3000\nSECRET\n///", "A402.look", 0, 0),
    ("zero-width space", "///\u200b agent\nSECRET\n///", "A402.look", 0, 0),
    ("zero-width joiner among slashes", "/\u200d// agent\nSECRET\n///", "A402.look", 0, 0),
    ("byte order mark before", "\ufeff/// agent\nSECRET\n///", "A402.look", 0, 1),
    ("soft hyphen in the word", "/// ag\u00adent\nSECRET\n///", "A402.look", 0, 0),
    ("variation selector", "/// agent\ufe0f\nSECRET\n///", "A402.look", 0, 0),
    ("hangul filler", "///\u3164agent\nSECRET\n///", "A402.look", 0, 0),
    ("fraction slashes", "\u2044\u2044\u2044 agent\nSECRET\n///", "A402.look", 0, 0),
    ("double solidus", "\u2afd\u2afd agent\nSECRET\n///", "A402.look", 0, 0),
    ("letters of another script", "/// \u0430g\u0435nt\nSECRET\n///", "A402.look", 0, 0),
    ("two slashes", "// agent\nSECRET\n//", "A402.look", 0, 0),
    ("spaces among slashes", "/ / / agent\nSECRET\n///", "A402.look", 0, 0),
    ("plural", "/// agents\nSECRET\n///", "A402.look", 0, 0),
    ("misspelt", "/// agnet\nSECRET\n///", "A402.look", 0, 0),
    ("a break that Markdown does not know", "a\u2028/// agent\nSECRET\n///", "A402.look", 0, 2),
    ("vertical tab", "a\x0b/// agent\nSECRET\n///", "A402.look", 0, 2),
    # Behind marks of lists and quotes the line scanner would not cut what a reader takes for a block.
    ("list", "- /// agent\n  SECRET\n  ///", "A402.look", 0, 2),
    ("numbered list", "1. /// agent\n   SECRET\n   ///", "A402.look", 0, 3),
    ("task", "- [ ] /// agent\n  SECRET", "A402.look", 0, 6),
    ("japanese list mark", "・/// agent\nSECRET", "A402.look", 0, 1),
    ("quote", "> /// agent\n> SECRET\n> ///", "A402.look", 0, 2),
    ("list in quote", "> * /// agent\n> SECRET", "A402.look", 0, 4),
    ("heading", "# /// agent\nSECRET", "A402.look", 0, 2),
    ("table", "| /// agent | SECRET |", "A402.look", 0, 2),
    ("bold", "**/// agent**\nSECRET", "A402.look", 0, 2),
    ("definition", ":   /// agent\n    SECRET", "A402.look", 0, 4),
    ("footnote", "[^1]: /// agent\n    SECRET", "A402.look", 0, 6),
    ("fence in a quote", "> ```\n> /// agent\n> ```", "A402.look", 1, 2),
    # A fence that some readers do not see holds no example of another program's marker either.
    ("foreign marker in a fence that never closes", "```\n::: agent\nSECRET\n:::", "A401.fence", 1, 0),
]

# What other programs and habits mark such a part with. Each line stands above what should be secret.
FOREIGN = [
    "::: agent",
    ":::agent",
    "::: {.agent}",
    ":::: agents",
    "：：：agent",
    "!!! agent",
    "!!!agent",
    '!!! agent "社内"',
    "!!! agent-only",
    "!!! Agent",
    "！！！　ａｇｅｎｔ",
    "!! agent",
    "??? agent",
    "???+ agent",
    "%% agent %%",
    "+++ agent",
    "--- agent ---",
    "\\\\\\ agent",
    "¥¥¥ agent",
    "<!-- agent -->",
    "<!--agent-->",
    "<!-- AGENT only -->",
    "<!-- begin agent -->",
    "<!-- /// agent -->",
    "<!-- agent",
    "[agent]",
    "［agent］",
    "[AGENT]",
    "> [!agent]",
    "[[agent]]",
    "【agent】",
    "{agent}",
    "{{agent}}",
    "{% agent %}",
    "{{< agent >}}",
    "{: .agent }",
    "<agent>",
    '<div class="agent">',
    "<section markdown audience='agent'>",
    "- ::: agent",
    "1. !!! agent",
    "    ::: agent",
]
# One line that holds it all.
CLOSED = [
    ("[agent] SECRET [/agent]", 15),
    ("秘密は [agent]SECRET[/agent] です", 17),
    ("<!-- agent -->SECRET<!-- /agent -->", 0),
    ("返品は<!-- agent -->SECRET<!-- /agent -->です", 3),
    ("返品は<agent>SECRET</agent>です", 16),
    ("{% agent %}SECRET{% endagent %}", 0),
]
# Lines that name agents and mark nothing.
PROSE = [
    "agent",
    "# Agent",
    "## [Agent]",
    "- [Agent]",
    "- agent",
    "**agent**",
    "***Agent***",
    "> agent",
    '!!! note "agent"',
    "!!! note",
    "!!! agenda",
    '=== "Agent"',
    "::: reagent",
    '??? question "Agent とは"',
    "？？Agentとは何ですか",
    "`::: agent` と書いても",
    "コメントの `<!-- agent -->` は",
    "[agent](a.md) と [agent][a]",
    "[/agent](https://shop.example/agent)",
    "[agent]: https://shop.example/",
    "［Agent］ボタンを押します",
    "【Agent】を選びます",
    "{#agent}",
    "{: #agent }",
    '<a id="agent"></a>',
    '<div class="user-agent">',
    "<!-- agent 側の説明は別の記事 -->",
    "| agent | 電話 |",
    "-- Agent",
    "「agent」と入力します",
    "@agent :agent: %agent% $agent",
]


@pytest.mark.parametrize(("text", "left"), [pytest.param(*case[1:], id=case[0]) for case in CUT])
def test_an_agent_block_is_cut_and_nothing_else_is(text: str, left: str | None):
    scanned = scan(text)
    assert scanned.faults == ()
    public, numbers = cut(text, scanned)
    assert "SECRET" not in public
    assert left is None or public == left
    assert len(numbers) == len(public.split("\n"))


@pytest.mark.parametrize(("text", "key", "line", "column"), [pytest.param(*case[1:], id=case[0]) for case in FAULTS])
def test_a_faulty_block_is_told_where_it_stands_and_shows_the_public_nothing(text, key, line, column):
    scanned = scan(text)
    assert (key, line, column) in [(fault.key, fault.line, fault.column) for fault in scanned.faults]
    assert cut(text, scanned) == ("", ())


@pytest.mark.parametrize("line", FOREIGN)
def test_a_marker_of_another_kind_is_told_and_nothing_is_published_below_it(line: str):
    text = f"本文\n\n{line}\nSECRET\n"
    scanned = scan(text)
    assert [(fault.key, fault.line, fault.column) for fault in scanned.faults] == [
        ("A402.foreign", 2, len(line) - len(line.lstrip()))
    ]
    assert cut(text, scanned) == ("", ())


@pytest.mark.parametrize(("line", "column"), CLOSED)
def test_a_marker_of_another_kind_is_told_within_a_line_too(line: str, column: int):
    text = f"本文\n{line}\n"
    scanned = scan(text)
    assert [(fault.key, fault.line, fault.column) for fault in scanned.faults] == [("A402.foreign", 1, column)]
    assert "SECRET" not in cut(text, scanned)[0]


@pytest.mark.parametrize("line", PROSE)
def test_prose_that_names_agents_is_published(line: str):
    text = f"本文\n\n{line}\n"
    scanned = scan(text)
    assert cut(text, scanned)[0] == text


@pytest.mark.parametrize("fence", ["```agent", "``` agent", "~~~ {.agent}"])
def test_a_code_block_named_agent_is_told(fence: str):
    text = f"本文\n{fence}\nSECRET\n{fence[:3]}\n"
    assert [(fault.key, fault.line) for fault in scan(text).faults] == [("A402.foreign", 1)]
    assert scan(f'``` yaml title="agent"\na\n```\n````\n{fence}\n````\n').faults == ()


@pytest.mark.parametrize("line", FOREIGN)
def test_a_marker_of_another_kind_may_be_shown_in_code_and_to_agents(line: str):
    for text in (f"```\n{line}\n```\n", f"/// agent\n{line}\n///\n"):
        if "<" not in line or text.startswith("```"):
            assert scan(text).faults == ()


def test_a_long_line_about_agents_does_not_take_ever_longer():
    for piece in ('<div class="', "[ ", "<!-- ", "agent ", "{% "):
        scan("agent " + piece * 50_000)
        scan(piece * 50_000 + "agent")


def test_lines_that_are_left_keep_their_numbers():
    text = "a\n/// agent\nSECRET\n///\nb\n  /// agent\n  SECRET\n  ///\nc"
    public, numbers = cut(text, scan(text))
    lines = text.split("\n")
    assert {number: line for number, line in zip(numbers, public.split("\n"), strict=True) if line} == {
        number: lines[number - 1] for number in (1, 5, 9)
    }


@given(st.text())
def test_no_text_crashes_the_scanner(text: str):
    scanned = scan(text)
    cut(text, scanned)


MARKS = [
    "::: agent",
    "<!-- agent -->",
    "[/agent]",
    "/// agent",
    "///",
    "////",
    "//// agent",
    "/// note",
    "///\u3000agent",
    "/// agent | x",
    "\u200b",
]
AROUND = ["```", "````", "~~~", "`", "<div>", "</div>", "<p>", "</p>", "<!--", "-->"]
LEADING = ["- ", "> ", "1. ", "    ", "\t", "a", "", "| "]
PIECES = st.sampled_from([*MARKS, *AROUND, *LEADING])
LINES = st.lists(st.lists(PIECES, max_size=3).map("".join), max_size=14)


@given(LINES)
def test_what_is_left_of_a_text_holds_no_marker_outside_code(lines: list[str]):
    text = "\n".join(lines)
    scanned = scan(text)
    public, _ = cut(text, scanned)
    again = scan(public)
    assert again.blocks == ()


@given(
    LINES,
    st.lists(st.sampled_from(["CANARY", "", "- CANARY", "    CANARY", "`CANARY`"]), min_size=1, max_size=4),
    LINES,
)
def test_a_closed_block_at_the_margin_never_shows_whatever_stands_around_it(above, inside, below):
    """Around it anything may stand: the block goes, or the text has a fault, or the block stands in a fence."""
    text = "\n".join([*above, "///// agent", *inside, "/////", *below])
    scanned = scan(text)
    public, _ = cut(text, scanned)
    if "CANARY" in public:
        fences = [line for line in above if "```" in line or "~~~" in line]
        assert fences
        assert any("```" in line or "~~~" in line for line in below)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["a", "b c", "- d", "> e"])), max_size=8))
def test_cutting_leaves_every_public_line(parts: list[tuple[bool, str]]):
    text = "\n".join(f"/// agent\n{line} SECRET\n///" if internal else line for internal, line in parts)
    scanned = scan(text)
    public, _ = cut(text, scanned)
    assert scanned.faults == ()
    assert [line for line in public.split("\n") if line] == [line for internal, line in parts if not internal]
