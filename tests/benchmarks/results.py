"""Keeps what benchmarks have measured last: RESULTS.md, a part for each benchmark under its own title."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
from pathlib import Path

from annai.cli.evaluate_browser import find_chromium

RESULTS = Path(__file__).with_name("RESULTS.md")
_TITLE = re.compile(r"^(?=# )", re.MULTILINE)


def keep(title: str, text: str, file: Path = RESULTS) -> None:
    """Writes a part, in place of the one that had its title; others stay as they are."""
    parts = _TITLE.split(file.read_text(encoding="utf-8")) if file.is_file() else []
    made = f"# {title}\n\n{text.strip()}\n"
    kept = [part.strip() + "\n" for part in parts if part.strip()]
    places = [place for place, part in enumerate(kept) if part.partition("\n")[0] == f"# {title}"]
    if places:
        kept[places[0]] = made
    else:
        kept.append(made)
    file.write_text("\n".join(kept), encoding="utf-8")


def surroundings(command: str) -> str:
    """When, on what, and with which command a part was measured."""
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {_browser()}: `python tests/benchmarks/{command}`."
    )


def _browser() -> str:
    program = find_chromium()
    if program is None:
        return "no Chromium"
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return " ".join(told.split()[:2])
