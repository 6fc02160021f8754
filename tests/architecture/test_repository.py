"""What every commit keeps to: no traces of one machine, locks without addresses, documents that are true."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

# Put together here, so that this file does not name what it looks for.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted",
    "registry" + ".npmjs",
    "registry" + ".yarnpkg",
    "artifact" + "ory",
    "deb.debian" + ".org",
]
HOMES = re.compile(r"(?<![\w.~)}\]-])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers"]) + r")/\w")
EXCEPTION = re.compile(
    r"(?:#\s*noqa(?:: ?[A-Z0-9, ]+)?|#\s*type: ?ignore(?:\[[\w, -]+\])?|#\s*pragma: ?[\w ]+|@ts-[a-z-]+)"
    r"[\s#:,-]*(?P<reason>\w.*)?"
)
LOCKS = ["requirements.txt", "requirements-dev.txt", "package-lock.json"]


def test_no_file_names_a_package_registry(texts: dict[str, str]):
    assert _lines(texts, re.compile("|".join(map(re.escape, REGISTRIES)))) == []


def test_no_file_names_a_path_of_one_machine(texts: dict[str, str], repository: Path):
    assert _lines(texts, HOMES) == []
    assert _lines(texts, re.compile(re.escape(f"{repository.parent}/"))) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_leaves_the_index_to_the_configuration_of_the_machine(texts: dict[str, str], lock: str):
    assert _lines({lock: texts[lock]}, re.compile(r"://|--index|--extra-index|--find-links|\"resolved\"")) == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_hashes(texts: dict[str, str], lock: str):
    # A requirement begins at the margin and goes on over indented lines.
    entries = re.findall(r"^[a-z].*(?:\n[ \t].*)*", texts[lock], flags=re.MULTILINE)
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_site_is_built_with_the_versions_that_are_tested(texts: dict[str, str]):
    assert _pins(texts["requirements.txt"]) <= _pins(texts["requirements-dev.txt"])


def test_the_lock_holds_every_dependency(texts: dict[str, str]):
    project = tomllib.loads(texts["pyproject.toml"])
    locked = {pin.partition("==")[0] for pin in _pins(texts["requirements.txt"])}
    named = {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in project["project"]["dependencies"]}
    assert named - locked == set()


def test_every_dependency_says_why_it_is_there(texts: dict[str, str]):
    declared = re.findall(r'^    "\w[\w.-]*[<>=~].*$', texts["pyproject.toml"], flags=re.MULTILINE)
    assert len(declared) > 20
    assert [line.strip() for line in declared if not re.search(r'",\s+# \S', line)] == []


def test_every_lint_exception_has_its_reason(texts: dict[str, str]):
    """Behind it, as in `# noqa: A002 - the base class names it so`, or in a comment on the line above."""
    silent = []
    for path, text in texts.items():
        if not path.endswith((".py", ".mjs", ".js")) or path.startswith("tests/architecture/"):
            continue
        above = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if (found := EXCEPTION.search(line)) and not found["reason"] and not above.startswith(("#", "//", "*")):
                silent.append(f"{path}:{number}: {line.strip()}")
            above = line.strip()
    assert silent == []


def test_a_wheel_holds_every_file_of_the_engine(texts: dict[str, str], files: list[Path], repository: Path, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=repository,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("annai/")}
    source = repository / "plugins"
    assert {path.relative_to(source).as_posix() for path in files if path.is_relative_to(source / "annai")} <= packed


def _lines(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:160]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def _pins(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+==[^\s;]+)", lock, flags=re.MULTILINE))
