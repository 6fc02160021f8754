"""Owns the browser's index (`annai-search/1`): packed files that a page fetches as a query turns out to need them.

All lie in one folder, `/assets/annai/search/<language>/`, and are named by a hash of their content, so that a browser
keeps them for ever and an edit changes few. `web/search/index.mjs` reads them.
"""

import base64
import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from annai.search.rows import Row

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


class BrowserFiles(Struct, frozen=True):
    """The files of an index by name, in one folder; and the name of the one to begin with."""

    manifest: str
    files: Mapping[str, bytes]


def folder_of(language: str) -> str:
    """The address of the folder of an index, relative to the site's root."""
    return f"/assets/annai/search/{language}/"


class Parts(Struct, frozen=True):
    """The parts of an index as JSON, entry by entry, so that shards are runs of them.

    `keys` are the lexicon's with their `entries`, `terms` those of the postings with their `rows`, all in order;
    `ids` are the articles' with what is shown of them (`articles`) and their kinds and categories.
    """

    keys: Sequence[str]
    entries: Sequence[bytes]
    terms: Sequence[str]
    rows: Sequence[bytes]
    ids: Sequence[str]
    articles: Sequence[bytes]
    facets: Sequence[tuple[str, str]]

    @property
    def size(self) -> int:
        """How many bytes all of it is, nearly."""
        return sum(map(len, self.rows)) + sum(map(len, self.articles)) + sum(map(len, self.entries))


def browser_files(
    index: SearchIndex,
    categories: Iterable[tuple[str, str]] = (),
    packed: Mapping[str, bytes] | None = None,
    ranking: Ranking = DEFAULT_RANKING,
) -> BrowserFiles:
    """The files of an index; `categories` are (id, title) of those that results may be narrowed to.

    What `packed` has, files by name, is not packed again.
    """
    return files_of(parts_of(index), index.language, index.unknown, categories, packed, ranking)


def files_of(
    parts: Parts,
    language: str,
    unknown: int,
    categories: Iterable[tuple[str, str]] = (),
    packed: Mapping[str, bytes] | None = None,
    ranking: Ranking = DEFAULT_RANKING,
) -> BrowserFiles:
    """The files of an index's parts; see `browser_files`."""
    titles = list(categories)
    kinds = list(dict.fromkeys(kind for kind, _ in parts.facets))
    contents: dict[str, bytes] = {}

    def add(kind: str, content: bytes) -> str:
        name = f"{kind}-{_hash(content)}.json.gz"
        contents[name] = content
        return name

    manifest: dict[str, Any] = {
        "format": FORMAT,
        "analysis": ANALYSIS,
        "language": language,
        "articles": len(parts.ids),
        "unknown": unknown,
        "ranking": _shared(ranking),
        "kinds": kinds,
        "categories": titles,
    }
    facets = _facets(parts, kinds, titles)
    # The whole is packed to see whether it is small; text packs to a third at best, so a large one is not tried.
    whole = _whole(parts, facets) if parts.size < 6 * WHOLE_SITE else b""
    if whole and len(_pack(whole)) <= WHOLE_SITE:
        manifest["all"] = add("all", whole)
    else:
        manifest["lexicon"] = [[first, add("lexicon", content)] for first, content in _lexicon_shards(parts)]
        manifest["postings"] = [[first, add("postings", content)] for first, content in _postings_shards(parts)]
        manifest["docs"] = [[first, add("docs", content)] for first, content in _docs_shards(parts)]
        manifest["facets"] = add("facets", facets)
    first = add("manifest", msgspec.json.encode(manifest))
    return BrowserFiles(first, _packed_files(contents, packed or {}))


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


def parts_of(index: SearchIndex) -> Parts:
    """The parts of an index in memory."""
    numbers = {term: number for number, term in enumerate(index.terms)}
    entries = index.lexicon.entries
    return Parts(
        keys=index.lexicon.keys,
        entries=[packed_entry(entries[key], numbers) for key in index.lexicon.keys],
        terms=index.terms,
        rows=[packed_row(index.rows[term], packed_forms(index.forms(term))) for term in index.terms],
        ids=[article.id for article in index.articles],
        articles=[packed_article(article) for article in index.articles],
        facets=[(article.kind, article.category) for article in index.articles],
    )


def packed_entry(entry: Entry, numbers: Mapping[str, int]) -> bytes:
    """An entry as a shard has it: cost, kind, then each term's number and weight."""
    terms = "".join(f",{numbers[term]},{weight}" for term, weight in entry.terms)
    return f"[{entry.cost},{_KINDS[entry.kind]}{terms}]".encode()


def packed_forms(forms: Sequence[str]) -> str:
    """The ways in which a term is written, as JSON."""
    return msgspec.json.encode(forms).decode() if forms else "[]"


def packed_row(row: Row, forms: str) -> bytes:
    """A row as a shard has it."""
    return f"[{row.df},{forms},[{row.text}]]".encode()


def packed_article(article: Article) -> bytes:
    """What is shown of an article, as a shard has it."""
    return msgspec.json.encode({
        "id": article.id,
        "kind": article.kind,
        "url": article.url,
        "title": article.title,
        "summary": article.summary,
        "category": article.category,
        "sections": [[section.anchor, section.heading, section.text] for section in article.sections],
    })  # fmt: skip


def _whole(parts: Parts, facets: bytes) -> bytes:
    lexicon = _lexicon_shard(parts.keys, parts.entries)
    postings = _shard(0, b"terms", parts.rows)
    docs = _shard(0, b"articles", parts.articles)
    return b'{"lexicon":%b,"postings":%b,"docs":%b,"facets":%b}' % (lexicon, postings, docs, facets)


def _lexicon_shards(parts: Parts) -> Iterator[tuple[str, bytes]]:
    sizes = [len(entry) + 3 * len(key) for key, entry in zip(parts.keys, parts.entries, strict=True)]
    for start, end in _runs(parts.keys, sizes, _LEXICON_BYTES):
        yield parts.keys[start], _lexicon_shard(parts.keys[start:end], parts.entries[start:end])


def _postings_shards(parts: Parts) -> Iterator[tuple[int, bytes]]:
    for start, end in _runs(parts.terms, map(len, parts.rows), _POSTINGS_BYTES):
        yield start, _shard(start, b"terms", parts.rows[start:end])


def _docs_shards(parts: Parts) -> Iterator[tuple[int, bytes]]:
    for start, end in _runs(parts.ids, map(len, parts.articles), _DOCS_BYTES):
        yield start, _shard(start, b"articles", parts.articles[start:end])


def _facets(parts: Parts, kinds: Sequence[str], categories: Sequence[tuple[str, str]]) -> bytes:
    places = {name: place for place, (name, _) in enumerate(categories)}
    return msgspec.json.encode({
        "kinds": _run_lengths(kinds.index(kind) for kind, _ in parts.facets),
        "categories": _run_lengths(places.get(category, -1) for _, category in parts.facets),
    })  # fmt: skip


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
