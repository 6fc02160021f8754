"""Where a Markdown text is raw HTML: comments, and lines inside an element that was opened above."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from annai.audience.fences import FenceReader

_BACKTICKS = re.compile(r"`+")
_PIECE = re.compile(r"<!--|--!?>|</?([A-Za-z][A-Za-z0-9-]*)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?(/?)>")
_UNFINISHED = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?$")
_COMMENT_END = re.compile(r"--!?>")
_EMPTY_COMMENT = re.compile(r"<!--(?:-?>)")
# Elements that hold blocks. Those that stand in running text, and names that somebody made up, hide none.
_BLOCK = re.compile(
    r"address|article|aside|audio|blockquote|body|button|canvas|caption|center|details|dialog|dir|"
    r"div|dl|fieldset|figcaption|figure|footer|form|frameset|h1|h2|h3|h4|h5|h6|head|header|"
    r"hgroup|html|iframe|legend|main|map|math|menu|nav|noframes|noscript|object|ol|optgroup|"
    r"option|output|p|pre|picture|progress|script|search|section|select|style|summary|svg|table|"
    r"tbody|td|template|textarea|tfoot|th|thead|title|tr|ul|video|xmp"
)
# Whose end may be left out: a blank line ends it.
_LOOSE = frozenset({"p", "option", "optgroup"})


def code_spans(line: str) -> tuple[tuple[int, int], ...]:
    """First and last-but-one column of each code span of a line, its backticks included."""
    runs = [found.span() for found in _BACKTICKS.finditer(line)] if "`" in line else []
    if len(runs) < 2:
        return ()
    places: dict[int, list[int]] = {}
    for place, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(place)
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(runs):
        start, end = runs[at]
        same = places[end - start]
        following = bisect_right(same, at)
        if following < len(same):
            at = same[following]
            spans.append((start, runs[at][1]))
        at += 1
    return tuple(spans)


def in_spans(spans: Sequence[tuple[int, int]], column: int) -> bool:
    """Whether a column lies in one of the spans."""
    return any(start <= column < end for start, end in spans)


def raw_html(lines: Sequence[str], fenced: Sequence[bool]) -> tuple[bool, ...]:
    """For each line whether it begins inside an element or a comment that was opened above."""
    inside: list[bool] = []
    opened: list[str] = []
    comment = False
    for line, in_fence in zip(lines, fenced, strict=True):
        if not line.strip():
            opened = [name for name in opened if name not in _LOOSE]
        inside.append(comment or bool(opened))
        if in_fence or not ("<" in line or (comment and ">" in line)):
            continue
        spans = code_spans(line)
        for piece in _PIECE.finditer(line):
            mark = piece[0]
            if comment:
                comment = _COMMENT_END.fullmatch(mark) is None
            elif in_spans(spans, piece.start()):
                continue
            elif mark == "<!--":
                comment = _EMPTY_COMMENT.match(line, piece.start()) is None
            elif piece[1]:
                _tag(mark, piece[1].lower(), opened)
        unfinished = _UNFINISHED.search(line)
        if unfinished and not comment and not in_spans(spans, unfinished.start()):
            _tag(unfinished[0], unfinished[1].lower(), opened)
    return tuple(inside)


def _tag(tag: str, name: str, opened: list[str]) -> None:
    if not _BLOCK.fullmatch(name) or tag.endswith("/>"):
        return
    if not tag.startswith("</"):
        opened.append(name)
    elif name in opened:
        while opened.pop() != name:
            pass


def without_comments(text: str) -> str:
    """The text without its HTML comments, line for line; comments in code are code and stay.

    One that begins a line and never ends hides all that follows, as it does in a browser.
    """
    if "<!--" not in text:
        return text
    lines = text.split("\n")
    last = max((number for number, line in enumerate(lines) if _COMMENT_END.search(line)), default=-1)
    reader = FenceReader()
    comment = False
    for number, line in enumerate(lines):
        kept: list[str] = []
        start = 0
        if comment:
            end = _COMMENT_END.search(line)
            if end is None:
                lines[number] = ""
                continue
            start, comment = end.end(), False
        elif reader.inside(line) or "<!--" not in line:
            continue
        spans = code_spans(line)
        while True:
            opening = _comment(line, start, spans)
            if opening < 0:
                kept.append(line[start:])
                break
            kept.append(line[start:opening])
            empty = _EMPTY_COMMENT.match(line, opening)
            end = empty or _COMMENT_END.search(line, opening + len("<!--"))
            if end is None:
                comment = number < last
                if not comment and not "".join(kept).strip():
                    lines[number:] = [""] * (len(lines) - number)
                    return "\n".join(lines)
                if not comment:
                    kept.append(line[opening:])
                break
            start = end.end()
        lines[number] = "".join(kept)
    return "\n".join(lines)


def _comment(line: str, start: int, spans: Sequence[tuple[int, int]]) -> int:
    """The column where the next comment outside code begins, or -1."""
    found = line.find("<!--", start)
    while found >= 0 and in_spans(spans, found):
        found = line.find("<!--", found + 1)
    return found
