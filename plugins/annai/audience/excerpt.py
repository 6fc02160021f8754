"""Title and summary of an article that gives none, from what the reader may see of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from annai.audience.fences import unfenced

_HEADING = re.compile(r"#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*(?:\{[^}]*\})?[ \t]*")
_HTML_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.IGNORECASE | re.DOTALL)
_UNDERLINE = re.compile(r"[ \t]*(=+|-+)[ \t]*")
_SIGNS_OF_A_HEADING = ("\n# ", "\n#\t", "==", "<h1", "<H1")
_NOT_PROSE = re.compile(
    r"\s*(#|[-*+] |\d+[.)] |>|\||```|~~~|!!!|\?\?\?|///|:::|<|\[\^|\[[^\]]+\]:|={3,}|-{3,}|\*{3,}|!\[)"
)
_LINK = re.compile(r"!?\[([^\]\[]*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]\[]*\])")
_INLINE = re.compile(r"<[^<>]+>|\{[:#.][^}]*\}|[*`]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")
_ENDS = "。．.!?！？"


def first_heading(body: str) -> str | None:
    """The text of the first first-level heading, None where there is none."""
    if not body.startswith("#") and not any(sign in body for sign in _SIGNS_OF_A_HEADING):
        return None
    above = ""
    for number, line in unfenced(_lines(body)):
        found = _HEADING.fullmatch(line)
        if found and found[1]:
            return plain_text(found[1])
        underline = _UNDERLINE.fullmatch(line)
        if underline and len(underline[1]) >= 2 and underline[1][0] == "=" and above.strip():
            return plain_text(above)
        if "<h1" in line.lower():
            html = _HTML_HEADING.search("\n".join(body.split("\n")[number : number + 5]))
            if html and plain_text(html[1]):
                return plain_text(html[1])
        above = line
    return None


def first_paragraph(body: str) -> str:
    """The first paragraph of prose as plain text; empty without one."""
    taken: list[str] = []
    last = -1
    for number, line in unfenced(_lines(body)):
        follows = number == last + 1
        if taken and follows and _UNDERLINE.fullmatch(line):
            taken = []
        elif line.strip() and not _NOT_PROSE.match(line) and not line.startswith("    ") and (follows or not taken):
            taken.append(line.strip())
            last = number
        elif taken:
            if paragraph := plain_text(_joined(taken)):
                return paragraph
            taken = []
    return plain_text(_joined(taken))


def plain_text(markdown: str) -> str:
    """A line of Markdown without its marks."""
    text = _LINK.sub(lambda found: found[1], markdown)
    text = _INLINE.sub("", text)
    return " ".join((unescape(text) if "&" in text else text).split())


def shortened(text: str, length: int) -> str:
    """The text, or its beginning with an ellipsis, cut at a sentence where one ends late enough."""
    if len(text) <= length:
        return text
    head = text[:length]
    end = max(head.rfind(mark) for mark in _ENDS)
    if end >= length // 2:
        return head[: end + 1]
    return head[: length - 1].rstrip() + "…"


def _lines(text: str) -> Iterator[str]:
    """The lines one by one: the reader stops early."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _joined(lines: list[str]) -> str:
    """Lines of a paragraph as one: without a space between two Japanese characters."""
    text = ""
    for line in lines:
        space = " " if text and (ord(text[-1]) < 0x3000 or ord(line[0]) < 0x3000) else ""
        text += space + line
    return text
