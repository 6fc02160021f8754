"""The checks that guard the public site, and those of the house style.

For trees and registries (phase T5): T501 to T505. For articles: A401, A402, A305, T209 and T502.
For both, as warnings, what ``style.yml`` asks for: S101 (a word that is not used), S102 (too long).
"""

from __future__ import annotations

from collections.abc import Iterator

from annai.audience import article_checks, style_checks, tree_checks
from annai.diagnostics import Finding
from annai.model.library import Library


def check_audience(library: Library) -> Iterator[Finding]:
    """What the public would meet in trees, red flags, notices and channels, and must not; and their style.

    Assumes that every reference in trees and registries leads somewhere (phases T1 to T4).
    """
    yield from tree_checks.check(library)
    yield from style_checks.check_trees(library)


def check_articles(library: Library) -> Iterator[Finding]:
    """Faulty agent blocks in any article, what the public would read in its own, and the style of all."""
    yield from article_checks.check(library)
    yield from style_checks.check_articles(library)
