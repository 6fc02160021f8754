"""The files of the project, as git would commit them."""

import os
import subprocess
from pathlib import Path

import pytest

# Where git is not there to ask (an unpacked archive): what it would ignore.
IGNORED = {".git", ".venv", ".cache", ".annai", "node_modules", "site", "dist", "__pycache__"}


@pytest.fixture(scope="session")
def files(repository: Path) -> list[Path]:
    """Every file that is, or could be, committed."""
    listed = subprocess.run(
        ["git", "-C", repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [repository / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    else:
        found = [path for path in repository.rglob("*") if not IGNORED & set(path.relative_to(repository).parts)]
    # A file that was removed and not yet committed is still listed.
    return sorted(path for path in found if path.is_file())


@pytest.fixture(scope="session")
def texts(files: list[Path], repository: Path) -> dict[str, str]:
    """Path in the repository -> text, for every file that is text."""
    found = {}
    for path in files:
        try:
            found[path.relative_to(repository).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found
