"""The browser's search index, from views alone; what an article adds to it is kept by the article's content."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from annai.model.view import ArticleView
from annai.pages.page import File
from annai.pipeline.bodies import WORTH_A_PROCESS, sections_of
from annai.pipeline.edition import Edition
from annai.pipeline.memory import Memory, Store
from annai.pipeline.search_documents import article_documents, other_documents
from annai.search.documents import SearchDocument
from annai.search.sinks.material import entry_json, joined_entries, learn_segments

SEARCH_INDEX = "/search/search_index.json"


def search_index(editions: Sequence[Edition], bodies: Store) -> File:
    """One index for all languages of a site, in the format of Material's search worker."""
    keys = list(chain.from_iterable(_keys(edition).values() for edition in editions))
    kept = bodies.read(keys)
    others = [_entries(tuple(other_documents(edition.view))) for edition in editions]
    runs = [run for run in (*(kept[key] for key in keys if key in kept), *others) if run]
    text = joined_entries(runs, [edition.view.language for edition in editions])
    return File(SEARCH_INDEX, text.encode("utf-8"))


def fill_search_entries(editions: Iterable[Edition], memory: Memory, *, parallel: bool = True) -> None:
    """Makes the entries of articles that no earlier build has left behind; equal ones of several sites once."""
    wanted: dict[str, tuple[Edition, ArticleView]] = {}
    for edition in editions:
        for name, key in _keys(edition).items():
            if memory.facts.get(key) is None:
                wanted.setdefault(key, (edition, edition.view.articles[name]))
    if not wanted:
        return
    jobs: list[tuple[str, tuple[SearchDocument, ...]]] = []
    for edition in {id(edition): edition for edition, _ in wanted.values()}.values():
        own = {key: article for key, (asker, article) in wanted.items() if asker is edition}
        sections = sections_of({article.id: edition.keys[article.id] for article in own.values()}, memory)
        for key, article in own.items():
            jobs.append((key, tuple(article_documents(edition.view, article, sections.get(article.id, ())))))
    made = _made(jobs, parallel=parallel)
    memory.bodies.write(made)
    for key in made:
        memory.facts[key] = True


def _made(jobs: list[tuple[str, tuple[SearchDocument, ...]]], *, parallel: bool) -> dict[str, str]:
    cores = os.cpu_count() or 1
    if not parallel or cores == 1 or len(jobs) < WORTH_A_PROCESS:
        return _all_entries(jobs)
    jobs.sort(key=lambda job: -sum(len(document.text) for document in job[1]))
    with multiprocessing.get_context("fork").Pool(cores) as pool:
        shares = [jobs[core::cores] for core in range(cores)]
        return {key: run for done in pool.imap_unordered(_all_entries, shares) for key, run in done.items()}


def _all_entries(jobs: Sequence[tuple[str, tuple[SearchDocument, ...]]]) -> dict[str, str]:
    segments: dict[str, str] = {}
    learn_segments(chain.from_iterable(documents for _, documents in jobs), segments)
    return {key: _entries(documents, segments) for key, documents in jobs}


def _entries(documents: Sequence[SearchDocument], segments: dict[str, str] | None = None) -> str:
    known: dict[str, str] = {} if segments is None else segments
    return ",".join(entry_json(document, known) for document in documents)


def _keys(edition: Edition) -> Mapping[str, str]:
    """The key of each own article's entries, by id: a hash of all that they are made of. Archived ones have none."""
    found: dict[str, str] = {}
    for name in edition.linked:
        article = edition.view.articles[name]
        if article.state != "archived":
            parts = (article.address, article.title, article.summary, article.asked_as, edition.keys[name])
            digest = hashlib.blake2b(
                repr((article.language, *parts)).encode("utf-8", "backslashreplace"), digest_size=16
            )
            found[name] = f"entries:{digest.hexdigest()}"
    return found
