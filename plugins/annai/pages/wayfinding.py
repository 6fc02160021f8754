"""Owns the pages for those who look for another page: search, not found, and the redirects of former addresses."""

from __future__ import annotations

from collections.abc import Iterator

from annai.pages.contexts import NotFound, Redirect, SearchBox, SearchResults, Words
from annai.pages.hrefs import here, quoted
from annai.pages.page import Page
from annai.pages.places import NOT_FOUND, SEARCH
from annai.pages.provenance import gathered
from annai.pages.shelves import Shelves
from annai.pages.site_frame import SiteFrame
from annai.pages.wording import titled, words

NOINDEX = "noindex"


def search_page(frame: SiteFrame, shelves: Shelves) -> Page:
    """The search page, whose results are the browser's work; without JavaScript it offers the categories."""
    place = here(frame.view.address(SEARCH))
    title = frame.say("places.search")
    content = SearchResults(
        search=frame.search_box(place, autofocus=True),
        categories=shelves.pills(place),
        contact_href="" if frame.internal else frame.contact_href(place),
        audience=frame.audience,
        provenance=gathered(frame.view, name="search", title=title),
    )
    framed = frame.frame(place, kind="search", title=title, robots=NOINDEX, notices=frame.board.all(place))
    return Page(place.address, framed, content, listed=False)


def not_found_page(frame: SiteFrame, shelves: Shelves) -> Page:
    """The page behind every address that does not exist; its links start at the root of the host."""
    place = frame.lost_place(NOT_FOUND)
    title = frame.say("not_found.title")
    content = NotFound(
        search=SearchBox(action=place.to(frame.view.address(SEARCH))),
        home_href=place.to(frame.view.home),
        categories=shelves.pills(place),
        contact_href="" if frame.internal else frame.contact_href(place),
        audience=frame.audience,
        provenance=gathered(frame.view, name="404", title=title),
    )
    framed = frame.frame(place, kind="not_found", title=title, robots=NOINDEX, alternates=())
    return Page(NOT_FOUND, framed, content, listed=False)


def redirect_pages(frame: SiteFrame) -> Iterator[Page]:
    """A document for each former address; a script keeps query and fragment, a link serves those without."""
    titles = _titles(frame)
    for former, target in sorted(frame.view.redirects.items()):
        place = here(former)
        content = Redirect(
            language=frame.view.language,
            title=titles.get(target, frame.name),
            href=place.to(target),
            script_href=place.to(frame.settings.redirect_script),
            canonical=frame.site_url + quoted(target) if frame.site_url else "",
        )
        framed = frame.frame(place, kind="redirect", title=str(content.title), robots=NOINDEX, alternates=())
        yield Page(former, framed, content, listed=False, bare=True)


def _titles(frame: SiteFrame) -> dict[str, Words]:
    """What the targets of redirects are called."""
    view = frame.view
    if not view.redirects:
        return {}
    titles: dict[str, Words] = {
        article.address: titled(article.title, article.language, view.language) for article in view.articles.values()
    }
    for tree in view.trees.values():
        titles[tree.address] = words(tree.title, view.language)
    return titles
