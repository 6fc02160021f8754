"""Owns the clusters of a student's articles: groups of neighbours, so that a browser need not fetch them all."""

import math
from typing import Any

VECTORS_PER_CLUSTER = 48
"""Six kilobytes: a query looks into five clusters."""

_ROUNDS = 12
# No cluster may be larger than this many times the usual one: the largest is what a query has to pay for.
_FULLEST = 1.5


def clusters_of(np: Any, vectors: Any, held: int) -> tuple[list[int], Any]:
    """For each vector (rows of length 1) its cluster, and the clusters' middles of length 1.

    `held` is how many vectors the clusters will hold in all: an article has several.
    Lloyd's k-means on cosines, begun from vectors spread evenly over the first axis, each cluster of limited size.
    """
    count = len(vectors)
    wanted = min(count, max(1, round(held / VECTORS_PER_CLUSTER)))
    order = np.argsort(vectors[:, 0], kind="stable")
    middles = vectors[order[(np.arange(wanted) * count + count // 2) // wanted]]
    places = np.zeros(count, dtype=int)
    for _ in range(_ROUNDS):
        chosen = _assigned(np, vectors @ middles.T, math.ceil(_FULLEST * count / wanted))
        sums = np.zeros_like(middles)
        np.add.at(sums, chosen, vectors)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        middles = np.where(lengths > 1e-9, sums / np.maximum(lengths, 1e-9), middles)
        settled = bool((chosen == places).all())
        places = chosen
        if settled:
            break
    return places.tolist(), middles


def _assigned(np: Any, likeness: Any, room: int) -> Any:
    """The most similar cluster of each vector that has room left, those first whose choice is clearest."""
    chosen = np.zeros(len(likeness), dtype=int)
    taken = np.zeros(likeness.shape[1], dtype=int)
    for row in np.argsort(-likeness.max(axis=1), kind="stable"):
        for cluster in np.argsort(-likeness[row], kind="stable"):
            if taken[cluster] < room:
                chosen[row] = cluster
                taken[cluster] += 1
                break
    return chosen
