"""Bytes that tell whether they are still what was written: kept values are read only where their seal holds."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_LENGTH = 16


class BrokenSealError(ValueError):
    """Bytes that are not what was sealed."""


def sealed(data: bytes) -> bytes:
    """The bytes behind a hash of them."""
    return hashlib.blake2b(data, digest_size=_LENGTH).digest() + data


def opened(data: bytes) -> bytes:
    """The bytes that were sealed. Raises BrokenSealError where they are others."""
    seal, inside = data[:_LENGTH], data[_LENGTH:]
    if hashlib.blake2b(inside, digest_size=_LENGTH).digest() != seal:
        raise BrokenSealError
    return inside


def write_sealed(file: Path, data: bytes) -> None:
    """Writes a sealed file in one step; a place that cannot be written keeps nothing."""
    part = file.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(sealed(data))
        try:
            os.replace(part, file)
        except OSError:
            part.unlink(missing_ok=True)


class SealedTemplates(BytecodeCache):
    """Compiled templates by their key, in a folder. Python would run a damaged one, or crash on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills a bucket from its file, where that is whole."""
        with suppress(OSError, BrokenSealError):
            bucket.bytecode_from_string(opened(self._file(bucket).read_bytes()))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a bucket."""
        write_sealed(self._file(bucket), bucket.bytecode_to_string())

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}.template"
