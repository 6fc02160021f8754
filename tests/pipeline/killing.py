"""Builds of one repository, killed at random moments: ``python -m tests.pipeline.killing FOLDER ROUNDS SEED``.

A program of its own, because it forks: every round needs a build that starts at once, and a test run has threads.
Prints one line of JSON for each round.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mkdocs.__main__ import cli as mkdocs

import annai.mkdocs_plugin  # noqa: F401 - before the forks, so that a round spends its time building
from annai.cli import main
from annai.pipeline.turn import turn
from tests.pipeline.content_repository import ContentRepository, bytes_below, surroundings

NAMES = ("小さな店のヘルプ", "大きな店のヘルプ")


def annai_build() -> None:
    """All sites."""
    main(["build"])


def mkdocs_build() -> None:
    """The public site."""
    mkdocs(["build"])


WAYS: tuple[tuple[str, Callable[[], None], bool], ...] = (
    ("annai and all that it has started", annai_build, True),
    ("annai alone", annai_build, False),
    ("mkdocs", mkdocs_build, True),
)


def rounds(folder: Path, count: int, seed: int) -> None:
    """Every round renames the shop, which changes every page, starts a build and kills it."""
    chance = random.Random(seed)
    shop = ContentRepository(folder)
    os.environ.update(surroundings())
    os.chdir(folder)
    good: list[dict[str, dict[str, bytes]]] = []
    started = 0.0
    for number in (0, 1):
        rename(shop, number)
        started = time.monotonic()
        os.waitpid(begin(annai_build), 0)
        good.append(sites(shop))
    length = time.monotonic() - started
    for number in range(count):
        way, build, together = WAYS[number % len(WAYS)]
        rename(shop, number % 2)
        child = begin(build)
        staged = wait_for_writing(shop, child)
        # What is written takes about a third of a build.
        time.sleep(chance.uniform(0, length / 3))
        # The group, or the first process alone, whose helpers then go on without it.
        (os.killpg if together else os.kill)(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        with turn(folder):
            left = sites(shop)
        whole = [audience for audience, files in left.items() if files in [known.get(audience) for known in good]]
        told = {
            "way": way,
            "staged": staged,
            "killed": os.WIFSIGNALED(status),
            "whole": sorted(whole),
            "missing": {name: sorted(good[0][name].keys() - files.keys())[:5] for name, files in left.items()},
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def rename(shop: ContentRepository, number: int) -> None:
    """Gives the shop one of its two names."""
    text = (shop.root / "site_config/site.yml").read_text(encoding="utf-8")
    shop.write("site_config/site.yml", text.replace(NAMES[1 - number], NAMES[number]))


def begin(build: Callable[[], None]) -> int:
    """Forks a process group of its own that builds; its id."""
    child = os.fork()
    if child:
        return child
    os.setpgid(0, 0)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    code = 1
    try:
        build()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def wait_for_writing(shop: ContentRepository, child: int) -> bool:
    """Waits until a staging folder is there; False where the build has ended before anybody saw one."""
    while True:
        if any(path.name.endswith(".annai-pages") for path in (shop.root / "site").iterdir()):
            return True
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return False
        time.sleep(0.001)


def sites(shop: ContentRepository) -> dict[str, dict[str, bytes]]:
    """The files of each site, by audience."""
    return {audience: bytes_below(shop.site(audience)) for audience in ("public", "agent")}


if __name__ == "__main__":
    rounds(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
