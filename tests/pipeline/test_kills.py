"""A build may be killed at any moment: a complete site stands, and the next build works."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.content_repository import ContentRepository, differing, surroundings
from tests.pipeline.in_process import cold, sites

ROUNDS = 21


@pytest.mark.slow
def test_whatever_is_killed_a_whole_site_stands(tmp_path: Path, repository: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    done = subprocess.run(
        [sys.executable, "-m", "tests.pipeline.killing", shop.root, str(ROUNDS), "20261122"],
        cwd=repository,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == ROUNDS
    # Not every kill comes in time, but then the build has ended well.
    assert sum(one["killed"] for one in told) > ROUNDS // 3, told
    assert sum(one["staged"] for one in told) > ROUNDS // 2, told
    assert [one for one in told if one["whole"] != ["agent", "public"]] == []
    assert differing(sites(shop.built()), cold(shop, tmp_path / "cold")) == []
    # Nothing that a killed build has begun is kept for ever.
    hidden = {path.name for path in (shop.root / "site").iterdir() if path.name.startswith(".")}
    assert hidden <= {".public.annai-next", ".agent.annai-next"}
