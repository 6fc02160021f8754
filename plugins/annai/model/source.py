"""Where each part of a document stands in its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from msgspec import Struct, field

from annai.diagnostics import Mark

T = TypeVar("T")
Key = str | int


class Marks(Struct, frozen=True):
    """Line and column (from 1) of each key path of one YAML document.

    A path whose value is one token stands at that token; one that holds a list or a map stands at
    its key (in a list: at the item).
    """

    path: str
    places: Mapping[tuple[Key, ...], tuple[int, int]] = field(default_factory=dict)

    def at(self, *keys: Key) -> Mark:
        """The mark of a key path, or of its nearest written ancestor."""
        for length in range(len(keys), -1, -1):
            place = self.places.get(keys[:length])
            if place:
                return Mark(self.path, *place)
        return Mark(self.path)


class Document(Struct, Generic[T], frozen=True):
    """A typed value with the places of its parts in the file that it came from."""

    value: T
    marks: Marks

    def at(self, *keys: Key) -> Mark:
        """The mark of a key path in this document."""
        return self.marks.at(*keys)

    @property
    def path(self) -> str:
        """The file's path, relative to the repository."""
        return self.marks.path
