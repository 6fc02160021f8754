"""Public articles that answer the same questions: customers find both, and writers mend one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from annai.diagnostics import Finding
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import Prepared
from annai.pipeline.search_fragments import EditionIndex
from annai.search.duplicates import duplicates


def near_duplicates(prepared: Prepared, memory: Memory) -> tuple[Finding, ...]:
    """A503 for each two articles of the weakest audience that answer the same questions, at the second's file."""
    found: list[Finding] = []
    for edition in prepared.editions[prepared.library.audiences[0]]:
        made = EditionIndex(edition, prepared.library, memory)
        articles = prepared.library.articles
        paths = {name: articles[name].texts[made.language].path for name in made.names}
        named = hashlib.blake2b(repr(paths).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
        key = f"near-duplicates:{made.digest}:{named}"
        kept: tuple[Finding, ...] | None = memory.bodies.read([key]).get(key)
        if kept is None:
            kept = tuple(_found(prepared, made))
            memory.bodies.write({key: kept})
        found += kept
    return tuple(found)


def _found(prepared: Prepared, made: EditionIndex) -> Iterator[Finding]:
    asked = {name: made.edition.view.articles[name].asked_as for name in made.names}
    for item in duplicates(made.fragments, asked):
        texts = prepared.library.articles[item.other].texts[made.language]
        other = prepared.library.articles[item.one].texts[made.language].path
        if item.asked:
            at = texts.asked_as.index(item.asked[0])
            mark = texts.marks.at("asked_as", at)
            yield Finding.warning("A503.asked", mark, other=other, asked=" / ".join(item.asked))
        else:
            mark = texts.marks.at("title")
            yield Finding.warning("A503.text", mark, other=other, percent=f"{100 * item.overlap:.0f}")
