"""Why an article stands where it stands: the scores of a query's terms add up, and say what each was taken for."""

import pytest

from annai.search.explain import Ranked, explain, score_line
from annai.search.find import search
from annai.search.index import build_index
from tests.search.builders import SHOP, page

QUERIES = ("返品できる条件", "商品が届かない", "クレジットカード", "へんぴん", "パスワ", "配送 住所 領収書", "のに")


@pytest.fixture(scope="module")
def index():
    return build_index([document for document in SHOP if document.language == "ja"], "ja")


@pytest.mark.parametrize("query", QUERIES)
def test_the_scores_of_the_terms_add_up_to_the_article_s(index, query):
    for place, result in enumerate(search(index, query, 10), start=1):
        (found,) = explain(index, query, [result.id])
        assert (found.place, found.score) == (place, result.score)
        assert sum(term.score for term in found.terms) == pytest.approx(found.score)
        assert 1 <= found.coverage <= 2


def test_terms_come_strongest_first_with_what_was_typed(index):
    (found,) = explain(index, "返品したい", ["returns"])
    assert (found.terms[0].term, found.terms[0].typed, found.terms[0].weight) == ("返品", "返品", 100)
    scores = [term.score for term in found.terms]
    assert scores == sorted(scores, reverse=True)


def test_a_reading_names_the_word_that_it_stands_for(index):
    (found,) = explain(index, "へんぴん", ["returns"])
    assert ("返品", "へんぴん") in {(term.term, term.typed) for term in found.terms}


def test_a_section_that_is_not_among_the_best_counts_nothing():
    sections = [page("返品", "返品の話。", section=f"返品 {at}", anchor=f"s{at}", name="a") for at in range(8)]
    index = build_index([*sections, page("配送", "荷物。")], "ja")
    (found,) = explain(index, "返品", ["a"])
    counts = [unit.counts for unit in next(term for term in found.terms if term.term == "返品").units]
    assert counts == [1.25, 1, 0.3, 0.3, 0.3, 0, 0, 0, 0]


def test_an_article_that_is_not_found_has_no_place(index):
    assert [(found.place, found.terms) for found in explain(index, "返品", ["cloth", "nowhere"])] == [(0, ()), (0, ())]
    assert score_line(explain(index, "返品", ["cloth"])[0]) == "cloth 0"


def test_a_line_says_what_each_piece_of_the_query_adds(index):
    line = score_line(Ranked(index, "返品できる条件").explain("returns"))
    name, _, parts = line.partition(" = ")
    assert name.startswith("returns ")
    scores = dict(part.rsplit(" ", 1) for part in parts.split(" + "))
    assert {"返品", "条件"} <= set(scores)
    assert sum(map(float, scores.values())) == pytest.approx(float(name.split()[1]), abs=0.2)


def test_the_first_ids_are_those_of_the_search(index):
    ranked = Ranked(index, "商品 メール")
    assert ranked.first(10) == tuple(result.id for result in search(index, "商品 メール", 10))
    assert ranked.place("nowhere") == 0
