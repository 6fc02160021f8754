"""What is not for an audience is nowhere on its site: in no page, file, picture, name or search index."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.pipeline.canaries import Canaries, repository
from tests.pipeline.content_repository import ContentRepository
from tests.pipeline.readings import names_below, readings

Where = dict[str, list[str]]


def found_in(folder: Path, canaries: Canaries, names: set[str] | None = None) -> Where:
    """The canaries that can be read below a folder, with the files in which they are."""
    wanted = canaries.written.keys() if names is None else names
    by_form = {form: name for name in sorted(wanted) for form in canaries.forms(name)}
    look = re.compile("|".join(map(re.escape, by_form)))
    where: Where = {}
    for form in look.findall(names_below(folder)):
        where.setdefault(by_form[form], []).append("(names)")
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder).as_posix()
        for form in {form for text in readings(file.read_bytes()) for form in look.findall(text)}:
            where.setdefault(by_form[form], []).append(path)
    return where


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> tuple[ContentRepository, Canaries]:
    """A shop whose every internal word is a canary, built for customers and agents."""
    made, canaries = repository(tmp_path_factory.mktemp("leaks") / "shop")
    return made.built(), canaries


def test_nothing_internal_can_be_read_on_the_public_site(shop):
    made, canaries = shop
    assert len(canaries.written) > 340
    assert found_in(made.site(), canaries) == {}


def test_agents_find_what_is_meant_for_them(shop):
    made, canaries = shop
    found = found_in(made.site("agent"), canaries, canaries.for_agents)
    assert sorted(canaries.for_agents - found.keys()) == []


def test_the_public_site_is_there(shop):
    """Without this, an empty folder would leak nothing."""
    made, _ = shop
    for page in ("help/shop/policy/index.html", "flow/returns/index.html", "help/mixed/open/index.html"):
        assert (made.site() / page).is_file()
    for picture in ("photo.jpg", "chart.png", "shop.webp", "move.gif", "mark.svg"):
        assert (made.site() / "pictures" / picture).is_file()


@pytest.fixture(scope="module")
def center(tmp_path_factory) -> tuple[ContentRepository, Canaries]:
    """The same with supervisors above the agents, as in a center that is outsourced."""
    made, canaries = repository(tmp_path_factory.mktemp("three") / "shop", "canaries_sv")
    return made.built(), canaries


def test_with_supervisors_nothing_internal_is_on_the_public_site(center):
    made, canaries = center
    assert (made.site() / "help/policy/index.html").is_file()
    assert found_in(made.site(), canaries) == {}


def test_agents_find_nothing_that_is_for_supervisors(center):
    made, canaries = center
    assert len(canaries.for_supervisors) > 25
    assert found_in(made.site("agent"), canaries, canaries.for_supervisors) == {}


@pytest.mark.parametrize("audience", ["agent", "sv"])
def test_with_supervisors_everybody_finds_what_is_meant_for_them(center, audience: str):
    made, canaries = center
    wanted = canaries.for_agents | (canaries.for_supervisors if audience == "sv" else set())
    found = found_in(made.site(audience), canaries, wanted)
    # The name of the agents' site is not that of the supervisors'.
    assert sorted(wanted - found.keys() - ({"agent.name"} if audience == "sv" else set())) == []


def test_words_that_move_behind_the_line_are_gone_after_the_next_builds(tmp_path: Path):
    """The site before last is brought up to date and published; what was public then must not come back."""
    made, canaries = repository(tmp_path / "shop")
    made.built()
    secret = canaries.fill("«turned»")
    path = "content/help/shop/how-to.md"
    made.write(
        "content/pictures/turned.png", (made.root / canaries.fill("content/pictures/«picture.unused».png")).read_bytes()
    )
    made.edit(path, "箱に", f"{secret} ![図](../../pictures/turned.png) 箱に")
    made.built()
    assert "turned" in found_in(made.site(), canaries)
    made.edit(path, secret, f"\n\n/// agent\n{secret}\n///\n\n")
    for _ in range(2):
        made.built()
        assert found_in(made.site(), canaries) == {}
    made.edit(path, "---\n", "---\naudience: agent\n")
    for _ in range(2):
        made.built()
        assert found_in(made.site(), canaries) == {}
        assert not list(made.site().rglob("turned*"))


HIDDEN = {
    "as it is": b"kanarie",
    "in capitals": b"KANARIE",
    "full-width": "ｋａｎａｒｉｅ".encode(),
    "with marks of no width": "kan\u200bar\u2060i\u00ade".encode(),
    "percent-encoded": b"%6Banarie",
    "as entities": b"&#107;anari&#x65;",
    "in JSON": b"\\u006banarie",
    "in CSS": b"\\6b anarie",
    "twice escaped": b"%26%23107%3Banarie",
    "in two bytes a letter": "kanarie".encode("utf-16-le"),
    "in base64": base64.b64encode(b"words before kanarie and after"),
    "packed": zlib.compress(b"kanarie" * 3),
    "packed, in the middle": b"\x89PNG" + zlib.compress(b"kanarie" * 3) + b"end",
    "gzip": gzip.compress(b"kanarie"),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_the_search_itself_finds_words_however_they_are_hidden(tmp_path: Path, way: str):
    canaries = Canaries(written={"bird": "kanarie"})
    (tmp_path / "file.bin").write_bytes(HIDDEN[way])
    assert found_in(tmp_path, canaries) == {"bird": ["file.bin"]}


def test_the_search_itself_opens_archives_and_reads_names(tmp_path: Path):
    canaries = Canaries(written={"bird": "kanarie", "fish": "karausche"})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.txt", "kanarie")
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    (tmp_path / "Karausche.txt").write_bytes(b"")
    assert found_in(tmp_path, canaries) == {"bird": ["a.zip"], "fish": ["(names)"]}
