"""Front matter: typed, optional, forgiving towards other systems, and told with its place where it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annai.diagnostics.wording import hint, message
from annai.sources import Layout, load
from annai.sources.front_matter import read_article_file
from tests.sources.folder import SITE, TODAY, read, write

FAULTS: list[tuple[str, str | bytes, str]] = [
    ("a key twice", "---\ntitle: a\nid: x\ntitle: b\n---\n", "4:1 A101.T101-duplicate"),
    ("a tag", "---\ntitle: !!python/name:os.system x\n---\n", "2:8 A101.T106-tag"),
    ("an anchor", "---\ntitle: &a x\n---\n", "2:8 A101.T106-anchor"),
    ("a merge", "---\n<<: {title: x}\n---\n", "2:1 A101.T106-merge"),
    ("a tab", "---\n\ttitle: x\n---\n", "2:1 A101.T101-tab"),
    ("an open quote", "---\ntitle: 'x\n---\n", "2:8 A101.T101-quote"),
    ("not YAML at all", "---\n: : [\n---\n", "2:1 A101.T101-indent"),
    ("a list", "---\n- a\n---\n", "2:1 A101.T101-top"),
    ("words", "---\njust words\n---\n", "2:1 A101.T101-top"),
    ("never closed", "---\ntitle: x\n# 見出し\n", "1:1 A101.open"),
    ("too deep", "---\ntitle: " + "[" * 100 + "\n---\n", "2:71 A101.T101-depth"),
    ("a character that YAML forbids", "---\ntitle: x\nsummary: a\x00b\n---\n", "3:11 A101.T101-character"),
    ("not UTF-8", b"---\ntitle: \x82\xa0\n---\n", "2:8 A103.encoding"),
    ("UTF-16", "# あ".encode("utf-16"), "1:1 A103.encoding"),
    ("not UTF-8 in the body", b"# a\n\n\xe3\x81\x82\xff\n", "3:2 A103.encoding"),
]


@pytest.mark.parametrize("managed", [True, False], ids=["managed", "foreign"])
@pytest.mark.parametrize(("text", "place"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_what_cannot_be_read_is_an_error_at_its_place(tmp_path: Path, text: str | bytes, place: str, managed: bool):
    files: dict[str, str | bytes] = {"content/help/a.md": text, "content/help/b.md": "# B\n"}
    library, told = read(tmp_path, {**files, **({"site_config/site.yml": SITE} if managed else {})})
    assert told == [f"content/help/a.md:{place} error"]
    # The others are read all the same.
    assert "help/b" in library.articles


# What another system wrote into a key of ours: a warning and the default there, an error where our formats are meant.
FOREIGN = [
    ("state: Published", "2:8 A102.T105-state"),
    ("related: 7", "2:10 A102.T105-list"),
    ("related: {a: b}", "2:1 A102.T105-list"),
    ("audience: everybody", "2:11 A102.audience"),
    ("order: first", "2:8 A102.T105-int-token"),
    ("promoted: maybe", "2:11 A102.T105-bool"),
    ("review_by: soon", "2:12 A102.T105-date"),
    ("updated: 2026-13-45", "2:10 A102.T105-no-day"),
    ("kind: tutorial", "2:7 A102.T105-choice"),
    ("aliases: ['https://elsewhere.example/']", "2:11 A102.T105-alias"),
    ("aliases: [../up]", "2:11 A102.T105-alias"),
    ("title: [a, b]", "2:1 A102.T105-text"),
    ("title: {a: b}", "2:1 A102.T105-text"),
    ("owner: Sales & Marketing", "2:8 A102.T104-form"),
    ("changes: none", "2:10 A102.T105-list"),
    ("asked_as: 返したい", "2:11 A102.T105-list"),
]


@pytest.mark.parametrize(("line", "place"), FOREIGN)
def test_a_foreign_value_is_a_warning_and_the_default_holds(tmp_path: Path, line: str, place: str):
    library, told = read(tmp_path, {"content/help/a.md": f"---\n{line}\n---\n# 題\n"})
    assert told == [f"content/help/a.md:{place} warning"]
    article = library.articles["help/a"]
    assert article.original.state == "validated"
    assert article.audience == ("agent" if line.startswith("audience") else "public")


@pytest.mark.parametrize(("line", "place"), FOREIGN)
def test_the_same_value_is_an_error_where_the_formats_are_ours(tmp_path: Path, line: str, place: str):
    _, told = read(tmp_path, {"content/help/a.md": f"---\n{line}\n---\n# 題\n", "site_config/site.yml": SITE})
    assert told == [f"content/help/a.md:{place} error"]


@pytest.mark.parametrize(
    "line",
    [
        "hide: true",
        "template: x",
        "tags: a, b",
        "status: success",
        "no: yes",
        "12:30: x",
        "Title: 大文字",
        "x-ours: {a: [1]}",
        "date: 2026-13-45",
        "title:",
        "title: ''",
        "title: ~",
        "related: []",
        "related:",
        "asked_as: [返したい]",
        "id: 360012",
        "title: 2026-11-22",
        "title: no",
        "title: 007",
        "weight: 1.5",
        "# title: x",
    ],
)
@pytest.mark.parametrize("managed", [True, False], ids=["managed", "foreign"])
def test_other_keys_and_empty_values_are_nobodys_fault(tmp_path: Path, line: str, managed: bool):
    files = {"content/help/a.md": f"---\n{line}\n---\n# 題\n"}
    library, told = read(tmp_path, {**files, **({"site_config/site.yml": SITE} if managed else {})})
    assert told == []
    assert len(library.articles) == 1


def test_values_are_what_was_typed(tmp_path: Path):
    text = "---\nid: 360012\ntitle: no\nsummary: 0123\nasked_as: [yes, 12:30, null]\n---\n"
    library, told = read(tmp_path, {"content/help/a.md": text})
    assert told == []
    article = library.articles["360012"]
    assert (article.original.title, article.original.summary) == ("no", "0123")
    assert article.original.asked_as[:2] == ("yes", "12:30")


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("# A\n", "# A\n", 1),
        ("---\ntitle: x\n---\n# A\n", "# A\n", 4),
        ("---\ntitle: x\n...\n# A\n", "# A\n", 4),
        ("--- \ntitle: x\n---  \n# A\n", "# A\n", 4),
        ("\ufeff---\ntitle: x\n---\n# A\n", "# A\n", 4),
        ("---\r\ntitle: x\r\n---\r\n# A\r\n", "# A\n", 4),
        ("---\rtitle: x\r---\r# A\r", "# A\n", 4),
        ("---\n---\n# A\n", "# A\n", 3),
        ("---\ntitle: x\n---", "", 4),
        # A rule at the top, not front matter.
        ("---\n\n# A\n", "---\n\n# A\n", 1),
        ("----\nTitle\n----\n", "----\nTitle\n----\n", 1),
        ("\n---\nNote: x\n---\n", "\n---\nNote: x\n---\n", 1),
        ("---", "---", 1),
        ("", "", 1),
        ("\ufeff", "", 1),
        ("\n \n", "\n \n", 1),
        ("a\0b\n", "a\0b\n", 1),
    ],
)
def test_the_body_begins_behind_the_front_matter(text: str, body: str, line: int):
    file = read_article_file(text.encode(), "content/a.md", "digest", strict_keys=True)
    assert file is not None
    assert (file.body, file.body_line, file.findings) == (body, line, ())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n---\ntitle: x\n---\n", 2),
        ("\n\n \n---\naudience: agent\n---\n", 4),
        (" ---\ntitle: x\n---\n", 1),
        ("----\ntitle: x\n----\n", 1),
        ("－－－\ntitle: x\n－－－\n", 1),
        ("—\n", None),
        ("――\ntitle：x\n", 1),
        ("title: x\naudience: agent\n---\n# A\n", 1),
        ("title: x\n\n# A\n", None),
    ],
)
def test_front_matter_that_is_not_at_the_top_would_be_published_as_text(text: str, line: int | None):
    for strict, severity in ((True, "error"), (False, "warning")):
        file = read_article_file(text.encode(), "content/a.md", "digest", strict_keys=strict)
        assert file is not None
        assert file.body == text
        told = [(finding.key, finding.mark.line, finding.severity) for finding in file.findings]
        assert told == ([("A101.start", line, severity)] if line else [])


def test_a_misspelt_key_inside_a_key_of_ours_is_named(tmp_path: Path):
    text = "---\nchanges:\n  - {date: 2026-11-01, waht: x}\n---\n# 題\n"
    _, told = read(tmp_path, {"content/help/a.md": text, "site_config/site.yml": SITE})
    assert told == ["content/help/a.md:3:30 A102.T102-key error"]


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("review_by: 2027/3/31", "2027-03-31"),
        ("review_by: 2027年3月31日", "2027-03-31"),
        ("review_by: ２０２７－０３－３１", "2027-03-31"),
        ("order: １２", "12"),
        ("promoted: はい", "true"),
        ("state: 下書き", "draft"),
        ("reasons: [ret-mind]", "RET-MIND"),
        ("review_by: 2027-03", ""),
    ],
)
def test_a_value_of_the_wrong_form_comes_with_the_one_that_was_meant_and_a_hint(tmp_path: Path, line: str, near: str):
    write(tmp_path, {"content/help/a.md": f"---\n{line}\n---\n# 題\n", "site_config/site.yml": SITE})
    (finding,) = load(Layout.of(tmp_path), TODAY).findings
    assert finding.args.get("near", "") == near
    for language in ("ja", "en"):
        assert near in message(finding, language)
        assert hint(finding, language)
    assert "date" not in finding.key or "2027-03-31" in hint(finding, "ja")


@pytest.mark.parametrize("text", ["", "---\ntitle:\n---\n", "\n\n", "---\n---"])
def test_an_article_without_a_word_is_named_after_its_file(tmp_path: Path, text: str):
    library, told = read(tmp_path, {"content/help/a.md": text})
    assert told == []
    assert library.articles["help/a"].original.title is None


@given(st.binary(max_size=400))
def test_no_bytes_stop_an_article(data: bytes):
    file = read_article_file(data, "content/a.md", "digest", strict_keys=True)
    if file is not None:
        assert file.body_line >= 1


KEYS = st.sampled_from(["id", "title", "audience", "state", "related", "aliases", "changes", "order", "x", "owner"])
VALUES = st.sampled_from(
    ["", "a", "[a, b]", "{a: b}", "7", "2026-01-01", "[", "&a", "true", "- a", "[[a]]", "|", "'", "あ"]
)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=6), st.booleans())
def test_no_front_matter_stops_an_article(lines: list[tuple[str, str]], strict: bool):
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in lines) + "---\nbody\n"
    file = read_article_file(text.encode(), "content/a.md", "digest", strict_keys=strict)
    assert file is not None
    assert file.body.endswith("body\n")
    for finding in file.findings:
        assert 1 <= finding.mark.line <= text.count("\n") + 1
