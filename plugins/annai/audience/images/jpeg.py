"""JPEG: keeps what decodes the picture, its colour profile and its orientation."""

from __future__ import annotations

import re

from annai.audience.images.fault import PictureError
from annai.audience.images.orientation import minimal_exif, orientation

_EXIF = b"Exif\x00\x00"
_ICC = b"ICC_PROFILE\x00"
_SOS, _EOI, _COM = 0xDA, 0xD9, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
# Markers without a length: restarts, TEM.
_BARE = {0x01, *range(0xD0, 0xD8)}
# Within entropy-coded data a marker is FF and neither a stuffed zero, nor a restart, nor another FF.
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_ADOBE_LENGTH = 12


def clean_jpeg(data: bytes) -> bytes:
    """The picture without APPn and comments, but for the ICC profile, Adobe's transform and the orientation.

    A thumbnail in the JFIF header and whatever follows the end of the picture go too.
    Source: ITU-T T.81, annex B. Raises PictureError where the segments cannot be followed.
    """
    kept: list[bytes] = [b"\xff\xd8"]
    header = b""
    turned = 1
    place = 2
    while place < len(data):
        marker, body = _marker(data, place)
        if marker == _EOI:
            kept.append(b"\xff\xd9")
            break
        if marker in _BARE:
            kept.append(bytes((0xFF, marker)))
            place = body
            continue
        end = body + int.from_bytes(data[body : body + 2], "big")
        if end < body + 2 or end > len(data):
            raise PictureError("a segment is cut off")
        payload = data[body + 2 : end]
        if marker == _APP0 and payload.startswith(b"JFIF\x00") and len(payload) >= 14:
            header = header or _segment(_APP0, payload[:12] + b"\x00\x00")
        elif marker == _APP1 and payload.startswith(_EXIF):
            turned = orientation(payload[len(_EXIF) :]) if turned == 1 else turned
        elif marker == _APP2 and payload.startswith(_ICC):
            kept.append(_segment(marker, payload))
        elif marker == _APP14 and payload.startswith(b"Adobe") and len(payload) >= _ADOBE_LENGTH:
            kept.append(_segment(marker, payload[:_ADOBE_LENGTH]))
        elif not (_APP0 <= marker <= _APP15 or marker == _COM):
            kept.append(_segment(marker, payload))
        place = end
        if marker == _SOS:
            found = _NEXT_MARKER.search(data, place)
            place = found.start() if found else len(data)
            kept.append(data[end:place])
    exif = minimal_exif(turned)
    extra = _segment(_APP1, _EXIF + exif) if exif else b""
    return b"".join((kept[0], header, extra, *kept[1:]))


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """The marker that stands at ``place`` behind any fill bytes, and where its body begins."""
    start = place
    while place < len(data) and data[place] == 0xFF:
        place += 1
    if place == start or place >= len(data) or data[place] in (0x00, 0xD8):
        raise PictureError("no marker where one is due")
    return data[place], place + 1


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload
