"""PNG: keeps the chunks that decode, colour and animate the picture."""

from __future__ import annotations

import zlib

from annai.audience.images.fault import PictureError
from annai.audience.images.orientation import minimal_exif, orientation

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
_COLOUR = (b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"pHYs", b"cICP", b"mDCV", b"cLLI")
_ANIMATION = (b"acTL", b"fcTL", b"fdAT")
_KEPT = frozenset((*_PICTURE, *_COLOUR, *_ANIMATION))
_OVERHEAD = 12


def clean_png(data: bytes) -> bytes:
    """The picture without texts, times, EXIF and chunks of somebody's own.

    The colour profile loses its name, EXIF all but the orientation; what follows the end goes.
    Source: W3C PNG, third edition, 11.3. Raises PictureError where the chunks cannot be followed.
    """
    kept: list[bytes] = []
    turned = 1
    place = len(_SIGNATURE)
    while True:
        length = int.from_bytes(data[place : place + 4], "big")
        kind, end = data[place + 4 : place + 8], place + _OVERHEAD + length
        if len(kind) < 4 or end > len(data):
            raise PictureError("a chunk is cut off")
        payload = data[place + 8 : end - 4]
        if kind in _KEPT:
            kept.append(data[place:end])
        elif kind == b"iCCP":
            kept.append(_chunk(kind, b"icc" + payload[max(payload.find(b"\x00"), 0) :]))
        elif kind == b"eXIf":
            turned = orientation(payload)
        elif not kind[0] & 0x20:
            raise PictureError(f"unknown kind of chunk {kind!r}")
        place = end
        if kind == b"IEND":
            break
    exif = minimal_exif(turned)
    if exif:
        kept.insert(1, _chunk(b"eXIf", exif))
    return _SIGNATURE + b"".join(kept)


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return len(payload).to_bytes(4, "big") + kind + payload + zlib.crc32(kind + payload).to_bytes(4, "big")
