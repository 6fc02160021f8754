"""What was published and is gone, or means something else now: T601, T605, and what is new: A501.

The other findings of that phase are yielded here too: former names (`aliases`), reviews and owners
(`upkeep`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from annai.diagnostics import Finding, Mark, nearest
from annai.model.article import Article
from annai.model.library import Library
from annai.model.lock import Lock, LockedNode, LockedTree
from annai.model.source import Document
from annai.model.tree import Answer, Node, Question, Tree
from annai.trees import aliases, upkeep
from annai.trees.known import former_ids, known_ids
from annai.trees.lock import PUBLISHED, build_lock, digest

__all__ = ["build_lock", "check"]

LOCK_FILE = "trees.lock.json"
_INDEX_NAMES = ("index", "_index", "readme")


def check(library: Library) -> Iterator[Finding]:
    """T601 to T605, and A501; the lock is looked at where there is one."""
    yield from aliases.check(library)
    yield from upkeep.check(library)
    if library.lock is not None:
        yield from _articles(library, library.lock)
        yield from _registries(library, library.lock)
        yield from _trees(library, library.lock)


def _gone(kind: str, mark: Mark, name: str, candidates: Iterable[str] = ()) -> Finding:
    """``candidates`` are ids that are not in the lock: one of them may be the new name."""
    return Finding.error(f"T601.{kind}", mark, name=name, near=nearest(name, candidates))


def _lock_mark(library: Library) -> Mark:
    """The lock file itself, for what has no other file any more."""
    folders = (document.path.rpartition("/")[0] for document in library.trees.values())
    return Mark(f"{next(folders, 'decision_trees')}/{LOCK_FILE}")


def _articles(library: Library, lock: Lock) -> Iterator[Finding]:
    """An article whose id is gone is forgiven where its former address is somebody's alias."""
    redirected = {alias for article in library.articles.values() for alias in article.aliases}
    by_path = {article.path: article for article in library.articles.values()}
    fresh = [name for name in library.articles if name not in lock.articles]
    for name, path in lock.articles.items():
        address = _address(library, path)
        article = library.articles.get(name)
        if article is None:
            if not redirected & {address, f"/{name}/"}:
                renamed = by_path.get(path)
                mark = renamed.original.marks.at("id") if renamed else _lock_mark(library)
                yield _gone("article", mark, name, fresh)
        elif article.path != path and address not in redirected and article.address != address:
            yield Finding.warning("T601.address", _article_mark(article), address=address, name=name)
    for name in fresh:
        if library.articles[name].original.state == PUBLISHED:
            yield _new("article", _article_mark(library.articles[name]), name)


def _article_mark(article: Article) -> Mark:
    return article.original.marks.at("id")


def _address(library: Library, path: str) -> str:
    """The address of an article's file, ``/help/a/`` for ``content/help/a.md``."""
    name = path.removeprefix(f"{library.content_path}/").removesuffix(".md")
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix in library.languages:
        name = stem
    folder, _, last = name.rpartition("/")
    if last.lower() in _INDEX_NAMES:
        name = folder
    return f"/{name}/" if name else "/"


def _registries(library: Library, lock: Lock) -> Iterator[Finding]:
    former = known_ids(library).former
    tools, reasons, channels = library.tools, library.reasons, library.channels
    yield from _ids("tool", tools, ("tools",), lock.tools, tools.value.tools, former["tool"])
    yield from _ids("reason", reasons, ("reasons",), lock.reasons, reasons.value.reasons, former["reason"])
    yield from _ids("channel", channels, ("channels",), lock.channels, channels.value.channels, former["channel"])
    for name, searches in lock.tools.items():
        current = name if name in tools.value.tools else former["tool"].get(name, "")
        if tool := tools.value.tools.get(current):
            path = ("tools", current, "searches")
            was = former_ids(tool.searches, lambda search: search.was)
            yield from _ids("search", tools, path, searches, tool.searches, was)


def _ids(
    kind: str,
    document: Document[Any],
    path: tuple[str, ...],
    locked: Iterable[str],
    present: Iterable[str],
    former: Container[str],
) -> Iterator[Finding]:
    """Ids of a map that were locked and are gone, and those that are new."""
    before, now = set(locked), tuple(present)
    fresh = [name for name in now if name not in before]
    for name in sorted(before):
        if name not in now and name not in former:
            yield _gone(kind, document.at(*path), name, fresh)
    for name in fresh:
        yield _new(kind, document.at(*path, name), name)


def _trees(library: Library, lock: Lock) -> Iterator[Finding]:
    former = known_ids(library).former["tree"]
    fresh = [name for name in library.trees if name not in lock.trees]
    for name, locked in lock.trees.items():
        document = library.trees.get(former.get(name, name)) or library.trees.get(name)
        if document is None:
            yield _gone("tree", _lock_mark(library), name, fresh)
        else:
            yield from _tree(document, locked)
    for name in fresh:
        document = library.trees[name]
        if document.value.state == PUBLISHED:
            yield _new("tree", document.at("id"), name)


def _tree(document: Document[Tree], locked: LockedTree) -> Iterator[Finding]:
    tree = document.value
    nodes = {name: (kind, node) for kind, name, node in tree.nodes()}
    was = former_ids({name: node for name, (_, node) in nodes.items()}, lambda node: node.was)
    fresh = [name for name in nodes if name not in locked.nodes]
    for name, before in locked.nodes.items():
        current = name if name in nodes else was.get(name)
        if current is not None:
            yield from _answers(document, current, nodes[current][1], before)
        elif name not in tree.retired:
            yield _gone("node", document.at("id"), name, fresh)
    if tree.state == PUBLISHED:
        for name in fresh:
            yield _new("node", document.at(nodes[name][0], name), name)


def _answers(document: Document[Tree], name: str, node: Node, before: LockedNode) -> Iterator[Finding]:
    """A published question's answers: gone, with another meaning (T605), or new."""
    tree = document.value
    if not isinstance(node, Question):
        return
    current = {answer.id: (index, answer) for index, answer in enumerate(node.answers)}
    was = former_ids({key: answer for key, (_, answer) in current.items()}, lambda answer: answer.was)
    fresh = [key for key in current if key not in before.answers]
    for key, (label, go) in before.answers.items():
        found = current.get(key if key in current else was.get(key, ""))
        if found is None:
            if key not in tree.retired:
                yield _gone("answer", document.at("id"), f"{name}={key}", [f"{name}={other}" for other in fresh])
            continue
        index, answer = found
        if digest(str(answer.label)) != label and go not in _targets(tree, answer):
            mark = document.at("questions", name, "answers", index, "id")
            yield Finding.warning("T605.answer", mark, name=answer.id)
    # Where the kind changed, the answers are as new as the question; one finding tells of it.
    if tree.state == PUBLISHED and before.kind == "questions":
        for key in fresh:
            mark = document.at("questions", name, "answers", current[key][0], "id")
            yield _new("answer", mark, f"{name}={key}")


def _targets(tree: Tree, answer: Answer) -> set[str]:
    """Hashes of an answer's target as it is called now, and as it was called before."""
    node = tree.node(answer.go)
    return {digest(name) for name in (answer.go, *(node.was if node else ()))}


def _new(kind: str, mark: Mark, name: str) -> Finding:
    return Finding.warning(f"A501.{kind}", mark, name=name)
