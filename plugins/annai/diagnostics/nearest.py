"""The name that somebody probably meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

# Typed around a name by mistake: spaces and quotes of every kind.
_AROUND = " \t\u3000\"'`“”‘’„‟«»「」『』"


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like ``name``, or an empty string where none is near.

    Nearness is the ratio of difflib's SequenceMatcher with its usual cutoff of 0.6; width, capitals and quotes
    around the name make no difference.
    """
    forms: dict[str, str] = {}
    for one in sorted(known):
        forms.setdefault(plain(one).casefold(), one)
    found = get_close_matches(plain(name).casefold(), forms, n=1, cutoff=0.6)
    return forms[found[0]] if found else ""


def plain(token: str) -> str:
    """What was typed in half-width characters, without spaces and quotes around it."""
    return unicodedata.normalize("NFKC", token.strip(_AROUND)).strip(_AROUND)
