"""Makes help centers of any size out of real sentences, with as many words as real ones have."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from annai.search.documents import SearchDocument
from annai.search.evaluate_files import Text, documents_of_text, read_queries, read_texts
from tests.benchmarks.search_sets import DATA, REPOSITORY

SOURCES = ("alchemy_ja", "jaquad_dev")
SECTIONS = 3
_SENTENCE = re.compile(r"[^。\n]+。?")
_MARKUP = re.compile(r"[#*`<>\[\]|_{}]|\([^)]*\)")


def large_site(count: int) -> Iterator[SearchDocument]:
    """The search documents of `count` articles of about 800 characters in three sections.

    An article has a real title and sentences of the article that it is from; what exceeds the number of real ones
    has another's words in its title and half of its sentences from others.
    """
    chance = random.Random(count)
    real = _real()
    for number in range(count):
        own = real[number % len(real)]
        others = chance.sample(real, 4)
        title = own.title if number < len(real) else f"{own.title}（{others[0].title[:12]}）"
        yield from documents_of_text(Text(f"a{number}", title, _body(own, others, chance)), "ja")


def typed_queries(count: int) -> list[str]:
    """Real queries to type, titles of the articles where there are no others."""
    file = DATA / SOURCES[0] / "queries.jsonl"
    texts = [query.text for query in read_queries(file)] if file.is_file() else [text.title for text in _real()]
    return texts[:: max(1, len(texts) // count)][:count]


def _real() -> list[Text]:
    files = [file for name in SOURCES if (file := DATA / name / "docs.jsonl.gz").is_file()]
    if files:
        return [text for file in files for text in read_texts(file)]
    articles = sorted((REPOSITORY / "content").rglob("*.md"))
    return [Text(file.stem, file.stem, file.read_text(encoding="utf-8").split("---", 2)[-1]) for file in articles]


def _body(own: Text, others: list[Text], chance: random.Random) -> str:
    sentences = _sentences(own.body)
    borrowed = [sentence for other in others for sentence in _sentences(other.body)]
    mixed = [*sentences[:8], *chance.sample(borrowed, min(len(borrowed), 8))]
    chance.shuffle(mixed)
    size = max(1, -(-len(mixed) // SECTIONS))
    sections = [mixed[start : start + size] for start in range(0, len(mixed), size)]
    headings = ["", *(_MARKUP.sub(" ", other.title) for other in others)]
    return "\n\n".join(
        f"## {heading}\n\n{''.join(section)}" if heading else "".join(section)
        for heading, section in zip(headings, sections, strict=False)
    )


def _sentences(text: str) -> list[str]:
    plain = _MARKUP.sub(" ", text)
    return [found.group() for found in _SENTENCE.finditer(plain) if len(found.group()) > 8]
