"""What builds remember may be cut off, overwritten or swapped: the next build is slower, and that is all."""

from __future__ import annotations

import pickle
import random
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.pipeline.content_repository import ContentRepository, differing
from tests.pipeline.in_process import build, sites

# The shop is one for all tests here: no key of an article may come twice.
TURNS = count()

HARMS: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "noise": lambda data: random.Random(7).randbytes(len(data) or 50),
    "noise inside": lambda data: data[: len(data) // 2] + b"\xff" * 40 + data[len(data) // 2 + 40 :],
    "something else": lambda _: pickle.dumps(["another", "thing"]),
    "another map": lambda _: b'{"format": "annai-manifest/1", "site": 3, "files": {"index.html": [1]}}',
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> ContentRepository:
    return ContentRepository.of_shop(tmp_path_factory.mktemp("caches") / "shop").built()


@pytest.fixture(scope="module")
def good(shop: ContentRepository) -> dict[str, bytes]:
    """What the sites hold whatever happens to the stores."""
    return sites(shop)


def kept(repository: ContentRepository) -> list[Path]:
    return sorted(path for path in (repository.root / ".annai").rglob("*") if path.is_file())


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_store_is_made_anew(shop: ContentRepository, good, harm: str):
    for number in range(len(kept(shop))):
        store = kept(shop)[number]
        store.write_bytes(HARMS[harm](store.read_bytes()))
        build(shop)
        assert differing(sites(shop), good) == [], store.name
        # An article that is read and drawn again, to the same page.
        shop.edit("content/help/returns/policy.md", "---\n", f"---\nx-turn-{next(TURNS)}: 1\n")
        build(shop)
        assert differing(sites(shop), good) == [], store.name


@pytest.mark.parametrize("harm", HARMS)
def test_all_stores_may_be_harmed_at_once(shop: ContentRepository, good, harm: str):
    for store in kept(shop):
        store.write_bytes(HARMS[harm](store.read_bytes()))
    build(shop)
    assert differing(sites(shop), good) == []
    build(shop)
    assert differing(sites(shop), good) == []


def test_stores_may_be_folders(shop: ContentRepository, good):
    for store in kept(shop):
        store.unlink()
        store.mkdir()
    build(shop)
    assert differing(sites(shop), good) == []
    shutil.rmtree(shop.root / ".annai")


def test_the_caches_may_be_those_of_another_repository(shop: ContentRepository, tmp_path: Path):
    other = ContentRepository.of(tmp_path / "other")
    build(other)
    good = sites(other)
    shutil.rmtree(other.root / ".annai")
    build(shop)
    shutil.copytree(shop.root / ".annai", other.root / ".annai")
    build(other)
    assert differing(sites(other), good) == []


def test_a_cache_that_is_a_file_is_told(tmp_path: Path):
    repository = ContentRepository.of(tmp_path / "shop")
    repository.write(".annai", "a file")
    outcome = repository.annai("build")
    assert "Traceback" not in outcome.said
    assert outcome.code in (0, 2)
