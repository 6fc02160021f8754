"""Links within an SVG picture: to its own parts and to pictures packed into it; none lead elsewhere."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from annai.audience.images.fault import PictureError

_PACKED = re.compile(
    r"data:(image|font|application)/([\w.+-]+)((?:;[\w=-]+)*?)(;base64)?,(.*)", re.DOTALL | re.IGNORECASE
)
_FONT = re.compile(r"(?:x-)?(?:font|woff|ttf|otf|opentype|truetype|vnd\.ms-fontobject)", re.IGNORECASE)
_SUFFIXES = {"jpeg": "jpg", "pjpeg": "jpg", "svg+xml": "svg"}


def clean_link(link: str, nested: Callable[[str, bytes], bytes]) -> str:
    """The link where it stays inside the file, with a packed picture cleaned; else an empty text.

    Raises PictureError for a packed picture that cannot be read.
    """
    link = link.strip()
    if link.startswith("#"):
        return link
    found = _PACKED.fullmatch(link)
    if found is None:
        return ""
    kind, subtype = found[1].lower(), found[2].lower()
    if kind == "application" and not _FONT.match(subtype):
        return ""
    try:
        data = base64.b64decode(unquote_to_bytes(found[5])) if found[4] else unquote_to_bytes(found[5])
    except binascii.Error as error:
        raise PictureError("a picture packed into it is broken") from error
    if kind == "image":
        data = nested(f"packed.{_SUFFIXES.get(subtype, subtype)}", data)
    return f"data:{kind}/{subtype};base64,{base64.b64encode(data).decode('ascii')}"
