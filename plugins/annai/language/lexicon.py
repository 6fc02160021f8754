"""Owns a site's lexicon: what a piece of a query may stand for, by key, and what is close to a piece it lacks."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from annai.language.kana import is_kana, reading_key

EntryKind = Literal["word", "reading", "both", "grammar", "pair"]
"""What a key is: a word as written, as read (a `reading_key`), both; a word without meaning; a pair of characters."""

_MOST_NEAR = 4
# Of an entry's terms, those that the key itself stands for; the rest is only akin to them.
_OWN_WEIGHT = 80


class Entry(NamedTuple):
    """What a key stands for.

    `cost` is what a lattice pays for it: 100 times the bits of its rarity, in hundreds. `terms` are terms of the
    site with weights in percent, strongest first; a word without meaning has none.
    """

    cost: int
    kind: EntryKind
    terms: tuple[tuple[str, int], ...]


class Keys(Protocol):
    """What the analysis of a query asks of a lexicon."""

    @property
    def unknown(self) -> int:
        """What a lattice pays for a character that no key takes in."""

    def entry(self, key: str) -> Entry | None:
        """What a key stands for."""

    def keys_with(self, prefix: str) -> Sequence[str]:
        """The keys that begin so, in order."""


class Lexicon:
    """The entries of a site by key."""

    def __init__(self, entries: Mapping[str, Entry], unknown: int) -> None:
        self.entries = entries
        self.unknown = unknown

    def entry(self, key: str) -> Entry | None:
        """What a key stands for."""
        return self.entries.get(key)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All keys, by their UTF-16 code units: the order in which a browser has them."""
        return tuple(sorted(self.entries, key=utf16))

    @cached_property
    def _units(self) -> list[bytes]:
        return [utf16(key) for key in self.keys]

    def keys_with(self, prefix: str) -> Sequence[str]:
        """The keys that begin so, in order."""
        first = utf16(prefix)
        start = bisect_left(self._units, first)
        # No key goes on with an unpaired half of a surrogate.
        return self.keys[start : bisect_left(self._units, first + b"\xff\xff", start)]


def utf16(text: str) -> bytes:
    """What texts are ordered by as JavaScript orders them."""
    return text.encode("utf-16-be", "surrogatepass")


def extended(piece: str, keys: Keys) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys that a piece is the beginning of, as written or (in kana) as read, and their most frequent terms."""
    found = {key for key in keys.keys_with(piece) if _counts(keys, key, "word")}
    # Of long-vowel marks alone nothing is left to be read.
    if is_kana(piece) and (read := reading_key(piece)):
        found.update(key for key in keys.keys_with(read) if _counts(keys, key, "reading"))
    return _most_frequent(found, keys)


def misspelt(piece: str, keys: Keys) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys one edit away from a piece, as written or (in kana) as read, and their most frequent terms.

    They begin with the same character, or the piece's first two are swapped.
    """
    found = {key for key in _around(piece, keys) if _counts(keys, key, "word") and one_edit(piece, key)}
    if is_kana(piece):
        read = reading_key(piece)
        found.update(key for key in _around(read, keys) if _counts(keys, key, "reading") and one_edit(read, key))
    return _most_frequent(found, keys)


def one_edit(left: str, right: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes one text of the other."""
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1 or left == right:
        return False
    at = 0
    while at < len(left) and left[at] == right[at]:
        at += 1
    if len(left) < len(right):
        return left[at:] == right[at + 1 :]
    swapped = left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
    return swapped or left[at + 1 :] == right[at + 1 :]


def _around(piece: str, keys: Keys) -> Iterator[str]:
    if piece:
        yield from keys.keys_with(piece[0])
    if len(piece) > 1 and piece[1] != piece[0]:
        # Swapped at the beginning.
        yield from keys.keys_with(piece[1] + piece[0])


def _counts(keys: Keys, key: str, kind: EntryKind) -> bool:
    entry = keys.entry(key)
    return entry is not None and entry.kind in {kind, "both"}


def _most_frequent(found: set[str], keys: Keys) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys with the least costs, short ones first, that together stand for a few terms; and these terms."""
    entries = [(entry.cost, len(key), utf16(key), key, entry) for key in found if (entry := keys.entry(key))]
    used: list[str] = []
    terms: dict[str, None] = {}
    for _, _, _, key, entry in sorted(entries, key=lambda item: item[:3]):
        own = [term for term, weight in entry.terms if weight >= _OWN_WEIGHT and term not in terms]
        if not own:
            continue
        used.append(key)
        terms.update(dict.fromkeys(own))
        if len(terms) >= _MOST_NEAR:
            break
    return tuple(used), tuple(terms)[:_MOST_NEAR]
