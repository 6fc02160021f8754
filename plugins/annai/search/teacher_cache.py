"""Owns the cache of a teacher's vectors: what was once asked is never asked again, nor by whoever has the file."""

import hashlib
import math
import struct
from array import array
from collections.abc import Sequence
from pathlib import Path

from annai.search.teacher import Kind, Teacher

CACHE_FORMAT = "annai-vectors/1"

_KEY_BYTES = 16
_AT_ONCE = 256
_HIGHEST = 127

Vector = tuple[float, bytes]
"""A scale and signed bytes: component n is scale * byte n."""


class VectorCache:
    """The vectors of a file, by the hash of teacher, kind and text; signed bytes with a scale each.

    The file holds no text. A file of another format, or a broken one, counts as empty: it can be made again.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._vectors = _read(file)
        self._changed = False

    def __len__(self) -> int:
        return len(self._vectors)

    def missing(self, texts: Sequence[str], kind: Kind, teacher: str) -> tuple[str, ...]:
        """The texts whose vectors are not here, each once, in their order."""
        return tuple(dict.fromkeys(text for text in texts if _key(teacher, kind, text) not in self._vectors))

    def learn(self, texts: Sequence[str], kind: Kind, teacher: Teacher) -> None:
        """Asks the teacher for what is missing of some texts. Raises TeacherError if it does not answer."""
        missing = self.missing(texts, kind, teacher.name)
        for at in range(0, len(missing), _AT_ONCE):
            some = missing[at : at + _AT_ONCE]
            for text, vector in zip(some, teacher.embed(some, kind), strict=True):
                self._vectors[_key(teacher.name, kind, text)] = packed(vector)
                self._changed = True

    def vector(self, text: str, kind: Kind, teacher: str) -> Vector:
        """The vector of a text. Raises KeyError if it is missing."""
        return self._vectors[_key(teacher, kind, text)]

    def save(self) -> bool:
        """Writes the file if there is anything new, in one step; whether it did. Raises OSError."""
        if not self._changed:
            return False
        self._file.parent.mkdir(parents=True, exist_ok=True)
        parts = [f"{CACHE_FORMAT}\n".encode()]
        for key, (scale, numbers) in sorted(self._vectors.items()):
            parts += (key, struct.pack("<HI", len(numbers), _bits(scale)), numbers)
        draft = self._file.with_name(self._file.name + ".new")
        draft.write_bytes(b"".join(parts))
        draft.replace(self._file)
        self._changed = False
        return True


def packed(vector: Sequence[float]) -> Vector:
    """A vector as signed bytes, its largest component 127; the scale as 32 bits hold it."""
    largest = max(map(abs, vector), default=0.0)
    scale: float = struct.unpack("<f", struct.pack("<f", largest / _HIGHEST))[0]
    if scale == 0.0:
        return 0.0, bytes(len(vector))
    numbers = (max(-_HIGHEST, min(_HIGHEST, math.floor(number / scale + 0.5))) for number in vector)
    return scale, array("b", numbers).tobytes()


def _key(teacher: str, kind: Kind, text: str) -> bytes:
    named = f"{teacher}\0{kind}\0{text}".encode("utf-8", "replace")
    return hashlib.blake2b(named, digest_size=_KEY_BYTES).digest()


def _bits(scale: float) -> int:
    bits: int = struct.unpack("<I", struct.pack("<f", scale))[0]
    return bits


def _read(file: Path) -> dict[bytes, Vector]:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return {}
    head = f"{CACHE_FORMAT}\n".encode()
    if not data.startswith(head):
        return {}
    vectors: dict[bytes, Vector] = {}
    at = len(head)
    fixed = _KEY_BYTES + 6
    while at + fixed <= len(data):
        length, scale = struct.unpack_from("<Hf", data, at + _KEY_BYTES)
        end = at + fixed + length
        if end > len(data):
            break
        vectors[data[at : at + _KEY_BYTES]] = (scale, data[at + fixed : end])
        at = end
    return vectors
