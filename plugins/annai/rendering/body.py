"""A rendered article body, with its links still open."""

from __future__ import annotations

from msgspec import Struct


class Heading(Struct, frozen=True):
    """A heading of the body: level 2 to 6, its anchor and its text."""

    level: int
    anchor: str
    text: str


class Section(Struct, frozen=True):
    """The plain text below a heading of level 2 or 3 (anchor and title empty: before the first)."""

    anchor: str
    title: str
    text: str


class Reference(Struct, frozen=True):
    """A link (``kind`` href) or a picture (``kind`` src) as the writer wrote it, decoded."""

    kind: str
    target: str


class Body(Struct, frozen=True):
    """The HTML of an article without its title, cut where its references go.

    ``parts`` has one item more than ``references``; between parts n and n+1 stands the attribute
    (``href="…"``) of reference n. ``anchors`` are all ids of the body. ``hosts`` are those of
    pictures and frames that were turned into links, as nothing is loaded from elsewhere. ``title_anchor``
    is that of the heading which was left out because the page's own title says the same.
    """

    parts: tuple[str, ...]
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    anchors: frozenset[str]
    hosts: tuple[str, ...] = ()
    title_anchor: str = ""
