"""Owns the overview of owners and reviews: everything that somebody looks after, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from annai.pages.contexts import ReviewOverview, ReviewRow, Words
from annai.pages.hrefs import Here, here
from annai.pages.manual.desk import ManualDesk
from annai.pages.page import Page
from annai.pages.places import MACROS, REVIEWS
from annai.pages.provenance import owner_name
from annai.pages.wording import day, titled

SOON = 30
"""Days before a review from which it counts as due soon."""
OVERDUE, DUE_SOON, DRAFT, FINE, NONE = "overdue", "soon", "draft", "fine", "none"
ON_PAGE = 500
"""More rows help nobody; the tallies count everything."""


def reviews_page(manual: ManualDesk) -> Page:
    """Who looks after what, and until when it must be looked at again."""
    place = here(manual.view.address(REVIEWS))
    title = manual.frame.desk_title(REVIEWS)
    rows = review_rows(manual, place)
    content = ReviewOverview(
        title=title,
        crumbs=manual.frame.crumbs(place),
        as_of=day(manual.view.today, manual.language),
        rows=rows[:ON_PAGE],
        owners=_owners(manual, rows),
        lead=manual.say("reviews.first", count=ON_PAGE) if len(rows) > ON_PAGE else "",
        provenance=manual.gathered("reviews", title),
    )
    return manual.page(place, "review_overview", title, content)


def review_rows(manual: ManualDesk, place: Here) -> tuple[ReviewRow, ...]:
    """Everything with an owner, a review date or a draft's state, the most urgent first."""
    rows = (*_articles(manual, place), *_trees(manual, place), *_registries(manual, place))
    order = {state: number for number, state in enumerate((OVERDUE, DUE_SOON, DRAFT, FINE, NONE))}

    def urgency(row: ReviewRow) -> tuple[int, str, str, str]:
        due = row.review_by.iso if row.review_by is not None else ""
        return (order[row.state], due, row.path, str(row.title))

    return tuple(sorted(rows, key=urgency))


def urgent_reviews(manual: ManualDesk, place: Here, most: int) -> tuple[ReviewRow, ...]:
    """What is overdue or due soon, for the home page."""
    return tuple(row for row in review_rows(manual, place) if row.state in (OVERDUE, DUE_SOON))[:most]


def _articles(manual: ManualDesk, place: Here) -> Iterator[ReviewRow]:
    for name in sorted(manual.view.articles):
        article = manual.view.articles[name]
        desk = article.desk
        if desk is None or article.state == "archived":
            continue
        if desk.owner or desk.review_by or article.state == DRAFT:
            title = titled(article.title, article.language, manual.language)
            href = place.to(article.address)
            yield _row(manual, title, href, "kind.article", desk.owner, desk.review_by, desk.path, article.state)


def _trees(manual: ManualDesk, place: Here) -> Iterator[ReviewRow]:
    for name in sorted(manual.ways.trees):
        tree = manual.ways.trees[name]
        desk = tree.desk
        if desk is not None:
            link = manual.tree_link(tree, place)
            yield _row(manual, link.label, link.href, "kind.tree", desk.owner, desk.review_by, desk.path, desk.state)


def _registries(manual: ManualDesk, place: Here) -> Iterator[ReviewRow]:
    paths = manual.desk.registry_paths
    for name, tool in manual.desk.tools.items():
        link = manual.tool_link(name, place)
        yield _row(manual, link.label, link.href, "kind.tool", tool.owner, tool.review_by, paths.get("tools", ""))
    for name, macro in manual.desk.macros.items():
        if macro.owner or macro.review_by:
            href = place.to(manual.view.address(MACROS), fragment=f"macro-{name}")
            title = manual.words(macro.title)
            yield _row(manual, title, href, "kind.macro", macro.owner, macro.review_by, paths.get("macros", ""))
    for value in manual.desk.values.values():
        if value.owner or value.review_by:
            # A value has no page of its own; the overview tells its file.
            title = manual.words(value.text)
            yield _row(manual, title, "", "kind.value", value.owner, value.review_by, paths.get("values", ""))


def _row(
    manual: ManualDesk,
    title: Words,
    href: str,
    kind: str,
    owner: str | None,
    review_by: date | None,
    path: str,
    state: str = "",
) -> ReviewRow:
    left = (review_by - manual.view.today).days if review_by is not None else None
    return ReviewRow(
        title=title,
        href=href,
        kind=manual.say(kind),
        owner=owner_name(manual.view, owner),
        state=_state(left, state),
        review_by=day(review_by, manual.language) if review_by is not None else None,
        left=_left(manual, left),
        path=path,
    )


def _state(left: int | None, state: str) -> str:
    if left is not None and left < 0:
        return OVERDUE
    if left is not None and left <= SOON:
        return DUE_SOON
    if state == DRAFT:
        return DRAFT
    return NONE if left is None else FINE


def _left(manual: ManualDesk, left: int | None) -> str:
    """How long a review has still time, or how long it is overdue."""
    if left is None:
        return ""
    if left == 0:
        return manual.say("reviews.today")
    key = "reviews.left" if left > 0 else "reviews.late"
    return manual.say.counted(key, abs(left))


def _owners(manual: ManualDesk, rows: tuple[ReviewRow, ...]) -> tuple[tuple[Words, int, int, int], ...]:
    """Each owner with how many things in all, overdue and due soon; who has the most overdue first."""
    counts: dict[Words, list[int]] = {}
    for row in rows:
        count = counts.setdefault(row.owner or manual.say("reviews.nobody"), [0, 0, 0])
        count[0] += 1
        count[1] += row.state == OVERDUE
        count[2] += row.state == DUE_SOON
    order = sorted(counts, key=lambda name: (-counts[name][1], -counts[name][2], str(name)))
    return tuple((name, counts[name][0], counts[name][1], counts[name][2]) for name in order)
