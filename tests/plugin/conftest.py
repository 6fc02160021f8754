"""The site generator that the adapter is tested in: MkDocs, or ProperDocs where ADAPTER_TESTS_ON names it."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner

from tests.pipeline.content_repository import FOREIGN, THREE_LINES, ContentRepository, Outcome, surroundings

# ProperDocs falls back to a theme that it does not bring along, and stops before any plugin is asked.
NEEDED = {"mkdocs": "", "properdocs": "theme: material\n"}


@pytest.fixture(scope="session")
def program() -> str:
    """``mkdocs`` or ``properdocs``."""
    return os.environ.get("ADAPTER_TESTS_ON", "mkdocs")


@pytest.fixture(scope="session")
def command(program: str) -> Command:
    """The program's command line, to be called in this process."""
    found: Command = importlib.import_module(f"{program}.__main__").cli
    return found


@pytest.fixture
def shop(tmp_path: Path, program: str) -> ContentRepository:
    """A repository that knows nothing of Annai but its plugin's name."""
    return ContentRepository.of(tmp_path / "shop", {**FOREIGN, "mkdocs.yml": THREE_LINES + NEEDED[program]})


@pytest.fixture
def run(command: Command, shop: ContentRepository) -> Iterator[Callable[..., Outcome]]:
    """``run("build", ...)`` in the repository; environment variables as keywords."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(shop.root)

        def called(*arguments: str, **environment: str) -> Outcome:
            known = surroundings(**environment)
            for name in os.environ.keys() - known.keys():
                patch.delenv(name)
            for name, value in known.items():
                patch.setenv(name, value)
            done = CliRunner().invoke(command, arguments)
            if done.exception is not None and not isinstance(done.exception, SystemExit):
                raise done.exception
            return Outcome(done.exit_code, done.stdout, done.stderr)

        yield called
