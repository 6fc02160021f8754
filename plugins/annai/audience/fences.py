"""Which lines of a Markdown text stand in a fenced code block, in the two readings that there are.

CommonMark closes a fence by any run at least as long as the one that opened it; pymdownx.superfences, which
renders our pages, only by the very same run at the very same indent, and takes no fence whose content is
indented less than its first line, or whose first line carries something that it does not know. Where the
two differ, nobody can say what a reader will see, and what guards the public site assumes the worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

# A fence may stand behind the mark of the list item that it is the first thing in.
_OPENING = re.compile(r"(\s*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})(.*)", re.DOTALL)
_CLOSING = re.compile(r"(\s*)(`{3,}|~{3,})\s*")
# What superfences can read behind the run: a language, then attributes in braces or options.
_KNOWN_OPENING = re.compile(
    r"(\s*)(`{3,}|~{3,})(?:[ \t]*\.?[\w#.+-]+(?=[\t ]|$))?"
    r"(?:[ \t]*\{[^\n]*\}|(?:[ \t]*[a-zA-Z]\w*(?:=(?:\"[^\"]*\"|'[^']*'))?(?=[\t ]|$))+)?[ \t]*"
)
_CODE_INDENT = 4


class Fences(Struct, frozen=True):
    """For each line the line that opens the fence it stands in (from 0; -1 outside).

    ``open_from`` is the first line of a fence that never closes.
    """

    opened: tuple[int, ...]
    open_from: int | None

    def inside(self, line: int) -> bool:
        """Whether a line stands in a fence, or is its first or last."""
        return self.opened[line] >= 0


class FenceReader:
    """Reads lines one by one as CommonMark does; a fence in a list item ends where the item does.

    ``opens`` tells whether the line read last opened a fence, ``open`` whether a fence is open after it.
    """

    def __init__(self) -> None:
        self.opens = False
        self._run = ""
        self._width = 0
        self._contained = False

    @property
    def open(self) -> bool:
        """Whether the next line stands in a fence, unless it leaves the list item that the fence is in."""
        return bool(self._run)

    def inside(self, line: str) -> bool:
        """Whether this line, which follows those already read, stands in a fence."""
        self.opens = False
        if self._run:
            if not (self._contained and line.strip() and indent(line) < self._width):
                closing = _CLOSING.fullmatch(line) if self._run[:3] in line else None
                if closing and closing[2].startswith(self._run) and indent(line) < self._width + _CODE_INDENT:
                    self._run = ""
                return True
            self._run = ""
        if "```" not in line and "~~~" not in line:
            return False
        opening = _OPENING.fullmatch(line)
        if opening is None or (opening[2][0] == "`" and "`" in opening[3]):
            return False
        self.opens = True
        self._run = opening[2]
        self._width = _columns(opening[1])
        self._contained = self._width >= _CODE_INDENT or bool(opening[1].strip())
        return True


def commonmark(lines: Sequence[str]) -> Fences:
    """The fences as CommonMark reads them; one that never closes goes on to the end."""
    reader = FenceReader()
    opened: list[int] = []
    since = -1
    for number, line in enumerate(lines):
        inside = reader.inside(line)
        if reader.opens:
            since = number
        opened.append(since if inside else -1)
    return Fences(tuple(opened), since if reader.open else None)


def superfences(lines: Sequence[str]) -> Fences:
    """The fences as pymdownx.superfences reads them; one that never closes is none."""
    opened = [-1] * len(lines)
    run, width, since = "", 0, -1
    for number, line in enumerate(lines):
        if not run:
            opening = _KNOWN_OPENING.fullmatch(line) if "```" in line or "~~~" in line else None
            if opening:
                run, width, since = opening[2], _columns(opening[1]), number
        elif line.strip():
            if indent(line) < width:
                run = ""
            elif indent(line) == width and line.strip() == run:
                opened[since : number + 1] = [since] * (number + 1 - since)
                run = ""
    return Fences(tuple(opened), since if run else None)


def unfenced(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines outside fences with their numbers from 0, as CommonMark reads them; lazily."""
    reader = FenceReader()
    for number, line in enumerate(lines):
        if not reader.inside(line):
            yield number, line


def indent(line: str) -> int:
    """How many columns of white space a line begins with; a tab goes on to the next multiple of four."""
    return _columns(line[: len(line) - len(line.lstrip())])


def _columns(prefix: str) -> int:
    return len(prefix.expandtabs(_CODE_INDENT))
