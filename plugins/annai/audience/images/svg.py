"""SVG: keeps what is drawn; no comments, metadata, editor's notes, scripts, nor anything from elsewhere.

Read by expat event by event and written anew, so that nothing gets through that is not looked at. Entities
are refused, which is what makes XML dangerous to read.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from xml.parsers import expat
from xml.sax.saxutils import escape

from annai.audience.images.css import clean_css, may_load
from annai.audience.images.fault import PictureError
from annai.audience.images.links import clean_link

Nested = Callable[[str, bytes], bytes]
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XML_ATTRIBUTES = ("xml:space", "xml:lang")
_LINKS = ("href", "src")
# foreignObject holds HTML; handler and listener are scripts of SVG Tiny.
_DROPPED = frozenset(("script", "metadata", "foreignobject", "handler", "listener", "iframe", "audio", "video"))
_ANIMATIONS = frozenset(("animate", "set", "animatetransform", "animatemotion", "animatecolor"))
_TEXTS = frozenset(("text", "tspan", "textpath", "tref", "title", "desc"))
_DEEPEST = 500


def clean_svg(data: bytes, nested: Nested) -> bytes:
    """The drawing in UTF-8 with nothing in it but what is drawn, and titles and descriptions.

    ``nested`` cleans a picture within the picture, told by a file name and its bytes.
    Raises PictureError for what is not well-formed SVG, and for entities of the file's own.
    """
    cleaner = _Cleaner(nested)
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = cleaner.start
    parser.EndElementHandler = cleaner.end
    parser.CharacterDataHandler = cleaner.text
    parser.EntityDeclHandler = _refuse
    parser.SkippedEntityHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.ParseFile(io.BytesIO(data))
    except expat.ExpatError as error:
        raise PictureError(f"not well-formed: {error}") from error
    except (LookupError, UnicodeError) as error:
        raise PictureError("unknown encoding") from error
    return "".join(cleaner.written).encode("utf-8", "replace")


def _refuse(*_: object) -> int:
    raise PictureError("it declares or names entities of its own")


class _Cleaner:
    """Writes down the elements that may stay, as they come."""

    def __init__(self, nested: Nested) -> None:
        self.nested = nested
        self.written: list[str] = []
        # Prefixes with their namespaces, one map for each open element.
        self.spaces: list[dict[str, str]] = [{"": "", "xml": "http://www.w3.org/XML/1998/namespace"}]
        self.opened: list[str] = []
        self.dropped = 0
        self.home = SVG
        self.css: list[str] = []
        self.empty = False

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins; ``attributes`` are names and values in turn."""
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        spaces = self._declared(pairs)
        self.spaces.append(spaces)
        if len(self.spaces) > _DEEPEST:
            raise PictureError("nested too deeply")
        if self.dropped:
            self.dropped += 1
            return
        prefix, _, local = name.rpartition(":")
        space = spaces.get(prefix)
        if not self.opened:
            if local != "svg" or space not in (SVG, ""):
                raise PictureError("not an SVG picture")
            self.home = space
        if space != self.home or self._forbidden(local.lower(), dict(pairs)):
            self.dropped = 1
            return
        self._close_tag()
        kept = "".join(f' {key}="{_quoted(value)}"' for key, value in self._kept(pairs, spaces))
        self.written.append(f"<{name}{kept}")
        self.opened.append(local.lower())
        self.empty = True

    def end(self, name: str) -> None:
        """An element ends."""
        self.spaces.pop()
        if self.dropped:
            self.dropped -= 1
            return
        if self.opened.pop() == "style":
            css = clean_css("".join(self.css), self._nested_link)
            self.css = []
            if css.strip():
                self._close_tag()
                self.written.append(escape(css))
        self.written.append("/>" if self.empty else f"</{name}>")
        self.empty = False

    def text(self, data: str) -> None:
        """Text within an element: kept where it is drawn or read out."""
        if self.dropped:
            return
        if self.opened[-1] == "style":
            self.css.append(data)
        elif not data.strip() or _TEXTS.intersection(self.opened):
            self._close_tag()
            self.written.append(escape(data))

    def _close_tag(self) -> None:
        if self.empty:
            self.written.append(">")
            self.empty = False

    def _declared(self, pairs: list[tuple[str, str]]) -> dict[str, str]:
        spaces = self.spaces[-1]
        declared = {key.partition(":")[2]: value for key, value in pairs if key == "xmlns" or key.startswith("xmlns:")}
        return {**spaces, **declared} if declared else spaces

    def _forbidden(self, local: str, attributes: dict[str, str]) -> bool:
        """Whether an element does more than draw: scripts, and animations that make a link or a handler."""
        if local in _DROPPED:
            return True
        animated = attributes.get("attributeName", "").strip().lower().rpartition(":")[2]
        return local in _ANIMATIONS and (animated in _LINKS or animated.startswith("on"))

    def _kept(self, pairs: list[tuple[str, str]], spaces: dict[str, str]) -> list[tuple[str, str]]:
        kept: list[tuple[str, str]] = []
        for key, value in pairs:
            prefix, _, local = key.rpartition(":")
            if key == "xmlns" or prefix == "xmlns":
                if value in (SVG, XLINK) or (key == "xmlns" and not value):
                    kept.append((key, value))
            elif key in _XML_ATTRIBUTES:
                kept.append((key, value))
            elif local.lower() in _LINKS and (not prefix or spaces.get(prefix) == XLINK):
                link = self._nested_link(value)
                if link:
                    kept.append((key, link))
            elif not prefix and not local.lower().startswith(("on", "data-")):
                clean = clean_css(value, self._nested_link) if local == "style" or may_load(value) else value
                if clean.strip() or not value.strip():
                    kept.append((key, clean))
        return kept

    def _nested_link(self, link: str) -> str:
        return clean_link(link, self.nested)


def _quoted(value: str) -> str:
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
