"""Agent blocks (``/// agent`` … ``///``): found by lines, before any renderer sees the text.

The rule is that of the article format: a line of spaces, three or more slashes, one space and ``agent``,
outside fences, up to the next line with the same indent, the same slashes and nothing else. Anything
that looks like a marker and is not exactly one is a fault, and a text with faults is shown to nobody
but the audiences that may see all of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from annai.audience.fences import commonmark, superfences
from annai.audience.foreign_markers import foreign_marker, may_hold_some
from annai.audience.lookalikes import SLASH, candidates, looks_like_marker
from annai.audience.raw_html import raw_html

_OPENING = re.compile(r"( *)(/{3,}) agent *")
_WITH_MORE = re.compile(r" *(/{3,}) agent\s.*\S.*")
_ANY_OPENING = re.compile(r"( *)(/{3,})\s*[^\s/].*")
_BLOCK_NAME = re.compile(r" *(/{3,})[ \t]*[\w-]+[ \t]*(\||$)")
_CLOSING = re.compile(r"( *)(/{3,}) *")
# Lines right below a marker that pymdownx.blocks reads as the block's options.
_OPTION = re.compile(r" {4,}[\w-]+ *:(\s|$)")


class Fault(Struct, frozen=True):
    """A faulty marker: the wording's key, and line and column from 0."""

    key: str
    line: int
    column: int = 0


class Scan(Struct, frozen=True):
    """Agent blocks as (first, last) line from 0, markers included; and what is wrong."""

    blocks: tuple[tuple[int, int], ...]
    faults: tuple[Fault, ...]


class _Open(Struct, frozen=True):
    line: int
    indent: int
    slashes: int
    agent: bool


_NOTHING = Scan((), ())


def scan(text: str) -> Scan:
    """Every agent block of a Markdown text, and every fault; a text without markers costs next to nothing."""
    if not any(looks_like_marker(line) for line in candidates(text)) and not (
        may_hold_some(text) and any(foreign_marker(line) >= 0 for line in text.split("\n"))
    ):
        return _NOTHING
    found = _Scanner([line.removesuffix("\r") for line in text.split("\n")])
    found.run()
    return Scan(tuple(found.blocks), tuple(sorted(found.faults, key=lambda fault: (fault.line, fault.key))))


def cut(text: str, scanned: Scan) -> tuple[str, tuple[int, ...]]:
    """The text without its blocks, an empty line in place of each, and each line's number from 1.

    A text with faults is cut whole: nobody can say what of it is meant for whom.
    """
    if scanned.faults:
        return "", ()
    gone = {number for first, last in scanned.blocks for number in range(first, last + 1)}
    starts = {first for first, _ in scanned.blocks}
    kept: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(text.split("\n")):
        if number in gone and number not in starts:
            continue
        kept.append("" if number in starts else line)
        numbers.append(number + 1)
    return "\n".join(kept), tuple(numbers)


class _Scanner:
    """Goes through the lines once, with the blocks that are open as a stack."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.readings = (commonmark(lines), superfences(lines))
        self.fenced = [any(reading.inside(number) for reading in self.readings) for number in range(len(lines))]
        self.html = raw_html(lines, self.fenced)
        starts = [reading.open_from for reading in self.readings if reading.open_from is not None]
        self.open_from = min(starts, default=len(lines))
        self.blocks: list[tuple[int, int]] = []
        self.faults: list[Fault] = []
        self.open: list[_Open] = []
        # What else may close by slashes: blocks of Markdown's that lack something, prose, faulty markers.
        self.unsure: list[tuple[int, int]] = []
        self.faulty = 0

    def run(self) -> None:
        """Fills ``blocks`` and ``faults``."""
        for number, line in enumerate(self.lines):
            if not SLASH.search(line) and foreign_marker(line) < 0:
                continue
            if self.fenced[number] or number >= self.open_from:
                self._in_fence(number, line)
            else:
                self._outside(number, line)
        for block in self.open:
            if block.agent:
                self._fault("A401.unclosed", block.line)

    def _in_fence(self, number: int, line: str) -> None:
        """A marker in a fence is an example, unless the fence is none for some reader, or is one named ``agent``."""
        if any(reading.opened[number] == number for reading in self.readings) and foreign_marker(line) >= 0:
            self.faults.append(Fault("A402.foreign", number, foreign_marker(line)))
            return
        if all(self._is_example(reading.opened[number]) for reading in self.readings) and number < self.open_from:
            return
        if looks_like_marker(line) or foreign_marker(line) >= 0:
            self._fault("A401.fence", number)
            return
        closing = _CLOSING.fullmatch(line)
        if closing and any((block.indent, block.slashes) == _shape(closing) for block in self.open if block.agent):
            self._fault("A401.fence", number)

    def _is_example(self, opened: int) -> bool:
        return opened >= 0 and not self.html[opened]

    def _outside(self, number: int, line: str) -> None:
        closing = _CLOSING.fullmatch(line)
        if closing:
            self._close(number, *_shape(closing))
            return
        opening = _OPENING.fullmatch(line)
        if opening:
            self._open(_Open(number, *_shape(opening), agent=True))
        elif looks_like_marker(line):
            self._fault("A401.options" if _WITH_MORE.fullmatch(line) else "A402.look", number)
            self.faulty += 1
        elif foreign_marker(line) >= 0:
            if not self._within_agent():
                self.faults.append(Fault("A402.foreign", number, foreign_marker(line)))
        else:
            other = _ANY_OPENING.fullmatch(line)
            if other and (self._within_agent() or _BLOCK_NAME.match(line)):
                self._open(_Open(number, *_shape(other), agent=False))
            elif other:
                self.unsure.append(_shape(other))

    def _open(self, block: _Open) -> None:
        alike = any(outer.slashes == block.slashes for outer in self.open)
        if alike and (block.agent or self._within_agent()):
            self._fault("A401.nested", block.line)
        if block.agent:
            if self.html[block.line]:
                self._fault("A401.html", block.line)
            below = block.line + 1
            if below < len(self.lines) and _OPTION.match(self.lines[below], block.indent):
                self._fault("A401.options", below)
        self.open.append(block)

    def _close(self, number: int, indent: int, slashes: int) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            block = self.open[place]
            if (block.indent, block.slashes) != (indent, slashes):
                continue
            outer = any(outer.agent for outer in self.open[:place])
            lost = [inner for inner in self.open[place + 1 :] if inner.agent]
            if lost and not block.agent and not outer:
                for inner in lost:
                    self._fault("A401.unclosed", inner.line)
            if block.agent and not outer:
                self.blocks.append((block.line, number))
                if self.html[number] and not self.html[block.line]:
                    self._fault("A401.html", number)
            del self.open[place:]
            return
        if (indent, slashes) in self.unsure:
            self.unsure.remove((indent, slashes))
        elif self.faulty:
            self.faulty -= 1
        elif not self._within_agent():
            self._fault("A401.stray", number)

    def _within_agent(self) -> bool:
        return any(block.agent for block in self.open)

    def _fault(self, key: str, number: int) -> None:
        line = self.lines[number]
        slash = SLASH.search(line)
        self.faults.append(Fault(key, number, slash.start() if slash else len(line) - len(line.lstrip())))


def _shape(found: re.Match[str]) -> tuple[int, int]:
    """Indent and number of slashes of a marker."""
    return len(found[1]), len(found[2])
