"""What may stand in braces, where: T209, and links that would carry personal data: T210.

``{{value:id}}`` in the texts of trees, notices, macros and front matter (bodies of articles are looked
at where they are cut for an audience); single braces by the table "Substitutions" of the file formats.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from annai.diagnostics import Finding, Mark, nearest, plain
from annai.model.article import ArticleText
from annai.model.library import Library
from annai.model.source import Document
from annai.model.text import Text
from annai.model.tools import Search
from annai.model.tree import Outcome, Tree
from annai.trees.borrowed import KeyPath, texts
from annai.trees.known import Known, known_ids
from annai.trees.misspelt_values import misspelt_values

SUMMARY_NAMES = (
    "said", "safety", "caller", "identity", "path", "facts", "consult", "done", "decide", "promise",
    "callback", "escalate", "outcome", "priority", "reason", "definition", "link", "date",
)  # fmt: skip
PROMISE = "promise"
VALUE = re.compile(r"\{\{value:([a-z][a-z0-9-]*)\}\}")
_BRACED = re.compile(r"[{｛]{1,2}([^{}｛｝\n]{1,40})[}｝]{1,2}")
# Single braces around a name; what stands in double ones is no placeholder of ours, or a value.
_NAMED = re.compile(r"(?<!\{)\{([A-Za-z][A-Za-z0-9_-]*)\}(?!\})")


def check(library: Library) -> Iterator[Finding]:
    """Undeclared placeholders (T209) and personal data in links (T210)."""
    known = known_ids(library)
    filled: tuple[Document[Any], ...] = (*library.trees.values(), library.notices, library.macros)
    for document in filled:
        yield from _values(document, known)
    yield from _front_matter(library, known)
    for tree in library.trees.values():
        yield from _tree(tree, known)
    for name, macro in library.macros.value.macros.items():
        yield from _inputs(macro.text, library.macros, ("macros", name, "text"), known)
    yield from _searches(library, known)
    yield from _summary(library)
    yield from _slips(library)


def names_in(text: str) -> Iterator[str]:
    """The names that stand in single braces."""
    return (found[1] for found in _NAMED.finditer(text))


def _phrases(text: Text, document: Document[Any], path: KeyPath) -> Iterator[tuple[str, Mark]]:
    """Each translation with its place."""
    for phrase in text.entries:
        yield phrase.text, document.at(*path, phrase.language)


def _values(document: Document[Any], known: Known) -> Iterator[Finding]:
    for path, text in texts(document.value):
        for phrase, mark in _phrases(text, document, path):
            yield from _unknown_values(phrase, mark, known)


def _unknown_values(text: str, mark: Mark, known: Known, *, foreign: bool = False) -> Iterator[Finding]:
    make = Finding.warning if foreign else Finding.error
    for name in dict.fromkeys(found[1] for found in VALUE.finditer(text)):
        if not known.has("value", name):
            yield make("T209.value", mark, name=name, near=known.near("value", name))
    told: set[str] = set()
    for one in misspelt_values(text, known.ids["value"]):
        if one.written not in told:
            told.add(one.written)
            yield make("T209.form", mark, written=one.written, exact=one.exact)


def _front_matter(library: Library, known: Known) -> Iterator[Finding]:
    for article in library.articles.values():
        for text in article.texts.values():
            for path, phrase in _filled_front_matter(text):
                yield from _unknown_values(phrase, text.marks.at(*path), known, foreign=not library.managed)


def _filled_front_matter(text: ArticleText) -> Iterator[tuple[KeyPath, str]]:
    yield ("title",), text.title or ""
    yield ("summary",), text.summary or ""
    for index, change in enumerate(text.changes):
        yield ("changes", index, "what"), change.what
        yield ("changes", index, "do"), change.do or ""


def _tree(document: Document[Tree], known: Known) -> Iterator[Finding]:
    for path, text in texts(document.value):
        if _is_words(path):
            yield from _inputs(text, document, path, known)
            continue
        promised = _promised(document.value, path)
        for phrase, mark in _phrases(text, document, path):
            misspelt = [written for written in misspelt_promises(phrase) if promised is not False]
            for written in misspelt:
                yield Finding.error("T209.braces", mark, written=written, exact=f"{{{PROMISE}}}")
            for name in dict.fromkeys(names_in(phrase)):
                if name == PROMISE and promised is not False:
                    if promised is None:
                        yield Finding.error("T209.promise", mark)
                elif f"{{{name}}}" not in misspelt:
                    yield Finding.error("T209.nothing", mark, name=name)
    for name, outcome in document.value.outcomes.items():
        if outcome.promise is not None and not _says_promise(outcome):
            yield Finding.error("T209.promise-unsaid", document.at("outcomes", name, "promise"))
        for index, action in enumerate(outcome.public.actions if outcome.public else ()):
            mark = document.at("outcomes", name, "public", "actions", index, "url")
            for placeholder in dict.fromkeys(names_in(action.url)):
                yield Finding.error("T209.nothing", mark, name=placeholder)


def _is_words(path: KeyPath) -> bool:
    """Whether a text is what to ask somebody who has access, to be copied."""
    return path[-1] == "words" and "consult" in path


def _promised(tree: Tree, path: KeyPath) -> bool | None:
    """Whether ``{promise}`` is filled at a path: True, None where the outcome has no promise, else False."""
    match path:
        case ("outcomes", str(name), "say") | ("outcomes", str(name), "steps", _):
            pass
        case ("outcomes", str(name), "public", "steps", _):
            pass
        case _:
            return False
    return True if tree.outcomes[name].promise is not None else None


def _says_promise(outcome: Outcome) -> bool:
    """Whether the time is said somewhere, were it misspelt, which is told where it stands."""
    said = [*([outcome.say] if outcome.say else []), *outcome.steps, *(outcome.public.steps if outcome.public else ())]
    texts_said = [phrase.text for text in said for phrase in text.entries]
    return any(PROMISE in names_in(text) or any(misspelt_promises(text)) for text in texts_said)


def misspelt_promises(text: str) -> Iterator[str]:
    """What was meant for ``{promise}`` and would be shown as it stands, such as ``｛promise｝`` and ``{promis}``."""
    for found in _BRACED.finditer(text) if "{" in text or "｛" in text else ():
        if found[0] != f"{{{PROMISE}}}" and get_close_matches(plain(found[1]).casefold(), [PROMISE], cutoff=0.8):
            yield found[0]


def _inputs(text: Text, document: Document[Any], path: KeyPath, known: Known) -> Iterator[Finding]:
    for phrase, mark in _phrases(text, document, path):
        yield from _mistyped(phrase, mark, known.ids["input"])
        for name in dict.fromkeys(names_in(phrase)):
            if not known.has("input", name):
                yield Finding.error("T209.input", mark, name=name, near=known.near("input", name))


def _mistyped(text: str, mark: Mark, names: Collection[str]) -> Iterator[Finding]:
    """Names that are filled in here, in braces that are not: full-width ones, two, or with spaces inside."""
    for found in _BRACED.finditer(text) if "{" in text or "｛" in text else ():
        name = plain(found[1])
        if name in names and found[0] != f"{{{name}}}":
            yield Finding.error("T209.braces", mark, written=found[0], exact=f"{{{name}}}")


def _searches(library: Library, known: Known) -> Iterator[Finding]:
    document = library.tools
    for tool_id, tool in document.value.tools.items():
        for search_id, search in tool.searches.items():
            yield from _search(library, ("tools", tool_id, "searches", search_id), search, known)


def _search(library: Library, path: KeyPath, search: Search, known: Known) -> Iterator[Finding]:
    """``needs`` are inputs; query and link are filled from them alone, the link from none that is personal."""
    document = library.tools
    undeclared = [name for name in search.needs if not known.has("input", name)]
    for index, name in enumerate(search.needs):
        if name in undeclared:
            mark = document.at(*path, "needs", index)
            yield Finding.error("T209.input", mark, name=name, near=known.near("input", name))
    filled = list(_phrases(search.query, document, (*path, "query")))
    for phrase, mark in filled:
        yield from _mistyped(phrase, mark, known.ids["input"])
        yield from _needed(names_in(phrase), mark, search.needs, undeclared, known)
    if search.link is None:
        return
    mark = document.at(*path, "link")
    yield from _mistyped(search.link, mark, known.ids["input"])
    names = list(dict.fromkeys(names_in(search.link)))
    inputs = library.facts.value.inputs
    private = [name for name in names if name in inputs and inputs[name].pii]
    for name in private:
        yield Finding.error("T210.pii", mark, name=name)
    yield from _needed([name for name in names if name not in private], mark, search.needs, undeclared, known)


def _needed(
    names: Iterable[str], mark: Mark, needs: Sequence[str], undeclared: Sequence[str], known: Known
) -> Iterator[Finding]:
    for name in dict.fromkeys(names):
        if name in needs:
            continue
        if not known.has("input", name):
            yield Finding.error("T209.input", mark, name=name, near=nearest(name, needs) or known.near("input", name))
        # Where `needs` itself holds a wrong name, this is the right one, and one finding is enough.
        elif not undeclared:
            yield Finding.error("T209.needs", mark, name=name)


def _summary(library: Library) -> Iterator[Finding]:
    document = library.policy
    shown = ", ".join(SUMMARY_NAMES)
    for index, field in enumerate(document.value.summary):
        for phrase, mark in _phrases(field.text, document, ("summary", index, "text")):
            yield from _mistyped(phrase, mark, SUMMARY_NAMES)
            for name in dict.fromkeys(names_in(phrase)):
                if name not in SUMMARY_NAMES:
                    near = nearest(name, SUMMARY_NAMES)
                    yield Finding.error("T209.summary", mark, name=name, known=shown, near=near)


def _slips(library: Library) -> Iterator[Finding]:
    document = library.escalation
    shown = ", ".join(SUMMARY_NAMES)
    shared = [(("slips", name), fields) for name, fields in document.value.slips.items()]
    own = [(("targets", name, "slip"), target.slip.fields or ()) for name, target in document.value.targets.items()]
    for path, fields in (*shared, *own):
        for index, field in enumerate(fields):
            if field.source not in SUMMARY_NAMES:
                mark, near = document.at(*path, index, "from"), nearest(field.source, SUMMARY_NAMES)
                yield Finding.error("T209.source", mark, name=field.source, known=shown, near=near)
