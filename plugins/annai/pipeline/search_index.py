"""The browser's search index, from views alone; fragments are kept by the article's content."""

from __future__ import annotations

from annai.pages.page import File
from annai.pipeline.bodies import sections_of
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import Edition
from annai.pipeline.search_documents import documents_of
from annai.search.sinks.material import search_index_json

SEARCH_INDEX = "/search/search_index.json"


def search_index(editions: tuple[Edition, ...], memory: Memory) -> File:
    """One index for all languages of a site, in the format of Material's search worker."""
    documents = [
        document for edition in editions for document in documents_of(edition, sections_of(_own_keys(edition), memory))
    ]
    text = search_index_json(documents, [edition.view.language for edition in editions])
    return File(SEARCH_INDEX, text.encode("utf-8"))


def _own_keys(edition: Edition) -> dict[str, str]:
    return {name: key for name, key in edition.keys.items() if name in edition.linked}
