"""Owns bringing a student and the documents of a build together: what each article means, though it changed since."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from annai.language.terms import QueryTerm
from annai.search.documents import SearchDocument
from annai.search.student import Meaning, Member, Student, Vector, cosine, norm, query_vector
from annai.search.student_texts import Unit, features, text_key, units_of

COARSE = 32
"""The dimensions of a cluster's middle that a query is compared with: the first ones say most of where it lies."""

_MOST_HEAD, _MOST_BODY = 12, 8
_HIGHEST = 127


def meaning_of(
    student: Student, documents: Iterable[SearchDocument], articles: Sequence[str], terms: Iterable[str]
) -> Meaning:
    """What a student knows of an index: `articles` are the ids in it by number, `terms` those that it holds.

    A text that the teacher has not read, since it was written after the training, gets the student's own vector.
    """
    places: list[int] = []
    clusters: list[list[Member]] = [[] for _ in student.centroids]
    units = _by_article(documents)
    for number, name in enumerate(articles):
        member, cluster = _member(student, number, units.get(name, ()))
        places.append(cluster)
        if clusters:
            clusters[cluster].append(member)
    known = {term: student.terms[term] for term in terms if term in student.terms}
    middles = [centroid[:COARSE] for centroid in student.centroids]
    return Meaning(student.fusion, student.dimensions, known, middles, clusters, places)


def unread(student: Student, documents: Iterable[SearchDocument]) -> tuple[int, int]:
    """How many of the documents' texts were not there when a student was trained, and how many there are."""
    units = list(units_of(documents))
    return sum(1 for unit in units if text_key(unit.text, unit.kind) not in student.texts), len(units)


def _by_article(documents: Iterable[SearchDocument]) -> Mapping[str, Sequence[Unit]]:
    found: dict[str, list[Unit]] = {}
    for name, units in groupby(units_of(documents), key=lambda unit: unit.article):
        found.setdefault(name, []).extend(units)
    return found


def _member(student: Student, number: int, units: Sequence[Unit]) -> tuple[Member, int]:
    head: list[Vector] = []
    body: list[Vector] = []
    known: list[int] = []
    for unit in units:
        place, most = (head, _MOST_HEAD) if unit.place in ("title", "keywords") else (body, _MOST_BODY)
        if len(place) == most:
            continue
        taught = student.texts.get(text_key(unit.text, unit.kind))
        if taught is not None:
            known.append(taught[0])
            place.append(taught[1])
        elif (own := _own_vector(student, unit.text)) is not None:
            place.append(own)
    cluster = known[0] if known else _nearest(student.centroids, [*head, *body])
    return Member(number, tuple(head), tuple(body)), cluster


def _own_vector(student: Student, text: str) -> Vector | None:
    """The student's vector of a text, in signed bytes; None where it knows none of the terms."""
    found = features(text, student.language)
    terms = (QueryTerm(term, round(100 * weight), 0) for term, weight in found.items())
    vector = query_vector(terms, student.terms, student.dimensions)
    largest = max(map(abs, vector), default=0)
    if not largest:
        return None
    return array("b", (_HIGHEST * number // largest for number in vector))


def _nearest(centroids: Sequence[Vector], vectors: Sequence[Vector]) -> int:
    if not vectors:
        return 0
    vector = vectors[0]
    length = norm(vector) or 1.0
    likeness = [cosine(vector, length, centroid) for centroid in centroids]
    return max(range(len(likeness)), key=lambda number: (likeness[number], -number), default=0)
