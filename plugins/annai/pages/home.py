"""Owns the help center's home page: one question, search, flows, categories, what is asked most, a person."""

from __future__ import annotations

from collections.abc import Mapping

from annai.model.view import ArticleView
from annai.pages.category import introduction
from annai.pages.contexts import HomePublic, Html, Words
from annai.pages.enumeration import comma
from annai.pages.head import data_block, joined
from annai.pages.hrefs import Here, here
from annai.pages.page import ArticleBody, Page
from annai.pages.places import SEARCH
from annai.pages.reach import ON_HOME, channels_of
from annai.pages.shelves import Shelves
from annai.pages.site_frame import SiteFrame, feed_link
from annai.pages.wording import titled

MOST_FLOWS = 8
MOST_ASKED = 8
TOPICS = 5
"""So many categories say what a site is about."""


def home_page(frame: SiteFrame, shelves: Shelves, bodies: Mapping[str, ArticleBody]) -> Page:
    """The home page of one language.

    A repository that keeps an article at its root has it here, below the search.
    """
    view = frame.view
    place = here(view.home)
    root = view.categories.get("/")
    article = introduction(frame, root) if root else None
    body = bodies.get(article.id) if article else None
    ask = view.site.ask or frame.say("home.ask")
    description = article.summary if article else _description(frame, shelves, place)
    content = HomePublic(
        ask=ask,
        search=frame.search_box(place, autofocus=True),
        categories=shelves.cards(place),
        flags=frame.links.flags(place),
        flows=frame.links.flows(place, MOST_FLOWS),
        popular=tuple(
            frame.links.article(name, place, note=False)
            for name in [name for name in view.site.popular if frame.links.has(name)][:MOST_ASKED]
        ),
        channels=channels_of(view, tuple(view.channels)[:ON_HOME], frame.links, place, frame.calendars()),
        contact_href=frame.contact_href(place),
        body_title=_title(frame, article) if body else "",
        articles=tuple(
            frame.links.article(name, place, note=False)
            for name in (frame.links.untranslated_last(root.articles) if root else ())
        ),
    )
    return Page(
        place.address,
        frame.frame(
            place,
            kind="home_public",
            description=description,
            head=_head(frame, description, markdown=article is not None),
            notices=frame.board.all(place),
        ),
        content,
        body_key=body.key if body else "",
    )


def _description(frame: SiteFrame, shelves: Shelves, place: Here) -> str:
    """What the site is about, for those who see it in a list of results."""
    separator = comma(frame.view.language)
    topics = separator.join(str(link.label) for link in shelves.pills(place)[:TOPICS])
    if not topics:
        return frame.say("description.home_bare", site=frame.name)
    return frame.say("description.home", site=frame.name, topics=topics)


def _title(frame: SiteFrame, article: ArticleView | None) -> Words:
    """The introduction's own title, unless that is the site's name, which stands at the top."""
    if article is None or article.title == frame.name:
        return ""
    return titled(article.title, article.language, frame.view.language)


def _head(frame: SiteFrame, description: str, *, markdown: bool) -> Html:
    if frame.internal:
        return Html("")
    place = here(frame.view.home)
    return joined(
        frame.head.open_graph(place, frame.name, description),
        feed_link(frame, place),
        frame.head.markdown() if markdown else "",
        data_block(frame.head.website(place, frame.view.address(SEARCH))),
    )
