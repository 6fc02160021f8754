"""Owns what page builders are told besides the views: the git host's editor, the date, where assets lie."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field


class SearchPaths(Struct, frozen=True):
    """Where the browser finds a site's search, from the site's root (no leading slash)."""

    worker: str
    index: str


class AssetPaths(Struct, frozen=True):
    """Addresses (``/assets/annai/…``) of files that ``build_site`` makes itself, names with content hashes.

    It fills them in before any page is built; builders only read them.
    """

    colours: str = ""
    favicon: str = ""
    calendars: str = ""


class PageSettings(Struct, frozen=True, kw_only=True):
    """What a build knows and views do not.

    ``site_name`` and ``site_url`` are mkdocs.yml's; ``site.yml`` wins over them. ``edit_base`` is the
    prefix of the git host's editor, to which a path of the repository is appended (empty: none).
    ``build_date`` is the moment that generated files carry (ISO 8601). ``logo_svg`` is the logo's
    markup where it is an SVG. ``scripts`` are ES modules of every page, from the site's root.
    ``bundles`` are the addresses of the trees' bundles by language and tree id (``annai.bundles``).
    """

    build_date: str
    site_name: str = ""
    site_url: str = ""
    edit_base: str = ""
    search: SearchPaths | None = None
    logo_svg: str = ""
    scripts: tuple[str, ...] = ()
    redirect_script: str = "assets/javascripts/redirect.js"
    bundles: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    assets: AssetPaths = AssetPaths()
