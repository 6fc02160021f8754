"""``annai check`` and ``annai schema``: findings, the lock, and schemas for editors."""

from __future__ import annotations

from pathlib import Path

from annai.diagnostics import Finding, has_errors
from annai.model.library import Library
from annai.pipeline.check import check_library
from annai.pipeline.memory import Memory
from annai.pipeline.near_duplicates import near_duplicates
from annai.pipeline.prepare import prepare, read_library
from annai.pipeline.search_tests import lost_queries
from annai.pipeline.settings import Settings, today
from annai.sources.lock_file import write_lock
from annai.sources.schemas import schema_texts
from annai.trees.history import build_lock


def check_repository(settings: Settings, day: str | None) -> tuple[Library, tuple[Finding, ...]]:
    """The library and everything that is wrong: files, trees, audiences, links and searches of every site."""
    memory = Memory(settings.cache / "cache")
    library, found = read_library(settings, today(day), memory)
    findings = check_library(library, found, memory)
    if not has_errors(findings) and library.articles:
        prepared = prepare(settings, library, library.audiences, memory, findings)
        findings = prepared.findings
        if not has_errors(findings):
            findings = (*findings, *lost_queries(prepared, memory), *near_duplicates(prepared, memory))
    if library.articles:
        memory.save()
    return library, findings


def update_lock_file(settings: Settings, library: Library) -> Path:
    """Writes the lock of what is validated now, and tells where."""
    return write_lock(build_lock(library), settings.layout.trees)


def write_schemas(settings: Settings) -> tuple[Path, int]:
    """Writes the JSON Schemas below the cache folder: (folder, how many)."""
    library, _ = read_library(settings, today(), Memory(settings.cache / "cache"))
    folder = settings.cache / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    texts = schema_texts(library)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder, len(texts)
