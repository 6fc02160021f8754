"""Audience and state of files that do not say: folder defaults, fail closed."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from annai.model.site import FolderDefault, Site

UNMANAGED: tuple[FolderDefault, ...] = (
    FolderDefault(path="help/**", audience="public"),
    FolderDefault(path="manual/**", audience="agent"),
)


class FolderDefaults(Struct, frozen=True):
    """Audience and state by path; what no line names has the options', else the strongest audience."""

    lines: tuple[FolderDefault, ...]
    audience: str
    state: str
    managed: bool

    @classmethod
    def of_site(cls, site: Site | None, *, managed: bool, audience: str | None, state: str | None) -> FolderDefaults:
        """From ``site.yml``; where there is none, the usual folders."""
        if site is None:
            site = Site()
            lines = UNMANAGED
        else:
            lines = site.defaults
        return cls(lines, audience or site.strongest, state or "validated", managed)

    def of(self, path: str) -> tuple[str, str]:
        """(audience, state) of a path from the content folder."""
        audience, state = self.audience, self.state
        for line in self.lines:
            if matches(line.path, path):
                audience = line.audience or audience
                state = line.state or state
        return audience, state


def matches(pattern: str, path: str) -> bool:
    """Whether a path fits a glob: ``**`` is any folders, ``*`` and ``?`` stay in one."""
    return _compiled(pattern).match(path) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts: list[str] = []
    rest = pattern.lstrip("/")
    while rest:
        if rest.startswith("**/"):
            parts.append("(?:.*/)?")
            rest = rest[3:]
        elif rest.startswith("**"):
            parts.append(".*")
            rest = rest[2:]
        else:
            parts.append({"*": "[^/]*", "?": "[^/]"}.get(rest[0], re.escape(rest[0])))
            rest = rest[1:]
    return re.compile("".join(parts) + r"\Z", re.DOTALL)
