"""Owns words outside Japanese: runs of letters and digits, compounds of them, and English stems."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module

from annai.language.folding import fold_term

JAPANESE = "\u3005-\u3007\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""The characters that Japanese words are written in, for use inside a regular expression's brackets."""

_LETTER = rf"[^\W_{JAPANESE}]"
# Parts joined as in alert-group, 4.7.0, foo_bar, KN-12345678, I'd.
_COMPOUND = re.compile(rf"{_LETTER}+(?:[-._'’,]{_LETTER}+)*")
_PART = re.compile(rf"{_LETTER}+")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+\Z")
_STOP_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for",
    "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "of", "on", "or",
    "our", "s", "so", "t", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to",
    "us", "was", "we", "were", "what", "when", "where", "which", "will", "with", "would", "you", "your",
})  # fmt: skip


def latin_words(folded: str) -> Iterator[tuple[str, tuple[tuple[str, int, int], ...], int, int]]:
    """The words of a folded text that are not Japanese: (whole, parts, start, end).

    A word with one part comes with no parts. Words are stems, lower case, without accents.
    """
    for found in _COMPOUND.finditer(folded):
        raw = found.group()
        start, end = found.span()
        if raw.isalnum():
            yield stem(raw), (), start, end
        elif _NUMBER.match(raw):
            yield raw.replace(",", ""), (), start, end
        else:
            pieces = tuple(
                (stem(part.group()), start + part.start(), start + part.end()) for part in _PART.finditer(raw)
            )
            yield raw.replace("’", "'"), pieces, start, end


def is_stop_word(word: str) -> bool:
    """Whether an English word, as it is written, says nothing about what a text is about."""
    return word in _STOP_WORDS


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The English stem of a folded word (Porter 1980); words with digits or other letters stay whole."""
    plain = fold_term(word)
    if len(plain) < 3 or not plain.isascii() or not plain.isalpha():
        return plain
    # Whoosh is loaded at the first word that needs it: it takes a while, and its files warn when compiled.
    return str(import_module("whoosh.lang.porter").stem(plain))
