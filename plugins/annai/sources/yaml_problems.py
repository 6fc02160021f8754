"""What a YAML parser stumbled over, as its writer would see it: which character, where, and why.

A parser stops where the text can no longer be right, often lines below what is wrong. What is known to go wrong in
files that are written by hand in Japanese and English is looked for there first; to be told, most of it must prove
true: with it mended, the parser gets further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

_WIDE_SPACE = "\u3000"
_WIDE_COMMA = re.compile("[，、]")
_WIDE_COLON = re.compile(r"(?:^\s*(?:- )*|[{,，、]\s*)[\"']?[A-Za-z_][\w-]*[\"']?\s*(：\s*)", re.ASCII)
_JOINED = re.compile(r"^\s*(?:- )*([A-Za-z_][\w-]*)(:)(?=[^\s/])", re.ASCII)
_WIDE_SPACES = re.compile(
    rf"^ *({_WIDE_SPACE}[ {_WIDE_SPACE}]*)|^ *-( *{_WIDE_SPACE}\s*)|^ *(?:- +)*+[\w-]+:(\s*{_WIDE_SPACE}\s*)"
)
_VALUE = re.compile(r"\s*(?:- )*[^\s:#]+:\s+\S")
_MARKS = (("*", "alias"), ("&", "anchor"), ("!", "tag"), ("|", "block scalar"), (">", "block scalar"))
# So many times a changed text is parsed, at most, to find a cause.
_TRIES = 12
_KEY = re.compile(r"\s*(?:- )*[^\s:#]+")


Quoted = tuple[int, int, int, int]


class Problem(NamedTuple):
    """The wording's key (``T101.tab``), line and column from 0, and what fills the wording."""

    key: str
    line: int
    column: int
    args: Mapping[str, str] = {}


def explained(error: yaml.YAMLError, text: str, quoted: Quoted | None, loader: Any) -> Problem:
    """What is wrong with a text that PyYAML's ``loader`` gave up with ``error``.

    ``quoted`` is where the quoted text that was read last begins and ends: lines and columns from 0.
    """
    if isinstance(error, yaml.reader.ReaderError):
        return _character(error, text)
    stop = _Stop(error, text, loader)
    return stop.mistyped() or stop.misread(quoted) or stop.told("T101.yaml", problem=stop.problem)


def _character(error: Any, text: str) -> Problem:
    """A character that YAML forbids. The parser tells only how many bytes came before it."""
    before = text.encode("utf-8", "surrogatepass")[: max(error.position, 0)].decode("utf-8", "ignore")
    code = error.character if isinstance(error.character, int) else 0
    column = len(before) - (before.rfind("\n") + 1)
    return Problem("T101.character", before.count("\n"), column, {"token": f"U+{max(code, 0):04X}"})


def no_map(text: str) -> Problem:
    """Why a text that YAML reads is no map: a key without the colon or the space that YAML wants, or none at all."""
    lines = text.split("\n")
    number = next((number for number, line in enumerate(lines) if line.strip() and line.lstrip()[0] != "#"), 0)
    for key, pattern, group in (("T101.wide-colon", _WIDE_COLON, 1), ("T101.joined", _JOINED, 2)):
        if found := pattern.match(lines[number]):
            name = lines[number][: found.start(group)].strip(" -\"'")
            return Problem(key, number, found.start(group), {"name": name})
    return Problem("T101.top", 0, 0)


class _Stop:
    """Where a parser stopped, and in what."""

    def __init__(self, error: Any, text: str, loader: Any) -> None:
        self.loader = loader
        self.lines = text.split("\n")
        # The C reader and the other one say the same in slightly different words.
        self.problem = str(getattr(error, "problem", None) or "not YAML")
        self.context = str(getattr(error, "context", None) or "")
        mark = getattr(error, "problem_mark", None)
        self.stopped = (mark.line, mark.column) if mark else (0, 0)
        self.line, self.column = self._place(mark)
        self.tries = _TRIES
        # The beginning of what was being read: a quote, a bracket, a key.
        self.from_line, self.from_column = self._place(getattr(error, "context_mark", None))

    def _place(self, mark: Any) -> tuple[int, int]:
        return (min(mark.line, len(self.lines) - 1), mark.column) if mark else (0, 0)

    def told(self, key: str, **args: str) -> Problem:
        """A problem at the place where the parser stopped."""
        return Problem(key, self.line, self.column, args)

    @property
    def character(self) -> str:
        """The character at which the parser stopped; empty at the end of a line."""
        return self.lines[self.line][self.column : self.column + 1]

    def mistyped(self) -> Problem | None:
        """A wide character, or none, where YAML wants a half-width one."""
        conflict = next((number for number, line in enumerate(self.lines) if line.startswith("<<<<<<< ")), None)
        if conflict is not None and any(line.startswith(">>>>>>> ") for line in self.lines):
            return Problem("T101.conflict", conflict, 0)
        if "tab character" in self.problem or ("cannot start any token" in self.problem and self.character == "\t"):
            return self.told("T101.tab")
        for number in self._suspects():
            line = self.lines[number]
            if found := _WIDE_SPACES.search(line):
                group = next(index for index in (1, 2, 3) if found[index])
                start, end = found.span(group)
                instead = ("  " * (end - start), " " * (end - start), "") if group == 1 else (" ",)
                if any(self._mends(number, start, end, spaces) for spaces in instead):
                    return Problem("T101.wide-space", number, line.index(_WIDE_SPACE, start))
            for found in _WIDE_COLON.finditer(line):
                if self._mends(number, *found.span(1), ": "):
                    return Problem("T101.wide-colon", number, found.start(1))
            if (found := _JOINED.search(line)) and self._mends(number, *found.span(2), ": "):
                return Problem("T101.joined", number, found.start(2), {"name": found[1]})
        return self._wide_comma() if "',' or" in self.problem else None

    def _suspects(self) -> Iterator[int]:
        """The lines in which the cause may be: where a key without colon began, and the last two."""
        numbers = {self.line}
        if "simple key" in self.context:
            numbers.add(self.from_line)
        above = self.line - 1
        while above > 0 and not self.lines[above].strip():
            above -= 1
        yield from sorted(numbers | {max(above, 0)})

    def _wide_comma(self) -> Problem | None:
        for number in range(self.from_line, self.line + 1):
            for found in _WIDE_COMMA.finditer(self.lines[number]):
                if self._mends(number, *found.span(), ", "):
                    return Problem("T101.wide-comma", number, found.start(), {"token": found[0]})
        return None

    def _mends(self, number: int, start: int, end: int, instead: str) -> bool:
        """Whether a parser gets further with ``instead`` in place of a part of a line."""
        if not self.tries:
            return False
        self.tries -= 1
        line = self.lines[number]
        changed = [*self.lines]
        changed[number] = line[:start] + instead + line[end:]
        longer = len(instead) - (end - start) if number == self.stopped[0] else 0
        stopped = (self.stopped[0], self.stopped[1] + longer)
        try:
            for event in yaml.parse("\n".join(changed), Loader=self.loader):
                begin: Any = event.start_mark
                if (begin.line, begin.column) > stopped:
                    return True
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            return mark is not None and (mark.line, mark.column) > stopped
        return True

    def misread(self, quoted: Quoted | None) -> Problem | None:
        """Something that YAML reads otherwise than it was meant."""
        problem = self.problem
        before = self.lines[self.line][: self.column]
        if "cannot start any token" in problem or "node content" in problem or self._marked():
            return self._first()
        if "quoted scalar" in self.context and "end of stream" in problem:
            return Problem("T101.quote", self.from_line, self.from_column)
        if "escape" in problem or "hexdecimal" in problem:
            return self.told("T101.escape")
        if "mapping values" in problem:
            indent = len(before) - len(before.lstrip())
            return self.told("T101.colon") if _VALUE.match(before) else Problem("T101.indent", self.line, indent)
        if "sequence entries" in problem:
            return self.told("T101.dash")
        if "',' or" in problem:
            if self.character == ":" and not (self.from_line < self.line and _KEY.fullmatch(before)):
                return self.told("T101.colon")
            token = self.lines[self.from_line][self.from_column : self.from_column + 1]
            return Problem("T101.bracket", self.from_line, self.from_column, {"token": token})
        if "expected ':'" in problem:
            return Problem("T101.no-colon", self.from_line, self.from_column)
        if "expected key" in problem or "<block end>" in problem or "'-' indicator" in problem:
            if quoted and quoted[2:] == (self.line, len(before.rstrip())):
                opened = Problem("T101.quote", *quoted[:2])
                return opened if quoted[0] < self.line else self.told("T101.after", token=before.rstrip()[-1:])
            if before.rstrip()[-1:] in ("]", "}"):
                return self.told("T101.after", token=before.rstrip()[-1:])
            return self.told("T101.indent")
        return None

    def _marked(self) -> bool:
        """Whether a text begins with a mark of YAML's own: of an anchor, an alias, a tag, a block of text."""
        started = self.lines[self.from_line][self.from_column : self.from_column + 1]
        return any(mark == started and what in self.context for mark, what in _MARKS)

    def _first(self) -> Problem:
        line, column = (self.from_line, self.from_column) if self._marked() else (self.line, self.column)
        return Problem("T101.first", line, column, {"token": self.lines[line][column : column + 1]})
