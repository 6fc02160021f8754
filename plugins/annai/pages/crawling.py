"""Owns the files for machines that read the whole site: sitemap.xml and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from annai.pages.hrefs import quoted
from annai.pages.page import File, Page

SITEMAP = "/sitemap.xml"


def sitemap_file(pages: Iterable[Page], site_url: str) -> File | None:
    """The sitemap of a public site (sitemaps.org 0.9), with each page's other languages.

    None where the site's address is not known: a sitemap holds absolute addresses only.
    """
    if not site_url:
        return None
    entries = [_entry(page, site_url) for page in sorted(pages, key=lambda page: page.address) if page.listed]
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{''.join(entries)}</urlset>\n"
    )
    return File(SITEMAP, text.encode("utf-8"))


def robots_file(site_url: str, *, internal: bool) -> File:
    """robots.txt: everything of the help center, nothing of the manual."""
    if internal:
        return File("/robots.txt", b"User-agent: *\nDisallow: /\n")
    sitemap = f"\nSitemap: {site_url}{SITEMAP.lstrip('/')}\n" if site_url else ""
    return File("/robots.txt", f"User-agent: *\nAllow: /\n{sitemap}".encode())


def _entry(page: Page, site_url: str) -> str:
    own = site_url + quoted(page.address)
    changed = f"<lastmod>{page.updated}</lastmod>" if page.updated else ""
    same = [other for other in page.frame.alternates if other.same]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(other.language)} href={quoteattr(urljoin(own, other.href))}/>'
        for other in (same if len(same) > 1 else ())
    )
    return f"<url><loc>{escape(own)}</loc>{changed}{links}</url>\n"
