"""Owns the files that a search is evaluated with: documents, queries, judgements, logs of past searches."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from msgspec import Struct

from annai.rendering import Section, TooDeepError, render_body
from annai.search.documents import SearchDocument
from annai.search.evaluate import Judgements

_Value = TypeVar("_Value")

_GZIP = b"\x1f\x8b"
# A grade of n has the gain 2^n - 1: beyond these no scale goes.
_MOST_GRADE = 30


class FaultyLineError(Exception):
    """A line that cannot be used: `problem` says why (`json`, `key`, `text`, `twice`, ...), `values` name what."""

    def __init__(self, file: Path, line: int, problem: str, **values: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem
        self.values = values


class Text(Struct, frozen=True):
    """A document to be found, as a file of documents holds it; the body is Markdown, or plain text."""

    id: str
    title: str
    body: str


class AskedQuery(Struct, frozen=True):
    """A query as it was typed, under an id that judgements name."""

    id: str
    text: str


def read_texts(file: Path) -> tuple[Text, ...]:
    """The documents of JSON lines `{"id", "title", "body"}`, packed with gzip or not; other keys are left alone.

    Raises FaultyLineError, and OSError where the file cannot be read.
    """
    found: dict[str, Text] = {}
    for line, value in _objects(file):
        text = Text(*(_text(file, line, value, key) for key in ("id", "title", "body")))
        _add(file, line, found, text.id, text)
    return tuple(found.values())


def read_queries(file: Path) -> tuple[AskedQuery, ...]:
    """The queries of JSON lines `{"id", "text"}`; see `read_texts`."""
    found: dict[str, AskedQuery] = {}
    for line, value in _objects(file):
        query = AskedQuery(*(_text(file, line, value, key) for key in ("id", "text")))
        _add(file, line, found, query.id, query)
    return tuple(found.values())


def read_judgements(file: Path) -> Judgements:
    """The judgements of lines `query id<TAB>document id<TAB>grade`; a line of column names may come first.

    The last of several grades for the same pair counts. Raises as `read_texts` does.
    """
    found: dict[str, dict[str, int]] = {}
    for line, row in _lines(file):
        columns = row.split("\t")
        if len(columns) != 3:
            raise FaultyLineError(file, line, "columns", count=str(len(columns)))
        query, document, grade = *columns[:2], columns[2].strip()
        if not grade.lstrip("-").isdecimal() or not -_MOST_GRADE <= int(grade) <= _MOST_GRADE:
            if line == 1:
                continue
            raise FaultyLineError(file, line, "grade", value=grade)
        found.setdefault(query, {})[document] = int(grade)
    return found


def read_log(file: Path) -> tuple[tuple[AskedQuery, ...], Judgements]:
    """The queries of a log with the articles that solved them, of grade 1 each.

    Lines are `query<TAB>article` (further columns are left alone), or JSON `{"query", "article"}`, where `article` may
    be a list; the columns may be named in the first line. A query that was asked more than once counts once, and
    whatever solved it is an answer. Raises as `read_texts` does.
    """
    answers: dict[str, dict[str, int]] = {}
    for line, row in _lines(file):
        if row.lstrip().startswith("{"):
            value = _object(file, line, row)
            query, solved = _text(file, line, value, "query"), _solved(file, line, value)
        else:
            columns = row.split("\t")
            if len(columns) < 2 or not columns[1].strip():
                raise FaultyLineError(file, line, "log")
            if line == 1 and columns[:2] == ["query", "article"]:
                continue
            query, solved = columns[0], [columns[1].strip()]
        answers.setdefault(query.strip(), {}).update(dict.fromkeys(solved, 1))
    queries = tuple(AskedQuery(f"log{number}", text) for number, text in enumerate(answers, 1))
    return queries, {query.id: answers[query.text] for query in queries}


def documents_of_text(text: Text, language: str) -> Iterator[SearchDocument]:
    """The search documents of a text: one for what stands before its first heading, one for each section.

    Markdown is laid out as on a site, so that links and marks are not found as words.
    """
    sections = _sections(text)
    intro = sections[0].text if sections and not sections[0].title else ""
    titled = [section for section in sections if section.title]
    url = f"/{quote(text.id)}/"
    for number, section in enumerate((Section("", "", intro), *titled)):
        yield SearchDocument(
            id=text.id,
            kind="article",
            url=url,
            title=text.title,
            section_title=section.title,
            anchor=section.anchor or (f"section-{number}" if number else ""),
            text=section.text,
            keywords=(),
            language=language,
            audience="public",
        )


def _sections(text: Text) -> tuple[Section, ...]:
    try:
        return render_body(text.body, text.title).sections
    except TooDeepError:
        return (Section("", "", text.body),)


def _solved(file: Path, line: int, value: dict[str, Any]) -> list[str]:
    articles = value.get("article")
    if not isinstance(articles, list):
        return [_text(file, line, value, "article")]
    if not articles:
        raise FaultyLineError(file, line, "text", name="article")
    return [_text(file, line, {"article": article}, "article") for article in articles]


def _objects(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, row in _lines(file):
        yield line, _object(file, line, row)


def _object(file: Path, line: int, row: str) -> dict[str, Any]:
    try:
        value = json.loads(row)
    except (ValueError, RecursionError) as error:
        raise FaultyLineError(file, line, "json", why=str(error)) from error
    if not isinstance(value, dict):
        raise FaultyLineError(file, line, "object")
    return value


def _text(file: Path, line: int, value: dict[str, Any], key: str) -> str:
    if key not in value:
        raise FaultyLineError(file, line, "key", name=key)
    text = value[key]
    # Ids are numbers in some sets.
    if isinstance(text, int) and not isinstance(text, bool) and key in {"id", "article"}:
        return str(text)
    if not isinstance(text, str):
        raise FaultyLineError(file, line, "text", name=key)
    # JSON can spell halves of characters, which no other format takes.
    return text.encode("utf-8", "replace").decode()


def _add(file: Path, line: int, found: dict[str, _Value], name: str, value: _Value) -> None:
    if name in found:
        raise FaultyLineError(file, line, "twice", id=name)
    found[name] = value


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered from 1, of a UTF-8 file that may be packed with gzip."""
    with file.open("rb") as opened:
        packed = opened.read(2) == _GZIP
    number = 0
    try:
        with gzip.open(file) if packed else file.open("rb") as rows:
            for number, row in enumerate(rows, 1):
                text = row.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                if text.strip():
                    yield number, text
    except UnicodeDecodeError as error:
        raise FaultyLineError(file, number, "utf8") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FaultyLineError(file, number + 1, "gzip") from error
