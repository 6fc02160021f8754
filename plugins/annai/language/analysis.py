"""Owns the analysis of a text for an index: all its terms, with their places in the original or counted."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import add

from msgspec import Struct

from annai.language.folding import Folded, fold, fold_plain, hiragana
from annai.language.latin import JAPANESE, is_stop_word, latin_words
from annai.language.morphemes import Word, count_words, words
from annai.language.terms import Term

ANALYSIS = "annai-analysis/2"
"""Names this analysis: whatever holds terms is stale when it was made with another."""

PAIR = "~"
"""What the terms begin with that are pairs of characters."""

JAPANESE_RUN = re.compile(f"[{JAPANESE}]+")
_ONLY_HIRAGANA = re.compile("[\u3041-\u309f]+")


class Tally(Struct):
    """The terms of some texts, counted.

    `terms` holds words and parts, `pairs` pairs of characters; `words` are Sudachi's, those without meaning too, and
    `latin` the words outside Japanese: (as written, whole, parts).
    """

    terms: Counter[str]
    pairs: Counter[str]
    words: dict[Word, int]
    latin: Counter[tuple[str, str, tuple[str, ...]]]


def analyse(text: str, language: str) -> tuple[Term, ...]:
    """All terms of a text, in the order of their places.

    `language` is a BCP 47 tag; Japanese text is analysed as such for `ja`, and wherever there are Japanese
    characters, since product names cross languages. English stop words are left out unless there is nothing else.
    Never fails, whatever the text.
    """
    folded = fold(text)
    return tuple(sorted(_terms(folded, language), key=_place))


def tally(text: str, language: str) -> Tally:
    """The terms that `analyse()` gives, without readings, and all pairs of characters, counted. Never fails."""
    folded = fold_plain(text)
    counted = Tally(Counter(), Counter(), {}, Counter())
    for raw, whole, parts, _, _ in _latin(folded):
        counted.latin[raw, whole, tuple(part for part, _, _ in parts)] += 1
    for (_, stem, pieces), count in counted.latin.items():
        for term in (stem, *pieces):
            counted.terms[term] += count
    if _is_japanese(folded, language):
        counted.words = count_words(folded)
        terms = counted.terms
        for word, count in counted.words.items():
            for term in terms_of(word):
                terms[term] = terms.get(term, 0) + count
        counted.pairs = pairs_of(folded)
    return counted


@lru_cache(maxsize=262144)
def terms_of(word: Word) -> tuple[str, ...]:
    """The terms that a word adds to an index: itself, its parts."""
    if not word.text:
        return ()
    if not JAPANESE_RUN.search(word.surface):
        # Latin words are found by their stems; Sudachi adds how they are written in Japanese: Web, ウェブ.
        foreign = not word.text.isascii() and word.surface.isalpha() and not is_stop_word(word.surface)
        return (word.text,) if foreign else ()
    return (word.text, *(part.text for part in word.parts))


def pairs_of(folded: str) -> Counter[str]:
    """The pairs of neighbouring Japanese characters of a folded text, katakana as hiragana; none of hiragana alone."""
    pairs: Counter[str] = Counter()
    for pair, count in Counter(map(add, folded, folded[1:])).items():
        if term := _pair_term(pair):
            pairs[term] += count
    return pairs


@lru_cache(maxsize=262144)
def _pair_term(pair: str) -> str:
    """The term of two characters; empty where they are none."""
    counts = JAPANESE_RUN.fullmatch(pair) and not _ONLY_HIRAGANA.fullmatch(pair)
    return PAIR + hiragana(pair) if counts else ""


def _place(term: Term) -> tuple[int, int]:
    return term.start, -term.end


def _is_japanese(folded: str, language: str) -> bool:
    return language.partition("-")[0] == "ja" or JAPANESE_RUN.search(folded) is not None


def _terms(folded: Folded, language: str) -> Iterator[Term]:
    original = folded.original
    for _, whole, parts, start, end in _latin(folded.text):
        yield Term(whole, *original(start, end), "word")
        for text, part_start, part_end in parts:
            yield Term(text, *original(part_start, part_end), "part")
    if _is_japanese(folded.text, language):
        yield from _japanese_terms(folded)


def _latin(folded: str) -> Iterable[tuple[str, str, tuple[tuple[str, int, int], ...], int, int]]:
    """The words outside Japanese but stop words, which count only where there is nothing else: (as written, ...)."""
    stopped: list[tuple[str, str, tuple[tuple[str, int, int], ...], int, int]] = []
    spoken: list[tuple[str, str, tuple[tuple[str, int, int], ...], int, int]] = []
    for whole, parts, start, end in latin_words(folded):
        raw = folded[start:end]
        if not parts and is_stop_word(raw):
            stopped.append((raw, whole, parts, start, end))
        else:
            spoken.append((raw, whole, tuple(part for part in parts if not is_stop_word(part[0])), start, end))
    return spoken or stopped


def _japanese_terms(folded: Folded) -> Iterator[Term]:
    original = folded.original
    for word, start, end in words(folded.text):
        place = original(start, end)
        texts = terms_of(word)
        if not texts:
            continue
        if not JAPANESE_RUN.search(word.surface):
            yield Term(word.text, *place, "part")
            continue
        yield Term(word.text, *place, "word")
        if word.reading:
            yield Term(word.reading, *place, "reading")
        for part in word.parts:
            yield Term(part.text, *original(start + part.start, start + part.end), "part")
