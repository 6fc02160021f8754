"""Words that must stand in a registry, and keys that a file must have: T103 and T105 across files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annai.diagnostics import Finding, nearest
from annai.model.duration import Duration
from annai.model.library import Library
from annai.model.source import Document
from annai.model.tree import Call, Question
from annai.trees.borrowed import borrowed, documents
from annai.trees.known import Known, known_ids

# What is unknown here is T105; unknown tools, targets, articles … have codes of their own (T2xx, T604).
_WORDS = frozenset({"priority", "calendar", "line", "channel", "role", "audience"})
_REQUIRED = (("policy", "start"), ("policy", "early_exit"), ("escalation", "roles"), ("escalation", "owners"))


def check(library: Library) -> Iterator[Finding]:
    """T103 and T105 that need more than one file, or the order of a file, to be seen."""
    known = known_ids(library)
    for document in documents(library):
        yield from _words(library, document, known)
    yield from _required(library)
    yield from _starts(library)
    yield from _levels(library)
    yield from _targets(library, known)
    yield from _groups(library)
    yield from _grants(library)
    yield from _languages(library)
    yield from _article_changes(library)


def _words(library: Library, document: Document[Any], known: Known) -> Iterator[Finding]:
    for item in borrowed(document.value):
        if item.registry not in _WORDS or known.has(item.registry, item.id):
            continue
        mark, near = document.at(*item.path), known.near(item.registry, item.id)
        if item.registry == "audience":
            shown = ", ".join(library.audiences)
            yield Finding.error("T105.audience", mark, token=item.id, known=shown, near=near)
        else:
            yield Finding.error(f"T105.{item.registry}", mark, name=item.id, near=near)


def _required(library: Library) -> Iterator[Finding]:
    """Keys that only a file that exists must have: without the file, their absence is the default."""
    for registry, key in _REQUIRED:
        document: Document[Any] = getattr(library, registry)
        if document.marks.places and key not in document.value.model_fields_set:
            yield Finding.error("T103.key", document.at(), name=key)


def _starts(library: Library) -> Iterator[Finding]:
    for document in library.trees.values():
        tree = document.value
        node = tree.node(tree.start)
        if node is not None and not isinstance(node, Question | Call):
            yield Finding.error("T105.start", document.at("start"), name=tree.start)


def _levels(library: Library) -> Iterator[Finding]:
    """One fact at most has levels, and an outcome's level is one of them."""
    document = library.facts
    graded = [name for name, fact in document.value.facts.items() if fact.levels]
    for name in graded[1:]:
        yield Finding.error("T105.levels", document.at("facts", name, "levels"), first=graded[0])
    if not graded:
        return
    levels = [level for name in graded for level in document.value.facts[name].levels or ()]
    for tree in library.trees.values():
        for name, outcome in tree.value.outcomes.items():
            if outcome.level is not None and outcome.level not in levels:
                mark = tree.at("outcomes", name, "level")
                near = nearest(outcome.level, levels)
                yield Finding.error(
                    "T105.choice", mark, name="level", token=outcome.level, known=", ".join(levels), near=near
                )


def _targets(library: Library, known: Known) -> Iterator[Finding]:
    """A slip's name, and who may be waited for on the line."""
    document = library.escalation
    limit = library.policy.value.hold.limit
    for name, target in document.value.targets.items():
        slip = target.slip.name
        if slip is not None and not known.has("slip", slip):
            mark = document.at("targets", name, "slip")
            yield Finding.error("T105.slip", mark, name=slip, near=known.near("slip", slip))
        if target.wait == "hold" and _length(target.ack) > _length(limit):
            mark = document.at("targets", name, "wait")
            yield Finding.error("T105.hold", mark, ack=target.ack, limit=limit)


def _length(duration: Duration) -> tuple[int, int]:
    """Durations in order; any number of days is longer than any number of open minutes."""
    return (duration.days, duration.minutes)


def _groups(library: Library) -> Iterator[Finding]:
    document = library.reasons
    groups = [str(group) for group in document.value.groups]
    if not groups:
        return
    for code, reason in document.value.reasons.items():
        group = str(reason.group)
        if group not in groups:
            mark = document.at("reasons", code, "group")
            yield Finding.error(
                "T105.choice", mark, name="group", token=group, known=", ".join(groups), near=nearest(group, groups)
            )


def _grants(library: Library) -> Iterator[Finding]:
    document = library.escalation
    for name, authority in document.value.authority.items():
        for index, grant in enumerate(authority.grants):
            for fact, values in (grant.when or {}).items():
                if not values:
                    mark = document.at("authority", name, "grants", index, "when", fact)
                    yield Finding.error("T105.empty", mark, name=fact)


def _languages(library: Library) -> Iterator[Finding]:
    """Synonyms and search tests for a language that the site does not speak."""
    synonyms = [("add", index, rule.language) for index, rule in enumerate(library.synonyms.value.add)]
    tests = [("tests", index, test.language) for index, test in enumerate(library.search_tests.value.tests)]
    shown = ", ".join(library.languages)
    for document, named in ((library.synonyms, synonyms), (library.search_tests, tests)):
        for key, index, language in named:
            if language is not None and language not in library.languages:
                mark = document.at(key, index, "language")
                yield Finding.error("T105.choice", mark, name="language", token=language, known=shown)


def _article_changes(library: Library) -> Iterator[Finding]:
    make = Finding.error if library.managed else Finding.warning
    for article in library.articles.values():
        for text in article.texts.values():
            for index, change in enumerate(text.changes):
                if change.audience is not None and change.audience not in library.audiences:
                    mark = text.marks.at("changes", index, "audience")
                    shown = ", ".join(library.audiences)
                    yield make("A102.T105-choice", mark, name="audience", token=change.audience, known=shown)
