"""Owns a site's lexicon: which terms its texts hold, how they are read, and what is close to a term it lacks."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from annai.language.folding import hiragana
from annai.language.terms import Term

_Key = TypeVar("_Key", int, str)

_SMALL_KANA = str.maketrans("ぁぃぅぇぉゃゅょっゎゕゖゔぢづを", "あいうえおやゆよつわかけぶじずお", "ー")
_V_SOUNDS = {"ゔぁ": "ば", "ゔぃ": "び", "ゔぇ": "べ", "ゔぉ": "ぼ"}
_OKURIGANA = re.compile(r"(.*[\u4e00-\u9fff])[\u3041-\u3096]{1,3}")
_LONGEST_WORD = 16
_MOST_NEAR = 4
# Costs of the lattice: one for each word, so that long words win, and more for each character left over.
_WORD_COST = 1.0
_LEFT_OVER_COST = 0.9


def reading_key(text: str) -> str:
    """The key under which readings are compared: hiragana without long-vowel marks, small kana as large.

    ウィルス and ウイルス, サーバー and サーバ, ヴァ and バ fall together.
    """
    key = hiragana(text)
    if "ゔ" in key:
        for sound, plain in _V_SOUNDS.items():
            key = key.replace(sound, plain)
    return key.translate(_SMALL_KANA)


def kanji_stem(term: str) -> str:
    """What stands before the kana at the end of a word in kanji; empty for a word without such an end."""
    found = _OKURIGANA.fullmatch(term)
    return found.group(1) if found else ""


@dataclass(frozen=True)
class Lexicon:
    """The terms of a site.

    `terms` gives for each the number of documents that hold it; `readings` gives for each reading (a
    `reading_key`) its terms, the most frequent first.
    """

    terms: Mapping[str, int] = field(default_factory=dict)
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __contains__(self, term: str) -> bool:
        return term in self.terms

    def read_as(self, text: str) -> tuple[str, ...]:
        """The terms that are read as this kana text."""
        return self.readings.get(reading_key(text), ())

    def akin(self, term: str) -> tuple[str, ...]:
        """The most frequent other terms written with the same stem before their kana (支払う, 支払い)."""
        stem = kanji_stem(term)
        return self._most_frequent(other for other in self._by_stem.get(stem, ()) if other != term) if stem else ()

    def starting_with(self, text: str) -> tuple[str, ...]:
        """The most frequent terms that begin with this text, as written or as read."""
        found = {term for term in self._by_first.get(text[:1], ()) if term.startswith(text)}
        key = reading_key(text)
        for reading in self._readings_by_first.get(key[:1], ()):
            if reading.startswith(key):
                found.update(self.readings[reading])
        return self._most_frequent(found)

    def misspelt(self, text: str) -> tuple[str, ...]:
        """The most frequent terms one edit away from this text, as written or as read (kana)."""
        found = {term for size in _sizes_near(text) for term in self._by_size.get(size, ()) if _one_edit(text, term)}
        key = reading_key(text)
        for size in _sizes_near(key):
            for reading in self._readings_by_size.get(size, ()):
                if _one_edit(key, reading):
                    found.update(self.readings[reading])
        return self._most_frequent(found)

    def segment(self, text: str) -> tuple[str, ...]:
        """The words of the lexicon that a text can be read as, by the cheapest path through a lattice.

        Words of fewer than three characters count only if they are the whole text: in the middle of one they are
        mostly chance.
        """
        key = reading_key(text)
        size = len(key)
        best: list[tuple[float, int, tuple[str, ...]]] = [(0.0, 0, ())]
        for end in range(1, size + 1):
            choice: tuple[float, int, tuple[str, ...]] = (best[end - 1][0] + _LEFT_OVER_COST, end - 1, ())
            for start in range(max(0, end - _LONGEST_WORD), end):
                if end - start < 3 and end - start < size:
                    continue
                found = self._as_written_or_read(key[start:end])
                cost = best[start][0] + _WORD_COST
                if found and cost < choice[0]:
                    choice = (cost, start, found)
            best.append(choice)
        words: list[str] = []
        end = size
        while end > 0:
            _, start, found = best[end]
            words += reversed(found)
            end = start
        return tuple(dict.fromkeys(reversed(words)))

    def _as_written_or_read(self, key: str) -> tuple[str, ...]:
        read = self.readings.get(key, ())
        return read[:_MOST_NEAR] if read else self._by_key.get(key, ())

    def _most_frequent(self, found: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(found, key=lambda term: (-self.terms.get(term, 0), term))[:_MOST_NEAR])

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[str, ...]]:
        keys: defaultdict[str, list[str]] = defaultdict(list)
        for term in self.terms:
            if not term.isascii():
                keys[reading_key(term)].append(term)
        return {key: tuple(terms) for key, terms in keys.items()}

    @cached_property
    def _by_stem(self) -> Mapping[str, list[str]]:
        return _grouped(self.terms, kanji_stem)

    @cached_property
    def _by_first(self) -> Mapping[str, list[str]]:
        return _grouped(self.terms, lambda term: term[:1])

    @cached_property
    def _readings_by_first(self) -> Mapping[str, list[str]]:
        return _grouped(self.readings, lambda reading: reading[:1])

    @cached_property
    def _by_size(self) -> Mapping[int, list[str]]:
        return _grouped(self.terms, len)

    @cached_property
    def _readings_by_size(self) -> Mapping[int, list[str]]:
        return _grouped(self.readings, len)


class LexiconGatherer:
    """Gathers a lexicon while documents pass by, so that their terms need not be kept."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._readings: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, terms: Iterable[Term]) -> None:
        """Take in the terms of one document, as `analyse()` orders them."""
        own: set[str] = set()
        word: Term | None = None
        for term in terms:
            match term.kind:
                case "word":
                    word = term
                    own.add(term.text)
                case "part":
                    own.add(term.text)
                case "reading" if word is not None and (word.start, word.end) == (term.start, term.end):
                    self._readings[reading_key(term.text)].add(word.text)
        self._counts.update(own)

    def lexicon(self) -> Lexicon:
        """What was gathered so far; kana terms are also found under themselves."""
        readings = defaultdict(set, {reading: set(terms) for reading, terms in self._readings.items()})
        for term in self._counts:
            if _is_kana(term):
                readings[reading_key(term)].add(term)
        counts = self._counts
        ordered = {
            reading: tuple(sorted(terms, key=lambda term: (-counts[term], term)))
            for reading, terms in sorted(readings.items())
        }
        return Lexicon(dict(sorted(counts.items())), ordered)


def _is_kana(term: str) -> bool:
    return all("\u3041" <= char <= "\u30ff" for char in term)


def _grouped(items: Iterable[str], key: Callable[[str], _Key]) -> Mapping[_Key, list[str]]:
    groups: defaultdict[_Key, list[str]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _sizes_near(text: str) -> range:
    return range(len(text) - 1, len(text) + 2)


def _one_edit(left: str, right: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes one text of the other."""
    if len(left) > len(right):
        left, right = right, left
    at = 0
    while at < len(left) and left[at] == right[at]:
        at += 1
    if len(left) < len(right):
        return left[at:] == right[at + 1 :]
    swapped = left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
    return swapped or left[at + 1 :] == right[at + 1 :]
