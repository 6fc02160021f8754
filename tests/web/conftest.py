"""The browser's search modules, asked outside a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).parents[2] / "plugins" / "annai" / "web" / "search"
DRIVER = Path(__file__).with_name("search_driver.mjs")

Driver = Callable[[Sequence[dict[str, Any]]], list[Any]]


@pytest.fixture(scope="session")
def search_driver(node: Path) -> Driver:
    """Runs jobs, as `search_driver.mjs` has them, in the browser's modules."""

    def run(jobs: Sequence[dict[str, Any]]) -> list[Any]:
        done = subprocess.run(
            [str(node), str(DRIVER), MODULES.as_uri()],
            input=json.dumps(jobs),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers: list[Any] = json.loads(done.stdout)
        return answers

    return run
