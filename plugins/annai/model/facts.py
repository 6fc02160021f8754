"""``facts.yml``: free inputs that fill queries, and finite facts that conditions may look at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from annai.model.base import LISTED, MAPPED, Count, Flag, Frozen, Id, Str, Whole, wrong
from annai.model.text import Text


def _pattern(value: Any) -> str:
    try:
        re.compile(value)
    except (re.error, TypeError) as error:
        raise wrong("T105", "pattern", token=str(value)[:80], why=str(error)) from error
    return str(value)


class Input(Frozen):
    """Something that is typed once and fills searches and summaries; ``pii`` is never stored."""

    label: Text
    ask: Text | None = None
    pattern: Annotated[str, BeforeValidator(_pattern)] | None = None
    example: Str | None = None
    ticket: Str | None = None
    pii: Flag = False


class Band(Frozen):
    """A range of numbers up to ``max`` (inclusive); the last band of a fact has none."""

    id: Id
    label: Text
    max: Whole | None = None


class Fact(Frozen):
    """Something with finitely many values, known from the ticket or from an answer."""

    label: Text
    source: Literal["ticket", "answer"]
    ticket: Str | None = None
    values: Annotated[Mapping[Id, Text], MAPPED] | None = None
    bands: Annotated[tuple[Band, ...], LISTED] | None = None
    unit: Str | None = None
    count_from: Count = 0
    levels: Annotated[tuple[Id, ...], LISTED] | None = None

    def model_post_init(self, context: Any) -> None:
        """Raises the error T103 without values and bands, T105 with both."""
        if self.values is None and self.bands is None:
            raise wrong("T103", "fact-values")
        if self.values is not None and self.bands is not None:
            raise wrong("T105", "fact-both")

    def labels(self) -> Mapping[str, Text]:
        """Its values in order, each with its label."""
        if self.bands is not None:
            return {band.id: band.label for band in self.bands}
        return self.values or {}


class Facts(Frozen):
    """The whole of ``facts.yml``."""

    schema_: Str = Field(default="support-facts/1", alias="schema")
    inputs: Annotated[Mapping[Id, Input], MAPPED] = {}
    facts: Annotated[Mapping[Id, Fact], MAPPED] = {}

    @property
    def identity(self) -> str | None:
        """The fact that holds how far the caller's identity is checked: the one with levels."""
        return next((name for name, fact in self.facts.items() if fact.levels), None)
