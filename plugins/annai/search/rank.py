"""Owns the ranking: impacts of terms by unit, an article by its head and its best sections, a bonus for coverage.

The impacts are BM25F's saturated frequencies (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond", 2009, section 3.6), counted within an article's units. `web/search/rank.mjs` computes the same in a browser.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from annai.language.terms import NO_CONCEPT, Query, QueryTerm


class Postings(Protocol):
    """What an index must tell to be ranked."""

    def df(self, term: str) -> int:
        """The number of articles that hold a term."""

    def postings(self, term: str) -> Iterable[tuple[int, int, int]]:
        """(article, unit, impact) for each unit that holds the term; unit 0 is an article's head."""


class Ranking(Struct, frozen=True):
    """The settings of a ranking; those that a browser needs are in its manifest.

    Chosen on the dev half of a set of real incidents (3,023 articles) and confirmed on two others: nothing here is set
    for one site.
    """

    weights: Mapping[str, float]
    """How much a term counts by field. A title twice a body was best; more lets titles drown answers."""
    levelled: Mapping[str, float]
    """How far a field's length is levelled out (BM25's b). Sections are short: nearly all of it."""
    usual: Mapping[str, int]
    """The usual length of a field, in terms. A mean would move with every edit, and the best of three sites of other
    kinds differ by less than they gain."""
    shortest: float
    """The share of the usual length from which on a text is no better for being shorter: one line is no answer."""
    k1: float
    """How soon a term that comes again counts no more. Low, since sections are short."""
    head: float
    """How much an article's head (title, keywords, summary) counts beside its best section."""
    further: float
    """How much an article's next sections count, up to `most_further` of them."""
    most_further: int
    coverage: float
    """How much higher an article scores that has something for every piece of the query: by this share."""
    common: float
    """A term in more than this share of the articles says nothing, and its postings are the longest to fetch."""
    smallest: int
    """The least articles for that."""
    most_terms: int
    """The most terms of a query: a pasted text is about its rarest."""

    def share(self, field: str, length: int) -> float:
        """What one occurrence of a term counts in a field of a length (in terms).

        Lengths are taken in steps of a half power of two, so that a small edit does not move the rest of a section.
        """
        levelled = self.levelled[field]
        step = 2 ** (round(2 * math.log2(max(1, length))) / 2) / self.usual[field]
        return self.weights[field] / (1 - levelled + levelled * max(step, self.shortest))


class ScoredArticle(Struct, frozen=True):
    """An article that has terms of the query; its units with their scores, best first. Higher is better."""

    article: int
    score: float
    units: tuple[tuple[int, float], ...]

    @property
    def best_section(self) -> int | None:
        """The section (from 0) that answers best; None where only the head has terms of the query."""
        return next((unit - 1 for unit, _ in self.units if unit), None)


DEFAULT_RANKING = Ranking(
    weights={"title": 2.0, "keywords": 1.5, "summary": 1.0, "heading": 1.5, "body": 1.0},
    levelled={"title": 0.5, "keywords": 0.5, "summary": 0.5, "heading": 0.5, "body": 0.9},
    usual={"title": 4, "keywords": 16, "summary": 32, "heading": 4, "body": 64},
    shortest=0.4,
    k1=1.0,
    head=1.25,
    further=0.3,
    most_further=3,
    coverage=1.0,
    common=0.5,
    smallest=20,
    most_terms=48,
)


def rank(query: Query, postings: Postings, count: int, ranking: Ranking = DEFAULT_RANKING) -> list[ScoredArticle]:
    """The articles (of `count`) that have any of the query's terms, best first; equal ones in their order."""
    chosen = chosen_terms(query.terms, postings, count, ranking)
    units: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    covered: defaultdict[int, dict[int, float]] = defaultdict(dict)
    whole: dict[int, float] = {}
    for term, df in chosen:
        worth = term.weight / 100 * rarity(df, count)
        if term.concept != NO_CONCEPT:
            whole[term.concept] = max(whole.get(term.concept, 0.0), worth)
        for article, unit, impact in postings.postings(term.text):
            units[article][unit] += worth * impact / 100
            if term.concept != NO_CONCEPT and worth > covered[article].get(term.concept, 0.0):
                covered[article][term.concept] = worth
    everything = sum(whole.values())
    scored: list[ScoredArticle] = []
    for article, scores in units.items():
        share = sum(covered[article].values()) / everything if everything else 0.0
        scored.append(_scored(article, scores, 1 + ranking.coverage * share, ranking))
    return sorted(scored, key=lambda item: (-item.score, item.article))


def chosen_terms(
    terms: Sequence[QueryTerm], postings: Postings, count: int, ranking: Ranking = DEFAULT_RANKING
) -> list[tuple[QueryTerm, int]]:
    """The terms that are looked for, each with the number of its articles, rarest first.

    Those that most articles have are left out unless nothing else is left.
    """
    known = [(term, df) for term in terms if (df := postings.df(term.text))]
    if count > ranking.smallest:
        known = [(term, df) for term, df in known if df <= ranking.common * count] or known
    return sorted(known, key=lambda item: item[1])[: ranking.most_terms]


def rarity(df: int, count: int) -> float:
    """How much a term says that `df` of `count` articles hold: BM25's inverse document frequency."""
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


def _scored(article: int, scores: Mapping[int, float], factor: float, ranking: Ranking) -> ScoredArticle:
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    sections = [score for unit, score in best if unit]
    total = ranking.head * scores.get(0, 0.0)
    if sections:
        total += sections[0] + ranking.further * sum(sections[1 : 1 + ranking.most_further])
    return ScoredArticle(article, total * factor, tuple(best))
