"""An article's body as its readers get it: agent blocks cut for the public, comments gone for all."""

from __future__ import annotations

from annai.audience.blocks import cut, scan
from annai.audience.raw_html import without_comments


def body_for(body: str, *, public: bool) -> tuple[str, tuple[int, ...]]:
    """What is left of a body, and for each line its number from 1 in the body; none where nothing was cut.

    A body with a faulty agent block is empty for the public.
    """
    numbers: tuple[int, ...] = ()
    if public:
        scanned = scan(body)
        if scanned.blocks or scanned.faults:
            body, numbers = cut(body, scanned)
    return without_comments(body), numbers
