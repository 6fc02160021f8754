"""Contexts of the pages of content: public home, categories, articles, contact, search, not found, redirects."""

from typing import ClassVar

from msgspec import Struct

from annai.pages.contexts.shared import (
    Badge,
    Channel,
    Day,
    Hours,
    Html,
    Link,
    Provenance,
    SearchBox,
    Words,
)


class CategoryCard(Struct, frozen=True, kw_only=True):
    """A category on a home page; ``links`` are up to three of its articles."""

    title: Words
    href: str
    description: Words = ""
    icon: Html = Html("")
    count: int = 0
    links: tuple[Link, ...] = ()


class HomePublic(Struct, frozen=True, kw_only=True):
    """The help center's home.

    ask: the one question in the hero; the page's heading.
    flags: what must not wait (smoke, injury, a charge one does not know), in a quiet bar under the hero.
    categories: six to nine. flows: guided flows as tasks. popular: what is asked most (titles
    alone read best: leave out the notes).
    channels: how to reach a person, in order of preference; contact_href: the whole contact page.
    body, body_title: the article that a repository keeps at its root, as finished HTML, and its title.
    articles: those that stand in no category.
    """

    TEMPLATE: ClassVar[str] = "home_public.html"
    ask: Words
    search: SearchBox
    categories: tuple[CategoryCard, ...]
    lead: Words = ""
    flags: tuple[Link, ...] = ()
    flows: tuple[Link, ...] = ()
    popular: tuple[Link, ...] = ()
    channels: tuple[Channel, ...] = ()
    contact_href: str = ""
    body: Html = Html("")
    body_title: Words = ""
    articles: tuple[Link, ...] = ()


class Section(Struct, frozen=True, kw_only=True):
    """A group of articles; a folder below a category, or (without title) those right in it.

    more: to the folder's own page, where it holds more than is listed here.
    """

    title: Words
    articles: tuple[Link, ...]
    href: str = ""
    description: Words = ""
    more: Link | None = None


class Category(Struct, frozen=True, kw_only=True):
    """A category or section page, on either site.

    siblings: the other categories, for those who came into the wrong one.
    body: the article that introduces the category, as finished HTML, above the lists.
    """

    TEMPLATE: ClassVar[str] = "category.html"
    title: Words
    crumbs: tuple[Link, ...]
    sections: tuple[Section, ...]
    audience: str = "public"
    description: Words = ""
    icon: Html = Html("")
    flows: tuple[Link, ...] = ()
    siblings: tuple[Link, ...] = ()
    contact_href: str = ""
    body: Html = Html("")
    provenance: Provenance | None = None


class NextStep(Struct, frozen=True, kw_only=True):
    """What to do when the article did not help: the flow and the channel that fit its contact reason."""

    flow: Link | None = None
    contact: Link | None = None


class Article(Struct, frozen=True, kw_only=True):
    """An article, on either site.

    title, summary, body: body is finished HTML without the article's ``<h1>``.
    contents: links to its headings; leave it empty for short answers (fewer than four headings).
    language: of the article where it is not the page's (a missing translation), else empty.
    badges: draft, internal, kind; agent site only.
    next_step: None on the agent site.
    reasons, changes: agent site: the contact reasons it answers, what changed and what to do now.
    """

    TEMPLATE: ClassVar[str] = "article.html"
    title: Words
    crumbs: tuple[Link, ...]
    body: Html
    audience: str = "public"
    summary: Words = ""
    updated: Day | None = None
    language: str = ""
    contents: tuple[Link, ...] = ()
    badges: tuple[Badge, ...] = ()
    related: tuple[Link, ...] = ()
    next_step: NextStep | None = None
    reasons: tuple[Link, ...] = ()
    changes: tuple[tuple[Day, Words, Words], ...] = ()
    provenance: Provenance | None = None


class Contact(Struct, frozen=True, kw_only=True):
    """How to reach a person, with the hours of each way.

    flags: what must not wait, first. flows: what can be settled at once. channels: in order of preference.
    hours: the calendars behind the channels, for the table of opening hours.
    before: what to have at hand (order number; what a guest without an account gives instead).
    provenance: as below, of the manual's pages only: what they are made of, and how to report a mistake.
    """

    TEMPLATE: ClassVar[str] = "contact.html"
    title: Words
    crumbs: tuple[Link, ...]
    channels: tuple[Channel, ...]
    lead: Words = ""
    flags: tuple[Link, ...] = ()
    flows: tuple[Link, ...] = ()
    hours: tuple[Hours, ...] = ()
    before: tuple[Words, ...] = ()
    audience: str = "public"
    provenance: Provenance | None = None


class SearchResults(Struct, frozen=True, kw_only=True):
    """The search page, ``/search/?q=``; the results are the browser's work."""

    TEMPLATE: ClassVar[str] = "search.html"
    search: SearchBox
    categories: tuple[Link, ...] = ()
    contact_href: str = ""
    audience: str = "public"
    provenance: Provenance | None = None


class NotFound(Struct, frozen=True, kw_only=True):
    """The page behind every address that does not exist: it searches for the words of the address."""

    TEMPLATE: ClassVar[str] = "not_found.html"
    search: SearchBox
    home_href: str
    categories: tuple[Link, ...] = ()
    contact_href: str = ""
    audience: str = "public"
    provenance: Provenance | None = None


class Redirect(Struct, frozen=True, kw_only=True):
    """A whole document that leads on, query and fragment kept by ``script_href``; no frame around it.

    href: where to; canonical: the same as an absolute address, or empty.
    """

    TEMPLATE: ClassVar[str] = "redirect.html"
    language: str
    title: Words
    href: str
    script_href: str
    canonical: str = ""
