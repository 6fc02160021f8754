"""Lines that a reader, or a renderer, might take for the opening of an agent block."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

# Characters that are drawn like a slash and stay as they are under NFKC; the full-width slash does not.
_SLASHES = str.maketrans(
    {
        "\u2044": "/",
        "\u2215": "/",
        "\u2571": "/",
        "\u27cb": "/",
        "\u29f8": "/",
        "\u2afb": "///",
        "\u2afd": "//",
        "\U0001f67c": "/",
        "\uff0f": "/",
    }
)
SLASH = re.compile("[" + "".join(map(chr, _SLASHES)) + "/]")
# What nobody sees: Default_Ignorable_Code_Point of Unicode, control and format characters, and two blanks
# that are letters or symbols by their category.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Breaks that an editor may draw as a new line and Markdown does not.
_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BREAK = re.compile(f"[{_BREAKS}]")
# Marks of lists, quotes, headings, tables, emphasis, definitions and footnotes.
_MARKS = re.compile(r"(?:[\s>*+\-•·・‣◦※●○◎■□◆◇▲△▶▷▼▽★☆→⇒|#_~:]|\(?(?:\d{1,9}|[a-zA-Z])[.)]|\[[ xX]\]|\[\^[^\]]*\]:)+")
# What may stand before a slash in a line that looks like a marker: cheap, and wider than _MARKS.
_BEFORE = re.compile(r"(?:\[\^[^\]\n]*\]:|\[[xX]\]|[a-zA-Z][.)]|[^\w\n]|[_\d\u115f\u1160\u3164\uffa0])*+")
# Two slashes with nothing between them that is drawn, as far as one can tell without folding the text.
_TWO = re.compile(f"{SLASH.pattern}[^!-.0-~\n]*{SLASH.pattern}|[\u2afb\u2afd]")
_OPENING = re.compile(r"/[/\s]*/\s*([^\W\d_][\w-]*)")
# Cyrillic, Greek, Armenian and phonetic letters that are drawn like those of the word.
_LETTERS = str.maketrans("\u0430\u0251\u03b1\u0261\u0581\u0435\u04bd\u0578\u043f\u0442\u03c4", "aaaggeenntt")
_NEAR = 0.8


def candidates(text: str) -> Iterator[str]:
    """The lines that might look like a marker, found without looking at the others."""
    if any(character in text for character in _BREAKS):
        yield from filter(SLASH.search, text.split("\n"))
        return
    for slash in ("/",) if text.isascii() else ("/", *map(chr, _SLASHES)):
        start = text.find(slash)
        while start >= 0:
            begin, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            if _TWO.match(text, start) and _BEFORE.fullmatch(text, begin, start):
                yield text[begin : end if end >= 0 else len(text)]
            start = text.find(slash, end) if end >= 0 else -1


def looks_like_marker(line: str) -> bool:
    """Whether the line begins with two or more slashes and ``agent``, however disguised or misspelt.

    Disguised: by width, spaces, invisible characters, capitals, letters of another script, or behind
    marks of lists and quotes. Misspelt: three or more slashes and a word with one letter wrong.
    """
    return any(_is_one(part) for part in _BREAK.split(line) if SLASH.search(part))


def _is_one(line: str) -> bool:
    shown = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _INVISIBLE.sub("", line))).translate(_SLASHES)
    start = _MARKS.match(shown)
    opening = _OPENING.match(shown, start.end() if start else 0)
    if opening is None:
        return False
    word = opening[1].casefold().translate(_LETTERS)
    if word.startswith("agent"):
        return True
    slashes = opening[0].count("/")
    return slashes >= 3 and SequenceMatcher(None, word, "agent").ratio() >= _NEAR
