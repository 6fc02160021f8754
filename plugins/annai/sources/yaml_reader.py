"""Restricted YAML: tokens as typed, with the place of every key; no tags, anchors, merges, duplicates.

Built on PyYAML's event stream, not on ``compose()``, which crashes the interpreter on deep nesting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from annai.diagnostics import Finding, Mark
from annai.model.source import Key, Marks
from annai.sources.limits import MAX_BYTES, MAX_DEPTH, UndecodableError, text_of

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Tokens = dict[str, Any]


@dataclass(slots=True)
class _Level:
    """A collection that is being read. ``key`` is the map key whose value comes next."""

    value: list[Any] | dict[str, Any]
    path: tuple[Key, ...]
    key: str | None = None
    skipped: bool = False
    place: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Reading:
    path: str
    first_line: int
    findings: list[Finding] = field(default_factory=list)
    places: dict[tuple[Key, ...], tuple[int, int]] = field(default_factory=dict)
    top: Any = None
    quoted: tuple[int, int, int, int] | None = None

    def mark(self, place: Any) -> Mark:
        return Mark(self.path, place.line + self.first_line, place.column + 1)

    def place(self, place: Any) -> tuple[int, int]:
        return (place.line + self.first_line, place.column + 1)

    def fault(self, key: str, place: Any, **args: object) -> None:
        self.findings.append(Finding.error(key, self.mark(place), **args))


def read_yaml(data: bytes, path: str) -> tuple[Tokens | None, Marks, tuple[Finding, ...]]:
    """A file's top map with every scalar as the text that was typed, its marks, and what is wrong.

    The map is None where the file cannot be used. An empty plain scalar is None.
    """
    if len(data) > MAX_BYTES:
        found = Finding.error("T101.size", Mark(path), size=len(data), limit=MAX_BYTES)
        return None, Marks(path), (found,)
    try:
        text = text_of(data)
    except UndecodableError as error:
        return None, Marks(path), (Finding.error("T101.encoding", Mark(path, error.line, error.column)),)
    return read_tokens(text, path)


def read_tokens(text: str, path: str, first_line: int = 1) -> tuple[Tokens | None, Marks, tuple[Finding, ...]]:
    """The same for text whose first line is line ``first_line`` of the file ``path``."""
    reading = _Reading(path, first_line)
    fault: yaml.YAMLError | None = None
    try:
        _consume(text, reading)
    except yaml.YAMLError as error:
        fault = error
    marks = Marks(path, reading.places)
    if not reading.findings and reading.top is None and not fault:
        reading.top = {}
    if fault or (not reading.findings and not isinstance(reading.top, dict)):
        # Wanted only where a file cannot be read.
        from annai.sources.yaml_problems import explained, no_map  # noqa: PLC0415 - see above

        problem = explained(fault, text, reading.quoted, LOADER) if fault else no_map(text)
        mark = Mark(path, problem.line + first_line, problem.column + 1)
        reading.findings.append(Finding.error(problem.key, mark, **problem.args))
    return (None if reading.findings else reading.top), marks, tuple(reading.findings)


def _consume(text: str, reading: _Reading) -> None:
    levels: list[_Level] = []
    documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                reading.fault("T101.documents", event.start_mark)
                return
        elif isinstance(event, yaml.AliasEvent):
            reading.fault("T106.alias", event.start_mark)
            return
        elif isinstance(event, yaml.ScalarEvent):
            if event.style in ("'", '"'):
                reading.quoted = (*_position(event.start_mark), *_position(event.end_mark))
            _forbid(event, reading)
            _scalar(event, levels, reading)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            _forbid(event, reading)
            if len(levels) >= MAX_DEPTH:
                reading.fault("T101.depth", event.start_mark, limit=MAX_DEPTH)
                return
            if levels and isinstance(levels[-1].value, dict) and levels[-1].key is None:
                line, column = levels[-1].place
                twice = _position(event.start_mark) == (line, column + 1)
                reading.fault("T101.braces" if twice else "T101.key", event.start_mark)
                return
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = _attach(value, event.start_mark, levels, reading)
            levels.append(_Level(value, path, place=_position(event.start_mark)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            levels.pop()


def _position(mark: Any) -> tuple[int, int]:
    """Line and column from 0."""
    return mark.line, mark.column


def _forbid(event: Any, reading: _Reading) -> None:
    if event.anchor is not None:
        reading.fault("T106.anchor", event.start_mark, name=event.anchor)
    if event.tag not in (None, "!"):
        reading.fault("T106.tag", event.start_mark, tag=event.tag)


def _scalar(event: Any, levels: list[_Level], reading: _Reading) -> None:
    # The C reader says it with an empty text, the other one with None.
    plain = not event.style
    level = levels[-1] if levels else None
    if level is not None and isinstance(level.value, dict) and level.key is None:
        if plain and event.value == "<<":
            reading.fault("T106.merge", event.start_mark)
        level.skipped = event.value in level.value
        if level.skipped:
            reading.fault("T101.duplicate", event.start_mark, name=event.value)
        else:
            reading.places[(*level.path, event.value)] = reading.place(event.start_mark)
        level.key = event.value
        return
    value = None if plain and event.value == "" else event.value
    path = _attach(value, event.start_mark, levels, reading)
    if value is not None and event.style not in ("|", ">"):
        reading.places[path] = reading.place(event.start_mark)


def _attach(value: Any, place: Any, levels: list[_Level], reading: _Reading) -> tuple[Key, ...]:
    """Puts a value into the collection that is open and tells its key path."""
    if not levels:
        reading.top = value
        return ()
    level = levels[-1]
    path: tuple[Key, ...]
    if isinstance(level.value, list):
        path = (*level.path, len(level.value))
        reading.places[path] = reading.place(place)
        level.value.append(value)
        return path
    assert level.key is not None
    path = (*level.path, level.key)
    if not level.skipped:
        level.value[level.key] = value
    level.key = None
    return path
