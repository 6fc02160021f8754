"""The lock: ids that were once published, and so must not vanish (``trees.lock.json``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from annai.model.base import Frozen

FORMAT: Final = "annai-lock/1"


class LockedNode(Frozen):
    """A node: its kind and, for a question, the hashes of each answer's label and target."""

    kind: str
    answers: Mapping[str, tuple[str, str]] = {}


class LockedTree(Frozen):
    """A tree as it was last published."""

    version: int
    entries: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    nodes: Mapping[str, LockedNode] = {}


class Lock(Frozen):
    """The whole of ``decision_trees/trees.lock.json``."""

    format: Literal["annai-lock/1"] = FORMAT
    articles: Mapping[str, str] = {}
    tools: Mapping[str, tuple[str, ...]] = {}
    reasons: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    trees: Mapping[str, LockedTree] = {}
