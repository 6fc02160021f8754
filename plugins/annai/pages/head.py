"""Owns what a page tells machines in its head: JSON-LD as data blocks, Open Graph, feeds and the Markdown beside it.

Addresses are absolute where the site's address is known; else they are relative to the page, as
JSON-LD and Open Graph readers resolve them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape

from annai.pages.contexts import Html
from annai.pages.hrefs import Here, quoted

_LOCALES = {"ja": "ja_JP", "en": "en_US"}
Trail = tuple[tuple[str, str], ...]
"""Breadcrumbs for machines: (name, address) of each page above, and of the page itself."""


class HeadWriter:
    """The head of a site's pages in one language. ``site_url`` ends in a slash, or is empty."""

    def __init__(self, name: str, site_url: str, language: str) -> None:
        self.name = name
        self.site_url = site_url
        self.language = language
        self._site = f'<meta property="og:site_name" content="{escape(name)}">\n'
        self._locale = f'<meta property="og:locale" content="{_LOCALES.get(language, language.replace("-", "_"))}">\n'

    def url(self, address: str, here: Here) -> str:
        """An address of the site for machines."""
        return self.site_url + quoted(address) if self.site_url else here.to(address)

    def open_graph(self, here: Here, title: str, description: str, *, article: bool = False) -> str:
        """How the page looks where it is shared."""
        kind = "article" if article else "website"
        about = f'<meta property="og:description" content="{escape(description)}">\n' if description else ""
        address = self.site_url + quoted(here.address)
        place = f'<meta property="og:url" content="{escape(address)}">\n' if self.site_url else ""
        return (
            f'<meta property="og:type" content="{kind}">\n<meta property="og:title" content="{escape(title)}">\n'
            f"{about}{place}{self._site}{self._locale}"
        )

    def feed(self, href: str, title: str) -> str:
        """The link to the Atom feed."""
        return f'<link rel="alternate" type="application/atom+xml" title="{escape(title)}" href="{escape(href)}">\n'

    def markdown(self) -> str:
        """The link to the page's own text as Markdown, which lies beside it."""
        return '<link rel="alternate" type="text/markdown" href="index.md">\n'

    def breadcrumbs(self, trail: Trail, here: Here) -> Mapping[str, object]:
        """A BreadcrumbList (schema.org)."""
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": self.url(address, here)}
                for place, (name, address) in enumerate(trail, start=1)
            ],
        }

    def article(self, here: Here, title: str, summary: str, updated: str) -> Mapping[str, object]:
        """An Article (schema.org)."""
        data: dict[str, object] = {
            "@type": "Article",
            "headline": title[:110],
            "inLanguage": self.language,
            "mainEntityOfPage": self.url(here.address, here),
            "publisher": {"@type": "Organization", "name": self.name},
        }
        if summary:
            data["description"] = summary
        if updated:
            data["dateModified"] = updated
        return data

    def website(self, here: Here, search: str) -> Mapping[str, object]:
        """A WebSite with its search (schema.org, SearchAction)."""
        return {
            "@type": "WebSite",
            "name": self.name,
            "url": self.url(here.address, here),
            "inLanguage": self.language,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": self.url(search, here) + "?q={search_term_string}"},
                "query-input": "required name=search_term_string",
            },
        }


def data_block(parts: Sequence[Mapping[str, object]]) -> str:
    """JSON-LD as a data block, which a Content-Security-Policy does not take for a script."""
    graph = {"@context": "https://schema.org", "@graph": list(parts)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    # A "</script>" in a title would end the block.
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{safe}</script>\n'


def joined(*parts: str) -> Html:
    """The parts of a head, each of them escaped where it was made."""
    return Html("".join(parts))
