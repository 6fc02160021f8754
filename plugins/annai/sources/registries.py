"""Reads ``site_config/`` and ``decision_trees/``: one record a file, told apart by ``schema:``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annai.diagnostics import Finding, Mark, nearest
from annai.model.base import Frozen
from annai.model.channels import Channels
from annai.model.escalation import Escalation
from annai.model.facts import Facts
from annai.model.policy import Policy
from annai.model.registries import Macros, Notices, Reasons, SearchTests, Style, Synonyms, Values
from annai.model.site import Site
from annai.model.source import Document, Marks
from annai.model.tools import Tools
from annai.model.tree import Tree
from annai.sources.records import record
from annai.sources.unread import blameless, stand_in
from annai.sources.yaml_reader import Tokens, read_yaml

REGISTRIES: Mapping[str, type[Frozen]] = {
    "site": Site,
    "policy": Policy,
    "facts": Facts,
    "tools": Tools,
    "escalation": Escalation,
    "channels": Channels,
    "reasons": Reasons,
    "notices": Notices,
    "values": Values,
    "macros": Macros,
    "synonyms": Synonyms,
    "search_tests": SearchTests,
    "style": Style,
}
VERSION = 1
_SCHEMAS = {f"support-{name.replace('_', '-')}": name for name in REGISTRIES}
_FALLBACK_LANGUAGES = ("ja", "en")


def yaml_files(folder: Path) -> tuple[Path, ...]:
    """The YAML files right in a folder, by name; none where there is no folder."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(item for item in folder.iterdir() if item.suffix in (".yml", ".yaml") and item.is_file()))


def read_registries(
    root: Path, folder: Path, languages: tuple[str, ...] | None
) -> tuple[dict[str, Document[Any]], tuple[Finding, ...]]:
    """The registries by name, and what is wrong with them.

    ``languages`` are those of the mkdocs.yml option; ``site.yml`` wins over them.
    """
    findings: list[Finding] = []
    opened: dict[str, tuple[Tokens, Marks, bytes]] = {}
    documents: dict[str, Document[Any]] = {}
    for file in yaml_files(folder):
        data = file.read_bytes()
        tokens, marks, faults = read_yaml(data, relative(file, root))
        findings += faults
        name, fault = ("", None) if tokens is None else _registry_name(tokens, marks)
        if tokens is None or fault:
            findings += [fault] if fault else []
            documents |= stand_in(data, file.stem, marks)
        elif name in opened:
            other = opened[name][1].path
            findings.append(Finding.error("T202.registry", marks.at("schema"), schema=tokens["schema"], other=other))
        else:
            opened[name] = (tokens, marks, data)
    spoken = documents["site"].value.languages if "site" in documents else languages or ("ja",)
    if "site" in opened:
        spoken = _spoken(opened["site"][0], languages)
        if languages and "languages" not in opened["site"][0]:
            opened["site"][0]["languages"] = list(languages)
    for name in REGISTRIES:
        if name not in opened:
            continue
        tokens, marks, data = opened[name]
        value, faults = record(REGISTRIES[name], tokens, marks, spoken)
        findings += faults
        documents |= stand_in(data, name, marks) if value is None else {name: Document(value, marks)}
    return documents, blameless(findings, documents)


def read_trees(
    root: Path, folder: Path, languages: tuple[str, ...]
) -> tuple[dict[str, Document[Tree]], tuple[Finding, ...]]:
    """The trees by id, and what is wrong with their files."""
    findings: list[Finding] = []
    trees: dict[str, Document[Tree]] = {}
    for file in yaml_files(folder):
        tokens, marks, faults = read_yaml(file.read_bytes(), relative(file, root))
        findings += faults
        if tokens is None:
            continue
        fault = _schema_fault(tokens, marks, ("support-tree",))
        if fault:
            findings.append(fault)
            continue
        tree, faults = record(Tree, tokens, marks, languages)
        findings += faults
        if tree is None:
            continue
        if tree.id != file.stem:
            findings.append(Finding.error("T105.tree-file", marks.at("id"), id=tree.id, file=file.stem))
            continue
        if tree.id in trees:
            findings.append(Finding.error("T202.tree", marks.at("id"), id=tree.id, other=trees[tree.id].path))
            continue
        trees[tree.id] = Document(tree, marks)
    return trees, tuple(findings)


def relative(file: Path, root: Path) -> str:
    """A file's path from the repository's root, with ``/``; the whole path where it lies outside."""
    try:
        return file.relative_to(root).as_posix()
    except ValueError:
        return file.as_posix()


def _spoken(tokens: Tokens, languages: tuple[str, ...] | None) -> tuple[str, ...]:
    """The languages as far as they can be told before the site's record is checked."""
    named = tokens.get("languages")
    if isinstance(named, list) and named and all(isinstance(item, str) for item in named):
        return tuple(named)
    return languages or (_FALLBACK_LANGUAGES if named is not None else ("ja",))


def _registry_name(tokens: Tokens, marks: Marks) -> tuple[str, Finding | None]:
    fault = _schema_fault(tokens, marks, tuple(_SCHEMAS))
    if fault:
        return "", fault
    return _SCHEMAS[str(tokens["schema"]).partition("/")[0]], None


def _schema_fault(tokens: Tokens, marks: Marks, known: tuple[str, ...]) -> Finding | None:
    schema = tokens.get("schema")
    if schema is None:
        near = nearest("schema", tokens)
        if near and "schema" not in tokens:
            return Finding.error("T102.key", marks.at(near), name=near, near="schema")
        return Finding.error("T103.schema", Mark(marks.path), known=f"{known[0]}/{VERSION}")
    found = re.fullmatch(r"([a-z-]+)/([0-9]+)", schema) if isinstance(schema, str) else None
    if not found or found[1] not in known:
        near = nearest(str(schema).partition("/")[0], known)
        return Finding.error(
            "T107.schema", marks.at("schema"), token=str(schema)[:60], near=f"{near}/{VERSION}" if near else ""
        )
    if int(found[2]) not in (VERSION, VERSION - 1):
        return Finding.error("T107.version", marks.at("schema"), token=schema, known=f"{found[1]}/{VERSION}")
    return None
