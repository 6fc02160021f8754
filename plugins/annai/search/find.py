"""Owns finding: in an index in memory, or in one in a folder, which is built when it is needed."""

from collections.abc import Sequence
from pathlib import Path

from annai.language.synonyms import NO_SYNONYMS, Synonyms
from annai.search.answer import Searchable, search
from annai.search.documents import SearchDocument
from annai.search.explain import Explanation, explain
from annai.search.results import SearchResult
from annai.search.sinks.whoosh import NotOurIndexError, WhooshIndex, content_hash, write_index

__all__ = ["Explanation", "Searchable", "explain", "find", "open_index", "search"]


def find(
    documents: Sequence[SearchDocument],
    folder: Path,
    query: str,
    limit: int = 10,
    synonyms: Synonyms = NO_SYNONYMS,
) -> tuple[SearchResult, ...]:
    """The articles among the documents that answer a query best, at most `limit`.

    `folder` keeps the index from one call to the next; each view (audience and language) needs its own. It is built
    anew when the documents are not those it was built from. Raises OSError if the folder cannot be written.
    """
    with open_index(documents, folder, synonyms) as index:
        return search(index, query, limit)


def open_index(documents: Sequence[SearchDocument], folder: Path, synonyms: Synonyms = NO_SYNONYMS) -> WhooshIndex:
    """The index of the documents, opened; built first if the folder has none, or another's."""
    try:
        index = WhooshIndex(folder)
    except NotOurIndexError:
        pass
    else:
        if index.content == content_hash(documents, synonyms):
            return index
        index.close()
    write_index(documents, folder, synonyms)
    return WhooshIndex(folder)
