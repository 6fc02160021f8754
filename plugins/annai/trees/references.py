"""Ids that must be found in a registry or a folder: T204 to T208, and what `jumps` and `placeholders` find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from annai.diagnostics import Finding, Mark, nearest
from annai.model.library import Library
from annai.model.source import Document
from annai.model.tree import Consult, Tree
from annai.trees import jumps, placeholders
from annai.trees.borrowed import Borrowed, KeyPath, borrowed, documents
from annai.trees.known import Known, former_ids, known_ids
from annai.trees.targets import ELSEWHERE, parse

WAIT = "wait"


def check(library: Library) -> Iterator[Finding]:
    """Everything of T2 except T305, which belongs to the structure of trees."""
    known = known_ids(library)
    yield from jumps.check(library)
    for document in documents(library):
        for item in borrowed(document.value):
            yield from _registry(library, document, item, known)
    for tree in library.trees.values():
        yield from _consults(library, tree)
        yield from _fact_values(library, tree)
    yield from _fallback_searches(library)
    yield from _levels(library)
    yield from _grants(library)
    yield from _search_tests(library, known)
    yield from _articles(library, known)
    yield from placeholders.check(library)


def _registry(library: Library, document: Document[Any], item: Borrowed, known: Known) -> Iterator[Finding]:
    mark = document.at(*item.path)
    match item.registry:
        case "tool" | "target" | "authority" | "fact" | "reason":
            if known.has(item.registry, item.id) or _waits(item):
                return
            codes = {"tool": "T204", "target": "T205", "authority": "T205", "fact": "T207", "reason": "T208"}
            near = known.near(item.registry, item.id)
            yield Finding.error(f"{codes[item.registry]}.{item.registry}", mark, name=item.id, near=near)
        case "article":
            yield from _article(library, item.id, mark, known)


def _waits(item: Borrowed) -> bool:
    """``after_hours: wait`` waits for the next opening."""
    return item.id == WAIT and item.path[-1] == "after_hours"


def _article(library: Library, name: str, mark: Mark, known: Known, *, foreign: bool = False) -> Iterator[Finding]:
    """T206, looked up only where there is a content folder. ``foreign``: another system's front matter."""
    if not library.has_content:
        return
    make = Finding.warning if foreign else Finding.error
    article = library.articles.get(name)
    if article is None:
        yield make("T206.missing", mark, name=name, near=known.near("article", name))
    elif article.original.state == "archived":
        yield make("T206.archived", mark, name=name)


def _consults(library: Library, document: Document[Tree]) -> Iterator[Finding]:
    tools = library.tools.value.tools
    for path, consult in consults(document.value):
        tool = tools.get(consult.tool)
        if tool is not None and consult.search not in tool.searches:
            former = former_ids(tool.searches, lambda search: search.was)
            near = former.get(consult.search) or nearest(consult.search, tool.searches)
            shown = ", ".join(tool.searches)
            mark = document.at(*path, "search")
            yield Finding.error("T204.search", mark, tool=consult.tool, name=consult.search, known=shown, near=near)


def consults(tree: Tree) -> Iterator[tuple[KeyPath, Consult]]:
    """Every look-up of a tree with its key path."""
    asked = (("questions", name, question.consult) for name, question in tree.questions.items())
    ended = (("outcomes", name, outcome.consult) for name, outcome in tree.outcomes.items())
    for kind, name, found in chain(asked, ended):
        for index, consult in enumerate(found):
            yield (kind, name, "consult", index), consult


def _fallback_searches(library: Library) -> Iterator[Finding]:
    document = library.tools
    for tool_id, tool in document.value.tools.items():
        for search_id, search in tool.searches.items():
            if search.if_none is not None and search.if_none not in tool.searches:
                mark = document.at("tools", tool_id, "searches", search_id, "if_none")
                near, shown = nearest(search.if_none, tool.searches), ", ".join(tool.searches)
                yield Finding.error("T204.search", mark, tool=tool_id, name=search.if_none, known=shown, near=near)


def _fact_values(library: Library, document: Document[Tree]) -> Iterator[Finding]:
    tree = document.value
    for name in tree.questions:
        yield from _answers(library, document, name)
    for name, route in tree.routes.items():
        for index, rule in enumerate(route.rules):
            yield from _when(library, document, ("routes", name, "rules", index, "when"), rule.when)
    for name, outcome in tree.outcomes.items():
        for index, escalate in enumerate(outcome.escalate):
            yield from _when(library, document, ("outcomes", name, "escalate", index, "when"), escalate.when or {})
    for index, example in enumerate(tree.examples):
        for fact, value in example.facts.items():
            yield from _value(library, fact, value, document.at("examples", index, "facts", fact))


def _answers(library: Library, document: Document[Tree], name: str) -> Iterator[Finding]:
    """The answers of a question with ``fact`` are its values: all of them, or with levels some."""
    question = document.value.questions[name]
    fact = library.facts.value.facts.get(question.fact or "")
    if fact is None:
        return
    values = fact.labels()
    shown = ", ".join(values)
    unknown = False
    for index, answer in enumerate(question.answers):
        if answer.id not in values:
            unknown = True
            mark, near = document.at("questions", name, "answers", index, "id"), nearest(answer.id, values)
            yield Finding.error("T207.answer", mark, fact=question.fact, name=answer.id, known=shown, near=near)
    answered = {answer.id for answer in question.answers}
    missing = [value for value in values if value not in answered]
    # A misspelt answer leaves its value without one; that is one fault, not two.
    if missing and not unknown and not fact.levels:
        mark = document.at("questions", name, "answers")
        yield Finding.error("T207.unanswered", mark, fact=question.fact, missing=", ".join(missing))


def _when(
    library: Library, document: Document[Any], path: KeyPath, when: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    for fact, values in when.items():
        for index, value in enumerate(values):
            yield from _value(library, fact, value, document.at(*path, fact, index))


def _value(library: Library, fact: str, value: str, mark: Mark) -> Iterator[Finding]:
    declared = library.facts.value.facts.get(fact)
    if declared is not None and value not in declared.labels():
        known = declared.labels()
        yield Finding.error(
            "T207.value", mark, fact=fact, name=value, known=", ".join(known), near=nearest(value, known)
        )


def _levels(library: Library) -> Iterator[Finding]:
    for name, fact in library.facts.value.facts.items():
        for index, level in enumerate(fact.levels or ()):
            yield from _value(library, name, level, library.facts.at("facts", name, "levels", index))


def _grants(library: Library) -> Iterator[Finding]:
    document = library.escalation
    for name, authority in document.value.authority.items():
        for index, grant in enumerate(authority.grants):
            yield from _when(library, document, ("authority", name, "grants", index, "when"), grant.when or {})


def _search_tests(library: Library, known: Known) -> Iterator[Finding]:
    """What a query must find: an article, a tree (or one of its entries), or a tool."""
    document = library.search_tests
    for index, test in enumerate(document.value.tests):
        mark = document.at("tests", index, "expect")
        if test.expect.startswith(ELSEWHERE):
            yield from jumps.elsewhere(library, parse(test.expect, ""), mark, known)
        elif not known.has("tool", test.expect):
            for finding in _article(library, test.expect, mark, known):
                if finding.key == "T206.missing":
                    near = finding.args["near"] or known.near("tool", test.expect)
                    yield Finding.error("T206.result", mark, name=test.expect, near=near)
                else:
                    yield finding


def _articles(library: Library, known: Known) -> Iterator[Finding]:
    """Front matter and category files; without ``site_config/`` their keys may be another system's."""
    foreign = not library.managed
    make = Finding.warning if foreign else Finding.error
    for article in library.articles.values():
        marks = article.original.marks
        for index, name in enumerate(article.related):
            yield from _article(library, name, marks.at("related", index), known, foreign=foreign)
        for index, code in enumerate(article.reasons):
            if not known.has("reason", code):
                mark = marks.at("reasons", index)
                yield make("T208.reason", mark, name=code, near=known.near("reason", code))
    for category in library.categories.values():
        for index, name in enumerate(category.file.articles):
            yield from _article(library, name, category.marks.at("articles", index), known, foreign=foreign)
