"""The frame keeps to a Content-Security-Policy of `default-src 'self'`, and asks nothing of another host."""

import re
from pathlib import Path

import pytest

from annai import theme
from annai.pages import rendering
from annai.theme import MaterialSearch, material_search

TEMPLATES = [
    *sorted(theme.FOLDER.rglob("*.html")),
    *sorted((Path(rendering.__file__).parent / "templates").glob("*.html")),
]
ASSETS = sorted(path for path in (theme.FOLDER / "assets").rglob("*") if path.suffix in {".css", ".js", ".mjs"})
_SCRIPT = re.compile(r"<script\b([^>]*)>")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_script_or_style_of_its_own(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    for attributes in _SCRIPT.findall(html):
        assert "src=" in attributes or 'type="application/json"' in attributes
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", html)


@pytest.mark.parametrize("path", [*TEMPLATES, *ASSETS], ids=lambda path: path.name)
def test_nothing_is_asked_of_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"""(?:src|href|url|import)\s*[=(]?\s*["'(]\s*(?:https?:)?//""", text)


@pytest.mark.parametrize("path", [path for path in ASSETS if path.suffix == ".mjs"], ids=lambda path: path.name)
def test_no_module_writes_markup(path: Path) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", path.read_text(encoding="utf-8"))


def test_the_search_of_an_installed_material_is_found_whatever_its_hash(tmp_path: Path) -> None:
    worker = tmp_path / "assets/javascripts/workers/search.0a1b2c3d.min.js"
    worker.parent.mkdir(parents=True)
    worker.write_text("")
    assert material_search(tmp_path) == MaterialSearch("assets/javascripts/workers/search.0a1b2c3d.min.js")


def test_a_material_without_a_worker_leaves_the_search_out(tmp_path: Path) -> None:
    assert material_search(tmp_path) is None
