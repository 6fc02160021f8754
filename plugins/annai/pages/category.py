"""Owns category and section pages, on both sites: the folder's introduction, its articles, its subfolders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from annai.model.view import ArticleView, CategoryView
from annai.pages.article import category_steps
from annai.pages.contexts import Category, Html, Link, Provenance, Section
from annai.pages.enumeration import slash
from annai.pages.head import data_block, joined
from annai.pages.hrefs import Here, here
from annai.pages.inline_svg import inline_svg
from annai.pages.page import ArticleBody, Page
from annai.pages.provenance import gathered, provenance_of
from annai.pages.shelves import Shelves
from annai.pages.site_frame import SiteFrame, feed_link
from annai.pages.wording import some_words

DESCRIBED = 3
"""So many articles say what a category is about that nobody has described."""
FLOWS = 2
"""How many flows stand beside a category's articles."""


def category_pages(frame: SiteFrame, shelves: Shelves, bodies: Mapping[str, ArticleBody]) -> Iterator[Page]:
    """The page of every category but the content folder itself, which is the home page."""
    for address in sorted(frame.view.categories):
        if address != "/":
            yield _page(frame, shelves, bodies, frame.view.categories[address])


def introduction(frame: SiteFrame, category: CategoryView) -> ArticleView | None:
    """The article that introduces a category, where it is written in the page's language."""
    article = frame.view.articles.get(category.landing or "")
    return article if article is not None and article.language == frame.view.language else None


def _page(frame: SiteFrame, shelves: Shelves, bodies: Mapping[str, ArticleBody], category: CategoryView) -> Page:
    view = frame.view
    place = here(view.address(category.address))
    above = category_steps(frame, category.parent)
    article = introduction(frame, category)
    body = bodies.get(article.id) if article else None
    title = shelves.title(category)
    sections = shelves.sections(category, place)
    content = Category(
        title=title,
        crumbs=frame.crumbs(place, *above),
        sections=sections,
        audience=frame.audience,
        description=some_words(category.description, view.language),
        icon=inline_svg(category.icon_svg),
        flows=_flows(frame, category, place),
        siblings=shelves.siblings(category, place),
        contact_href="" if frame.internal else frame.contact_href(place),
        provenance=_provenance(frame, category, article),
    )
    head = Html("")
    description = ""
    if not frame.internal:
        description = _description(frame, category, article, sections)
        steps = frame.trail(*above, (title, place.address))
        head = joined(
            frame.head.open_graph(place, str(title), description),
            feed_link(frame, place),
            frame.head.markdown() if article else "",
            data_block(frame.head.breadcrumbs(steps, place)),
        )
    return Page(
        place.address,
        frame.frame(
            place,
            kind="category",
            title=title,
            description=description,
            head=head,
            notices=frame.board.named(article.notices if article else (), place),
        ),
        content,
        body_key=body.key if body else "",
        updated=article.updated.isoformat() if article and article.updated else "",
    )


def _description(
    frame: SiteFrame, category: CategoryView, article: ArticleView | None, sections: tuple[Section, ...]
) -> str:
    """What a category is about, for those who see it in a list of results."""
    if category.description is not None or article is not None:
        return category.description.text if category.description else article.summary if article else ""
    titles = [str(link.label) for section in sections for link in section.articles][:DESCRIBED]
    named = slash(frame.view.language).join(titles)
    return frame.say("description.category", title=category.title.text, articles=named) if titles else ""


def _flows(frame: SiteFrame, category: CategoryView, place: Here) -> tuple[Link, ...]:
    """The flows that most of a category's articles go on to."""
    counts: dict[str, int] = {}
    for name in category.articles:
        flow = frame.links.living_tree(frame.view.articles[name].flow)
        if flow is not None:
            counts[flow.id] = counts.get(flow.id, 0) + 1
    most = sorted(counts, key=lambda tree: (-counts[tree], tree))[:FLOWS]
    return tuple(frame.links.tree(frame.view.trees[tree], place) for tree in most)


def _provenance(frame: SiteFrame, category: CategoryView, article: ArticleView | None) -> Provenance | None:
    """The introduction's file, or the folder: where the manual's writers look for what is listed."""
    articles = frame.view.articles
    title = category.title.text
    if article is not None and article.desk is not None:
        return provenance_of(
            frame.view,
            frame.settings,
            article.desk.path,
            name=article.id,
            title=title,
            owner=article.desk.owner,
            review_by=article.desk.review_by,
        )
    first = next((articles[name].desk for name in category.articles), None)
    if first is None:
        return gathered(frame.view, name=category.address, title=title)
    folder = first.path.rpartition("/")[0] + "/"
    return provenance_of(frame.view, frame.settings, folder, name=category.address, title=title)
