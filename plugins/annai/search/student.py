"""Owns meaning at query time: a query's vector from its terms, how near each article is to it, and the fused order.

A student is what `annai train` makes: for each term a vector of signed bytes, so that the sum over a query's terms
points where a sentence embedding model, its teacher, would have put the query. Pure Python on integers;
`web/search/student.mjs` computes the same numbers in a browser.
"""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add, mul

from msgspec import Struct

from annai.language.analysis import PAIR
from annai.language.terms import NO_CONCEPT, Query, QueryTerm
from annai.search.rank import DEFAULT_RANKING, Postings, Ranking, chosen_terms, rarity

Vector = Sequence[int]
"""Signed numbers, one a dimension; only its direction means anything."""

# A pair of characters counts as it did in training, whatever it counts in the ranking.
_WHOLE = 100
# What is written another way or read so is the word itself; what is only akin, a part or a guess is not.
_AS_TYPED = 80


class Fusion(Struct, frozen=True):
    """How meaning and words are weighed; chosen on the dev halves of the demo and of a set of 3,023 incidents."""

    strength: int = 250
    """What an article of the query's very meaning adds to its score, in percent of the best score by words."""
    said: int = 85
    """By how much that counts less where the best article by words says all that was typed, in percent."""
    settled: int = 2
    """The most pieces of a query whose first article by words stays the first if it says all of them as typed."""
    head: int = 70
    """How much of an article's nearness is that of its title and keywords, in percent; the rest is its sections'."""
    least: int = 30
    """In percent, the nearness below which an article without the query's words is not found."""
    most: int = 20
    """The most articles that are found by meaning alone."""
    probes: int = 2
    """The clusters nearest to the query that are looked into."""
    clusters: int = 5
    """The most clusters that are looked into, those of the best articles by words among them."""
    leaders: int = 10
    """The best articles by words whose clusters are looked into, as far as `clusters` allows."""


class Said(Struct, frozen=True):
    """How much of a query the best article by words says as it was typed: in percent, and of how many pieces."""

    percent: int = 0
    pieces: int = 0


NOTHING_SAID = Said()


class Student(Struct, frozen=True):
    """A trained student of one view.

    `terms` has a vector for each term, made of its rarity and weight too: all of one scale. `texts` has the teacher's
    vectors of the view's texts by `student_texts.text_key()`, and the cluster of the article that each is in;
    `centroids` are the clusters' middles. `fidelity` is the mean cosine between teacher and student on sentences that
    were held out; `stamp` names what it was trained on.
    """

    audience: str
    language: str
    teacher: str
    stamp: str
    dimensions: int
    fidelity: float
    terms: Mapping[str, Vector]
    texts: Mapping[bytes, tuple[int, Vector]]
    centroids: Sequence[Vector]

    @property
    def fusion(self) -> Fusion:
        """The usual settings; weaker for a student that has too little to learn from, down to none."""
        return Fusion(strength=strength_of(self.fidelity))


class Member(Struct, frozen=True):
    """An article in a cluster: its number in the index, vectors of its title and keywords, vectors of its sections."""

    article: int
    head: tuple[Vector, ...]
    body: tuple[Vector, ...]


class Meaning(Struct, frozen=True):
    """A student's knowledge of one index: vectors by term, the articles in their clusters, each cluster's middle.

    `places` has the cluster of each article; a middle may have fewer dimensions than a vector: its first ones.
    """

    fusion: Fusion
    dimensions: int
    terms: Mapping[str, Vector]
    centroids: Sequence[Vector]
    clusters: Sequence[Sequence[Member]]
    places: Sequence[int]

    def near(self, query: Query, lexical: Sequence[tuple[int, float]]) -> dict[int, float]:
        """How near articles are to a query, 0 to 1, for those of the clusters that are looked into.

        `lexical` has (article, score), best first.
        """
        vector = query_vector(query.terms, self.terms, self.dimensions)
        length = norm(vector)
        if not length:
            return {}
        found: dict[int, float] = {}
        for cluster in self._looked_into(vector, lexical):
            for member in self.clusters[cluster]:
                found[member.article] = nearness(vector, length, member, self.fusion.head)
        return found

    def _looked_into(self, vector: Vector, lexical: Sequence[tuple[int, float]]) -> list[int]:
        if not self.centroids:
            return []
        start = vector[: len(self.centroids[0])]
        length = norm(start) or 1.0
        likeness = [cosine(start, length, centroid) for centroid in self.centroids]
        nearest = sorted(range(len(likeness)), key=lambda number: (-likeness[number], number))[: self.fusion.probes]
        leaders = [self.places[article] for article, _ in lexical[: self.fusion.leaders]]
        return list(dict.fromkeys([*nearest, *leaders]))[: self.fusion.clusters]


def strength_of(fidelity: float) -> int:
    """How strongly a student's word counts, in percent: none up to .55 of its teacher's direction, all from .75 on."""
    share = min(1.0, max(0.0, (fidelity - 0.55) / 0.2))
    return math.floor(Fusion().strength * share + 0.5)


def query_vector(terms: Iterable[QueryTerm], vectors: Mapping[str, Vector], dimensions: int) -> Vector:
    """The sum of a query's terms' vectors, by their weights in percent; zeros if the student knows none."""
    total = [0] * dimensions
    for term in terms:
        vector = vectors.get(term.text)
        if vector is not None:
            weight = _WHOLE if term.text.startswith(PAIR) else term.weight
            total = [number + weight * own for number, own in zip(total, vector, strict=True)]
    return array("q", total)


def norm(vector: Vector) -> float:
    """The Euclidean length of a vector of integers."""
    return math.sqrt(sum(map(mul, vector, vector)))


def cosine(vector: Vector, length: float, other: Vector) -> float:
    """The cosine between two vectors of as many integers; `length` is the first one's, not 0."""
    own = norm(other)
    return sum(map(mul, vector, other)) / (length * own) if own else 0.0


def nearness(vector: Vector, length: float, member: Member, head: int) -> float:
    """How near an article is: its best heading text and its best passage, weighed; never below 0."""
    of_head = max((cosine(vector, length, other) for other in member.head), default=None)
    of_body = max((cosine(vector, length, other) for other in member.body), default=None)
    if of_head is None and of_body is None:
        return 0.0
    first = max(0.0, of_body or 0.0) if of_head is None else max(0.0, of_head)
    second = first if of_body is None else max(0.0, of_body)
    return (head * first + (100 - head) * second) / 100


def fuse(
    lexical: Sequence[tuple[int, float]], near: Mapping[int, float], fusion: Fusion, said: Said = NOTHING_SAID
) -> list[tuple[int, float]]:
    """The articles by words and meaning together, best first; scores in percent of the best score by words.

    `lexical` has (article, score), best first; `said` is about the first of them. Where that says all of a short query
    word for word, it stays the first: meaning only orders what is below it.
    """
    top = lexical[0][1] if lexical else 0.0
    strength = fusion.strength * (10_000 - fusion.said * said.percent) / 10_000
    scores = {article: 100 * score / top + _bonus(near.get(article, 0.0), strength) for article, score in lexical}
    unsaid = [(nearby, article) for article, nearby in near.items() if article not in scores]
    by_meaning = sorted(
        ((nearby, article) for nearby, article in unsaid if 100 * nearby >= fusion.least),
        key=lambda item: (-item[0], item[1]),
    )
    if strength:
        for nearby, article in by_meaning[: fusion.most]:
            scores[article] = _bonus(nearby, strength)
    first = lexical[0][0] if lexical else -1
    if first in scores and said.percent == _WHOLE and said.pieces <= fusion.settled:
        scores[first] = max(scores.values())
        return sorted(scores.items(), key=lambda item: (-item[1], item[0] != first, item[0]))
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def said_by(query: Query, index: Postings, count: int, article: int, ranking: Ranking = DEFAULT_RANKING) -> Said:
    """How much of a query an article (of `count`) says as it was typed, each piece weighed by its rarity.

    A piece that the site has no word for is as rare as can be.
    """
    worths: dict[int, float] = {}
    has: dict[int, float] = {}
    for term, df in chosen_terms(query.terms, index, count, ranking):
        if term.concept == NO_CONCEPT:
            continue
        worth = rarity(df, count)
        worths[term.concept] = max(worths.get(term.concept, 0.0), worth * term.weight / _WHOLE)
        if term.weight >= _AS_TYPED and any(number == article for number, _, _ in index.postings(term.text)):
            has[term.concept] = max(has.get(term.concept, 0.0), worth)
    unknown = sum(1 for piece in query.pieces if piece.kind == "unknown")
    typed = all(piece.kind in ("word", "reading") for piece in query.pieces)
    everything = _total(worths.values()) + unknown * rarity(0, count)
    percent = math.floor(_WHOLE * _total(has.values()) / everything + 0.5) if everything else 0
    # All, only where every piece is a word or its reading: one that was guessed may have been guessed wrongly.
    whole = typed and len(has) == len(worths)
    return Said(min(percent, _WHOLE if whole else _WHOLE - 1), len(query.pieces))


def _total(worths: Iterable[float]) -> float:
    # One after the other: sum() rounds otherwise than a browser does, from Python 3.12 on.
    return reduce(add, worths, 0.0)


def _bonus(nearby: float, strength: float) -> float:
    # Squared: what is a little near is near to half of the site.
    return strength * nearby * nearby
