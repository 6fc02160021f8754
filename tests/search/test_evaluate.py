"""The measures of a search, against figures worked out by hand."""

import math

import pytest

from annai.search.evaluate import first_answer, ndcg, percentile, quality, run_lines


def ranked(*documents: str) -> list[tuple[str, float]]:
    return [(document, 9.0 - rank) for rank, document in enumerate(documents)]


def test_an_answer_in_first_place_is_as_good_as_can_be():
    found = quality({"q": ranked("a", "b")}, {"q": {"a": 1}})
    assert (found.hit_1, found.hit_5, found.mrr_10, found.ndcg_10, found.zero_results) == (1, 1, 1, 1, 0)


@pytest.mark.parametrize(
    ("rank", "hit_1", "hit_5", "mrr", "gain"),
    [
        (1, 1, 1, 1, 1),
        (2, 0, 1, 1 / 2, 1 / math.log2(3)),
        (5, 0, 1, 1 / 5, 1 / math.log2(6)),
        (6, 0, 0, 1 / 6, 1 / math.log2(7)),
        (11, 0, 0, 0, 0),
    ],
)
def test_an_answer_is_worth_less_the_lower_it_stands(rank, hit_1, hit_5, mrr, gain):
    documents = [f"other{number}" for number in range(rank - 1)]
    found = quality({"q": ranked(*documents, "answer")}, {"q": {"answer": 1}})
    assert (found.hit_1, found.hit_5) == (hit_1, hit_5)
    assert found.mrr_10 == pytest.approx(mrr)
    assert found.ndcg_10 == pytest.approx(gain)


def test_a_better_answer_counts_for_more():
    grades = {"best": 2, "good": 1}
    # Gains 3 and 1: (1 + 3 / log2 3) / (3 + 1 / log2 3).
    assert ndcg(ranked("good", "best"), grades) == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))
    assert ndcg(ranked("best", "good"), grades) == pytest.approx(1)
    assert ndcg(ranked("best"), grades) == pytest.approx(3 / (3 + 1 / math.log2(3)))


def test_more_answers_than_are_looked_at_can_still_be_perfect():
    grades = {f"d{number}": 1 for number in range(20)}
    assert ndcg(ranked(*list(grades)[:10]), grades) == pytest.approx(1)


def test_what_was_judged_not_to_answer_is_no_answer():
    grades = {"wrong": 0, "harmful": -1, "right": 1}
    assert first_answer(ranked("wrong", "harmful", "right"), grades) == 3
    assert ndcg(ranked("wrong", "harmful"), grades) == 0


def test_a_document_that_is_repeated_counts_once():
    assert ndcg(ranked("a", "a", "b"), {"a": 1, "b": 1}) == pytest.approx(1)


def test_queries_without_results_are_counted():
    found = quality({"p": ranked("a"), "q": ()}, {"p": {"a": 1}, "q": {"b": 1}})
    assert (found.queries, found.zero_results, found.hit_1, found.ndcg_10) == (2, 0.5, 0.5, 0.5)


def test_queries_that_nothing_answers_are_left_out():
    found = quality({"p": ranked("a"), "q": ranked("a"), "r": ()}, {"p": {"a": 1}, "q": {"a": 0}})
    assert (found.queries, found.hit_1, found.zero_results) == (1, 1, 0)
    with pytest.raises(ValueError, match="no query"):
        quality({"q": ranked("a")}, {"other": {"a": 1}})


def test_a_run_is_written_with_ranks_and_scores():
    lines = list(run_lines({"q1": [("a b.md", 12.5), ("c", 1 / 3)], "q2": ()}))
    assert lines == ["q1\ta b.md\t1\t12.5\n", "q1\tc\t2\t0.333333\n"]


def test_a_percentile_is_one_of_the_values():
    values = [float(number) for number in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1)) == (50, 95, 100)
    assert percentile([7.0], 0.95) == 7
    assert percentile([], 0.95) == 0
