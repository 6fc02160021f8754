"""Small content folders, read as a build reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from annai.diagnostics import Finding
from annai.diagnostics.report import in_order
from annai.model.library import Library
from annai.sources import Layout, load

TODAY = date(2026, 11, 22)
SITE = "schema: support-site/1\nlanguages: [ja, en]\ndefaults: [{path: 'help/**', audience: public}]\n"


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Writes files by path."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


def read(root: Path, files: Mapping[str, str | bytes] | None = None) -> tuple[Library, list[str]]:
    """The library below ``root`` with what was found: ``path:line:column code severity``, once each."""
    write(root, files or {})
    layout = Layout.of(root)
    if not layout.managed:
        layout = replace(layout, default_audience="public")
    loaded = load(layout, TODAY)
    return loaded.library, told(loaded.findings)


def told(findings: tuple[Finding, ...]) -> list[str]:
    """Findings on one line each, without their words."""
    return [
        f"{finding.mark.path}:{finding.mark.line}:{finding.mark.column} {finding.key} {finding.severity}"
        for finding in in_order(findings)
    ]
