"""Owns the way from a question to results: an index that is built when it is needed."""

from collections.abc import Sequence
from pathlib import Path

from annai.search.documents import SearchDocument
from annai.search.results import SearchResult
from annai.search.sinks.whoosh import NotOurIndexError, WhooshIndex, content_hash, write_index


def find(documents: Sequence[SearchDocument], folder: Path, query: str, limit: int = 10) -> tuple[SearchResult, ...]:
    """The articles among the documents that answer a query best, at most `limit`.

    `folder` keeps the index from one call to the next; each view (audience and language) needs its own. It is built
    anew when the documents are not those it was built from. Raises OSError if the folder cannot be written.
    """
    with open_index(documents, folder) as index:
        return index.search(query, limit)


def open_index(documents: Sequence[SearchDocument], folder: Path) -> WhooshIndex:
    """The index of the documents, opened; built first if the folder has none, or another's."""
    try:
        index = WhooshIndex(folder)
    except NotOurIndexError:
        pass
    else:
        if index.content == content_hash(documents):
            return index
        index.close()
    write_index(documents, folder)
    return WhooshIndex(folder)
