"""Owns how a lexicon is made of a site's words: what each key stands for, and what it costs a query to mean that."""

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec import Struct

from annai.language.analysis import PAIR
from annai.language.grammar import GRAMMAR
from annai.language.kana import kanji_stem
from annai.language.lexicon import Entry, Lexicon
from annai.language.morphemes import Word
from annai.language.ways import OWN, Way, latin_ways, ways_of

AKIN = 50
# What a word counts that the site does not have, but another form of.
_UNSEEN = 0.5
# A reading is a guess: by three bits rarer than what is written.
_READING_COST = 300
_UNKNOWN_COST = 400
_MOST_TERMS = 12
_MOST_READ_SO = 6
_GRAMMAR = frozenset(GRAMMAR)

Terms = tuple[tuple[str, int], ...]
"""Terms with weights in percent."""

Expansion = Mapping[str, Sequence[tuple[str, int]]]
"""Further terms that a term stands for, with weights in percent."""


class Site(Struct, frozen=True):
    """What entries depend on besides their own words: the site's terms, what they stand for, and its size in bits.

    `bits` is the binary logarithm of the number of its words, rounded, so that an edit rarely changes what words cost.
    """

    terms: Container[str]
    expansion: Expansion
    bits: int

    @property
    def unknown(self) -> int:
        """What a lattice pays for a character that no key takes in."""
        return 100 * self.bits + _UNKNOWN_COST

    def entry(self, key: str, ways: Iterable[tuple[Way, int]]) -> Entry | None:
        """The entry of a key, from the ways that have it, each with how often its word is in the texts."""
        written: Counter[Terms] = Counter()
        forms: set[Terms] = set()
        read: Counter[Terms] = Counter()
        loose: Counter[Terms] = Counter()
        grammar = 1 if key in _GRAMMAR else 0
        for way, count in ways:
            match way.kind:
                case "written" if count:
                    written[way.terms] += count
                case "written" | "form":
                    forms.add(way.terms)
                case "read":
                    read[way.terms] += count
                case "form read":
                    # A form that is not there is not common, however common the word.
                    read[way.terms] += 0
                case "loose":
                    loose[way.terms] += count
                case "grammar":
                    grammar = max(grammar, count)
        if grammar and grammar >= written.total():
            return Entry(self._cost(grammar), "grammar", ())
        own = self._weighed(written) or self._weighed(forms)
        also = self._weighed(_commonest(read))
        if own:
            cost = self._cost(written.total() or _UNSEEN)
            return Entry(cost, "both", _ordered(dict(also) | dict(own))) if also else Entry(cost, "word", own)
        if not read:
            also, read = self._weighed(_commonest(loose)), loose
        return Entry(self._cost(read.total() or _UNSEEN) + _READING_COST, "reading", also) if also else None

    def _weighed(self, ways: Iterable[Terms]) -> Terms:
        weights: dict[str, int] = {}
        for terms in ways:
            for term, weight in terms:
                if weight > weights.get(term, 0) and term in self.terms:
                    weights[term] = weight
                for other, more in self.expansion.get(term, ()):
                    share = weight * more // 100
                    if share > weights.get(other, 0):
                        weights[other] = share
        return _ordered(weights)

    def _cost(self, count: float) -> int:
        return round(self.bits - math.log2(count)) * 100


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
        site = Site(known, expansion, bits_of(self.tokens))
        makers: defaultdict[str, list[tuple[Way, int]]] = defaultdict(list)
        for surface in GRAMMAR:
            makers[surface] = []
        for word, count in self.words.items():
            for way in ways_of(word):
                makers[way.key].append((way, count))
        for (raw, whole, parts), count in self.latin.items():
            for way in latin_ways(raw, whole, parts):
                makers[way.key].append((way, count))
        for ways in further:
            for way in ways:
                makers[way.key].append((way, 0))
        entries = {key: entry for key, ways in makers.items() if (entry := site.entry(key, ways))}
        entries |= {term: Entry(0, "pair", ((term, OWN),)) for term in known if term[0] == PAIR}
        return Lexicon(entries, site.unknown)


def bits_of(tokens: int) -> int:
    """The size of a site of so many words; see `Site`."""
    return round(math.log2(tokens + 1))


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


def _commonest(ways: Counter[Terms]) -> list[Terms]:
    return sorted(ways, key=lambda terms: (-ways[terms], terms))[:_MOST_READ_SO]


def _ordered(weights: Mapping[str, int]) -> Terms:
    return tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TERMS])
