"""GIF: keeps the pictures, their timing and how often they repeat."""

from __future__ import annotations

from annai.audience.images.fault import PictureError

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_HEADER = 13
_CONTROL_LENGTH = 8


def clean_gif(data: bytes) -> bytes:
    """The animation without comments, texts and applications' data, but for the number of repeats.

    Source: GIF89a, 15 to 26. Raises PictureError where the blocks cannot be followed.
    """
    place = _HEADER + (_table(data[10]) if len(data) >= _HEADER else 0)
    if place > len(data):
        raise PictureError("the header is cut off")
    kept = [data[:place]]
    while place < len(data) and data[place] != _TRAILER:
        if data[place] == _IMAGE:
            start, place = place, place + 10
            if place > len(data):
                raise PictureError("a picture is cut off")
            # The colour table, then one byte that says how the pixels are packed.
            place = _blocks_end(data, place + _table(data[place - 1]) + 1)
            kept.append(data[start:place])
        elif data[place] == _EXTENSION and place + 1 < len(data):
            start, label = place, data[place + 1]
            place = _blocks_end(data, place + 2)
            if label == _CONTROL and place - start == _CONTROL_LENGTH:
                kept.append(data[start:place])
            elif label == _APPLICATION and data[start + 3 : start + 14] in _REPEATS:
                kept.append(_repeats(data[start:place]))
        else:
            raise PictureError("an unknown block")
    return b"".join(kept) + b"\x3b"


def _table(packed: int) -> int:
    """The bytes of a colour table that the packed field announces."""
    return 3 * 2 ** ((packed & 0x07) + 1) if packed & 0x80 else 0


def _blocks_end(data: bytes, place: int) -> int:
    """Where a run of data blocks ends, its terminator included."""
    while True:
        if place >= len(data):
            raise PictureError("a block is cut off")
        if not data[place]:
            return place + 1
        place += 1 + data[place]


def _repeats(extension: bytes) -> bytes:
    """The extension with its one block that says how often to repeat, nothing else."""
    block = extension[14:18]
    return extension[:14] + block + b"\x00" if block[:2] == b"\x03\x01" else b""
