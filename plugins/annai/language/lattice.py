"""Owns the division of a run of Japanese characters into a lexicon's words: the cheapest path through a lattice."""

from msgspec import Struct

from annai.language.kana import is_kana, reading_key, unmistaken
from annai.language.lexicon import Entry, Keys

_LONGEST_EDGE = 16
# On top of a word's own cost, where it was not written so.
_LOOK_ALIKE_COST = 300
# A reading of two kana is mostly a part of something else, but for the commonest words of a site.
_SHORT = 2
_COMMON_READING = 1_400
_RARER_THAN_UNKNOWN = 300


class Edge(Struct, frozen=True):
    """A piece of a run, the key it was found by, and what that stands for: nothing for what is left over."""

    text: str
    start: int
    key: str
    entry: Entry | None


def cheapest_path(run: str, keys: Keys) -> tuple[Edge, ...]:
    """The pieces of a run, in order; neighbouring characters that no key takes in are one piece.

    Of paths of the same cost the one with fewer edges is taken, then, at each place from the left, the one with the
    longer last edge.
    """
    best: list[tuple[int, int, int, Edge | None]] = [(0, 0, 0, None)]
    for end in range(1, len(run) + 1):
        start = end - 1
        cost, edges, _, _ = best[start]
        choice = (cost + keys.unknown, edges + 1, -1, Edge(run[start:end], start, "", None))
        for begin in range(max(0, end - _LONGEST_EDGE), end):
            found = _edge(run[begin:end], begin, keys)
            if found is not None:
                cost, edges, _, _ = best[begin]
                option = (cost + found[0], edges + 1, begin - end, found[1])
                if option[:3] < choice[:3]:
                    choice = option
        best.append(choice)
    path: list[Edge] = []
    at = len(run)
    while at > 0:
        edge = best[at][3]
        assert edge is not None
        at = edge.start
        if edge.entry is None and path and path[-1].entry is None:
            path[-1] = Edge(edge.text + path[-1].text, edge.start, "", None)
        else:
            path.append(edge)
    return tuple(reversed(path))


def _edge(text: str, start: int, keys: Keys) -> tuple[int, Edge] | None:
    """The edge for a piece, with its cost: as written; in kana as read; with kanji that look like katakana."""
    found: tuple[int, Edge] | None = None
    entry = keys.entry(text)
    if entry is not None and entry.kind != "pair" and (entry.kind != "reading" or _readable(text, entry, keys)):
        found = entry.cost, Edge(text, start, text, entry)
    if is_kana(text):
        key = reading_key(text)
        read = keys.entry(key) if key != text else None
        if (
            read is not None
            and read.kind in {"reading", "both"}
            and _readable(key, read, keys)
            and (found is None or read.cost < found[0])
        ):
            found = read.cost, Edge(text, start, key, read)
    elif found is None and (plain := unmistaken(text)):
        entry = keys.entry(plain)
        if entry is not None and entry.kind in {"word", "both"}:
            found = entry.cost + _LOOK_ALIKE_COST, Edge(text, start, plain, entry)
    return found


def _readable(key: str, entry: Entry, keys: Keys) -> bool:
    """Whether a word that was not written so may be meant by its reading in the middle of others."""
    return len(key) > _SHORT or entry.cost <= min(_COMMON_READING, keys.unknown - _RARER_THAN_UNKNOWN)
