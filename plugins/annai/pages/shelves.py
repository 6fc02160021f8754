"""Owns how articles are laid out by folder: the cards of a home page, the sections of a category's page."""

from __future__ import annotations

from annai.model.view import CategoryView, View
from annai.pages.contexts import CategoryCard, Link, Section, Words
from annai.pages.hrefs import Here
from annai.pages.inline_svg import inline_svg
from annai.pages.site_frame import SiteFrame
from annai.pages.wording import some_words, words

ON_CARD = 3
IN_SECTION = 6
"""How many articles of a subcategory are listed on its parent's page."""
SCANNABLE = 30
"""Longer lists leave the summaries out, so that one can run an eye down them."""


class Shelves:
    """The categories of one view, as lists to choose from. Made once for a view."""

    def __init__(self, frame: SiteFrame) -> None:
        self.frame = frame
        self.view: View = frame.view
        self.counts: dict[str, int] = {}
        for address in sorted(self.view.categories, key=lambda one: -one.count("/")):
            category = self.view.categories[address]
            below = sum(self.counts.get(name, 0) for name in category.categories)
            introduced = category.landing is not None and address != "/"
            self.counts[address] = below + len(category.articles) + introduced

    def cards(self, place: Here) -> tuple[CategoryCard, ...]:
        """The home page's categories as cards, with the number of their articles and the first few of them."""
        return tuple(
            CategoryCard(
                title=self.title(category),
                href=self.href(category, place),
                description=some_words(category.description, self.view.language),
                icon=inline_svg(category.icon_svg),
                count=self.counts[category.address],
                links=tuple(
                    self.frame.links.article(name, place, note=False) for name in self._in_order(category)[:ON_CARD]
                ),
            )
            for category in self.frame.front.shown
        )

    def pills(self, place: Here) -> tuple[Link, ...]:
        """The categories of the home page as plain links."""
        return tuple(Link(self.title(category), self.href(category, place)) for category in self.frame.front.shown)

    def sections(self, category: CategoryView, place: Here) -> tuple[Section, ...]:
        """What a category holds: its own articles, then a section for each subcategory."""
        own = self._in_order(category)
        if category.landing is not None and self._is_elsewhere(category.landing):
            own = (category.landing, *own)
        found: list[Section] = []
        if own:
            found.append(Section(title="", articles=self._links(own, place, note=len(own) <= SCANNABLE)))
        inner = [self.view.categories[name] for name in category.categories]
        listed = sum(min(len(one.articles), IN_SECTION) for one in inner)
        found += [self._section(one, place, note=listed <= SCANNABLE) for one in inner]
        return tuple(found)

    def siblings(self, category: CategoryView, place: Here) -> tuple[Link, ...]:
        """The other categories beside this one: those of the home page, or of the same folder."""
        front = self.frame.front.shown
        if category not in front:
            parent = self.view.categories.get(category.parent or "")
            front = tuple(self.view.categories[name] for name in parent.categories) if parent else ()
        return tuple(Link(self.title(one), self.href(one, place)) for one in front if one is not category)

    def title(self, category: CategoryView) -> Words:
        """A category's title, for a page of this view."""
        return words(category.title, self.view.language)

    def href(self, category: CategoryView, place: Here) -> str:
        """The way to a category's page."""
        return place.to(self.view.address(category.address))

    def _section(self, category: CategoryView, place: Here, *, note: bool) -> Section:
        articles = self._in_order(category)
        links = self._links(articles[:IN_SECTION], place, note=note)
        room = IN_SECTION - len(links)
        inner = [self.view.categories[name] for name in category.categories]
        # A folder of folders shows these; the few articles that fit beside them come first.
        links += tuple(
            Link(self.title(one), self.href(one, place), self._counted(one)) for one in inner[: max(room, 3)]
        )
        count = self.counts[category.address]
        left = len(articles) > IN_SECTION or len(inner) > max(room, 3)
        href = self.href(category, place)
        return Section(
            title=self.title(category),
            articles=links,
            href=href,
            description=some_words(category.description, self.view.language),
            more=Link(self.frame.say("category.more", count=count), href) if left else None,
        )

    def _links(self, articles: tuple[str, ...], place: Here, *, note: bool) -> tuple[Link, ...]:
        return tuple(self.frame.links.article(name, place, note=note) for name in articles)

    def _in_order(self, category: CategoryView) -> tuple[str, ...]:
        return self.frame.links.untranslated_last(category.articles)

    def _counted(self, category: CategoryView) -> str:
        return self.frame.say.counted("home.article", self.counts[category.address])

    def _is_elsewhere(self, landing: str) -> bool:
        """Whether an introduction is not translated, and so stands on the other language's page only."""
        return self.view.articles[landing].language != self.view.language
