"""From files to what one site is made of: library, views, linked bodies, findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from annai.audience import project
from annai.diagnostics import Finding
from annai.model.library import Library
from annai.model.view import View
from annai.pages.places import addresses
from annai.pipeline.bodies import keys_of, link_view, render_missing, table_of
from annai.pipeline.edition import Edition
from annai.pipeline.history import updated_dates
from annai.pipeline.memory import Memory, Store
from annai.pipeline.pictures import picture_faults, picture_sizes
from annai.pipeline.search_index import begin_search_entries
from annai.pipeline.settings import Settings
from annai.pipeline.settings_error import SettingsError
from annai.pipeline.workers import workers
from annai.sources import load


class Prepared(Struct, frozen=True):
    """All that the sites are made of, as values that another process may take over.

    ``editions`` are by audience, the default language first; ``bodies`` holds the HTML that they name.
    """

    settings: Settings
    library: Library
    editions: Mapping[str, tuple[Edition, ...]]
    findings: tuple[Finding, ...]
    bodies: Store


def read_library(settings: Settings, day: date, memory: Memory) -> tuple[Library, tuple[Finding, ...]]:
    """The library of a repository with the days on which its articles changed last.

    Raises SettingsError where the option ``default_audience`` names an audience that the sites do not have.
    """
    loaded = load(settings.layout, day, memory.articles)
    named, known = settings.layout.default_audience, loaded.library.audiences
    if named is not None and named not in known:
        raise SettingsError("S001.audience", token=named, known=", ".join(known))
    library = replace(
        loaded.library, updated=MappingProxyType(updated_dates(settings.root, settings.layout.content, memory))
    )
    return library, loaded.findings


def prepare(
    settings: Settings,
    library: Library,
    audiences: Iterable[str],
    memory: Memory,
    findings: Sequence[Finding] = (),
    *,
    parallel: bool = True,
) -> Prepared:
    """The editions of some audiences' sites. Bodies with the same text are rendered once for all.

    ``parallel``: many bodies are rendered in several processes, which a program with threads must not.
    """
    views = {
        audience: tuple(project(library, audience, language) for language in library.languages)
        for audience in audiences
    }
    wanted: dict[str, tuple[str, str]] = {}
    keys: dict[tuple[str, str], dict[str, str]] = {}
    for audience, projected in views.items():
        for view in projected:
            named = keys_of(view)
            keys[audience, view.language] = named
            for article in view.articles.values():
                wanted.setdefault(named[article.id], (article.body, article.title))
    with workers(parallel=parallel) as hands:
        render_missing(wanted, memory, hands)
        keyed = [(view, keys[audience, view.language]) for audience, made in views.items() for view in made]
        # Texts are analysed for search while this process follows links.
        keep_entries = begin_search_entries(keyed, memory, hands)
        editions, link_findings = _linked(settings, library, views, keys, memory)
        keep_entries()
    return Prepared(settings, library, MappingProxyType(editions), (*findings, *link_findings), memory.bodies)


def _linked(
    settings: Settings,
    library: Library,
    views: Mapping[str, tuple[View, ...]],
    keys: Mapping[tuple[str, str], Mapping[str, str]],
    memory: Memory,
) -> tuple[dict[str, tuple[Edition, ...]], list[Finding]]:
    """The views with their bodies linked, and what is wrong with links and pictures."""
    sizes = picture_sizes(settings.root, library.attachments.values(), memory)
    findings: list[Finding] = []
    editions: dict[str, tuple[Edition, ...]] = {}
    for audience, projected in views.items():
        pages: set[str] = set()
        for view in projected:
            pages |= addresses(view)
        made: list[Edition] = []
        for view in projected:
            named = keys[audience, view.language]
            linked = link_view(library, view, table_of(library, view, pages, sizes), named, memory)
            outlines = {name: memory.outlines.get(key) for name, key in named.items()}
            made.append(Edition(view, MappingProxyType(named), MappingProxyType(outlines), MappingProxyType(linked)))
            findings += [finding for body in linked.values() for finding in body.findings]
        editions[audience] = tuple(made)
    shown = sorted({address for made in editions.values() for edition in made for address in edition.attachments})
    findings += picture_faults(settings.root, (library.attachments[address] for address in shown), memory)
    return editions, findings
