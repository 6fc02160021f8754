"""Owns Sudachi: a tokenizer for each thread, texts of any length, and what is kept of a morpheme."""

import threading
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from msgspec import Struct
from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from annai.language.folding import fold_plain, fold_term, hiragana

# A tokenizer takes at most 49,149 bytes of UTF-8, which 12,000 characters never exceed.
_LONGEST_PIECE = 12_000
_SENTENCE_ENDS = "。!?！？"
# Kept morphemes in a thread; a site's vocabulary fits many times, and a hostile text does not fill the memory.
_KEPT_MORPHEMES = 200_000

_NO_CONTENT = {"助詞", "助動詞", "補助記号", "空白", "接頭辞", "連体詞", "接続詞"}
# Normalized forms of verbs and nouns that carry grammar rather than meaning.
_NO_MEANING = {"為る", "居る", "有る", "成る", "下さる", "頂く", "出来る", "事", "物", "様", "為"}


class Piece(NamedTuple):
    """A word or a part of one: its normalized form, its place relative to the word, and how it is read (hiragana)."""

    text: str
    start: int
    end: int
    reading: str


class Word(Struct, frozen=True, array_like=True, cache_hash=True):
    """What is kept of a morpheme; one value for all its occurrences in a thread.

    `text` is empty for particles, auxiliaries, symbols and words without meaning of their own. `reading` is in
    hiragana, empty where there is none. `parts` are empty for a word that does not divide. `dictionary` and
    `conjugation` tell the forms it takes (`conjugation.forms_of`).
    """

    surface: str
    text: str
    reading: str
    parts: tuple[Piece, ...]
    noun: bool
    dictionary: str
    conjugation: str


class _Thread(threading.local):
    """What one thread works with: tokenizers may not be shared between threads."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, str], Word] = {}

    @cached_property
    def long_units(self) -> Tokenizer:
        return _dictionary().tokenizer(SplitMode.C)

    @cached_property
    def short_units(self) -> Tokenizer:
        return _dictionary().tokenizer(SplitMode.A)


_THREAD = _Thread()


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def words(folded: str) -> Iterator[tuple[Word, int, int]]:
    """The words with a meaning in a folded text in their order, each with its range in that text."""
    return (found for found in all_words(folded) if found[0].text)


def all_words(folded: str) -> Iterator[tuple[Word, int, int]]:
    """All words of a folded text in their order, those without meaning too, each with its range in that text.

    The dictionary is opened at the first call (some 30 ms) and stays open.
    """
    for offset, piece in _pieces(folded):
        _forget_many()
        for morpheme in _THREAD.long_units.tokenize(piece):
            yield _known(morpheme), offset + morpheme.begin(), offset + morpheme.end()


def count_words(folded: str) -> dict[Word, int]:
    """How often each word, those without meaning too, is in a folded text."""
    counts: dict[Word, int] = {}
    for _, piece in _pieces(folded):
        # A help center says many things in many places, by the paragraph.
        for word, count in _counted(piece):
            counts[word] = counts.get(word, 0) + count
    return counts


@lru_cache(maxsize=16384)
def _counted(piece: str) -> tuple[tuple[Word, int], ...]:
    _forget_many()
    known = _THREAD.known
    morphemes = _THREAD.long_units.tokenize(piece)
    # What indexing spends most of its time in, beside Sudachi itself.
    found = Counter([(morpheme.word_id(), morpheme.surface()) for morpheme in morphemes])
    if not known.keys() >= found.keys():
        for morpheme in morphemes:
            _known(morpheme)
    counts: dict[Word, int] = {}
    for key, count in found.items():
        word = known[key]
        counts[word] = counts.get(word, 0) + count
    return tuple(counts.items())


def _forget_many() -> None:
    if len(_THREAD.known) >= _KEPT_MORPHEMES:
        _THREAD.known.clear()


def _known(morpheme: Morpheme) -> Word:
    known = _THREAD.known
    key = (morpheme.word_id(), morpheme.surface())
    word = known.get(key)
    if word is None:
        word = known[key] = _word(morpheme)
    return word


def short_units(text: str) -> list[str]:
    """The short units (Sudachi's mode A) of a text; together they are the text again."""
    units: list[str] = []
    end = 0
    for start, piece in _pieces(text):
        units += text[end:start]
        units += (morpheme.surface() for morpheme in _THREAD.short_units.tokenize(piece))
        end = start + len(piece)
    return [*units, *text[end:]]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that a tokenizer takes: its lines, cut at ends of sentences where they are too long."""
    start = 0
    for line in text.split("\n"):
        stop = start + len(line)
        at = start
        while stop - at > _LONGEST_PIECE:
            limit = at + _LONGEST_PIECE
            cut = max(text.rfind(mark, at, limit) for mark in _SENTENCE_ENDS) + 1
            if cut <= at:
                cut = limit
            yield at, text[at:cut]
            at = cut
        if at < stop:
            yield at, text[at:stop]
        start = stop + 1


@lru_cache(maxsize=65536)
def normalized(word: str) -> str:
    """The normalized form of a folded text that is one word to the dictionary; empty for any other text."""
    if not word:
        return ""
    first, *more = _THREAD.long_units.tokenize(word)
    return "" if more or first.is_oov() or _is_grammar(first) else fold_term(first.normalized_form())


def _word(morpheme: Morpheme) -> Word:
    surface = morpheme.surface()
    part_of_speech = morpheme.part_of_speech()
    text = "" if _is_grammar(morpheme) else fold_term(morpheme.normalized_form())
    if not text or text in _NO_MEANING:
        return Word(surface, "", "", (), noun=False, dictionary="", conjugation="")
    noun = part_of_speech[0] == "名詞"
    return Word(
        surface,
        text,
        _reading(morpheme),
        # Verbs stay whole: 取り消す is not about 取る.
        _parts(morpheme) if noun else (),
        noun,
        fold_plain(morpheme.dictionary_form()),
        part_of_speech[4].removeprefix("*"),
    )


def _is_grammar(morpheme: Morpheme) -> bool:
    part_of_speech = morpheme.part_of_speech()
    return part_of_speech[0] in _NO_CONTENT or part_of_speech[1] == "助動詞語幹"


def _parts(morpheme: Morpheme) -> tuple[Piece, ...]:
    # With add_single SudachiPy 0.7.0 gives a list for an undivided word that ends in a panic when it is read.
    units = morpheme.split(SplitMode.A, add_single=False)
    begin = morpheme.begin()
    return tuple(
        Piece(fold_term(unit.normalized_form()), unit.begin() - begin, unit.end() - begin, _reading(unit))
        for unit in units
        if not _is_grammar(unit)
    )


def _reading(morpheme: Morpheme) -> str:
    reading = hiragana(fold_term(morpheme.reading_form()))
    return "" if reading.isascii() else reading
