"""Owns the training of a student: a ridge regression from a text's terms to where its teacher puts it.

Needs numpy and scipy, which the extra `annai[semantic]` brings; a build needs neither. The same lessons give the same
student: all sums are in one order, and what chance decides is decided by hashes.
"""

import hashlib
import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from typing import Any

from msgspec import Struct

from annai.language.analysis import PAIR
from annai.search.documents import SearchDocument
from annai.search.student import Student, Vector
from annai.search.student_texts import Lesson, Unit, features, lessons_of, stamp_of, text_key, units_of
from annai.search.teacher import Kind
from annai.search.teacher_cache import VectorCache
from annai.search.train_clusters import clusters_of

_HIGHEST = 127
_STEPS = 60
_CLOSE_ENOUGH = 1e-4
# One lesson in five is held out to see how well a student does without it.
_FOLDS = 5


class Training(Struct, frozen=True):
    """How a student is trained; measured on the dev halves of the demo and of 1,000 incidents, the same for all.

    More dimensions were no better than chance, fewer (64) lost a third of what meaning adds.
    """

    dimensions: int = 128
    penalty: float = 1.0
    """Of the ridge: a weight costs its square times this. Half and double were the same within .002."""
    whitening: float = 0.25
    """The power of a dimension's spread by which it is divided: else the teacher's first ones outshout the rest."""
    pair_weight: float = 0.7
    """What a pair of characters counts beside a word: pairs know what a dictionary does not."""
    least_lessons: int = 2
    """A term of fewer lessons teaches nothing but that lesson."""
    kept: float = 0.7
    """The share of the terms that are kept, those that move a query most: the others changed no order by .001."""


class TooFewLessonsError(Exception):
    """A view with so few texts that there is nothing to learn."""


def can_train() -> bool:
    """Whether what training needs is installed."""
    return all(find_spec(name) is not None for name in ("numpy", "scipy"))


def train_student(
    documents: Sequence[SearchDocument],
    audience: str,
    language: str,
    cache: VectorCache,
    teacher: str,
    training: Training | None = None,
) -> Student:
    """The student of one view, from its documents and the vectors of the teacher of that name.

    Raises KeyError where the cache lacks a lesson's vector, TooFewLessonsError where there are fewer than two a
    dimension.
    """
    chosen = training or Training()
    np: Any = import_module("numpy")
    lessons = lessons_of(documents)
    if len(lessons) < 2 * chosen.dimensions:
        raise TooFewLessonsError
    space = _Space(np, lessons, cache, teacher, chosen)
    said = [features(text, language) for text, _ in lessons]
    held = [hashlib.blake2b(text.encode("utf-8", "replace")).digest()[0] % _FOLDS == 0 for text, _ in lessons]
    fidelity = _fidelity(np, said, space.targets, held, chosen)
    regression = _Regression(np, said, space.targets, chosen)
    units = list(units_of(documents))
    texts, centroids = _placed(np, space, units)
    return Student(
        audience=audience,
        language=language,
        teacher=teacher,
        stamp=stamp_of(documents, language),
        dimensions=chosen.dimensions,
        fidelity=round(fidelity, 4),
        terms=regression.vectors(),
        texts=texts,
        centroids=centroids,
    )


class _Space:
    """The space that a student learns: the teacher's, centred by kind, its main axes, whitened a little."""

    def __init__(
        self, np: Any, lessons: Sequence[Lesson], cache: VectorCache, teacher: str, training: Training
    ) -> None:
        self._np = np
        self._cache = cache
        self._teacher = teacher
        taught = np.stack([self._raw(text, kind) for text, kind in lessons])
        kinds = np.array([kind for _, kind in lessons])
        self._means = {
            kind: taught[kinds == kind].mean(axis=0) for kind in ("query", "passage") if (kinds == kind).any()
        }
        centred = taught - np.stack([self._means[kind] for _, kind in lessons])
        spread, axes = np.linalg.eigh(centred.T @ centred)
        order = np.argsort(-spread, kind="stable")[: training.dimensions]
        axes = axes[:, order]
        # An axis has no direction of its own: its largest component points upwards.
        axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
        self._axes = axes / np.maximum(spread[order], 1e-9) ** training.whitening
        self.targets = centred @ self._axes

    def vector(self, text: str, kind: Kind) -> Any:
        """Where the teacher puts a text, of length 1."""
        return _unit(self._np, (self._raw(text, kind) - self._means[kind]) @ self._axes)

    def _raw(self, text: str, kind: Kind) -> Any:
        scale, numbers = self._cache.vector(text, kind, self._teacher)
        return _unit(self._np, self._np.frombuffer(numbers, dtype=self._np.int8) * float(scale))


class _Regression:
    """For each term the vector that, summed over a text's terms, comes nearest to the teacher's."""

    def __init__(self, np: Any, said: Sequence[Mapping[str, float]], targets: Any, training: Training) -> None:
        self._np = np
        self._training = training
        held_by = Counter(term for terms in said for term in terms)
        self.terms = sorted(term for term, count in held_by.items() if count >= training.least_lessons)
        self._numbers = {term: number for number, term in enumerate(self.terms)}
        # Rarity and a pair's lower weight are part of a term's vector in the end.
        self._worth = np.array([
            math.log((len(said) + 1) / (held_by[term] + 0.5)) * (training.pair_weight if term.startswith(PAIR) else 1.0)
            for term in self.terms
        ])  # fmt: skip
        rows = self._matrix(said)
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows = _sparse().diags(1 / np.maximum(lengths, 1e-9)) @ rows
        self._weights = _ridge(np, rows.tocsr(), targets, training.penalty) * self._worth[:, None]

    def predict(self, said: Sequence[Mapping[str, float]]) -> Any:
        """Where the student puts texts, by their terms."""
        return self._matrix(said, plain=True) @ self._weights

    def vectors(self) -> dict[str, Vector]:
        """The vectors of the terms that are kept, in signed bytes of one scale."""
        np = self._np
        largest = float(np.abs(self._weights).max()) or 1.0
        numbers = np.floor(self._weights / largest * _HIGHEST + 0.5).astype(int)
        strongest = np.argsort(-(numbers * numbers).sum(axis=1), kind="stable")
        kept = strongest[: math.ceil(self._training.kept * len(strongest))]
        return {self.terms[row]: array("b", numbers[row].tolist()) for row in sorted(kept) if np.any(numbers[row])}

    def _matrix(self, said: Sequence[Mapping[str, float]], *, plain: bool = False) -> Any:
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, terms in enumerate(said):
            for term, value in terms.items():
                column = self._numbers.get(term)
                if column is not None:
                    rows.append(row)
                    columns.append(column)
                    values.append(value if plain else value * float(self._worth[column]))
        return _sparse().csr_matrix((values, (rows, columns)), shape=(len(said), len(self.terms)))


def _ridge(np: Any, rows: Any, targets: Any, penalty: float) -> Any:
    """The weights that take rows to targets, by conjugate gradients on the normal equations (Hestenes, Stiefel 1952).

    All dimensions at once, each on its own way; (X'X + penalty) W = X'Y is solved to four digits.
    """
    across = rows.T.tocsr()
    residual = across @ targets
    weights = np.zeros_like(residual)
    direction = residual.copy()
    left = (residual * residual).sum(axis=0)
    enough = left * _CLOSE_ENOUGH**2
    for _ in range(_STEPS):
        moved = across @ (rows @ direction) + penalty * direction
        step = left / np.maximum((direction * moved).sum(axis=0), 1e-30)
        weights += step * direction
        residual -= step * moved
        now = (residual * residual).sum(axis=0)
        if (now <= enough).all():
            break
        direction = residual + now / np.maximum(left, 1e-30) * direction
        left = now
    return weights


def _fidelity(
    np: Any, said: Sequence[Mapping[str, float]], targets: Any, held: Sequence[bool], training: Training
) -> float:
    """The mean cosine between teacher and student on the lessons that were held out."""
    out = np.array(held)
    if not out.any() or out.all():
        return 0.0
    learnt = _Regression(np, [terms for terms, kept in zip(said, ~out, strict=True) if kept], targets[~out], training)
    guessed = learnt.predict([terms for terms, left in zip(said, out, strict=True) if left])
    return float((_unit(np, guessed) * _unit(np, targets[out])).sum(axis=1).mean())


def _placed(np: Any, space: _Space, units: Sequence[Unit]) -> tuple[dict[bytes, tuple[int, Vector]], list[Vector]]:
    """The vectors of all units in signed bytes, with the clusters of their articles; the clusters' middles."""
    vectors = np.stack([space.vector(unit.text, unit.kind) for unit in units])
    by_article = groupby(range(len(units)), key=lambda at: units[at].article)
    middles: dict[str, Any] = {}
    for name, some in by_article:
        middles[name] = middles.get(name, 0.0) + vectors[list(some)].sum(axis=0)
    names = list(middles)
    places, centroids = clusters_of(np, _unit(np, np.stack([middles[name] for name in names])), len(units))
    cluster = dict(zip(names, places, strict=True))
    texts: dict[bytes, tuple[int, Vector]] = {}
    for unit, vector in zip(units, vectors, strict=True):
        texts.setdefault(text_key(unit.text, unit.kind), (cluster[unit.article], _bytes(np, vector)))
    return texts, [_bytes(np, centroid) for centroid in centroids]


def _bytes(np: Any, vector: Any) -> Vector:
    largest = float(np.abs(vector).max()) or 1.0
    return array("b", np.floor(vector / largest * _HIGHEST + 0.5).astype(int).tolist())


def _unit(np: Any, vectors: Any) -> Any:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _sparse() -> Any:
    return import_module("scipy.sparse")
