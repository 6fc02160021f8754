"""One command at a time on a repository: who comes second waits until the first has ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def turn(root: Path, waiting: Callable[[], object] = bool) -> Iterator[None]:
    """Holds the repository ``root`` for this process and those it starts; calls ``waiting`` if somebody else does.

    The folder itself is held, so that nothing is written. A process that is killed lets go, once those
    that it has started have ended too. Where the system has no such locks, nobody waits.
    """
    if sys.platform == "win32":
        yield
        return
    folder = os.open(root, os.O_RDONLY)
    try:
        with suppress(OSError):
            # Suppressed: a file system without locks.
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
