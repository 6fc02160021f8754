"""Owns what a page tells machines in its head: JSON-LD as data blocks, Open Graph, feeds and the Markdown beside it.

Addresses are absolute where the site's address is known; else they are relative to the page, as
JSON-LD and Open Graph readers resolve them.
"""

from __future__ import annotations

import json
from html import escape

from annai.pages.contexts import Html
from annai.pages.hrefs import Here, quoted

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_LOCALES = {"ja": "ja_JP", "en": "en_US"}
Trail = tuple[tuple[str, str], ...]
"""Breadcrumbs for machines: (name, address) of each page above, and of the page itself."""


class HeadWriter:
    """The head of a site's pages in one language. ``site_url`` ends in a slash, or is empty."""

    def __init__(self, name: str, site_url: str, language: str) -> None:
        self.name = name
        self.site_url = site_url
        self.language = language
        self._language, self._publisher = _encode(language), _encode(name)
        self._above: dict[tuple[str, Trail], str] = {}
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

    def breadcrumbs(self, trail: Trail, here: Here) -> str:
        """A BreadcrumbList (schema.org) as JSON."""
        key = (here.root, trail[:-1])
        above = self._above.get(key)
        if above is None:
            items = [self._item(place, *step, here) for place, step in enumerate(trail[:-1], start=1)]
            above = self._above[key] = "".join(f"{item}," for item in items)
        return f'{{"@type":"BreadcrumbList","itemListElement":[{above}{self._item(len(trail), *trail[-1], here)}]}}'

    def article(self, here: Here, title: str, summary: str, updated: str) -> str:
        """An Article (schema.org) as JSON."""
        about = f'"description":{_encode(summary)},' if summary else ""
        changed = f'"dateModified":"{updated}",' if updated else ""
        return (
            f'{{"@type":"Article","headline":{_encode(title[:110])},"inLanguage":{self._language},{about}{changed}'
            f'"mainEntityOfPage":{_encode(self.url(here.address, here))},'
            f'"publisher":{{"@type":"Organization","name":{self._publisher}}}}}'
        )

    def website(self, here: Here, search: str) -> str:
        """A WebSite with its search (schema.org, SearchAction) as JSON."""
        return _encode(
            {
                "@type": "WebSite",
                "name": self.name,
                "url": self.url(here.address, here),
                "inLanguage": self.language,
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": self.url(search, here) + "?q={search_term_string}",
                    },
                    "query-input": "required name=search_term_string",
                },
            }
        )

    def _item(self, place: int, name: str, address: str, here: Here) -> str:
        url = _encode(self.url(address, here))
        return f'{{"@type":"ListItem","position":{place},"name":{_encode(name)},"item":{url}}}'


def data_block(*parts: str) -> str:
    """JSON-LD as a data block, which a Content-Security-Policy does not take for a script."""
    text = f'{{"@context":"https://schema.org","@graph":[{",".join(parts)}]}}'
    # A "</script>" in a title would end the block.
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{safe}</script>\n'


def joined(*parts: str) -> Html:
    """The parts of a head, each of them escaped where it was made."""
    return Html("".join(parts))
