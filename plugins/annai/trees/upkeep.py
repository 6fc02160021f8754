"""Who keeps things up and until when: overdue reviews (T603) and owners that nobody knows (T604)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from annai.diagnostics import Finding, Mark
from annai.model.library import Library
from annai.trees.borrowed import borrowed, documents
from annai.trees.known import known_ids

ARCHIVED = "archived"


def check(library: Library) -> Iterator[Finding]:
    """T603 as of the library's today, and T604."""
    for mark, review_by in _reviews(library):
        if review_by is not None and review_by < library.today:
            yield Finding.warning("T603.review", mark, review_by=review_by, today=library.today)
    yield from _owners(library)


def _reviews(library: Library) -> Iterator[tuple[Mark, date | None]]:
    """Everything that is to be looked at again; what is archived is not."""
    for tree in library.trees.values():
        if tree.value.state != ARCHIVED:
            yield tree.at("review_by"), tree.value.review_by
    for article in library.articles.values():
        for text in article.texts.values():
            if ARCHIVED not in (text.state, article.original.state):
                yield text.marks.at("review_by"), text.review_by
    for name, tool in library.tools.value.tools.items():
        yield library.tools.at("tools", name, "review_by"), tool.review_by
    for name, value in library.values.value.values.items():
        yield library.values.at("values", name, "review_by"), value.review_by
    for name, macro in library.macros.value.macros.items():
        yield library.macros.at("macros", name, "review_by"), macro.review_by


def _owners(library: Library) -> Iterator[Finding]:
    known = known_ids(library)
    for document in documents(library):
        for item in borrowed(document.value):
            if item.registry == "owner" and not known.has("owner", item.id):
                mark, near = document.at(*item.path), known.near("owner", item.id)
                yield Finding.error("T604.owner", mark, name=item.id, near=near)
    # Without `site_config/` the key may be another system's.
    make = Finding.error if library.managed else Finding.warning
    for article in library.articles.values():
        if article.owner is not None and not known.has("owner", article.owner):
            mark, near = article.original.marks.at("owner"), known.near("owner", article.owner)
            yield make("T604.owner", mark, name=article.owner, near=near)
