"""Puts one audience's site together: its pages, still undrawn, and the files that lie beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from annai.model.view import View
from annai.pages.article import ArticlePages
from annai.pages.calendars import calendars_file, content_hash
from annai.pages.category import category_pages
from annai.pages.changes import changes_page, feed_file
from annai.pages.contact import contact_page
from annai.pages.crawling import robots_file, sitemap_file
from annai.pages.flow import flow_pages
from annai.pages.home import home_page
from annai.pages.manual import manual_pages
from annai.pages.marks import favicon_svg
from annai.pages.page import ArticleBody, File, LateFile, Page
from annai.pages.palette import palette_css
from annai.pages.plain_articles import PlainArticles, llms_file
from annai.pages.settings import AssetPaths, PageSettings
from annai.pages.shelves import Shelves
from annai.pages.site_frame import SiteFrame
from annai.pages.wayfinding import not_found_page, redirect_pages, search_page

PUBLIC_COLOUR = "#1f5f8b"
INTERNAL_COLOUR = "#7a3050"
"""Brands of sites that have none: different, so that nobody takes one site for the other."""


class SiteContent(Struct, frozen=True):
    """Everything of a site that is made from views: pages in the order of their addresses, and files."""

    pages: tuple[Page, ...]
    files: tuple[File | LateFile, ...]


def build_site(
    views: tuple[View, ...], bodies: Mapping[str, Mapping[str, ArticleBody]], settings: PageSettings
) -> SiteContent:
    """The site of one audience. ``views`` are its languages', the default one first.

    ``bodies`` maps a language to the bodies (by article id) of the articles written in it.
    """
    assets = tuple(_brand_files(views[0], settings))
    settings = replace(settings, assets=_paths(assets))
    pages: dict[str, Page] = {}
    files: list[File | LateFile] = list(assets)
    frames = [SiteFrame(view, settings) for view in views]
    for frame in frames:
        view, shelves = frame.view, Shelves(frame)
        own = bodies.get(view.language, {})
        made = [*_pages(frame, shelves, own), *(manual_pages(frame, shelves, own) if view.desk is not None else ())]
        pages |= _by_address(made)
        if frame is frames[0]:
            lost = not_found_page(frame, shelves)
            pages[lost.address] = lost
        if view.desk is None:
            files += (feed_file(frame), llms_file(frame, shelves), *PlainArticles(frame).files(own))
        for page in redirect_pages(frame):
            pages.setdefault(page.address, page)
    site_url, internal = frames[0].site_url, frames[0].internal
    files.append(robots_file(site_url, internal=internal))
    sitemap = None if internal else sitemap_file(pages.values(), site_url)
    files += [sitemap] if sitemap is not None else []
    return SiteContent(tuple(pages[address] for address in sorted(pages)), tuple(files))


def _pages(frame: SiteFrame, shelves: Shelves, bodies: Mapping[str, ArticleBody]) -> Iterator[Page]:
    """The pages of one language; the manual has its own home, flows and changes."""
    yield from ArticlePages(frame, bodies).pages()
    yield from category_pages(frame, shelves, bodies)
    yield search_page(frame, shelves)
    contact = contact_page(frame)
    if contact is not None:
        yield contact
    if frame.view.desk is None:
        yield home_page(frame, shelves, bodies)
        yield from flow_pages(frame)
        yield changes_page(frame)


def _by_address(pages: Iterable[Page]) -> dict[str, Page]:
    """Pages by address; an article, built first, stands before a generated page that would take its place."""
    found: dict[str, Page] = {}
    for page in pages:
        found.setdefault(page.address, page)
    return found


def _brand_files(view: View, settings: PageSettings) -> Iterator[File]:
    """Colours, the tab's mark and the calendars: the same in every language of the site."""
    colour = view.site.colour or (INTERNAL_COLOUR if view.site.internal else PUBLIC_COLOUR)
    css = palette_css(colour).encode("utf-8")
    yield File(f"/assets/annai/brand.{content_hash(css)}.css", css)
    mark = favicon_svg(colour, view.site.name or settings.site_name, internal=view.site.internal).encode("utf-8")
    yield File(f"/assets/annai/favicon.{content_hash(mark)}.svg", mark)
    calendars = calendars_file(view)
    if calendars is not None:
        yield calendars


def _paths(assets: Iterable[File]) -> AssetPaths:
    by_kind = {file.address.rpartition("/")[2].partition(".")[0]: file.address for file in assets}
    return AssetPaths(by_kind["brand"], by_kind["favicon"], by_kind.get("calendars", ""))
