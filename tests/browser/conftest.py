"""A browser, a page that minds its manners, and a server for a folder, for the tests that look at pages."""

import contextlib
import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

# What the sites promise to run under; `Content-Security-Policy` of every answer here.
POLICY = "default-src 'self'; img-src 'self' data:"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A customer in Japan on a laptop; nothing kept from other tests."""
    context = chromium.new_context(
        locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; the test fails if it wrote an error to the console or asked another host for anything."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: faults.extend(_elsewhere(request.url)))
    yield page
    assert faults == []


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """`serve(folder)` answers with the address at which the folder stands, without a slash at the end."""
    with contextlib.ExitStack() as servers:
        yield lambda folder: servers.enter_context(_serving(folder))


@pytest.fixture
def axe(repository: Path) -> Callable[[Page], list[str]]:
    """`axe(page)` lists what axe-core finds against WCAG 2.2 AA and good practice, one line an element."""
    source = (repository / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(source)
        result: dict[str, Any] = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        return [
            f"{rule['id']}: {rule['help']}: {node['html']}" for rule in result["violations"] for node in rule["nodes"]
        ]

    return violations


class _Handler(http.server.SimpleHTTPRequestHandler):
    """A static host such as the sites run on, with the policy they promise to live under."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012 - as the base class has it

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so the base class calls it
        """Says nothing."""


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _elsewhere(url: str) -> list[str]:
    address = urlsplit(url)
    local = address.scheme in {"data", "blob", "about"} or address.hostname == "127.0.0.1"
    return [] if local else [f"asked another host: {url}"]
