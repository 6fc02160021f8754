"""Every check of a library, in phases: a phase with errors stops those after it.

What a check says is kept until something changes that it looks at: for an article its own file and the
registries, for trees and registries all of them and what front matter says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from annai.audience.checks import check_articles
from annai.diagnostics import Finding
from annai.model.article import Article
from annai.model.library import Library
from annai.pipeline.memory import Memory


def check_library(library: Library, findings: Sequence[Finding], memory: Memory) -> tuple[Finding, ...]:
    """What is wrong with the files (``findings``, from reading them) and with what they say."""
    about_trees = tuple(finding for finding in findings if finding.code.startswith("T"))
    about_articles = tuple(finding for finding in findings if not finding.code.startswith("T"))
    return (*about_articles, *check_articles(library, memory.facts), *_trees(library, about_trees, memory))


def _trees(library: Library, read: tuple[Finding, ...], memory: Memory) -> tuple[Finding, ...]:
    key = "trees:" + _digest(
        library.configured, library.today, library.has_content, read, map(_front_matter, library.articles.values())
    )
    kept: tuple[Finding, ...] | None = memory.facts.get(key)
    if kept is None:
        # A third of all modules, and wanted only when a tree, a registry or front matter has changed.
        from annai.audience.checks import check_audience  # noqa: PLC0415 - see above
        from annai.trees.check import check_trees  # noqa: PLC0415 - see above

        kept = memory.facts[key] = tuple(check_trees(library, read, check_audience))
    return kept


def _front_matter(article: Article) -> str:
    """Stands for everything of an article but its bodies."""
    fronts = ",".join(f"{text.path}:{text.front}" for text in article.texts.values())
    return f"{article.id}|{article.address}|{article.audience}|{article.original.state}|{fronts}"


def _digest(*parts: object) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        for item in part if isinstance(part, Iterable) and not isinstance(part, str) else (part,):
            digest.update(repr(item).encode("utf-8", "backslashreplace"))
            digest.update(b"\0")
    return digest.hexdigest()
