"""``mkdocs serve``: builds, answers, builds again when an article is saved, and stops when it is told to."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pipeline.content_repository import ContentRepository, bytes_below, surroundings
from tests.plugin.conftest import NEEDED

PATIENCE = 60.0


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """``serve(repository, program)`` starts a server and answers with its address; it ends with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def started(repository: ContentRepository, program: str, **environment: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", program, "serve", "-a", f"127.0.0.1:{port}"]
        with (tmp_path / "said").open("wb") as said:
            running.append(
                subprocess.Popen(
                    command, cwd=repository.root, env=surroundings(**environment), stdout=said, stderr=said
                )
            )
        return f"http://127.0.0.1:{port}"

    yield started
    # Whoever runs the tests in the background has interrupts ignored, and so have the servers.
    heard = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    for server in running:
        server.send_signal(signal.SIGINT if heard else signal.SIGTERM)
    ended = [server.wait(PATIENCE) for server in running]
    assert not heard or ended == [0] * len(running), (tmp_path / "said").read_text()


def fetched(url: str, wanted: Callable[[str], bool] = bool) -> str:
    """A page, once it is there and as it is wanted."""
    end = time.monotonic() + PATIENCE
    text = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                text = answer.read().decode()
            if wanted(text):
                return text
        except (OSError, urllib.error.URLError):
            pass
        time.sleep(0.1)
    pytest.fail(f"{url} never answered as it should; the last answer: {text[:400]}")


@pytest.mark.slow
@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_a_server_shows_an_article_and_what_becomes_of_it(serve, tmp_path: Path, program: str):
    repository = ContentRepository.of(tmp_path / "shop")
    repository.write("mkdocs.yml", (repository.root / "mkdocs.yml").read_text() + NEEDED[program])
    address = serve(repository, program)
    assert "到着から8日以内です。" in fetched(f"{address}/help/returns/policy/")
    repository.edit("content/help/returns/policy.md", "8日", "9日")
    assert "到着から9日以内です。" in fetched(f"{address}/help/returns/policy/", lambda text: "9日" in text)


@pytest.mark.slow
def test_a_server_shows_the_site_that_is_asked_for_and_leaves_the_built_ones_alone(serve, tmp_path: Path):
    repository = ContentRepository.of(tmp_path / "shop").built()
    before = bytes_below(repository.root / "site")
    assert "ゆっくり話します。" in fetched(f"{serve(repository, 'mkdocs', ANNAI_AUDIENCE='agent')}/manual/tone/")
    assert bytes_below(repository.root / "site") == before


def test_a_server_for_an_audience_that_is_none_does_not_start(tmp_path: Path):
    repository = ContentRepository.of(tmp_path / "shop")
    before = set(repository.root.iterdir())
    outcome = repository.mkdocs("serve", "-a", "127.0.0.1:1", ANNAI_AUDIENCE="agents")
    assert outcome.code != 0
    assert "public, agent" in outcome.said
    assert set(repository.root.iterdir()) == before
