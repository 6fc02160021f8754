"""``annai build``: all sites at once, each in a process of its own, published in one step each."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

from annai.diagnostics import Finding, has_errors, promote
from annai.model.library import Library
from annai.pipeline.check import check_library
from annai.pipeline.last_library import recall, remember, with_notices
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import Prepared, prepare, read_library
from annai.pipeline.settings import Settings, SettingsError, today


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one site: its folder, its pages, how many were drawn anew, seconds; or why not."""

    audience: str
    folder: str
    pages: int = 0
    drawn: int = 0
    seconds: float = 0.0
    problem: str = ""


def prepare_sites(
    settings: Settings,
    audiences: Sequence[str] | None,
    day: str | None,
    *,
    strict: bool = False,
    notices_only: bool = False,
    parallel: bool = True,
) -> tuple[Prepared | None, tuple[Finding, ...]]:
    """Everything that the sites are made of, None where findings stop them.

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
        prepared = prepare(
            settings, library, audiences or library.audiences, memory, findings, parallel=parallel, meanwhile=_adapter
        )
        findings = prepared.findings
    if prepared is None or has_errors(findings):
        # Nothing will be built, and what was read and rendered need not be once more.
        memory.save()
    if strict:
        findings = promote(findings)
    return (None if has_errors(findings) else prepared), findings


def _library(
    settings: Settings, day: str | None, memory: Memory, *, notices_only: bool
) -> tuple[Library, tuple[Finding, ...]]:
    if not notices_only:
        return read_library(settings, today(day), memory)
    last = recall(settings.cache)
    if last is None:
        raise SettingsError("S001.no-last-build")
    return with_notices(last, settings, today(day))


def build_sites(prepared: Prepared, folders: dict[str, Path], *, parallel: bool = True) -> list[Built]:
    """Builds the sites, in parallel where that is wanted and the system can fork; the result of each."""
    if not parallel or len(folders) == 1 or "fork" not in multiprocessing.get_all_start_methods():
        _keep(prepared)
        return [_build(prepared, audience, folder) for audience, folder in folders.items()]
    context: Any = multiprocessing.get_context("fork")
    running = []
    for audience, folder in folders.items():
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_child, args=(sender, prepared, audience, folder))
        process.start()
        sender.close()
        running.append((audience, folder, process, receiver))
    # This process would only wait now.
    _keep(prepared)
    results = []
    for audience, folder, process, receiver in running:
        try:
            result = receiver.recv()
        except EOFError:
            result = Built(audience, str(folder), problem="the process ended early")
        process.join()
        results.append(result)
    return results


def _adapter() -> ModuleType:
    """MkDocs' adapter, imported when it is wanted: `annai check` and the others do without it."""
    import annai.mkdocs_plugin as adapter

    return adapter


def _keep(prepared: Prepared) -> None:
    """Writes down what the next build will want to know."""
    prepared.memory.save()
    remember(prepared.library, prepared.settings.cache)


def _child(sender: Connection, prepared: Prepared, audience: str, folder: Path) -> None:
    sender.send(_build(prepared, audience, folder))
    sender.close()
    # Nothing is left to do; taking thousands of values apart would only take time.
    os._exit(0)


def _build(prepared: Prepared, audience: str, folder: Path) -> Built:
    started = time.monotonic()
    session, problem = _adapter().build_quietly(prepared, audience, folder)
    if session is None or session.assembly is None:
        return Built(audience, str(folder), problem=problem)
    pages = session.assembly.pages
    drawn = sum(1 for path in pages if path not in session.kept)
    return Built(audience, str(folder), len(pages), drawn, time.monotonic() - started)
