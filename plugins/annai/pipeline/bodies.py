"""Renders what is not rendered yet, in as many processes as there are cores, and links it for a view."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from annai.diagnostics import Finding, Mark
from annai.model.library import Library
from annai.model.view import ArticleView, View
from annai.pipeline.memory import Memory
from annai.pipeline.workers import Workers
from annai.rendering import Body, Heading, LinkTable, Section, TooDeepError, body_key, link, link_table, render_body


class Outline(Struct, frozen=True):
    """What other pages need of a body: its references' targets, anchors and headings."""

    references: tuple[str, ...]
    anchors: frozenset[str]
    headings: tuple[Heading, ...]
    too_deep: bool = False
    title_anchor: str = ""


class LinkedBody(Struct, frozen=True):
    """An article's body in one view: the key of its HTML, its attachments, what is wrong with its links."""

    key: str
    attachments: tuple[str, ...]
    findings: tuple[Finding, ...]


def keys_of(view: View) -> dict[str, str]:
    """The key of each article's rendered body, by id."""
    return {article.id: body_key(article.body, article.title) for article in view.articles.values()}


def render_missing(wanted: Mapping[str, tuple[str, str]], memory: Memory, workers: Workers) -> None:
    """Renders the bodies (key -> Markdown, title) that no earlier build has left behind."""
    missing = [key for key in sorted(wanted) if memory.outlines.get(key) is None]
    if not missing:
        return
    jobs = [(key, *wanted[key]) for key in missing]
    shares = workers.begin(_render_all, jobs, lambda job: len(job[1]))
    results = {key: body for done in shares() for key, body in done.items()}
    memory.bodies.write({key: body for key, body in results.items() if body is not None})
    for key, body in results.items():
        memory.outlines[key] = _outline(body)


def _render_all(jobs: Sequence[tuple[str, str, str]]) -> dict[str, Body | None]:
    return {key: _rendered(markdown, title) for key, markdown, title in jobs}


def _rendered(markdown: str, title: str) -> Body | None:
    try:
        return render_body(markdown, title)
    except TooDeepError:
        return None


def _outline(body: Body | None) -> Outline:
    if body is None:
        return Outline((), frozenset(), (), too_deep=True)
    targets = tuple(reference.target for reference in body.references)
    return Outline(targets, body.anchors, body.headings, title_anchor=body.title_anchor)


def table_of(library: Library, view: View, pages: Iterable[str], sizes: Mapping[str, tuple[int, int]]) -> LinkTable:
    """Everything that links of a view may lead to."""
    prefix = len(library.content_path) + 1
    paths: dict[str, str] = {}
    hidden: set[str] = set()
    for article in library.articles.values():
        for text in article.texts.values():
            if article.id in view.articles:
                paths[text.path[prefix:]] = article.id
            else:
                hidden.add(text.path[prefix:])
        if article.id not in view.articles:
            hidden |= {article.id, article.address.strip("/")}
    return link_table(
        view, library.content_path, paths, hidden, pages, library.attachments, sizes=sizes, managed=library.managed
    )


def digest_of(table: LinkTable, outlines: Mapping[str, Outline]) -> str:
    """A hash of all that linking depends on besides the article itself."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (
        sorted(table.by_address.items()),
        sorted(table.paths.items()),
        sorted(table.hidden),
        sorted(table.pages),
        sorted(table.attachments),
        sorted(table.sizes.items()),
        [(name, sorted(outline.anchors), outline.title_anchor) for name, outline in sorted(outlines.items())],
        (table.view.language, table.view.audience, table.managed),
    ):
        digest.update(repr(part).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def link_view(
    library: Library, view: View, table: LinkTable, keys: Mapping[str, str], memory: Memory
) -> dict[str, LinkedBody]:
    """The linked bodies of a view's own articles (those written in its language), by id."""
    outlines: dict[str, Outline] = {name: memory.outlines.get(key) for name, key in keys.items()}
    around = digest_of(table, outlines)
    own = [article for article in view.articles.values() if article.language == view.language]
    found: dict[str, LinkedBody] = {}
    missing: list[ArticleView] = []
    for article in own:
        source = library.articles[article.id].texts[article.language].path
        key = _linked_key(around, keys[article.id], article, source)
        kept = memory.linked.get(key)
        if kept is None:
            missing.append(article)
        else:
            found[article.id] = kept
    if missing:
        found |= _link(library, table, keys, outlines, around, missing, memory)
    # In the order of the view, whichever of them were there already.
    return {article.id: found[article.id] for article in own}


def _link(
    library: Library,
    table: LinkTable,
    keys: Mapping[str, str],
    outlines: Mapping[str, Outline],
    around: str,
    articles: Sequence[ArticleView],
    memory: Memory,
) -> dict[str, LinkedBody]:
    bodies: Mapping[str, Body] = memory.bodies.read(keys[article.id] for article in articles)
    anchored = {
        name: Body((), (), (), (), outline.anchors, title_anchor=outline.title_anchor)
        for name, outline in outlines.items()
    }
    html: dict[str, str] = {}
    found: dict[str, LinkedBody] = {}
    prefix = len(library.content_path) + 1
    for article in articles:
        path = library.articles[article.id].texts[article.language].path
        key = _linked_key(around, keys[article.id], article, path)
        body = bodies.get(keys[article.id])
        if body is None:
            fault = Finding.error("A103.nesting", Mark(path, article.body_line))
            found[article.id] = memory.linked[key] = LinkedBody(key, (), (fault,))
            continue
        linked = link(body, article, path[prefix:], anchored, table)
        html[key] = linked.html
        found[article.id] = memory.linked[key] = LinkedBody(key, linked.attachments, linked.findings)
    memory.bodies.write(html)
    return found


def _linked_key(around: str, body: str, article: ArticleView, path: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{around}:{body}:{article.address}:{path}:{article.body_line}:{article.lines}".encode())
    return digest.hexdigest()


def sections_of(keys: Mapping[str, str], memory: Memory) -> dict[str, tuple[Section, ...]]:
    """The plain text sections of articles by id, for search documents."""
    bodies = memory.bodies.read(keys.values())
    return {name: bodies[key].sections for name, key in keys.items() if key in bodies}
