"""Owns the values that analysis gives: terms of a text, and what a query asks for."""

from typing import Literal, NamedTuple

from msgspec import Struct

TermKind = Literal["word", "part", "reading"]
"""What a term is.

word: a word in its normalized form (Japanese: Sudachi's mode C; other languages: the stem).
part: a piece of a compound word (Sudachi's mode A; `alert` of `alert-group`), at its own place.
reading: how a Japanese word is read, in hiragana.
"""

PieceKind = Literal["word", "reading", "unfinished", "misspelt", "unknown"]
"""How a piece of a query was understood: as written, as read, as the beginning of a word, with an error; or not."""

NO_CONCEPT = -1
"""The concept of a term that only supports others (a pair of characters)."""


class Term(NamedTuple):
    """A term and the place it comes from: `source[start:end]`, offsets in characters of the original text."""

    text: str
    start: int
    end: int
    kind: TermKind


class QueryTerm(NamedTuple):
    """A term to look for.

    `weight` is in percent: 100 for what was typed and less for what is only close to it. Terms of one `concept`
    stand for the same piece of the query, so that a document which has one of them covers that piece.
    """

    text: str
    weight: int
    concept: int


class QueryPiece(NamedTuple):
    """A piece of a query as it was typed (folded), and the lexicon's keys that it was taken for."""

    typed: str
    kind: PieceKind
    keys: tuple[str, ...]


class Query(Struct, frozen=True):
    """A query, analysed: its terms in the order they were met, no term twice, and its pieces."""

    text: str
    terms: tuple[QueryTerm, ...]
    pieces: tuple[QueryPiece, ...]
