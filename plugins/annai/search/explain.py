"""Owns why an article stands where it stands for a query: what each term of it adds to the article's score."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from annai.language.query import analyse_query
from annai.language.terms import NO_CONCEPT, Query
from annai.search.answer import Searchable
from annai.search.rank import DEFAULT_RANKING, Ranking, ScoredArticle, chosen_terms, rank, rarity

_LEAST_SHOWN = 0.05


class UnitShare(Struct, frozen=True):
    """A unit of an article that holds a term: 0 is its head, n its n-th section.

    `impact` is how much the term counts there, in hundredths; `counts` how much the unit counts in the article: 0 for
    sections that are not among its best.
    """

    unit: int
    impact: int
    counts: float


class TermScore(Struct, frozen=True):
    """What one term of a query adds to an article's score.

    `typed` is the piece of the query that it stands for, `weight` in percent how well; `rarity` is its inverse document
    frequency. `score` has the bonus for coverage in it, so that the scores of all terms add up to the article's.
    """

    term: str
    typed: str
    weight: int
    rarity: float
    units: tuple[UnitShare, ...]
    score: float

    @property
    def supports(self) -> bool:
        """Whether it is only a pair of characters, which supports other terms."""
        return not self.typed


class Explanation(Struct, frozen=True):
    """Why an article stands where it stands: its place (from 1; 0 where it was not found), its terms, strongest first.

    `coverage` is what everything is multiplied by: 1 where nothing of the query is covered, 2 where all of it is.
    """

    id: str
    place: int
    score: float
    coverage: float
    terms: tuple[TermScore, ...]


class Ranked:
    """A query and all that it finds, ready to be asked about single articles."""

    def __init__(self, index: Searchable, text: str, ranking: Ranking = DEFAULT_RANKING) -> None:
        self.index = index
        self.ranking = ranking
        self.query = analyse_query(text, index)
        self.scored = rank(self.query, index, len(index.articles), ranking)
        self._typed = _typed(self.query, index)

    def first(self, count: int) -> tuple[str, ...]:
        """The ids of the best articles."""
        return tuple(self.index.articles[scored.article].id for scored in self.scored[:count])

    def place(self, name: str) -> int:
        """Where an article stands, from 1; 0 where it is not found."""
        ids = (self.index.articles[scored.article].id for scored in self.scored)
        return next((place for place, found in enumerate(ids, start=1) if found == name), 0)

    def explain(self, name: str) -> Explanation:
        """Why an article stands where it stands."""
        place = self.place(name)
        if not place:
            return Explanation(name, 0, 0.0, 1.0, ())
        scored = self.scored[place - 1]
        counts = _counts(scored, self.ranking)
        plain = sum(score * counts[unit] for unit, score in scored.units)
        coverage = scored.score / plain if plain else 1.0
        terms = sorted(self._terms(scored.article, counts, coverage), key=lambda item: -item.score)
        return Explanation(name, place, scored.score, coverage, tuple(terms))

    def _terms(self, article: int, counts: Mapping[int, float], coverage: float) -> Iterator[TermScore]:
        size = len(self.index.articles)
        for term, df in chosen_terms(self.query.terms, self.index, size, self.ranking):
            postings = self.index.postings(term.text)
            units = tuple(UnitShare(unit, impact, counts[unit]) for at, unit, impact in postings if at == article)
            if units:
                rare = rarity(df, size)
                worth = term.weight / 100 * rare * coverage
                score = sum(worth * unit.impact / 100 * unit.counts for unit in units)
                typed = "" if term.concept == NO_CONCEPT else self._typed.get(term.text, term.text)
                yield TermScore(term.text, typed, term.weight, rare, units, score)


def explain(
    index: Searchable, text: str, ids: Iterable[str], ranking: Ranking = DEFAULT_RANKING
) -> tuple[Explanation, ...]:
    """Why each of the articles stands where it stands for a query."""
    ranked = Ranked(index, text, ranking)
    return tuple(ranked.explain(name) for name in ids)


def score_line(explanation: Explanation, most: int = 4) -> str:
    """An article's score on one line, by pieces of the query: `help/returns 7.1 = 返品 5.2 + 期限 1.6 + … 0.3`.

    `…` is what further pieces and pairs of characters add. An article that was not found has no sum.
    """
    if not explanation.place:
        return f"{explanation.id} 0"
    pieces: defaultdict[str, float] = defaultdict(float)
    for term in explanation.terms:
        if not term.supports:
            pieces[term.typed] += term.score
    best = sorted(pieces.items(), key=lambda item: -item[1])[:most]
    rest = explanation.score - sum(score for _, score in best)
    parts = [(piece, score) for piece, score in (*best, ("…", rest)) if score >= _LEAST_SHOWN]
    return f"{explanation.id} {explanation.score:.1f} = {' + '.join(f'{piece} {score:.1f}' for piece, score in parts)}"


def _counts(scored: ScoredArticle, ranking: Ranking) -> dict[int, float]:
    """How much each unit counts in the article, as `rank` adds them up."""
    sections: Sequence[int] = [unit for unit, _ in scored.units if unit]
    counts = {unit: 0.0 for unit, _ in scored.units}
    counts |= dict.fromkeys(sections[1 : 1 + ranking.most_further], ranking.further)
    counts |= dict.fromkeys(sections[:1], 1.0)
    if 0 in counts:
        counts[0] = ranking.head
    return counts


def _typed(query: Query, index: Searchable) -> dict[str, str]:
    """For each term the first piece of the query that stands for it."""
    typed: dict[str, str] = {}
    for piece in query.pieces:
        for key in piece.keys:
            entry = index.entry(key)
            for term, _ in entry.terms if entry is not None else ():
                typed.setdefault(term, piece.typed)
    return typed
