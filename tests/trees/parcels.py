"""A small shop that sends parcels, with one thing changed."""

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from annai.diagnostics import Finding
from annai.diagnostics.wording import hint, message
from annai.model.library import Library
from annai.sources import Layout, load
from annai.trees.check import check_trees

PARCELS = Path(__file__).parent.parent / "fixtures" / "parcels"
TODAY = date(2026, 11, 22)


def changed(root: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the shop below `root`, with each (file, old, new) done; `old` must stand in the file once."""
    copy = Path(shutil.copytree(PARCELS, root / "parcels"))
    for file, old, new in changes:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return copy


def library(root: Path) -> Library:
    loaded = load(Layout.of(root), TODAY)
    assert loaded.findings == ()
    return loaded.library


def told(root: Path) -> list[Finding]:
    """What all checks of trees say, in order of place; every finding must have its words in both languages."""
    loaded = load(Layout.of(root), TODAY)
    found = sorted(check_trees(loaded.library, loaded.findings), key=lambda finding: finding.place)
    for finding in found:
        for language in ("ja", "en"):
            text = message(finding, language) + hint(finding, language)
            assert text
            assert "{'" not in text
    return found


def line_of(root: Path, file: str, needle: str) -> int:
    """The number of the one line that holds a text."""
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if needle in line]
    assert len(found) == 1, f"{needle!r} stands on lines {found} of {file}"
    return found[0]


def places(found: Iterable[Finding]) -> list[tuple[str, str, str, int]]:
    return [(finding.code, finding.severity, finding.mark.path, finding.mark.line) for finding in found]
