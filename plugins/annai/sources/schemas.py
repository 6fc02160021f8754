"""JSON Schemas of every kind of file, with the ids of this project in their enums, for editors.

Made from the records that the files become: an id of a registry carries ``x-ref`` in its record's schema
(see ``model.base.Ref``), and here the ids that there are take its place. The schemas help while writing;
what is right is decided by the checks alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from annai.model.article import CategoryFile
from annai.model.library import Library
from annai.model.tree import Tree
from annai.sources.front_matter import FrontMatter
from annai.sources.registries import REGISTRIES, VERSION
from annai.sources.schema_words import Schema, Words, words_of

DIALECT = "http://json-schema.org/draft-07/schema#"
MODELS: Mapping[str, type[BaseModel]] = {
    "tree": Tree,
    **REGISTRIES,
    "article": FrontMatter,
    "category": CategoryFile,
}
_DEFINED = "#/$defs/"
_OWN_KEYS: Schema = {"^x-": True}
_DAY = "(mon|tue|wed|thu|fri|sat|sun)"
_SPAN: Schema = {
    "type": "string",
    "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
}
_CLOSING_DAY: Schema = {"type": "string", "pattern": "^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$"}
# Keys that are written in another form than their record keeps, or whose ids the record cannot name.
_WRITTEN: Mapping[tuple[str, str], Schema] = {
    ("Calendar", "weekly"): {
        "type": "object",
        "patternProperties": {
            f"^{_DAY}(-{_DAY})?$": {"anyOf": [_SPAN, {"type": "array", "items": _SPAN}]},
            **_OWN_KEYS,
        },
        "additionalProperties": False,
    },
    ("Closed", "from"): _CLOSING_DAY,
    ("Closed", "to"): _CLOSING_DAY,
    ("Target", "slip"): {"anyOf": [{"x-ref": "slip"}, {"type": "array", "items": {"$ref": f"{_DEFINED}SlipField"}}]},
    ("Target", "after_hours"): {"x-ref": "after-hours"},
    ("SlipField", "from"): {"x-ref": "summary"},
    ("Question", "unsure"): {"anyOf": [{"x-ref": "unsure"}, {"$ref": f"{_DEFINED}Unsure"}]},
    ("Unsure", "go"): {"x-ref": "unsure"},
    ("Outcome", "level"): {"x-ref": "level"},
    ("Search", "if_none"): {"x-ref": "search"},
    ("Reason", "group"): {"x-ref": "group"},
    ("SearchTest", "expect"): {"x-ref": "result"},
    ("Policy", "early_exit"): {"x-ref": "go-from-outside"},
    ("UnsureLimit", "go"): {"x-ref": "go-from-outside"},
    ("RedFlag", "go"): {"x-ref": "go-from-outside"},
    ("PublicFlag", "go"): {"x-ref": "go-from-outside"},
}


def schema_texts(library: Library) -> dict[str, str]:
    """File name to JSON text of every schema: ``tree.schema.json`` and so on."""
    words = words_of(library)
    return {
        f"{name}.schema.json": json.dumps(schema_of(name, words), ensure_ascii=False, indent=1) + "\n"
        for name in MODELS
    }


def schema_of(name: str, words: Words) -> Schema:
    """The schema of one kind of file, by its name in ``MODELS``."""
    model = MODELS[name]
    raw = model.model_json_schema(mode="validation")
    writer = _Writer(words)
    definitions = {key: writer.record(item, key) for key, item in raw.pop("$defs", {}).items()}
    top = writer.record(raw, model.__name__)
    if name == "article":
        # Keys of other systems are kept.
        top.pop("additionalProperties", None)
    elif name != "category":
        top["properties"]["schema"] = {"enum": [f"support-{name.replace('_', '-')}/{VERSION}"]}
        top["required"] = sorted({"schema", *top.get("required", ())})
    definitions |= {f"word-{kind}": words.schema(kind) for kind in writer.kinds}
    used = sorted(_reached(top, definitions))
    return {"$schema": DIALECT, **top, "$defs": {key: definitions[key] for key in used}}


class _Writer:
    """Turns a record's schema into that of the file: no nulls, own keys allowed, ids as enums.

    ``kinds`` gathers what the ids that were met name.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.kinds: set[str] = set()

    def record(self, schema: Schema, name: str) -> Schema:
        properties = {
            key: self.simple(_WRITTEN.get((name, key), item)) for key, item in schema.get("properties", {}).items()
        }
        rest: Schema = self.simple({key: item for key, item in schema.items() if key != "properties"})
        return {**rest, "properties": properties} if properties else rest

    def simple(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self.simple(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if "x-ref" in schema:
            self.kinds.add(schema["x-ref"])
            return {"$ref": f"{_DEFINED}word-{schema['x-ref']}"}
        options = [item for item in schema.get("anyOf", ()) if item != {"type": "null"}]
        if len(options) == 1:
            return self.simple(options[0])
        if schema.get("type") == "object":
            return self.map(schema)
        simple = {key: self.simple(item) for key, item in schema.items() if key not in ("title", "default")}
        if simple.get("type") == "string" and not set(simple) & {"pattern", "enum", "format", "const"}:
            # The check takes what was typed: a number, or true, is text where text is due.
            simple["type"] = ["string", "number", "boolean"]
        if simple.get("type") == "array" and "minLength" in simple:
            simple["minItems"] = simple.pop("minLength")
        return simple

    def map(self, schema: Schema) -> Schema:
        """An object. Keys that start with ``x-`` are anybody's; those that are ids are named one by one."""
        patterns = {key: self.simple(item) for key, item in schema.get("patternProperties", {}).items()}
        others = schema.get("additionalProperties")
        values: Schema | None = next(iter(patterns.values()), self.simple(others) if isinstance(others, dict) else None)
        kept: Schema = {
            key: schema[key] for key in ("type", "description", "required", "minProperties") if key in schema
        }
        kind = schema.get("propertyNames", {}).get("x-ref")
        if values is not None and kind and self.words.ids[kind]:
            narrowed = {
                name: self.words.values_of(name, values) if kind == "fact" else values for name in self.words.ids[kind]
            }
            return {**kept, "properties": narrowed, "patternProperties": _OWN_KEYS, "additionalProperties": False}
        if values is not None and not patterns:
            return {**kept, "additionalProperties": values}
        return {**kept, "patternProperties": {**patterns, **_OWN_KEYS}, "additionalProperties": False}


def _reached(top: Schema, definitions: Mapping[str, Schema]) -> set[str]:
    """The definitions that a schema refers to, directly or not."""
    reached: set[str] = set()
    waiting = list(_references(top))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _references(definitions[name])
    return reached


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(_DEFINED)
        for item in schema.values():
            yield from _references(item)
    elif isinstance(schema, list):
        for item in schema:
            yield from _references(item)
