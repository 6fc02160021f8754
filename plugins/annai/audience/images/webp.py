"""WebP: keeps the chunks that decode, colour and animate the picture."""

from __future__ import annotations

from collections.abc import Iterator

from annai.audience.images.fault import PictureError
from annai.audience.images.orientation import minimal_exif, orientation

_FRAME = (b"VP8 ", b"VP8L", b"ALPH")
_KEPT = frozenset((*_FRAME, b"VP8X", b"ANIM", b"ANMF", b"ICCP"))
_FLAG_EXIF, _FLAG_XMP = 0x08, 0x04
_FRAME_HEADER = 16
_EXIF = b"Exif\x00\x00"


def clean_webp(data: bytes) -> bytes:
    """The picture without EXIF (but for the orientation), XMP and chunks of somebody's own.

    Source: RFC 9649, 2.7. Raises PictureError where the chunks cannot be followed.
    """
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data) or end < 12:
        raise PictureError("the file is cut off")
    chunks: list[tuple[bytes, bytes]] = []
    turned = 1
    for kind, payload in _chunks(data[12:end]):
        if kind == b"ANMF":
            inner = b"".join(_chunk(*part) for part in _chunks(payload[_FRAME_HEADER:]) if part[0] in _FRAME)
            chunks.append((kind, payload[:_FRAME_HEADER] + inner))
        elif kind in _KEPT:
            chunks.append((kind, payload))
        elif kind == b"EXIF":
            turned = orientation(payload.removeprefix(_EXIF))
    exif = minimal_exif(turned)
    if chunks and chunks[0][0] == b"VP8X":
        flags = chunks[0][1][:1]
        if not flags:
            raise PictureError("the header is cut off")
        clean = flags[0] & ~(_FLAG_EXIF | _FLAG_XMP) | (_FLAG_EXIF if exif else 0)
        chunks[0] = (b"VP8X", bytes((clean,)) + chunks[0][1][1:])
        if exif:
            chunks.append((b"EXIF", exif))
    body = b"WEBP" + b"".join(_chunk(*part) for part in chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place < len(data):
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        end = place + 8 + length
        if place + 8 > len(data) or end > len(data):
            raise PictureError("a chunk is cut off")
        yield data[place : place + 4], data[place + 8 : end]
        place = end + length % 2


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + len(payload).to_bytes(4, "little") + payload + b"\x00" * (len(payload) % 2)
