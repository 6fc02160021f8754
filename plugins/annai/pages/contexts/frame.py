"""What the page's frame (theme/main.html) is told: the site, the language's alternates, today's notices."""

from typing import ClassVar

from msgspec import Struct

from annai.pages.contexts.shared import Day, Hours, Html, Link, Words


class Alternate(Struct, frozen=True):
    """The same page in another language; ``current`` marks the one that is being read.

    ``same`` is False where that language lacks the page and ``href`` leads to the nearest that it has:
    readers may go there, search engines are not told.
    ``url`` is the absolute address, which search engines ask for; empty where the site's own is not known.
    """

    language: str
    href: str
    label: str
    current: bool = False
    same: bool = True
    url: str = ""


class SearchFiles(Struct, frozen=True, kw_only=True):
    """Where the browser finds Material's search: addresses relative to the page.

    ``worker`` and ``index`` are empty where a site has no search; the box then leads to ``action``.
    """

    action: str
    worker: str = ""
    index: str = ""


class Site(Struct, frozen=True, kw_only=True):
    """The same on every page of a site in one language, addresses aside.

    mark: the standing mark of an internal site (社内限定); empty on the public one.
    logo: inline SVG or empty; ``logo_href`` a picture file where it is not an SVG that may be inlined.
    colours_href: the css file made by ``annai.pages.palette``.
    favicon_href: differs between the sites.
    nav: the few links in the header (the agent manual's desk tools; contact on the public site).
    footer: the legal links.
    hours: today's hours in the footer and the header's contact link, or None.
    scripts: addresses of further ES modules (hours, notices, the runner).
    """

    name: str
    home_href: str
    colours_href: str
    favicon_href: str = ""
    mark: str = ""
    logo: Html = Html("")
    logo_href: str = ""
    nav: tuple[Link, ...] = ()
    contact: Link | None = None
    footer: tuple[Link, ...] = ()
    hours: Hours | None = None
    search: SearchFiles | None = None
    scripts: tuple[str, ...] = ()


class Frame(Struct, frozen=True, kw_only=True):
    """Everything ``main.html`` reads: ``page.meta = annai.pages.rendering.frame_meta(frame)``.

    language: BCP 47 tag of the page; audience: ``public`` or any other (all others are internal).
    kind: the name of the body's template; sets the width and what the header holds.
    title: for the document's title, without the site's name; empty on the home page.
    head: further finished HTML for the head (JSON-LD as data blocks, feeds, Open Graph).
    notices: finished HTML of ``Notices``, or empty.
    """

    language: str
    audience: str
    kind: str
    site: Site
    title: str = ""
    description: str = ""
    canonical: str = ""
    robots: str = ""
    alternates: tuple[Alternate, ...] = ()
    head: Html = Html("")
    notices: Html = Html("")


class Notice(Struct, frozen=True, kw_only=True):
    """What is different today.

    starts, ends: moments with their offset (ISO 8601); the browser checks them again.
    period: the same to be read (11月24日（火）19時まで).
    say: the phrase for agents; empty on the public site.
    active: it applies at the time of the build; the others are put in hidden.
    """

    id: str
    starts: str
    ends: str
    period: Words
    title: Words = ""
    text: Words = ""
    say: Words = ""
    link: Link | None = None
    active: bool = True
    tone: str = "info"
    updated: Day | None = None


class Notices(Struct, frozen=True, kw_only=True):
    """The notices that stand above a page."""

    TEMPLATE: ClassVar[str] = "notices.html"
    items: tuple[Notice, ...]
