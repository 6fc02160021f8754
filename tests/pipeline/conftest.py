"""The day and the environment that builds in this process see."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.pipeline.content_repository import surroundings


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """What steers builds is the same on every machine."""
    with pytest.MonkeyPatch.context() as patch:
        known = surroundings()
        for name in os.environ.keys() - known.keys():
            patch.delenv(name)
        for name, value in known.items():
            patch.setenv(name, value)
        yield
