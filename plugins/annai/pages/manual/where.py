"""Owns the page "where do I look for X": kinds of information, in reading order, and the tools that show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annai.language.folding import fold_plain
from annai.language.morphemes import words as morphemes
from annai.model.text import Text
from annai.model.tools import Search, Tool
from annai.pages.contexts import Link, LookRow, Phrase, WhereToLook, Words
from annai.pages.hrefs import Here, here
from annai.pages.manual.desk import ManualDesk
from annai.pages.page import Page
from annai.pages.places import ROUTE, WHERE

_POINTER = re.compile(r"\s*[（(]→[^（()）、,]*(?:（[^（）]*）)?[)）]$")
_HIRAGANA = re.compile("[ぁ-ゖ]")
SHARED = 3
"""So many characters in a row, or one more with particles among them, make two names alike."""


def where_page(manual: ManualDesk) -> Page:
    """Every kind of information that some tool has, and what a tool says it has not."""
    place = here(manual.view.address(WHERE))
    title = manual.frame.desk_title(WHERE)
    rows = [row for name, tool in manual.desk.tools.items() for row in _rows(manual, name, tool, place)]
    content = WhereToLook(
        title=title,
        crumbs=manual.frame.crumbs(place),
        rows=tuple(sorted(rows, key=lambda row: (_reading(row.what, manual.language), str(row.what), row.tool.href))),
        matrix_href=place.to(manual.view.address(ROUTE)) if manual.desk.reasons else "",
        provenance=manual.provenance("tools", name="where", title=title),
    )
    return manual.page(place, "where_to_look", title, content)


def _rows(manual: ManualDesk, name: str, tool: Tool, place: Here) -> Iterator[LookRow]:
    link = manual.tool_link(name, place)
    locked = manual.lacks_access(name)
    access = tuple(manual.role(role) for role in tool.access)
    for known in tool.knows:
        yield LookRow(
            what=manual.words(known),
            tool=link,
            searches=tuple(
                Link(manual.words(tool.searches[search].title), manual.tool_href(name, place, search))
                for search in searches_for(tool, known)
            ),
            access=access,
            locked=locked,
        )
    for text in tool.not_for:
        what, others = manual.not_here(text)
        yield LookRow(
            what=_without_pointer(what) if others else what,
            tool=link,
            searches=tuple(manual.tool_link(other, place) for other in others if other != name),
            elsewhere=True,
        )


def _without_pointer(what: Words) -> Words:
    """What is not here, without a last （→ 受注管理システム）: that tool's link stands beside it."""
    bare = _POINTER.sub("", str(what))
    return Phrase(bare, what.lang) if isinstance(what, Phrase) else bare


def searches_for(tool: Tool, known: Text) -> tuple[str, ...]:
    """The searches that show a kind of information, of those that one may begin with.

    These are the ones whose fields bear its name, else those whose meanings speak of it, else all. Searches
    that only come in when another finds nothing are no beginning.
    """
    later = {search.if_none for search in tool.searches.values()}
    beginnings = [name for name in tool.searches if name not in later] or list(tool.searches)
    for texts in (_fields, _meanings):
        named = tuple(
            name for name in beginnings if any(_alike(str(known), text) for text in texts(tool.searches[name]))
        )
        if named:
            return named
    return tuple(beginnings)


def _fields(search: Search) -> Iterator[str]:
    return (str(reading.field) for reading in search.read)


def _meanings(search: Search) -> Iterator[str]:
    return (f"{meaning.value} {meaning.then}" for reading in search.read for meaning in reading.means)


def _alike(one: str, other: str) -> bool:
    """Whether two names share a part: three characters of a word, four where particles are among them."""
    if one.isascii():
        return not _long_words(one).isdisjoint(_long_words(other))
    if any(run in other for run in _runs(one, SHARED + 1)):
        return True
    return any(run in other and not _HIRAGANA.search(run) for run in _runs(one, SHARED))


def _runs(text: str, length: int) -> Iterator[str]:
    return (text[start : start + length] for start in range(len(text) - length + 1))


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > SHARED)


def _reading(what: Words, language: str) -> str:
    """How words are read, in kana where they are Japanese: the order of a Japanese index."""
    folded = fold_plain(str(what))
    own = what.lang if isinstance(what, Phrase) else language
    if not own.startswith("ja"):
        return folded
    return "".join(word.reading or word.text for word, _, _ in morphemes(folded)) or folded
