"""Owns what a student reads: the texts of a view that it learns from, those it compares a query with, their terms.

A student is trained and used on the documents of one view alone, so that it holds nothing that view does not show.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from annai.language.analysis import ANALYSIS, tally
from annai.search.documents import SearchDocument
from annai.search.teacher import Kind

Place = Literal["title", "keywords", "heading", "passage"]
"""Where in an article a text stands."""

Lesson = tuple[str, Kind]
"""A text that a student is trained on, and how a teacher reads it."""

PASSAGE_LENGTH = 300
"""Characters of a passage: about what a model of sentences reads as one thought, and few enough vectors an article."""

_SHORTEST_SENTENCE = 6
_LONGEST_TEXT = 300
_SENTENCE = re.compile(r"[^。．！？!?\n]+[。．！？!?]?")
# A full stop ends a sentence only before a space, so that 4.7.0 and example.com stay whole.
_LATIN_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'(])")
_SPACE = re.compile(r"\s+")


class Unit(Struct, frozen=True):
    """A text of an article that a query is compared with."""

    article: str
    place: Place
    text: str

    @property
    def kind(self) -> Kind:
        """How a teacher reads it: what is short reads as a question does, a passage as an answer."""
        return "passage" if self.place == "passage" else "query"


def units_of(documents: Iterable[SearchDocument]) -> Iterator[Unit]:
    """The texts of each article by which meaning finds it, in the documents' order; a text once an article."""
    seen: set[tuple[str, Place, str]] = set()
    for document in documents:
        for place, text in _texts(document):
            key = (document.id, place, text)
            if text and key not in seen:
                seen.add(key)
                yield Unit(document.id, place, text)


def lessons_of(documents: Sequence[SearchDocument]) -> tuple[Lesson, ...]:
    """The texts that a student is trained on, each once a kind: all units, titles as passages too, all sentences."""
    lessons: dict[Lesson, None] = {}
    for unit in units_of(documents):
        lessons[unit.text, unit.kind] = None
        if unit.place == "title":
            lessons[unit.text, "passage"] = None
    for document in documents:
        for sentence in sentences(document.passage):
            lessons[sentence, "query"] = None
    return tuple(lessons)


def stamp_of(documents: Iterable[SearchDocument], language: str) -> str:
    """A hash of all that a student of these documents depends on: their texts and how texts are analysed."""
    digest = hashlib.blake2b(repr((ANALYSIS, language, PASSAGE_LENGTH)).encode(), digest_size=16)
    for document in documents:
        parts = (document.id, document.title, document.section_title, document.passage, document.keywords)
        digest.update(repr(parts).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def text_key(text: str, kind: Kind) -> bytes:
    """Eight bytes that name a text in a student's file."""
    return hashlib.blake2b(f"{kind}\0{text}".encode("utf-8", "replace"), digest_size=8).digest()


def sentences(text: str) -> Iterator[str]:
    """The sentences of a plain text that say something, on one line each."""
    for found in _SENTENCE.finditer(text):
        for part in _LATIN_SENTENCE_END.split(found.group()):
            sentence = _SPACE.sub(" ", part).strip()[:_LONGEST_TEXT]
            if len(sentence) >= _SHORTEST_SENTENCE:
                yield sentence


def passages(text: str) -> Iterator[str]:
    """Whole sentences of a text put together to passages of at most PASSAGE_LENGTH characters."""
    passage = ""
    for sentence in sentences(text):
        if passage and len(passage) + len(sentence) >= PASSAGE_LENGTH:
            yield passage
            passage = ""
        passage = f"{passage} {sentence}" if passage else sentence[:PASSAGE_LENGTH]
    if passage:
        yield passage


def features(text: str, language: str) -> Mapping[str, float]:
    """The terms of a text, words, parts and pairs, with 1 + ln(count) each."""
    counted = tally(text, language)
    return {term: 1.0 + math.log(count) for term, count in (*counted.terms.items(), *counted.pairs.items())}


def _texts(document: SearchDocument) -> Iterator[tuple[Place, str]]:
    yield "title", _plain(document.title)
    for keyword in document.keywords:
        yield "keywords", _plain(keyword)
    yield "heading", _plain(document.section_title)
    for passage in passages(document.passage):
        yield "passage", passage


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()[:_LONGEST_TEXT]
