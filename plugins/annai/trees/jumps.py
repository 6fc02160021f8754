"""Where steps lead, and ids that stand twice: T201, T202 and T203, in trees and in what points into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annai.diagnostics import Finding, Mark, nearest, plain
from annai.model.library import Library
from annai.model.source import Document
from annai.model.tree import Tree
from annai.trees.borrowed import Borrowed, borrowed, registries
from annai.trees.known import Known, former_ids, known_ids
from annai.trees.targets import ELSEWHERE, Target, parse


def check(library: Library) -> Iterator[Finding]:
    """Unknown targets (T201), duplicate ids (T202), jumps to what is no entry (T203)."""
    known = known_ids(library)
    for document in library.trees.values():
        yield from _twice_in_tree(document)
        for item in borrowed(document.value):
            yield from _from_tree(library, document, item, known)
    for _, registry in registries(library):
        for item in borrowed(registry.value):
            yield from _from_registry(library, registry, item, known)
    yield from _twice_in_registries(library)


def elsewhere(library: Library, target: Target, mark: Mark, known: Known) -> Iterator[Finding]:
    """What is wrong with a jump into a tree: T201 where there is none, T203 where it may not be entered there."""
    document = library.trees.get(target.tree)
    if document is None:
        yield Finding.error("T201.tree", mark, name=target.tree, near=known.near("tree", target.tree))
        return
    tree = document.value
    entry = target.node or tree.start
    # A start that does not exist is told where it is written.
    if entry in tree.open_entries or (not target.node and tree.node(tree.start) is None):
        return
    if not tree.open_entries:
        yield Finding.error("T203.called-only", mark, tree=tree.id)
        return
    near = nearest(target.node, tree.open_entries) if target.node else ""
    shown = ", ".join(f"{ELSEWHERE}{tree.id}#{name}" for name in tree.open_entries)
    yield Finding.error("T203.entry", mark, tree=tree.id, name=entry, known=shown, near=near)


def _from_tree(library: Library, document: Document[Tree], item: Borrowed, known: Known) -> Iterator[Finding]:
    tree, mark = document.value, document.at(*item.path)
    if item.registry == "tree":
        if not known.has("tree", item.id):
            yield Finding.error("T201.tree", mark, name=item.id, near=known.near("tree", item.id))
    elif item.registry == "node" and item.path[0] in ("start", "entries"):
        if tree.node(item.id) is None:
            yield _no_node(tree, item.id, mark, known)
    elif item.registry == "go" and not _is_answer(tree, item):
        target = parse(item.id, tree.id)
        retired = item.path[0] == "retired"
        if target.kind == "tree":
            yield from elsewhere(library, target, mark, known)
        elif target.kind == "return":
            # Which returns there are is T305's business.
            if retired:
                yield Finding.error("T201.return-here", mark, name=target.node)
        # A retired id may lead on to one that was retired later; loops are T602.
        elif tree.node(target.node) is None and not (retired and target.node in tree.retired):
            yield _no_node(tree, target.node, mark, known)


def _is_answer(tree: Tree, item: Borrowed) -> bool:
    """Whether a target is an ``unsure`` that counts as one of the question's own answers."""
    match item.path:
        case ("questions", str(question), "unsure", *rest) if "public" not in rest:
            return any(answer.id == item.id for answer in tree.questions[question].answers)
    return False


def _no_node(tree: Tree, name: str, mark: Mark, known: Known) -> Finding:
    nodes = {node_id: node for _, node_id, node in tree.nodes()}
    # A tree without its prefix, or with one in wide characters.
    jump = plain(name).replace(" ", "").removeprefix(ELSEWHERE)
    if name not in nodes and known.has("tree", jump.partition("#")[0]):
        return Finding.error("T201.node", mark, name=name, near=f"{ELSEWHERE}{jump}")
    near = former_ids(nodes, lambda node: node.was).get(name) or nearest(name, nodes)
    return Finding.error("T201.node", mark, name=name, near=near)


def _from_registry(library: Library, document: Document[Any], item: Borrowed, known: Known) -> Iterator[Finding]:
    """Trees by id, and targets, which must say their tree."""
    mark = document.at(*item.path)
    if item.registry == "tree":
        yield from elsewhere(library, Target("tree", "", item.id), mark, known)
    elif item.registry == "go":
        target = parse(item.id, "")
        if target.kind == "tree":
            yield from elsewhere(library, target, mark, known)
        elif target.kind == "return":
            yield Finding.error("T201.return-here", mark, name=target.node)
        else:
            near = _nearest_entry(library, target.node)
            yield Finding.error("T201.from-outside", mark, name=target.node, near=near)


def _nearest_entry(library: Library, name: str) -> str:
    if name in library.trees:
        return f"{ELSEWHERE}{name}"
    for document in library.trees.values():
        if name in document.value.open_entries:
            return f"{ELSEWHERE}{document.value.id}#{name}"
    return ""


def _twice_in_tree(document: Document[Tree]) -> Iterator[Finding]:
    tree = document.value
    first: dict[str, str] = {}
    placed = ((document.at(kind, name), kind, name) for kind, name, _ in tree.nodes())
    for mark, kind, name in sorted(placed):
        if name in first:
            yield Finding.error("T202.node", mark, name=name, other=first[name])
        first.setdefault(name, kind)
    for name, question in tree.questions.items():
        ids = (answer.id for answer in question.answers)
        yield from _twice(document, ("questions", name, "answers"), ids, "id")
    yield from _twice(document, ("returns",), tree.returns or ())


def _twice_in_registries(library: Library) -> Iterator[Finding]:
    policy, escalation = library.policy, library.escalation
    site, notices, facts = library.site, library.notices, library.facts
    yield from _twice(policy, ("flags",), (flag.id for flag in policy.value.flags), "id")
    yield from _twice(policy, ("summary",), (field.id for field in policy.value.summary), "id")
    yield from _twice(escalation, ("roles",), (role.id for role in escalation.value.roles), "id")
    yield from _twice(escalation, ("owners",), escalation.value.owners)
    yield from _twice(site, ("audiences",), site.value.audiences)
    yield from _twice(site, ("languages",), site.value.languages)
    yield from _twice(notices, ("notices",), (notice.id for notice in notices.value.notices), "id")
    for name, fact in facts.value.facts.items():
        yield from _twice(facts, ("facts", name, "bands"), (band.id for band in fact.bands or ()), "id")
        yield from _twice(facts, ("facts", name, "levels"), fact.levels or ())


def _twice(document: Document[Any], path: tuple[str, ...], ids: Iterable[str], *key: str) -> Iterator[Finding]:
    """Ids of a list that stand in it before."""
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            yield Finding.error("T202.id", document.at(*path, index, *key), name=name)
        seen.add(name)
