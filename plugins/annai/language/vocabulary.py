"""Owns how a lexicon is made of a site's words: their spellings, forms and readings, and words akin to them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from annai.language.analysis import JAPANESE_RUN, PAIR, terms_of
from annai.language.grammar import GRAMMAR
from annai.language.kana import kanji_stem, loose_key, reading_key
from annai.language.lexicon import Entry, EntryKind, Lexicon
from annai.language.morphemes import Word
from annai.language.spellings import spellings_of

OWN = 100
PART = 50
AKIN = 50
READ = 80
# Of a reading without its long vowels, as romaji has it.
LOOSE = 70
# What a word counts that the site does not have, but another form of.
_UNSEEN = 0.5
# A reading is a guess: by three bits rarer than what is written.
_READING_COST = 300
_UNKNOWN_COST = 400
_SHORTEST_READING = 2
_SHORTEST_LOOSE = 3
_LONGEST_KEY = 24
_MOST_TERMS = 12
_MOST_READ_SO = 6

Expansion = Mapping[str, Sequence[tuple[str, int]]]
"""Further terms that a term stands for, with weights in percent."""


class Way(Struct, frozen=True):
    """One way to find a word: a key, the terms it stands for with weights, and whether it is in the site's texts."""

    key: str
    terms: tuple[tuple[str, int], ...]
    reading: bool
    seen: bool


class Vocabulary(Struct):
    """The words of a site, counted.

    `words` are Sudachi's, those without meaning too; `latin` are those outside Japanese, as `Tally.latin`; `tokens`
    is how many words there are in all, signs included.
    """

    words: Mapping[Word, int]
    latin: Mapping[tuple[str, str, tuple[str, ...]], int]
    tokens: int

    def lexicon(self, terms: Iterable[str], expansion: Expansion, further: Iterable[tuple[Way, ...]] = ()) -> Lexicon:
        """The lexicon of a site that has these terms, pairs of characters among them.

        `further` are words that the site does not have, but whose expansion it has.
        """
        known = frozenset(terms)
        grammar: Counter[str] = Counter()
        # The nearest power of two, so that an edit rarely changes what words cost.
        bits = round(math.log2(self.tokens + 1))
        made = _Making(known, expansion, bits)
        for word, count in self.words.items():
            if word.text:
                made.add(ways_of(word), count)
            else:
                grammar[word.surface] += count
        for ways in further:
            made.add(ways, 0)
        for (raw, whole, parts), count in self.latin.items():
            made.add(latin_ways(raw, whole, parts), count)
        entries = made.entries(grammar)
        for term in known:
            if term[0] == PAIR:
                entries[term] = Entry(0, "pair", ((term, OWN),))
        return Lexicon(entries, 100 * bits + _UNKNOWN_COST)


@lru_cache(maxsize=262144)
def ways_of(word: Word) -> tuple[Way, ...]:
    """All ways to find a Japanese word; the same for equal words."""
    return tuple(_ways(word))


def _ways(word: Word) -> Iterator[Way]:
    if not terms_of(word):
        return
    own = ((word.text, OWN), *((part.text, PART) for part in word.parts))
    read = tuple((term, weight * READ // 100) for term, weight in own)
    runs = JAPANESE_RUN.findall(word.surface)
    if runs == [word.surface]:
        readings: dict[str, bool] = {}
        for spelling, reading in spellings_of(word):
            seen = spelling == word.surface
            if seen or len(spelling) > 1:
                yield Way(spelling, own, reading=False, seen=seen)
            if reading:
                key = reading_key(reading)
                readings[key] = readings.get(key, False) or seen
        for key, seen in readings.items():
            yield Way(key, read, reading=True, seen=seen)
    else:
        # Of Tシャツ a query's lattice sees シャツ alone.
        yield from (Way(run, ((word.text, PART),), reading=False, seen=False) for run in runs if len(run) > 1)
    for part in word.parts:
        surface = word.surface[part.start : part.end]
        if JAPANESE_RUN.fullmatch(surface):
            yield Way(surface, ((part.text, OWN),), reading=False, seen=True)
            if part.reading:
                yield Way(reading_key(part.reading), ((part.text, READ),), reading=True, seen=True)


@lru_cache(maxsize=65536)
def latin_ways(raw: str, whole: str, parts: tuple[str, ...]) -> tuple[Way, ...]:
    """The ways to find a word outside Japanese: its stem, and the word itself where the stem is much shorter."""
    own = ((whole, OWN), *((part, PART) for part in parts if part != whole))
    ways = [Way(whole, own, reading=False, seen=True)]
    if len(raw) > len(whole) + 2 or not raw.startswith(whole):
        ways.append(Way(raw, own, reading=False, seen=False))
    ways += [Way(part, ((part, OWN),), reading=False, seen=True) for part in parts if part != whole]
    return tuple(ways)


class _Making:
    """The entries of a lexicon while they are gathered."""

    def __init__(self, terms: frozenset[str], expansion: Expansion, bits: int) -> None:
        self._terms = terms
        self._expansion = expansion
        self._bits = bits
        self._seen: defaultdict[str, Counter[tuple[tuple[str, int], ...]]] = defaultdict(Counter)
        self._unseen: defaultdict[str, set[tuple[tuple[str, int], ...]]] = defaultdict(set)
        self._read: defaultdict[str, Counter[tuple[tuple[str, int], ...]]] = defaultdict(Counter)

    def add(self, ways: Iterable[Way], count: int) -> None:
        for way in ways:
            if len(way.key) > _LONGEST_KEY:
                continue
            if way.reading:
                # A form that is not there is not common, however common the word.
                self._read[way.key][way.terms] += count if way.seen else 0
            elif way.seen and count:
                self._seen[way.key][way.terms] += count
            else:
                self._unseen[way.key].add(way.terms)

    def entries(self, grammar: Mapping[str, int]) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for key, ways in self._seen.items():
            self._put(entries, key, ways, ways.total(), "word")
        for key, unseen in self._unseen.items():
            if key not in entries:
                self._put(entries, key, Counter(dict.fromkeys(sorted(unseen), 1)), _UNSEEN, "word")
        self._add_readings(entries)
        for surface, fixed in (*((surface, 1) for surface in GRAMMAR), *grammar.items()):
            count = max(fixed, grammar.get(surface, 0))
            word = self._seen.get(surface)
            if word is None or count >= word.total():
                entries[surface] = Entry(self._cost(count), "grammar", ())
        return entries

    def _add_readings(self, entries: dict[str, Entry]) -> None:
        loose: defaultdict[str, Counter[tuple[tuple[str, int], ...]]] = defaultdict(Counter)
        for key, ways in self._read.items():
            if len(key) < _SHORTEST_READING or (len(key) == _SHORTEST_READING and not ways.total()):
                continue
            self._put_reading(entries, key, ways, 1.0)
            short = loose_key(key)
            if short != key and len(short) >= _SHORTEST_LOOSE:
                loose[short].update(ways)
        for key, ways in loose.items():
            if key not in entries:
                self._put_reading(entries, key, ways, LOOSE / READ)

    def _put_reading(
        self, entries: dict[str, Entry], key: str, ways: Counter[tuple[tuple[str, int], ...]], share: float
    ) -> None:
        most = Counter(dict(ways.most_common(_MOST_READ_SO)))
        written = entries.get(key)
        terms = self._weighed(most, share)
        if not terms:
            return
        if written is None:
            cost = self._cost(ways.total() or _UNSEEN) + _READING_COST
            entries[key] = Entry(cost, "reading", terms)
        else:
            both = dict(terms) | dict(written.terms)
            entries[key] = Entry(written.cost, "both", _ordered(both))

    def _put(
        self,
        entries: dict[str, Entry],
        key: str,
        ways: Counter[tuple[tuple[str, int], ...]],
        count: float,
        kind: EntryKind,
    ) -> None:
        terms = self._weighed(ways, 1.0)
        if terms:
            entries[key] = Entry(self._cost(count), kind, terms)

    def _weighed(self, ways: Counter[tuple[tuple[str, int], ...]], share: float) -> tuple[tuple[str, int], ...]:
        weights: dict[str, int] = {}
        for terms in ways:
            for term, weight in terms:
                self._note(weights, term, weight)
                for other, more in self._expansion.get(term, ()):
                    self._note(weights, other, weight * more // 100)
        if share != 1.0:
            weights = {term: round(weight * share) for term, weight in weights.items()}
        return _ordered(weights)

    def _note(self, weights: dict[str, int], term: str, weight: int) -> None:
        if weight > weights.get(term, 0) and term in self._terms:
            weights[term] = weight

    def _cost(self, count: float) -> int:
        return round(self._bits - math.log2(count)) * 100


def _ordered(weights: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TERMS])


def akin(terms: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """For each term the others that are written with the same kanji before their kana (支払う, 支払い)."""
    by_stem: defaultdict[str, list[str]] = defaultdict(list)
    for term in terms:
        if stem := kanji_stem(term):
            by_stem[stem].append(term)
    return {
        term: [(other, AKIN) for other in sorted(group) if other != term]
        for group in by_stem.values()
        if len(group) > 1
        for term in group
    }
