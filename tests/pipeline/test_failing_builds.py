"""A build that fails, or is told to stop, leaves the last good site as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.content_repository import THREE_LINES, ContentRepository, bytes_below, differing
from tests.pipeline.in_process import build, sites

FAULTS: dict[str, tuple[str, str | bytes]] = {
    "an article": ("content/help/returns/how-to.md", "---\ntitle: [\n---\n"),
    "a tree": ("decision_trees/returns.yml", "schema: support-tree/1\n"),
    "a registry": ("site_config/values.yml", "values: []\n"),
    "a link from public to internal": ("content/help/returns/how-to.md", "# A\n\n[x](article:manual/returns)\n"),
    "a picture that cannot be cleaned": ("content/help/returns/box.png", b"\x89PNG\r\n\x1a\n\0\0\xff\xffIHDR"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_errors_are_told_with_their_file_and_the_site_stands(tmp_path: Path, fault: str):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    shop.write("content/help/returns/box.md", "# 箱\n\n![箱](box.png)\n")
    shop.write("content/help/returns/box.png", (Path(__file__).parent.parent / "fixtures/sites/box.png").read_bytes())
    build(shop)
    good = sites(shop)
    path, text = FAULTS[fault]
    shop.write(path, text)
    outcome = shop.annai("build")
    assert outcome.code == 1, outcome.said
    assert "Traceback" not in outcome.said
    assert path in outcome.said
    assert differing(sites(shop), good) == []


def test_a_configuration_that_is_no_yaml_is_told_in_one_line(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop", {"mkdocs.yml": "plugins: [annai\n", "content/a.md": "# A\n"})
    outcome = shop.annai("build")
    assert outcome.code == 2
    assert "Traceback" not in outcome.said
    assert "mkdocs.yml" in outcome.said
    assert not (shop.root / "site").exists()


@pytest.mark.parametrize("option", ["colour: red", "default_audience: guests", "default_state: x", "languages: 7"])
def test_options_that_cannot_be_stop_every_site(tmp_path: Path, option: str):
    shop = ContentRepository.of(tmp_path / "shop")
    shop.write("mkdocs.yml", THREE_LINES.replace("[annai]", f"[{{annai: {{{option}}}}}]"))
    outcome = shop.annai("build")
    assert outcome.code == 2, outcome.said
    assert "Traceback" not in outcome.said
    assert option.partition(":")[0] in outcome.said or "guests" in outcome.said
    assert not (shop.root / "site").exists()


@pytest.mark.parametrize("arguments", [["--audience", "agents"], ["--audience", ""], ["--today", "soon"]])
def test_arguments_that_cannot_be_stop_every_site(tmp_path: Path, arguments: list[str]):
    shop = ContentRepository.of(tmp_path / "shop")
    outcome = shop.annai("build", *arguments)
    assert outcome.code == 2, outcome.said
    assert "Traceback" not in outcome.said
    assert not (shop.root / "site").exists()


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop")
    shop.write("site", "a file where the sites should go")
    outcome = shop.annai("build")
    assert outcome.code == 2, outcome.said
    assert "Traceback" not in outcome.said
    assert (shop.root / "site").read_text() == "a file where the sites should go"


def test_a_site_without_content_is_a_site(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop", {"mkdocs.yml": THREE_LINES, "content/.keep": ""})
    outcome = shop.annai("build")
    assert outcome.code == 0, outcome.said
    assert (shop.site() / "index.html").is_file()


def test_one_audience_alone_leaves_the_other_site_as_it_is(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop")
    build(shop)
    before = bytes_below(shop.site("agent"))
    shop.write("content/help/more.md", "# もっと\n")
    outcome = shop.annai("build", "--audience", "public")
    assert outcome.code == 0, outcome.said
    assert (shop.site() / "help/more/index.html").is_file()
    assert bytes_below(shop.site("agent")) == before
