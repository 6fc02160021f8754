"""Owns the answer to a query: the articles that any index gives for it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from annai.language.lexicon import Keys
from annai.language.query import analyse_query
from annai.search.fragment import Article
from annai.search.rank import DEFAULT_RANKING, Postings, Ranking, rank
from annai.search.results import SearchResult, make_result


class Searchable(Keys, Postings, Protocol):
    """An index that can be searched."""

    @property
    def articles(self) -> Sequence[Article]:
        """What is shown of its articles, by number."""


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
