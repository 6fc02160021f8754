"""When each content file changed last, from git, kept until the next commit."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from annai.pipeline.memory import Memory


def updated_dates(root: Path, content: Path, memory: Memory) -> dict[str, date]:
    """The day of the last commit of each file below the content folder, by path from ``root``.

    Empty where the folder is not in a git repository or git is not there.
    """
    head = _git(root, "rev-parse", "HEAD").strip()
    if not head:
        return {}
    key = f"updated:{head}:{content}"
    kept: dict[str, date] | None = memory.facts.get(key)
    if kept is None:
        kept = memory.facts[key] = _last_commits(root, content)
    return kept


def _last_commits(root: Path, content: Path) -> dict[str, date]:
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    log = _git(root, "log", "--format=%x01%cs", "--name-only", "--no-renames", "-z", "--", str(content))
    dates: dict[str, date] = {}
    day: date | None = None
    # With -z the names that follow a header are ended by NUL; the first comes after the header's line end.
    for chunk in log.split("\0"):
        for piece in chunk.split("\n"):
            if piece.startswith("\x01"):
                day = date.fromisoformat(piece[1:])
            elif piece and day is not None:
                path = piece.removeprefix(prefix) if piece.startswith(prefix) else piece
                dates.setdefault(path, day)
    return dates


def _git(root: Path, *arguments: str) -> str:
    try:
        found = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.decode("utf-8", "surrogateescape")
