"""What has been published, as the lock file remembers it: ids, and hashes of answers' labels and targets."""

from __future__ import annotations

import hashlib
from types import MappingProxyType

from annai.model.library import Library
from annai.model.lock import Lock, LockedNode, LockedTree
from annai.model.tree import Question, Tree

PUBLISHED = "validated"


def build_lock(library: Library) -> Lock:
    """The lock of what stands in the library now.

    Articles and trees enter when they are validated. One that has been published and is a draft again, or
    archived, stays as it was locked: its addresses and links are still out there.
    """
    before = library.lock or Lock()
    articles = {
        name: article.path
        for name, article in library.articles.items()
        if article.original.state == PUBLISHED or name in before.articles
    }
    trees = {
        name: _locked(document.value) if document.value.state == PUBLISHED else before.trees[name]
        for name, document in library.trees.items()
        if document.value.state == PUBLISHED or name in before.trees
    }
    return Lock(
        articles=MappingProxyType(dict(sorted(articles.items()))),
        tools=MappingProxyType(
            {name: tuple(sorted(tool.searches)) for name, tool in sorted(library.tools.value.tools.items())}
        ),
        reasons=tuple(sorted(library.reasons.value.reasons)),
        channels=tuple(sorted(library.channels.value.channels)),
        trees=MappingProxyType(dict(sorted(trees.items()))),
    )


def _locked(tree: Tree) -> LockedTree:
    nodes: dict[str, LockedNode] = {}
    for kind, name, node in tree.nodes():
        answers: dict[str, tuple[str, str]] = {}
        if isinstance(node, Question):
            answers = {answer.id: (digest(str(answer.label)), digest(answer.go)) for answer in node.answers}
        nodes[name] = LockedNode(kind=kind, answers=answers)
    return LockedTree(
        version=tree.version,
        entries=tuple(sorted(tree.open_entries)),
        returns=tuple(sorted(tree.returns or ())),
        nodes=MappingProxyType(dict(sorted(nodes.items()))),
    )


def digest(text: str) -> str:
    """A short hash (BLAKE2b, 64 bits) of an answer's label in the first language, or of its target."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()
