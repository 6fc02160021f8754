"""Owns the ways to find a word: the keys that a lexicon has for it, and what each of them stands for."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from annai.language.analysis import JAPANESE_RUN, terms_of
from annai.language.kana import loose_key, reading_key
from annai.language.morphemes import Word
from annai.language.spellings import spellings_of

OWN = 100
PART = 50
READ = 80
# Of a reading without its long vowels, as romaji has it.
LOOSE = 70
_SHORTEST_READING = 2
_SHORTEST_LOOSE = 3
_LONGEST_KEY = 24

WayKind = Literal["written", "form", "read", "form read", "loose", "grammar"]
"""How a key finds a word: as it is written in the texts, as it might be; as either is read; without long vowels; or it
is a word that means nothing by itself."""


class Way(Struct, frozen=True, array_like=True):
    """One way to find a word: a key, the terms it stands for with weights in percent."""

    key: str
    terms: tuple[tuple[str, int], ...]
    kind: WayKind


@lru_cache(maxsize=262144)
def ways_of(word: Word) -> tuple[Way, ...]:
    """All ways to find a Japanese word."""
    return tuple(dict.fromkeys(way for way in _ways(word) if len(way.key) <= _LONGEST_KEY))


@lru_cache(maxsize=65536)
def latin_ways(raw: str, whole: str, parts: tuple[str, ...]) -> tuple[Way, ...]:
    """The ways to find a word outside Japanese: its stem, and the word itself where the stem is much shorter."""
    own = ((whole, OWN), *((part, PART) for part in parts if part != whole))
    ways = [Way(whole, own, "written")]
    if len(raw) > len(whole) + 2 or not raw.startswith(whole):
        ways.append(Way(raw, own, "form"))
    ways += [Way(part, ((part, OWN),), "written") for part in parts if part != whole]
    return tuple(dict.fromkeys(way for way in ways if len(way.key) <= _LONGEST_KEY))


def _ways(word: Word) -> Iterator[Way]:
    if not word.text:
        if JAPANESE_RUN.fullmatch(word.surface):
            yield Way(word.surface, (), "grammar")
        return
    runs = JAPANESE_RUN.findall(word.surface)
    if not runs or not terms_of(word):
        return
    own = ((word.text, OWN), *((part.text, PART) for part in word.parts))
    if runs == [word.surface]:
        yield from _ways_to_write(word, own)
    else:
        # Of Tシャツ a query's lattice sees シャツ alone.
        yield from (Way(run, ((word.text, PART),), "form") for run in runs if len(run) > 1)
    for part in word.parts:
        surface = word.surface[part.start : part.end]
        if JAPANESE_RUN.fullmatch(surface):
            yield Way(surface, ((part.text, OWN),), "written")
            if part.reading:
                yield from _ways_to_read(reading_key(part.reading), ((part.text, OWN),), seen=True)


def _ways_to_write(word: Word, own: tuple[tuple[str, int], ...]) -> Iterator[Way]:
    readings: dict[str, bool] = {}
    for spelling, reading in spellings_of(word):
        seen = spelling == word.surface
        if seen or len(spelling) > 1:
            yield Way(spelling, own, "written" if seen else "form")
        if reading:
            key = reading_key(reading)
            readings[key] = readings.get(key, False) or seen
    for key, seen in readings.items():
        yield from _ways_to_read(key, own, seen=seen)


def _ways_to_read(key: str, own: tuple[tuple[str, int], ...], *, seen: bool) -> Iterator[Way]:
    """A reading of two kana is looked for only where the word is read so as it stands."""
    if len(key) < _SHORTEST_READING or (len(key) == _SHORTEST_READING and not seen):
        return
    yield Way(key, tuple((term, weight * READ // 100) for term, weight in own), "read" if seen else "form read")
    loose = loose_key(key)
    if loose != key and len(loose) >= _SHORTEST_LOOSE:
        yield Way(loose, tuple((term, weight * LOOSE // 100) for term, weight in own), "loose")
