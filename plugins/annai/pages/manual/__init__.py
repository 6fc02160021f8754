"""The agent manual's own pages: the desk, routing, escalation, authority, macros, channels, changes, reviews."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annai.model.view import View
from annai.pages.page import ArticleBody, Page
from annai.pages.settings import PageSettings


def manual_pages(view: View, bodies: Mapping[str, ArticleBody], settings: PageSettings) -> Iterable[Page]:
    """The pages that only an internal site has, in one language.

    ``bodies`` are those of the articles written in the view's language, by article id.
    """
    return ()
