"""Several commands on one repository at the same time, and readers who look while a site is replaced."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from annai.pipeline.turn import turn
from tests.pipeline.content_repository import ContentRepository, differing, surroundings
from tests.pipeline.in_process import build, cold, sites


@pytest.mark.slow
def test_builds_at_once_leave_what_one_build_leaves(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    annai = Path(sys.executable).with_name("annai")
    commands: list[list[str | Path]] = [
        [annai, "build"],
        [sys.executable, "-m", "mkdocs", "build"],
        [annai, "build", "--audience", "agent"],
        [annai, "check"],
        [annai, "build"],
    ]
    running = []
    for command in commands:
        running.append(
            subprocess.Popen(
                command, cwd=shop.root, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        )
        # An editor goes on saving.
        shop.edit("content/help/returns/how-to.md", "\n", "\n\n")
    said = [process.communicate(timeout=300)[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(running), said
    assert "Traceback" not in "".join(said)
    assert differing(sites(shop.built()), cold(shop, tmp_path / "cold")) == []


def test_a_second_command_says_that_it_waits(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop")
    with turn(shop.root):
        waiting = subprocess.Popen(
            [Path(sys.executable).with_name("annai"), "build"],
            cwd=shop.root,
            env=surroundings(),
            stderr=subprocess.PIPE,
            text=True,
        )
        assert waiting.stderr is not None
        assert "Another command is at work here" in waiting.stderr.readline()
        assert not (shop.root / "site").exists()
    rest = waiting.communicate(timeout=120)[1]
    assert waiting.returncode == 0, rest


def test_a_reader_never_finds_a_page_missing(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop")
    build(shop)
    page = shop.site() / "help/returns/policy/index.html"
    looks: list[bool] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            looks.append(page.exists())
            time.sleep(0.0002)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for day in range(9, 13):
            shop.write("content/help/returns/policy.md", f"# 返品の条件\n\n到着から{day}日以内です。\n")
            build(shop)
    finally:
        ended.set()
        reader.join()
    assert len(looks) > 100
    assert all(looks)
    assert "12日以内" in page.read_text(encoding="utf-8")
