"""Findings as people and machines read them: text, JSON and GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from annai.diagnostics.finding import Finding
from annai.diagnostics.wording import hint, message

Format = Literal["text", "json", "github"]
_SEVERITY = {"ja": {"error": "エラー", "warning": "警告"}, "en": {"error": "error", "warning": "warning"}}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by path, line and column, each once."""
    unique = {(finding.place, tuple(sorted(finding.args.items()))): finding for finding in findings}
    return tuple(finding for _, finding in sorted(unique.items(), key=lambda pair: pair[0]))


def as_text(finding: Finding, language: str) -> str:
    """``path:line:column: CODE message`` with the hint indented on the next line."""
    severity = _SEVERITY.get(language, _SEVERITY["en"])[finding.severity]
    line = f"{finding.mark}: {severity} {finding.code} {message(finding, language)}"
    mend = hint(finding, language)
    return f"{line}\n    {mend}" if mend else line


def as_record(finding: Finding, language: str) -> dict[str, str | int]:
    """The finding's record in ``annai check --format json``."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "path": finding.mark.path,
        "line": finding.mark.line,
        "column": finding.mark.column,
        "message": message(finding, language),
        "hint": hint(finding, language),
    }


def as_github(finding: Finding, language: str) -> str:
    """A workflow command that GitHub shows beside the line."""
    text = f"{message(finding, language)} {hint(finding, language)}".strip()
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = finding.mark.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    place = f"file={path},line={finding.mark.line},col={finding.mark.column},title={finding.code}"
    return f"::{finding.severity} {place}::{escaped}"


def render(findings: Iterable[Finding], form: Format, language: str) -> str:
    """All findings in one printed form; empty text (JSON: an empty list) where there are none."""
    ordered = in_order(findings)
    if form == "json":
        records = [as_record(finding, language) for finding in ordered]
        return json.dumps(records, ensure_ascii=False, indent=2)
    line = as_github if form == "github" else as_text
    return "\n".join(line(finding, language) for finding in ordered)
