"""Owns the bundle of a tree: what the browser's engine needs to walk it, for customers and for agents.

``annai-bundle/1`` is JSON. One engine reads both sites' bundles; a view decides what is in them, and the
keys marked (agents) exist only where it has a desk. Keys that would be empty are left out::

    {"format": "annai-bundle/1", "audience": "public", "language": "ja",
     "tree": "returns", "version": 5, "title": T,
     "root": "../../../",               the way from this file to the site's root
     "address": "flow/returns/",        addresses are from the site's root, not percent-encoded
     "start": "defect", "entries": ["defect"],
     "nodes": {id: node, …},            in reading order
     "moved": {former id: go},
     "articles": {id: {"title": T, "address": "help/returns/policy/"}},
     "trees": {id: {"title": T, "address": …, "bundle": "assets/annai/flow/complaint.ja.3f….json"}},
     "facts": {id: {"label": T, "source": "ticket", "ticket": …, "unit": "day", "countFrom": 1,
                    "levels": [id, …], "values": [{"id": …, "label": T, "max": 14}, …]}},   (agents)
     "desk": {"path": …, "owner": …, "reviewBy": …, "state": …, "returns": [name, …]}}      (agents)

T is a text, or ``{"text": …, "lang": "ja"}`` where a translation is missing. A go is
``{"tree": …, "node": …}`` or ``{"return": name}``. ``start`` is missing where a tree is only entered
through its ``entries``. Nodes by ``kind``:

- ``question``: ask, help, fact, answers ``[{id, label, hint, go, catchAll, askedAs, terms (agents)}]``,
  unsure (a go), unsureAs (the id of the answer that it stands for), askedAs; (agents) by, infer, timer
  (ISO 8601), say, note, never, consult. With ``fact`` the answers' ids are values of that fact, and a
  question whose fact is known is skipped.
- ``route`` (agents): rules ``[{when: {fact: [value, …]}, go}]``, at most one holds; else (a go, also for
  "not known"); note.
- ``call`` (agents): tree, returns ``{name: go}``, note. The engine loads ``trees[tree].bundle``, walks it
  from its start, and goes on where the return that it reaches leads.
- ``outcome``: title, address, steps, articles (ids), contact (channel ids, in order of preference),
  actions ``[{label, url}]``, anticipate ``[{ask, answer, article}]``, askedAs; (agents) reason, priority,
  volume (a month), acts, level, refuses, promise ``{within, calendar, by}``, say, note, never, consult
  ``[{tool, search, check, via, words}]``, authority (ids), escalate ``[{to, always, cue, when}]``.

``trees`` names every tree that a step or a call of this one leads to. File names carry a hash of the
tree and of all that it leads to, so that a name in a bundle always means the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Set as AbstractSet
from typing import Any

from msgspec import Struct

from annai.bundles.nodes import Json, NodeWriter, filled, step
from annai.model.facts import Fact
from annai.model.view import CallView, Go, OutcomeView, QuestionView, RouteView, TreeView, View

FORMAT = "annai-bundle/1"
FOLDER = "assets/annai/flow/"
ROOT = "../" * FOLDER.count("/")
PUBLIC = "public"


class Bundle(Struct, frozen=True):
    """A tree's bundle in one language: its address from the site's root, and its bytes."""

    language: str
    tree: str
    address: str
    data: bytes


def tree_bundles(view: View, pages: AbstractSet[str] = frozenset()) -> tuple[Bundle, ...]:
    """The bundles of all trees of a view, by tree id.

    ``pages`` are the addresses of the site's generated pages; site paths of buttons lead to the page of
    the view's language where it is among them, or is an article's.
    """
    writer = NodeWriter(view.language, _Locator(view, pages))
    cores = {name: _core(view, tree, writer) for name, tree in sorted(view.trees.items())}
    leads = {name: _leads_to(tree) for name, tree in view.trees.items()}
    digests = {name: _digest(_encoded(core)) for name, core in cores.items()}
    names = {
        name: f"{FOLDER}{name}.{view.language}.{_digest(_closure(name, leads, digests).encode())}.json"
        for name in cores
    }
    bundles: list[Bundle] = []
    for name, core in cores.items():
        trees = {
            other: {
                "title": writer.text(view.trees[other].title),
                "address": view.trees[other].address.lstrip("/"),
                "bundle": names[other],
            }
            for other in sorted(leads[name])
            if other in names
        }
        whole = {**core, "trees": trees} if trees else core
        bundles.append(Bundle(view.language, name, "/" + names[name], _encoded(whole)))
    return tuple(bundles)


class _Locator:
    """Gives a site path of a registry its address in the view's language."""

    def __init__(self, view: View, pages: AbstractSet[str]) -> None:
        self.view = view
        self.pages = pages
        self.articles = {
            address: article.address for article in view.articles.values() for address in article.alternates.values()
        }

    def __call__(self, url: str) -> str:
        """An address as a bundle has it: with a scheme as it is, a site path without its first slash."""
        if not url.startswith("/"):
            return url
        cut = min((place for mark in "?#" if (place := url.find(mark)) >= 0), default=len(url))
        path, rest = url[:cut], url[cut:]
        page = path if path.endswith("/") or "." in path.rpartition("/")[2] else path + "/"
        for candidate in (self.view.address(page), page):
            if candidate in self.articles or candidate in self.pages:
                return self.articles.get(candidate, candidate).lstrip("/") + rest
        return path.lstrip("/") + rest


def _core(view: View, tree: TreeView, writer: NodeWriter) -> Json:
    """All of a bundle but the names of other bundles."""
    written: Json = {
        "format": FORMAT,
        "audience": PUBLIC if view.desk is None else view.audience,
        "language": view.language,
        "tree": tree.id,
        "version": tree.version,
        "title": writer.text(tree.title),
        "root": ROOT,
        "address": tree.address.lstrip("/"),
        "start": tree.start,
        "entries": list(tree.entries),
        "nodes": {name: writer.node(node) for name, node in tree.nodes.items()},
        "moved": {former: step(go) for former, go in sorted(tree.moved.items())} or None,
        "articles": _articles(view, tree, writer) or None,
    }
    if view.desk is not None:
        known = view.desk.facts.facts
        facts = {name: _fact(known[name], writer) for name in sorted(_facts_of(tree)) if name in known}
        written["facts"] = facts or None
    if tree.desk is not None:
        written["desk"] = filled(
            {
                "path": tree.desk.path,
                "owner": tree.desk.owner,
                "reviewBy": tree.desk.review_by.isoformat(),
                "state": tree.desk.state,
                "returns": list(tree.desk.returns or ()),
            }
        )
    return filled(written)


def _articles(view: View, tree: TreeView, writer: NodeWriter) -> Json:
    named: set[str] = set()
    for node in tree.nodes.values():
        if isinstance(node, OutcomeView):
            named.update(node.articles)
            named.update(item.article for item in node.anticipate if item.article)
    found = (view.articles[name] for name in sorted(named) if name in view.articles)
    return {
        article.id: {
            "title": article.title
            if article.language == writer.language
            else {"text": article.title, "lang": article.language},
            "address": article.address.lstrip("/"),
        }
        for article in found
    }


def _facts_of(tree: TreeView) -> set[str]:
    """Facts that a tree asks for or decides by."""
    found: set[str] = set()
    for node in tree.nodes.values():
        if isinstance(node, QuestionView) and node.fact:
            found.add(node.fact)
        elif isinstance(node, RouteView):
            found.update(fact for rule in node.rules for fact in rule.when)
        elif isinstance(node, OutcomeView) and node.desk:
            found.update(fact for item in node.desk.escalate for fact in item.when or ())
    return found


def _fact(fact: Fact, writer: NodeWriter) -> Json:
    limits = {band.id: band.max for band in fact.bands or ()}
    return filled(
        {
            "label": writer.text(fact.label.say(writer.language)),
            "source": fact.source,
            "ticket": fact.ticket,
            "unit": fact.unit,
            "countFrom": fact.count_from if fact.bands else None,
            "levels": list(fact.levels or ()),
            "values": [
                filled({"id": name, "label": writer.text(label.say(writer.language)), "max": limits.get(name)})
                for name, label in fact.labels().items()
            ],
        }
    )


def _leads_to(tree: TreeView) -> frozenset[str]:
    """The other trees that steps and calls of a tree name."""
    steps: list[Go] = list(tree.moved.values())
    called: set[str] = set()
    for node in tree.nodes.values():
        match node:
            case QuestionView():
                steps += [answer.go for answer in node.answers]
                steps += [node.unsure] if node.unsure else []
            case RouteView():
                steps += [rule.go for rule in node.rules]
                steps += [node.otherwise] if node.otherwise else []
            case CallView():
                called.add(node.tree)
                steps += node.returns.values()
            case OutcomeView():
                pass
    return frozenset(called | {go.tree for go in steps if go.kind == "node"}) - {tree.id}


def _closure(name: str, leads: dict[str, frozenset[str]], digests: dict[str, str]) -> str:
    """The digests of a tree and of all trees that it leads to, however far."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        tree = waiting.pop()
        if tree in digests and tree not in found:
            found.add(tree)
            waiting.extend(leads[tree])
    return " ".join((digests[name], *sorted(f"{tree}:{digests[tree]}" for tree in found)))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=6).hexdigest()


def _encoded(written: dict[str, Any]) -> bytes:
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
