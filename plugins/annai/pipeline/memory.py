"""What is kept from one build to the next, by content hash, below ``.annai/cache``.

A lost or broken store costs time and nothing else. Stores are stamped with the engine's own files, so
that a new version never reads what an old one wrote.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import markdown
import pymdownx

from annai.pipeline.sealed import BrokenSealError, opened, sealed, write_sealed

PACKAGE = Path(__file__).parents[1]


@cache
def engine_stamp() -> str:
    """A hash of this engine: the size and time of each of its files, and the renderers' versions."""
    digest = hashlib.blake2b(digest_size=8)
    for folder, folders, files in os.walk(PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            status = os.stat(f"{folder}/{name}")
            digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns};".encode())
    digest.update(f"{markdown.__version__}:{pymdownx.__version__}".encode())
    return digest.hexdigest()


class Shelf(dict[str, Any]):
    """A dictionary that is loaded whole and remembers which keys were asked for.

    ``save()`` keeps only these, so that a store never grows with what nobody needs any more.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.used: set[str] = set()
        self.fresh = False
        with suppress(Exception):
            stamp, entries = pickle.loads(opened(file.read_bytes()))  # noqa: S301 - our own file in the writer's own checkout
            if stamp == engine_stamp():
                self.update(entries)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, which is then kept."""
        self.used.add(key)
        return super().get(key, default)

    def __setitem__(self, key: str, value: Any) -> None:
        self.used.add(key)
        self.fresh = True
        super().__setitem__(key, value)

    def forget(self) -> None:
        """Empties the shelf, and its file when it is saved."""
        self.fresh = self.fresh or bool(self)
        self.clear()

    def save(self) -> None:
        """Writes what was asked for since it was opened, unless that is what the file holds.

        A folder that cannot be written keeps nothing; the next build takes longer, and that is all.
        """
        kept = {key: self[key] for key in sorted(self.used) if key in self}
        if not self.fresh and len(kept) == len(self):
            return
        write_sealed(self.file, pickle.dumps((engine_stamp(), kept), protocol=pickle.HIGHEST_PROTOCOL))


class Store:
    """Larger values by key, read one by one: rendered HTML, search fragments."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values of those keys that it has."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, Any] = {}
        with suppress(sqlite3.DatabaseError, pickle.UnpicklingError, OSError), self._open() as database:
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                marks = ",".join("?" * len(some))
                rows = database.execute(f"SELECT key, value FROM kept WHERE key IN ({marks})", some)  # noqa: S608 - question marks only
                for key, value in rows:
                    with suppress(BrokenSealError, TypeError):
                        found[key] = pickle.loads(opened(value))  # noqa: S301 - as above
        return found

    def write(self, values: Mapping[str, Any]) -> None:
        """Keeps values; what another process keeps at the same time is not lost."""
        rows = [(key, sealed(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))) for key, value in values.items()]
        if not rows:
            return
        for attempt in (1, 2):
            try:
                with self._open() as database, database:
                    database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)
                return
            except sqlite3.DatabaseError:
                # A broken store is begun anew; whoever still holds the old file keeps reading that.
                if attempt == 1:
                    self.file.unlink(missing_ok=True)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Drops what nobody asked for, once it is more than half of all."""
        with suppress(sqlite3.DatabaseError, OSError), self._open() as database, database:
            (count,) = database.execute("SELECT COUNT(*) FROM kept").fetchone()
            wanted = set(keys)
            if count <= 2 * len(wanted) + 100:
                return
            stale = [(key,) for (key,) in database.execute("SELECT key FROM kept") if key not in wanted]
            database.executemany("DELETE FROM kept WHERE key = ?", stale)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.file, timeout=30)
        try:
            database.execute("PRAGMA synchronous=OFF")
            database.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
            yield database
        finally:
            database.close()

    def forget(self) -> None:
        """Begins the store anew."""
        if self.file.is_dir():
            shutil.rmtree(self.file)
        self.file.unlink(missing_ok=True)

    def state(self) -> str:
        """The file as it is now: its name, size and time; empty where there is none."""
        try:
            status = os.stat(self.file)
        except OSError:
            return ""
        return f"{self.file.name}:{status.st_size}:{status.st_mtime_ns}"


class Memory:
    """All stores of one cache folder.

    Shelves tell what the store holds. Where the store is not as it was when they were saved (a build was
    killed, a disk failed, somebody tidied up), none of it is believed and everything is made anew.
    """

    def __init__(self, folder: Path) -> None:
        self.articles = Shelf(folder / "articles.pickle")
        self.outlines = Shelf(folder / "outlines.pickle")
        self.linked = Shelf(folder / "linked.pickle")
        self.facts = Shelf(folder / "facts.pickle")
        self.bodies = Store(folder / f"bodies-{engine_stamp()}.sqlite")
        self.folder = folder
        self._noted = folder / "bodies.state"
        if self.bodies.state() != self._last_state():
            for shelf in (self.outlines, self.linked, self.facts):
                shelf.forget()
            self.bodies.forget()

    def _last_state(self) -> str:
        with suppress(OSError, UnicodeDecodeError):
            return self._noted.read_text(encoding="utf-8")
        return ""

    def save(self) -> None:
        """Writes what changed and forgets stores of other engines."""
        for shelf in (self.articles, self.outlines, self.linked, self.facts):
            shelf.save()
        with suppress(OSError):
            if self.bodies.state() != self._last_state():
                self._noted.write_text(self.bodies.state(), encoding="utf-8")
        for file in self.folder.glob("bodies-*.sqlite*"):
            if not file.name.startswith(self.bodies.file.stem):
                file.unlink(missing_ok=True)
