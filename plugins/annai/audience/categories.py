"""Categories as an audience sees them: those with an article that it may read somewhere below."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from annai.audience.images import PictureError, published_bytes
from annai.audience.sight import may_see
from annai.model.article import Category, CategoryFile
from annai.model.library import Library
from annai.model.text import Phrase
from annai.model.view import ArticleView, CategoryView


def project_categories(
    library: Library, audience: str, language: str, articles: Mapping[str, ArticleView]
) -> dict[str, CategoryView]:
    """Categories by the address of their folder, each with its articles and sub-categories in order.

    Where ``_category.yml`` names an audience that this one does not reach, the folder is there for its
    articles' sake, without what the file says of it.
    """
    site = library.site.value
    known = {
        address: category
        if category.file.audience is None or may_see(site, audience, category.file.audience)
        else replace(category, file=CategoryFile(order=category.file.order), icon_svg="")
        for address, category in library.categories.items()
    }
    members: dict[str, list[ArticleView]] = {}
    landings: dict[str, ArticleView] = {}
    living: set[str] = {"/"} if articles else set()
    for article in articles.values():
        if article.state == "archived":
            continue
        source = library.articles[article.id]
        own = known.get(source.address)
        if own is not None and source.address != "/":
            landings[source.address] = article
            living |= _upwards(source.address)
        elif source.address == "/":
            landings["/"] = article
        else:
            members.setdefault(article.category, []).append(article)
            living |= _upwards(article.category)
    below: dict[str, list[str]] = {}
    for address in living:
        parent = known[address].parent
        if parent is not None:
            below.setdefault(parent, []).append(address)
    return {
        address: CategoryView(
            address=address,
            title=_title(library, known[address], language, landings.get(address)),
            description=_described(known[address], language),
            icon_svg=clean_icon(known[address].icon_svg),
            parent=known[address].parent,
            articles=_ordered(known[address], members.get(address, [])),
            categories=tuple(sorted(below.get(address, ()), key=lambda one: _place(known[one], language))),
            landing=landings[address].id if address in landings else None,
        )
        for address in sorted(living)
    }


def clean_icon(svg: str) -> str:
    """An icon's markup as it may stand in a page; empty where it cannot be read (A305)."""
    if not svg:
        return ""
    try:
        return published_bytes("icon.svg", svg.encode("utf-8")).decode("utf-8")
    except PictureError:
        return ""


def _upwards(address: str) -> set[str]:
    """A folder's address and those of all folders above it."""
    parts = address.strip("/").split("/")
    return {"/"} | {"/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1) if address != "/"}


def _title(library: Library, category: Category, language: str, landing: ArticleView | None) -> Phrase:
    if category.file.title is not None:
        return category.file.title.say(language)
    if landing is not None and landing.title:
        return Phrase(landing.title, landing.language)
    return Phrase(category.name, library.languages[0])


def _described(category: Category, language: str) -> Phrase | None:
    return category.file.description.say(language) if category.file.description else None


def _ordered(category: Category, members: list[ArticleView]) -> tuple[str, ...]:
    """Those that ``_category.yml`` lists, then promoted ones, then by order and title."""
    listed = {name: place for place, name in enumerate(category.file.articles)}
    last = len(listed)
    ordered = sorted(
        members, key=lambda one: (listed.get(one.id, last), not one.promoted, one.order, one.title, one.id)
    )
    return tuple(article.id for article in ordered)


def _place(category: Category, language: str) -> tuple[int, str, str]:
    title = category.file.title.say(language).text if category.file.title else category.name
    return (category.file.order, title, category.address)
