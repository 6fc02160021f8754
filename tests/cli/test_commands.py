"""The command line: help that reads well, exit codes, findings for people and machines, the language of messages."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from tests.pipeline.content_repository import FOREIGN, ContentRepository, bytes_below

COMMANDS = ("build", "check", "search", "schema", "serve", "metrics")
FAULTY = "---\ntitle: a\ntitle: b\n---\n# A\n"
WARNED = "# B\n\n[x](nowhere.md)\n"


@pytest.fixture
def shop(tmp_path: Path) -> ContentRepository:
    return ContentRepository.of(tmp_path / "shop")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_help_names_every_command_and_the_exit_codes(shop: ContentRepository, language: str):
    told = shop.annai("--help", ANNAI_LANGUAGE=language).output
    assert all(f"\n  {command} " in told for command in COMMANDS)
    assert re.search(r"0\D.*1\D.*2\D", told, re.DOTALL)
    assert bool(re.search("[ぁ-ん]", told)) == (language == "ja")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_its_help_what_it_does(shop: ContentRepository, command: str):
    outcome = shop.annai(command, "--help")
    assert outcome.code == 0
    assert len(outcome.output.splitlines()) > 4
    assert max(map(len, outcome.output.splitlines())) <= 100


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"ANNAI_LANGUAGE": "ja", "LANG": "en_US.UTF-8"}, "ja"),
        ({"ANNAI_LANGUAGE": "", "LANG": "ja_JP.UTF-8"}, "ja"),
        ({"ANNAI_LANGUAGE": "", "LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"ANNAI_LANGUAGE": "", "LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_messages_are_in_the_language_of_the_locale(
    shop: ContentRepository, environment: dict[str, str], language: str
):
    shop.write("content/help/a.md", FAULTY)
    told = shop.annai("check", **environment).output
    assert "content/help/a.md:3:1: " in told
    assert bool(re.search("[ぁ-ん]", told)) == (language == "ja")


def test_a_clean_repository_is_checked_without_a_word_on_standard_output(shop: ContentRepository):
    outcome = shop.annai("check")
    assert (outcome.code, outcome.output) == (0, "")
    assert not (shop.root / "site").exists()


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("text", "options", "code"),
    [(FAULTY, [], 1), (WARNED, [], 0), (WARNED, ["--strict"], 1), ("# C\n", ["--strict"], 0)],
)
def test_the_exit_code_says_whether_there_are_errors(
    shop: ContentRepository, command: str, text: str, options, code: int
):
    shop.write("content/help/a.md", text)
    assert shop.annai(command, *options).code == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["build", "--unknown"],
        ["check", "--format", "xml"],
        ["check", "--today", "someday"],
        ["-C", "nowhere", "check"],
        ["search"],
        ["search", "x", "--audience", "agents"],
        ["search", "x", "--language", "fr"],
        ["serve", "--port", "99999"],
    ],
)
def test_what_cannot_be_run_is_told_in_a_few_lines(shop: ContentRepository, arguments: list[str]):
    outcome = shop.annai(*arguments)
    assert outcome.code == 2
    assert outcome.output == ""
    assert "Traceback" not in outcome.errors
    assert 1 <= len(outcome.errors.splitlines()) <= 6


def test_check_needs_no_configuration(tmp_path: Path):
    files = {path: text for path, text in FOREIGN.items() if path != "mkdocs.yml"}
    shop = ContentRepository.of(tmp_path / "shop", {**files, "content/help/a.md": FAULTY})
    assert shop.annai("check").code == 1
    assert shop.annai("build").code == 2


def test_a_command_may_name_the_folder_it_is_about(shop: ContentRepository, tmp_path: Path):
    elsewhere = ContentRepository.of(tmp_path / "elsewhere", {})
    shop.write("content/help/a.md", FAULTY)
    outcome = elsewhere.annai("-C", "../shop", "check")
    assert outcome.code == 1
    # Paths are the repository's, wherever the command was started.
    assert outcome.output.startswith("content/help/a.md:3:1: ")


def test_findings_for_machines_are_a_list_with_places(shop: ContentRepository):
    shop.write("content/help/a.md", FAULTY)
    shop.write("content/help/b.md", b"\xff")
    outcome = shop.annai("check", "--format", "json")
    found = json.loads(outcome.output)
    assert [(one["code"], one["severity"], one["path"], one["line"], one["column"]) for one in found] == [
        ("A101", "error", "content/help/a.md", 3, 1),
        ("A103", "error", "content/help/b.md", 1, 1),
    ]
    assert all(one.keys() == {"code", "severity", "path", "line", "column", "message", "hint"} for one in found)
    assert all(one["message"] for one in found)


def test_a_clean_repository_is_an_empty_list_for_machines(shop: ContentRepository):
    assert json.loads(shop.annai("check", "--format", "json").output) == []


def test_findings_for_a_review_on_github_stand_at_their_lines(shop: ContentRepository):
    shop.write("content/help/a.md", FAULTY)
    shop.write("content/help/per%cent,comma:colon.md", WARNED)
    lines = shop.annai("check", "--format", "github").output.splitlines()
    assert lines[0].startswith("::error file=content/help/a.md,line=3,col=1,title=A101::")
    (other,) = lines[1:] or [""]
    assert not other or other.startswith("::warning file=content/help/per%25cent%2Ccomma%3Acolon.md,line=3,col=")


def test_errors_of_every_kind_are_told_at_once(shop: ContentRepository):
    shop.write("content/help/a.md", FAULTY)
    shop.write("content/help/b.md", "# B\n\n/// agent\nsecret\n")
    shop.write("decision_trees/t.yml", "schema: support-tree/1\nid: t\n")
    shop.write("site_config/values.yml", "schema: support-values/1\nvalue: {}\n")
    told = {one["path"] for one in json.loads(shop.annai("check", "--format", "json").output)}
    assert {"content/help/a.md", "content/help/b.md", "decision_trees/t.yml", "site_config/values.yml"} <= told


def test_checking_writes_nothing_but_what_it_remembers(shop: ContentRepository):
    before = bytes_below(shop.root).keys()
    shop.annai("check")
    assert {path.partition("/")[0] for path in bytes_below(shop.root).keys() - before} <= {".annai"}


def test_a_build_ends_with_what_a_person_wants_to_know(shop: ContentRepository):
    shop.write("content/help/b.md", WARNED)
    told = shop.annai("build").errors
    assert re.search(r"public: \d+ pages .* site/public", told)
    assert re.search(r"agent: \d+ pages .* site/agent", told)
    assert re.search(r"0 errors, 1 warning.* s .*site/public/index\.html.*site/agent/index\.html", told)


def test_the_lock_is_written_when_it_is_asked_for_and_then_watched(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    assert shop.annai("check", "--update-lock").code == 0
    lock = shop.root / "decision_trees/trees.lock.json"
    assert json.loads(lock.read_bytes())["format"] == "annai-lock/1"
    before = lock.read_bytes()
    assert shop.annai("check", "--update-lock").code == 0
    assert lock.read_bytes() == before
    shop.edit("decision_trees/returns.yml", "  refuse:", "  refused:")
    shop.edit("decision_trees/returns.yml", "go: refuse}", "go: refused}")
    told = shop.annai("check", "--update-lock")
    assert told.code == 1
    assert lock.read_bytes() == before


def test_schemas_are_written_for_editors(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    assert shop.annai("schema").code == 0
    schemas = {path.name for path in (shop.root / ".annai/schema").iterdir()}
    assert {"tree.schema.json", "tools.schema.json"} <= schemas


def test_search_finds_what_its_audience_may_read(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop")
    found = shop.annai("search", "到着から8日")
    assert found.code == 0
    assert "返品の条件" in found.output
    assert "/help/returns/policy/" in found.output
    assert shop.annai("search", "ゆっくり話す").code == 1
    internal = shop.annai("search", "ゆっくり話す", "--audience", "agent")
    assert (internal.code, "話し方" in internal.output) == (0, True)


@pytest.mark.parametrize(
    "query", ["", " ", "*", "AND", '"', "(((", "title:x", "a~2", "]", "\\", "？", "a" * 5000, "返品*"]
)
def test_a_query_may_be_anything(shop: ContentRepository, query: str):
    outcome = shop.annai("search", "--", query)
    assert outcome.code in (0, 1)
    assert "Traceback" not in outcome.said


def test_reading_only_the_first_lines_ends_quietly(shop: ContentRepository):
    for number in range(300):
        shop.write(f"content/help/f{number}.md", FAULTY)
    outcome = shop.run(["sh", "-c", f"'{Path(sys.executable).with_name('annai')}' check | head -n 1"])
    assert outcome.output.count("\n") == 1
    assert "Traceback" not in outcome.errors
    assert "BrokenPipe" not in outcome.errors
