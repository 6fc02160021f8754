"""A repository in which every internal field, block, comment, picture and file name carries a canary of its own.

In the files of ``tests/fixtures/canaries`` a canary is a name in guillemets: ``«tool.title+»``. The plus says that
agents must be able to find it; an exclamation mark instead that supervisors alone may (``sv``). ``^`` before the
name makes capitals of it, ``@`` a day, ``#`` a number. The same name is the same canary everywhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.pipeline.content_repository import ContentRepository

FIXTURES = Path(__file__).parent.parent / "fixtures"
_MARK = re.compile(r"«([\^@#]?)([a-z.]+)([+!]?)»")
# Consonants alone: never part of a word, nor cut into words by a search index.
_LETTERS = "bcdfghjklmnpqrstvwxz"
_FIRST_DAY = date(2041, 1, 2)
_FIRST_NUMBER = 748_311
# Where a file lies that the folder of fixtures keeps under a name that says what it is.
PLACES: Mapping[str, str] = {
    "content/help/shop/draft.md": "content/help/shop/«article.draft.path».md",
    "content/help/shop/archived.md": "content/help/shop/«article.archived.path».md",
    "content/manual/team/internal.md": "content/manual/«folder.internal»/«article.internal.path».md",
    "content/manual/team/internal.en.md": "content/manual/«folder.internal»/«article.internal.path».en.md",
    "content/supervision/meeting.md": "content/supervision/«sv.folder»/«sv.article.path».md",
    "decision_trees/intake.yml": "decision_trees/«tree.intake.id».yml",
    "decision_trees/internal.yml": "decision_trees/«tree.internal».yml",
    "decision_trees/draft.yml": "decision_trees/«tree.draft».yml",
    "decision_trees/supervisors.yml": "decision_trees/«sv.tree».yml",
}


@dataclass
class Canaries:
    """The canaries by name: what is written for them, and who must be able to find them."""

    written: dict[str, str] = field(default_factory=dict)
    for_agents: set[str] = field(default_factory=set)
    for_supervisors: set[str] = field(default_factory=set)

    def fill(self, text: str) -> str:
        """The text with every mark replaced by its canary."""
        return _MARK.sub(self._one, text)

    def _one(self, found: re.Match[str]) -> str:
        kind, name, who = found.groups()
        if name not in self.written:
            self.written[name] = self._new(kind, len(self.written))
        if who == "+":
            self.for_agents.add(name)
        elif who == "!":
            self.for_supervisors.add(name)
        return self.written[name]

    @staticmethod
    def _new(kind: str, number: int) -> str:
        if kind == "@":
            return (_FIRST_DAY + timedelta(days=37 * number)).isoformat()
        if kind == "#":
            return str(_FIRST_NUMBER + 97 * number)
        word = "zq" + "".join(_LETTERS[number // 20**place % 20] for place in (2, 1, 0)) + "kx"
        return word.upper() if kind == "^" else word

    def forms(self, name: str) -> tuple[str, ...]:
        """What to look for: the canary in small letters, and a day in the ways in which a page may write it."""
        text = self.written[name]
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return (text.lower(),)
        day = date.fromisoformat(text)
        japanese, english = f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%b} {day.year}".lower()
        return (text, text.replace("-", "/"), japanese, english)


def repository(root: Path, folder: str = "canaries") -> tuple[ContentRepository, Canaries]:
    """The repository of a folder of fixtures, with its canaries."""
    canaries = Canaries()
    made = ContentRepository.of(root, {})
    for file in sorted((FIXTURES / folder).rglob("*")):
        if file.is_file():
            place = file.relative_to(FIXTURES / folder).as_posix()
            made.write(canaries.fill(PLACES.get(place, place)), canaries.fill(file.read_text(encoding="utf-8")))
    for place, picture in PICTURES[folder].items():
        made.write(canaries.fill(place), picture(canaries.fill))
    return made, canaries


Fill = Callable[[str], str]


def _plain(fill: Fill) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (3, 2), (90, 90, 90)).save(data, "PNG")
    return data.getvalue()


def _photo(fill: Fill) -> bytes:
    data = io.BytesIO()
    exif = Image.Exif()
    # Description, maker, author and copyright, as cameras write them.
    exif[0x010E], exif[0x010F], exif[0x013B] = fill("«jpeg.description»"), fill("«jpeg.maker»"), fill("«jpeg.author»")
    exif[0x8298] = fill("«jpeg.copyright»")
    xmp = fill("<x:xmpmeta xmlns:x='adobe:ns:meta/'>«jpeg.xmp»</x:xmpmeta>").encode()
    picture = Image.new("RGB", (8, 8), (200, 10, 10))
    picture.save(data, "JPEG", exif=exif, xmp=xmp, comment=fill("«jpeg.comment»").encode())
    return data.getvalue() + fill("«jpeg.behind»").encode()


def _chart(fill: Fill) -> bytes:
    data = io.BytesIO()
    texts = PngInfo()
    texts.add_text("Author", fill("«png.text»"))
    texts.add_text("Comment", fill("«png.packed»"), zip=True)
    texts.add_itxt("Description", fill("«png.international»"), zip=True)
    Image.new("L", (4, 4)).save(data, "PNG", pnginfo=texts)
    return data.getvalue() + fill("«png.behind»").encode()


def _shop(fill: Fill) -> bytes:
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = fill("«webp.author»")
    Image.new("RGB", (4, 4)).save(data, "WEBP", exif=exif.tobytes(), xmp=fill("<x>«webp.xmp»</x>").encode())
    return data.getvalue()


def _move(fill: Fill) -> bytes:
    data = io.BytesIO()
    frames = [Image.new("P", (4, 4), number) for number in (0, 1)]
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:], comment=fill("«gif.comment»").encode())
    return data.getvalue()


def _mark(fill: Fill) -> bytes:
    inner = fill(
        "<!-- «svg.comment» --><metadata><note>«svg.metadata»</note></metadata>"
        '<g inkscape:label="«svg.label»" data-name="«svg.data»"><path d="M0 0h9v9z"/></g>'
    )
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    return f'<?xml version="1.0"?><svg {spaces} viewBox="0 0 9 9">{inner}</svg>'.encode()


_PICTURES: Mapping[str, Callable[[Fill], bytes]] = {
    "content/pictures/photo.jpg": _photo,
    "content/pictures/chart.png": _chart,
    "content/pictures/shop.webp": _shop,
    "content/pictures/move.gif": _move,
    "content/pictures/mark.svg": _mark,
    "content/pictures/«picture.agents+».png": _plain,
    "content/pictures/«picture.internal+».png": _plain,
    "content/pictures/«picture.draft+».png": _plain,
    "content/pictures/«picture.unused».png": _plain,
    "content/pictures/«sheet.agents+».csv": lambda fill: fill("顧客,«sheet.cell+»\n").encode(),
    "content/help/shop/«sheet.unused».csv": lambda fill: fill("顧客,«sheet.unused.cell»\n").encode(),
    "content/.«folder.hidden»/note.md": lambda fill: fill("# 隠した «folder.hidden.note»\n").encode(),
    "content/assets/«site.agent.logo+».svg": _mark,
    "content/assets/«category.mixed.icon».svg": _mark,
    "content/assets/icon.svg": _mark,
}
PICTURES = {"canaries": _PICTURES, "canaries_sv": {"content/pictures/«sv.picture!».png": _plain}}
