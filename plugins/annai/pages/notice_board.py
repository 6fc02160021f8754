"""Owns today's notices on the pages that they touch, with their times; the browser checks the times again.

A build cannot know the hour of a visit. Without JavaScript a notice is shown on every day that it holds
on, with its end in words; one that is still to come is put in hidden, one that is over is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from annai.model.view import NoticeView, View
from annai.pages.contexts import Html, Link, Notice, Notices
from annai.pages.hrefs import Here
from annai.pages.rendering import render
from annai.pages.site_links import SiteLinks
from annai.pages.strings import Translator
from annai.pages.wording import moment, some_words, words
from annai.trees.calendars import spoken


class NoticeBoard:
    """The notices of one view, drawn once for all pages that are equally deep."""

    def __init__(self, view: View, links: SiteLinks) -> None:
        self.view = view
        self.links = links
        self.zone = ZoneInfo(view.site.timezone)
        self.living = tuple(notice for notice in view.notices if self._day(notice.until) >= view.today.isoformat())
        self._drawn: dict[tuple[str, tuple[str, ...]], Html] = {}

    def all(self, here: Here) -> Html:
        """Every notice: for homes, search and contact pages."""
        return self._html(self.living, here)

    def named(self, ids: Iterable[str], here: Here) -> Html:
        """The notices with these ids: for an article that they name, or whose contact reason they name."""
        wanted = frozenset(ids)
        return self._html(tuple(notice for notice in self.living if notice.id in wanted), here) if wanted else Html("")

    def about_articles(self, ids: Iterable[str], here: Here) -> Html:
        """The notices that name one of these articles: for a flow that leads to them."""
        wanted = frozenset(ids)
        return self._html(tuple(notice for notice in self.living if wanted & set(notice.articles)), here)

    def about_reasons(self, codes: Iterable[str], here: Here) -> Html:
        """The notices that name one of these contact reasons: for routing pages and the agents' trees."""
        wanted = frozenset(codes)
        return self._html(tuple(notice for notice in self.living if wanted & set(notice.reasons)), here)

    def about_tool(self, tool_id: str, here: Here) -> Html:
        """The notices that name a tool."""
        return self._html(tuple(notice for notice in self.living if tool_id in notice.tools), here)

    def _html(self, notices: tuple[NoticeView, ...], here: Here) -> Html:
        if not notices:
            return Html("")
        key = (here.root, tuple(notice.id for notice in notices))
        drawn = self._drawn.get(key)
        if drawn is None:
            items = tuple(self._notice(notice, here) for notice in notices)
            drawn = self._drawn[key] = render(Notices(items=items), self.view.language)
        return drawn

    def _notice(self, notice: NoticeView, here: Here) -> Notice:
        language = self.view.language
        say = Translator(language)
        today = self.view.today.isoformat()
        begun = self._day(notice.start) <= today
        ends = spoken(moment(notice.until).astimezone(self.zone), say.language)
        if begun:
            period = say("notice.ends", moment=ends)
        else:
            starts = spoken(moment(notice.start).astimezone(self.zone), say.language)
            period = say("common.from_to", start=starts, end=ends)
        return Notice(
            id=notice.id,
            starts=notice.start,
            ends=notice.until,
            period=period,
            title=words(notice.title, language),
            text=some_words(notice.text, language),
            say=some_words(notice.say, language),
            link=Link(say("notice.more"), self.links.href(notice.url, here)) if notice.url else None,
            active=begun,
            tone="caution",
        )

    def _day(self, value: str) -> str:
        return moment(value).astimezone(self.zone).date().isoformat()
