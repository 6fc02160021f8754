"""Owns addresses as they stand in a page: relative to it, percent-encoded, and cheap to make by the thousand."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from msgspec import Struct

_SAFE = "/-_.~!$'()*,;:@=+"


class Here(Struct, frozen=True):
    """A page, seen as the place that links start from. ``root`` leads from it to the site's root."""

    address: str
    root: str

    def to(self, address: str, *, fragment: str = "", query: str = "") -> str:
        """The way to an address of the site, ``/help/returns/``; ``query`` is encoded already."""
        way = self.root + quoted(address)
        if query:
            way += f"?{query}"
        return f"{way}#{quoted(fragment)}" if fragment else way


def here(address: str) -> Here:
    """The page at an address, ``/help/`` or ``/old/page.html``."""
    depth = address.count("/") - 1
    # Never empty: "a:b/" alone would be read as a scheme.
    return Here(address, "../" * depth or "./")


def everywhere(address: str, base: str) -> Here:
    """A page that is served at any address (404.html): its links start at the root of the host.

    ``base`` is the path that the site lies at, ``/`` or ``/help-center/``.
    """
    return Here(address, base)


@lru_cache(maxsize=65536)
def quoted(address: str) -> str:
    """An address without its first slash, or an anchor, percent-encoded."""
    return quote(address.lstrip("/"), safe=_SAFE)


@lru_cache(maxsize=65536)
def context(source: str) -> str:
    """The query that tells a contact page or a flow where the reader comes from: ``from=help/returns/policy``."""
    return "from=" + quote(source, safe="/-_.~:")
