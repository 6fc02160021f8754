"""Styles within an SVG picture: no comments, no editor's own properties, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_AT_RULE = re.compile(r"@(?:import|charset|namespace)\b(?:\"[^\"]*\"|'[^']*'|\([^)]*\)|[^;{}])*;?", re.IGNORECASE)
_EDITOR = re.compile(r"(?<![\w-])-?(?:inkscape|sodipodi)-[\w-]+\s*:[^;}]*;?", re.IGNORECASE)
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"']*?))\s*\)", re.IGNORECASE)
_PACKED = re.compile(r"url\(\"data:[^\"]*\"\)")
_ELSEWHERE = re.compile(r"//|[a-z][a-z0-9+.-]*:/|javascript:|expression\(|@import|behavior\s*:", re.IGNORECASE)
_LOADS = re.compile(r"(?:image-set|image|src|cross-fade|element|url)\(", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


def clean_css(css: str, link: Callable[[str], str]) -> str:
    """The style without what is not style; all of it goes where something in it cannot be told.

    ``link`` gives a link as it may stay, or an empty text.
    """
    text = _EDITOR.sub("", _AT_RULE.sub("", _COMMENT.sub("", css)))
    if "\\" in text and _suspicious(_ESCAPE.sub(_meant, text)):
        return ""
    text = _URL.sub(lambda found: _linked(found, link), text)
    return "" if _suspicious(_PACKED.sub("", text)) else text


def may_load(value: str) -> bool:
    """Whether an attribute's value has a function in it that loads something, or hides what it says."""
    return "\\" in value or _LOADS.search(value) is not None


def _linked(found: re.Match[str], link: Callable[[str], str]) -> str:
    target = link(found[1] or found[2] or found[3] or "")
    if not target:
        return "none"
    return f'url("{target}")' if target.startswith("data:") else f"url({target})"


def _suspicious(text: str) -> bool:
    """Whether a style without its packed parts may load something: by an address, or by a function."""
    rest = re.sub(r"url\(#[^)]*\)", "", text)
    return bool(_ELSEWHERE.search(rest) or _LOADS.search(rest))


def _meant(found: re.Match[str]) -> str:
    """The character that an escape stands for."""
    if found[1]:
        code = int(found[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return found[2]
