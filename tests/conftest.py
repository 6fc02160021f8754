"""What every folder of tests may ask for: the repository, the shared examples, node."""

import os
import shutil
import sys
from pathlib import Path

import hypothesis
import pytest

from tests.chromium import chromium  # noqa: F401 - a fixture for all folders: a process drives one browser at a time

REPOSITORY = Path(__file__).resolve().parent.parent

# No deadline: a busy machine is slow, not wrong. The same examples on every machine that has none of its
# own to remember, so that a red build can be repeated.
hypothesis.settings.register_profile("local", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_examples() -> Path:
    """Registries and trees of another shop (`decision_trees/`, `site_config/`), kept beside the checkout."""
    return _beside_the_checkout("shared", "examples")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Help centers and queries that somebody else wrote, kept beside the checkout."""
    return _beside_the_checkout("shared", "data")


@pytest.fixture(scope="session")
def node() -> Path:
    """The node that the environment brings, for running the browser modules outside a browser."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if found is None:
        pytest.fail("no node; `make venv` installs one", pytrace=False)
    return Path(found)


def _beside_the_checkout(*parts: str) -> Path:
    folder = REPOSITORY.parent.joinpath(*parts)
    if not folder.is_dir():
        pytest.skip(f"{'/'.join(parts)} is not beside this checkout")
    return folder
