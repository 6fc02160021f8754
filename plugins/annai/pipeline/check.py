"""Every check of a library, in phases: a phase with errors stops those after it."""

from __future__ import annotations

from collections.abc import Sequence

from annai.diagnostics import Finding
from annai.model.library import Library
from annai.pipeline.memory import Memory
from annai.trees.check import check_trees


def check_library(library: Library, findings: Sequence[Finding], memory: Memory) -> tuple[Finding, ...]:
    """What is wrong with the files (``findings``, from reading them) and with what they say."""
    about_trees = [finding for finding in findings if finding.code.startswith("T")]
    about_articles = [finding for finding in findings if not finding.code.startswith("T")]
    return (*about_articles, *check_trees(library, about_trees))
