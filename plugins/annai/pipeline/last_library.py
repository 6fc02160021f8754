"""The library that the last build published, so that a notice can be published on top of it in seconds."""

from __future__ import annotations

import pickle
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from annai.diagnostics import Finding
from annai.model.library import Library
from annai.model.registries import Notices
from annai.model.source import Document, Marks
from annai.pipeline.frozen_maps import let_pickle
from annai.pipeline.memory import engine_stamp
from annai.pipeline.sealed import opened, write_sealed
from annai.pipeline.settings import Settings
from annai.sources.registries import read_registries


def remember(library: Library, cache: Path) -> None:
    """Keeps the library of a build."""
    let_pickle()
    write_sealed(_file(cache), pickle.dumps((engine_stamp(), library), protocol=pickle.HIGHEST_PROTOCOL))


def recall(cache: Path) -> Library | None:
    """The library of the last build; None where there was none by this engine."""
    with suppress(Exception):
        stamp, library = pickle.loads(opened(_file(cache).read_bytes()))  # noqa: S301 - our own file in the writer's own checkout
        if stamp == engine_stamp():
            kept: Library = library
            return kept
    return None


def with_notices(library: Library, settings: Settings, day: date) -> tuple[Library, tuple[Finding, ...]]:
    """The library with the notices that ``notices.yml`` holds now, and what is wrong with them."""
    layout = settings.layout
    registries, findings = read_registries(layout.root, layout.config, library.languages)
    # Without the file there are no notices any more.
    notices: Any = registries.get("notices", Document(Notices(), Marks(library.notices.path)))
    faults = tuple(finding for finding in findings if finding.mark.path == notices.path)
    return replace(library, today=day, notices=notices), faults


def _file(cache: Path) -> Path:
    return cache / "cache" / "library.pickle"
