"""Owns the index on disk, for the command line, tests and a server: Whoosh keeps the postings, `rank` ranks them.

Whoosh pickles a schema by the name of this module, so `_postings_of` stays where it is; no index is opened that has
not our manifest beside it, and the schema in it is never unpickled.
"""

import contextlib
import hashlib
import json
import shutil
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from msgspec.structs import asdict

from annai.language.analysis import ANALYSIS, analyse
from annai.language.lexicon import Lexicon, LexiconGatherer
from annai.language.query import analyse_query
from annai.language.terms import Query, Term
from annai.search.documents import SearchDocument
from annai.search.rank import DEFAULT_RANKING, Ranking, group_by_article, rank_sections
from annai.search.results import SearchResult, make_result
from annai.search.wording import prefer_wording

FORMAT = "annai-whoosh/1"

_MANIFEST = "manifest.json"
_LEXICON = "lexicon.json"
_STORED = "document"
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


def content_hash(documents: Iterable[SearchDocument]) -> str:
    """Names an index's content: its documents, and what they were analysed with."""
    digest = hashlib.sha256(f"{FORMAT} {ANALYSIS} {metadata.version('sudachidict_core')}".encode())
    for document in documents:
        digest.update(_serialized(document).encode(_UTF8))
        digest.update(b"\n")
    return digest.hexdigest()


def write_index(documents: Sequence[SearchDocument], folder: Path) -> None:
    """Write an index of the documents into a folder, in place of what is there.

    The index is made beside the folder and moved there when it is complete. Raises OSError if it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=_prefix(folder)))
    try:
        _fill(made, documents)
        _move(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


class WhooshIndex:
    """An index opened for searching. A context manager; may be used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder. Raises NotOurIndexError if there is none, or none that this version can read."""
        manifest = _read_json(folder / _MANIFEST)
        lexicon = _read_json(folder / _LEXICON)
        if manifest.get("format") != FORMAT:
            raise NotOurIndexError(f"{folder} has no index in the format {FORMAT}")
        # Whoosh unpickles what its table of contents holds.
        if manifest.get("files") != _files(folder):
            raise NotOurIndexError(f"{folder} holds other files than those that were written there")
        try:
            self.content: str = manifest["content"]
            self._articles: list[str] = manifest["articles"]
            self._language: str = manifest["language"]
            self._lexicon = Lexicon(
                lexicon["terms"], {reading: tuple(terms) for reading, terms in lexicon["readings"].items()}
            )
            whoosh = _whoosh()
            self._reader = whoosh.index.open_dir(str(folder), readonly=True, schema=_schema()).reader()
        # Whoosh raises what its pickles, structs and files raise; all of it means the same to a caller.
        except Exception as error:
            raise NotOurIndexError(f"{folder} holds a damaged index: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the index's files."""
        self._reader.close()

    def analyse(self, text: str) -> Query:
        """The query as this index's lexicon understands it."""
        return analyse_query(text, self._language, self._lexicon)

    def search(self, text: str, limit: int = 10, ranking: Ranking = DEFAULT_RANKING) -> tuple[SearchResult, ...]:
        """The articles that answer a query best, at most `limit`; none for a query without words. Never fails."""
        query = self.analyse(text)
        sections = rank_sections(query, self, self._articles, ranking)
        sections = prefer_wording(query.text, sections, self._wording, share=ranking.wording)
        articles = group_by_article(sections, self._articles, ranking)[: max(0, limit)]
        return tuple(
            make_result(self._document(article.sections[0].section), query, article.score) for article in articles
        )

    def average_length(self, field: str) -> float:
        """See `rank.Postings`."""
        return float(self._reader.field_length(field)) / max(1, len(self._articles))

    def occurrences(self, term: str, field: str) -> Sequence[tuple[int, float, float]]:
        """See `rank.Postings`."""
        if (field, term) not in self._reader:
            return ()
        length_of = self._reader.doc_field_length
        matcher = self._reader.postings(field, term)
        found: list[tuple[int, float, float]] = []
        while matcher.is_active():
            section = matcher.id()
            found.append((section, matcher.weight(), length_of(section, field)))
            matcher.next()
        return found

    def _wording(self, section: int) -> str:
        document = self._document(section)
        return "\n".join((document.title, document.section_title, *document.keywords, document.text))

    def _document(self, section: int) -> SearchDocument:
        values = json.loads(self._reader.stored_fields(section)[_STORED])
        return SearchDocument(**{**values, "keywords": tuple(values["keywords"])})


def _fill(folder: Path, documents: Sequence[SearchDocument]) -> None:
    whoosh = _whoosh()
    gatherer = LexiconGatherer()
    index = whoosh.index.create_in(str(folder), _schema())
    writer = index.writer(limitmb=256)
    # Sections repeat the title of their page.
    analyse_title = lru_cache(maxsize=64)(analyse)
    for document in documents:
        fields = {
            "title": analyse_title(document.title, document.language),
            "keywords": tuple(_analysed(document.keywords, document.language)),
            "section": analyse(document.section_title, document.language),
            "body": analyse(document.text, document.language),
        }
        for terms in fields.values():
            gatherer.add(terms)
        counts = {field: _counted(terms) for field, terms in fields.items()}
        writer.add_document(**{_STORED: _serialized(document)}, **counts)
    writer.commit()
    index.close()
    lexicon = gatherer.lexicon()
    _write_json(folder / _LEXICON, {"terms": lexicon.terms, "readings": lexicon.readings})
    manifest = {
        "format": FORMAT,
        "content": content_hash(documents),
        "language": documents[0].language if documents else "ja",
        "articles": [document.id for document in documents],
        "files": _files(folder),
    }
    # Last, since an index counts from here on.
    _write_json(folder / _MANIFEST, manifest)


def _analysed(texts: Iterable[str], language: str) -> Iterator[Term]:
    for text in texts:
        yield from analyse(text, language)


def _counted(terms: Iterable[Term]) -> Mapping[str, int]:
    return Counter(term.text for term in terms if term.kind != "reading")


def _postings_of(counts: Mapping[str, int], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
    """What Whoosh asks of a field: (term, frequency, weight, value) for each term. Ours come analysed and counted."""
    for text, count in counts.items():
        yield text.encode(_UTF8), count, float(count), b""


def _schema() -> Any:  # Whoosh has no types
    whoosh = _whoosh()
    fields: dict[str, Any] = {_STORED: whoosh.fields.STORED}
    for name in DEFAULT_RANKING.fields:
        field = whoosh.fields.FieldType(format=whoosh.formats.Existence(), analyzer=None, scorable=True)
        # In place of a subclass, whose base would be imported with this module.
        field.index = _postings_of
        fields[name] = field
    return whoosh.fields.Schema(**fields)


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
