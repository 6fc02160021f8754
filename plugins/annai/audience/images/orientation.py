"""The one fact of EXIF that changes what is seen: which way up the picture is."""

from __future__ import annotations

import struct

_TAG = 0x0112
_SHORT = 3
_TURNED = range(2, 9)


def orientation(tiff: bytes) -> int:
    """The orientation that an EXIF block states, from 1 (upright) to 8; 1 where it cannot be told.

    ``tiff`` begins with the byte order mark. Source: EXIF 2.32, 4.6.4 and TIFF 6.0, section 2.
    """
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (place,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, place)
        for number in range(entries):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, place + 2 + 12 * number)
            if tag == _TAG:
                return value if kind == _SHORT and value in _TURNED else 1
    except struct.error:
        return 1
    return 1


def minimal_exif(turned: int) -> bytes:
    """An EXIF block (from its byte order mark) that states an orientation; empty for an upright picture."""
    if turned not in _TURNED:
        return b""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _TAG, _SHORT, 1, turned, 0, 0)
