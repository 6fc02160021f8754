"""Whether two short texts read the same to somebody in a hurry: answers that are confused, questions asked twice."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from annai.language.folding import fold_plain

# Digits and the numerals, and words of time and denial: one character of these makes another answer.
_NUMERAL = re.compile(r"[0-9〇一二三四五六七八九十百千万億]")
_DENIAL = re.compile(r"\b(?:no|not|never|without|cannot|\w+n['’]?t)\b|ない|なかっ|ません|未|非|不|無")
# Behind a character that is no hiragana, one of these is nearly always a particle.
_PARTICLE = re.compile(
    r"(?<=[^\u3041-\u3096\W])(?:[はが]|[にでとものへや](?=\W|[^\u3041-\u3096]|[しすさいあなき]|$))|を"
)
_FILLER = re.compile(r"\b(?:an?|the|my|your|our|please)\b")
_POLITE = re.compile(r"(?:ですか|です|でしょうか|ください)$")
_HONORIFIC = re.compile(r"(?<![\u3041-\u3096])[おご](?=[\u4e00-\u9fff])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
LONG_ENOUGH = 8


def key(text: str) -> str:
    """What is left of a text without width, case, spaces and punctuation."""
    return "".join(char for char in fold_plain(text) if unicodedata.category(char)[0] in "LN")


def bare(text: str) -> str:
    """What is left without particles, articles and polite forms too."""
    plain = _PARTICLE.sub("", _HONORIFIC.sub("", fold_plain(text)))
    return _POLITE.sub("", key(_FILLER.sub(" ", plain)))


class Reading(Struct, frozen=True):
    """A label as somebody in a hurry reads it."""

    key: str
    bare: str
    denials: tuple[str, ...]


def reading(text: str) -> Reading:
    """What of a label tells it from others."""
    return Reading(key(text), bare(text), tuple(_DENIAL.findall(fold_plain(text))))


def confusable(one: Reading, other: Reading) -> bool:
    """Whether two labels differ in nothing that a reader would notice.

    They do where they are the same but for width, case, spaces, punctuation, particles or articles; or where
    they are long and differ in one character, which is neither a numeral nor a Chinese character, and deny the
    same things.
    """
    if not one.key or not other.key:
        return False
    if one.key == other.key:
        return True
    if one.denials != other.denials:
        return False
    if one.bare and one.bare == other.bare:
        return True
    if min(len(one.key), len(other.key)) < LONG_ENOUGH:
        return False
    changed = _one_change(one.key, other.key)
    return changed is not None and not _NUMERAL.search(changed) and not _CHINESE.search(changed)


def _one_change(one: str, other: str) -> str | None:
    """The characters in which two texts differ where one insertion, removal or replacement makes them the same."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return None
    start = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    rest = shorter[start + (len(shorter) == len(longer)) :]
    if rest != longer[start + 1 :]:
        return None
    return shorter[start : start + 1] + longer[start : start + 1] if len(shorter) == len(longer) else longer[start]
