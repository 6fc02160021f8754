"""How large and how deep an input file may be, and the text that its bytes hold."""

from __future__ import annotations

import codecs

MAX_BYTES = 2_000_000
MAX_DEPTH = 64


class UndecodableError(Exception):
    """Bytes that are not UTF-8; ``line`` and ``column`` (from 1) say where."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(line, column)
        self.line = line
        self.column = column


def text_of(data: bytes) -> str:
    """The text of a file: UTF-8, a byte order mark dropped, CRLF and CR read as LF.

    Raises UndecodableError at the first byte that is not UTF-8.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        raise UndecodableError(line, column) from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text
