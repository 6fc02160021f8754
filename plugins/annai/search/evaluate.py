"""Owns the measures of a search: how well its order fits judgements, and the run file that records the order.

Measures are means over the queries that have an answer, as in trec_eval and BEIR: Hit@k and MRR@10 count documents of
any grade above 0 as answers; nDCG@10 after Järvelin and Kekäläinen (2002), "Cumulated gain-based evaluation of IR
techniques", with the gain 2^grade - 1 and the discount log2(rank + 1).
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

DEPTH = 10
"""How many results of a query are looked at."""

Judgements = Mapping[str, Mapping[str, int]]
"""For each query's id the grades of documents by their ids; 0 is a document that was judged not to answer."""

Ranked = Sequence[tuple[str, float]]
"""What a query found, best first: (document id, score)."""

Run = Mapping[str, Ranked]
"""What each query found, by the query's id."""


class Quality(Struct, frozen=True):
    """The measures over a set of queries, all from 0 to 1; `queries` is how many had an answer and were counted."""

    queries: int
    hit_1: float
    hit_5: float
    mrr_10: float
    ndcg_10: float
    zero_results: float


def quality(run: Run, judgements: Judgements) -> Quality:
    """Measures a run on the queries that it holds and that have an answer.

    Raises ValueError where there is no such query.
    """
    counted = [(found, grades) for query, found in run.items() if (grades := _answers(judgements.get(query, {})))]
    if not counted:
        raise ValueError("no query has an answer")
    count = len(counted)
    ranks = [first_answer(found, grades) for found, grades in counted]
    return Quality(
        queries=count,
        hit_1=sum(rank == 1 for rank in ranks) / count,
        hit_5=sum(0 < rank <= 5 for rank in ranks) / count,
        mrr_10=sum(1 / rank for rank in ranks if 0 < rank <= DEPTH) / count,
        ndcg_10=sum(ndcg(found, grades) for found, grades in counted) / count,
        zero_results=sum(not found for found, _ in counted) / count,
    )


def first_answer(found: Ranked, grades: Mapping[str, int]) -> int:
    """The rank, from 1, of the first document found that answers; 0 where none does."""
    return next((rank for rank, (document, _) in enumerate(found, 1) if grades.get(document, 0) > 0), 0)


def ndcg(found: Ranked, grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Normalized discounted cumulated gain of the first `depth` documents, 0 to 1; 0 where nothing is an answer."""
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    ideal = _gain(best[:depth])
    # A document counts once, wherever a search may repeat it.
    once = dict.fromkeys(document for document, _ in found[:depth])
    return _gain(max(0, grades.get(document, 0)) for document in once) / ideal if ideal else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least `share` of them do not exceed (nearest rank); 0 for none."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def run_lines(run: Run) -> Iterator[str]:
    """The lines of a run file: query id, document id, rank from 1 and score, with tabs between."""
    for query, found in run.items():
        for rank, (document, score) in enumerate(found, 1):
            yield f"{query}\t{document}\t{rank}\t{score:.6g}\n"


def _answers(grades: Mapping[str, int]) -> Mapping[str, int]:
    return {document: grade for document, grade in grades.items() if grade > 0}


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
