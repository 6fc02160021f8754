"""Owns the ranking: BM25F over the fields of sections, a bonus for covering the query, articles by their best section.

BM25F after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.6:
a term's frequencies are weighted by field before they saturate, and its rarity is counted once, over all fields.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from annai.language.terms import Query


class Postings(Protocol):
    """What an index must tell to be ranked; sections are numbered from 0."""

    def average_length(self, field: str) -> float:
        """The mean number of terms of a field."""

    def occurrences(self, term: str, field: str) -> Sequence[tuple[int, float, float]]:
        """(section, frequency, length of the field in that section) for each section with the term in the field."""


class FieldWeight(Struct, frozen=True):
    """How much a field counts (`weight`), and how far its length is levelled out (`b`, 0 to 1)."""

    weight: float
    b: float


class Ranking(Struct, frozen=True):
    """The settings of a ranking."""

    fields: Mapping[str, FieldWeight]
    k1: float
    coverage: float
    """How much higher a section scores that has all of the query: by this share."""
    title: float
    """The same for one whose title is the query, no more and no less."""
    wording: float
    """The same for one that repeats the query's wording."""
    further_sections: float
    """How much of the scores of an article's next three sections is added to that of its best."""


class ScoredSection(Struct, frozen=True):
    """A section that has terms of the query; higher scores are better."""

    section: int
    score: float


class ScoredArticle(Struct, frozen=True):
    """An article with its sections that have terms of the query, best first."""

    key: Hashable
    score: float
    sections: tuple[ScoredSection, ...]


DEFAULT_RANKING = Ranking(
    fields={
        "title": FieldWeight(2.0, 0.5),
        "keywords": FieldWeight(1.5, 0.5),
        "section": FieldWeight(1.5, 0.5),
        "body": FieldWeight(1.0, 0.75),
    },
    k1=1.5,
    coverage=0.25,
    title=1.0,
    wording=0.3,
    further_sections=0.1,
)

_TITLE = "title"
# A query of a thousand terms is a pasted text: its rarest terms say what it is about.
_MOST_TERMS = 64


def rank_sections(
    query: Query, postings: Postings, articles: Sequence[Hashable], ranking: Ranking = DEFAULT_RANKING
) -> list[ScoredSection]:
    """The sections that have any of the query's terms, best first; `articles[n]` is the article of section n.

    A term is as rare as the articles that have it are few: an article of many sections repeats its title's words.
    Equal scores keep the order of the sections, so that the same index gives the same order.
    """
    count = len(set(articles))
    found = [(term, weighed) for term in query.terms if (weighed := _weigh(term.text, postings, ranking)).frequencies]
    rarest = sorted(found, key=lambda pair: len(pair[1].frequencies))[:_MOST_TERMS]
    whole = _Coverage()
    covered: defaultdict[int, _Coverage] = defaultdict(_Coverage)
    titles: defaultdict[int, _Coverage] = defaultdict(_Coverage)
    scores: defaultdict[int, float] = defaultdict(float)
    for term, weighed in rarest:
        holding = len({articles[section] for section in weighed.frequencies})
        rarity = math.log(1 + (count - holding + 0.5) / (holding + 0.5))
        worth = term.weight * rarity
        whole.note(term.concept, worth)
        for section, frequency in weighed.frequencies.items():
            scores[section] += worth * frequency * (ranking.k1 + 1) / (frequency + ranking.k1)
            covered[section].note(term.concept, worth)
        for section, share in weighed.titles.items():
            titles[section].note(term.concept, worth)
            titles[section].share += share
    scored: list[ScoredSection] = []
    for section, score in scores.items():
        title = titles[section]
        bonus = ranking.coverage * covered[section].worth / whole.worth
        bonus += ranking.title * min(1.0, title.share) * title.worth / whole.worth
        scored.append(ScoredSection(section, score * (1 + bonus)))
    return sorted(scored, key=lambda section: (-section.score, section.section))


def group_by_article(
    sections: Iterable[ScoredSection], articles: Sequence[Hashable], ranking: Ranking = DEFAULT_RANKING
) -> list[ScoredArticle]:
    """The articles of ranked sections, best first; `articles[n]` is the article of section n."""
    grouped: defaultdict[Hashable, list[ScoredSection]] = defaultdict(list)
    for section in sections:
        grouped[articles[section.section]].append(section)
    scored = [
        ScoredArticle(
            key,
            found[0].score + ranking.further_sections * sum(section.score for section in found[1:4]),
            tuple(found),
        )
        for key, found in grouped.items()
    ]
    return sorted(scored, key=lambda article: -article.score)


class _Coverage:
    """How much of a query something has: of each concept, the worth of the best term that stands for it."""

    __slots__ = ("_concepts", "share", "worth")

    def __init__(self) -> None:
        self._concepts: dict[int, float] = {}
        self.worth = 0.0
        self.share = 0.0

    def note(self, concept: int, worth: float) -> None:
        more = worth - self._concepts.get(concept, 0.0)
        if more > 0:
            self._concepts[concept] = worth
            self.worth += more


class _Weighed(Struct, frozen=True):
    """A term's frequency by section, weighted by field and levelled by length; its share of the sections' titles."""

    frequencies: Mapping[int, float]
    titles: Mapping[int, float]


def _weigh(term: str, postings: Postings, ranking: Ranking) -> _Weighed:
    frequencies: defaultdict[int, float] = defaultdict(float)
    titles: dict[int, float] = {}
    for field, settings in ranking.fields.items():
        average = postings.average_length(field) or 1.0
        for section, frequency, length in postings.occurrences(term, field):
            frequencies[section] += settings.weight * frequency / (1 - settings.b + settings.b * length / average)
            if field == _TITLE:
                titles[section] = frequency / max(length, 1.0)
    return _Weighed(frequencies, titles)
