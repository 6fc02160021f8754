"""The process that draws the sites of ``annai build``: while content is read, it imports all that drawing needs."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annai.cli.build import Built
    from annai.pipeline.prepare import Prepared


class SiteProcess:
    """One process, begun before anything is imported, that waits for what it shall build.

    Where the system cannot fork, or has one core, everything happens in the process that asks.
    """

    def __init__(self, root: Path) -> None:
        self._ours: Connection | None = None
        self._process: Any = None
        if (os.cpu_count() or 1) > 1 and "fork" in multiprocessing.get_all_start_methods():
            context: Any = multiprocessing.get_context("fork")
            ours, theirs = context.Pipe()
            self._process = context.Process(target=_wait_and_build, args=(root, ours, theirs))
            self._process.start()
            theirs.close()
            self._ours = ours

    def begin(self, prepared: Prepared, folders: Mapping[str, Path]) -> None:
        """Hands over what is to be built: sites' folders by audience."""
        self._wanted = (prepared, dict(folders))
        if self._ours is not None:
            from annai.pipeline.frozen_maps import let_pickle

            let_pickle()
            with suppress(OSError):
                # Whoever has ended early is found out by results().
                self._ours.send_bytes(pickle.dumps(self._wanted, protocol=pickle.HIGHEST_PROTOCOL))

    def results(self) -> list[Built]:
        """What became of the sites, in their order."""
        from annai.cli.build import build_sites

        if self._ours is not None:
            with suppress(EOFError, OSError):
                built: list[Built] = self._ours.recv()
                return built
        return build_sites(*self._wanted)

    def end(self) -> None:
        """Lets the process go; one that was given nothing has built nothing."""
        if self._ours is not None:
            self._ours.close()
            self._process.join()


@contextmanager
def site_process(root: Path) -> Iterator[SiteProcess]:
    """A process for the sites of the repository ``root``, let go at the end."""
    process = SiteProcess(root)
    try:
        yield process
    finally:
        process.end()


def _wait_and_build(root: Path, ours: Connection, theirs: Connection) -> None:
    ours.close()
    # Who interrupts the command interrupts this process as well, and hears it from the other.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with suppress(EOFError, OSError):
        _get_ready(root)
        from annai.cli.build import build_sites

        prepared, folders = pickle.loads(theirs.recv_bytes())  # noqa: S301 - from the process that began this one
        theirs.send(build_sites(prepared, folders))
    # Taking thousands of values apart would only take time.
    os._exit(0)


def _get_ready(root: Path) -> None:
    """Imports the adapter and makes the folders that the sites will be brought up to date in."""
    import annai.mkdocs_plugin  # noqa: F401 - for those who will ask for it
    from annai.pipeline.manifest import manifest_file, noted_audiences
    from annai.pipeline.publish import double
    from annai.pipeline.settings import settings_of_folder
    from annai.pipeline.settings_error import SettingsError

    with suppress(SettingsError):
        settings = settings_of_folder(root)
        for audience in noted_audiences(settings.cache):
            double(settings.site_dir / audience, manifest_file(settings.cache, audience))
