"""What is wrong with the public's way through the trees: T501 to T505."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annai.audience.internal import Internal
from annai.audience.paths import Paths, Stop
from annai.audience.public_texts import Written, public_texts
from annai.audience.sight import may_see
from annai.audience.targets import parse_go
from annai.diagnostics import Finding, Mark
from annai.model.library import Library
from annai.model.source import Key
from annai.model.tree import Call, Node, Outcome, Question, Route, Tree
from annai.model.view import Go

Reached = Mapping[str, Iterable[str]]
# The keys whose translations are asked for, once each; labels and steps fall back silently.
_TRANSLATED = ("title", "ask")


def check(library: Library) -> Iterator[Finding]:
    """Everything that the public would meet and must not, or would miss."""
    paths = Paths(library, library.site.value.weakest)
    reached = paths.reached()
    written = tuple(public_texts(library, paths, reached))
    yield from _stops(library, paths, reached)
    yield from _words(library, written)
    yield from _few_answers(library, paths, reached)
    yield from _untranslated(library, written)
    if library.has_content:
        yield from _internal_articles(library, paths, reached)


def _stops(library: Library, paths: Paths, reached: Reached) -> Iterator[Finding]:
    """T501: where a public path enters what is internal, at what it meets first."""
    told: set[Go] = set()
    for step, mark, way in _steps(library, paths, reached):
        stop = paths.follow(step)
        if not isinstance(stop, Stop) or stop.go in told:
            continue
        told.add(stop.go)
        from_where = {"way": way, "where": f"{mark.path}:{mark.line}"}
        if stop.go.kind == "return":
            yield Finding.error("T501.return", mark, name=stop.go.node, **from_where)
            continue
        tree = library.trees[stop.go.tree]
        node = tree.value.node(stop.go.node)
        kind = tree.value.kind(stop.go.node)
        if node is not None and kind is not None:
            place = tree.at(kind, stop.go.node)
            why = _why(paths, tree.value, node)
            yield Finding.error(f"T501.{why}", place, name=stop.go.node, **from_where)


def _steps(library: Library, paths: Paths, reached: Reached) -> Iterator[tuple[Go, Mark, str]]:
    """Every step of the public, roots first, with the place of the key that says where it leads.

    The step is named as its writer knows it: ``question: answer``, ``question: unsure``, or the key of a root.
    """
    for root in paths.roots():
        if root.tree in library.trees:
            yield root, *_root(library, paths, root)
    for tree_id, nodes in reached.items():
        document = library.trees[tree_id]
        tree = document.value
        for node_id in nodes:
            question = tree.node(node_id)
            if not isinstance(question, Question):
                continue
            place: tuple[Key, ...] = ("questions", node_id)
            offered = paths.answers(tree, question)
            for index, answer in enumerate(question.answers):
                if answer in offered:
                    own = ("public", "go") if answer.public and answer.public.go else ("go",)
                    mark = document.at(*place, "answers", index, *own)
                    yield paths.answer_go(tree, answer), mark, f"{node_id}: {answer.id}"
            unsure = paths.unsure_go(tree, question)
            if unsure is not None:
                yield unsure, document.at(*place, "unsure"), f"{node_id}: unsure"


def _root(library: Library, paths: Paths, root: Go) -> tuple[Mark, str]:
    """Where a root of the public's is named, and the key that names it: a tree's start or entries, a red flag."""
    document = library.trees[root.tree]
    tree = document.value
    if not paths.opens(tree) or root.node not in ("", tree.start, *tree.open_entries):
        for index, flag in enumerate(library.policy.value.flags):
            if flag.public is not None and parse_go(flag.public.go or flag.go, None) == root:
                return library.policy.at("flags", index, "go"), f"flags: {flag.id}"
    key = "start" if root.node in ("", tree.start) else "entries"
    return document.at(key), key


def _why(paths: Paths, tree: Tree, node: Node) -> str:
    if not may_see(paths.site, paths.audience, tree.audience_of(node)):
        return "internal"
    if isinstance(node, Call):
        return "call"
    return "route" if isinstance(node, Route) else "outcome"


def _words(library: Library, written: Iterable[Written]) -> Iterator[Finding]:
    """T502: internal words and values in public texts."""
    internal = Internal.of(library)
    for item in written:
        for phrase in item.text.entries:
            yield from internal.check(phrase.text, item.mark(phrase.language))


def _few_answers(library: Library, paths: Paths, reached: Reached) -> Iterator[Finding]:
    """T503: a question with fewer than two answers that lead somewhere for the public."""
    for tree_id, nodes in reached.items():
        document = library.trees[tree_id]
        tree = document.value
        for node_id in nodes:
            question = tree.node(node_id)
            if isinstance(question, Question):
                offered = paths.answers(tree, question)
                leading = [answer for answer in offered if paths.follow(paths.answer_go(tree, answer)) is not None]
                if len(leading) < 2:
                    mark = document.at("questions", node_id, "answers")
                    yield Finding.error("T503.answers", mark, name=node_id, count=len(leading))


def _untranslated(library: Library, written: Iterable[Written]) -> Iterator[Finding]:
    """T504: a public title or question that lacks a translation; one warning for each."""
    for item in written:
        missing = [language for language in library.languages if language not in item.text.languages]
        if item.name in _TRANSLATED and "anticipate" not in item.keys and missing:
            mark = item.document.at(*item.keys)
            yield Finding.warning("T504.missing", mark, name=item.name, languages=", ".join(missing))


def _internal_articles(library: Library, paths: Paths, reached: Reached) -> Iterator[Finding]:
    """T505: a public outcome that links an article which the public may not see."""
    for tree_id, nodes in reached.items():
        document = library.trees[tree_id]
        for node_id in nodes:
            outcome = document.value.node(node_id)
            if not isinstance(outcome, Outcome) or outcome.public is None:
                continue
            place: tuple[Key, ...] = ("outcomes", node_id, "public")
            linked = [(name, (*place, "articles", index)) for index, name in enumerate(outcome.public.articles)]
            linked += [
                (item.article, (*place, "anticipate", index, "article"))
                for index, item in enumerate(outcome.public.anticipate)
                if item.article
            ]
            for name, keys in linked:
                article = library.articles.get(name)
                if article is not None and not may_see(paths.site, paths.audience, article.audience):
                    yield Finding.error("T505.article", document.at(*keys), name=name)
