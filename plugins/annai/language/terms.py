"""Owns the values that analysis gives: terms of a text, and what a query asks for."""

from typing import Literal, NamedTuple

from msgspec import Struct

TermKind = Literal["word", "part", "reading", "bigram"]
"""What a term is.

word: a word in its normalized form (Japanese: Sudachi's mode C; other languages: the stem).
part: a piece of a compound word (Sudachi's mode A; `alert` of `alert-group`), at its own place.
reading: how a Japanese word is read, in hiragana.
bigram: two neighbouring characters of a Japanese word that the dictionary does not know.
"""


class Term(NamedTuple):
    """A term and the place it comes from: `source[start:end]`, offsets in characters of the original text."""

    text: str
    start: int
    end: int
    kind: TermKind


class QueryTerm(Struct, frozen=True):
    """A term to look for.

    `weight` is 1.0 for what was typed and less for what is only close to it. Terms of one `concept` stand for
    the same piece of the query, so that a document which has one of them covers that piece.
    """

    text: str
    weight: float
    concept: int


class Query(Struct, frozen=True):
    """A query, analysed: its terms, strongest first within a concept; no term twice."""

    text: str
    terms: tuple[QueryTerm, ...]
