"""Where pages lie: known before they are built, and reached from any depth."""

from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from annai.pages.hrefs import everywhere, here
from annai.pages.places import addresses, own_article_addresses
from annai.rendering import relative
from tests.pages.help_center import Built, build

ADDRESSES = ["/", "/help/", "/help/returns/policy/", "/en/help/", "/old/page.html", "/Store & Co/a#b?/", "/a:b/"]


def generated(built: Built) -> set[str]:
    articles = {address for view in built.views for address in own_article_addresses(view)}
    redirects = {page.address for page in built.content.pages if page.bare}
    return set(built.pages) - articles - redirects - {"/404.html"}


def test_the_addresses_that_links_are_checked_against_are_those_of_the_pages_that_are_built(
    public: Built, agent: Built
):
    for built in (public, agent):
        assert generated(built) == {address for view in built.views for address in addresses(view)}


@pytest.mark.parametrize("audience", ["public", "agent"])
def test_the_addresses_of_the_shared_examples_are_those_of_their_pages(
    shared_examples: Path, tmp_path: Path, audience: str
):
    files = {
        path.relative_to(shared_examples).as_posix(): path.read_text(encoding="utf-8")
        for path in shared_examples.rglob("*.yml")
    }
    built = build(tmp_path, files, audience=audience)
    assert generated(built) == {address for view in built.views for address in addresses(view)}
    assert "/flow/returns/" in built.pages


def test_every_page_has_one_address(public: Built):
    assert len(public.pages) == len(public.content.pages)
    assert list(public.pages) == sorted(public.pages)


def test_a_contact_page_that_the_repository_wrote_itself_takes_the_place_of_the_generated_one(tmp_path: Path):
    files = {"content/contact.md": "# 窓口\n本文\n", "content/help/a.md": "# 記事\n本文\n"}
    built = build(tmp_path, files)
    assert built.shown("/contact/").TEMPLATE == "article.html"
    assert "/contact/" not in addresses(built.views[0])
    contact = built.pages["/help/a/"].frame.site.contact
    assert contact is not None
    assert contact.href == "../../contact/"


@pytest.mark.parametrize("page", ADDRESSES)
@pytest.mark.parametrize("target", ADDRESSES)
def test_a_link_leads_to_its_target_from_any_page(page: str, target: str):
    whole = {address: "https://x.example/" + relative(address, "/").removeprefix("./") for address in (page, target)}
    assert urljoin(whole[page], here(page).to(target)) == whole[target]


def test_a_link_keeps_query_and_fragment():
    assert here("/a/").to("/b/", fragment="送り方", query="from=x") == "../b/?from=x#%E9%80%81%E3%82%8A%E6%96%B9"


def test_the_links_of_a_page_that_is_served_everywhere_start_at_the_root_of_the_host():
    assert everywhere("/404.html", "/support/").to("/help/") == "/support/help/"


def test_every_link_of_every_page_leads_to_a_page_or_out_of_the_site(public: Built):
    lost = {
        (address, target)
        for address, page in public.pages.items()
        if not page.bare
        for target in public.targets(address).values()
        if target.startswith("/") and place(target) not in {*public.pages, *public.files}
    }
    # The shop keeps its form elsewhere on the same host.
    assert {place(target) for _, target in lost} == {"/form/"}


def place(target: str) -> str:
    return unquote(target.partition("#")[0].partition("?")[0])
