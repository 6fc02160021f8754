"""Ranking: what makes one section better than another."""

from annai.language.terms import Query, QueryTerm
from annai.search.rank import ScoredSection, group_by_article, rank_sections

FIELDS = ("title", "keywords", "section", "body")


class Shelf:
    """Postings of sections given as words by field."""

    def __init__(self, *sections: dict[str, str]) -> None:
        self.sections = [{field: section.get(field, "").split() for field in FIELDS} for section in sections]

    def average_length(self, field: str) -> float:
        return sum(len(section[field]) for section in self.sections) / len(self.sections)

    def occurrences(self, term: str, field: str) -> list[tuple[int, float, float]]:
        return [
            (number, section[field].count(term), len(section[field]))
            for number, section in enumerate(self.sections)
            if term in section[field]
        ]


def query(*words: str) -> Query:
    return Query(" ".join(words), tuple(QueryTerm(word, 1.0, concept) for concept, word in enumerate(words)))


def order(shelf: Shelf, asked: Query) -> list[int]:
    ranked = rank_sections(asked, shelf, range(len(shelf.sections)))
    return [section.section for section in ranked]


def test_a_word_in_the_title_counts_more_than_one_in_the_body():
    assert order(Shelf({"title": "a b", "body": "x y"}, {"title": "a x", "body": "b y"}), query("x")) == [1, 0]


def test_sections_with_any_of_the_words_are_found():
    shelf = Shelf({"body": "return"}, {"body": "fee"}, {"body": "hours"})
    assert sorted(order(shelf, query("return", "fee"))) == [0, 1]


def test_a_section_with_more_of_the_query_comes_first():
    shelf = Shelf({"body": "return return return other"}, {"body": "return fee other words"}, {"body": "fee x y z"})
    assert order(shelf, query("return", "fee"))[0] == 1


def test_the_page_whose_title_is_the_query_comes_first():
    shelf = Shelf(
        {"title": "all about boards", "body": "create account create account create account"},
        {"title": "create account", "body": "first press the button and then wait"},
        {"title": "create account for a child", "body": "create account"},
    )
    assert order(shelf, query("create", "account"))[0] == 1


def test_rare_words_count_more_than_common_ones():
    shelf = Shelf({"body": "order a"}, {"body": "order b"}, {"body": "order c"}, {"body": "refund d"})
    assert order(shelf, query("order", "refund"))[0] == 3


def test_a_word_is_rare_by_articles_and_not_by_sections():
    # One article of three sections repeats its title's word; it is as rare as the other's.
    shelf = Shelf({"title": "coffee"}, {"title": "coffee"}, {"title": "coffee"}, {"title": "tea"})
    ranked = rank_sections(query("coffee", "tea"), shelf, ["a", "a", "a", "b"])
    assert len({round(section.score, 9) for section in ranked}) == 1


def test_a_weaker_term_scores_less():
    shelf = Shelf({"body": "return"}, {"body": "refund"})
    asked = Query("", (QueryTerm("return", 0.5, 0), QueryTerm("refund", 1.0, 1)))
    assert order(shelf, asked) == [1, 0]


def test_equal_sections_keep_their_order():
    assert order(Shelf({"body": "a"}, {"body": "a"}, {"body": "a"}), query("a")) == [0, 1, 2]


def test_a_query_without_terms_finds_nothing():
    assert order(Shelf({"body": "a"}), query()) == []
    assert order(Shelf({"body": "a"}), query("b")) == []


def test_an_article_is_as_good_as_its_best_section_and_a_little_better_with_more():
    sections = [ScoredSection(0, 3.0), ScoredSection(2, 3.0), ScoredSection(1, 1.0)]
    first, second = group_by_article(sections, ["a", "b", "b"])
    assert (first.key, [section.section for section in first.sections]) == ("b", [2, 1])
    assert second.key == "a"
    assert first.score > second.score == 3.0
