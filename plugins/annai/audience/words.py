"""Words looked for in texts, whatever their width and capitals; a Latin word only as a whole word."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct


class Found(Struct, frozen=True):
    """A word in a text: as it was declared, and the column (from 0) where it begins."""

    word: str
    column: int


class Words(Struct, frozen=True):
    """Words to look for, by their folded forms."""

    by_form: Mapping[str, str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """From the words as they were declared."""
        return cls({form: word for word in words if (form := folded(word).strip())})

    def among(self, form: str) -> Words:
        """Those of the words that are somewhere in a folded text: for nearly every text none."""
        return Words({word: declared for word, declared in self.by_form.items() if word in form})

    def find(self, text: str) -> Iterator[Found]:
        """Every word in the text, in the order of the list; a word within a longer one is not told beside it."""
        form = folded(text)
        spans = [(declared, *span) for word, declared in self.by_form.items() for span in _spans(form, word)]
        for declared, start, end in spans:
            around = ((first, last) for _, first, last in spans if first <= start and end <= last)
            if all(span == (start, end) for span in around):
                yield Found(declared, column_of(text, form, start))

    def __bool__(self) -> bool:
        return bool(self.by_form)


def _spans(form: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a folded text holds a word as a whole."""
    place = form.find(word)
    while place >= 0:
        if _whole(form, place, place + len(word)):
            yield place, place + len(word)
        place = form.find(word, place + len(word))


def folded(text: str) -> str:
    """The text without differences of width and capitals."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter or digit of the text goes on where one of the word ends."""
    return not (
        (start and _latin(text[start]) and _latin(text[start - 1]))
        or (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def column_of(text: str, form: str, place: int) -> int:
    """The column in the text of a place in its folded form."""
    if len(text) == len(form):
        return place
    return bisect_right(range(len(text) + 1), place, key=lambda column: len(folded(text[:column]))) - 1
