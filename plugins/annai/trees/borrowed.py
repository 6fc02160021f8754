"""What a file borrows from others: every id of another registry and every text in it, with their key paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Struct
from pydantic import BaseModel

from annai.model.base import Ref
from annai.model.duration import Duration
from annai.model.escalation import SlipUse
from annai.model.library import Library
from annai.model.source import Document, Key
from annai.model.text import Text

REGISTRIES = (
    "site",
    "policy",
    "facts",
    "tools",
    "escalation",
    "channels",
    "reasons",
    "notices",
    "values",
    "macros",
    "synonyms",
    "search_tests",
    "style",
)
KeyPath = tuple[Key, ...]


class Borrowed(Struct, frozen=True):
    """An id that must be found in ``registry`` (the names are those of ``model.base.Ref``)."""

    registry: str
    id: str
    path: KeyPath


class _Kind(Struct, frozen=True):
    """A type without ``Annotated`` and ``None``, and the registry whose ids it holds, if it does."""

    type: Any
    registry: str | None


def registries(library: Library) -> Iterator[tuple[str, Document[Any]]]:
    """Every registry by name, those included that have no file."""
    for name in REGISTRIES:
        yield name, getattr(library, name)


def documents(library: Library) -> Iterator[Document[Any]]:
    """Every registry, then every tree."""
    for _, document in registries(library):
        yield document
    yield from library.trees.values()


def borrowed(record: BaseModel, path: KeyPath = ()) -> Iterator[Borrowed]:
    """Every id in a record that belongs to another registry, in the order of the record's keys.

    What was not written but stands by default is left out.
    """
    for key, kind, value in _fields(record):
        yield from _borrowed(value, kind, (*path, key) if key else path)


def texts(record: BaseModel, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Text]]:
    """Every text in a record with its key path."""
    for key, _, value in _fields(record):
        yield from _texts(value, (*path, key) if key else path)


def _borrowed(value: Any, kind: _Kind, path: KeyPath) -> Iterator[Borrowed]:
    if isinstance(value, str):
        if kind.registry is not None:
            yield Borrowed(kind.registry, value, path)
    elif isinstance(value, BaseModel):
        if not isinstance(value, Text | Duration):
            yield from borrowed(value, path)
    elif isinstance(value, Mapping):
        keys, values = (_kind(argument) for argument in get_args(kind.type))
        for key, item in value.items():
            if keys.registry is not None:
                yield Borrowed(keys.registry, key, (*path, key))
            yield from _borrowed(item, values, (*path, key))
    elif isinstance(value, tuple) and get_origin(kind.type) is tuple:
        items = _kind(get_args(kind.type)[0])
        for index, item in enumerate(value):
            yield from _borrowed(item, items, (*path, index))


def _texts(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        if not isinstance(value, Duration):
            yield from texts(value, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _fields(record: BaseModel) -> Iterator[tuple[str, _Kind, Any]]:
    """The written fields of a record: key in the file (empty where it has none of its own), kind, value."""
    for name, (key, kind) in _layout(type(record)).items():
        if name in record.model_fields_set:
            yield key, kind, getattr(record, name)


@cache
def _layout(model: type[BaseModel]) -> Mapping[str, tuple[str, _Kind]]:
    layout: dict[str, tuple[str, _Kind]] = {}
    for name, field in model.model_fields.items():
        kind = _kind(field.annotation)
        registry = next((item.registry for item in field.metadata if isinstance(item, Ref)), kind.registry)
        # A slip of a target's own is written right below `slip`, without a key for its fields.
        key = "" if model is SlipUse else field.alias or name
        layout[name] = (key, _Kind(kind.type, registry))
    return layout


def _kind(annotation: Any) -> _Kind:
    """What an annotation comes down to."""
    registry: str | None = None
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *metadata = get_args(annotation)
            registry = next((item.registry for item in metadata if isinstance(item, Ref)), registry)
        elif get_origin(annotation) in (Union, UnionType):
            options = [item for item in get_args(annotation) if item is not type(None)]
            if len(options) != 1:
                return _Kind(annotation, registry)
            annotation = options[0]
        else:
            return _Kind(annotation, registry)
