"""Reads and writes ``decision_trees/trees.lock.json``."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from annai.diagnostics import Finding, Mark
from annai.model.lock import Lock
from annai.sources.registries import relative

LOCK_FILE = "trees.lock.json"


def read_lock(trees_folder: Path, root: Path) -> tuple[Lock | None, tuple[Finding, ...]]:
    """The lock, None where there is none, and a finding (T101) where it cannot be read."""
    file = trees_folder / LOCK_FILE
    if not file.is_file():
        return None, ()
    path = relative(file, root)
    try:
        return Lock.model_validate(json.loads(file.read_bytes())), ()
    except json.JSONDecodeError as error:
        mark = Mark(path, error.lineno, error.colno)
        return None, (Finding.error("T101.lock", mark, problem=error.msg),)
    except (ValidationError, UnicodeDecodeError, RecursionError) as error:
        problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        return None, (Finding.error("T101.lock", Mark(path), problem=problem),)


def write_lock(lock: Lock, trees_folder: Path) -> Path:
    """Writes the lock sorted, with two spaces and LF, and tells where."""
    file = trees_folder / LOCK_FILE
    text = json.dumps(lock.model_dump(mode="json"), ensure_ascii=False, indent=2, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")
    return file
