"""The checks of trees and registries in their order: a phase with errors stops those after it.

Without that, one duplicate id gave 36 follow-on messages. The phases: T1 (what files are made of), T2 with
T305 (what they refer to), T3 and T4 (how trees run, and who does what), T5 (what the public sees; it belongs to
the floor above and is handed in), T6 (what was published), T7 (examples).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from annai.diagnostics import Finding, has_errors
from annai.model.library import Library
from annai.trees import duties, examples, history, identity, references, structure, vocabulary

Phase = Callable[[Library], Iterable[Finding]]


def check_trees(library: Library, read: Sequence[Finding] = (), audience: Phase | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong up to the first phase with errors, ``read`` included.

    ``read`` is what reading the files found; an error there stops all phases that look beyond one file.
    ``audience`` is the phase T5.
    """
    phases: list[Phase] = [references_hold, trees_run, *([audience] if audience else []), history_holds, examples_land]
    found = list(read)
    if not _registries_are_broken(library, read):
        found += words_are_known(library)
    for phase in phases:
        if has_errors(found):
            break
        found += phase(library)
    return tuple(found)


def words_are_known(library: Library) -> Iterable[Finding]:
    """The rest of T1: what must stand in a registry, and bands (T108)."""
    return chain(vocabulary.check(library), structure.check_bands(library))


def references_hold(library: Library) -> Iterable[Finding]:
    """T2 and T305; assumes that T1 found no error."""
    return chain(references.check(library), structure.check_returns(library))


def trees_run(library: Library) -> Iterable[Finding]:
    """T3 and T4; assumes that T2 found no error."""
    return chain(structure.check(library), identity.check(library), duties.check(library))


def history_holds(library: Library) -> Iterable[Finding]:
    """T6, and A501 for what is not yet in the lock."""
    return history.check(library)


def examples_land(library: Library) -> Iterable[Finding]:
    """T7; assumes that T3 found no error. What a classifier makes of the examples is another floor's."""
    return examples.check(library)


def _registries_are_broken(library: Library, read: Sequence[Finding]) -> bool:
    """Whether a registry could not be read: everything that refers to it would look unknown."""
    folder = next((document.path.rpartition("/")[0] for document in library.trees.values()), "decision_trees")
    return any(
        finding.severity == "error" and finding.code.startswith("T") and finding.mark.path.rpartition("/")[0] != folder
        for finding in read
    )
