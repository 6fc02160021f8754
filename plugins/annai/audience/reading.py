"""An article's body as its readers get it: agent blocks cut for the public, comments gone for all."""

from __future__ import annotations

from msgspec import Struct

from annai.audience.blocks import Fault, cut, scan
from annai.audience.raw_html import without_comments


class Reading(Struct, frozen=True):
    """What is left of a body. ``numbers`` has for each line its number from 1 in the body.

    Where nothing was cut, ``numbers`` is empty.
    """

    body: str
    numbers: tuple[int, ...] = ()

    def row(self, line: int) -> int:
        """The line (from 0) of the body as it was written that a line (from 0) of this one is."""
        return self.numbers[line] - 1 if self.numbers else line


def body_for(body: str, *, public: bool) -> Reading:
    """What an audience reads; a body with a faulty agent block is empty for the public."""
    return readings(body)[1] if public else Reading(without_comments(body))


def readings(body: str) -> tuple[Reading, Reading, tuple[Fault, ...]]:
    """What all but the public read, what the public reads, and what is wrong with the agent blocks."""
    scanned = scan(body)
    whole = Reading(without_comments(body))
    if not scanned.blocks and not scanned.faults:
        return whole, whole, ()
    left, numbers = cut(body, scanned)
    return whole, Reading(without_comments(left), numbers), scanned.faults
