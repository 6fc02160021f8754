"""``annai build``: everything is prepared once, then each site is built in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from msgspec import Struct

from annai.diagnostics import Finding, has_errors, promote
from annai.model.library import Library
from annai.pipeline.check import check_library
from annai.pipeline.last_library import recall, remember, with_notices
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import Prepared, prepare, read_library
from annai.pipeline.settings import Settings, today
from annai.pipeline.settings_error import SettingsError


class Built(Struct, frozen=True):
    """What became of one site: its folder, its pages, how many were drawn anew, seconds; or why not."""

    audience: str
    folder: str
    pages: int = 0
    drawn: int = 0
    seconds: float = 0.0
    problem: str = ""


class Preparation(Struct, frozen=True):
    """What was read and found. ``prepared`` is None where findings stop the build."""

    prepared: Prepared | None
    findings: tuple[Finding, ...]
    memory: Memory

    def keep(self) -> None:
        """Writes down what the next build will want to know; to be called while the sites are drawn."""
        self.memory.save()
        if self.prepared is not None:
            remember(self.prepared.library, self.prepared.settings.cache)


def prepare_sites(
    settings: Settings,
    audiences: Sequence[str] | None,
    day: str | None,
    *,
    strict: bool = False,
    notices_only: bool = False,
    parallel: bool = True,
) -> Preparation:
    """Everything that the sites are made of.

    Raises annai.pipeline.settings.SettingsError for a day or an audience that cannot be.
    """
    memory = Memory(settings.cache / "cache")
    library, found = _library(settings, day, memory, notices_only=notices_only)
    for audience in audiences or ():
        if audience not in library.audiences:
            raise SettingsError("S001.audience", token=audience, known=", ".join(library.audiences))
    findings = check_library(library, found, memory)
    prepared = None
    if not has_errors(findings):
        prepared = prepare(settings, library, audiences or library.audiences, memory, findings, parallel=parallel)
        findings = prepared.findings
    if strict:
        findings = promote(findings)
    if has_errors(findings):
        # Nothing will be built, and what was read and rendered need not be once more.
        memory.save()
        prepared = None
    return Preparation(prepared, findings, memory)


def _library(
    settings: Settings, day: str | None, memory: Memory, *, notices_only: bool
) -> tuple[Library, tuple[Finding, ...]]:
    if not notices_only:
        return read_library(settings, today(day), memory)
    last = recall(settings.cache)
    if last is None:
        raise SettingsError("S001.no-last-build")
    return with_notices(last, settings, today(day))


def build_sites(prepared: Prepared, folders: Mapping[str, Path], *, parallel: bool = True) -> list[Built]:
    """Builds the sites, in parallel where that is wanted and the system can fork; the result of each."""
    names = list(folders)
    others = names[:-1] if parallel and "fork" in multiprocessing.get_all_start_methods() else []
    context: Any = multiprocessing.get_context("fork") if others else None
    running = []
    for audience in others:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_child, args=(sender, prepared, audience, folders[audience]))
        process.start()
        sender.close()
        running.append((audience, process, receiver))
    # This process builds what is left instead of waiting.
    results = {audience: _build(prepared, audience, folders[audience]) for audience in names[len(others) :]}
    for audience, process, receiver in running:
        try:
            results[audience] = receiver.recv()
        except EOFError:
            results[audience] = Built(audience, str(folders[audience]), problem="the process ended early")
        process.join()
    return [results[audience] for audience in names]


def _child(sender: Connection, prepared: Prepared, audience: str, folder: Path) -> None:
    sender.send(_build(prepared, audience, folder))
    sender.close()
    # Nothing is left to do; taking thousands of values apart would only take time.
    os._exit(0)


def _build(prepared: Prepared, audience: str, folder: Path) -> Built:
    # The adapter is imported where sites are drawn: preparing and checking do without MkDocs.
    from annai.mkdocs_plugin import build_quietly

    started = time.monotonic()
    session, problem = build_quietly(prepared, audience, folder)
    if session is None or session.assembly is None:
        return Built(audience, str(folder), problem=problem)
    pages = session.assembly.pages
    drawn = sum(1 for path in pages if path not in session.kept)
    return Built(audience, str(folder), len(pages), drawn, time.monotonic() - started)
