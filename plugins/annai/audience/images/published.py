"""Which reader cleans which file: told by the first bytes, and by the name where these say nothing."""

from __future__ import annotations

import gzip
import io
import zlib

from annai.audience.images.fault import PictureError
from annai.audience.images.gif import clean_gif
from annai.audience.images.jpeg import clean_jpeg
from annai.audience.images.png import clean_png
from annai.audience.images.svg import clean_svg
from annai.audience.images.webp import clean_webp

_RASTER_NAMES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif")
_LARGEST_SVG = 50_000_000


def published_bytes(name: str, data: bytes) -> bytes:
    """The bytes of the file ``name`` as they may be published: pictures without their metadata.

    JPEG, PNG, WebP, GIF and SVG are cleaned, whatever they are called; other files stay as they are.
    Colours (ICC, Adobe's transform), animation and orientation are kept. Cleaning twice changes nothing.

    Raises PictureError for a file that is, or by its name should be, one of these and cannot be read.
    """
    suffix = "." + name.rpartition(".")[2].lower()
    if not data:
        return data
    if data.startswith(b"\xff\xd8"):
        return clean_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return clean_png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return clean_webp(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return clean_gif(data)
    if suffix in _RASTER_NAMES:
        raise PictureError(f"not a {suffix[1:].upper()} file")
    if suffix == ".svgz":
        return gzip.compress(clean_svg(_unpacked(data), published_bytes), mtime=0)
    if suffix == ".svg":
        return clean_svg(data, published_bytes)
    return data


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            text = packed.read(_LARGEST_SVG + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PictureError("not a gzip file") from error
    if len(text) > _LARGEST_SVG:
        raise PictureError("too large when unpacked")
    return text
