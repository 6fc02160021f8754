"""Files that every site gets as they are: style sheets, modules, Material's search worker."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from annai import theme
from annai.pages.page import File

WEB = "/assets/javascripts/"


def static_files() -> Iterator[File]:
    """The theme's assets, the browser modules and what Material's search needs, by address."""
    assets = theme.FOLDER / "assets"
    for file in sorted(assets.rglob("*")):
        if file.is_file():
            yield File(f"/assets/{file.relative_to(assets).as_posix()}", file.read_bytes())
    web = Path(str(resources.files("annai"))) / "web"
    for file in sorted(web.rglob("*.mjs")):
        yield File(f"{WEB}{file.relative_to(web).as_posix()}", file.read_bytes())
    templates = material_templates()
    search = theme.material_search(templates)
    if search is not None:
        yield File(f"/{search.worker}", (templates / search.worker).read_bytes())


def material_templates() -> Path:
    """The folder of Material's templates and assets, found without importing Material."""
    return Path(str(resources.files("material"))) / "templates"
