"""Walks the content folder: articles, category files and attachments, symlinks kept inside."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from annai.diagnostics import Finding, Mark
from annai.sources.limits import MAX_BYTES

CATEGORY_FILE = "_category.yml"
_LINE_BREAKING = frozenset(chr(code) for code in (*range(32), 127))


@dataclass(slots=True)
class ContentFiles:
    """What was found, each by its path from the content folder with ``/``, in byte order."""

    articles: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def walk_content(folder: Path, shown: str) -> ContentFiles:
    """Everything below ``folder``; findings name it ``shown``. Hidden files and folders are left out.

    Symlinks may lead to files and folders inside; what leads out, nowhere, or round in circles is A303.
    """
    found = ContentFiles()
    if folder.is_dir():
        _walk(str(folder), "", os.path.realpath(folder), (os.path.realpath(folder),), found, shown)
    for names in (found.articles, found.categories, found.attachments):
        names.sort()
    return found


def _walk(folder: str, below: str, root: str, opened: tuple[str, ...], found: ContentFiles, shown: str) -> None:
    for entry in os.scandir(folder):
        if entry.name.startswith("."):
            continue
        path = below + entry.name
        mark = Mark(f"{shown}/{printable(path)}")
        if not _usable(entry.name):
            found.findings.append(Finding.error("A103.name", mark))
            continue
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if target != root and not target.startswith(root + os.sep):
                found.findings.append(Finding.error("A303.symlink", mark))
                continue
            if not Path(target).exists():
                found.findings.append(Finding.error("A303.dangling", mark))
                continue
        if entry.is_dir():
            real = os.path.realpath(entry.path)
            if real in opened:
                found.findings.append(Finding.error("A303.circle", mark))
                continue
            found.folders.add(path + "/")
            _walk(entry.path, path + "/", root, (*opened, real), found, shown)
        elif stat.S_ISREG(entry.stat().st_mode):
            _file(entry, path, mark, found)


def _file(entry: os.DirEntry[str], path: str, mark: Mark, found: ContentFiles) -> None:
    if entry.name.lower().endswith(".md"):
        if entry.stat().st_size > MAX_BYTES:
            size = f"{entry.stat().st_size / 1e6:.1f}"
            found.findings.append(Finding.error("A103.size", mark, size=size, limit=f"{MAX_BYTES / 1e6:.0f}"))
        else:
            found.articles.append(path)
    elif entry.name == CATEGORY_FILE:
        found.categories.append(path)
    else:
        found.attachments.append(path)


def _usable(name: str) -> bool:
    """Whether a file's name is UTF-8 and can stand in a URL and in a finding on one line."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return not _LINE_BREAKING & set(name)


def printable(path: str) -> str:
    """A path that can be printed whatever bytes it holds."""
    safe = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c not in _LINE_BREAKING else f"\\x{ord(c):02x}" for c in safe)
