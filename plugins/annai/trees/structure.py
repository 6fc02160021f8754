"""The structure of trees, T301 to T318, check by check; and of the bands of facts (T108).

``check_returns`` belongs to the phase of the references (T2), the others assume that it found no error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from annai.diagnostics import Finding
from annai.model.library import Library
from annai.trees.loops import endless_walks, recursive_calls, unmatched_returns
from annai.trees.questions import (
    answer_counts,
    confusable_answers,
    impossible_answers,
    misplaced_catch_alls,
    pointless_questions,
    refusals_when_unsure,
    without_unsure,
)
from annai.trees.reach import dead_ends, unreachable
from annai.trees.repeats import questions_asked_twice
from annai.trees.rules import gaps, overlapping_rules, unused_rules
from annai.trees.survey import Survey, survey

Check = Callable[[Survey], Iterator[Finding]]

# What is written, and what can happen. The latter cannot be told where trees call themselves.
OF_THE_TEXT: Final[tuple[Check, ...]] = (
    unreachable,
    answer_counts,
    overlapping_rules,
    confusable_answers,
    pointless_questions,
    misplaced_catch_alls,
    without_unsure,
    refusals_when_unsure,
)
OF_THE_WALKS: Final[tuple[Check, ...]] = (
    dead_ends,
    endless_walks,
    gaps,
    unused_rules,
    questions_asked_twice,
    impossible_answers,
)


def check(library: Library) -> Iterator[Finding]:
    """T301 to T304 and T306 to T318."""
    recursive = tuple(recursive_calls(library))
    yield from recursive
    surveyed = survey(library)
    for one in (*OF_THE_TEXT, *(() if recursive else OF_THE_WALKS)):
        yield from one(surveyed)


def check_returns(library: Library) -> Iterator[Finding]:
    """T305: returns that do not match."""
    yield from unmatched_returns(library)


def check_bands(library: Library) -> Iterator[Finding]:
    """T108: bands ascend by ``max``, and only the last, and the last always, has none. At the band."""
    document = library.facts
    for name, fact in document.value.facts.items():
        bands = fact.bands or ()
        for index, band in enumerate(bands):
            mark = document.at("facts", name, "bands", index)
            if index == len(bands) - 1:
                if band.max is not None:
                    yield Finding.error("T108.last", mark, fact=name, band=band.id)
            elif band.max is None:
                yield Finding.error("T108.open", mark, fact=name, band=band.id)
        limits = [(index, band.id, band.max) for index, band in enumerate(bands) if band.max is not None]
        for (_, before, low), (index, band_id, high) in pairwise(limits):
            if high <= low:
                mark = document.at("facts", name, "bands", index)
                yield Finding.error("T108.order", mark, fact=name, band=band_id, before=before, max=high, low=low)
