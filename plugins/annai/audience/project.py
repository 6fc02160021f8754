"""``project()``: the one place that decides what an audience may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from annai.audience.articles import project_articles
from annai.audience.categories import project_categories
from annai.audience.phrases import Speaker
from annai.audience.registries import (
    project_channels,
    project_desk,
    project_flags,
    project_notices,
    project_site,
    project_synonyms,
)
from annai.audience.trees import project_trees
from annai.model.library import Library
from annai.model.view import ArticleView, OutcomeView, TreeView, View


def project(library: Library, audience: str, language: str) -> View:
    """What ``audience`` may see, in ``language``.

    Raises ValueError for an audience or a language that the site does not have.
    """
    if audience not in library.audiences:
        raise ValueError(f"unknown audience {audience!r}; known: {', '.join(library.audiences)}")
    if language not in library.languages:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(library.languages)}")
    trees = project_trees(library, audience, language)
    articles = project_articles(library, audience, language, trees)
    channels = project_channels(library, audience, language)
    calendars = library.channels.value.calendars
    used = {channel.hours for channel in channels.values()} | {item.reply_calendar for item in channels.values()}
    internal = audience != library.audiences[0]
    return View(
        audience=audience,
        language=language,
        site=project_site(library, audience, language, trees, articles),
        articles=MappingProxyType(articles),
        categories=MappingProxyType(project_categories(library, audience, language, articles)),
        trees=MappingProxyType(trees),
        notices=project_notices(library, audience, language, articles),
        channels=MappingProxyType(channels),
        calendars=MappingProxyType({name: item for name, item in calendars.items() if internal or name in used}),
        flags=project_flags(library, audience, language, trees),
        redirects=MappingProxyType(_redirects(library, language, articles, trees, internal=internal)),
        icons=(),
        today=library.today,
        synonyms=project_synonyms(library, audience, language),
        values=Speaker(library, audience, language).values,
        desk=project_desk(library, audience) if internal else None,
    )


def _redirects(
    library: Library,
    language: str,
    articles: Mapping[str, ArticleView],
    trees: Mapping[str, TreeView],
    *,
    internal: bool,
) -> dict[str, str]:
    """Former addresses and where they lead now, of this language's part of the site."""
    home = "/" if language == library.languages[0] else f"/{language}/"
    moved: dict[str, str] = {}
    for article in library.articles.values():
        view = articles.get(article.id)
        if view is not None:
            moved |= {home + alias.lstrip("/"): view.address for alias in article.aliases}
    for tree in trees.values():
        moved |= {f"{home}flow/{former}/": tree.address for former in tree.aliases}
        moved |= _moved_outcomes(home, tree)
    if internal:
        tools = library.tools.value.tools.items()
        moved |= {f"{home}tool/{former}/": f"{home}tool/{name}/" for name, tool in tools for former in tool.was}
        reasons = library.reasons.value.reasons.items()
        moved |= {f"{home}reason/{former}/": f"{home}reason/{code}/" for code, item in reasons for former in item.was}
    return moved


def _moved_outcomes(home: str, tree: TreeView) -> dict[str, str]:
    """Addresses of former outcomes: to the outcome that bears the name now, or the flow itself."""
    moved: dict[str, str] = {}
    for former, go in tree.moved.items():
        node = tree.nodes.get(go.node) if go.tree == tree.id else None
        target = node.address if isinstance(node, OutcomeView) and node.address else tree.address
        moved[f"{home}flow/{tree.id}/{former}/"] = target
    return moved


def views(library: Library, audience: str) -> Iterable[View]:
    """The audience's views in every language of the site, the default one first."""
    return (project(library, audience, language) for language in library.languages)
