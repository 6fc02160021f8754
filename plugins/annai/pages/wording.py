"""Owns how the view's phrases and dates become the words of a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from annai.model.text import Phrase as Said
from annai.pages.contexts import Day, Phrase, Words
from annai.pages.strings import interface_language

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def words(phrase: Said, language: str) -> Words:
    """A phrase for a page in ``language``: plain text, or marked with the language that it is really in."""
    return phrase.text if phrase.language == language else Phrase(phrase.text, phrase.language)


def some_words(phrase: Said | None, language: str) -> Words:
    """The same for a phrase that may be missing: then empty."""
    return "" if phrase is None else words(phrase, language)


def all_words(phrases: Iterable[Said], language: str) -> tuple[Words, ...]:
    """The same for several."""
    return tuple(words(phrase, language) for phrase in phrases)


def titled(text: str, own: str, language: str) -> Words:
    """A text that is written in the language ``own``, for a page in ``language``."""
    return text if own == language else Phrase(text, own)


@lru_cache(maxsize=4096)
def day(value: date, language: str) -> Day:
    """A date for machines and as it is to be read: 2026年11月22日, 22 November 2026."""
    if interface_language(language) == "ja":
        return Day(value.isoformat(), f"{value.year}年{value.month}月{value.day}日")
    return Day(value.isoformat(), f"{value.day} {_MONTHS[value.month - 1]} {value.year}")


def moment(value: str) -> datetime:
    """A moment of the view (ISO 8601 with offset)."""
    return datetime.fromisoformat(value)
