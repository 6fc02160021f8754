"""What stands in for a registry that could not be read, so that no other file is blamed for what it would have said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from annai.diagnostics import Finding
from annai.model.registries import Values
from annai.model.site import Site
from annai.model.source import Document, Marks
from annai.sources.limits import UndecodableError, text_of
from annai.trees.known import UNREAD, unread

_SCHEMA = re.compile(r"^\s*schema\s*[:：]\s*[\"']?support-(site|values)\b", re.MULTILINE)
# Languages and audiences are nearly always written on one line.
_LISTED = r"^\s*{}\s*[:：]\s*[\[［]([^\]］\n]*)"
_NAME = re.compile(r"[a-z][A-Za-z0-9-]*")


def stand_in(data: bytes, stem: str, marks: Marks) -> dict[str, Document[Any]]:
    """A document without content, by its registry's name, for a file that could not be read.

    Only for those that articles are checked against: the site, as far as its languages and audiences can be told,
    and the values. Which one the file was, its schema says or else its name, ``stem``.
    """
    try:
        text = text_of(data)
    except UndecodableError:
        text = ""
    named = _SCHEMA.search(text)
    name = named[1] if named else stem
    places = Marks(marks.path, {**marks.places, UNREAD: (1, 1)})
    if name == "values":
        return {name: Document(Values(), places)}
    if name == "site":
        usual = Site()
        languages = _listed(text, "languages") or ("ja", "en")
        known = {"languages": languages, "audiences": _listed(text, "audiences") or usual.audiences}
        return {name: Document(usual.model_copy(update=known), places)}
    return {}


def _listed(text: str, key: str) -> tuple[str, ...]:
    """The names that a key lists on its line; none where one of them is no name."""
    found = re.search(_LISTED.format(key), text, re.MULTILINE)
    names = [name.strip("\"' \u3000") for name in re.split("[,、，]", found[1])] if found else []
    return tuple(names) if all(map(_NAME.fullmatch, names)) else ()


def blameless(findings: Iterable[Finding], registries: Mapping[str, Document[Any]]) -> tuple[Finding, ...]:
    """The findings without those about languages, where nobody knows which the site has."""
    site = registries.get("site")
    if site is None or not unread(site.marks):
        return tuple(findings)
    return tuple(finding for finding in findings if not finding.key.endswith(("T102.language", "T102-language")))
