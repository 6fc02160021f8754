"""Former names and addresses: each leads to one thing, and to none that still bears the name (T602)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from annai.diagnostics import Finding, Mark
from annai.model.library import Library
from annai.model.source import Document, Key
from annai.model.tree import Outcome, Tree

# Pages that are made whatever a repository holds, besides those of articles, trees, reasons and tools.
_MADE = ("/", "/contact/", "/search/", "/changes/", "/404.html", "/feed.xml")


def check(library: Library) -> Iterator[Finding]:
    """Two claims on one former name, former names that are in use, and circles of retired nodes."""
    yield from _trees(library)
    for document in library.trees.values():
        yield from _nodes(document)
        yield from _circles(document)
    yield from _registries(library)
    yield from _addresses(library)


Claim = tuple[str, Mark]


def _claims(document: Document[Any], path: tuple[Key, ...], names: Iterable[str]) -> Iterator[Claim]:
    for index, name in enumerate(names):
        yield name, document.at(*path, "was", index)


def _clashes(claims: Iterable[Claim], living: Container[str]) -> Iterator[Finding]:
    """Claims in the order of their places: the second on a name is at fault."""
    first: dict[str, Mark] = {}
    for name, mark in sorted(claims, key=lambda claim: claim[1]):
        if name in living:
            yield Finding.error("T602.living", mark, name=name)
        elif name in first:
            yield Finding.error("T602.twice", mark, name=name, other=f"{first[name].path}:{first[name].line}")
        first.setdefault(name, mark)


def _trees(library: Library) -> Iterator[Finding]:
    claims = [claim for document in library.trees.values() for claim in _claims(document, (), document.value.was)]
    yield from _clashes(claims, library.trees)


def _nodes(document: Document[Tree]) -> Iterator[Finding]:
    """Nodes with the tree's retired ones, and the answers of each question."""
    tree = document.value
    claims = [claim for kind, name, node in tree.nodes() for claim in _claims(document, (kind, name), node.was)]
    claims += [(name, document.at("retired", name)) for name in tree.retired]
    yield from _clashes(claims, {name for _, name, _ in tree.nodes()})
    for name, question in tree.questions.items():
        path = ("questions", name, "answers")
        former = [
            claim
            for index, answer in enumerate(question.answers)
            for claim in _claims(document, (*path, index), answer.was)
        ]
        yield from _clashes(former, {answer.id for answer in question.answers})


def _circles(document: Document[Tree]) -> Iterator[Finding]:
    """Retired nodes that lead only to each other; told once, at the first of them."""
    retired = document.value.retired
    told: set[str] = set()
    for name in retired:
        passed = [name]
        while (following := retired[passed[-1]].go) in retired and following not in passed:
            passed.append(following)
        if following == name and not told & set(passed):
            told |= set(passed)
            mark = document.at("retired", name, "go")
            yield Finding.error("T602.circle", mark, path=" → ".join([*passed, name]))


def _registries(library: Library) -> Iterator[Finding]:
    tools, reasons = library.tools, library.reasons
    escalation, channels = library.escalation, library.channels
    yield from _map(tools, "tools", {name: tool.was for name, tool in tools.value.tools.items()})
    for name, tool in tools.value.tools.items():
        path = ("tools", name, "searches")
        claims = [c for search, item in tool.searches.items() for c in _claims(tools, (*path, search), item.was)]
        yield from _clashes(claims, tool.searches)
    yield from _map(reasons, "reasons", {code: reason.was for code, reason in reasons.value.reasons.items()})
    yield from _map(escalation, "targets", {name: target.was for name, target in escalation.value.targets.items()})
    yield from _map(channels, "channels", {name: channel.was for name, channel in channels.value.channels.items()})


def _map(document: Document[Any], key: str, was: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    claims = [claim for name, names in was.items() for claim in _claims(document, (key, name), names)]
    yield from _clashes(claims, was)


def _addresses(library: Library) -> Iterator[Finding]:
    """Aliases of articles, against living addresses, former ones of trees, tools and reasons, and each other."""
    make = Finding.error if library.managed else Finding.warning
    living = set(_living(library))
    first: dict[str, str] = dict(_moved(library))
    for article in library.articles.values():
        for index, alias in enumerate(article.aliases):
            mark = article.original.marks.at("aliases", index)
            address = alias.removesuffix("index.html")
            if address in living:
                yield make("T602.address", mark, name=alias)
            elif first.setdefault(address, article.path) != article.path:
                yield make("T602.twice", mark, name=alias, other=first[address])


def _living(library: Library) -> Iterator[str]:
    yield from _MADE
    yield from library.categories
    yield from library.attachments
    for article in library.articles.values():
        yield article.address
        yield from (f"/{language}{article.address}" for language in article.texts)
    for name, document in library.trees.items():
        yield f"/flow/{name}/"
        yield from (f"/flow/{name}/{node}/" for _, node, value in document.value.nodes() if isinstance(value, Outcome))
    yield from (f"/reason/{code}/" for code in library.reasons.value.reasons)
    yield from (f"/tool/{name}/" for name in library.tools.value.tools)


def _moved(library: Library) -> Iterator[tuple[str, str]]:
    """Addresses that former ids redirect from already, with the file that says so."""
    for name, document in library.trees.items():
        yield from ((f"/flow/{former}/", document.path) for former in document.value.was)
        for _, _, node in document.value.nodes():
            yield from ((f"/flow/{name}/{former}/", document.path) for former in node.was)
    for tool in library.tools.value.tools.values():
        yield from ((f"/tool/{former}/", library.tools.path) for former in tool.was)
    for reason in library.reasons.value.reasons.values():
        yield from ((f"/reason/{former}/", library.reasons.path) for former in reason.was)
