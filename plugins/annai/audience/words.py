"""Words looked for in texts, whatever their width and capitals; a Latin word only as a whole word."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A word in a text: as it was declared, and the column (from 0) where it begins."""

    word: str
    column: int


class Words:
    """A list of words to look for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._folded = {folded: word for word in words if (folded := _folded(word).strip())}

    def in_any(self, text: str) -> bool:
        """Whether some word may be in the text: a quick no for nearly every text."""
        folded = _folded(text)
        return any(word in folded for word in self._folded)

    def find(self, text: str) -> Iterator[Found]:
        """Every word in the text, in the order of the list."""
        folded = _folded(text)
        for word, declared in self._folded.items():
            place = folded.find(word)
            while place >= 0:
                if _whole(folded, place, place + len(word)):
                    yield Found(declared, _column(text, folded, place))
                place = folded.find(word, place + len(word))


def _folded(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter or digit of the text goes on where one of the word ends."""
    return not (
        (start and _latin(text[start]) and _latin(text[start - 1]))
        or (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _column(text: str, folded: str, place: int) -> int:
    """The column in the text of a place in the folded text."""
    if len(text) == len(folded):
        return place
    return bisect_right(range(len(text) + 1), place, key=lambda column: len(_folded(text[:column]))) - 1
