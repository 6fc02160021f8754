"""Owns the other spellings of a Japanese word: okurigana, long vowels, ヴ and ブ, half katakana, and its forms."""

import re
from collections.abc import Iterator
from functools import lru_cache

from annai.language.conjugation import base_class, forms_of
from annai.language.folding import hiragana
from annai.language.kana import is_kana
from annai.language.morphemes import Word, normalized

_BLOCK = re.compile(r"([\u3005\u4e00-\u9fff]+)([\u3041-\u3096]*)")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_TAIL = re.compile(r"[\u3041-\u3096]*\Z")
_V_SOUNDS = (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"))
_MOST_VARIANTS = 8


def spellings_of(word: Word) -> tuple[tuple[str, str], ...]:
    """All ways to write a word, with its forms: (spelling, reading or an empty text); its own surface comes first.

    Every okurigana variant is confirmed by the dictionary: it is one word, with the same normalized form.
    """
    surface, reading = word.surface, word.reading
    found: dict[str, str] = {surface: reading}
    for form, own_class in _bases(surface, word.text, word.dictionary, word.conjugation):
        written = (
            form,
            *(variant for variant in okurigana(form, noun=word.noun) if normalized(variant) == normalized(form)),
        )
        for spelling in written:
            for inflected in forms_of(spelling, own_class) if own_class else (spelling,):
                found.setdefault(inflected, _reading_like(inflected, surface, reading))
    for spelling in tuple(found):
        for variant in _katakana(spelling):
            found.setdefault(variant, "")
    return tuple((spelling, read) for spelling, read in found.items() if spelling)


def _bases(surface: str, term: str, dictionary: str, conjugation: str) -> Iterator[tuple[str, str]]:
    """The word's dictionary form and its normalized form, with the class of each."""
    if conjugation:
        yield dictionary, conjugation
        other = base_class(dictionary, conjugation, term)
        if term != dictionary and other:
            yield term, other
    else:
        yield surface, ""
        if term != surface:
            yield term, ""


@lru_cache(maxsize=65536)
def okurigana(word: str, *, noun: bool) -> tuple[str, ...]:
    """The shorter spellings of a word of kanji and kana: 引っ越し, 引越し, 引越; 問い合わせ, 問合わせ, 問合せ.

    Only nouns lose the kana at their end. Not all of them need exist.
    """
    blocks = _BLOCK.findall(word)
    if not any(kana for _, kana in blocks) or "".join(kanji + kana for kanji, kana in blocks) != word:
        return ()
    variants = [""]
    for at, (kanji, kana) in enumerate(blocks):
        last = at == len(blocks) - 1
        ways = [kana]
        if kana and not last:
            ways.append("")
        if len(kana) > 1:
            ways.append(kana[1:])
        if last and noun and len(blocks) > 1:
            ways.append("")
        variants = [before + kanji + way for before in variants for way in dict.fromkeys(ways)]
    return tuple(variant for variant in dict.fromkeys(variants) if variant != word)[:_MOST_VARIANTS]


def _reading_like(spelling: str, surface: str, reading: str) -> str:
    """How another form of a word is read, by how one of its forms is; empty where that cannot be told."""
    if not reading:
        return ""
    if is_kana(spelling):
        return hiragana(spelling)
    tail = _TAIL.search(surface)
    own = _TAIL.search(spelling)
    assert tail is not None  # the pattern takes an empty text
    assert own is not None
    head = surface[: tail.start()]
    if not head or spelling[: own.start()] != head or not reading.endswith(tail.group()):
        return ""
    return reading[: len(reading) - len(tail.group())] + own.group()


def _katakana(spelling: str) -> Iterator[str]:
    """Katakana words with and without the long vowel at their end, and with ブ for ヴ."""
    if not _KATAKANA.fullmatch(spelling):
        return
    if spelling.endswith("ー"):
        yield spelling[:-1]
    else:
        yield spelling + "ー"
    plain = spelling
    for sound, other in _V_SOUNDS:
        plain = plain.replace(sound, other)
    if plain != spelling:
        yield plain
