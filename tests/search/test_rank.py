"""Ranking: what makes one article better than another."""

import pytest

from annai.language.terms import NO_CONCEPT, Query, QueryTerm
from annai.search.contribution import chunks_of
from annai.search.fragment import FieldCount
from annai.search.rank import DEFAULT_RANKING, chosen_terms, rank, rarity
from annai.search.rows import row_of

FIELDS = ("title", "keywords", "summary", "heading", "body")


class Shelf:
    """Articles given as their units, each with words by field; unit 0 is the head."""

    def __init__(self, *articles: list[dict[str, str]]) -> None:
        self.count = len(articles)
        self.found: dict[str, list[tuple[int, str]]] = {}
        for number, units in enumerate(articles):
            fields = [[self._field(name, text) for name, text in unit.items()] for unit in units]
            for term, chunk in chunks_of(fields).items():
                self.found.setdefault(term, []).append((number, chunk))

    def _field(self, name: str, text: str) -> FieldCount:
        words = text.split()
        return FieldCount(FIELDS.index(name), len(words), tuple((word, words.count(word)) for word in set(words)))

    def df(self, term: str) -> int:
        return len(self.found.get(term, ()))

    def postings(self, term: str) -> list[tuple[int, int, int]]:
        return list(row_of(self.found.get(term, [])).postings())


def page(title: str, *sections: str) -> list[dict[str, str]]:
    return [{"title": title}, *({"body": text} for text in sections)]


def query(*words: str) -> Query:
    return Query(" ".join(words), tuple(QueryTerm(word, 100, at) for at, word in enumerate(words)), ())


def order(shelf: Shelf, asked: Query) -> list[int]:
    return [article.article for article in rank(asked, shelf, shelf.count)]


def test_a_word_in_the_title_counts_more_than_one_in_the_body():
    assert order(Shelf(page("a b", "x y"), page("a x", "b y")), query("x")) == [1, 0]


def test_articles_with_any_of_the_words_are_found():
    assert sorted(order(Shelf(page("", "return"), page("", "fee"), page("", "hours")), query("return", "fee"))) == [
        0,
        1,
    ]


def test_an_article_with_more_of_the_query_comes_first():
    shelf = Shelf(page("", "return return return other"), page("", "return fee other words"), page("", "fee x y z"))
    assert order(shelf, query("return", "fee"))[0] == 1


def test_a_query_is_covered_by_all_of_an_article():
    shelf = Shelf(page("return", "x", "fee"), page("return", "return x"), page("other", "fee"), page("z", "z"))
    assert order(shelf, query("return", "fee"))[0] == 0


def test_rare_words_count_more_than_common_ones():
    shelf = Shelf(page("", "order a"), page("", "order b"), page("", "order c"), page("", "refund d"))
    assert order(shelf, query("order", "refund"))[0] == 3


def test_a_word_is_rare_by_articles_and_not_by_sections():
    shelf = Shelf(page("", "coffee", "coffee", "coffee"), page("", "tea"))
    assert shelf.df("coffee") == shelf.df("tea") == 1
    assert rarity(1, 2) == rarity(shelf.df("coffee"), 2)


def test_a_weaker_term_scores_less():
    shelf = Shelf(page("", "return"), page("", "refund"))
    asked = Query("", (QueryTerm("return", 50, 0), QueryTerm("refund", 100, 1)), ())
    assert order(shelf, asked) == [1, 0]


def test_what_only_supports_covers_nothing():
    shelf = Shelf(page("", "return"), page("", "pair"))
    supported = Query("", (QueryTerm("return", 100, 0), QueryTerm("pair", 20, NO_CONCEPT)), ())
    first, second = rank(supported, shelf, 2)
    assert (first.article, second.article) == (0, 1)
    alone = Query("", (QueryTerm("pair", 20, NO_CONCEPT),), ())
    assert second.score == rank(alone, shelf, 2)[0].score


def test_equal_articles_keep_their_order():
    assert order(Shelf(page("", "a"), page("", "a"), page("", "a")), query("a")) == [0, 1, 2]


def test_a_query_without_terms_finds_nothing():
    assert order(Shelf(page("", "a")), query()) == []
    assert order(Shelf(page("", "a")), query("b")) == []


def test_the_best_section_is_the_one_that_answers():
    shelf = Shelf(page("fee", "x y", "fee x", "fee fee"))
    (article,) = rank(query("fee"), shelf, 1)
    assert article.best_section == 2
    (only_title,) = rank(query("fee"), Shelf(page("fee", "x")), 1)
    assert only_title.best_section is None


def test_what_most_articles_have_is_not_looked_for_unless_nothing_else_is_left():
    shelf = Shelf(*(page("shop", "rare" if not number else "x") for number in range(30)))
    terms = query("shop", "rare").terms
    assert [term.text for term, _ in chosen_terms(terms, shelf, 30)] == ["rare"]
    assert [term.text for term, _ in chosen_terms(terms[:1], shelf, 30)] == ["shop"]


def test_a_long_query_is_asked_by_its_rarest_terms():
    shelf = Shelf(*(page("", " ".join(f"w{word}" for word in range(number, 60))) for number in range(10)))
    chosen = chosen_terms(query(*(f"w{word}" for word in range(60))).terms, shelf, 10)
    assert len(chosen) == DEFAULT_RANKING.most_terms
    assert [df for _, df in chosen] == sorted(df for _, df in chosen)


@pytest.mark.parametrize("times", [1, 5, 500])
def test_an_impact_is_a_byte(times):
    _, unit, impact = chunks_of([[FieldCount(0, times, (("a", times),))]])["a"].split(",")
    assert unit == "0"
    assert 0 < int(impact) <= 255
