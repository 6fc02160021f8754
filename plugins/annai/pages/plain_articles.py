"""Owns the help center as plain text for machines: llms.txt, and each public article as Markdown beside its page.

Both hold what the view holds and nothing else: the body is the projected one. Its links are absolute where
the site's address is known, else paths from the site's root.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from posixpath import normpath
from urllib.parse import unquote

from annai.model.view import ArticleView
from annai.pages.article import category_steps
from annai.pages.hrefs import quoted
from annai.pages.page import ArticleBody, File, LateFile
from annai.pages.shelves import Shelves
from annai.pages.site_frame import SiteFrame

LLMS = "/llms.txt"
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(
    # Inline links and pictures, definitions of links, attributes of raw HTML: what stands before, and the target.
    r"(\]\()(<[^<>\n]*>|[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)"
    r"|^([ ]{0,3}\[[^\]\n]+\]:[ \t]*)(\S+)"
    r"|(\b(?:href|src)=\")([^\"\n]*)",
    re.MULTILINE,
)
# `[label]: target "title"`, but no footnote. One that nothing refers to is how a writer hides a remark.
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*\S[^\n]*(?:\n|\Z)", re.MULTILINE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HEADING = re.compile(r"\s*#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*(?:\{[^}\n]*\})?[ \t]*\n")
_INDEX = frozenset({"index", "README"})


class PlainArticles:
    """The Markdown of a view's articles, links led to where this site has their targets."""

    def __init__(self, frame: SiteFrame) -> None:
        self.frame = frame
        self._led: dict[tuple[str, str], str] = {}

    def files(self, bodies: Mapping[str, ArticleBody]) -> Iterator[LateFile]:
        """A file beside the page of each article that is written in the view's language.

        ``bodies`` are the view's linked bodies by article id: the key of one changes with its text and its links.
        """
        view = self.frame.view
        for name in sorted(view.articles):
            article = view.articles[name]
            if article.language == view.language and name in bodies:
                mark = f"{bodies[name].key}\n{article.title}\n{article.summary}\n{self.frame.site_url}"
                yield LateFile(f"{article.address}index.md", mark, partial(self.data, article))

    def data(self, article: ArticleView) -> bytes:
        """The bytes of an article's file."""
        return self.text(article).encode("utf-8", "replace")

    def text(self, article: ArticleView) -> str:
        """An article as Markdown: title, summary, body with links that work outside its page."""
        heading = _HEADING.match(article.body)
        repeats = heading is not None and _squeezed(heading[1]) == _squeezed(article.title)
        body = article.body[heading.end() :] if heading is not None and repeats else article.body
        summary = f"> {article.summary}\n\n" if article.summary and not _begins_with(body, article.summary) else ""
        return f"# {article.title}\n\n{summary}{self._linked(article, body).strip()}\n"

    def _linked(self, article: ArticleView, body: str) -> str:
        """The body with its links led to this site's addresses; fenced code stays as it is."""
        if "](" not in body and "]:" not in body and '="' not in body:
            return body
        body = _without_remarks(body) if "]:" in body else body

        def led(found: re.Match[str]) -> str:
            place = found.lastindex or 0
            return f"{found[place - 1]}{self._address(article, found[place])}"

        parts: list[str] = []
        end = 0
        for fence in _FENCE.finditer(body) if "```" in body or "~~~" in body else ():
            parts += [_LINK.sub(led, body[end : fence.start()]), fence[0]]
            end = fence.end()
        return "".join(parts) + _LINK.sub(led, body[end:])

    def _address(self, article: ArticleView, written: str) -> str:
        """Where a link leads, as it is to stand in a file outside the page."""
        if written.startswith("#"):
            return _url(self.frame, article.address) + written
        key = (article.category, written)
        made = self._led.get(key)
        if made is None:
            made = self._led[key] = _led(self.frame, article.category, written)
        return made


def llms_file(frame: SiteFrame, shelves: Shelves) -> File:
    """llms.txt (llmstxt.org): every article with its summary, by category, as links to its Markdown."""
    address = frame.view.address(LLMS)
    return File(address, "".join(_llms(frame, shelves)).encode("utf-8", "replace"))


def _llms(frame: SiteFrame, shelves: Shelves) -> Iterator[str]:
    view = frame.view
    yield f"# {frame.name}\n\n> {frame.say('places.llms', site=frame.name)}\n"
    for address in _depth_first(shelves, "/"):
        category = view.categories[address]
        names = (*((category.landing,) if category.landing else ()), *category.articles)
        own = [view.articles[name] for name in names if view.articles[name].language == view.language]
        if own:
            steps = [str(title) for title, _ in category_steps(frame, address)]
            yield f"\n## {' / '.join(steps) or frame.say('category.articles')}\n\n"
            yield from (_line(frame, article) for article in own)
    flows = [tree for tree in view.trees.values() if tree.start is not None]
    if flows:
        yield f"\n## {frame.say('home.flows')}\n\n"
        yield from (f"- [{tree.title.text}]({_url(frame, tree.address)})\n" for tree in flows)
    if frame.contact_address:
        title = frame.say("frame.contact")
        yield f"\n## {title}\n\n- [{title}]({_url(frame, frame.contact_address)})\n"


def _line(frame: SiteFrame, article: ArticleView) -> str:
    summary = f": {article.summary}" if article.summary else ""
    title = article.title.replace("[", "\\[").replace("]", "\\]")
    return f"- [{title}]({_url(frame, article.address)}index.md){summary}\n"


def _depth_first(shelves: Shelves, address: str) -> Iterator[str]:
    categories = shelves.view.categories
    if address in categories:
        yield address
        for name in categories[address].categories:
            yield from _depth_first(shelves, name)


def _led(frame: SiteFrame, folder: str, written: str) -> str:
    """Where a link in an article of a folder leads."""
    target = unquote(written.strip("<>"))
    if target.startswith("article:"):
        name, hash_mark, fragment = target.removeprefix("article:").partition("#")
        known = frame.view.articles.get(name)
        return _url(frame, known.address) + hash_mark + fragment if known else "#"
    if not target or _SCHEME.match(target) or target.startswith("//"):
        return written
    path, hash_mark, fragment = target.partition("#")
    path, question_mark, query = path.partition("?")
    whole = normpath(path if path.startswith("/") else folder + path) + ("/" if path.endswith("/") else "")
    address = frame.links.address(_page(whole))
    return _url(frame, address) + question_mark + query + hash_mark + fragment.replace(" ", "%20")


def _without_remarks(body: str) -> str:
    """The body without definitions of links that no link uses: readers of the page never see them."""
    rest = _DEFINITION.sub("", body).casefold()
    return _DEFINITION.sub(lambda found: found[0] if f"[{found[1].casefold()}]" in rest else "", body)


def _page(path: str) -> str:
    """The address of what lies at a path below the content folder: a file without suffix, a folder for its index."""
    if not path.endswith(".md"):
        return path
    folder, _, name = path.removesuffix(".md").rpartition("/")
    stem = name.partition(".")[0]
    return f"{folder}/" if stem in _INDEX else f"{folder}/{name}/"


def _url(frame: SiteFrame, address: str) -> str:
    return (frame.site_url or "/") + quoted(address)


def _begins_with(body: str, summary: str) -> bool:
    return _squeezed(body)[:20].startswith(_squeezed(summary)[:20])


def _squeezed(text: str) -> str:
    return "".join(text[:200].split()).casefold()
