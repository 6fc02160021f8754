"""The agent manual's own pages: the desk, routing, escalation, authority, macros, channels, changes, reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from annai.model.view import View
from annai.pages.page import ArticleBody, Page
from annai.pages.settings import PageSettings
from annai.pages.site_frame import SiteFrame

Builder = Callable[[SiteFrame, Mapping[str, ArticleBody]], Iterable[Page]]

BUILDERS: tuple[Builder, ...] = ()
"""The modules of this package, in the order in which their pages are built."""


def manual_pages(view: View, bodies: Mapping[str, ArticleBody], settings: PageSettings) -> Iterable[Page]:
    """The pages that only an internal site has, in one language.

    ``bodies`` are those of the articles written in the view's language, by article id.
    """
    frame = SiteFrame(view, settings)
    return (page for build in BUILDERS for page in build(frame, bodies))
