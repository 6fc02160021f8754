"""The checks that guard the public site, and those of the house style.

For trees and registries (phase T5): T501 to T505. For articles: A401, A402, A305, T209 and T502.
For both, as warnings, what ``style.yml`` asks for: S101 (a word that is not used), S102 (too long).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, MutableMapping

from annai.audience import tree_checks
from annai.audience.article_checks import Guard
from annai.audience.reading import readings
from annai.audience.sight import readable
from annai.audience.style_checks import Rules
from annai.diagnostics import Finding
from annai.model.article import ArticleText
from annai.model.library import Library
from annai.trees.known import unread


def check_audience(library: Library) -> Iterator[Finding]:
    """What the public would meet in trees, red flags, notices and channels, and must not; and their style.

    Assumes that every reference in trees and registries leads somewhere (phases T1 to T4).
    """
    yield from tree_checks.check(library)
    yield from Rules(library).check_trees()


def check_articles(
    library: Library, memory: MutableMapping[str, tuple[Finding, ...]] | None = None
) -> Iterator[Finding]:
    """Faulty agent blocks in any article, what the public would read in its own, and the style of all.

    ``memory`` keeps what was found in each file from one call to the next.
    """
    kept = {} if memory is None else memory
    guard, style = Guard.of(library), Rules(library)
    stamp = _stamp(library)
    for article in library.articles.values():
        public = readable(library, library.site.value.weakest, article)
        for text in article.texts.values():
            key = f"{stamp}:{text.path}:{text.digest}:{text.language}:{text.language in public}"
            found = kept.get(key)
            if found is None:
                found = kept[key] = tuple(_in_text(guard, style, text, public=text.language in public))
            yield from found
    yield from guard.check_categories()


def _in_text(guard: Guard, style: Rules, text: ArticleText, *, public: bool) -> Iterator[Finding]:
    whole, left, faults = readings(text.body)
    yield from guard.check(text, whole, faults)
    yield from style.check_article(text, whole, left if public else None)
    # Where the front matter cannot be read, nobody knows whether the public reads the rest.
    if public and not unread(text.marks):
        yield from guard.check_public(text, left)


def _stamp(library: Library) -> str:
    """A hash of everything besides its file that an article is checked against."""
    settings = (
        library.managed,
        library.site.value,
        library.policy.value.internal_words,
        library.tools.value,
        library.escalation.value,
        library.values.value,
        unread(library.values.marks),
        library.style.value,
    )
    return hashlib.blake2b(repr(settings).encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()
