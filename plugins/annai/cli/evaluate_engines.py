"""The engines that a search can be evaluated with: each indexes documents, is asked queries, and is measured."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

import annai
from annai.cli.evaluate_browser import measure_in_browser
from annai.language.query import analyse_query
from annai.language.synonyms import NO_SYNONYMS, Synonyms
from annai.search.documents import SearchDocument
from annai.search.evaluate import DEPTH, Ranked
from annai.search.find import Searchable, search
from annai.search.index import SearchIndex, build_index
from annai.search.rank import rank
from annai.search.sinks.browser import browser_files, folder_of
from annai.search.sinks.whoosh import WhooshIndex, write_index
from annai.search.student import NOTHING_SAID, Meaning, Student, fuse, said_by
from annai.search.student_meaning import meaning_of
from annai.search.student_shards import student_files

WEB_MOUNT: Mapping[str, Path] = {"/web/": Path(annai.__file__).parent / "web"}
"""Where the browser's modules stand in a site that is measured."""

_INDEX_FOLDER = "assets"
_ADAPTER = """// Asks the search as a page does, through its public module.
import { openSearch } from "/web/search/engine.mjs";

export async function open() {
  const engine = await openSearch(new URL(MANIFEST, location.href));
  return async (text, limit) => {
    const { results } = await engine.search(text, { limit });
    return results.map(({ id, score }) => [id, score]);
  };
}
"""


class Measured(Struct, frozen=True):
    """What an engine answered, and what that took.

    `answers` and `seconds` have an entry for each query. `index_bytes` are those on disk, `first_bytes` those that a
    browser loads for a visitor's first query, `later_bytes` those for a query after it; None where there are none.
    """

    answers: tuple[Ranked, ...]
    seconds: tuple[float, ...]
    index_seconds: float
    index_bytes: int | None = None
    first_bytes: int | None = None
    later_bytes: int | None = None


class Corpus(Struct, frozen=True):
    """What is searched: documents of one language, the synonyms of the site that they stand on, a student if any."""

    documents: tuple[SearchDocument, ...]
    language: str
    synonyms: Synonyms = NO_SYNONYMS
    student: Student | None = None

    @property
    def articles(self) -> int:
        """How many articles there are; sections of an article are documents of their own."""
        return len({document.id for document in self.documents})


Engine = Callable[[Corpus, Sequence[str], Path], Measured]
"""(what is searched, queries, an empty folder to work in) to what was measured."""


def _whoosh(corpus: Corpus, queries: Sequence[str], folder: Path) -> Measured:
    started = time.perf_counter()
    write_index(corpus.documents, folder / "index", corpus.synonyms)
    index_seconds = time.perf_counter() - started
    with WhooshIndex(folder / "index") as index:
        answers, seconds = _timed(index, queries, _meaning(corpus, index))
    return Measured(answers, seconds, index_seconds, bytes_below(folder / "index"))


def _reference(corpus: Corpus, queries: Sequence[str], _: Path) -> Measured:
    started = time.perf_counter()
    index = build_index(corpus.documents, corpus.language, corpus.synonyms)
    meaning = _meaning(corpus, index)
    index_seconds = time.perf_counter() - started
    answers, seconds = _timed(index, queries, meaning)
    return Measured(answers, seconds, index_seconds)


def _browser(corpus: Corpus, queries: Sequence[str], folder: Path) -> Measured:
    started = time.perf_counter()
    index = build_index(corpus.documents, corpus.language, corpus.synonyms)
    write_browser_site(index, folder, _meaning(corpus, index))
    index_seconds = time.perf_counter() - started
    # The adapter is ours and not the index's.
    index_bytes = bytes_below(folder / _INDEX_FOLDER)
    found = measure_in_browser(folder, queries, mounts=WEB_MOUNT)
    return Measured(found.answers, found.seconds, index_seconds, index_bytes, found.first_bytes, found.later_bytes)


def _meaning(corpus: Corpus, index: Searchable) -> Meaning | None:
    if corpus.student is None:
        return None
    ids = [article.id for article in index.articles]
    return meaning_of(corpus.student, corpus.documents, ids, corpus.student.terms)


def write_browser_site(index: SearchIndex, folder: Path, meaning: Meaning | None = None) -> None:
    """Writes a site that holds an index alone, where a built site has it, and the way to ask it in a browser.

    With a `meaning` the files of its student lie beside the index's.
    """
    address = folder_of(index.language)
    written = browser_files(index)
    files = dict(written.files)
    if meaning is not None:
        student = student_files(meaning, index.terms)
        told = json.loads(gzip.decompress(files[written.manifest]))
        files[written.manifest] = gzip.compress(json.dumps(told | {"student": student.manifest}).encode())
        files |= student.files
    below = folder / address.strip("/")
    below.mkdir(parents=True)
    for name, content in files.items():
        (below / name).write_bytes(content)
    manifest = json.dumps(f"{address}{written.manifest}")
    (folder / "adapter.mjs").write_text(_ADAPTER.replace("MANIFEST", manifest), encoding="utf-8")


def _timed(
    index: Searchable, queries: Sequence[str], meaning: Meaning | None = None
) -> tuple[tuple[Ranked, ...], tuple[float, ...]]:
    answers: list[Ranked] = []
    seconds: list[float] = []
    for text in queries:
        started = time.perf_counter()
        answers.append(_found(index, text) if meaning is None else _meant(index, text, meaning))
        seconds.append(time.perf_counter() - started)
    return tuple(answers), tuple(seconds)


def _found(index: Searchable, text: str) -> Ranked:
    return tuple((result.id, result.score) for result in search(index, text, DEPTH))


def _meant(index: Searchable, text: str, meaning: Meaning) -> Ranked:
    """The articles by words and meaning together; without snippets."""
    count = len(index.articles)
    query = analyse_query(text, index)
    lexical = [(scored.article, scored.score) for scored in rank(query, index, count)]
    said = said_by(query, index, count, lexical[0][0]) if lexical else NOTHING_SAID
    fused = fuse(lexical, meaning.near(query, lexical), meaning.fusion, said)
    return tuple((index.articles[article].id, score) for article, score in fused[:DEPTH])


def bytes_below(folder: Path) -> int:
    """How many bytes the files in a folder hold."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


ENGINES: Mapping[str, Engine] = {"browser": _browser, "whoosh": _whoosh, "reference": _reference}
"""Every engine by the name it is asked for."""
