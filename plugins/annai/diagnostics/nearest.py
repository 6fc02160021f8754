"""The name that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like ``name``, or an empty string where none is near.

    Nearness is the ratio of difflib's SequenceMatcher with its usual cutoff of 0.6.
    """
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""
