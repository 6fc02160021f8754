"""Owns the folding of text before analysis: compatibility forms, case, and a map back to the original."""

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

# Full-width ASCII and the ideographic space, which nearly every Japanese text holds, map one to one.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# What NFKC leaves as it is, one to one; the last of a run may yet join with a mark that follows it.
_STABLE = r"[\x00-\x7f\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff]"
_PIECE = re.compile(rf"{_STABLE}+(?![\u0300-\u036f\u3099\u309a\uff9e\uff9f])|.", re.DOTALL)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Dashes that people type for the long-vowel mark; only directly behind katakana.
_LONG_VOWEL_DASH = re.compile(r"(?<=[\u30a1-\u30fa\u30fc])[\u2010-\u2015\u2212\u2500]")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_KATAKANA_WORD = re.compile(r"[\u30a1-\u30fa\u30fc]+\Z")
_HANGUL_TRAILING = range(0x1160, 0x1200)


class Folded(Struct, frozen=True):
    """Folded text, with the place in the original that each of its characters comes from.

    `starts` and `ends` are None when each character stands where it stood; else they have an entry for each
    character of `text`.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original text that `text[start:end]` comes from; the range must not be empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold width, compatibility forms and case (Unicode NFKC, lower case).

    Lone surrogates, which no encoder takes, become spaces. Never fails.
    """
    if _SURROGATE.search(text):
        text = _SURROGATE.sub(" ", text)
    narrow = text.translate(_WIDE)
    lower = narrow.lower()
    if len(lower) == len(text) and unicodedata.is_normalized("NFKC", narrow):
        return Folded(_settle(lower))
    return _fold_piecewise(narrow)


def fold_plain(text: str) -> str:
    """`fold()` for those who need no way back to the original."""
    return fold(text).text


def hiragana(text: str) -> str:
    """Katakana as hiragana, character by character; the rest as it is."""
    return text.translate(_KATAKANA_TO_HIRAGANA)


@lru_cache(maxsize=65536)
def fold_term(text: str) -> str:
    """The form in which a word is stored and looked for.

    Over `fold()`: accents dropped from Latin letters (café, cafe), and the long-vowel mark dropped from the end
    of katakana words of four characters or more, as in JIS Z 8301's former rule (サーバー, サーバ).
    """
    folded = fold_plain(text)
    if folded.isascii():
        return folded
    if _KATAKANA_WORD.match(folded):
        return folded.rstrip("ー") if len(folded) > 3 and folded.endswith("ー") else folded
    if folded[0] < "\u0250":
        return "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
    return folded


def _settle(lower: str) -> str:
    # Greek's final sigma depends on what follows, so that the same word would fold in two ways.
    if "ς" in lower:
        lower = lower.replace("ς", "σ")
    return _LONG_VOWEL_DASH.sub("ー", lower)


def _fold_piecewise(narrow: str) -> Folded:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(narrow):
        found = _PIECE.match(narrow, position)
        assert found is not None  # the pattern's second half takes any character
        end = found.end()
        if end - position == 1:
            while end < len(narrow) and _joins(narrow[end]):
                end += 1
            folded = unicodedata.normalize("NFKC", narrow[position:end]).lower()
            text.append(folded)
            starts += [position] * len(folded)
            ends += [end] * len(folded)
        else:
            text.append(found.group().lower())
            starts += range(position, end)
            ends += range(position + 1, end + 1)
        position = end
    return Folded(_settle("".join(text)), tuple(starts), tuple(ends))


def _joins(char: str) -> bool:
    """Whether NFKC may draw this character and the one before it together."""
    base = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.combining(base) != 0 or ord(base) in _HANGUL_TRAILING
