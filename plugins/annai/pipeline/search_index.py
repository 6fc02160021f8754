"""The browser's search index, from views alone; what an article adds to it is kept by the article's content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from annai.model.view import ArticleView, View
from annai.pages.page import File
from annai.pipeline.bodies import sections_of
from annai.pipeline.edition import Edition
from annai.pipeline.memory import Memory, Store
from annai.pipeline.search_documents import article_documents, other_documents
from annai.pipeline.workers import Workers
from annai.search.documents import SearchDocument
from annai.search.sinks.material import entry_json, joined_entries, learn_segments

SEARCH_INDEX = "/search/search_index.json"


def search_index(editions: Sequence[Edition], bodies: Store) -> File:
    """One index for all languages of a site, in the format of Material's search worker."""
    keys = list(chain.from_iterable(_keys(edition.view, edition.keys).values() for edition in editions))
    kept = bodies.read(keys)
    others = [_entries(tuple(other_documents(edition.view))) for edition in editions]
    runs = [run for run in (*(kept[key] for key in keys if key in kept), *others) if run]
    text = joined_entries(runs, [edition.view.language for edition in editions])
    return File(SEARCH_INDEX, text.encode("utf-8"))


def begin_search_entries(
    views: Iterable[tuple[View, Mapping[str, str]]], memory: Memory, workers: Workers
) -> Callable[[], None]:
    """Begins the entries of articles that no earlier build has left behind; equal ones of several sites once.

    ``views`` come with the keys of their articles' rendered bodies, by id. What is returned keeps the entries once
    they are all made.
    """
    wanted: dict[str, tuple[View, ArticleView, str]] = {}
    for view, bodies in views:
        for name, key in _keys(view, bodies).items():
            if memory.facts.get(key) is None:
                wanted.setdefault(key, (view, view.articles[name], bodies[name]))
    sections = sections_of({key: body for key, (_, _, body) in wanted.items()}, memory)
    jobs = [
        (key, tuple(article_documents(view, article, sections.get(key, ()))))
        for key, (view, article, _) in wanted.items()
    ]
    shares = workers.begin(_all_entries, jobs, lambda job: sum(len(document.text) for document in job[1]))

    def keep() -> None:
        made = {key: run for done in shares() for key, run in done.items()}
        memory.bodies.write(made)
        for key in made:
            memory.facts[key] = True

    return keep


def _all_entries(jobs: Sequence[tuple[str, tuple[SearchDocument, ...]]]) -> dict[str, str]:
    segments: dict[str, str] = {}
    learn_segments(chain.from_iterable(documents for _, documents in jobs), segments)
    return {key: _entries(documents, segments) for key, documents in jobs}


def _entries(documents: Sequence[SearchDocument], segments: dict[str, str] | None = None) -> str:
    known: dict[str, str] = {} if segments is None else segments
    return ",".join(entry_json(document, known) for document in documents)


def _keys(view: View, bodies: Mapping[str, str]) -> Mapping[str, str]:
    """The key of each own article's entries, by id: a hash of all that they are made of. Archived ones have none."""
    found: dict[str, str] = {}
    for name, article in view.articles.items():
        if article.state != "archived" and article.language == view.language:
            parts = (article.address, article.title, article.summary, article.asked_as, bodies[name])
            digest = hashlib.blake2b(
                repr((article.language, *parts)).encode("utf-8", "backslashreplace"), digest_size=16
            )
            found[name] = f"entries:{digest.hexdigest()}"
    return found
