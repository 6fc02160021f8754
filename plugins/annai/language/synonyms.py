"""Owns synonyms: those that a site declares, and those of Sudachi's dictionary that a site has words for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from annai.language.analysis import JAPANESE_RUN, tally, terms_of
from annai.language.folding import fold_plain
from annai.language.morphemes import Word
from annai.language.synonym_groups import DictionaryMember, dictionary_groups, support_groups
from annai.language.vocabulary import Expansion, akin
from annai.language.ways import OWN, PART, Way, latin_ways, ways_of

# What a word of the dictionary's stands for, in percent: where the site has the word that was typed, its synonyms only
# help; where it has not, they are all there is.
_KNOWN = 25
_LACKING = 60
# The dictionary has words that others stand for but not they for them: 壊れる is not always 故障.
_RELUCTANT = 10
# A phrase of several words is found by one of them alone, which may mean something else.
_ONE_OF_SEVERAL = 0.5
_SEVERAL_TARGETS = 0.7


class Synonyms(Struct, frozen=True):
    """The synonyms of a site.

    A rule is (words, words they also stand for, weight from 0 to 1); words in `blocked` never stand for each other.
    """

    rules: tuple[tuple[tuple[str, ...], tuple[str, ...], float], ...] = ()
    blocked: tuple[tuple[str, ...], ...] = ()

    def expansion(self, terms: Iterable[str], language: str) -> tuple[Expansion, list[tuple[Way, ...]]]:
        """What each of a site's terms also stands for, and words that it lacks but has synonyms of."""
        making = _Expanding(frozenset(terms), self._blocked_pairs(language))
        if language.partition("-")[0] == "ja":
            making.add_dictionary()
        for group in support_groups(language):
            for member in group:
                others = [other.surface for other in group if other != member]
                weights = (_KNOWN, _LACKING) if member.speaks else (_RELUCTANT, _RELUCTANT)
                making.add_rule(member.surface, others, (weights[0] / 100, weights[1] / 100), language)
        for sources, targets, weight in self.rules:
            for source in sources:
                making.add_rule(source, targets, (weight, weight), language)
        return making.expansion, making.further

    def _blocked_pairs(self, language: str) -> frozenset[tuple[str, str]]:
        pairs: set[tuple[str, str]] = set()
        for words in self.blocked:
            terms = [{term for term, _ in _phrase(word, language).terms} for word in words]
            pairs.update(
                (left, right) for one in terms for other in terms if one is not other for left in one for right in other
            )
        return frozenset(pairs)


NO_SYNONYMS = Synonyms()


class _Phrase(Struct, frozen=True):
    """A declared word or phrase: its terms with weights, how many words it has, the ways to find each of them."""

    terms: tuple[tuple[str, int], ...]
    words: tuple[tuple[str, tuple[Way, ...]], ...]
    run: str


class _Expanding:
    def __init__(self, terms: Collection[str], blocked: Collection[tuple[str, str]]) -> None:
        self._terms = terms
        self._blocked = blocked
        self._weights: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.further: list[tuple[Way, ...]] = []
        for term, others in akin(terms).items():
            for other, weight in others:
                self._note(term, other, weight)

    @property
    def expansion(self) -> dict[str, list[tuple[str, int]]]:
        """For each term, of the site or not, what it also stands for."""
        return {term: list(weights.items()) for term, weights in self._weights.items()}

    def add_dictionary(self) -> None:
        """The dictionary's groups that the site has a word of."""
        for group in dictionary_groups():
            present = [member.term for member in group if member.term in self._terms]
            if not present:
                continue
            for member in group:
                known = member.term in self._terms
                weight = _RELUCTANT if not member.speaks else _KNOWN if known else _LACKING
                for target in present:
                    self._note(member.term, target, weight)
                if not known and member.term in self._weights:
                    self.further.append(_ways_of_member(member))

    def add_rule(self, source: str, targets: Iterable[str], weights: tuple[float, float], language: str) -> None:
        """A phrase, with what it also stands for.

        `weights` are for a site that has the phrase's words, and for one that lacks them.
        """
        phrase = _phrase(source, language)
        known = all(term in self._terms for term, _ in phrase.words)
        wanted = list(self._targets(targets, weights[0 if known else 1], language))
        if not wanted:
            return
        if len(phrase.words) == 1:
            ((term, ways),) = phrase.words
            for target, percent in wanted:
                self._note(term, target, percent)
            if term not in self._terms:
                self.further.append(ways)
        elif phrase.run:
            own = tuple((term, weight) for term, weight in phrase.terms if term in self._terms)
            terms = tuple((dict(wanted) | dict(own)).items())
            self.further.append((Way(phrase.run, terms, "form"),))
        else:
            for term, ways in phrase.words:
                # Words that the site has mean themselves.
                if term not in self._terms:
                    for target, percent in wanted:
                        self._note(term, target, round(percent * _ONE_OF_SEVERAL))
                    self.further.append(ways)

    def _targets(self, targets: Iterable[str], weight: float, language: str) -> Iterator[tuple[str, int]]:
        for target in targets:
            phrase = _phrase(target, language)
            share = weight if len(phrase.words) == 1 else weight * _SEVERAL_TARGETS
            for term, percent in phrase.terms:
                if term in self._terms:
                    yield term, round(share * percent)

    def _note(self, term: str, other: str, weight: int) -> None:
        if term != other and other in self._terms and (term, other) not in self._blocked:
            weights = self._weights[term]
            weights[other] = max(weight, weights.get(other, 0))


@lru_cache(maxsize=16384)
def _ways_of_member(member: DictionaryMember) -> tuple[Way, ...]:
    """The ways to find a word of the dictionary; one that is several words is found as a whole."""
    words = _phrase(member.surface, "ja").words
    if len(words) == 1 and words[0][0] == member.term:
        return words[0][1]
    if not JAPANESE_RUN.fullmatch(member.surface):
        return latin_ways(member.surface, member.term, ()) if member.surface.isascii() else ()
    return (Way(member.surface, ((member.term, OWN),), "form"),)


@lru_cache(maxsize=16384)
def _phrase(text: str, language: str) -> _Phrase:
    folded = fold_plain(text)
    counted = tally(text, language)
    words: list[tuple[str, tuple[Way, ...]]] = []
    terms: dict[str, int] = {}
    for word in counted.words:
        found = terms_of(word)
        if found and JAPANESE_RUN.search(word.surface):
            words.append((word.text, _unseen(ways_of(word), word)))
            terms.update({part: PART for part in found[1:] if part not in terms})
            terms[word.text] = OWN
    for raw, whole, parts in counted.latin:
        words.append((whole, latin_ways(raw, whole, parts)))
        terms[whole] = OWN
    run = folded if JAPANESE_RUN.fullmatch(folded) else ""
    return _Phrase(tuple(terms.items()), tuple(words), run)


def _unseen(ways: tuple[Way, ...], word: Word) -> tuple[Way, ...]:
    """The ways to find a word itself: its parts are words of their own, which nobody has declared anything of."""
    return tuple(way for way in ways if any(term == word.text for term, _ in way.terms))
