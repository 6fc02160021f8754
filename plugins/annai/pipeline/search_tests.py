"""The queries that a team has promised to answer: each must find what it is for, on its audience's own site."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from annai.audience.sight import readable
from annai.diagnostics import Finding, Mark
from annai.model.article import Article
from annai.model.library import Library
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import Prepared
from annai.pipeline.search_fragments import EditionIndex
from annai.search.explain import Ranked, score_line

TOP = 3
"""Among how many results the queries of an article's own front matter must find it."""
_SHOWN = 3


class Promise(Struct, frozen=True):
    """A query, the document that it must find among the first ``top``, and where a team wrote that.

    ``id`` is a search document's; ``named`` is what the team calls it.
    """

    audience: str
    language: str
    query: str
    id: str
    named: str
    top: int
    mark: Mark


def lost_queries(prepared: Prepared, memory: Memory) -> tuple[Finding, ...]:
    """A502 for each query that does not find what it must; those of a view are asked again once anything changed."""
    found: list[Finding] = []
    promises = sorted(_promises(prepared.library), key=lambda one: (one.audience, one.language))
    for (audience, language), some in groupby(promises, key=lambda one: (one.audience, one.language)):
        edition = next(item for item in prepared.editions[audience] if item.view.language == language)
        found += _lost(EditionIndex(edition, prepared.library, memory), tuple(some), memory)
    return tuple(found)


def _lost(made: EditionIndex, promises: Sequence[Promise], memory: Memory) -> tuple[Finding, ...]:
    asked = hashlib.blake2b(repr(promises).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
    key = f"search-tests:{made.digest}:{asked}"
    # Not with the facts: a build, which does not ask for these, would drop them.
    kept: tuple[Finding, ...] | None = memory.bodies.read([key]).get(key)
    if kept is None:
        kept = tuple(_asked(made, promises))
        memory.bodies.write({key: kept})
    return kept


def _asked(made: EditionIndex, promises: Iterable[Promise]) -> Iterator[Finding]:
    titles = {article.id: article.title for article in made.index.articles}
    for promise in promises:
        about = {
            "query": promise.query,
            "name": promise.named,
            "audience": promise.audience,
            "language": promise.language,
            "top": promise.top,
        }
        # An entry of a tree that is no outcome is found by its tree.
        wanted = promise.id if promise.id in titles else promise.id.partition("#")[0]
        if wanted not in titles:
            yield Finding.error("A502.absent", promise.mark, **about)
            continue
        ranked = Ranked(made.index, promise.query)
        place = ranked.place(wanted)
        if 0 < place <= promise.top:
            continue
        first = ranked.first(_SHOWN)
        if not first:
            yield Finding.error("A502.nothing", promise.mark, **about)
            continue
        instead = " / ".join(f"{titles[name]} ({name})" for name in first)
        why = " | ".join(score_line(ranked.explain(name)) for name in (first[0], wanted))
        key = "A502.late" if place else "A502.missed"
        yield Finding.error(key, promise.mark, **about, place=place, instead=instead, why=why)


def _promises(library: Library) -> Iterator[Promise]:
    for article in library.articles.values():
        yield from _of_article(library, article)
    document = library.search_tests
    for at, test in enumerate(document.value.tests):
        language = test.language or library.languages[0]
        # What is faulty has its own finding.
        if test.audience in library.audiences and language in library.languages:
            mark = document.at("tests", at, "query")
            named = _document_id(library, test.expect)
            yield Promise(test.audience, language, test.query, named, test.expect, test.top, mark)


def _of_article(library: Library, article: Article) -> Iterator[Promise]:
    """An article's own queries, for the weakest audience that may find it, in the language of each text."""
    for language, text in article.texts.items():
        audience = _weakest_reader(library, article, language)
        if audience is not None:
            for at, query in enumerate(text.search_tests):
                mark = text.marks.at("search_tests", at)
                yield Promise(audience, language, query, article.id, article.id, TOP, mark)


def _weakest_reader(library: Library, article: Article, language: str) -> str | None:
    """The weakest audience that finds an article's text by search; None where nobody does."""
    if "archived" in (article.original.state, article.texts[language].state) or language not in library.languages:
        return None
    return next((audience for audience in library.audiences if language in readable(library, audience, article)), None)


def _document_id(library: Library, expected: str) -> str:
    """The id of the search document that an article's, tree's or tool's id stands for."""
    if expected in library.articles or expected.startswith("tree:") or expected not in library.tools.value.tools:
        return expected
    return f"tool:{expected}"
