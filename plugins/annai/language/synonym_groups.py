"""Owns the synonyms that every site gets: of Sudachi's dictionary, and of customers' and help centers' words."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"
DICTIONARY = _DATA / "synonyms.txt"
"""The groups of Sudachi's dictionary, as far as they are of use to a help center."""


class Member(NamedTuple):
    """A word of a group: as it is written (folded), and whether it stands for the others."""

    surface: str
    speaks: bool


class DictionaryMember(NamedTuple):
    """A word of the dictionary, with its normalized form."""

    surface: str
    term: str
    speaks: bool


@cache
def dictionary_groups() -> Sequence[tuple[DictionaryMember, ...]]:
    """The groups of the dictionary."""
    return tuple(tuple(_dictionary_member(word) for word in line.split("\t")[1:]) for line in _lines(DICTIONARY))


@cache
def support_groups(language: str) -> Sequence[tuple[Member, ...]]:
    """The groups of customers' words in a language (of BCP 47); none where nobody has gathered them."""
    file = _DATA / f"support_{language.partition('-')[0]}.txt"
    if not file.is_file():
        return ()
    return tuple(
        tuple(Member(word.removeprefix("!"), not word.startswith("!")) for word in line.split("\t"))
        for line in _lines(file)
    )


def _lines(file: Path) -> Iterator[str]:
    return (line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))


def _dictionary_member(word: str) -> DictionaryMember:
    surface, _, term = word.removeprefix("!").partition("=")
    return DictionaryMember(surface, term or surface, not word.startswith("!"))
