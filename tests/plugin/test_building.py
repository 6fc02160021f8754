"""``mkdocs build`` with nothing but the plugin's name: which site it makes, where, and when it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pipeline.content_repository import ContentRepository, Outcome, bytes_below, differing, times_below

Run = Callable[..., Outcome]


def pages(shop: ContentRepository, folder: str = "site/public") -> set[str]:
    """The addresses of a site's pages."""
    root = shop.root / folder
    return {f"/{path.parent.relative_to(root).as_posix()}/".replace("/./", "/") for path in root.rglob("index.html")}


def test_the_public_site_is_what_a_plain_build_makes(run: Run, shop: ContentRepository):
    outcome = run("build")
    assert outcome.code == 0, outcome.said
    assert {"/", "/help/", "/help/delivery/", "/help/returns/policy/"} <= pages(shop)
    assert not any(address.startswith("/manual/") for address in pages(shop))
    assert not shop.site("agent").exists()


def test_a_build_says_only_what_a_person_can_use(run: Run):
    said = run("build").said
    assert not [line for line in said.splitlines() if "Warning" in line or "WARNING" in line]


def test_an_article_gets_a_page_in_the_frame_of_its_site(run: Run, shop: ContentRepository):
    run("build")
    html = (shop.site() / "help/returns/policy/index.html").read_text(encoding="utf-8")
    assert '<html class="no-js" lang="ja"' in html
    assert "<h1" in html
    assert "返品の条件" in html
    assert "到着から8日以内です。" in html


def test_the_environment_names_the_agents_site(run: Run, shop: ContentRepository):
    assert run("build", ANNAI_AUDIENCE="agent").code == 0
    assert "/manual/tone/" in pages(shop, "site/agent")
    assert not shop.site().exists()


def test_the_option_names_the_site_where_the_environment_does_not(run: Run, shop: ContentRepository):
    shop.edit("mkdocs.yml", "[annai]", "[{annai: {audience: agent}}]")
    run("build")
    assert shop.site("agent").exists()
    run("build", ANNAI_AUDIENCE="public")
    assert shop.site().exists()


@pytest.mark.parametrize("audience", ["", " ", "Agent", "agents", "public,agent", "sv", "../agent", "公開"])
def test_an_audience_that_is_none_aborts_and_writes_nothing(run: Run, shop: ContentRepository, audience: str):
    before = bytes_below(shop.root)
    outcome = run("build", ANNAI_AUDIENCE=audience)
    assert outcome.code != 0
    assert "public, agent" in outcome.said
    assert bytes_below(shop.root) == before


@pytest.mark.parametrize("where", ["command line", "file"])
def test_an_explicit_folder_is_taken_as_it_is(run: Run, shop: ContentRepository, where: str):
    if where == "file":
        shop.write("mkdocs.yml", (shop.root / "mkdocs.yml").read_text() + "site_dir: out/here\n")
    outcome = run("build") if where == "file" else run("build", "-d", "out/here")
    assert outcome.code == 0, outcome.said
    assert "/help/delivery/" in pages(shop, "out/here")
    assert not (shop.root / "site").exists()


def test_even_the_usual_folder_is_taken_as_it_is_when_it_is_named(run: Run, shop: ContentRepository):
    run("build", "-d", "site")
    assert "/help/delivery/" in pages(shop, "site")
    assert not shop.site().exists()


@pytest.mark.parametrize("option", ["default_audiences: public", "colour: red", "audiences: [public]"])
def test_an_unknown_option_aborts(run: Run, shop: ContentRepository, option: str):
    shop.edit("mkdocs.yml", "[annai]", f"[{{annai: {{{option}}}}}]")
    outcome = run("build")
    assert outcome.code != 0
    assert option.partition(":")[0] in outcome.said
    assert not (shop.root / "site").exists()


@pytest.mark.parametrize(
    "option", ["default_audience: guests", "default_state: published", "languages: ja", "strict: maybe", "audience: 7"]
)
def test_an_option_with_a_foreign_value_aborts(run: Run, shop: ContentRepository, option: str):
    shop.edit("mkdocs.yml", "[annai]", f"[{{annai: {{{option}}}}}]")
    outcome = run("build")
    assert outcome.code != 0, outcome.said
    assert not (shop.root / "site").exists()


FAULTS: dict[str, tuple[str, str | bytes]] = {
    "front matter": ("content/help/delivery.md", "---\ntitle: [\n---\n"),
    "bytes": ("content/help/delivery.md", b"\xff\xfe"),
    "registry": ("site_config/site.yml", "schema: support-site/1\nlanguage: ja\n"),
    "tree": ("decision_trees/t.yml", "schema: support-tree/1\n"),
    "a block that never closes": ("content/help/delivery.md", "# A\n\n/// agent\nsecret\n"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_errors_stop_a_build_before_the_last_site_is_touched(run: Run, shop: ContentRepository, fault: str):
    run("build")
    before, moments = bytes_below(shop.root / "site"), times_below(shop.root / "site")
    path, text = FAULTS[fault]
    shop.write(path, text)
    outcome = run("build")
    assert outcome.code != 0
    assert path in outcome.said
    assert bytes_below(shop.root / "site") == before
    assert times_below(shop.root / "site") == moments


def test_all_errors_are_told_at_once_with_their_places(run: Run, shop: ContentRepository):
    shop.write("content/help/a.md", "---\ntitle: A\ntitle: B\n---\n")
    shop.write("content/help/b.md", "# B\n\n/// agent\n")
    said = run("build").said
    assert "content/help/a.md:3:1: error A101" in said
    assert "content/help/b.md:3:1: error A401" in said


WARNED = "# A\n\n[nowhere](nowhere.md)\n"


def test_what_is_a_warning_builds(run: Run, shop: ContentRepository):
    shop.write("content/help/a.md", WARNED)
    outcome = run("build")
    assert outcome.code == 0
    assert "content/help/a.md:3:11: warning A301" in outcome.said


@pytest.mark.parametrize("where", ["command line", "file", "option"])
def test_strict_makes_warnings_errors(run: Run, shop: ContentRepository, where: str):
    run("build")
    before = bytes_below(shop.site())
    shop.write("content/help/a.md", WARNED)
    if where == "file":
        shop.write("mkdocs.yml", (shop.root / "mkdocs.yml").read_text() + "strict: true\n")
    elif where == "option":
        shop.edit("mkdocs.yml", "[annai]", "[{annai: {strict: true}}]")
    outcome = run("build", "--strict") if where == "command line" else run("build")
    assert outcome.code != 0
    assert "content/help/a.md:3:11: error A301" in outcome.said
    assert bytes_below(shop.site()) == before


def test_strict_builds_what_is_clean(run: Run, shop: ContentRepository):
    outcome = run("build", "--strict")
    assert outcome.code == 0, outcome.said
    assert "/help/delivery/" in pages(shop)


# One line each, as exports of other systems have it; each breaks plain Material or changes its page.
OTHER_SYSTEMS = [
    "hide: true",
    "hide: [navigation, toc]",
    "template: x",
    "template: home.html",
    "tags: a, b",
    "tags: {a: 1}",
    "status: success",
    "icon: nope",
    "icon: {a: b}",
    "search: no",
    "search: {exclude: true}",
    "search: {boost: x}",
    "comments: true",
    "description: [a]",
    "robots: noindex",
    "date: 2026-13-45",
    "layout: post",
    "draft: true",
    "published: no",
    "render_macros: true",
    "hide: true\ntemplate: x\ntags: a, b\nstatus: success\nicon: nope\nsearch: no",
]


def test_front_matter_of_other_systems_never_reaches_the_theme(run: Run, shop: ContentRepository):
    articles = {f"content/help/other-{number}.md": lines for number, lines in enumerate(OTHER_SYSTEMS)}
    for path in articles:
        shop.write(path, "# A\n\nText\n")
    run("build")
    plain = bytes_below(shop.site())
    assert f"help/other-{len(OTHER_SYSTEMS) - 1}/index.html" in plain
    for path, lines in articles.items():
        shop.write(path, f"---\n{lines}\n---\n# A\n\nText\n")
    outcome = run("build")
    assert outcome.code == 0, outcome.said
    assert differing(plain, bytes_below(shop.site())) == []


def test_a_repository_of_three_lines_needs_nothing_else(run: Run, shop: ContentRepository):
    kept = bytes_below(shop.root)
    outcome = run("build")
    assert outcome.code == 0, outcome.said
    made = bytes_below(shop.root).keys() - kept.keys()
    assert {path.partition("/")[0] for path in made} <= {"site", ".annai"}
    assert not [path for path in (shop.root / "site").iterdir() if path.name != "public"]


def test_the_language_is_the_themes_where_nothing_else_names_one(run: Run, shop: ContentRepository):
    shop.write("mkdocs.yml", "site_name: Help\ndocs_dir: content\ntheme: {name: material, language: en}\n")
    shop.write("mkdocs.yml", (shop.root / "mkdocs.yml").read_text() + "plugins: [annai]\n")
    assert run("build").code == 0
    assert 'lang="en"' in (shop.site() / "help/delivery/index.html").read_text(encoding="utf-8")
