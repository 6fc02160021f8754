"""``annai serve``: every site on a port of its own, built anew when a file is saved; with errors the last one stays."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pipeline.content_repository import ContentRepository, surroundings

PATIENCE = 60.0
POLICY = "content/help/returns/policy.md"
pytestmark = pytest.mark.slow


@dataclass
class Server:
    """A server that is running: what it is about, its ports, what it has said."""

    shop: ContentRepository
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def page(self, path: str, site: int = 0) -> tuple[int, str]:
        """Status and text of a page of the first or the second site."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port + site}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait(self, happened: Callable[[], bool]) -> None:
        """Waits until something has happened."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if happened():
                    return
            except OSError:
                pass
            assert self.process.poll() is None, self.said()
            time.sleep(0.1)
        pytest.fail(f"it never happened; the server said: {self.said()}")


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """One server for these tests, over a small foreign repository."""
    folder = tmp_path_factory.mktemp("serve")
    shop = ContentRepository.of(folder / "shop")
    port = free_ports()
    log = folder / "said"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("annai"), "serve", "--port", str(port)],
            cwd=shop.root,
            env=surroundings(),
            stdout=said,
            stderr=said,
        )
    running = Server(shop, port, process, log)
    running.wait(lambda: running.page("/", 1)[0] == 200)
    yield running
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) in (0, 1, 130)
    assert "Traceback" not in running.said()


def free_ports() -> int:
    """A port that is free, and the next one too."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def test_each_site_has_a_port_and_says_where(server: Server):
    assert "8日以内" in server.page("/help/returns/policy/")[1]
    assert server.page("/manual/tone/")[0] == 404
    assert "ゆっくり話します" in server.page("/manual/tone/", 1)[1]
    assert f"http://127.0.0.1:{server.port}/" in server.said()
    assert f"http://127.0.0.1:{server.port + 1}/" in server.said()


def test_a_page_that_is_not_there_is_answered_with_the_sites_own(server: Server):
    status, text = server.page("/nowhere/")
    assert status == 404
    assert "<h1" in text


def test_a_saved_article_is_seen_and_the_browser_is_told(server: Server):
    _, text = server.page("/help/returns/policy/")
    build = text.partition('data-build="')[2].partition('"')[0]
    server.shop.edit(POLICY, "8日", "10日")
    assert server.page(f"/__annai/changes?since={build}")[1] != build
    assert "10日以内" in server.page("/help/returns/policy/")[1]


def test_errors_are_told_and_the_last_good_site_stays(server: Server):
    good = (server.shop.root / POLICY).read_text(encoding="utf-8")
    shown = server.page("/help/returns/policy/")
    server.shop.write(POLICY, "---\ntitle: a\ntitle: b\n---\n")
    server.wait(lambda: f"{POLICY}:3:1: error A101" in server.said())
    server.wait(lambda: "the last good site stands" in server.said())
    assert server.page("/help/returns/policy/") == shown
    server.shop.write(POLICY, good.replace("10日", "11日"))
    server.wait(lambda: "11日以内" in server.page("/help/returns/policy/")[1])


def test_new_and_removed_articles_come_and_go(server: Server):
    server.shop.write("content/help/new.md", "# 新しい\n")
    server.wait(lambda: server.page("/help/new/")[0] == 200)
    server.shop.remove("content/help/new.md")
    server.wait(lambda: server.page("/help/new/")[0] == 404)


def test_a_file_outside_the_sites_is_not_served(server: Server):
    for path in (
        "/../../mkdocs.yml",
        "/%2e%2e/%2e%2e/mkdocs.yml",
        "/..%2f..%2fmkdocs.yml",
        "/.annai/",
        "/../agent/manual/tone/",
    ):
        status, text = server.page(path)
        assert (status, "plugins:" in text, "ゆっくり" in text) == (404, False, False), path


def test_a_taken_port_is_told_in_one_line(server: Server, tmp_path: Path):
    other = ContentRepository.of(tmp_path / "other")
    outcome = other.annai("serve", "--port", str(server.port))
    assert outcome.code == 2
    assert "Traceback" not in outcome.said
    assert str(server.port) in outcome.errors.splitlines()[-1]
