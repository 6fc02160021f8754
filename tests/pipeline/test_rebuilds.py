"""What a rebuild draws anew, what it leaves alone, and that it ends where a first build would."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from annai.pipeline.manifest import manifest_file
from annai.pipeline.publish import double
from tests.pipeline.content_repository import ContentRepository, bytes_below, differing, times_below
from tests.pipeline.in_process import build, build_if_clean, cold, sites


def pixel(grey: int) -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes([0, grey])))
        + chunk(b"IEND", b"")
    )


PIXEL, OTHER_PIXEL = pixel(0), pixel(200)


@pytest.fixture
def shop(tmp_path: Path) -> ContentRepository:
    """The small shop, built three times, so that all that alternates has come round."""
    repository = ContentRepository.of_shop(tmp_path / "shop")
    repository.write("content/help/returns/box.md", "# 箱\n\n箱に入れます。\n\n![箱](box.png)\n\nなお、丈夫な箱で。\n")
    repository.write("content/help/returns/box.png", PIXEL)
    for _ in range(3):
        build(repository)
    return repository


def touched(repository: ContentRepository, *, audience: str = "public") -> set[str]:
    """The files of a site that the next build writes anew."""
    before = times_below(repository.site(audience))
    build(repository)
    return set(differing(before, times_below(repository.site(audience))))


def test_a_build_without_a_change_writes_nothing(shop: ContentRepository):
    assert touched(shop) == set()


def test_words_in_a_body_are_drawn_where_they_are_read(shop: ContentRepository, tmp_path: Path):
    shop.edit("content/help/returns/box.md", "丈夫な箱で", "小さな箱で")
    written = touched(shop)
    assert {path for path in written if path.endswith(".html")} == {"help/returns/box/index.html"}
    assert written <= {"help/returns/box/index.html", "help/returns/box/index.md", "search/search_index.json"}
    assert differing(sites(shop), cold(shop, tmp_path / "cold")) == []


def test_words_for_agents_are_drawn_on_their_site_alone(shop: ContentRepository):
    shop.edit("content/help/returns/box.md", "なお", "/// agent\n社内の話\n///\n\nなお")
    before = sites(shop)
    build(shop)
    changed = differing(before, sites(shop))
    assert "agent/help/returns/box/index.html" in changed
    assert set(changed) <= {f"agent/{path}" for path in ("help/returns/box/index.html", "search/search_index.json")} | {
        "public/help/returns/box/index.md"
    }


def test_a_title_changes_in_every_list(shop: ContentRepository, tmp_path: Path):
    shop.edit("content/help/returns/box.md", "# 箱", "# 段ボール箱")
    build(shop)
    for page in ("help/returns/index.html", "help/returns/box/index.html"):
        assert "段ボール箱" in (shop.site() / page).read_text(encoding="utf-8"), page
    index = (shop.site() / "search/search_index.json").read_text(encoding="utf-8")
    # Material's worker gets marks of no width between the words.
    assert "段ボール箱" in index.replace("\u2060", "").replace("\u200b", "")
    assert differing(sites(shop), cold(shop, tmp_path / "cold")) == []


def test_a_deleted_article_is_gone_from_everywhere(shop: ContentRepository, tmp_path: Path):
    shop.remove("content/help/returns/box.md")
    build(shop)
    assert not (shop.site() / "help/returns/box").exists()
    assert not (shop.site() / "help/returns/box.png").exists()
    left = [path for path, data in sites(shop).items() if "丈夫な箱".encode() in data or b"returns/box" in data]
    assert left == []
    assert differing(sites(shop), cold(shop, tmp_path / "cold")) == []


def test_a_picture_that_changed_is_published_anew(shop: ContentRepository, tmp_path: Path):
    shop.write("content/help/returns/box.png", OTHER_PIXEL)
    build(shop)
    assert differing(sites(shop), cold(shop, tmp_path / "cold")) == []


def test_a_file_that_somebody_changed_in_the_site_is_mended(shop: ContentRepository):
    good = sites(shop)
    page = shop.site() / "help/returns/box/index.html"
    page.write_text("broken", encoding="utf-8")
    (shop.site() / "index.html").unlink()
    build(shop)
    assert differing(sites(shop), good) == []
    build(shop)
    assert differing(sites(shop), good) == []


def test_a_file_that_somebody_put_into_the_site_does_not_stay(shop: ContentRepository):
    good = sites(shop)
    (shop.site() / "help" / "left.html").write_text("left", encoding="utf-8")
    for _ in range(2):
        build(shop)
    assert differing(sites(shop), good) == []


def test_what_another_build_left_in_the_folder_of_the_public_site_never_comes_back(shop: ContentRepository):
    good = sites(shop)
    outcome = shop.mkdocs("build", "-d", "site/public", ANNAI_AUDIENCE="agent")
    assert outcome.code == 0, outcome.said
    for _ in range(3):
        build(shop)
        assert differing(sites(shop), good) == []


def test_a_site_behind_a_link_stays_where_the_link_leads(shop: ContentRepository, tmp_path: Path):
    served = tmp_path / "served"
    (shop.root / "site" / "public").rename(served)
    (shop.root / "site" / "public").symlink_to(served)
    shop.edit("content/help/returns/box.md", "丈夫な箱で", "小さな箱で")
    for _ in range(2):
        build(shop)
        assert (shop.root / "site" / "public").is_symlink()
        assert "小さな箱で" in (served / "help/returns/box/index.html").read_text(encoding="utf-8")


def test_a_file_becomes_a_page_and_a_page_a_file(shop: ContentRepository, tmp_path: Path):
    shop.write("content/help/returns/form", "a file without a suffix")
    shop.edit("content/help/returns/box.md", "なお", "[用紙](form)")
    for _ in range(2):
        build(shop)
    assert (shop.site() / "help/returns/form").is_file()
    shop.remove("content/help/returns/form")
    shop.write("content/help/returns/form.md", "# 用紙\n")
    for _ in range(2):
        build(shop)
        assert (shop.site() / "help/returns/form/index.html").is_file()
    shop.remove("content/help/returns/form.md")
    shop.write("content/help/returns/form", "a file without a suffix")
    for _ in range(2):
        build(shop)
        assert (shop.site() / "help/returns/form").is_file()
    assert differing(sites(shop), cold(shop, tmp_path / "cold")) == []


def test_a_site_that_is_removed_is_built_again(shop: ContentRepository):
    good = sites(shop)
    shutil.rmtree(shop.root / "site")
    build(shop)
    assert differing(sites(shop), good) == []


def test_an_article_that_becomes_internal_leaves_the_public_site(shop: ContentRepository, tmp_path: Path):
    shop.edit("content/help/returns/box.md", "# 箱", "---\naudience: agent\n---\n# 箱")
    build(shop)
    assert not (shop.site() / "help/returns/box").exists()
    assert not (shop.site() / "help/returns/box.png").exists()
    assert (shop.site("agent") / "help/returns/box/index.html").exists()
    hidden = [path for path in (shop.root / "site").rglob("*") if "public" in str(path) and path.name == "box.png"]
    assert [path for path in hidden if ".annai-" not in str(path)] == []
    assert differing(sites(shop), cold(shop, tmp_path / "cold")) == []


NAMES = st.sampled_from(["a", "b", "c", "s/a", "s/b", "s/index", "s/t/a", "index"])
TEXTS = st.sampled_from(
    [
        "# 一\n\n本文\n",
        "# 二\n\n本文\n\n![p](/p.png)\n",
        "---\ntitle: 三\naudience: agent\n---\n[a](/help/a/)\n",
        "---\ntitle: 四\nstate: draft\naliases: [/old/]\n---\n本文\n",
        "---\ntitle: 五\npromoted: true\norder: 1\n---\n本文\n\n/// agent\n内緒\n///\n\n[s](s/a.md)\n",
    ]
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), NAMES, TEXTS),
        st.tuples(st.just("remove"), NAMES, st.just("")),
        st.tuples(st.just("picture"), st.sampled_from(["p", "q"]), st.sampled_from(["one", "other"])),
        st.tuples(st.just("name"), st.just(""), st.sampled_from(["Help", "Center"])),
        st.tuples(st.just("forget"), st.just(""), st.just("")),
    ),
    min_size=3,
    max_size=7,
)


@pytest.mark.slow
@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(edits=EDITS)
def test_however_a_repository_came_about_its_sites_are_those_of_a_first_build(tmp_path_factory, edits):
    folder = tmp_path_factory.mktemp("edits")
    repository = ContentRepository.of(folder / "shop")
    repository.write("content/p.png", PIXEL)
    built = True
    build(repository)
    for what, name, text in edits:
        path = f"content/help/{name}.md"
        if what == "write":
            repository.write(path, text)
        elif what == "remove" and (repository.root / path).exists():
            repository.remove(path)
        elif what == "picture":
            repository.write(f"content/{name}.png", PIXEL if text == "one" else OTHER_PIXEL)
        elif what == "name":
            repository.write("mkdocs.yml", f"site_name: {text}\ndocs_dir: content\nplugins: [annai]\n")
        elif what == "forget":
            repository.forget()
        # Some of it links what is not there, or not for the public: then nothing is built.
        built, _ = build_if_clean(repository)
    if built:
        assert differing(sites(repository), cold(repository, folder / "cold")) == []


def test_the_folder_made_while_content_is_read_is_as_good_as_one_that_a_build_left(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    build(shop)
    site = shop.root / "site" / "public"
    following = site.parent / ".public.annai-next"
    assert not following.exists()
    double(site, manifest_file(shop.root / ".annai", "public"))
    assert bytes_below(following) == bytes_below(site)
    article = next(iter(sorted((shop.root / "content" / "help").rglob("*.md"))))
    article.write_text(article.read_text(encoding="utf-8") + "\n追記です。\n", encoding="utf-8")
    build(shop)
    assert differing(sites(shop), cold(shop, tmp_path / "elsewhere")) == []
