"""Tokens become records: pydantic's errors turn into findings at the token's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from annai.diagnostics import Finding, nearest
from annai.model.source import Key, Marks

M = TypeVar("M", bound=BaseModel)
_MAP_ERRORS = ("model_type", "dict_type", "model_attributes_type", "mapping_type")


def record(
    model: type[M], tokens: Mapping[str, Any], marks: Marks, languages: tuple[str, ...]
) -> tuple[M | None, tuple[Finding, ...]]:
    """The record that the tokens spell, or None with everything that is wrong with them."""
    try:
        return model.model_validate(cleaned(tokens), context={"languages": languages}), ()
    except ValidationError as error:
        found = [_finding(model, item, marks) for item in error.errors(include_url=False)]
        return None, tuple({(one.key, one.mark, str(one.args)): one for one in found}.values())


def cleaned(value: Any) -> Any:
    """Tokens without empty values and without ``x-`` keys, which everybody may add anywhere."""
    if isinstance(value, Mapping):
        return {key: cleaned(item) for key, item in value.items() if item is not None and not key.startswith("x-")}
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return value


def _finding(model: type[BaseModel], error: Mapping[str, Any], marks: Marks) -> Finding:
    kind = str(error["type"])
    place = tuple(part for part in error["loc"] if part != "[key]")
    mark = marks.at(*place)
    name = str(place[-1]) if place else ""
    context: Mapping[str, Any] = error.get("ctx") or {}
    if kind == "extra_forbidden":
        return Finding.error("T102.key", mark, name=name, near=nearest(name, _keys(model, place[:-1])))
    if kind == "missing":
        return Finding.error("T103.key", marks.at(*place[:-1]), name=name)
    if kind == "literal_error":
        known = [part.strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(", ")]
        token = str(error["input"])
        return Finding.error(
            "T105.choice", mark, name=name, token=token[:40], known=", ".join(known), near=nearest(token, known)
        )
    if kind.startswith("T") and "key" in context:
        args = {key: value for key, value in context.items() if key != "key"}
        return Finding.error(f"{kind}.{context['key']}", mark, name=name, **args)
    if kind in _MAP_ERRORS:
        return Finding.error("T105.map", mark, name=name)
    if kind == "too_short":
        return Finding.error("T105.empty", mark, name=name)
    return Finding.error("T105.other", mark, name=name, problem=error["msg"])


def _keys(model: type[BaseModel], place: tuple[Key, ...]) -> set[str]:
    """The keys that are known where a key path leads; empty where that is not a record."""
    current: Any = model
    for part in place:
        current = _inside(current, part)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return {field.alias or name for name, field in current.model_fields.items()}
    return set()


def _inside(annotation: Any, part: Key) -> Any:
    """The type found under a key (or index) of a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if part in (field.alias, name):
                return _bare(field.annotation)
        return None
    arguments = [item for item in get_args(annotation) if item is not Ellipsis]
    return _bare(arguments[-1]) if arguments else None


def _bare(annotation: Any) -> Any:
    """A type without ``Annotated`` and without ``| None``."""
    while True:
        if hasattr(annotation, "__metadata__"):
            annotation = get_args(annotation)[0]
            continue
        options = [item for item in get_args(annotation) if item is not type(None)]
        if type(None) in get_args(annotation) and len(options) == 1 and get_origin(annotation) is not tuple:
            annotation = options[0]
            continue
        return annotation
