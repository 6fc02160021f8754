"""Owns where the theme lies, and which of Material's files its search needs.

The frame is lean: it takes none of Material's page markup, style sheets or scripts, only the search worker (with its
language files), whose names carry hashes and change with every release of Material.
"""

from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).parent
"""The ``custom_dir`` for MkDocs."""


class MaterialSearch(Struct, frozen=True):
    """Where Material's search lies in a built site, relative to the site's root."""

    worker: str
    index: str = "search/search_index.json"


def material_search(material_templates: Path) -> MaterialSearch | None:
    """The search of an installed Material, given its folder ``templates``; None where it has no worker."""
    found = sorted(material_templates.glob("assets/javascripts/workers/search.*.min.js"))
    return MaterialSearch(found[0].relative_to(material_templates).as_posix()) if found else None
