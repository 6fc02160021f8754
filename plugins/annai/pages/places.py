"""Owns where generated pages lie: their addresses in a view, known before any page is built.

Links are checked against ``addresses``; ``builder.build_site`` makes exactly these pages. An article
whose address is that of a generated page takes its place (a repository may bring its own contact page);
only the page of a category is kept, with the article that introduces it as its body.
"""

from __future__ import annotations

from collections.abc import Iterator

from annai.model.view import OutcomeView, View

SEARCH = "/search/"
CONTACT = "/contact/"
CHANGES = "/changes/"
FEED = "/feed.xml"
NOT_FOUND = "/404.html"

ROUTE = "/route/"
WHERE = "/where/"
ESCALATION = "/escalation/"
AUTHORITY = "/authority/"
MACROS = "/macros/"
CHANNELS = "/channels/"
REVIEWS = "/reviews/"
DESK_PLACES = (ROUTE, WHERE, ESCALATION, AUTHORITY, MACROS, CHANNELS, CHANGES, REVIEWS)
"""The manual's tables, in the order in which the header names those that there are."""


def reason_place(code: str) -> str:
    """Where a contact reason's routing page lies, in the default language."""
    return f"/reason/{code}/"


def tool_place(tool_id: str) -> str:
    """Where a tool's page lies, in the default language."""
    return f"/tool/{tool_id}/"


def addresses(view: View) -> frozenset[str]:
    """The addresses of all pages of a view that are no articles, from the site's root, not percent-encoded."""
    return frozenset(_wanted(view)) - own_article_addresses(view)


def own_article_addresses(view: View) -> frozenset[str]:
    """The addresses of the article pages of a view: those written in its language that introduce no category."""
    landings = {category.landing for category in view.categories.values()}
    return frozenset(
        article.address
        for article in view.articles.values()
        if article.language == view.language and article.id not in landings
    )


def desk_places(view: View) -> tuple[str, ...]:
    """Which of the manual's tables a view has anything for; none on the public site."""
    desk = view.desk
    if desk is None:
        return ()
    there = {
        ROUTE: bool(desk.tools and desk.reasons),
        WHERE: bool(desk.tools),
        ESCALATION: bool(desk.escalation.targets),
        AUTHORITY: bool(desk.escalation.authority),
        MACROS: bool(desk.macros),
        CHANNELS: bool(view.channels),
        CHANGES: True,
        REVIEWS: True,
    }
    return tuple(place for place in DESK_PLACES if there[place])


def _wanted(view: View) -> Iterator[str]:
    yield view.home
    for place in (*view.categories, SEARCH, CHANGES):
        yield view.address(place)
    if view.channels:
        yield view.address(CONTACT)
    for tree in view.trees.values():
        yield tree.address
        for node in tree.nodes.values():
            if isinstance(node, OutcomeView) and node.address:
                yield node.address
    for place in desk_places(view):
        yield view.address(place)
    if view.desk is not None:
        yield from (view.address(reason_place(code)) for code in view.desk.reasons)
        yield from (view.address(tool_place(name)) for name in view.desk.tools)
