"""What page builders are told besides the views, from mkdocs.yml and the engine's own files."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from annai import theme
from annai.bundles import Bundle
from annai.pages.settings import PageSettings, SearchPaths
from annai.pipeline.prepare import Prepared
from annai.pipeline.search_index import SEARCH_INDEX
from annai.pipeline.static_files import material_templates


def page_settings(prepared: Prepared, audience: str, build_date: str, bundles: Iterable[Bundle]) -> PageSettings:
    """The settings of one audience's site, whose trees' bundles lie where ``bundles`` says."""
    settings = prepared.settings
    search = theme.material_search(material_templates())
    site = prepared.editions[audience][0].view.site
    return PageSettings(
        build_date=build_date,
        site_name=settings.site_name,
        site_url=settings.site_url,
        edit_base=settings.edit_base if site.internal else "",
        search=SearchPaths(search.worker, SEARCH_INDEX.lstrip("/")) if search else None,
        logo_svg=_logo(prepared, site.logo),
        bundles=MappingProxyType({(bundle.language, bundle.tree): bundle.address for bundle in bundles}),
    )


def _logo(prepared: Prepared, logo: str | None) -> str:
    """The logo's markup where it is an SVG that the repository has."""
    if not logo or not logo.endswith(".svg"):
        return ""
    attachment = prepared.library.attachments.get("/" + logo.lstrip("/"))
    if attachment is None:
        return ""
    return (prepared.settings.root / attachment.path).read_text(encoding="utf-8", errors="replace")
