"""Owns near-duplicates: articles that answer the same questions, by what customers ask or by what they say."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from annai.language.analysis import tally
from annai.search.fragment import Fragment
from annai.search.related import closeness, profile_of

# Two articles may share one question that each answers in part. Two, or half of all that one answers, are no chance.
_SHARED = 2
_SHARE = 0.5
# Articles made from one template have up to two fifths of their words in common.
_OVERLAP = 0.6
_CLOSE = 0.5

Bag = frozenset[tuple[str, int]]


class Duplicate(Struct, frozen=True):
    """Two articles, by id, that answer the same questions.

    ``asked`` are the questions of the second that the first has too, as the second writes them; ``overlap`` is the
    share of their words that is the same, 0 where only questions were compared.
    """

    one: str
    other: str
    asked: tuple[str, ...]
    overlap: float


def duplicates(fragments: Mapping[str, Fragment], asked: Mapping[str, Sequence[str]]) -> list[Duplicate]:
    """The near-duplicates among articles, in the order of their ids; ``asked`` are customers' words for each."""
    found = {(item.one, item.other): item for item in _same_texts(fragments)}
    found |= {(item.one, item.other): item for item in _same_questions(fragments, asked)}
    return [found[key] for key in sorted(found)]


def _same_questions(fragments: Mapping[str, Fragment], asked: Mapping[str, Sequence[str]]) -> Iterator[Duplicate]:
    bags = {
        name: {bag: phrase for phrase in asked.get(name, ()) if (bag := _bag(phrase, fragment.article.language))}
        for name, fragment in fragments.items()
    }
    holders: defaultdict[Bag, list[str]] = defaultdict(list)
    for name in sorted(bags):
        for bag in bags[name]:
            holders[bag].append(name)
    shared: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for bag, names in holders.items():
        for one, other in combinations(names, 2):
            shared[one, other].append(bags[other][bag])
    for (one, other), phrases in shared.items():
        if len(phrases) >= _SHARED or len(phrases) >= _SHARE * min(len(bags[one]), len(bags[other])):
            yield Duplicate(one, other, tuple(phrases), 0.0)


def _bag(phrase: str, language: str) -> Bag:
    """The words of a phrase, in whatever order: 返品したい and 返品したいです are the same."""
    return frozenset(tally(phrase, language).terms.items())


def _same_texts(fragments: Mapping[str, Fragment]) -> Iterator[Duplicate]:
    profiles = {name: profile_of(fragment) for name, fragment in fragments.items()}
    for one, close in closeness(profiles, _CLOSE):
        for other, _ in close:
            if one < other and (overlap := _overlap(fragments[one], fragments[other])) >= _OVERLAP:
                yield Duplicate(one, other, (), overlap)


def _overlap(one: Fragment, other: Fragment) -> float:
    """How many of all words of two articles both have, each as often as it is said (Jaccard's index of bags)."""
    left, right = _words(one), _words(other)
    everything = (left | right).total()
    return (left & right).total() / everything if everything else 0.0


def _words(fragment: Fragment) -> Counter[str]:
    words: Counter[str] = Counter()
    for unit in fragment.units:
        for field in unit:
            words.update({term: count for term, count in field.counts if term[0] != "~"})
    return words
