"""What page builders hand over: pages and files, still undrawn, so that unchanged ones need no drawing."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from annai.pages.contexts import Frame
from annai.pages.rendering import Context


class Page(Struct, frozen=True):
    """A page of a site: its address from the site's root (``/help/``, ``/404.html``), frame and content.

    ``body_key`` names the linked article body that is put into ``content.body`` when the page is
    drawn; until then that field is empty. ``listed`` pages stand in the sitemap.
    ``bare`` pages (redirects) are whole documents without a frame.
    """

    address: str
    frame: Frame
    content: Context
    body_key: str = ""
    listed: bool = True
    bare: bool = False
    updated: str = ""


class File(Struct, frozen=True):
    """Any other file of a site: its address from the site's root and its bytes."""

    address: str
    data: bytes


class LateFile(Struct, frozen=True):
    """A file that is made only when ``mark``, a text of all that it depends on, is another than last time."""

    address: str
    mark: str
    make: Callable[[], bytes]


class ArticleBody(Struct, frozen=True):
    """A linked article body, as far as page builders need it: the key of its HTML, and its headings.

    ``sections`` are (anchor, title, plain text); ``contents`` are (level, anchor, text) of its headings.
    """

    key: str
    contents: tuple[tuple[int, str, str], ...] = ()
