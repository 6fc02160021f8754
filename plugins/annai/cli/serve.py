"""``annai serve``: every site on a port of its own, built anew when a file is saved, reloaded in the browser.

A site is replaced in one step, so that a page that is being looked at is never missing; while the content
has errors, the last good site stays and the errors are told.
"""

from __future__ import annotations

import errno
import gc
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from watchfiles import watch

from annai.cli.build import build_sites, prepare_sites
from annai.cli.wording import phrase
from annai.diagnostics.report import as_text, in_order
from annai.pipeline.locale import message_language
from annai.pipeline.prepare import Prepared
from annai.pipeline.settings import Settings
from annai.pipeline.settings_error import SettingsError
from annai.pipeline.turn import turn

HOST = "127.0.0.1"
_RELOAD_SCRIPT = "/__annai/reload.js"
_RELOAD_EVENTS = "/__annai/changes"
_SCRIPT = b"""const since = document.currentScript.dataset.build;
const wait = async () => {
  try {
    const answer = await fetch('/__annai/changes?since=' + since);
    if (answer.ok && (await answer.text()) !== since) location.reload();
    else setTimeout(wait, 200);
  } catch { setTimeout(wait, 2000); }
};
wait();
"""
_WAIT_SECONDS = 20.0


@dataclass(slots=True)
class Builds:
    """Counts finished builds, and lets a browser wait for the next one."""

    number: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def finished(self) -> None:
        """Tells everybody who waits."""
        with self.changed:
            self.number += 1
            self.changed.notify_all()

    def after(self, number: int) -> int:
        """The count once it is another than ``number``, or after some seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.number != number, timeout=_WAIT_SECONDS)
            return self.number


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves one site as a web server would, with the script that reloads added to its pages."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - as in the class that it extends
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".md": "text/markdown; charset=utf-8",
    }

    def __init__(self, *args: Any, builds: Builds, **kwargs: Any) -> None:
        self.builds = builds
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """A page, a file, or the answer that a new build is there."""
        with suppress(ConnectionError):
            # Suppressed: a page that was closed while it waited.
            self._get()

    def _get(self) -> None:
        path = urlsplit(self.path)
        if path.path == _RELOAD_SCRIPT:
            self._answer(_SCRIPT, "text/javascript")
        elif path.path == _RELOAD_EVENTS:
            since = path.query.partition("=")[2]
            self._answer(str(self.builds.after(int(since) if since.isdigit() else -1)).encode(), "text/plain")
        elif not self._page():
            super().do_GET()

    def _page(self) -> bool:
        """Answers with a page and its reload script; False where the path is no page."""
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            if not urlsplit(self.path).path.endswith("/"):
                return False
            file /= "index.html"
        status = HTTPStatus.OK
        if not file.exists():
            file = Path(self.directory) / "404.html"
            status = HTTPStatus.NOT_FOUND
        if file.suffix != ".html" or not file.is_file():
            return False
        script = f'<script src="{_RELOAD_SCRIPT}" data-build="{self.builds.number}"></script></body>'.encode()
        self._answer(file.read_bytes().replace(b"</body>", script, 1), "text/html; charset=utf-8", status)
        return True

    def _answer(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Says nothing: a writer looks at findings here, not at requests."""


def serve_sites(settings: Settings, port: int, opened: Callable[[dict[str, str]], None] | None = None) -> None:
    """Builds, serves and watches until it is interrupted. ``opened`` hears the address of each site.

    Raises SettingsError where a port is taken, and as ``prepare_sites`` does.
    """
    gc.enable()
    builds = Builds()
    prepared = _rebuild(settings)
    if prepared is None:
        raise click.exceptions.Exit(1)
    servers = _servers(settings, prepared.library.audiences, port, builds)
    addresses = {audience: f"http://{HOST}:{server.server_address[1]}/" for audience, server in servers.items()}
    for audience, server in servers.items():
        threading.Thread(target=server.serve_forever, daemon=True).start()
        click.echo(phrase("serving", audience=audience, url=addresses[audience]), err=True)
    click.echo(phrase("serve-stop"), err=True)
    if opened is not None:
        opened(addresses)
    try:
        for _ in watch(*(path for path in settings.watched if path.exists()), raise_interrupt=False):
            if _rebuild(settings, parallel=False) is not None:
                builds.finished()
    finally:
        for server in servers.values():
            server.shutdown()


def _rebuild(settings: Settings, *, parallel: bool = True) -> Prepared | None:
    """Builds all sites and tells how it went; None where errors stopped it."""
    with turn(settings.root):
        return _rebuild_in_turn(settings, parallel=parallel)


def _rebuild_in_turn(settings: Settings, *, parallel: bool) -> Prepared | None:
    started = time.monotonic()
    preparation = prepare_sites(settings, None, None, strict=settings.strict, parallel=parallel)
    language = message_language()
    for finding in in_order(preparation.findings):
        click.secho(as_text(finding, language), fg="red" if finding.severity == "error" else None, err=True)
    prepared = preparation.prepared
    if prepared is None:
        errors = sum(1 for finding in in_order(preparation.findings) if finding.severity == "error")
        warnings = len(in_order(preparation.findings)) - errors
        click.echo(phrase("stopped", errors=errors, warnings=warnings), err=True)
        return None
    preparation.keep()
    folders = {audience: settings.site_dir / audience for audience in prepared.editions}
    results = build_sites(prepared, folders, parallel=parallel)
    for built in results:
        if built.problem:
            click.echo(phrase("failed", audience=built.audience, problem=built.problem), err=True)
    drawn = sum(built.drawn for built in results)
    seconds = f"{time.monotonic() - started:.1f}"
    click.echo(phrase("rebuilt" if drawn else "up-to-date", seconds=seconds, drawn=drawn), err=True)
    return prepared


def _servers(
    settings: Settings, audiences: tuple[str, ...], port: int, builds: Builds
) -> dict[str, ThreadingHTTPServer]:
    servers: dict[str, ThreadingHTTPServer] = {}
    for number, audience in enumerate(audiences):
        handler = partial(SiteHandler, directory=str(settings.site_dir / audience), builds=builds)
        try:
            server = ThreadingHTTPServer((HOST, port + number), handler)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SettingsError("S001.port", port=port + number) from error
            raise
        server.daemon_threads = True
        servers[audience] = server
    return servers
