"""A finding: one thing that is wrong in one place, independent of the language it is told in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

Severity = Literal["error", "warning"]


class Mark(Struct, frozen=True, order=True):
    """A place in a file: path relative to the repository with ``/``, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Finding(Struct, frozen=True):
    """One problem. ``key`` names its wording in ``messages/*.toml``, e.g. ``T201.node``.

    The code is the part of the key before the dot. ``args`` fill the wording's placeholders; the
    argument ``near`` adds "did you mean" by itself.
    """

    key: str
    mark: Mark
    severity: Severity = "error"
    args: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code that users see and search for, such as ``T201``."""
        return self.key.partition(".")[0]

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What findings are sorted by."""
        return (self.mark.path, self.mark.line, self.mark.column, self.key)

    @staticmethod
    def error(key: str, mark: Mark, **args: object) -> Finding:
        """A finding that stops a build."""
        return Finding(key, mark, "error", {name: str(value) for name, value in args.items()})

    @staticmethod
    def warning(key: str, mark: Mark, **args: object) -> Finding:
        """A finding that a build tolerates unless it is strict."""
        return Finding(key, mark, "warning", {name: str(value) for name, value in args.items()})


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity == "error" for finding in findings)


def promote(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings under ``--strict``: every warning is an error."""
    return tuple(replace(finding, severity="error") for finding in findings)
