"""Owns the browser's index (`annai-search/1`): packed files that a page fetches as a query turns out to need them.

All lie in one folder, `/assets/annai/search/<language>/`, and are named by a hash of their content, so that a browser
keeps them for ever and an edit changes few. `web/search/index.mjs` reads them.
"""

import base64
import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from annai.language.analysis import ANALYSIS
from annai.language.lexicon import Entry
from annai.search.fragment import Article
from annai.search.index import SearchIndex
from annai.search.rank import DEFAULT_RANKING, Ranking

FORMAT = "annai-search/1"

# A site whose index is smaller is fetched whole, with the first key that is typed: four shards would be as much.
WHOLE_SITE = 150_000
_LEVEL = 6
_WORTH_A_THREAD = 40
# Packed, text takes about a third. A query meets some ten lexicon shards, as many of postings, eight of articles.
_LEXICON_BYTES = 10_000
_POSTINGS_BYTES = 16_000
_DOCS_BYTES = 10_000
# Of the usual size: a shard may end from here on, where a hash says so, and ends here at the latest. Where a shard
# ends depends on what is around it alone, so that an edit moves few ends.
_LEAST, _MOST = 0.5, 2.0
_ENDS = 64
_KINDS = {"word": 0, "reading": 1, "both": 2, "grammar": 3, "pair": 4}

Packed = MutableMapping[str, bytes]
"""Packed files by their names, kept from one build to the next: packing is most of the work."""


class BrowserFiles(Struct, frozen=True):
    """The files of an index by name, in one folder; and the name of the one to begin with."""

    manifest: str
    files: Mapping[str, bytes]


def folder_of(language: str) -> str:
    """The address of the folder of an index, relative to the site's root."""
    return f"/assets/annai/search/{language}/"


def browser_files(
    index: SearchIndex,
    categories: Iterable[tuple[str, str]] = (),
    packed: Packed | None = None,
    ranking: Ranking = DEFAULT_RANKING,
) -> BrowserFiles:
    """The files of an index; `categories` are (id, title) of those that results may be narrowed to.

    What `packed` has is not packed again; it is left with the files of this index alone.
    """
    kept: Packed = {} if packed is None else packed
    titles = list(categories)
    parts = _Parts(index, titles)
    contents: dict[str, bytes] = {}

    def add(kind: str, content: bytes) -> str:
        name = f"{kind}-{_hash(content)}.json.gz"
        contents[name] = content
        return name

    manifest: dict[str, Any] = {
        "format": FORMAT,
        "analysis": ANALYSIS,
        "language": index.language,
        "articles": len(index.articles),
        "unknown": index.unknown,
        "ranking": _shared(ranking),
        "kinds": parts.kinds,
        "categories": titles,
    }
    # The whole is packed to see whether it is small; text packs to a third at best, so a large one is not tried.
    whole = parts.whole() if parts.size < 6 * WHOLE_SITE else b""
    if whole and len(_pack(whole)) <= WHOLE_SITE:
        manifest["all"] = add("all", whole)
    else:
        manifest["lexicon"] = [[first, add("lexicon", content)] for first, content in parts.lexicon_shards()]
        manifest["postings"] = [[first, add("postings", content)] for first, content in parts.postings_shards()]
        manifest["docs"] = [[first, add("docs", content)] for first, content in parts.docs_shards()]
        manifest["facets"] = add("facets", parts.facets)
    first = add("manifest", msgspec.json.encode(manifest))
    files = _packed_files(contents, kept)
    kept.clear()
    kept.update(files)
    return BrowserFiles(first, files)


def _packed_files(contents: Mapping[str, bytes], kept: Mapping[str, bytes]) -> dict[str, bytes]:
    """The contents packed, on as many cores as there are: zlib lets other threads run."""
    new = [name for name in contents if name not in kept]
    if len(new) < _WORTH_A_THREAD:
        made = {name: _pack(contents[name]) for name in new}
    else:
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            made = dict(zip(new, threads.map(lambda name: _pack(contents[name]), new), strict=True))
    return {name: kept.get(name) or made[name] for name in contents}


def _pack(content: bytes) -> bytes:
    return gzip.compress(content, _LEVEL, mtime=0)


class _Parts:
    """The parts of an index as JSON, entry by entry, so that shards are runs of them."""

    def __init__(self, index: SearchIndex, categories: Sequence[tuple[str, str]]) -> None:
        self.kinds: list[str] = list(dict.fromkeys(article.kind for article in index.articles))
        self.keys = index.lexicon.keys
        numbers = {term: number for number, term in enumerate(index.terms)}
        entries = index.lexicon.entries
        encode = msgspec.json.encode
        self._entries = [encode(_packed_entry(entries[key], numbers)) for key in self.keys]
        self._rows = [_packed_row(index, term) for term in index.terms]
        self._terms = index.terms
        self._articles = [encode(_packed_article(article)) for article in index.articles]
        self._ids = [article.id for article in index.articles]
        places = {name: place for place, (name, _) in enumerate(categories)}
        self.facets = encode({
            "kinds": _run_lengths(self.kinds.index(article.kind) for article in index.articles),
            "categories": _run_lengths(places.get(article.category, -1) for article in index.articles),
        })  # fmt: skip
        self.size = sum(map(len, self._rows)) + sum(map(len, self._articles)) + sum(map(len, self._entries))

    def whole(self) -> bytes:
        """Everything in one file."""
        lexicon = _lexicon_shard(self.keys, self._entries)
        postings = _shard(0, b"terms", self._rows)
        docs = _shard(0, b"articles", self._articles)
        return b'{"lexicon":%b,"postings":%b,"docs":%b,"facets":%b}' % (lexicon, postings, docs, self.facets)

    def lexicon_shards(self) -> Iterator[tuple[str, bytes]]:
        """The first key of each shard, and the shard."""
        sizes = [len(entry) + len(key.encode()) for key, entry in zip(self.keys, self._entries, strict=True)]
        for start, end in _runs(self.keys, sizes, _LEXICON_BYTES):
            yield self.keys[start], _lexicon_shard(self.keys[start:end], self._entries[start:end])

    def postings_shards(self) -> Iterator[tuple[int, bytes]]:
        """The first term of each shard, and the shard."""
        for start, end in _runs(self._terms, map(len, self._rows), _POSTINGS_BYTES):
            yield start, _shard(start, b"terms", self._rows[start:end])

    def docs_shards(self) -> Iterator[tuple[int, bytes]]:
        """The first article of each shard, and the shard."""
        for start, end in _runs(self._ids, map(len, self._articles), _DOCS_BYTES):
            yield start, _shard(start, b"articles", self._articles[start:end])


def _runs(names: Sequence[str], sizes: Iterable[int], usual: int) -> Iterator[tuple[int, int]]:
    """Where shards begin and end, by the sizes of what they hold and by hashes of names."""
    start = total = 0
    at = -1
    for at, size in enumerate(sizes):
        ends = total >= _LEAST * usual and zlib.crc32(names[at].encode()) % _ENDS == 0
        if at > start and (ends or total + size > _MOST * usual):
            yield start, at
            start, total = at, 0
        total += size
    if at >= 0:
        yield start, at + 1


def _lexicon_shard(keys: Sequence[str], entries: Sequence[bytes]) -> bytes:
    return b'{"keys":%b,"entries":[%b]}' % (msgspec.json.encode(keys), b",".join(entries))


def _shard(first: int, name: bytes, items: Sequence[bytes]) -> bytes:
    return b'{"first":%d,"%b":[%b]}' % (first, name, b",".join(items))


def _packed_entry(entry: Entry, numbers: Mapping[str, int]) -> list[int]:
    packed = [entry.cost, _KINDS[entry.kind]]
    for term, weight in entry.terms:
        packed += (numbers[term], weight)
    return packed


def _packed_row(index: SearchIndex, term: str) -> bytes:
    row = index.rows[term]
    forms = msgspec.json.encode(index.forms(term)).decode()
    return f"[{row.df},{forms},[{row.text}]]".encode()


def _packed_article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "kind": article.kind,
        "url": article.url,
        "title": article.title,
        "summary": article.summary,
        "category": article.category,
        "sections": [[section.anchor, section.heading, section.text] for section in article.sections],
    }


def _run_lengths(values: Iterable[int]) -> list[int]:
    return [number for value, run in groupby(values) for number in (value, sum(1 for _ in run))]


def _shared(ranking: Ranking) -> dict[str, Any]:
    """The settings that a browser needs: what impacts are made from is in the impacts."""
    return {
        name: getattr(ranking, name)
        for name in ("head", "further", "most_further", "coverage", "common", "smallest", "most_terms")
    }


def _hash(content: bytes) -> str:
    return base64.b32encode(hashlib.blake2b(content, digest_size=5).digest()).decode().lower()
