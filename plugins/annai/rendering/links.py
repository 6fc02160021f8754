"""Where links lead: targets of a view, relative addresses, and what is wrong with a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from html import escape
from posixpath import normpath
from urllib.parse import quote, unquote

from msgspec import Struct, field
from msgspec.structs import replace

from annai.diagnostics import Finding, Mark, nearest
from annai.model.view import ArticleView, View
from annai.rendering.body import Body, Reference

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ARTICLE = "article:"
_SAFE = "/-_.~!$'()*,;:@=+"
# Anchors of footnotes are the renderer's own; a note that nobody refers to has a way back to nowhere.
_MADE = ("fn:", "fnref:")


class Target(Struct, frozen=True):
    """Where a reference leads: an address from the site's root, and the fragment.

    ``article`` is the article whose page it is; ``file`` marks an attachment.
    """

    address: str
    fragment: str = ""
    query: str = ""
    article: str | None = None
    file: bool = False


class Linked(Struct, frozen=True):
    """A body's HTML for one page, the attachments it shows, and the findings of its links."""

    html: str
    attachments: tuple[str, ...]
    findings: tuple[Finding, ...]


class LinkTable(Struct, frozen=True):
    """Every place of a view that a link may lead to.

    ``paths`` maps an article's file (below the content folder, with suffix) to its id; ``hidden`` are
    ids and paths of articles that exist but are not in the view. ``pages`` are the addresses of all
    pages that are no articles. ``sizes`` gives width and height of pictures by address.
    """

    view: View
    content: str
    paths: Mapping[str, str]
    hidden: AbstractSet[str]
    pages: AbstractSet[str]
    attachments: AbstractSet[str]
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    managed: bool = True
    by_address: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, reference: Reference, source: str) -> Target | str | None:
        """The target of a reference that stands in the file ``source`` (below the content folder).

        Text where it leads out of the site and is to stand as it is; None where nothing is found.
        Raises LeadsOutError for a path that leaves the content folder, HiddenError for an article
        that the view does not have.
        """
        raw = reference.target
        if raw.startswith(_ARTICLE):
            name, _, fragment = unquote(raw.removeprefix(_ARTICLE)).partition("#")
            return self._article(name, fragment)
        if not raw or _SCHEME.match(raw) or raw.startswith("//"):
            return raw
        rest, _, fragment = raw.partition("#")
        rest, _, query = rest.partition("?")
        fragment = unquote(fragment)
        if not rest:
            own = self.paths.get(source)
            return Target("", fragment, query, article=own)
        path = unquote(rest)
        if path.startswith("/"):
            return self._from_root(path, fragment, query, reference)
        return self._relative(path, fragment, query, source, reference)

    def _article(self, name: str, fragment: str) -> Target | None:
        article = self.view.articles.get(name)
        if article is None:
            if name in self.hidden:
                raise HiddenError(name)
            return None
        return Target(article.address, fragment, article=name)

    def _from_root(self, path: str, fragment: str, query: str, reference: Reference) -> Target | None:
        page = path if path.endswith("/") or "." in path.rpartition("/")[2] else path + "/"
        page = page.removesuffix("index.html") if page.endswith("/index.html") else page
        for address in (self.view.address(page), page):
            if address in self.by_address:
                return Target(address, fragment, query, article=self.by_address[address])
            if address in self.pages:
                return Target(address, fragment, query)
        if path in self.attachments:
            return Target(path, fragment, query, file=True)
        inside = path.lstrip("/")
        found = self._file(inside, fragment, query)
        if found is not None:
            return found
        if inside.rstrip("/") in self.hidden:
            raise HiddenError(path)
        return None if self.managed else self._below_another_root(inside, fragment, query)

    def _below_another_root(self, path: str, fragment: str, query: str) -> Target | None:
        """A path from the root of the site that a foreign folder was written for: ``/ja/docs/x`` is ``docs/x``."""
        parts = path.split("/")
        for start in range(1, len(parts) - 1):
            found = self._file("/".join(parts[start:]), fragment, query)
            if found is not None:
                return found
        return None

    def _relative(self, path: str, fragment: str, query: str, source: str, reference: Reference) -> Target | None:
        folder = source.rpartition("/")[0]
        from_file = normpath(f"{folder}/{path}") if folder else normpath(path)
        as_page = normpath(f"{source[: -len('.md')]}/{path}")
        outside = from_file == ".." or from_file.startswith("../")
        for candidate in (from_file, as_page):
            if candidate == ".." or candidate.startswith("../"):
                continue
            found = self._file("" if candidate == "." else candidate, fragment, query)
            if found is not None:
                return found
        for candidate in (from_file, as_page):
            if candidate in self.hidden or f"{candidate}.md" in self.hidden:
                raise HiddenError(path)
        if outside:
            raise LeadsOutError(path)
        return None if self.managed else self._from_above(path, fragment, query, folder)

    def _from_above(self, path: str, fragment: str, query: str, folder: str) -> Target | None:
        """A path from a folder above: a foreign page may have lain higher than its file does."""
        while folder:
            folder = folder.rpartition("/")[0]
            candidate = normpath(f"{folder}/{path}") if folder else normpath(path)
            found = None if candidate.startswith("..") else self._file(candidate, fragment, query)
            if found is not None:
                return found
        return None

    def _file(self, path: str, fragment: str, query: str) -> Target | None:
        """What stands at a path below the content folder: an article, an attachment or a page."""
        path = path.strip("/")
        for name in (path, f"{path}.md", f"{path}/index.md", f"{path}/README.md", _as_markdown(path)):
            if name in self.paths:
                article = self.view.articles.get(self.paths[name])
                if article is not None:
                    return Target(article.address, fragment, query, article=article.id)
        if f"/{path}" in self.attachments:
            return Target(f"/{path}", fragment, query, file=True)
        for page in (f"/{path}/" if path else "/", f"/{path}"):
            for address in (self.view.address(page), page):
                if address in self.by_address:
                    return Target(address, fragment, query, article=self.by_address[address])
                if address in self.pages:
                    return Target(address, fragment, query)
        return None


class HiddenError(Exception):
    """A link to an article that exists and that the view does not have."""


class LeadsOutError(Exception):
    """A link out of the content folder."""


def link_table(
    view: View,
    content: str,
    paths: Mapping[str, str],
    hidden: AbstractSet[str],
    pages: Iterable[str],
    attachments: Iterable[str],
    *,
    sizes: Mapping[str, tuple[int, int]] | None = None,
    managed: bool = True,
) -> LinkTable:
    """The link table of a view; see the class for the arguments."""
    by_address = {address: article.id for article in view.articles.values() for address in article.alternates.values()}
    return LinkTable(
        view, content, paths, hidden, frozenset(pages), frozenset(attachments), sizes or {}, managed, by_address
    )


def link(body: Body, article: ArticleView, source: str, bodies: Mapping[str, Body], table: LinkTable) -> Linked:
    """The body with its links led to where this view has their targets.

    ``source`` is the article's file below the content folder. ``bodies`` are the rendered articles of
    the view by id, whose anchors links are checked against.
    """
    pieces = [body.parts[0]]
    attachments: list[str] = []
    findings: list[Finding] = []
    mark = Mark(f"{table.content}/{source}", article.body_line)
    severity = Finding.error if table.managed else Finding.warning
    for reference, rest in zip(body.references, body.parts[1:], strict=True):
        place = _place(reference, article, mark)
        try:
            target = table.resolve(reference, source)
        except HiddenError:
            findings.append(Finding.error("A302.article", place, name=reference.target))
            target = None
        except LeadsOutError:
            findings.append(severity("A303.outside", place, name=reference.target))
            target = None
        else:
            target = _without_title_anchor(target, body, bodies)
            fault = _fault(reference, target, article, body, bodies, table, place)
            findings += [fault] if fault else []
        if isinstance(target, Target) and target.file:
            attachments.append(target.address)
        pieces.append(_attribute(reference, target, article.address, table))
        pieces.append(rest)
    findings += [Finding.warning("A304.host", mark, name=host) for host in body.hosts]
    return Linked("".join(pieces), tuple(dict.fromkeys(attachments)), tuple(findings))


def _without_title_anchor(target: Target | str | None, body: Body, bodies: Mapping[str, Body]) -> Target | str | None:
    """A link to the heading that is a page's title leads to the page."""
    if not isinstance(target, Target) or not target.fragment:
        return target
    there = body if not target.address else bodies.get(target.article or "")
    return replace(target, fragment="") if there is not None and target.fragment == there.title_anchor else target


def _fault(
    reference: Reference,
    target: Target | str | None,
    article: ArticleView,
    body: Body,
    bodies: Mapping[str, Body],
    table: LinkTable,
    place: Mark,
) -> Finding | None:
    make = Finding.error if table.managed else Finding.warning
    if isinstance(target, str):
        return None
    if target is None:
        name = reference.target
        if name.startswith(_ARTICLE):
            known = name.removeprefix(_ARTICLE).partition("#")[0]
            return make("A301.article", place, name=known, near=nearest(known, table.view.articles))
        return make("A301.path", place, name=name)
    if not target.fragment or target.file or target.fragment.startswith(_MADE):
        return None
    anchors = body.anchors if not target.address else None
    if anchors is None and target.article is not None and target.article in bodies:
        anchors = bodies[target.article].anchors
    if anchors is None or target.fragment in anchors or target.fragment == "top":
        return None
    shown = target.address or article.address
    return make("A301.anchor", place, anchor=target.fragment, target=shown, near=nearest(target.fragment, anchors))


def _attribute(reference: Reference, target: Target | str | None, page: str, table: LinkTable) -> str:
    """``href="…"`` or ``src="…"`` for a page; without a target nothing that a reader could click."""
    if target is None:
        return f'data-missing="{escape(reference.target, quote=True)}"'
    if isinstance(target, str):
        return f'{reference.kind}="{escape(target, quote=True)}"'
    address = relative(target.address, page) if target.address else ""
    if target.query:
        address += f"?{target.query}"
    if target.fragment:
        address += "#" + quote(target.fragment, safe=_SAFE)
    size = ""
    if reference.kind == "src" and target.address in table.sizes:
        width, height = table.sizes[target.address]
        size = f' width="{width}" height="{height}"'
    return f'{reference.kind}="{escape(address or "#", quote=True)}"{size}'


def relative(address: str, page: str) -> str:
    """The way from a page's address to another address, percent-encoded: works from any folder."""
    here = page.split("/")[1:-1]
    there = address.split("/")[1:]
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    way = "../" * (len(here) - common) + "/".join(quote(part, safe=_SAFE) for part in there[common:])
    # A first part with a colon would be read as a scheme.
    return f"./{way}" if not way or ":" in way.partition("/")[0] else way


def _as_markdown(path: str) -> str:
    """The source of a built page: ``a/b.html`` was ``a/b.md``."""
    return path[: -len(".html")] + ".md" if path.endswith(".html") else path


def _place(reference: Reference, article: ArticleView, fallback: Mark) -> Mark:
    """Where a reference stands in its file: the first place of its target in the body."""
    start = -1
    for written in (reference.target, unquote(reference.target), quote(reference.target, safe=_SAFE + "#?%")):
        start = article.body.find(written)
        if start >= 0:
            break
    if start < 0:
        return fallback
    number = article.body.count("\n", 0, start)
    column = start - (article.body.rfind("\n", 0, start) + 1) + 1
    line = article.lines[number] if article.lines else article.body_line + number
    return Mark(fallback.path, line, column)
