"""One site's build: prepared, staged, drawn and published."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import BytecodeCache

from annai.diagnostics import Finding, has_errors, promote
from annai.pages.rendering import keep_compiled
from annai.pipeline.assembly import Assembly, Drawn, assemble, draw, written
from annai.pipeline.check import check_library
from annai.pipeline.manifest import manifest_file
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import Prepared, prepare, read_library
from annai.pipeline.publish import Stage, abandon, begin, publish, write
from annai.pipeline.sealed import SealedTemplates
from annai.pipeline.settings import Settings, build_date, today
from annai.pipeline.settings_error import SettingsError


@dataclass(slots=True)
class Session:
    """The build of one audience's site. ``folder`` is where it is staged."""

    settings: Settings
    audience: str
    findings: tuple[Finding, ...]
    prepared: Prepared | None
    started: float = field(default_factory=time.monotonic)
    stage: Stage | None = None
    assembly: Assembly | None = None
    kept: frozenset[str] = frozenset()

    @classmethod
    def open(cls, settings: Settings, audience: str | None, prepared: Prepared | None) -> Session:
        """A session for an audience (None: the weakest), preparing what is not prepared yet.

        Raises SettingsError for an audience that the site does not have.
        """
        if prepared is not None:
            named = _known(audience, prepared.library.audiences)
            return cls(settings, named, prepared.findings, prepared)
        memory = Memory(settings.cache / "cache")
        library, findings = read_library(settings, today(), memory)
        named = _known(audience, library.audiences)
        findings = check_library(library, findings, memory)
        made = None
        if not has_errors(findings):
            made = prepare(settings, library, (named,), memory, findings)
            findings = made.findings
        memory.save()
        if settings.strict:
            findings = promote(findings)
        return cls(settings, named, findings, made)

    @property
    def site_name(self) -> str:
        """The site's name in its default language."""
        return self._prepared().editions[self.audience][0].view.site.name

    @property
    def site_url(self) -> str:
        """The site's address, empty where none is given."""
        return self._prepared().editions[self.audience][0].view.site.url or ""

    @property
    def folder(self) -> Path:
        """Where the site is being written."""
        if self.stage is None:
            raise RuntimeError("begin() comes first")
        return self.stage.pages

    @property
    def manifest_file(self) -> Path:
        """Where what was written is noted."""
        return manifest_file(self.settings.cache, self.audience)

    def begin(self, site: Path) -> None:
        """Opens a staging folder beside ``site``."""
        self.stage = begin(site, self.manifest_file)

    def keep_templates(self) -> BytecodeCache:
        """Where compiled templates are kept; whoever has an environment of its own may use it too."""
        templates = SealedTemplates(self.settings.cache / "cache" / "templates")
        keep_compiled(templates)
        return templates

    def drawn(self) -> Iterator[Drawn]:
        """The pages that changed since the last build, drawn."""
        prepared = self._prepared()
        self.keep_templates()
        date = build_date(self.settings.root, prepared.library.today)
        self.assembly = assemble(prepared, self.audience, build_date=date)
        if self.stage is not None:
            self.kept = self.stage.published.unchanged(self.stage.site, self.assembly.fingerprints)
        return draw(self.assembly, prepared.bodies, self.kept)

    def finish(self, folder: Path) -> None:
        """Writes the other files that changed, and publishes."""
        if self.assembly is None:
            raise RuntimeError("drawn() comes first")
        write(folder, written(self.assembly, self.kept))
        if self.stage is not None:
            publish(self.stage, self.assembly.fingerprints)

    def abandon(self) -> None:
        """Drops what was staged."""
        if self.stage is not None:
            abandon(self.stage)

    def _prepared(self) -> Prepared:
        if self.prepared is None:
            raise RuntimeError("findings stopped this build")
        return self.prepared


def _known(audience: str | None, audiences: tuple[str, ...]) -> str:
    if audience is None:
        return audiences[0]
    if audience not in audiences:
        raise SettingsError("S001.audience", token=audience, known=", ".join(audiences))
    return audience
