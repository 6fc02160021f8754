"""The engine as a package: a wheel, installed where nothing of this checkout is, builds somebody else's repository."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.pipeline.content_repository import FOREIGN, ContentRepository, Outcome, bytes_below, differing, surroundings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, repository: Path) -> Path:
    """The wheel of the project as it stands, made without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-index", "--no-deps"]
    subprocess.run(
        [*pip, "--no-build-isolation", "--no-cache-dir", "-w", folder, repository], check=True, capture_output=True
    )
    (found,) = folder.glob("annai-*.whl")
    return found


@pytest.fixture(scope="module")
def python(tmp_path_factory, wheel: Path) -> Path:
    """The python of an empty environment with the wheel in it.

    Its dependencies are those of the environment that runs the tests: they are locked, and there is no network.
    """
    home = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(home, with_pip=False)
    made = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", f"--python={made}", "install"]
    subprocess.run([*pip, "--no-index", "--no-deps", "--no-cache-dir", wheel], check=True, capture_output=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    # A line of a .pth file adds a folder without reading the .pth files in it, among them that of this checkout.
    (home / "lib" / version / "site-packages" / "locked.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return made


def run(python: Path, shop: ContentRepository, *command: str | Path) -> Outcome:
    """A command in the environment of the wheel, started in the shop's folder."""
    environment = {name: value for name, value in surroundings().items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [python, *command] if command[0] == "-m" else [python.with_name(str(command[0])), *command[1:]],
        cwd=shop.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def test_the_wheel_is_what_is_imported(python: Path, tmp_path: Path):
    told = subprocess.run(
        [python, "-I", "-c", "import annai; print(annai.__file__)"], capture_output=True, text=True, check=True
    ).stdout
    assert Path(told.strip()).is_relative_to(python.parent.parent)


def test_somebody_elses_repository_of_three_lines_becomes_both_sites(python: Path, tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop")
    outcome = run(python, shop, "annai", "build")
    assert outcome.code == 0, outcome.said
    for page in ("index.html", "help/index.html", "help/returns/policy/index.html", "search/index.html", "404.html"):
        assert "<h1" in (shop.site() / page).read_text(encoding="utf-8"), page
    assert (shop.site("agent") / "manual/tone/index.html").is_file()
    for path, data in bytes_below(shop.root).items():
        if path in FOREIGN:
            assert data == FOREIGN[path].encode()
    # The same as from the checkout, so that nothing of it has stayed behind.
    other = ContentRepository.of(tmp_path / "other").built()
    assert differing(bytes_below(shop.site()), bytes_below(other.site())) == []
    assert differing(bytes_below(shop.site("agent")), bytes_below(other.site("agent"))) == []


def test_plain_mkdocs_finds_the_plugin(python: Path, tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop")
    outcome = run(python, shop, "-m", "mkdocs", "build", "--strict")
    assert outcome.code == 0, outcome.said
    assert (shop.site() / "help/delivery/index.html").is_file()


def test_a_shop_with_trees_and_registries_is_built_and_checked(python: Path, tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    for command in (["annai", "build"], ["annai", "check", "--strict"], ["annai", "schema"], ["annai", "--help"]):
        outcome = run(python, shop, *command)
        assert outcome.code == 0, outcome.said
    assert (shop.root / ".annai" / "schema").is_dir()
    found = run(python, shop, "annai", "search", "返品")
    assert found.code == 0, found.said
    assert "返品の条件" in found.output


def test_every_file_of_the_engine_is_in_the_wheel(wheel: Path, repository: Path):
    packed = set(zipfile.ZipFile(wheel).namelist())
    source = repository / "plugins"
    here = {
        path.relative_to(source).as_posix()
        for path in (source / "annai").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here - packed == set()
    assert not [name for name in packed if name.startswith(("tests", "content", "site_config", "plugins"))]
