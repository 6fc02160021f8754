"""The figures of trees, as they are shown and printed. How they come about: ``metrics.py``."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from annai.trees.targets import Place


class Split(Struct, frozen=True):
    """A question whose answers part contacts unevenly: asking it later, or not at all, may save it.

    None that is asked to be safe (``safety.py``).

    ``bits`` is the entropy of the ``shares`` (answer id -> part of the contacts, 0 to 1), ``volume`` the contacts that
    it is asked in.
    """

    question: Place
    bits: float
    volume: float
    shares: Mapping[str, float]


class OutcomeFan(Struct, frozen=True):
    """How many ways lead to an outcome from its tree's start, and the mean number of questions on them.

    ``ways`` is None where there are too many for a number to tell anything.
    """

    outcome: Place
    volume: int
    ways: int | None
    questions: float


class ReasonFan(Struct, frozen=True):
    """The outcomes that one contact reason is recorded at, over how many trees, with their volume."""

    reason: str
    outcomes: tuple[Place, ...]
    trees: int
    volume: int


class Coverage(Struct, frozen=True):
    """How many of some things examples come by. ``missed`` names the others, in the order of the files."""

    covered: int
    total: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where there is nothing to cover."""
        return self.covered / self.total if self.total else 1.0


class Beyond(Struct, frozen=True):
    """A figure that exceeds a limit of ``policy.limits``: the limit's key, the figure, and what is allowed.

    Questions, answers and nodes are counts, ``other_share`` is a part of 1.
    """

    limit: str
    value: float
    allowed: float


class TreeFigures(Struct, frozen=True):
    """One tree. Expected questions and floor are None where nothing of it is counted.

    ``longest``: most questions of a walk from its start, into other trees too. ``unsure_share``: part of its
    volume at outcomes that only "unsure" leads to. ``other_share``: part of the contacts that
    come by it (those that jump on to other trees too) that it records as "other", by a reason with ``other`` or by a
    last answer with ``catch_all``. ``saved_by_facts``: by how much the expected
    number falls where the ticket tells all it can. ``ticket_questions``: those that it can spare. ``beyond``: what
    exceeds a limit in ``policy.limits``.
    """

    tree: str
    questions: int
    outcomes: int
    nodes: int
    volume: int
    longest: int
    most_answers: int
    expected: float | None
    floor: float | None
    unsure_share: float
    other_share: float
    saved_by_facts: float | None
    ticket_questions: tuple[str, ...]
    low_splits: tuple[Split, ...]
    outcomes_with_examples: Coverage
    branches_with_examples: Coverage
    fan: tuple[OutcomeFan, ...]
    beyond: tuple[Beyond, ...]


class Figures(Struct, frozen=True):
    """All trees together, walked from ``policy.start`` (where there is none: from each start), and each by itself."""

    expected: float | None
    floor: float | None
    longest: int
    unsure_share: float
    other_share: float
    saved_by_facts: float | None
    trees: tuple[TreeFigures, ...]
    reasons: tuple[ReasonFan, ...]
