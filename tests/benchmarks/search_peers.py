"""Other searches for static sites, as their own makers set them up: indexed here, asked in the browser.

Pagefind and MiniSearch come from npm, the newest of each, into `.cache/search-peers`; Material is a dependency.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib import metadata
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from annai.search.documents import SearchDocument

REPOSITORY = Path(__file__).parents[2]
INSTALLED = REPOSITORY / ".cache" / "search-peers"
ADAPTERS = Path(__file__).with_name("peers")
BIN = Path(sys.executable).parent
NAMES = ("Pagefind", "Material (lunr)", "MiniSearch")


class NotInstalledError(Exception):
    """A peer is not here and cannot be fetched."""


def install() -> None:
    """Fetches the newest Pagefind and MiniSearch. Raises NotInstalledError where npm cannot and none is here."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    try:
        _run([_program("npm"), "install", "--prefix", str(INSTALLED), "--ignore-scripts", "--no-audit", "--no-fund",
              "--loglevel=error", "pagefind@latest", "minisearch@latest"])  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        if not (INSTALLED / "node_modules" / "minisearch").is_dir():
            raise NotInstalledError("npm could not install Pagefind and MiniSearch") from error


def version(name: str) -> str:
    """The version of a peer that is measured."""
    if name.startswith("Material"):
        return metadata.version("mkdocs-material")
    package = INSTALLED / "node_modules" / name.lower() / "package.json"
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


def prepare(name: str, documents: Sequence[SearchDocument], folder: Path) -> tuple[int, Mapping[str, str]]:
    """Fills a folder with a site that is searched with this peer.

    Returns how many bytes of it are the index, and the documents' ids by the names that the peer gives them.
    """
    makers = {"Pagefind": _pagefind, "Material (lunr)": _material, "MiniSearch": _minisearch}
    return makers[name](documents, folder)


def _pagefind(documents: Sequence[SearchDocument], folder: Path) -> tuple[int, Mapping[str, str]]:
    language = documents[0].language
    ids: dict[str, str] = {}
    for number, (name, sections) in enumerate(_articles(documents)):
        page = folder / "pages" / f"{number}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_html(sections, language), encoding="utf-8")
        ids[page.name] = name
    programs = ("*/bin/pagefind_extended", "*/bin/pagefind_extended.exe")
    binary = next(file for name in programs for file in (INSTALLED / "node_modules" / "@pagefind").glob(name))
    binary.chmod(0o755)
    _run([str(binary), "--site", str(folder / "pages"), "--output-path", str(folder / "pagefind")])
    _adapter("pagefind", folder, language=language)
    by_fragment = {}
    for fragment in (folder / "pagefind" / "fragment").iterdir():
        text = gzip.decompress(fragment.read_bytes())
        address = json.loads(text[text.index(b"{") :])["url"]
        by_fragment[fragment.stem] = ids[Path(address).name]
    # The script and its WebAssembly are counted when they are loaded; these are the index.
    index = [file for part in ("fragment", "index") for file in (folder / "pagefind" / part).iterdir()]
    index += (folder / "pagefind").glob("*.pf_meta")
    return sum(file.stat().st_size for file in index), by_fragment


def _material(documents: Sequence[SearchDocument], folder: Path) -> tuple[int, Mapping[str, str]]:
    spec = find_spec("material")
    assert spec is not None
    assert spec.origin is not None
    templates = Path(spec.origin).parent / "templates"
    shutil.copytree(templates / "assets" / "javascripts", folder / "assets" / "javascripts")
    worker = next((templates / "assets" / "javascripts" / "workers").glob("search.*.min.js")).name
    ids: dict[str, str] = {}
    entries: list[dict[str, str]] = []
    for number, (name, sections) in enumerate(_articles(documents)):
        ids[f"{number}/"] = name
        entries += (
            {
                "location": f"{number}/#{section.anchor}" if section.anchor else f"{number}/",
                "title": escape(section.section_title or section.title, quote=False),
                "text": _paragraphs(section.passage),
            }
            for section in sections
        )
    language = documents[0].language
    told = (templates / "partials" / "languages" / f"{language}.html").read_text(encoding="utf-8")
    config = {
        "lang": [_translation(told, "lang", language)],
        "separator": _translation(told, "separator", r"[\s\-]+"),
        "pipeline": _translation(told, "pipeline", "stopWordFilter").split(", "),
        "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}},
    }
    index = folder / "search" / "search_index.json"
    index.parent.mkdir()
    # As Material's plugin writes it: without spaces, every character beyond ASCII escaped.
    index.write_text(json.dumps({"config": config, "docs": entries}, separators=(",", ":")), encoding="utf-8")
    _adapter("material", folder, language=language, worker=worker)
    return index.stat().st_size, ids


def _minisearch(documents: Sequence[SearchDocument], folder: Path) -> tuple[int, Mapping[str, str]]:
    language = documents[0].language
    package = INSTALLED / "node_modules" / "minisearch" / "dist" / "es" / "index.js"
    entries = [
        {
            "id": name,
            "title": sections[0].title,
            "text": "\n".join(
                text for section in sections for text in (section.section_title, section.passage) if text
            ),
        }
        for name, sections in _articles(documents)
    ]
    build = [_program("node"), str(ADAPTERS / "minisearch_build.mjs"), str(package), language]
    made = _run(build, json.dumps(entries))
    (folder / "index.json").write_text(made, encoding="utf-8")
    shutil.copy(package, folder / "minisearch.mjs")
    shutil.copy(ADAPTERS / "minisearch_options.mjs", folder)
    _adapter("minisearch", folder, language=language)
    return (folder / "index.json").stat().st_size, {name: name for name, _ in _articles(documents)}


def _articles(documents: Sequence[SearchDocument]) -> Iterator[tuple[str, list[SearchDocument]]]:
    for name, sections in groupby(documents, key=lambda document: document.id):
        yield name, list(sections)


def _html(sections: Sequence[SearchDocument], language: str) -> str:
    title = escape(sections[0].title)
    parts = [f"<h1>{title}</h1>"]
    for section in sections:
        if section.section_title:
            parts.append(f'<h2 id="{escape(section.anchor)}">{escape(section.section_title)}</h2>')
        parts.append(_paragraphs(section.passage))
    body = "\n".join(parts)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main data-pagefind-body>{body}</main></body></html>"
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in escape(text, quote=False).splitlines() if line.strip())


def _translation(template: str, key: str, otherwise: str) -> str:
    """A setting of Material's language file, which is a map in a template."""
    found = re.search(rf'"search\.config\.{key}": ("(?:[^"\\]|\\.)*")', template)
    return str(json.loads(found.group(1))) if found else otherwise


def _adapter(name: str, folder: Path, **settings: str) -> None:
    shutil.copy(ADAPTERS / f"{name}.mjs", folder / "adapter.mjs")
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")


def _program(name: str) -> str:
    found = shutil.which(name, path=str(BIN)) or shutil.which(name)
    if found is None:
        raise NotInstalledError(f"{name} is not installed; `make venv` installs it")
    return found


def _run(command: list[str], text: str | None = None) -> str:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    environment.setdefault("npm_config_cache", str(REPOSITORY / ".cache" / "npm"))
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True, env=environment)
    return done.stdout
