"""What writers who know no YAML mistype: told at the very character, in their language, with how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from annai.audience.checks import check_articles
from annai.diagnostics import Finding
from annai.diagnostics.wording import hint, message
from annai.sources import Layout, load, yaml_reader
from annai.sources.yaml_reader import read_tokens
from tests.sources.folder import SITE, TODAY, read, write

# What the mistake is, a text with it, the wording's key, its line and column.
MISTYPED = [
    ("tab for indentation", "a:\n\tb: 1\n", "T101.tab", 2, 1),
    ("tab behind spaces", "a:\n  b: 1\n  \tc: 1\n", "T101.tab", 3, 3),
    ("full-width colon", "a: 1\nb：2\nc: 3\n", "T101.wide-colon", 2, 2),
    ("full-width colon further in", "a:\n  b：1\n  c: 2\n", "T101.wide-colon", 2, 4),
    ("full-width colon in a list", "a:\n  - b：1\n    c: 2\n", "T101.wide-colon", 2, 6),
    ("full-width colon in the last line", "a: 1\nb：2\n", "T101.wide-colon", 2, 2),
    ("full-width space behind the colon", "a: 1\nb:　2\nc: 3\n", "T101.wide-space", 2, 3),
    ("full-width space behind the hyphen", "a:\n  - b\n  -　c\n  - d\n", "T101.wide-space", 3, 4),
    ("full-width indentation", "a:\n  b: 1\n　　c: 2\n  d: 3\n", "T101.wide-space", 3, 1),
    ("full-width comma", 'a: ["x"，"y"]\n', "T101.wide-comma", 1, 8),
    ("Japanese comma", "a: {b: c、d: e}\n", "T101.wide-comma", 1, 9),
    ("no space behind the colon", "a: 1\nb:2\nc: 3\n", "T101.joined", 2, 2),
    ("words without a key", "a: 1\nただの文\nb: 2\n", "T101.no-colon", 2, 1),
    ("colon in a text", "a: 注意: b\n", "T101.colon", 1, 6),
    ("colon in a text in braces", "a: {b: c: d}\n", "T101.colon", 1, 9),
    ("indented too far", "a:\n  b: 1\n   c: 2\n", "T101.indent", 3, 4),
    ("not indented enough", "a:\n    b: 1\n  c: 2\n", "T101.indent", 3, 3),
    ("quote left open", "a: 'x\nb: 1\n", "T101.quote", 1, 4),
    ("quote closed by the next one", 'a: "x\nb: "y"\n', "T101.quote", 1, 4),
    ("text behind a quote", 'a: "x"y\n', "T101.after", 1, 7),
    ("text behind a bracket", "a: [x] y\n", "T101.after", 1, 8),
    ("bracket left open", "a: [x, y\nb: 1\n", "T101.bracket", 1, 4),
    ("brace left open", "a: {b: c\nd: e\n", "T101.bracket", 1, 4),
    ("text that begins with a value", "a: {{value:x}} y\n", "T101.braces", 1, 5),
    ("text that begins with @", "a: @x\n", "T101.first", 1, 4),
    ("bold text", "a: **x**\n", "T101.first", 1, 4),
    ("list on the line of its key", "a: - b\n", "T101.dash", 1, 4),
    ("backslash", 'a: "C:\\さ"\n', "T101.escape", 1, None),
    ("control character", "a: 1\x07\n", "T101.character", 1, 5),
    ("conflict in git", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", "T101.conflict", 2, 1),
    ("nothing but a key with a full-width colon", "# あ\na：1\n", "T101.wide-colon", 2, 2),
    ("nothing but a key without a space", "a:1\n", "T101.joined", 1, 2),
    # Whatever else: the parser's own words, and where it stopped.
    ("a second document", "a: 1\n...\nb: 1\n", "T101.yaml", 3, 1),
]


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(("text", "key", "line", "column"), [pytest.param(*one[1:], id=one[0]) for one in MISTYPED])
def test_a_mistake_is_told_where_it_was_made(monkeypatch, loader, text: str, key: str, line: int, column: int | None):
    monkeypatch.setattr(yaml_reader, "LOADER", loader)
    _, _, (finding,) = read_tokens(text, "x.yml")
    assert (finding.key, finding.mark.line) == (key, line)
    assert column in (finding.mark.column, None)
    assert message(finding, "en")
    assert hint(finding, "en")
    japanese = message(finding, "ja") + hint(finding, "ja")
    # No English but names of things, and the parser's words in parentheses where there are no others.
    if key == "T101.yaml":
        assert f"（{finding.args['problem']}）" in japanese
    else:
        assert not re.search("[a-z]{3,} [a-z]{3,}", japanese)


@pytest.mark.parametrize(
    "text",
    [
        # The line above is text that has a wide colon or space in it; the fault is another.
        "a: |\n  FAQ：1\nb: [x\n",
        "a: |\n  　本文\nb: [x\n",
        "a: 次：どれ\nb: [x\n",
        "a: [次、どれ\nb: 1\n",
    ],
)
def test_a_wide_character_in_a_text_is_not_blamed(text: str):
    _, _, (finding,) = read_tokens(text, "x.yml")
    assert finding.key == "T101.bracket"


def test_finding_a_cause_does_not_take_ever_longer():
    _, _, (finding,) = read_tokens("a: [" + "\n、" * 20_000, "x.yml")
    assert finding.key == "T101.bracket"


FACTS = "schema: support-facts/1\nfacts:\n  f:\n    label: あ\n    source: answer\n    values: {x: い}\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # A required key that is misspelt is one fault.
        ("label: あ", "labell: あ", "4:13 T102.key"),
        ("label: あ", "Label: あ", "4:12 T102.key"),
        ("schema:", "shcema:", "1:9 T102.key"),
        # A key with a comment, or nothing, behind it.
        ("label: あ", "label: #あ", "4:5 T103.empty"),
        ("label: あ", "label:", "4:5 T103.empty"),
        ("    label: あ\n", "", "3:3 T103.key"),
        # In braces YAML takes key and value for one key.
        ("values: {x: い}", "values: {x:い}", "6:15 T101.joined"),
        ("values: {x: い}", "values: {x: い, y:う}", "6:21 T101.joined"),
        ("values: {x: い}", "values: {x: い, y：う}", "6:21 T101.wide-colon"),
        ("values: {x: い}", "values: {X: い}", "6:17 T104.form"),
        # A map that is one line of text.
        ("    values: {x: い}", "    values:\n      x:い", "7:8 T101.joined"),
        ("    values: {x: い}", "    values:\n      x：い", "7:8 T101.wide-colon"),
        ("values: {x: い}", "values: い", "6:13 T105.map"),
    ],
)
def test_a_key_that_is_not_what_it_should_be_is_told_once(tmp_path: Path, old: str, new: str, told: str):
    assert old in FACTS
    _, found = read(tmp_path, {"site_config/facts.yml": FACTS.replace(old, new), "site_config/site.yml": SITE})
    assert found == [f"site_config/facts.yml:{told} error"]


def test_a_reason_with_a_misspelt_definition_is_told_so(tmp_path: Path):
    reasons = "schema: support-reasons/1\nreasons:\n  A: {title: あ, group: い, defintion: う}\n"
    _, found = read(tmp_path, {"site_config/reasons.yml": reasons, "site_config/site.yml": SITE})
    assert found == ["site_config/reasons.yml:3:38 T102.key error"]


def test_a_notice_that_ends_before_it_starts_is_told_at_its_end(tmp_path: Path):
    notice = '  - {id: a, from: "2026-11-21T09:00+09:00", until: "2026-11-20T09:00+09:00", audience: public}\n'
    files = {"site_config/notices.yml": f"schema: support-notices/1\nnotices:\n{notice}", "site_config/site.yml": SITE}
    _, found = read(tmp_path, files)
    assert found == [f"site_config/notices.yml:3:{notice.index('until:') + 8} T105.notice-span error"]


def test_hours_and_weekdays_are_told_at_their_token(tmp_path: Path):
    calendars = 'schema: support-channels/1\ncalendars:\n  c:\n    title: c\n    weekly: {月-金: "09:00-19:00"}\n'
    _, found = read(tmp_path / "days", {"site_config/channels.yml": calendars, "site_config/site.yml": SITE})
    assert found == ["site_config/channels.yml:5:19 T105.weekday error"]
    calendars = calendars.replace("月-金", "mon-fri").replace("09:00-", "9:00〜")
    _, found = read(tmp_path / "hours", {"site_config/channels.yml": calendars, "site_config/site.yml": SITE})
    assert found == ["site_config/channels.yml:5:23 T105.span error"]


def test_where_one_text_stands_for_a_list_the_brackets_are_shown(tmp_path: Path):
    write(tmp_path, {"site_config/values.yml": VALUES, "site_config/site.yml": SITE.replace("[ja, en]", "ja")})
    told = [message(finding, "ja") for finding in load(Layout.of(tmp_path), TODAY).findings]
    assert told == ["languages はリストで書いてください（もしかして「[ja]」）"]


VALUES = "schema: support-values/1\nvalues:\n  fee: {text: {ja: 660円, en: 660 yen}, audience: public}\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("languages: [ja, en]", "languages：[ja, en]", "2:10 T101.wide-colon"),
        ("languages: [ja, en]", "languages: [ja, en", "2:12 T101.bracket"),
        ("languages: [ja, en]", "languages: [ja, 英語]", "2:17 T105.language"),
        ("languages: [ja, en]", "languages: [ja, en]\ntimezone: 日本", "3:11 T105.timezone"),
        ("schema: support-site/1\n", "", "1:1 T103.schema"),
    ],
)
def test_a_faulty_site_is_told_alone(tmp_path: Path, old: str, new: str, told: str):
    """What it would have said of languages is nobody else's fault."""
    files = {
        "site_config/site.yml": SITE.replace(old, new),
        "site_config/values.yml": VALUES,
        "content/help/a.md": "# 題\n{{value:fee}}\n",
        "content/help/a.en.md": "# Title\n",
        "content/help/_category.yml": "title: {ja: 題, en: Title}\n",
    }
    library, found = read(tmp_path, files)
    assert found == [f"site_config/site.yml:{told} error"]
    assert list(check_articles(library)) == []
    # Fail closed: nobody knows which folders are public.
    assert library.articles["help/a"].audience == "agent"


@pytest.mark.parametrize(
    ("old", "new"), [("values:\n", "values：\n"), (", audience: public", ""), ("support-values/1", "support-values/9")]
)
def test_articles_are_not_blamed_for_values_that_could_not_be_read(tmp_path: Path, old: str, new: str):
    files = {
        "site_config/site.yml": SITE,
        "site_config/values.yml": VALUES.replace(old, new),
        "content/help/a.md": "# 題\n{{value:fee}}\n",
    }
    memory: dict[str, tuple[Finding, ...]] = {}
    library, found = read(tmp_path, files)
    assert len(found) == 1
    assert list(check_articles(library, memory)) == []
    # Where there is no such file, it is the article's fault, whatever was said before.
    (tmp_path / "site_config/values.yml").unlink()
    assert [finding.key for finding in check_articles(read(tmp_path)[0], memory)] == ["T209.value"]
