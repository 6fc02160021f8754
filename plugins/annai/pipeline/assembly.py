"""One site put together: its pages and files, which of them changed, and the drawing of those."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from annai.audience.images import published_bytes
from annai.bundles import tree_bundles
from annai.pages.builder import build_site
from annai.pages.contexts import Html
from annai.pages.page import ArticleBody, File, LateFile, Page
from annai.pages.places import addresses
from annai.pages.rendering import frame_meta, render
from annai.pipeline.edition import Edition
from annai.pipeline.memory import Store, engine_stamp
from annai.pipeline.page_settings import page_settings
from annai.pipeline.prepare import Prepared
from annai.pipeline.search_index import search_index
from annai.pipeline.static_files import static_files


class Assembly(Struct, frozen=True):
    """A site before it is drawn.

    ``pages`` and ``files`` are by output path below the site's folder; ``attachments`` maps output
    paths to source files; ``fingerprints`` has one for each of all three.
    """

    audience: str
    pages: Mapping[str, Page]
    files: Mapping[str, File | LateFile]
    attachments: Mapping[str, Path]
    fingerprints: Mapping[str, str]


class Drawn(Struct, frozen=True):
    """A page ready for its frame: output path, body HTML, and what the frame's template reads."""

    path: str
    title: str
    html: str
    meta: Mapping[str, object]


def assemble(prepared: Prepared, audience: str, *, build_date: str) -> Assembly:
    """The pages and files of one audience's site."""
    editions = prepared.editions[audience]
    bundles = [bundle for edition in editions for bundle in tree_bundles(edition.view, addresses(edition.view))]
    settings = page_settings(prepared, audience, build_date, bundles)
    content = build_site(
        tuple(edition.view for edition in editions),
        {edition.view.language: _bodies(edition) for edition in editions},
        settings,
    )
    pages = {output_path(page.address): page for page in content.pages}
    files: dict[str, File | LateFile] = {output_path(file.address): file for file in content.files}
    files |= {output_path(file.address): file for file in static_files()}
    files |= {output_path(bundle.address): File(bundle.address, bundle.data) for bundle in bundles}
    index = search_index(editions, prepared.bodies)
    files[output_path(index.address)] = index
    attachments = _attachments(prepared, editions)
    marks = dict(_page_marks(pages))
    marks |= {path: _content_mark(file) for path, file in files.items()}
    marks |= {path: _file_mark(source) for path, source in attachments.items()}
    return Assembly(audience, pages, files, attachments, marks)


def draw(assembly: Assembly, kept_bodies: Store, kept: frozenset[str]) -> Iterator[Drawn]:
    """The pages that are not kept, drawn."""
    changed = {path: page for path, page in assembly.pages.items() if path not in kept and not page.bare}
    bodies = kept_bodies.read(page.body_key for page in changed.values() if page.body_key)
    for path, page in changed.items():
        content: Any = page.content
        if page.body_key:
            content = replace(content, body=Html(bodies.get(page.body_key, "")))
        html = render(content, page.frame.language)
        yield Drawn(path, page.frame.title or page.frame.site.name, html, frame_meta(page.frame))


def written(assembly: Assembly, kept: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """The files that are not kept, with their bytes: pictures without their metadata, redirects drawn.

    Raises ``annai.audience.images.PictureError`` for a picture that cannot be cleaned.
    """
    for path, file in assembly.files.items():
        if path not in kept:
            yield path, file.data if isinstance(file, File) else file.make()
    for path, source in assembly.attachments.items():
        if path not in kept:
            yield path, published_bytes(source.name, source.read_bytes())
    for path, page in assembly.pages.items():
        if page.bare and path not in kept:
            yield path, render(page.content, page.frame.language).encode("utf-8")


def output_path(address: str) -> str:
    """Where a page or file lies below the site's folder: ``/help/`` is ``help/index.html``."""
    path = address.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _bodies(edition: Edition) -> dict[str, ArticleBody]:
    return {
        name: ArticleBody(
            body.key,
            tuple((item.level, item.anchor, item.text) for item in edition.outlines[name].headings),
        )
        for name, body in edition.linked.items()
    }


def _page_marks(pages: Mapping[str, Page]) -> Iterator[tuple[str, str]]:
    """A fingerprint of everything that a page is drawn from; what many pages share is hashed once."""
    stamp = engine_stamp()
    sites: dict[int, str] = {}
    for path, page in pages.items():
        frame = page.frame
        site = sites.get(id(frame.site))
        if site is None:
            site = sites[id(frame.site)] = repr(frame.site)
            site = sites[id(frame.site)] = hashlib.blake2b(site.encode(), digest_size=12).hexdigest()
        own = "\x1f".join(str(getattr(frame, name)) for name in frame.__struct_fields__ if name != "site")
        text = f"{stamp}\x1e{site}\x1e{own}\x1e{page.content!r}\x1e{page.body_key}"
        yield path, hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()


def _attachments(prepared: Prepared, editions: tuple[Edition, ...]) -> dict[str, Path]:
    """Attachments that the audience's articles show, and the brand's pictures, by output path."""
    shown: set[str] = set()
    for edition in editions:
        shown |= edition.attachments
        if edition.view.site.logo:
            shown.add("/" + edition.view.site.logo.lstrip("/"))
    known = prepared.library.attachments
    return {
        unquote(address.lstrip("/")) if address not in known else address.lstrip("/"): prepared.settings.root
        / known[address].path
        for address in sorted(shown)
        if address in known
    }


def _content_mark(file: File | LateFile) -> str:
    """A fingerprint of a file's bytes, or of what they would be made from."""
    content = file.data if isinstance(file, File) else f"{engine_stamp()}\n{file.mark}".encode("utf-8", "replace")
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def _file_mark(source: Path) -> str:
    status = os.stat(source)
    return json.dumps([engine_stamp(), str(source), status.st_size, status.st_mtime_ns])
