"""One repository with everything that goes wrong in folders of articles: each fault has its line, the rest is built."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.pipeline.content_repository import THREE_LINES, ContentRepository

LEVELS = 10_000
FAULTY: dict[str, tuple[str | bytes, str]] = {
    "duplicate.md": ("---\ntitle: a\ntitle: b\n---\n", "A101"),
    "tag.md": ("---\ntitle: !!python/object:os.system x\n---\n", "A101"),
    "anchor.md": ("---\na: &x 1\n---\n", "A101"),
    "merge.md": ("---\n<<: {a: b}\n---\n", "A101"),
    "tab.md": ("---\n\ttitle: x\n---\n", "A101"),
    "list.md": ("---\n- a\n---\n", "A101"),
    "unclosed.md": ("---\ntitle: x\n", "A101"),
    "deep.md": ("---\na: " + "[" * LEVELS + "\n---\n", "A101"),
    "deeper.md": ("---\na: " + "{a: " * LEVELS + "\n---\n", "A101"),
    "bytes.md": (b"# a\n\xff\xfe", "A103"),
    "sixteen.md": ("# あ".encode("utf-16"), "A103"),
    "large.md": (b"x" * 20_000_000, "A103"),
    "quotes.md": (">" * LEVELS + "x", "A103"),
    "lists.md": ("- " * LEVELS + "x", "A103"),
    "brackets.md": ("[" * LEVELS, "A103"),
    "links.md": ("[a](" * LEVELS, "A103"),
    "block.md": ("/// agent\nx\n", "A401"),
    "look.md": ("／／／ agent\nx\n", "A402"),
    "same.md": ("---\nid: help/odd/fine\n---\n", "A201"),
}
FINE: dict[str, str | bytes] = {
    "fine.md": "# F\n",
    "empty.md": "",
    "front.md": "---\ntitle: x\n---",
    "no.md": "---\nno: yes\n12:30: x\nhide: true\ntemplate: x\ntags: a, b\nstatus: success\n---\n# N\n",
    "rule.md": "---\n\n# R\n",
    "mark.md": b"\xef\xbb\xbf---\r\ntitle: m\r\n---\r\n# M\r\n",
    "zero.md": "# Z\0\n",
    "boxes.md": "<div>" * LEVELS,
    "headings.md": "\n\n".join(f"## 見出し{number}" for number in range(5000)),
    "table.md": "|a|b|\n|-|-|\n" + "|x|y|\n" * 5000,
    "scripts.md": "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![d](data:image/png;base64,AAAA)\n",
    "with space & bang! #hash %25 q?.md": "# W\n",
    "日本語.md": "# 日\n",
    "x.md/inside.md": "# I\n",
    "only.en.md": "# O\n",
    "attached.xlsx": b"PK",
}


@pytest.fixture(scope="module")
def strange(tmp_path_factory) -> ContentRepository:
    made = ContentRepository.of(tmp_path_factory.mktemp("strange") / "shop", {"mkdocs.yml": THREE_LINES})
    for name, text in FINE.items():
        made.write(f"content/help/odd/{name}", text)
    return made


@pytest.mark.slow
def test_every_fault_is_told_at_its_file_and_nothing_is_written(strange: ContentRepository):
    for name, (text, _) in FAULTY.items():
        strange.write(f"content/help/odd/{name}", text)
    (strange.root / "content/help/odd/out.md").symlink_to("/etc/hostname")
    (strange.root / "content/help/odd/gone.md").symlink_to("nowhere")
    (strange.root / "content/help/odd/round").symlink_to(".")
    os.mkfifo(strange.root / "content/help/odd/pipe.md")
    try:
        outcome = strange.annai("check", "--format", "json")
        assert outcome.code == 1
        assert "Traceback" not in outcome.said
        errors = {
            (Path(one["path"]).name, one["code"]) for one in json.loads(outcome.output) if one["severity"] == "error"
        }
        # What can be told only by laying a text out is told once the files can be read.
        late = {
            name
            for name, (text, code) in FAULTY.items()
            if code == "A103" and str(text)[:4] in {">>>>", "- - ", "[[[[", "[a]("}
        }
        wanted = {(name, code) for name, (_, code) in FAULTY.items() if name not in late}
        # Of two articles with one id, the later one is told.
        assert errors == wanted | {("out.md", "A303"), ("gone.md", "A303"), ("round", "A303")}
        built = strange.annai("build")
        assert built.code == 1
        assert "Traceback" not in built.said
        assert not (strange.root / "site").exists()
    finally:
        for name in [*(name for name in FAULTY if name not in late), "out.md", "gone.md", "round", "pipe.md"]:
            strange.remove(f"content/help/odd/{name}")
    outcome = strange.annai("check", "--format", "json")
    assert {Path(one["path"]).name for one in json.loads(outcome.output) if one["severity"] == "error"} == late
    for name in late:
        strange.remove(f"content/help/odd/{name}")


@pytest.mark.slow
def test_what_is_only_odd_is_built(strange: ContentRepository):
    outcome = strange.annai("build")
    assert outcome.code == 0, outcome.said
    assert "Traceback" not in outcome.said
    for name in FINE:
        if name.endswith(".md"):
            assert (strange.site() / "help/odd" / name.removesuffix(".md") / "index.html").is_file(), name
    assert not list(strange.site().rglob("*.xlsx"))
    again = strange.annai("build")
    assert "(0 drawn)" in again.errors


@pytest.mark.parametrize("name", ["site_config", "decision_trees", "content"])
def test_folders_that_are_files_are_no_reason_for_a_traceback(tmp_path: Path, name: str):
    shop = ContentRepository.of(tmp_path / "shop", {"mkdocs.yml": THREE_LINES, name: "a file"})
    for command in ("check", "build"):
        outcome = shop.annai(command)
        assert "Traceback" not in outcome.said


CONFIGURATIONS: dict[str, str | bytes] = {
    "a list": "- a\n",
    "words": "words",
    "an open bracket": "plugins: [annai\n",
    "a tab": "\tplugins: [annai]\n",
    "bytes": b"site_name: \xff\n",
    "nothing": "",
    "no plugin": "site_name: x\ndocs_dir: content\n",
    "plugins as a map": "site_name: x\ndocs_dir: content\nplugins: {annai: {default_audience: public}}\n",
    "a list of lists": "site_name: x\ndocs_dir: content\nplugins: [[annai]]\n",
    "a plugin without a name": "site_name: x\ndocs_dir: content\nplugins: [{annai: }]\n",
    "options that are words": "site_name: x\ndocs_dir: content\nplugins: [{annai: words}]\n",
    "a folder that is not there": "site_name: x\ndocs_dir: nowhere\nplugins: [annai]\n",
    "a theme that is not there": "site_name: x\ndocs_dir: content\ntheme: nowhere\nplugins: [annai]\n",
    "a number as name": "site_name: 7\ndocs_dir: content\nplugins: [annai]\n",
    "tags of MkDocs": "site_name: !ENV [NOTHING, x]\ndocs_dir: content\nplugins: [annai]\n",
    "another plugin too": "site_name: x\ndocs_dir: content\nplugins: [search, annai]\n",
    "deep": "a: " + "[" * 500 + "]" * 500 + "\n",
}


@pytest.mark.parametrize("way", CONFIGURATIONS)
def test_whatever_mkdocs_yml_says_there_is_a_site_or_a_clear_line(tmp_path: Path, way: str):
    shop = ContentRepository.of(tmp_path / "shop", {"mkdocs.yml": CONFIGURATIONS[way], "content/help/a.md": "# A\n"})
    outcome = shop.annai("build")
    assert "Traceback" not in outcome.said
    assert outcome.code in (0, 2)
    assert (outcome.code == 0) == (shop.site() / "index.html").is_file()
    if outcome.code == 2:
        assert outcome.errors.strip()
