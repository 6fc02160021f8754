"""Measures a search in headless Chromium: what it answers, how long that takes, how many bytes it loads.

Playwright is an extra (`annai[browser]`) and is loaded when it is needed.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from annai.pipeline.settings_error import SettingsError
from annai.search.evaluate import DEPTH, Ranked

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

POLICY = "default-src 'self'; img-src 'self' data:"
"""The `Content-Security-Policy` that both sites promise to work under."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these a browser talks to its maker's servers when it starts.
_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_PAGE = "/evaluate.html"
_SCRIPT = "/evaluate.mjs"
_PAGES: Mapping[str, bytes] = {
    _PAGE: f'<!doctype html><meta charset="utf-8"><title>Search</title>'
    f'<script type="module" src="{_SCRIPT}"></script>'.encode(),
    _SCRIPT: Path(__file__).with_name("evaluate_page.mjs").read_bytes(),
}
# Visitors who are watched query by query, as many as fit into the time, and the queries that each asks further.
_VISITS = 8
_VISITS_SECONDS = 30.0
_LATER_QUERIES = 4
_BATCH = 100


class InBrowser(Struct, frozen=True):
    """What a search in the browser did.

    `answers` and `seconds` have an entry for each query, asked one after the other by one visitor; the seconds are
    those until the results are there to be shown, loading from this machine among them. `first_bytes` is the mean
    over visitors who come with one query, script and all, `first_parts` the same by kinds of files; `later_bytes` the
    mean of the queries that follow it; as a host sends them, packed with gzip. `first_seconds` is the median from the
    opening to the first answer.
    """

    answers: tuple[Ranked, ...]
    seconds: tuple[float, ...]
    first_bytes: int
    first_parts: Mapping[str, int]
    later_bytes: int
    first_seconds: float


def measure_in_browser(
    folder: Path, queries: Sequence[str], *, mounts: Mapping[str, Path] | None = None, policy: str | None = POLICY
) -> InBrowser:
    """Asks the search in a folder, which is served as a site, all queries.

    The folder's `adapter.mjs` exports `open()`, which answers with a function `(text, limit) => [[id, score], ...]`,
    both awaited. `mounts` are further folders by the path that they stand below.
    Raises SettingsError where there is no browser, or the page fails.
    """
    visits = queries[:: max(1, len(queries) // _VISITS)][:_VISITS]
    begun = time.perf_counter()
    with _serving(folder, mounts or {}, policy) as server, _chromium() as browser:
        first: list[Mapping[str, int]] = []
        later: list[int] = []
        waited: list[float] = []
        for number, query in enumerate(visits):
            if waited and time.perf_counter() - begun > _VISITS_SECONDS:
                break
            with _visit(browser, server) as page:
                started = time.perf_counter()
                _ask(page, [query])
                waited.append(time.perf_counter() - started)
                first.append(server.taken())
                for step in range(1, _LATER_QUERIES + 1):
                    _ask(page, [queries[(number * _LATER_QUERIES + step) * len(visits) % len(queries)]])
                    later.append(sum(server.taken().values()))
        answers: list[Ranked] = []
        seconds: list[float] = []
        with _visit(browser, server) as page:
            for start in range(0, len(queries), _BATCH):
                for found, milliseconds in _ask(page, queries[start : start + _BATCH]):
                    answers.append(tuple((str(document), float(score)) for document, score in found))
                    seconds.append(milliseconds / 1000)
    parts = {
        kind: _mean([one.get(kind, 0) for one in first]) for kind in sorted({kind for one in first for kind in one})
    }
    return InBrowser(
        tuple(answers),
        tuple(seconds),
        _mean([sum(one.values()) for one in first]),
        parts,
        _mean(later),
        sorted(waited)[len(waited) // 2],
    )


def find_chromium() -> Path | None:
    """A Chromium or Chrome on the PATH, else the one that Playwright has installed; None where there is neither.

    Raises SettingsError where Playwright is missing.
    """
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    with _playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if program.exists() else None


class CountingServer(http.server.ThreadingHTTPServer):
    """A static host that counts what it sends, as packed with gzip where that makes it smaller."""

    daemon_threads = True

    def __init__(self, folder: Path, mounts: Mapping[str, Path], policy: str | None) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
        self.mounts = dict(mounts)
        self.policy = policy
        self._packed: dict[str, int] = {}
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        """The address of the site, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def taken(self) -> Mapping[str, int]:
        """The bytes sent since this was last asked, by kind: `lexicon` of `lexicon-4ft3.json.gz`, else the suffix."""
        with self._lock:
            taken, self._taken = self._taken, Counter()
        return taken

    def count(self, file: str) -> None:
        """Counts one answer with this file."""
        with self._lock:
            if file not in self._packed:
                content = Path(file).read_bytes()
                self._packed[file] = min(len(content), len(gzip.compress(content, 6)))
            kind, hashed, _ = Path(file).name.partition("-")
            self._taken[kind if hashed else Path(file).suffix] += self._packed[file]


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012 - as the base class has it
    server: CountingServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        page = _PAGES.get(path)
        if page is not None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if path == _PAGE else "text/javascript")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)
            return
        file = self.translate_path(self.path)
        if Path(file).is_file():
            self.server.count(file)
        super().do_GET()

    def translate_path(self, path: str) -> str:
        for below, folder in self.server.mounts.items():
            if path.startswith(below):
                self.directory, kept = str(folder), self.directory
                try:
                    return super().translate_path(path[len(below.rstrip("/")) :])
                finally:
                    self.directory = kept
        return super().translate_path(path)

    def end_headers(self) -> None:
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so the base class calls it
        """Says nothing."""


@contextmanager
def _serving(folder: Path, mounts: Mapping[str, Path], policy: str | None) -> Iterator[CountingServer]:
    with CountingServer(folder, mounts, policy) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _playwright() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise SettingsError("cli.eval-no-playwright") from error
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def _chromium() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        raise SettingsError("cli.eval-no-chromium")
    # Chromium refuses to run as root inside its own sandbox.
    sandbox = [] if not hasattr(os, "geteuid") or os.geteuid() else ["--no-sandbox"]
    with _playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_QUIET, *sandbox])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _visit(browser: Browser, server: CountingServer) -> Iterator[Page]:
    """A page of a visitor who was never here: nothing is kept from another."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"{server.address}{_PAGE}")
        server.taken()
        yield page
    finally:
        context.close()


def _ask(page: Page, queries: Sequence[str]) -> list[tuple[list[tuple[str, float]], float]]:
    """What the page answers to each query: (documents and scores, milliseconds)."""
    from playwright.sync_api import Error

    try:
        found: list[tuple[list[tuple[str, float]], float]] = page.evaluate(
            "([queries, limit]) => globalThis.answers(queries, limit)", [list(queries), DEPTH]
        )
    except Error as error:
        raise SettingsError("cli.eval-page", problem=error.message) from error
    return found


def _mean(values: Sequence[int]) -> int:
    return round(sum(values) / len(values)) if values else 0
