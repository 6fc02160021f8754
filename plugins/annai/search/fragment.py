"""Owns what one article adds to an index: its words counted by unit and field, and what of it is shown.

A fragment depends on the article alone, so that it can be kept from one build to the next.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from annai.language.analysis import tally
from annai.language.morphemes import Word
from annai.search.documents import SearchDocument, SearchKind

FIELDS = ("title", "keywords", "summary", "heading", "body")
"""The fields of a unit; the first three are those of an article's head, the others those of its sections."""

_TITLE, _KEYWORDS, _SUMMARY, _HEADING, _BODY = range(len(FIELDS))


class Section(Struct, frozen=True, array_like=True):
    """A section of an article as it is shown."""

    anchor: str
    heading: str
    text: str


class Article(Struct, frozen=True, array_like=True):
    """What is shown of an article, tree, outcome, tool or script that was found."""

    id: str
    kind: SearchKind
    url: str
    title: str
    summary: str
    category: str
    language: str
    sections: tuple[Section, ...]


class FieldCount(Struct, frozen=True, array_like=True):
    """A field of a unit: its number (of `FIELDS`), its number of terms, and how often each term and pair is there."""

    field: int
    length: int
    counts: tuple[tuple[str, int], ...]


class Fragment(Struct, frozen=True, array_like=True):
    """An article with its units (the head, then each section), and all its words counted."""

    article: Article
    units: tuple[tuple[FieldCount, ...], ...]
    words: tuple[tuple[Word, int], ...]
    latin: tuple[tuple[tuple[str, str, tuple[str, ...]], int], ...]
    pairs: tuple[str, ...]


def articles_of(documents: Iterable[SearchDocument]) -> Iterator[tuple[SearchDocument, ...]]:
    """The documents in groups of one article each, in the order in which the articles first appear."""
    groups: dict[str, list[SearchDocument]] = {}
    for name, some in groupby(documents, key=lambda document: document.id):
        groups.setdefault(name, []).extend(some)
    return (tuple(group) for group in groups.values())


def fragment_of(documents: Sequence[SearchDocument]) -> Fragment:
    """The fragment of one article: its documents, the page's beginning first."""
    first = documents[0]
    words: dict[Word, int] = {}
    latin: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    pairs: set[str] = set()

    def counted(field: int, text: str) -> Iterator[FieldCount]:
        if text:
            found = tally(text, first.language)
            for word, count in found.words.items():
                words[word] = words.get(word, 0) + count
            latin.update(found.latin)
            pairs.update(found.pairs)
            yield FieldCount(field, found.terms.total(), (*found.terms.items(), *found.pairs.items()))

    keywords = "\n".join(dict.fromkeys(keyword for document in documents for keyword in document.keywords))
    head = (*counted(_TITLE, first.title), *counted(_KEYWORDS, keywords), *counted(_SUMMARY, first.summary))
    sections = [(*counted(_HEADING, item.section_title), *counted(_BODY, item.text)) for item in documents]
    article = Article(
        first.id,
        first.kind,
        first.url,
        first.title,
        first.summary,
        first.category,
        first.language,
        tuple(Section(item.anchor, item.section_title, item.text) for item in documents),
    )
    return Fragment(article, (head, *sections), tuple(words.items()), tuple(latin.items()), tuple(sorted(pairs)))
