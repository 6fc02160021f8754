"""``{{value:id}}`` as it is mistyped: full-width marks, spaces, one brace too few. It would be shown as it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from annai.diagnostics import nearest, plain

_BRACED = re.compile(r"([{｛]{1,3})([^{}｛｝\n]{1,80})[}｝]{1,3}")
_EXACT = re.compile(r"\{\{value:[a-z][a-z0-9-]*\}\}")
# After NFKC; what stands between the word and the id is a colon, or meant to be one.
_NAMED = re.compile(r"([a-z]+|値)\s*([:;∶]|[=.,・、_-]|\s)\s*(.*)")
_COLONS = ":;∶"
_NEAR = 0.75


class Misspelt(NamedTuple):
    """What was written, from column to column of its line or text; and how it is written."""

    written: str
    start: int
    end: int
    exact: str


def misspelt_values(text: str, known: Collection[str]) -> Iterator[Misspelt]:
    """Whatever in a text was meant for a value and is none. ``known`` are the ids of the values.

    In two braces a word like ``value`` with a colon is enough; otherwise the id must be one that there is. An id
    alone in two braces was meant for the value.
    """
    if "{" not in text and "｛" not in text:
        return
    for found in _BRACED.finditer(text):
        if _EXACT.search(found[0]):
            continue
        inside, double = plain(found[2]).casefold(), len(found[1]) > 1
        named = _NAMED.fullmatch(inside)
        if named and _is_value(named[1]):
            name = re.sub(r"[\s_]+", "-", plain(named[3]))
            sure = double and named[2] in _COLONS
        elif double:
            name, sure = inside, False
        else:
            continue
        if name in known or sure:
            meant = name if name in known else nearest(name, known) or "id"
            yield Misspelt(found[0], *found.span(), f"{{{{value:{meant}}}}}")


def _is_value(word: str) -> bool:
    return word == "値" or SequenceMatcher(None, word, "value").ratio() >= _NEAR
