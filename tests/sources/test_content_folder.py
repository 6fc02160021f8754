"""What may lie in a content folder: any names, links, pipes, huge files. It is used or told, and nothing hangs."""

from __future__ import annotations

import os
import signal
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from annai.diagnostics.wording import message
from annai.sources import Layout, load
from annai.sources.limits import MAX_BYTES
from tests.sources.folder import SITE, TODAY, read, write


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """A test that waits for a pipe is ended, instead of hanging."""

    def stop(*_: object) -> None:
        raise TimeoutError("it hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


NAMES = [
    "with spaces",
    "amp&ersand",
    "bang!",
    "hash#tag",
    "per%cent",
    "per%20cent",
    "question?",
    "quote'\"s",
    "brackets [x] (y) {z}",
    "angle<b>",
    "semi;colon,comma",
    "equals=plus+at@tilde~",
    "dollar$back`tick",
    "pipe|caret^",
    "back\\slash",
    "colon:name",
    "star*",
    "日本語の名前",
    "絵文字😀",
    "UPPER",
    "dot.dot",
    "trailing.",
    "-dash",
    "_under",
    "0123",
    "no",
    "x" * 200,
]


@pytest.mark.parametrize("name", NAMES)
def test_an_article_may_have_any_name(tmp_path: Path, name: str):
    library, told = read(tmp_path, {f"content/help/{name}/{name}.md": "# A\n"})
    assert told == []
    (article,) = library.articles.values()
    assert article.id == f"help/{name}/{name}"
    assert article.address == f"/help/{name}/{name}/"


def test_a_name_that_breaks_lines_is_told_on_one_line(tmp_path: Path):
    library, told = read(
        tmp_path, {"content/help/a\nb.md": "# A\n", "content/help/c\x1b[31m.md": "# A\n", "content/ok.md": ""}
    )
    assert told == [
        "content/help/a\\x0ab.md:1:1 A103.name error",
        "content/help/c\\x1b[31m.md:1:1 A103.name error",
    ]
    assert list(library.articles) == ["ok"]


def test_a_name_that_is_not_utf_8_is_told_in_letters_that_can_be_printed(tmp_path: Path):
    folder = tmp_path / "content"
    folder.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\x83\x41.md")).write_bytes(b"# A\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    _, told = read(tmp_path)
    assert told == ["content/\\udc83A.md:1:1 A103.name error"]


def test_a_decomposed_name_keeps_its_address_and_is_one_article(tmp_path: Path):
    name = unicodedata.normalize("NFD", "がぎぐ")
    library, told = read(tmp_path, {f"content/help/{name}.md": "# A\n"})
    assert told == []
    (article,) = library.articles.values()
    assert unicodedata.normalize("NFC", article.address) == "/help/がぎぐ/"


def test_a_folder_called_like_an_article_is_a_folder(tmp_path: Path):
    library, told = read(tmp_path, {"content/help/x.md/y.md": "# Y\n", "content/help/z.md": "# Z\n"})
    assert told == []
    assert sorted(library.articles) == ["help/x.md/y", "help/z"]


def test_a_folder_and_an_article_of_one_name_stand_beside_each_other(tmp_path: Path):
    library, told = read(tmp_path, {"content/help/x.md": "# X\n", "content/help/x/y.md": "# Y\n"})
    assert told == []
    assert sorted(article.address for article in library.articles.values()) == ["/help/x/", "/help/x/y/"]


@pytest.mark.parametrize("name", ["A.MD", "a.Md"])
def test_capitals_in_a_suffix_do_not_matter(tmp_path: Path, name: str):
    library, told = read(tmp_path, {f"content/help/{name}": "# A\n"})
    assert told == []
    assert [key.lower() for key in library.articles] == ["help/a"]


def test_hidden_files_are_left_out(tmp_path: Path):
    library, told = read(tmp_path, {"content/.git/a.md": "# A\n", "content/.b.md": "# B\n", "content/c.md": "# C\n"})
    assert (list(library.articles), told) == (["c"], [])
    assert dict(library.attachments) == {}


def test_a_translation_alone_is_an_article_in_that_language(tmp_path: Path):
    library, told = read(tmp_path, {"content/help/x.en.md": "# X\n", "site_config/site.yml": SITE})
    assert told == []
    (article,) = library.articles.values()
    assert (article.id, list(article.texts)) == ("help/x", ["en"])


def test_a_suffix_that_is_no_language_of_the_site_belongs_to_the_name(tmp_path: Path):
    library, told = read(tmp_path, {"content/help/x.fr.md": "# X\n", "content/help/v1.2.md": "# V\n"})
    assert told == []
    assert sorted(library.articles) == ["help/v1.2", "help/x.fr"]


def test_a_link_may_lead_to_files_and_folders_inside(tmp_path: Path):
    write(tmp_path, {"content/help/a.md": "# A\n", "content/pictures/p.png": "p"})
    (tmp_path / "content/help/b.md").symlink_to("a.md")
    (tmp_path / "content/help/shown").symlink_to("../pictures")
    library, told = read(tmp_path)
    assert told == []
    assert sorted(library.articles) == ["help/a", "help/b"]
    assert "/help/shown/p.png" in library.attachments


@pytest.mark.parametrize(
    ("link", "target", "key"),
    [
        ("content/out.md", "../secret.md", "A303.symlink"),
        ("content/out", "../", "A303.symlink"),
        ("content/out", "/etc", "A303.symlink"),
        ("content/passwd.md", "/etc/passwd", "A303.symlink"),
        ("content/gone.md", "nowhere.md", "A303.dangling"),
        ("content/help/round", ".", "A303.circle"),
        ("content/help/round", "../help", "A303.circle"),
        ("content/help/self", "self", "A303.dangling"),
    ],
)
def test_a_link_that_leads_out_or_nowhere_or_round_is_told(tmp_path: Path, link: str, target: str, key: str):
    write(tmp_path, {"content/help/a.md": "# A\n", "secret.md": "# SECRET\n"})
    (tmp_path / link).symlink_to(target)
    library, told = read(tmp_path)
    assert told == [f"{link}:1:1 {key} error"]
    assert list(library.articles) == ["help/a"]
    assert not [
        text for article in library.articles.values() for text in article.texts.values() if "SECRET" in text.body
    ]


def test_a_content_folder_may_be_a_link_itself(tmp_path: Path):
    write(tmp_path, {"elsewhere/a.md": "# A\n"})
    (tmp_path / "content").symlink_to("elsewhere")
    library, told = read(tmp_path)
    assert (list(library.articles), told) == (["a"], [])


@pytest.mark.parametrize(
    "place", ["content/pipe.md", "content/_category.yml", "content/pipe.png", "site_config/site.yml"]
)
def test_a_pipe_is_nobodys_content(tmp_path: Path, place: str):
    write(tmp_path, {"content/a.md": "# A\n", "site_config/values.yml": "schema: support-values/1\nvalues: {}\n"})
    os.mkfifo(tmp_path / place)
    library, _ = read(tmp_path)
    assert list(library.articles) == ["a"]
    assert dict(library.attachments) == {}


@pytest.mark.parametrize(
    "place", ["content/a.md", "content/_category.yml", "site_config/site.yml", "decision_trees/t.yml"]
)
def test_a_file_of_twenty_megabytes_is_told(tmp_path: Path, place: str):
    write(tmp_path, {"content/b.md": "# B\n", place: b"# " + b"x" * 20_000_000})
    _, told = read(tmp_path)
    assert len(told) == 1
    assert told[0].startswith(f"{place}:1:1 ")
    assert ".size error" in told[0]


def test_an_article_of_two_megabytes_is_read(tmp_path: Path):
    library, told = read(tmp_path, {"content/a.md": "# A\n\n" + "x" * (MAX_BYTES - 6)})
    assert told == []
    assert len(library.articles["a"].original.body) == MAX_BYTES - 1


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = Path.read_bytes

    def refused(path: Path) -> bytes:
        # Not by taking the permission away: the superuser may read everything.
        if path.name == "a.md":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    library, told = read(tmp_path, {"content/a.md": "# A\n", "content/b.md": "# B\n"})
    assert told == ["content/a.md:1:1 A103.unreadable error"]
    assert list(library.articles) == ["b"]


def test_folders_may_be_as_deep_as_the_file_system_allows(tmp_path: Path):
    path = "/".join(["content", *(["d"] * 150), "a.md"])
    library, told = read(tmp_path, {path: "# A\n"})
    assert told == []
    assert len(library.articles) == 1


def test_no_content_folder_is_a_library_without_articles(tmp_path: Path):
    library, told = read(tmp_path)
    assert (dict(library.articles), told, library.has_content) == ({}, [], False)


def test_a_content_folder_that_is_a_file_is_a_library_without_articles(tmp_path: Path):
    library, _ = read(tmp_path, {"content": "no folder"})
    assert dict(library.articles) == {}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        # Two files that would be one page.
        ({"content/help/a.md": "", "content/help/a/index.md": ""}, None),
        ({"content/help/index.md": "", "content/help/README.md": ""}, None),
        (
            {"content/a.md": "---\nid: same\n---\n", "content/b.md": "---\nid: same\n---\n"},
            ["content/b.md:2:1 A201.id error"],
        ),
    ],
)
def test_two_files_of_one_name_both_have_a_place_or_are_told(tmp_path: Path, files, told):
    library, found = read(tmp_path, files)
    if told is None:
        assert len({article.address for article in library.articles.values()}) == 2
        assert found == []
    else:
        assert [one.replace(":5 ", ":1 ") for one in found] == told


def test_the_same_article_twice_in_one_language_is_told_in_both_languages(tmp_path: Path):
    write(tmp_path, {"content/help/a.md": "# 題\n", "content/help/a.ja.md": "# 題\n", "site_config/site.yml": SITE})
    (finding,) = load(Layout.of(tmp_path), TODAY).findings
    assert finding.code == "A202"
    for language in ("ja", "en"):
        assert "(ja)" in message(finding, language).replace("（", "(").replace("）", ")").replace('("ja")', "(ja)")
