"""Paragraphs and sentences of prose, as plain text with the line that each begins on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from annai.audience.excerpt import plain_text
from annai.audience.fences import unfenced

# Headings, tables, HTML, admonitions, definitions, rules and underlines are no prose.
_NO_PROSE = re.compile(r"\s*(?:#|\||<|!!!|\?\?\?|///|:::|\[[^\]]+\]:|(?:={2,}|-{2,}|\*{3,}|_{3,})\s*$)")
_ITEM = re.compile(r"\s*(?:>\s*)*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")
_QUOTE = re.compile(r"\s*(?:>\s?)+")
_END = re.compile(r"[。．！？!?]+[」』）)\"”’]*|(?<=\w[.])[\"”’)]*\s")


class Passage(Struct, frozen=True):
    """A stretch of prose and the line (from 0) that it begins on."""

    text: str
    line: int


class Paragraph(Struct, frozen=True):
    """A paragraph or a list item, as plain text, with the offsets at which its lines begin."""

    text: str
    line: int
    offsets: tuple[int, ...] = (0,)

    def sentences(self) -> Iterator[Passage]:
        """Its sentences, without the space around them."""
        ends = [found.end() for found in _END.finditer(self.text)]
        for start, end in pairwise((0, *ends, len(self.text))):
            sentence = self.text[start:end].strip()
            if sentence:
                begins = start + self.text[start:end].index(sentence[0])
                below = sum(1 for offset in self.offsets[1:] if offset <= begins)
                yield Passage(sentence, self.line + below)


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a Markdown text outside code."""
    taken: list[str] = []
    first = last = -1
    for number, line in unfenced(text.split("\n")):
        prose = bool(line.strip()) and not _NO_PROSE.match(line)
        item = _ITEM.match(line) if prose else None
        if taken and (not prose or item or number != last + 1):
            yield _paragraph(taken, first)
            taken = []
        if prose:
            mark = item or _QUOTE.match(line)
            first = first if taken else number
            taken.append(line[mark.end() :] if mark else line)
            last = number
    if taken:
        yield _paragraph(taken, first)


def _paragraph(lines: list[str], first: int) -> Paragraph:
    text = ""
    offsets: list[int] = []
    for line in lines:
        plain = plain_text(line)
        space = " " if text and plain and (ord(text[-1]) < 0x3000 or ord(plain[0]) < 0x3000) else ""
        text += space
        offsets.append(len(text))
        text += plain
    return Paragraph(text, first, tuple(offsets))
