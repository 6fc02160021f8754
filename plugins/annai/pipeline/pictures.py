"""Pictures: width and height, so that a page does not jump; and those that cannot be published."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from annai.audience.images import PictureError, published_bytes
from annai.diagnostics import Finding, Mark
from annai.model.library import Attachment
from annai.pipeline.memory import Memory

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})


def picture_sizes(root: Path, attachments: Iterable[Attachment], memory: Memory) -> dict[str, tuple[int, int]]:
    """(width, height) in pixels by address, of those pictures that tell."""
    sizes: dict[str, tuple[int, int]] = {}
    for attachment in attachments:
        if Path(attachment.path).suffix.lower() not in _SUFFIXES:
            continue
        file = root / attachment.path
        try:
            status = os.stat(file)
        except OSError:
            continue
        key = f"size:{attachment.path}:{status.st_size}:{status.st_mtime_ns}"
        size = memory.facts.get(key)
        if size is None:
            size = memory.facts[key] = _size(file)
        if size[0] > 0 and size[1] > 0:
            sizes[attachment.address] = size
    return sizes


def picture_faults(root: Path, attachments: Iterable[Attachment], memory: Memory) -> list[Finding]:
    """A305 for each picture that cannot be read to its end, and so cannot be published without its metadata."""
    found: list[Finding] = []
    for attachment in attachments:
        file = root / attachment.path
        status = os.stat(file)
        key = f"whole:{attachment.path}:{status.st_size}:{status.st_mtime_ns}"
        problem: str | None = memory.facts.get(key)
        if problem is None:
            problem = memory.facts[key] = _problem(file)
        if problem:
            found.append(Finding.error("A305.picture", Mark(attachment.path), problem=problem))
    return found


def _problem(file: Path) -> str:
    try:
        published_bytes(file.name, file.read_bytes())
    except PictureError as error:
        return str(error)
    return ""


def _size(file: Path) -> tuple[int, int]:
    import imagesize  # noqa: PLC0415 - wanted only where a picture is new

    try:
        width, height = imagesize.get(str(file))
    except Exception:
        return (0, 0)
    return (round(width), round(height))
