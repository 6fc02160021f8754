"""Owns the answer to a query: the articles that any index gives for it, and why it gives them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from annai.language.lexicon import Keys
from annai.language.query import analyse_query
from annai.language.terms import Query
from annai.search.fragment import Article
from annai.search.rank import DEFAULT_RANKING, Postings, Ranking, chosen_terms, rank, rarity
from annai.search.results import SearchResult, make_result


class Searchable(Keys, Postings, Protocol):
    """An index that can be searched."""

    @property
    def articles(self) -> Sequence[Article]:
        """What is shown of its articles, by number."""


class TermScore(Struct, frozen=True):
    """What one term of a query adds to an article: `score` over all units, before the article's parts are weighed."""

    term: str
    typed: str
    weight: int
    rarity: float
    units: tuple[tuple[int, int], ...]
    score: float


class Explanation(Struct, frozen=True):
    """Why an article stands where it stands: its place (from 1; 0 where it was not found), and its terms' scores."""

    id: str
    place: int
    score: float
    terms: tuple[TermScore, ...]


def search(
    index: Searchable,
    text: str,
    limit: int = 10,
    kinds: Collection[str] | None = None,
    categories: Collection[str] | None = None,
    ranking: Ranking = DEFAULT_RANKING,
) -> tuple[SearchResult, ...]:
    """The articles that answer a query best, at most `limit`, of those kinds and categories if any are given.

    None for a query without words. Never fails, whatever the query.
    """
    query = analyse_query(text, index)
    found: list[SearchResult] = []
    for scored in rank(query, index, len(index.articles), ranking):
        if len(found) >= limit:
            break
        article = index.articles[scored.article]
        if (kinds is None or article.kind in kinds) and (categories is None or article.category in categories):
            found.append(make_result(article, scored.best_section, query, scored.score))
    return tuple(found)


def explain(
    index: Searchable, text: str, ids: Iterable[str], ranking: Ranking = DEFAULT_RANKING
) -> tuple[Explanation, ...]:
    """Why each of the articles stands where it stands for a query."""
    query = analyse_query(text, index)
    ranked = rank(query, index, len(index.articles), ranking)
    places = {index.articles[scored.article].id: (place, scored) for place, scored in enumerate(ranked, start=1)}
    numbers = {article.id: number for number, article in enumerate(index.articles)}
    return tuple(
        Explanation(
            name,
            places[name][0] if name in places else 0,
            places[name][1].score if name in places else 0.0,
            tuple(_term_scores(query, index, numbers[name], ranking)) if name in numbers else (),
        )
        for name in ids
    )


def _term_scores(query: Query, index: Searchable, number: int, ranking: Ranking) -> list[TermScore]:
    typed = _typed(query, index)
    found: list[TermScore] = []
    for term, df in chosen_terms(query.terms, index, len(index.articles), ranking):
        units = tuple((unit, impact) for article, unit, impact in index.postings(term.text) if article == number)
        if units:
            rare = rarity(df, len(index.articles))
            score = sum(term.weight / 100 * rare * impact / 100 for _, impact in units)
            found.append(TermScore(term.text, typed.get(term.text, term.text), term.weight, rare, units, score))
    return sorted(found, key=lambda item: -item.score)


def _typed(query: Query, index: Searchable) -> dict[str, str]:
    """For each term the first piece of the query that stands for it."""
    typed: dict[str, str] = {}
    for piece in query.pieces:
        for key in piece.keys:
            entry = index.entry(key)
            for term, _ in entry.terms if entry is not None else ():
                typed.setdefault(term, piece.typed)
    return typed
