"""Owns article pages, on both sites: the answer, where it stands, and what to do when it did not help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from annai.model.text import Phrase
from annai.model.view import ArticleView
from annai.pages.contexts import Article, Badge, Html, Link, NextStep, Provenance, Words
from annai.pages.head import Trail, data_block, joined
from annai.pages.hrefs import Here, context, here, quoted
from annai.pages.page import ArticleBody, Page
from annai.pages.places import reason_place
from annai.pages.provenance import provenance_of, state_badges
from annai.pages.site_frame import SiteFrame, feed_link
from annai.pages.wording import day, some_words, words

LONG = 4
"""A table of contents is for articles with this many headings of one level or more."""
NEIGHBOURS = 3
"""How many articles of the same category stand in for related ones where none are named."""


class ArticlePages:
    """The article pages of one view: those written in its language that introduce no category."""

    def __init__(self, frame: SiteFrame, bodies: Mapping[str, ArticleBody]) -> None:
        self.frame = frame
        self.view = frame.view
        self.bodies = bodies
        self._above: dict[tuple[str, str], tuple[tuple[Link, ...], Trail]] = {}
        self._feeds: dict[str, str] = {}
        self._ways: dict[str, tuple[Words, str]] = {}
        self._order = {
            name: place for category in self.view.categories.values() for place, name in enumerate(category.articles)
        }

    def pages(self) -> Iterator[Page]:
        """All of them, in the order of their ids."""
        landings = {category.landing for category in self.view.categories.values()}
        for name in sorted(self.view.articles):
            article = self.view.articles[name]
            if article.language == self.view.language and name not in landings:
                yield self.page(article)

    def page(self, article: ArticleView) -> Page:
        """One article's page, its body still to be put in."""
        frame, place = self.frame, here(article.address)
        body = self.bodies.get(article.id)
        crumbs, steps = self._path(article, place)
        updated = article.updated.isoformat() if article.updated else ""
        content = Article(
            title=article.title,
            crumbs=crumbs,
            body=Html(""),
            audience=frame.audience,
            summary=article.summary,
            updated=day(article.updated, self.view.language) if article.updated else None,
            contents=contents_of(body),
            badges=self._badges(article),
            related=self._related(article, place),
            next_step=None if frame.internal else self.next_step(article, place),
            reasons=self._reasons(article, place),
            changes=tuple(
                (day(change.date, self.view.language), words(change.what, self.view.language), self._do(change.do))
                for change in article.changes
            ),
            provenance=self._provenance(article),
        )
        return Page(
            article.address,
            frame.frame(
                place,
                kind="article",
                title=article.title,
                description=article.summary,
                alternates=frame.of_article(article, place),
                head=self._head(article, place, steps, updated),
                notices=frame.board.named(article.notices, place),
            ),
            content,
            body_key=body.key if body else "",
            updated=updated,
        )

    def next_step(self, article: ArticleView, place: Here) -> NextStep | None:
        """Where to go on: the flow that fits the article, and a person; both are told which article it was."""
        query = context(article.id)
        flow = None
        tree = self.frame.links.living_tree(article.flow)
        if tree is not None:
            way = self._ways.get(tree.id)
            if way is None:
                way = self._ways[tree.id] = (words(tree.title, self.view.language), tree.address)
            flow = Link(way[0], place.to(way[1], query=query))
        contact = self.frame.contact_href(place, query=query)
        if flow is None and not contact:
            return None
        return NextStep(flow=flow, contact=Link(self.frame.say("frame.contact"), contact) if contact else None)

    def _path(self, article: ArticleView, place: Here) -> tuple[tuple[Link, ...], Trail]:
        """The categories above an article, for people and for machines."""
        key = (article.category, place.root)
        made = self._above.get(key)
        if made is None:
            steps = category_steps(self.frame, article.category)
            made = self._above[key] = (self.frame.crumbs(place, *steps), self.frame.trail(*steps))
        return made

    def _related(self, article: ArticleView, place: Here) -> tuple[Link, ...]:
        named = article.related or self._neighbours(article)
        return tuple(self.frame.links.article(name, place) for name in named)

    def _neighbours(self, article: ArticleView) -> tuple[str, ...]:
        category = self.view.categories.get(article.category)
        at = self._order.get(article.id)
        if category is None or at is None:
            return ()
        start = max(0, min(at - 1, len(category.articles) - NEIGHBOURS - 1))
        window = category.articles[start : start + NEIGHBOURS + 1]
        return tuple(name for name in window if name != article.id)[:NEIGHBOURS]

    def _reasons(self, article: ArticleView, place: Here) -> tuple[Link, ...]:
        desk = self.view.desk
        if desk is None or article.desk is None:
            return ()
        return tuple(
            Link(
                words(desk.reasons[code].title.say(self.view.language), self.view.language),
                place.to(self.view.address(reason_place(code))),
                code,
            )
            for code in article.desk.reasons
            if code in desk.reasons
        )

    def _badges(self, article: ArticleView) -> tuple[Badge, ...]:
        if article.desk is None:
            return ()
        return state_badges(self.view, article.state, public=article.desk.public)

    def _do(self, phrase: Phrase | None) -> Words:
        return some_words(phrase, self.view.language)

    def _provenance(self, article: ArticleView) -> Provenance | None:
        if article.desk is None:
            return None
        return provenance_of(
            self.view,
            self.frame.settings,
            article.desk.path,
            name=article.id,
            title=article.title,
            owner=article.desk.owner,
            review_by=article.desk.review_by,
        )

    def _head(self, article: ArticleView, place: Here, steps: Trail, updated: str) -> Html:
        """Public pages tell machines what they are; internal ones tell nobody anything."""
        frame = self.frame
        if frame.internal:
            return Html("")
        feed = self._feeds.get(place.root)
        if feed is None:
            feed = self._feeds[place.root] = feed_link(frame, place)
        head = frame.head
        return joined(
            head.open_graph(place, article.title, article.summary, article=True),
            feed,
            head.markdown(),
            data_block(
                head.article(place, article.title, article.summary, updated),
                head.breadcrumbs((*steps, (article.title, article.address)), place),
            ),
        )


def contents_of(body: ArticleBody | None) -> tuple[Link, ...]:
    """Links to a long article's headings of the highest level that it has more than one of; none for short ones."""
    if body is None or len(body.contents) < LONG:
        return ()
    counts: dict[int, int] = {}
    for level, _, _ in body.contents:
        counts[level] = counts.get(level, 0) + 1
    level = min((level for level, count in counts.items() if count > 1), default=0)
    if counts.get(level, 0) < LONG:
        return ()
    return tuple(Link(text, f"#{quoted(anchor)}") for at, anchor, text in body.contents if at == level)


def category_steps(frame: SiteFrame, address: str | None) -> tuple[tuple[Words, str], ...]:
    """The categories from the top down to the one at ``address`` (of the default language), home left out.

    Folders that the home page passes over are no steps either.
    """
    steps: list[tuple[Words, str]] = []
    categories = frame.view.categories
    while address and address != "/" and address in categories:
        category = categories[address]
        if address not in frame.front.passed:
            steps.append((words(category.title, frame.view.language), frame.view.address(address)))
        address = category.parent
    return tuple(reversed(steps))
