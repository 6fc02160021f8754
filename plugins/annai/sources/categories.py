"""Categories: every folder that holds articles, with its ``_category.yml`` and its icon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from annai.diagnostics import Finding
from annai.model.article import Article, Category, CategoryFile
from annai.model.site import Site
from annai.model.source import Marks
from annai.sources.content_files import CATEGORY_FILE
from annai.sources.records import record
from annai.sources.yaml_reader import read_yaml

_ICON_NAME = re.compile(r"[a-z0-9]+(/[a-z0-9-]+)+\Z")


def read_categories(
    folder: Path, shown: str, files: Iterable[str], articles: Iterable[Article], site: Site
) -> tuple[dict[str, Category], tuple[Finding, ...]]:
    """Categories by address, parents before children, and what is wrong with their files."""
    findings: list[Finding] = []
    described: dict[str, tuple[CategoryFile, Marks]] = {}
    for path in files:
        tokens, marks, faults = read_yaml((folder / path).read_bytes(), f"{shown}/{path}")
        findings += faults
        if tokens is None:
            continue
        tokens.pop("schema", None)
        value, faults = record(CategoryFile, tokens, marks, site.languages)
        findings += faults
        if value is not None:
            described["/" + path.removesuffix(CATEGORY_FILE)] = (value, marks)
    addresses = {"/"}
    for article in articles:
        folders = article.path.removeprefix(f"{shown}/").split("/")[:-1]
        addresses |= {"/" + "/".join(folders[:depth]) + "/" for depth in range(1, len(folders) + 1)}
    categories: dict[str, Category] = {}
    for address in sorted(addresses):
        file, marks = described.get(address, (CategoryFile(), Marks(f"{shown}{address}{CATEGORY_FILE}")))
        svg, fault = _icon(file.icon, folder, marks)
        findings += fault
        if file.audience is not None and file.audience not in site.audiences:
            known = ", ".join(site.audiences)
            findings.append(Finding.error("T105.audience", marks.at("audience"), token=file.audience, known=known))
        name = address.rstrip("/").rpartition("/")[2]
        categories[address] = Category(address, name, f"{shown}{address}", file, marks, svg)
    return categories, tuple(findings)


def _icon(name: str | None, folder: Path, marks: Marks) -> tuple[str, list[Finding]]:
    """The markup of an icon: an SVG below ``content/assets/``, or one that Material brings along."""
    if not name:
        return "", []
    inside = folder / name if ".." not in name.split("/") else None
    if name.endswith(".svg") and inside is not None and inside.is_file():
        return inside.read_text(encoding="utf-8"), []
    if _ICON_NAME.match(name):
        icon = resources.files("material") / "templates" / ".icons" / f"{name}.svg"
        if icon.is_file():
            return icon.read_text(encoding="utf-8"), []
    return "", [Finding.error("A301.icon", marks.at("icon"), name=name[:80])]
