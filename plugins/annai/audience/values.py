"""``{{value:id}}`` in Markdown: where it stands, and putting the value in as plain text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from annai.audience.fences import unfenced
from annai.audience.phrases import VALUE, Speaker
from annai.audience.raw_html import code_spans, in_spans
from annai.trees.misspelt_values import Misspelt, misspelt_values

# Every ASCII punctuation mark, so that no value begins a list, a link or a tag.
_SPECIAL = str.maketrans({mark: f"&#{ord(mark)};" for mark in "!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~"})


class Reference(Struct, frozen=True):
    """A value that a text names: line and columns from 0, the last one exclusive."""

    id: str
    line: int
    column: int
    end: int


def references(text: str) -> Iterator[Reference]:
    """Every value that a Markdown text names outside code."""
    if "{{value:" not in text:
        return
    for number, line in unfenced(text.split("\n")):
        if "{{value:" not in line:
            continue
        code = code_spans(line)
        for found in VALUE.finditer(line):
            if not in_spans(code, found.start()):
                yield Reference(found[1], number, *found.span())


def misspelt_references(text: str, known: Collection[str]) -> Iterator[tuple[int, Misspelt]]:
    """What outside code was meant for a value and is none, each with its line from 0."""
    if "{" not in text and "｛" not in text:
        return
    for number, line in unfenced(text.split("\n")):
        code: tuple[tuple[int, int], ...] | None = None
        for found in misspelt_values(line, known):
            code = code_spans(line) if code is None else code
            if not in_spans(code, found.start):
                yield number, found


def fill_markdown(text: str, speaker: Speaker) -> str:
    """The text with its values put in, safe against being read as Markdown or HTML."""
    named = list(references(text))
    if not named:
        return text
    lines = text.split("\n")
    for reference in reversed(named):
        line = lines[reference.line]
        written = line[reference.column : reference.end]
        value = speaker.value(reference.id, written)
        if value != written:
            lines[reference.line] = line[: reference.column] + value.translate(_SPECIAL) + line[reference.end :]
    return "\n".join(lines)
