"""Everything that a curious person could read out of the bytes of a site: unpacked, decoded, unescaped, folded."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \n]?")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
_DEEPEST = 4


def readings(data: bytes) -> Iterator[str]:
    """The texts of a file, in small letters, without characters of no width."""
    for blob in _unpacked(data, 0):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            text = blob.decode(encoding, "ignore")
            yield _folded(text)
            if encoding == "utf-8":
                yield _folded(_unescaped(text))


def names_below(folder: Path) -> str:
    """The names of all files and folders, and where links lead, in small letters."""
    found = []
    for path in sorted(folder.rglob("*")):
        found.append(path.relative_to(folder).as_posix())
        if path.is_symlink():
            found.append(str(path.readlink()))
    return _folded(_unescaped("\n".join(found)))


def _folded(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return text.casefold()


def _unescaped(text: str) -> str:
    """The text after every escape that a browser may undo, twice, since one may stand inside another."""
    for _ in range(2):
        text = unquote(html.unescape(text))
        text = _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = _CSS_ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)
    return text


def _unpacked(data: bytes, depth: int) -> Iterator[bytes]:
    yield data
    if depth == _DEEPEST:
        return
    for inner in (*_archives(data), *_streams(data), *_base64(data)):
        yield from _unpacked(inner, depth + 1)


def _archives(data: bytes) -> Iterator[bytes]:
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)


def _streams(data: bytes) -> Iterator[bytes]:
    """What zlib has packed inside a file, wherever it begins: chunks of PNG, streams of PDF and of fonts."""
    if b"<html" in data[:2000]:
        return
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            stream = zlib.decompressobj().decompress(data[found.start() :], 50_000_000)
        except zlib.error:
            continue
        if stream:
            yield stream


def _base64(data: bytes) -> Iterator[bytes]:
    for found in _BASE64.finditer(data):
        try:
            yield base64.b64decode(found[0] + b"=" * (-len(found[0].rstrip(b"=")) % 4), validate=False)
        except binascii.Error:
            continue
