"""Renders one Markdown body: converted, sanitized, taken apart into parts, references and sections."""

from __future__ import annotations

import hashlib
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit

import nh3
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from annai.rendering.body import Body, Heading, Reference, Section
from annai.rendering.markdown_engine import markdown_engine

BODY_FORMAT = "annai-body/1"
_START, _END = "\ue000", "\ue001"
_SLOT = re.compile(f'(?:href|src)="{_START}([0-9]+){_END}"')
_EMBEDS = ("iframe", "video", "audio", "embed", "object")
_HAS_EMBED = re.compile(r"<(iframe|video|audio|embed|object)\b", re.IGNORECASE)
_CODE_BLOCK = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL | re.IGNORECASE)
_JAPANESE = r"[\u3001-\u30ff\u3400-\u9fff\uff01-\uff60]"
_JAPANESE_LINE_END = re.compile(f"(?<={_JAPANESE})\\n(?={_JAPANESE})")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Python-Markdown recurses on nesting and takes quadratic time on what is opened again and again: told at once
# where it is plain to see, else after the time that no article takes.
_TOO_DEEP = re.compile(
    r"(?:\[[^\]\[\n]{0,40}){200}|(?:\[[^\]\[\n]{0,40}\]\([^)\[\n]{0,9}){200}"
    r"|(?:>[ \t]?){200}|(?:[-*+][ \t]+){150}|^[ ]{800}\S",
    re.MULTILINE,
)
_MOST_SECTIONS = 99
_LONGEST_SECONDS = 8.0
_SCHEMES = {"http", "https", "mailto", "tel", "article"}
_TAGS = nh3.ALLOWED_TAGS | {"aside", "details", "figcaption", "figure", "input", "section", "summary"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"id", "class", "lang", "dir", "title", "role"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start", "type"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "details": {"open"},
}


class TooDeepError(Exception):
    """A text whose quotes, lists or brackets are nested too deeply to be laid out in sensible time."""


def body_key(markdown: str, title: str) -> str:
    """The key under which a rendered body is kept: a hash of all that rendering depends on."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (BODY_FORMAT, title, markdown):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def render_body(markdown: str, title: str) -> Body:
    """The body's HTML without a first heading that repeats ``title``.

    Raises TooDeepError where the text is nested too deeply.
    """
    if _TOO_DEEP.search(markdown) or markdown.count("<![CDATA[") > _MOST_SECTIONS:
        raise TooDeepError
    engine = _engine()
    engine.reset()
    try:
        with _patience():
            html = engine.convert(markdown.replace(_START, "").replace(_END, ""))
    except (RecursionError, _OutOfPatienceError) as error:
        _engine.cache_clear()
        raise TooDeepError from error
    if not html.isascii():
        html = _joined_lines(html)
    hosts: list[str] = []
    if _HAS_EMBED.search(html):
        html = _embeds_as_links(html, hosts)
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None, strip_comments=True
    )
    return _Reader(clean, title, hosts).body()


def _joined_lines(html: str) -> str:
    """Lines of Japanese without the space that a line end would become, code left alone."""
    parts = _CODE_BLOCK.split(html)
    parts[::2] = [_JAPANESE_LINE_END.sub("", part) for part in parts[::2]]
    return "".join(parts)


class _OutOfPatienceError(Exception):
    """Laying out a text takes longer than any article does."""


@contextmanager
def _patience() -> Iterator[None]:
    """Ends a block after some seconds of computing. Only a program's main thread can be interrupted."""
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _OutOfPatienceError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@cache
def _engine() -> Markdown:
    return markdown_engine()


def _embeds_as_links(html: str, hosts: list[str]) -> str:
    """Frames and media from other hosts become links to them: the pages load nothing from elsewhere."""
    tree = LexborHTMLParser(html)
    for node in tree.css(",".join(_EMBEDS)):
        source = node.attributes.get("src") or node.attributes.get("data") or ""
        inner = node.css_first("source")
        source = source or ((inner.attributes.get("src") or "") if inner else "")
        if source and _SCHEME.match(source):
            hosts.append(urlsplit(source).hostname or source)
        label = node.attributes.get("title") or source
        if source.startswith("//"):
            source = "https:" + source
        replacement = f'<a href="{_escaped(source)}">{_escaped(label)}</a>' if source else ""
        fragment = LexborHTMLParser(replacement).body
        target = fragment.child if fragment is not None else None
        if target is not None:
            node.replace_with(target)
        else:
            node.decompose()
    return _inner(tree)


class _Reader:
    """Walks the sanitized HTML once and prepares it for linking."""

    def __init__(self, html: str, title: str, hosts: list[str]) -> None:
        self.tree = LexborHTMLParser(html)
        self.title = title
        self.hosts = hosts
        self.references: list[Reference] = []
        self.headings: list[Heading] = []
        self.title_anchor = ""

    def body(self) -> Body:
        """The parts of the body and what was found in it."""
        self._headings()
        self._pictures()
        self._links()
        for box in self.tree.css("input"):
            if box.attributes.get("type") != "checkbox":
                # A list of tasks has boxes; a form would lead nowhere.
                box.decompose()
                continue
            box.attrs["disabled"] = ""
            box.attrs["aria-label"] = "checked" if "checked" in box.attributes else "unchecked"
        for block in self.tree.css("pre"):
            # What scrolls must be reached by keyboard.
            block.attrs["tabindex"] = "0"
        sections = self._sections()
        anchors = frozenset(
            anchor
            for node in self.tree.css("[id], a[name]")
            for anchor in (node.attributes.get("id"), node.attributes.get("name"))
            if anchor
        )
        html = _lowered(_inner(self.tree))
        pieces = _SLOT.split(html)
        order = [int(number) for number in pieces[1::2]]
        return Body(
            parts=tuple(pieces[0::2]),
            references=tuple(self.references[number] for number in order),
            headings=tuple(self.headings),
            sections=sections,
            anchors=anchors,
            hosts=tuple(dict.fromkeys(self.hosts)),
            title_anchor=self.title_anchor,
        )

    def _headings(self) -> None:
        first = self.tree.css_first("h1")
        if first is not None and _squeezed(first.text()) == _squeezed(self.title):
            self.title_anchor = first.attributes.get("id") or ""
            first.decompose()
        taken = {node.attributes.get("id") for node in self.tree.css("[id]")}
        for node in self.tree.css(",".join(_HEADINGS)):
            text = " ".join(node.text().split())
            anchor = node.attributes.get("id") or ""
            if not anchor and text:
                anchor = base = re.sub(r"\s+", "-", text.lower())[:60]
                number = 1
                while anchor in taken:
                    number += 1
                    anchor = f"{base}_{number}"
                node.attrs["id"] = anchor
                taken.add(anchor)
            level = 2 if node.tag == "h1" else int((node.tag or "h2")[1])
            if text:
                self.headings.append(Heading(level, anchor, text))

    def _pictures(self) -> None:
        for node in self.tree.css("img"):
            source = (node.attributes.get("src") or "").strip()
            if source.startswith("//"):
                source = "https:" + source
            if not source:
                node.decompose()
            elif _SCHEME.match(source):
                self.hosts.append(urlsplit(source).hostname or source[:40])
                self._picture_as_link(node, source)
            else:
                node.attrs["src"] = self._slot("src", source)
                node.attrs["loading"] = "lazy"
                node.attrs["decoding"] = "async"
                if "alt" not in node.attributes or node.attributes.get("alt") is None:
                    node.attrs["alt"] = ""

    def _picture_as_link(self, node: LexborNode, source: str) -> None:
        label = node.attributes.get("alt") or source.rpartition("/")[2] or source
        parent = node.parent
        within = False
        while parent is not None and parent.tag != "body":
            within = within or parent.tag == "a"
            parent = parent.parent
        text = _escaped(label)
        html = f"<span>{text}</span>" if within else f'<a class="annai-elsewhere" href="{_escaped(source)}">{text}</a>'
        fragment = LexborHTMLParser(html).body
        if fragment is not None and fragment.child is not None:
            node.replace_with(fragment.child)

    def _links(self) -> None:
        for node in self.tree.css("a[href]"):
            target = (node.attributes.get("href") or "").strip()
            node.attrs["href"] = self._slot("href", target)
            if target.startswith(("http://", "https://")):
                node.attrs["rel"] = "noopener"

    def _slot(self, kind: str, target: str) -> str:
        self.references.append(Reference(kind, target))
        return f"{_START}{len(self.references) - 1}{_END}"

    def _sections(self) -> tuple[Section, ...]:
        """Plain text by heading of level 1 to 3, in reading order."""
        sections: list[tuple[str, str, list[str]]] = [("", "", [])]
        body = self.tree.body
        node = body.child if body is not None else None
        while node is not None:
            if node.tag in _HEADINGS[:3]:
                sections.append((node.attributes.get("id") or "", " ".join(node.text().split()), []))
            elif node.tag != "-comment":
                text = " ".join(node.text(separator=" ").split())
                if text:
                    sections[-1][2].append(text)
            node = node.next
        return tuple(Section(anchor, title, "\n".join(texts)) for anchor, title, texts in sections if texts or title)


def _lowered(html: str) -> str:
    """First-level headings one level down: the page's own title is the first."""
    return re.sub(r"<(/?)h1(?=[\s>])", r"<\1h2", html) if "<h1" in html else html


def _inner(tree: LexborHTMLParser) -> str:
    body = tree.body
    return (body.inner_html or "") if body is not None else ""


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
