"""The browser's own search index of each language of a site, from views alone; next to nothing is made twice."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct

from annai.language.synonyms import Synonyms
from annai.model.view import ArticleView, View
from annai.pages.page import File
from annai.pipeline.bodies import sections_of
from annai.pipeline.edition import Edition
from annai.pipeline.memory import Memory, Store
from annai.pipeline.search_documents import article_documents, other_documents
from annai.pipeline.workers import Workers
from annai.search.contribution import Contribution, contribution_of, packed, unpacked
from annai.search.documents import SearchDocument
from annai.search.fragment import articles_of
from annai.search.index import merge_contributions
from annai.search.sinks.browser import BrowserFiles, browser_files, folder_of


class SearchFiles(Struct, frozen=True):
    """The files of a site's indexes, and for each language the address of the one that a page begins with."""

    files: tuple[File, ...]
    manifests: Mapping[str, str]


def search_files(editions: Sequence[Edition], bodies: Store, blocked: Iterable[Sequence[str]] = ()) -> SearchFiles:
    """The indexes of one audience's site. `blocked` are words that never stand for each other, for any audience.

    What articles add that `begin_contributions` has not made is made here, one by one.
    """
    files: list[File] = []
    manifests: dict[str, str] = {}
    for edition in editions:
        made = _edition_files(edition, bodies, tuple(tuple(words) for words in blocked))
        folder = folder_of(edition.view.language)
        files += (File(folder + name, data) for name, data in made.files.items())
        manifests[edition.view.language] = folder + made.manifest
    return SearchFiles(tuple(files), manifests)


def begin_contributions(
    views: Iterable[tuple[View, Mapping[str, str]]], memory: Memory, workers: Workers
) -> Callable[[], None]:
    """Begins what articles add to indexes that no earlier build has left behind; equal ones of several sites once.

    ``views`` come with the keys of their articles' rendered bodies, by id. What is returned keeps it once all is
    made.
    """
    wanted: dict[str, tuple[View, ArticleView, str]] = {}
    for view, bodies in views:
        for name, key in contribution_keys(view, bodies).items():
            if memory.facts.get(key) is None:
                wanted.setdefault(key, (view, view.articles[name], bodies[name]))
    sections = sections_of({key: body for key, (_, _, body) in wanted.items()}, memory)
    jobs = [
        (key, tuple(article_documents(view, article, sections.get(key, ()))))
        for key, (view, article, _) in wanted.items()
    ]
    shares = workers.begin(_contributions, jobs, lambda job: sum(len(document.text) for document in job[1]))

    def keep() -> None:
        made = {key: data for done in shares() for key, data in done.items()}
        memory.bodies.write(made)
        for key in made:
            memory.facts[key] = True

    return keep


def contribution_keys(view: View, bodies: Mapping[str, str]) -> dict[str, str]:
    """The key of what each own article adds, by id: a hash of all that it is made of. Archived ones have none."""
    found: dict[str, str] = {}
    for name, article in view.articles.items():
        if article.state != "archived" and article.language == view.language:
            parts = (name, article.language, article.address, article.title, article.summary, article.asked_as)
            text = repr((*parts, article.category, bodies[name]))
            found[name] = f"search:{_digest(text)}"
    return found


def _edition_files(edition: Edition, bodies: Store, blocked: tuple[tuple[str, ...], ...]) -> BrowserFiles:
    view = edition.view
    keys = contribution_keys(view, edition.keys)
    others = tuple(articles_of(other_documents(view)))
    titles = [(name, category.title.text) for name, category in view.categories.items()]
    # All that the files are made of.
    state = _digest(repr((tuple(keys.values()), others, titles, view.synonyms, blocked)))
    shelf = f"search-files:{view.audience}:{view.language}"
    last: tuple[str, BrowserFiles] | None = bodies.read([shelf]).get(shelf)
    if last is not None and last[0] == state:
        return last[1]
    with _uncollected():
        kept: dict[str, bytes] = bodies.read(keys.values())
        added = [unpacked(kept[key]) if key in kept else _made(edition, name, bodies) for name, key in keys.items()]
        added += [contribution_of(documents) for documents in others]
        index = merge_contributions(added, view.language, Synonyms(view.synonyms, blocked))
        made = browser_files(index, titles, dict(last[1].files) if last is not None else {})
    bodies.write({shelf: (state, made)})
    return made


def _made(edition: Edition, name: str, bodies: Store) -> Contribution:
    view = edition.view
    rendered = bodies.read([edition.keys[name]]).get(edition.keys[name])
    sections = rendered.sections if rendered is not None else ()
    return contribution_of(tuple(article_documents(view, view.articles[name], sections)))


def _contributions(jobs: Sequence[tuple[str, tuple[SearchDocument, ...]]]) -> dict[str, bytes]:
    with _uncollected():
        return {key: packed(contribution_of(documents)) for key, documents in jobs}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles, of which there are none among millions of values."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
