"""Folders of real articles, untouched, become complete public sites with a five-line mkdocs.yml."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

FOLDERS = ("mackerel_ja", "arduino_help_en", "commerce_kb_ja")
SETTINGS = "site_name: Help\ndocs_dir: content\nplugins:\n  - annai:\n      default_audience: public\n"
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s#?]+\.md)(?:[#?][^)\s]*)?\)")


@pytest.fixture(scope="module", params=FOLDERS)
def built(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[dict[str, object]]]:
    """A folder's repository, built, and its findings."""
    root = tmp_path_factory.mktemp(request.param)
    subprocess.run(["tar", "-xzf", str(shared_data / request.param / "content.tar.gz"), "-C", str(root)], check=True)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "annai", "-C", str(root), "build", "--audience", "public", "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return root, json.loads(done.stdout or "[]")


def _address(path: str) -> str:
    folder, _, name = path.removesuffix(".md").rpartition("/")
    return f"{folder}/" if name.lower() in {"index", "readme"} and folder else f"{path.removesuffix('.md')}/"


def test_every_file_is_a_page(built: tuple[Path, list[dict[str, object]]]):
    root, _ = built
    files = sorted(path.relative_to(root / "content").as_posix() for path in (root / "content").rglob("*.md"))
    assert len(files) > 200
    missing = [path for path in files if not (root / "site/public" / _address(path) / "index.html").is_file()]
    assert missing == []


def test_every_link_to_a_file_that_exists_leads_to_its_page(built: tuple[Path, list[dict[str, object]]]):
    root, findings = built
    content = root / "content"
    told = {(finding["path"], finding["line"]) for finding in findings}
    wrong: list[str] = []
    checked = 0
    for file in content.rglob("*.md"):
        source = file.relative_to(content).as_posix()
        page = root / "site/public" / _address(source) / "index.html"
        leads = {
            normpath(unquote(urlsplit(href).path)): True
            for node in LexborHTMLParser(page.read_text(encoding="utf-8")).css("main a[href]")
            if (href := node.attributes.get("href") or "") and not urlsplit(href).scheme
        }
        for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
            for found in _LINK.finditer(line):
                target = unquote(found[1])
                if urlsplit(target).scheme or target.startswith("/"):
                    continue
                whole = normpath(f"{source.rpartition('/')[0]}/{target}")
                if (content / whole).is_file():
                    checked += 1
                    depth = _address(source).count("/")
                    way = normpath("../" * depth + _address(whole))
                    if not any(normpath(f"{_address(source)}{lead}") == normpath(_address(whole)) for lead in leads):
                        wrong.append(f"{source}:{number}: {target} ({way})")
                elif (f"content/{source}", number) not in told:
                    wrong.append(f"{source}:{number}: {target} leads nowhere and nothing says so")
    assert wrong == []


def test_findings_of_foreign_content_are_warnings_with_their_place(built: tuple[Path, list[dict[str, object]]]):
    root, findings = built
    assert {finding["severity"] for finding in findings} == {"warning"}
    for finding in findings:
        lines = (root / str(finding["path"])).read_text(encoding="utf-8-sig").splitlines()
        assert 1 <= int(str(finding["line"])) <= len(lines)


def test_a_strict_build_refuses_what_leads_nowhere(built: tuple[Path, list[dict[str, object]]]):
    root, _ = built
    done = subprocess.run(
        [sys.executable, "-m", "annai", "-C", str(root), "check", "--strict", "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert {finding["severity"] for finding in json.loads(done.stdout)} == {"error"}
