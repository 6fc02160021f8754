"""Owns what a search gives back: results with snippets that mark what matched."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from annai.language.analysis import analyse
from annai.language.terms import NO_CONCEPT, Query, Term
from annai.search.documents import SearchKind
from annai.search.fragment import Article

_SNIPPET_LENGTH = 120
# How far before the first match a snippet may begin, to start with its sentence.
_LEAD = 40
# What a term adds to a passage's worth that it has already.
_AGAIN = 0.1
_SENTENCE_ENDS = "。．！？!?\n"

Marks = tuple[tuple[int, int], ...]
"""Ranges of characters, (start, end), in order and apart."""


class Marked(Struct, frozen=True):
    """A piece of text and the ranges of it that matched."""

    text: str
    marks: Marks


class SearchResult(Struct, frozen=True):
    """An article, and the section of it that answers best.

    `location` is the section's address; `section_title` is empty where that is the page's beginning. Scores
    compare within one search only.
    """

    id: str
    kind: SearchKind
    location: str
    title: Marked
    section_title: Marked
    snippet: Marked
    score: float
    category: str = ""


def make_result(article: Article, best: int | None, query: Query, score: float) -> SearchResult:
    """The result for an article, with what the query's terms mark in it.

    `best` is the number of the section that answers best; None where only the head has terms of the query.
    """
    weights = {term.text: term.weight / 100 for term in query.terms if term.concept != NO_CONCEPT}
    language = article.language
    section = article.sections[best or 0]
    text = section.text if best is not None else article.summary or section.text
    return SearchResult(
        article.id,
        article.kind,
        f"{article.url}#{section.anchor}" if section.anchor else article.url,
        Marked(article.title, _marks(article.title, language, weights)),
        Marked(section.heading, _marks(section.heading, language, weights)),
        snippet(text, language, weights),
        score,
        article.category,
    )


def snippet(text: str, language: str, weights: Mapping[str, float], length: int = _SNIPPET_LENGTH) -> Marked:
    """The passage of a text that has most of the wanted terms, by their weights; its beginning if it has none.

    At most about `length` characters, on one line, with an ellipsis where it was cut.
    """
    matches = _matches(text, language, weights)
    best = _best_start(matches, weights, length - _LEAD)
    start = 0 if len(text) <= length or best <= _LEAD else _sentence_start(text, best)
    end = min(len(text), start + length)
    before = "…" if text[:start].strip() else ""
    after = "…" if text[end:].strip() else ""
    # One line, so that a range of the text is a range of the snippet: each break becomes one space.
    line = "".join(" " if char.isspace() else char for char in text[start:end]).rstrip()
    inside = [(max(term.start, start), min(term.end, end)) for term in matches if term.start < end and term.end > start]
    shift = len(before) - start
    marks = tuple((first + shift, last + shift) for first, last in _merged(inside))
    return Marked(f"{before}{line}{after}", marks)


def _matches(text: str, language: str, weights: Mapping[str, float]) -> list[Term]:
    return [term for term in analyse(text, language) if term.kind != "reading" and term.text in weights]


def _best_start(matches: Sequence[Term], weights: Mapping[str, float], room: int) -> int:
    """Where the passage of `room` characters begins that has most of the terms; one said again counts for little."""
    best, most = 0, 0.0
    for at, first in enumerate(matches):
        seen: set[str] = set()
        worth = 0.0
        for term in matches[at:]:
            if term.end > first.start + room:
                break
            worth += weights[term.text] * (_AGAIN if term.text in seen else 1.0)
            seen.add(term.text)
        if worth > most:
            best, most = first.start, worth
    return best


def _sentence_start(text: str, start: int) -> int:
    """The beginning of the sentence around a place, or a little before the place if that is too far away."""
    earliest = max(0, start - _LEAD)
    found = max(text.rfind(mark, earliest, start) for mark in _SENTENCE_ENDS) + 1
    begin = found or earliest
    while begin < start and text[begin].isspace():
        begin += 1
    return begin


def _marks(text: str, language: str, weights: Mapping[str, float]) -> Marks:
    return tuple(_merged((term.start, term.end) for term in _matches(text, language, weights)))


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
