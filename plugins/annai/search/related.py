"""Owns which articles go with which: those whose rarest words are the same, by TF-IDF and the cosine of the angle.

(Salton and McGill, "Introduction to Modern Information Retrieval", 1983, chapters 4 and 6.)
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import chain

from msgspec import Struct

from annai.search.fragment import FIELDS, Fragment

MOST = 4
"""The most articles that are related to one."""

# What an article is about stands in its title and in customers' words; its body says it in passing.
_WEIGHTS = {"title": 4.0, "keywords": 2.0, "summary": 1.5, "heading": 1.5, "body": 0.5}
_MOST_WORDS = 48
# The rarest words say what an article is about; all of them would cost a pass over the postings of common ones.
_MOST_TELLING = 16
# Below this articles share a word or two by chance.
_LEAST = 0.1
# Rarity in steps, so that an edit of one article does not shuffle what is related to others.
_STEP = 0.5


class Profile(Struct, frozen=True):
    """An article's commonest words, one a line, strongest first; and how strong each is, 1 to 255."""

    words: str
    strengths: bytes


def profile_of(fragment: Fragment) -> Profile:
    """The words of an article by how often they are said, and where."""
    found: defaultdict[str, float] = defaultdict(float)
    for unit in fragment.units:
        for field in unit:
            weight = _WEIGHTS[FIELDS[field.field]]
            for term, count in field.counts:
                if term[0] != "~":
                    found[term] += weight * count
    best = nsmallest(_MOST_WORDS, found.items(), key=lambda item: (-item[1], item[0]))
    # A word that is said four times says twice as much.
    strengths = bytes(min(255, max(1, round(16 * math.sqrt(strength)))) for _, strength in best)
    return Profile("\n".join(term for term, _ in best), strengths)


def related(
    profiles: Mapping[str, Profile], wanted: Collection[str] | None = None, most: int = MOST
) -> dict[str, tuple[str, ...]]:
    """For each article (by id) those that it has most in common with, closest first; equal ones by their ids.

    ``wanted``: only for these.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, close in closeness(profiles, _LEAST, wanted):
        near = [(-round(cosine, 4), other) for other, cosine in close]
        found[name] = tuple(other for _, other in nsmallest(most, near))
    return found


def closeness(
    profiles: Mapping[str, Profile], least: float, wanted: Collection[str] | None = None
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """For each article, by id, the others whose cosine with it is ``least`` or more, by id."""
    names = sorted(profiles)
    vectors = telling_words([profiles[name] for name in names])
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for word, strength in vector:
            holders[word].append((number, strength))
    for number, name in enumerate(names):
        if wanted is None or name in wanted:
            close = [0.0] * len(names)
            for word, strength in vectors[number]:
                for other, its in holders[word]:
                    close[other] += strength * its
            close[number] = 0.0
            yield name, [(names[other], cosine) for other, cosine in enumerate(close) if cosine >= least]


def telling_words(profiles: Sequence[Profile]) -> list[list[tuple[str, float]]]:
    """For each article its rarest and strongest words, as a vector of length 1; none that it alone has."""
    split = [profile.words.split("\n") for profile in profiles]
    held = Counter(chain.from_iterable(split))
    rarities = {word: _rarity(len(profiles), count) for word, count in held.items() if count > 1}
    found: list[list[tuple[str, float]]] = []
    for words, profile in zip(split, profiles, strict=True):
        weighed = [
            (rarity * strength, word)
            for word, strength in zip(words, profile.strengths, strict=False)
            if (rarity := rarities.get(word))
        ]
        weighed.sort(reverse=True)
        telling = weighed[:_MOST_TELLING]
        length = math.sqrt(sum(weight * weight for weight, _ in telling))
        found.append([(word, weight / length) for weight, word in telling])
    return found


def _rarity(articles: int, holders: int) -> float:
    """The inverse document frequency, in steps."""
    return _STEP * round(math.log2(articles / holders) / _STEP)
