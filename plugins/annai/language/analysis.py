"""Owns the analysis of a text for an index: all its terms, with their places in the original."""

import re
from collections.abc import Iterator
from functools import lru_cache

from annai.language.folding import Folded, fold, hiragana
from annai.language.latin import JAPANESE, is_stop_word, latin_words
from annai.language.morphemes import words
from annai.language.terms import Term

ANALYSIS = "annai-analysis/1"
"""Names this analysis: whatever holds terms is stale when it was made with another."""

_ANY_JAPANESE = re.compile(f"[{JAPANESE}]")


def analyse(text: str, language: str) -> tuple[Term, ...]:
    """All terms of a text, in the order of their places.

    `language` is a BCP 47 tag; Japanese text is analysed as such for `ja`, and wherever there are Japanese
    characters, since product names cross languages. English stop words are left out unless there is nothing else.
    Never fails, whatever the text.
    """
    folded = fold(text)
    terms = sorted(_terms(folded, language), key=_place)
    return tuple(terms)


def _place(term: Term) -> tuple[int, int]:
    return term.start, -term.end


def _terms(folded: Folded, language: str) -> Iterator[Term]:
    yield from _latin_terms(folded)
    if language.partition("-")[0] == "ja" or _ANY_JAPANESE.search(folded.text):
        yield from _japanese_terms(folded)


def _latin_terms(folded: Folded) -> Iterator[Term]:
    original = folded.original
    stopped: list[Term] = []
    spoken = False
    for whole, parts, start, end in latin_words(folded.text):
        word = Term(whole, *original(start, end), "word")
        if not parts and is_stop_word(folded.text[start:end]):
            stopped.append(word)
            continue
        spoken = True
        yield word
        for text, part_start, part_end in parts:
            if not is_stop_word(text):
                yield Term(text, *original(part_start, part_end), "part")
    if not spoken:
        yield from stopped


def _japanese_terms(folded: Folded) -> Iterator[Term]:
    original = folded.original
    for word, start, end in words(folded.text):
        surface = folded.text[start:end]
        place = original(start, end)
        if not _ANY_JAPANESE.search(surface):
            # Latin words are found by their stems; Sudachi adds how they are written in Japanese: Web, ウェブ.
            if not word.text.isascii() and surface.isalpha() and not is_stop_word(surface):
                yield Term(word.text, *place, "part")
            continue
        yield Term(word.text, *place, "word")
        if word.reading:
            yield Term(word.reading, *place, "reading")
        for part in word.parts:
            yield Term(part.text, *original(start + part.start, start + part.end), "part")
        if word.unknown:
            for at, pair in enumerate(bigrams(surface)):
                yield Term(pair, *original(start + at, start + at + 2), "bigram")


@lru_cache(maxsize=16384)
def bigrams(surface: str) -> tuple[str, ...]:
    """The pairs of neighbouring characters of a word, katakana as hiragana; none for a single character."""
    plain = hiragana(surface)
    return tuple(plain[at : at + 2] for at in range(len(plain) - 1))
