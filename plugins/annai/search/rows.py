"""Owns the rows of an index: where each term is, as the text that a browser is sent, so that merging is joining."""

from collections.abc import Iterator
from typing import NamedTuple


class Row(NamedTuple):
    """Where a term is: the number of its articles, the last of them, and "delta,count,unit,impact,..." for each.

    The delta is from the article before, for the first one from 0.
    """

    df: int
    last: int
    text: str

    def postings(self) -> Iterator[tuple[int, int, int]]:
        """(article, unit, impact) for each unit that holds the term, in order."""
        article = 0
        for delta, units in self._articles():
            article += delta
            for at in range(0, len(units), 2):
                yield article, units[at], units[at + 1]

    def without(self, article: int) -> "Row":
        """The row without an article, which it has."""
        return self._edited(article, "")

    def with_article(self, article: int, chunk: str) -> "Row":
        """The row with an article, which it has not yet: its "count,unit,impact,..."."""
        return self._edited(article, chunk)

    def _edited(self, article: int, chunk: str) -> "Row":
        items: list[tuple[int, str]] = []
        number = 0
        for delta, units in self._articles():
            number += delta
            if number != article:
                items.append((number, f"{len(units) // 2},{','.join(map(str, units))}"))
        if chunk:
            items.append((article, chunk))
            items.sort()
        return row_of(items)

    def _articles(self) -> Iterator[tuple[int, list[int]]]:
        numbers = [int(number) for number in self.text.split(",")] if self.text else []
        at = 0
        while at < len(numbers):
            end = at + 2 + 2 * numbers[at + 1]
            yield numbers[at], numbers[at + 2 : end]
            at = end


def row_of(items: list[tuple[int, str]]) -> Row:
    """The row of some articles, in order, each with its "count,unit,impact,..."."""
    last = 0
    parts: list[str] = []
    for article, chunk in items:
        parts.append(f"{article - last},{chunk}")
        last = article
    return Row(len(items), last, ",".join(parts))
