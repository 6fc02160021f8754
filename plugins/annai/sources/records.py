"""Tokens become records: pydantic's errors turn into findings at the token's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from annai.diagnostics import Finding, Mark, nearest
from annai.model.source import Key, Marks

M = TypeVar("M", bound=BaseModel)
Place = tuple[Key, ...]
# A text of so many characters is shown again in brackets.
_SHORT = 40
_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A key and its value that no space parts.
_JOINED = re.compile(r"([A-Za-z_][\w-]*)[:：]\S", re.ASCII)
_MAP_ERRORS = ("model_type", "dict_type", "model_attributes_type", "mapping_type")


def record(
    model: type[M], tokens: Mapping[str, Any], marks: Marks, languages: tuple[str, ...]
) -> tuple[M | None, tuple[Finding, ...]]:
    """The record that the tokens spell, or None with everything that is wrong with them."""
    joined = list(_joined_keys(tokens, ()))
    try:
        read = model.model_validate(cleaned(tokens), context={"languages": languages})
    except ValidationError as error:
        found = faults_of(model, error, marks, joined)
    else:
        if not joined:
            return read, ()
        found = [_joined_key(marks, place) for place in joined]
    return None, tuple({(one.key, one.mark, str(one.args)): one for one in found}.values())


def faults_of(
    model: type[BaseModel], error: ValidationError, marks: Marks, joined: Sequence[Place] = ()
) -> list[Finding]:
    """What is wrong with a record, each at its token; a misspelt key that is required is told once.

    ``joined`` are the keys that no space parts from their values.
    """
    items = [(tuple(part for part in item["loc"] if part != "[key]"), item) for item in error.errors(include_url=False)]
    missing: dict[Place, list[str]] = {}
    for place, item in items:
        if item["type"] == "missing":
            missing.setdefault(place[:-1], []).append(str(place[-1]))
    found = [_joined_key(marks, place) for place in joined]
    for place in joined:
        _spare(missing, place[:-1], _JOINED.match(str(place[-1])))
    for place, item in items:
        if item["type"] == "extra_forbidden":
            name = str(place[-1])
            lacking = missing.get(place[:-1], [])
            near = nearest(name, lacking) or nearest(name, _keys(model, place[:-1]))
            if near in lacking:
                lacking.remove(near)
            found.append(Finding.error("T102.key", marks.at(*place), name=name, near=near))
    for place, item in items:
        if item["type"] == "missing":
            if place[-1] in missing[place[:-1]]:
                found.append(_missing(place, marks))
        elif item["type"] != "extra_forbidden":
            found.append(_finding(place, item, marks))
    return found


def _spare(missing: Mapping[Place, list[str]], place: Place, joined: re.Match[str] | None) -> None:
    """Takes a key out of those that are missing: it is there, but joined to its value."""
    if joined and joined[1] in missing.get(place, ()):
        missing[place].remove(joined[1])


def _joined_keys(value: Any, place: Place) -> Iterator[Place]:
    """Keys such as ``id:fine`` in ``{id:fine, go: end}``, which YAML takes for a key without value."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if item is None and _JOINED.match(key):
                yield (*place, key)
            elif isinstance(item, Mapping | list) and not key.startswith("x-"):
                yield from _joined_keys(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, Mapping | list):
                yield from _joined_keys(item, (*place, index))


def _joined_key(marks: Marks, place: Place) -> Finding:
    name, colon = re.split("([:：])", str(place[-1]), maxsplit=1)[:2]
    mark = marks.at(*place)
    mark = Mark(mark.path, mark.line, mark.column + len(name))
    return Finding.error("T101.joined" if colon == ":" else "T101.wide-colon", mark, name=name)


def _missing(place: Place, marks: Marks) -> Finding:
    """A key that is not there, or that has nothing behind it."""
    name = str(place[-1])
    if place in marks.places:
        return Finding.error("T103.empty", marks.at(*place), name=name)
    return Finding.error("T103.key", marks.at(*place[:-1]), name=name)


def cleaned(value: Any) -> Any:
    """Tokens without empty values and without ``x-`` keys, which everybody may add anywhere."""
    if isinstance(value, Mapping):
        return {key: cleaned(item) for key, item in value.items() if item is not None and not key.startswith("x-")}
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return value


def _meant(key: str, token: str) -> str:
    # Wanted only where something is wrong.
    from annai.sources.meant import meant  # noqa: PLC0415 - see above

    return meant(key, token)


def _finding(place: Place, error: Mapping[str, Any], marks: Marks) -> Finding:
    kind = str(error["type"])
    mark = marks.at(*place)
    name = _name(place)
    context: Mapping[str, Any] = error.get("ctx") or {}
    if kind == "literal_error" and name == "state":
        token = str(error["input"])
        return Finding.error("T105.state", mark, token=token[:40], near=_meant("T105.state", token))
    if kind == "literal_error":
        known = [part.strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(", ")]
        token = str(error["input"])
        return Finding.error(
            "T105.choice", mark, name=name, token=token[:40], known=", ".join(known), near=nearest(token, known)
        )
    if kind in _MAP_ERRORS or (kind, context.get("key")) == ("T105", "map"):
        return _no_map(place, error["input"], marks)
    if kind.startswith("T") and "key" in context:
        return _ours(f"{kind}.{context['key']}", place, error, marks)
    if kind == "too_short":
        return Finding.error("T105.empty", mark, name=name)
    return Finding.error("T105.other", mark, name=name, problem=error["msg"])


def _no_map(place: Place, given: Any, marks: Marks) -> Finding:
    """A value that should be a map; often its one key has no space, or a full-width colon, behind it."""
    mark = marks.at(*place)
    joined = _JOINED.match(given) if isinstance(given, str) else None
    if joined is None:
        return Finding.error("T105.map", mark, name=_name(place))
    mark = Mark(mark.path, mark.line, mark.column + len(joined[1]))
    wide = given[len(joined[1])] == "："
    return Finding.error("T101.wide-colon" if wide else "T101.joined", mark, name=joined[1])


def _ours(key: str, place: Place, error: Mapping[str, Any], marks: Marks) -> Finding:
    """A fault that a record found itself, at the very token where one can tell."""
    args: dict[str, object] = {name: value for name, value in error["ctx"].items() if name != "key"}
    given = error["input"]
    within: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    if key == "T109.definition":
        near = nearest("definition", within)
        if near and "definition" not in within:
            return Finding.error("T102.key", marks.at(*place, near), name=near, near="definition")
    if key == "T105.date" and _ISO_DATE.fullmatch(str(args["token"])):
        key = "T105.no-day"
    if key == "T105.notice-span":
        args |= {"start": within.get("from", ""), "until": within.get("until", "")}
        place = (*place, "until")
    elif key == "T105.list" and isinstance(given, str):
        args["near"] = f"[{given}]" if len(given) <= _SHORT else ""
    elif "token" in args:
        place = (*place, *_inner(within, str(args["token"])))
        near = _meant(key, str(args["token"]))
        args["near"] = near if near in str(args.get("known", near)).split(", ") else ""
    return Finding.error(key, marks.at(*place), **{"name": _name(place), **args})


def _name(place: Place) -> str:
    """The key that a writer knows a place by: of a list's items, the list's."""
    return next((str(key) for key in reversed(place) if isinstance(key, str)), "")


def _inner(within: Mapping[str, Any], token: str) -> Place:
    """The key, or the key of the value, that a token is in a map."""
    if token in within:
        return (token,)
    for key, value in within.items():
        if value == token:
            return (key,)
        if isinstance(value, list) and token in value:
            return (key, value.index(token))
    return ()


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
