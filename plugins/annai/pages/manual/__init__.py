"""The agent manual's own pages: the desk, flows, routing, escalation, authority, macros, channels, changes, reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from annai.pages.manual.authority import authority_page
from annai.pages.manual.changes import agent_changes_page
from annai.pages.manual.channels import channels_page
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.flows import agent_flow_pages
from annai.pages.manual.home import home_page
from annai.pages.manual.macros import macros_page
from annai.pages.manual.matrix import matrix_page
from annai.pages.manual.reason import reason_pages
from annai.pages.manual.reviews import reviews_page
from annai.pages.manual.targets import escalation_page
from annai.pages.manual.tool import tool_pages
from annai.pages.manual.where import where_page
from annai.pages.page import ArticleBody, Page
from annai.pages.places import (
    AUTHORITY,
    CHANGES,
    CHANNELS,
    ESCALATION,
    MACROS,
    REVIEWS,
    ROUTE,
    WHERE,
    desk_places,
)
from annai.pages.shelves import Shelves
from annai.pages.site_frame import SiteFrame

TABLES: Mapping[str, Callable[[ManualDesk], Page]] = {
    ROUTE: matrix_page,
    WHERE: where_page,
    ESCALATION: escalation_page,
    AUTHORITY: authority_page,
    MACROS: macros_page,
    CHANNELS: channels_page,
    CHANGES: agent_changes_page,
    REVIEWS: reviews_page,
}


def manual_pages(frame: SiteFrame, shelves: Shelves, bodies: Mapping[str, ArticleBody]) -> Iterator[Page]:
    """The pages that only an internal site has, in one language.

    ``bodies`` are those of the articles written in the view's language, by article id.
    Raises ValueError for the public's frame.
    """
    manual = ManualDesk(frame)
    yield home_page(manual, shelves, bodies)
    yield from agent_flow_pages(manual)
    yield from reason_pages(manual)
    yield from tool_pages(manual)
    for place in desk_places(frame.view):
        yield TABLES[place](manual)
