"""Owns the agents' desk: what must not wait, contact reasons with their trees, tools, tables, news, due reviews."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from annai.model.registries import Reason
from annai.model.view import CategoryView
from annai.pages.category import introduction
from annai.pages.contexts import CategoryCard, HomeAgent, Link, ReasonGroup, ReasonRow, Words
from annai.pages.hrefs import Here, here
from annai.pages.inline_svg import inline_svg
from annai.pages.manual.changes import latest_changes, living_changes
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.matrix import reason_groups
from annai.pages.manual.reviews import urgent_reviews
from annai.pages.page import ArticleBody, Page
from annai.pages.places import CHANGES, REVIEWS, desk_places
from annai.pages.shelves import Shelves
from annai.pages.wording import some_words, titled

NEWS, DUE = 5, 5
"""How many changes and reviews stand on the home page."""
CHAPTERS = 40
"""More folders than this are not opened on the home page."""


def home_page(manual: ManualDesk, shelves: Shelves, bodies: Mapping[str, ArticleBody]) -> Page:
    """The desk: the page that agents start from.

    A repository that keeps an article at its root has it here, below everything else.
    """
    view, frame = manual.view, manual.frame
    place = here(view.home)
    root = view.categories.get("/")
    article = introduction(frame, root) if root is not None else None
    body = bodies.get(article.id) if article is not None else None
    title = view.site.ask or manual.say("desk.ask")
    chapters = _chapters(manual)
    content = HomeAgent(
        title=title,
        search=frame.search_box(place, autofocus=True),
        groups=tuple(
            ReasonGroup(
                title=group,
                reasons=tuple(_reason(manual, code, reason, place) for code, reason in reasons.items()),
            )
            for group, reasons in reason_groups(manual)
        ),
        start=_start(manual, place),
        flags=frame.links.flags(place),
        trees=tuple(manual.tree_link(tree, place) for tree in manual.open_trees()),
        tools=tuple(manual.tool_link(name, place) for name in manual.desk.tools),
        desk=tuple(
            Link(frame.desk_title(path), place.to(view.address(path)))
            for path in desk_places(view)
            if path not in (CHANGES, REVIEWS)
        ),
        categories=tuple(_card(manual, shelves, one, place) for one in chapters if _internal(manual, one)),
        help=tuple(_card(manual, shelves, one, place) for one in chapters if not _internal(manual, one)),
        changes=latest_changes(manual, place, NEWS),
        changes_href=place.to(view.address(CHANGES)) if len(living_changes(manual)) > NEWS else "",
        reviews=urgent_reviews(manual, place, DUE),
        reviews_href=place.to(view.address(REVIEWS)),
        provenance=manual.gathered("home", title),
        body_title=_title(manual, article.title, article.language) if article is not None else "",
        articles=tuple(
            frame.links.article(name, place, note=False)
            for name in (frame.links.untranslated_last(root.articles) if root is not None else ())
        ),
    )
    page = manual.page(place, "home_agent", "", content, frame.board.all(place))
    return replace(page, body_key=body.key if body is not None else "")


def _title(manual: ManualDesk, title: str, own: str) -> Words:
    """The introduction's own title, unless that is the site's name, which stands at the top."""
    return "" if title == manual.frame.name else titled(title, own, manual.language)


def _reason(manual: ManualDesk, code: str, reason: Reason, place: Here) -> ReasonRow:
    trees = [tree for tree in manual.ways.trees_of(code) if tree.entries]
    return ReasonRow(
        code=code,
        title=manual.short_title(reason),
        href=manual.reason_link(code, place).href,
        definition=manual.words(reason.definition),
        tree=manual.tree_link(trees[0], place) if trees else None,
    )


def _start(manual: ManualDesk, place: Here) -> Link | None:
    """The tree that opens a contact."""
    tree = manual.frame.links.living_tree(manual.desk.policy.start)
    if tree is None:
        return None
    return Link(manual.say("desk.start"), place.to(tree.address))


def _chapters(manual: ManualDesk) -> tuple[CategoryView, ...]:
    """The folders to read in; those that only hold other folders are opened."""
    categories = manual.view.categories
    root = categories.get("/")
    top = [categories[name] for name in root.categories] if root is not None else []
    opened: list[CategoryView] = []
    for category in top:
        bare = category.categories and not category.articles and category.landing is None
        opened += [categories[name] for name in category.categories] if bare else [category]
    return tuple(opened if len(opened) <= CHAPTERS else top)


def _card(manual: ManualDesk, shelves: Shelves, category: CategoryView, place: Here) -> CategoryCard:
    return CategoryCard(
        title=shelves.title(category),
        href=shelves.href(category, place),
        description=some_words(category.description, manual.language),
        icon=inline_svg(category.icon_svg),
        count=shelves.counts[category.address],
    )


def _internal(manual: ManualDesk, category: CategoryView) -> bool:
    """Whether a folder holds an article of the manual's own, in any of its folders."""
    articles = manual.view.articles
    desks = (articles[name].desk for name in category.articles)
    if any(desk is not None and not desk.public for desk in desks):
        return True
    return any(_internal(manual, manual.view.categories[name]) for name in category.categories)
