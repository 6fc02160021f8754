"""Owns the index on disk, for the command line, tests and a server: Whoosh keeps the postings, `rank` ranks them.

Whoosh pickles a schema by the name of this module, so `_postings_of` stays where it is; no index is opened that has
not our manifest beside it, and the schema in it is never unpickled. Each unit of an article is a document of Whoosh's,
and the weight of a term in it is its impact, so that both indexes give the same order.
"""

import contextlib
import hashlib
import json
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module, metadata
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, Self, overload

import msgspec
from msgspec.structs import asdict

from annai.language.analysis import ANALYSIS
from annai.language.lexicon import Entry, Lexicon
from annai.language.synonyms import NO_SYNONYMS, Synonyms
from annai.search.answer import search
from annai.search.contribution import contribution_of, units_of
from annai.search.documents import SearchDocument
from annai.search.fragment import Article, articles_of
from annai.search.index import merge_contributions
from annai.search.results import SearchResult

FORMAT = "annai-whoosh/2"

_MANIFEST = "manifest.json"
_LEXICON = "lexicon.json"
_STORED = "article"
_TERMS = "terms"
_WHOOSH_MODULES = (
    "fields",
    "formats",
    "index",
    "writing",
    "reading",
    "codec.whoosh3",
    "filedb.filestore",
    "filedb.compound",
    "matching",
)
_ABANDONED_AFTER = 3600.0
_UTF8 = "utf-8"


class NotOurIndexError(Exception):
    """A folder holds no index that this version of Annai has built, or a damaged one."""


def content_hash(documents: Iterable[SearchDocument], synonyms: Synonyms = NO_SYNONYMS) -> str:
    """Names an index's content: its documents and synonyms, and what they were analysed with."""
    digest = hashlib.sha256(f"{FORMAT} {ANALYSIS} {metadata.version('sudachidict_core')}".encode())
    digest.update(repr((synonyms.rules, synonyms.blocked)).encode(_UTF8))
    for document in documents:
        digest.update(_serialized(document).encode(_UTF8))
        digest.update(b"\n")
    return digest.hexdigest()


def write_index(documents: Sequence[SearchDocument], folder: Path, synonyms: Synonyms = NO_SYNONYMS) -> None:
    """Write an index of the documents into a folder, in place of what is there.

    The index is made beside the folder and moved there when it is complete. Raises OSError if it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=_prefix(folder)))
    try:
        _fill(made, documents, synonyms)
        _move(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


class WhooshIndex:
    """An index opened for searching with `find.search`. A context manager; for one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder. Raises NotOurIndexError if there is none, or none that this version can read."""
        manifest = _read_json(folder / _MANIFEST)
        if manifest.get("format") != FORMAT:
            raise NotOurIndexError(f"{folder} has no index in the format {FORMAT}")
        lexicon = _read_json(folder / _LEXICON)
        # Whoosh unpickles what its table of contents holds.
        if manifest.get("files") != _files(folder):
            raise NotOurIndexError(f"{folder} holds other files than those that were written there")
        try:
            self.content: str = manifest["content"]
            self._units = [(article, unit) for article, count in enumerate(manifest["units"]) for unit in range(count)]
            self._lexicon = Lexicon(
                {key: Entry(cost, kind, tuple(map(tuple, terms))) for key, (cost, kind, terms) in lexicon.items()},
                manifest["unknown"],
            )
            whoosh = _whoosh()
            self._reader = whoosh.index.open_dir(str(folder), readonly=True, schema=_schema()).reader()
        # Whoosh raises what its pickles, structs and files raise; all of it means the same to a caller.
        except Exception as error:
            raise NotOurIndexError(f"{folder} holds a damaged index: {error}") from error
        self.articles: Sequence[Article] = _Stored(self._reader, manifest["units"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the index's files."""
        self._reader.close()

    @property
    def unknown(self) -> int:
        """See `lexicon.Keys`."""
        return self._lexicon.unknown

    def entry(self, key: str) -> Entry | None:
        """See `lexicon.Keys`."""
        return self._lexicon.entry(key)

    def keys_with(self, prefix: str) -> Sequence[str]:
        """See `lexicon.Keys`."""
        return self._lexicon.keys_with(prefix)

    def search(self, text: str, limit: int = 10) -> tuple[SearchResult, ...]:
        """See `answer.search`."""
        return search(self, text, limit)

    def df(self, term: str) -> int:
        """See `rank.Postings`."""
        return len({article for article, _, _ in self.postings(term)})

    def postings(self, term: str) -> Sequence[tuple[int, int, int]]:
        """See `rank.Postings`."""
        if (_TERMS, term) not in self._reader:
            return ()
        matcher = self._reader.postings(_TERMS, term)
        found: list[tuple[int, int, int]] = []
        while matcher.is_active():
            found.append((*self._units[matcher.id()], int(matcher.weight())))
            matcher.next()
        return found


class _Stored(Sequence[Article]):
    """The articles in an index, each read when it is asked for: it is stored with its head."""

    def __init__(self, reader: Any, units: Sequence[int]) -> None:  # Whoosh has no types
        self._reader = reader
        self._heads = list(accumulate(units, initial=0))[:-1]

    def __len__(self) -> int:
        return len(self._heads)

    @overload
    def __getitem__(self, number: int) -> Article: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Article]: ...

    def __getitem__(self, number: int | slice) -> Article | Sequence[Article]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        return msgspec.json.decode(self._reader.stored_fields(self._heads[number])[_STORED], type=Article)


def _fill(folder: Path, documents: Sequence[SearchDocument], synonyms: Synonyms) -> None:
    whoosh = _whoosh()
    language = documents[0].language if documents else "ja"
    added = [contribution_of(article) for article in articles_of(documents)]
    site = merge_contributions(added, language, synonyms)
    index = whoosh.index.create_in(str(folder), _schema())
    writer = index.writer(limitmb=256)
    for contribution in added:
        units = units_of(contribution)
        for number in range(_count(contribution.article)):
            stored = {} if number else {_STORED: msgspec.json.encode(contribution.article).decode(_UTF8)}
            writer.add_document(**stored, **{_TERMS: units.get(number, {})})
    writer.commit()
    index.close()
    _write_json(folder / _LEXICON, site.lexicon.entries)
    manifest = {
        "format": FORMAT,
        "content": content_hash(documents, synonyms),
        "unknown": site.unknown,
        "units": [_count(contribution.article) for contribution in added],
        "files": _files(folder),
    }
    # Last, since an index counts from here on.
    _write_json(folder / _MANIFEST, manifest)


def _count(article: Article) -> int:
    """The number of an article's units: its head, its sections."""
    return 1 + len(article.sections)


def _postings_of(impacts: Mapping[str, int], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
    """What Whoosh asks of a field: (term, frequency, weight, value) for each term. Ours come analysed and weighed."""
    for text, impact in impacts.items():
        yield text.encode(_UTF8), 1, float(impact), b""


def _schema() -> Any:  # Whoosh has no types
    whoosh = _whoosh()
    field = whoosh.fields.FieldType(format=whoosh.formats.Frequency(), analyzer=None, scorable=False)
    # In place of a subclass, whose base would be imported with this module.
    field.index = _postings_of
    return whoosh.fields.Schema(**{_STORED: whoosh.fields.STORED, _TERMS: field})


@lru_cache(maxsize=1)
def _whoosh() -> Any:  # Whoosh has no types
    """Whoosh, loaded when first needed, with all that it would load later.

    Its files hold escapes and comparisons that Python warns of when it compiles them.
    """
    with warnings.catch_warnings():
        for category in (DeprecationWarning, SyntaxWarning):
            warnings.simplefilter("ignore", category)
        for name in _WHOOSH_MODULES:
            import_module(f"whoosh.{name}")
        return import_module("whoosh")


def _serialized(document: SearchDocument) -> str:
    return json.dumps(asdict(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _files(folder: Path) -> dict[str, str]:
    """Whoosh's files in a folder: the tables of contents by their hashes, the segments, which are large, by size."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() if path.suffix == ".toc" else str(path.stat().st_size)
        for path in sorted(folder.iterdir())
        if path.suffix in {".toc", ".seg"}
    }


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise NotOurIndexError(f"{path} is not readable: {error}") from error
    if not isinstance(value, dict):
        raise NotOurIndexError(f"{path} holds no object")
    return value


def _write_json(path: Path, value: Mapping[str, object]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding=_UTF8)


def _prefix(folder: Path) -> str:
    return f".{folder.name}-"


def _move(made: Path, folder: Path) -> None:
    old = Path(f"{made}-old")
    with contextlib.suppress(FileNotFoundError):
        folder.rename(old)
    try:
        made.rename(folder)
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what builds that were killed have left beside the folder."""
    now = time.time()
    for left in folder.parent.glob(f"{_prefix(folder)}*"):
        if now - left.stat().st_mtime > _ABANDONED_AFTER:
            shutil.rmtree(left, ignore_errors=True)
