"""Owns which SVG may stand inside a page: shapes and colours, nothing that runs, loads or is refused by the CSP."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from annai.pages.contexts import Html

_SHAPES = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line"),
        *("polyline", "polygon", "text", "tspan", "clipPath", "mask", "linearGradient", "radialGradient", "stop"),
    )
)
_REFUSED = re.compile(r"on.+|style|src|.*base", re.IGNORECASE)
_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NAMESPACED = re.compile(r"\{([^}]*)\}(.*)")


@lru_cache(maxsize=256)
def inline_svg(markup: str) -> Html:
    """The SVG as it may stand in a page, as decoration; empty where it holds anything but shapes and colours."""
    if not markup or _DECLARES.search(markup):
        return Html("")
    try:
        root = ET.fromstring(markup)  # noqa: S314 - there is no DTD to expand: refused above
    except ET.ParseError:
        return Html("")
    if _name(root.tag) != "svg" or not all(_is_harmless(element) for element in root.iter()):
        return Html("")
    for element in root.iter():
        element.tag = _name(element.tag)
        element.attrib = {_name(key): value for key, value in element.attrib.items()}
    for name in ("role", "aria-label", "aria-labelledby"):
        root.attrib.pop(name, None)
    root.attrib.update({"aria-hidden": "true", "focusable": "false"})
    return Html(ET.tostring(root, encoding="unicode"))


def _is_harmless(element: ET.Element) -> bool:
    if _name(element.tag) not in _SHAPES:
        return False
    for key, value in element.attrib.items():
        name = _name(key)
        if _REFUSED.fullmatch(name) or "javascript:" in value.lower():
            return False
        if name == "href" and not value.startswith("#"):
            return False
        if "url(" in value and not value.startswith("url(#"):
            return False
    return True


def _name(tag: str) -> str:
    found = _NAMESPACED.fullmatch(tag)
    return found[2] if found else tag
