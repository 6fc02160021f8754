"""The same input gives the same bytes in both sites, whatever is remembered and however it is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.content_repository import ContentRepository, bytes_below, differing
from tests.pipeline.in_process import build, cold, sites


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> dict[str, bytes]:
    """Both sites of the small shop, built for the first time."""
    return sites(ContentRepository.of_shop(tmp_path_factory.mktemp("first") / "shop").built())


def test_a_second_repository_with_the_same_files_gets_the_same_sites(first, tmp_path: Path):
    assert {path.partition("/")[0] for path in first} == {"agent", "public"}
    assert differing(first, cold(ContentRepository.of_shop(tmp_path / "shop"), tmp_path / "elsewhere")) == []


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_order_in_which_python_happens_to_hash_is_not_seen(first, tmp_path: Path, seed: str):
    repository = ContentRepository.of_shop(tmp_path / "shop").built(PYTHONHASHSEED=seed)
    assert differing(first, sites(repository)) == []


def test_building_again_changes_nothing(first, tmp_path: Path):
    repository = ContentRepository.of_shop(tmp_path / "shop")
    for _ in range(3):
        build(repository)
        assert differing(first, sites(repository)) == []


def test_what_builds_remember_is_not_seen(first, tmp_path: Path):
    repository = ContentRepository.of_shop(tmp_path / "shop")
    build(repository)
    repository.forget()
    build(repository)
    assert differing(first, sites(repository)) == []


def test_a_change_taken_back_leaves_no_trace(first, tmp_path: Path):
    repository = ContentRepository.of_shop(tmp_path / "shop").built()
    before = bytes_below(repository.root / "content")
    repository.edit("content/help/returns/how-to.md", "title: ", "title: x")
    repository.write("content/help/more.md", "# もっと\n")
    repository.write("content/help/returns/policy.md", before["help/returns/policy.md"] + b"\nmore\n")
    changed = sites(repository.built())
    assert differing(first, changed) != []
    for path, data in before.items():
        repository.write(f"content/{path}", data)
    repository.remove("content/help/more.md")
    assert differing(first, sites(repository.built())) == []


@pytest.mark.parametrize("audience", ["public", "agent"])
def test_mkdocs_makes_the_site_that_annai_makes(first, tmp_path: Path, audience: str):
    repository = ContentRepository.of_shop(tmp_path / "shop")
    outcome = repository.mkdocs("build", ANNAI_AUDIENCE=audience)
    assert outcome.code == 0, outcome.said
    made = bytes_below(repository.site(audience))
    assert (
        differing(
            {path: data for path, data in first.items() if path.startswith(f"{audience}/")}, made_as(made, audience)
        )
        == []
    )


def made_as(files: dict[str, bytes], audience: str) -> dict[str, bytes]:
    return {f"{audience}/{path}": data for path, data in files.items()}


def test_so_many_articles_that_several_processes_render_them_come_out_the_same(tmp_path: Path):
    files = {"mkdocs.yml": "site_name: Help\ndocs_dir: content\nplugins: [annai]\n"}
    for number in range(90):
        links = f"[前](a{number - 1}.md)と[次](a{number + 1}.md)" if 0 < number < 89 else ""
        files[f"content/help/s{number % 4}/a{number}.md"] = (
            f"# 記事{number}\n\n本文{number}です。\n\n## 手順\n\n{links}\n"
        )
    one = ContentRepository.of(tmp_path / "one", files).built()
    other = ContentRepository.of(tmp_path / "other", files)
    build(other)
    assert differing(sites(one), sites(other)) == []
