"""Categories as an audience sees them: those with an article that it may read somewhere below."""

from __future__ import annotations

from collections.abc import Mapping

from annai.model.article import Category
from annai.model.library import Library
from annai.model.text import Phrase
from annai.model.view import ArticleView, CategoryView


def project_categories(library: Library, language: str, articles: Mapping[str, ArticleView]) -> dict[str, CategoryView]:
    """Categories by the address of their folder, each with its articles and sub-categories in order."""
    members: dict[str, list[ArticleView]] = {}
    landings: dict[str, ArticleView] = {}
    living: set[str] = {"/"} if articles else set()
    for article in articles.values():
        if article.state == "archived":
            continue
        source = library.articles[article.id]
        own = library.categories.get(source.address)
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
        parent = library.categories[address].parent
        if parent is not None:
            below.setdefault(parent, []).append(address)
    return {
        address: CategoryView(
            address=address,
            title=_title(library, library.categories[address], language, landings.get(address)),
            description=_described(library.categories[address], language),
            icon_svg=library.categories[address].icon_svg,
            parent=library.categories[address].parent,
            articles=_ordered(library.categories[address], members.get(address, [])),
            categories=tuple(sorted(below.get(address, ()), key=lambda one: _place(library, one, language))),
            landing=landings[address].id if address in landings else None,
        )
        for address in sorted(living)
    }


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


def _place(library: Library, address: str, language: str) -> tuple[int, str, str]:
    category = library.categories[address]
    title = category.file.title.say(language).text if category.file.title else category.name
    return (category.file.order, title, address)
