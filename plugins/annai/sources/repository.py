"""A whole repository becomes a library: layout, settings, then every file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from annai.diagnostics import Finding
from annai.model.library import Attachment, Library
from annai.model.lock import Lock
from annai.model.site import Site
from annai.model.source import Document, Marks
from annai.model.tree import Tree
from annai.sources.articles import read_articles
from annai.sources.categories import read_categories
from annai.sources.content_files import walk_content
from annai.sources.defaults import FolderDefaults
from annai.sources.lock_file import LOCK_FILE, read_lock
from annai.sources.registries import read_registries, read_trees, relative, yaml_files
from annai.sources.unread import blameless


class Layout(Struct, frozen=True):
    """Where a repository keeps what, and the options of its mkdocs.yml that reading depends on."""

    root: Path
    content: Path
    config: Path
    trees: Path
    default_audience: str | None = None
    default_state: str | None = None
    languages: tuple[str, ...] | None = None

    @classmethod
    def of(cls, root: Path) -> Layout:
        """The usual places below ``root``."""
        return cls(root, root / "content", root / "site_config", root / "decision_trees")

    @property
    def managed(self) -> bool:
        """Whether the repository has a ``site_config/``, and so speaks our formats on purpose."""
        return self.config.is_dir()


class Loaded(Struct, frozen=True):
    """A library with what is wrong with its files."""

    library: Library
    findings: tuple[Finding, ...] = field(default=())


def load(layout: Layout, today: date, memory: MutableMapping[str, Any] | None = None) -> Loaded:
    """Reads everything below a layout. Never raises for what the files hold.

    ``memory`` keeps parsed articles from one load to the next.
    """
    root = layout.root
    kept: MutableMapping[str, Any] = {} if memory is None else memory
    configured = _digest(layout)
    registries, trees, lock, findings = _remembered(layout, configured, kept)
    declared: Document[Site] | None = registries.get("site")
    site = declared.value if declared else Site(languages=layout.languages or ("ja",))
    registries.setdefault("site", Document(site, Marks(f"{relative(layout.config, root)}/site.yml")))
    defaults = FolderDefaults.of_site(
        declared.value if declared else None,
        managed=layout.managed,
        audience=layout.default_audience,
        state=layout.default_state,
    )
    shown = relative(layout.content, root)
    files = walk_content(layout.content, shown)
    findings += tuple(files.findings)
    articles, faults = read_articles(layout.content, shown, files.articles, site, defaults, kept)
    findings += faults
    categories, faults = read_categories(layout.content, shown, files.categories, articles.values(), site)
    findings += faults
    library = Library(
        root=str(root),
        today=today,
        configured=configured,
        content_path=shown,
        managed=layout.managed,
        has_content=layout.content.is_dir(),
        articles=MappingProxyType(articles),
        categories=MappingProxyType(categories),
        attachments=MappingProxyType(
            {f"/{path}": Attachment(f"{shown}/{path}", f"/{path}") for path in files.attachments}
        ),
        trees=MappingProxyType(trees),
        lock=lock,
        **_as_fields(registries),
    )
    return Loaded(library, blameless(findings, registries))


Configured = tuple[dict[str, Document[Any]], dict[str, Document[Tree]], Lock | None, tuple[Finding, ...]]


def _digest(layout: Layout) -> str:
    """A hash of every file that registries, trees and the lock come from."""
    digest = hashlib.blake2b(repr((str(layout.root), layout.languages)).encode(), digest_size=16)
    for folder in (layout.config, layout.trees):
        for file in (*yaml_files(folder), folder / LOCK_FILE):
            if file.is_file():
                digest.update(f"\0{file.name}\0".encode("utf-8", "surrogateescape") + file.read_bytes())
    return digest.hexdigest()


def _remembered(layout: Layout, configured: str, memory: MutableMapping[str, Any]) -> Configured:
    """Registries, trees and lock, with what is wrong; read again only when one of their files changed."""
    key = f"configured:{configured}"
    found: Configured | None = memory.get(key)
    if found is None:
        found = memory[key] = _configured(layout)
    registries, trees, lock, findings = found
    return dict(registries), trees, lock, findings


def _configured(layout: Layout) -> Configured:
    root = layout.root
    registries, findings = read_registries(root, layout.config, layout.languages)
    site: Site = registries["site"].value if "site" in registries else Site(languages=layout.languages or ("ja",))
    trees, faults = read_trees(root, layout.trees, site.languages)
    lock, more = read_lock(layout.trees, root)
    return registries, trees, lock, (*findings, *faults, *more)


def _as_fields(registries: Mapping[str, Document[Any]]) -> dict[str, Any]:
    """The registries as the library's fields of the same names; their records were typed when they were read."""
    return dict(registries)
