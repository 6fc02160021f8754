"""Home and category pages: of a shop with settings, and of folders that somebody else filled."""

from collections.abc import Iterable

import pytest
from selectolax.lexbor import LexborHTMLParser

from annai.pages.inline_svg import inline_svg
from tests.pages.help_center import FILES, Built, build


def article(title: str, **keys: object) -> str:
    matter = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: {title}\n{matter}---\n本文です。\n"


def labels(links: Iterable) -> list[str]:
    return [str(link.label) for link in links]


def cards(built: Built) -> list[str]:
    return [str(card.title) for card in built.shown("/").categories]


def test_the_home_page_asks_one_question_and_offers_flows_and_categories(public: Built):
    content = public.shown("/")
    assert content.ask == "どうしましたか"
    assert set(labels(content.flows)) == {"返品", "返金"}
    assert cards(public) == ["delivery", "返品と交換"]
    assert content.contact_href == "./contact/"


def test_one_article_is_told_as_one(public: Built):
    counts = [node.text() for node in public.html("/en/").css(".card__count")]
    assert counts == ["2 articles", "1 article"]


def test_a_folder_that_holds_all_others_is_opened(public: Built):
    # content/help/ is the only public folder: nobody has to open it first, and its page is still there.
    assert "ヘルプ" not in cards(public)
    assert "/help/" in public.pages


def test_few_folders_are_followed_by_what_is_in_them(tmp_path):
    built = build(
        tmp_path,
        {
            "content/docs/entry/index.md": article("ヘルプ"),
            "content/docs/entry/log/a.md": article("ログ"),
            "content/docs/entry/apm/a.md": article("APM"),
            "content/api/a.md": article("API"),
        },
    )
    assert cards(built) == ["api", "ヘルプ", "apm", "log"]
    assert built.shown("/").categories[1].count == 3


def test_a_flat_folder_lists_its_articles_on_the_home_page(tmp_path):
    built = build(tmp_path, {f"content/{name}.md": article(f"記事{name}") for name in "abc"})
    assert labels(built.shown("/").articles) == ["記事a", "記事b", "記事c"]
    assert not built.html("/").css(".cards")


def test_the_article_at_the_root_stands_on_the_home_page(tmp_path):
    built = build(tmp_path, {"content/index.md": article("はじめに"), "content/a/b.md": article("記事")})
    home = built.pages["/"]
    assert home.body_key == "key:index"
    assert built.shown("/").body_title == "はじめに"
    assert home.content.TEMPLATE == "home_public.html"
    assert [page.address for page in built.content.pages if page.body_key == "key:index"] == ["/"]


def test_the_article_that_introduces_a_category_stands_on_its_page(tmp_path):
    built = build(tmp_path, {"content/a/README.md": article("A について"), "content/a/b.md": article("記事")})
    category = built.pages["/a/"]
    assert category.content.TEMPLATE == "category.html"
    shown = built.shown("/a/")
    assert category.body_key.startswith("key:a")
    assert shown.title == "A について"
    assert labels(shown.sections[0].articles) == ["記事"]


def test_an_introduction_that_is_not_translated_is_listed_in_the_other_language(tmp_path):
    built = build(tmp_path, {**FILES, "content/help/returns/index.md": article("返品について")})
    english = built.pages["/en/help/returns/"]
    assert english.body_key == ""
    assert built.target("/en/help/returns/", "返品について") == "/help/returns/"


def test_a_category_shows_its_own_articles_then_each_folder_in_it(tmp_path):
    files = {f"content/a/in/{number}.md": article(f"中{number}", order=number) for number in range(8)}
    built = build(tmp_path, {**files, "content/a/own.md": article("直下"), "content/a/deep/er/x.md": article("深い")})
    own, deep, inner = built.shown("/a/").sections
    assert labels(own.articles) == ["直下"]
    assert (deep.title, labels(deep.articles)) == ("deep", ["er"])
    assert (inner.title, labels(inner.articles)) == ("in", [f"中{number}" for number in range(6)])
    assert inner.more.label == "すべて見る（8件）"
    assert inner.more.href == "../a/in/"


def test_hundreds_of_articles_in_one_folder_are_all_there_as_titles_alone(tmp_path):
    files = {f"content/all/{number:03}.md": article(f"記事{number}") for number in range(150)}
    (section,) = build(tmp_path, files).shown("/all/").sections
    assert len(section.articles) == 150
    assert not any(link.note for link in section.articles)


def test_names_of_folders_with_spaces_and_signs_are_titles_and_addresses(tmp_path):
    built = build(
        tmp_path, {"content/Licensing & Counterfeits/Über uns.md": article("Fakes"), "content/b/c.md": article("C")}
    )
    assert cards(built) == ["Licensing & Counterfeits", "b"]
    assert "/Licensing & Counterfeits/Über uns/" in built.pages
    card = built.html("/").css_first(".card__link")
    assert card is not None
    assert card.attributes["href"] == "./Licensing%20%26%20Counterfeits/"
    assert built.target("/Licensing & Counterfeits/", "Fakes") == "/Licensing & Counterfeits/Über uns/"


def test_a_category_offers_the_flow_that_its_articles_go_on_to(public: Built):
    assert "返品" in labels(public.shown("/help/returns/").flows)
    assert public.shown("/help/delivery/").flows == ()


def test_a_category_offers_the_other_ones(public: Built):
    assert labels(public.shown("/help/returns/").siblings) == ["delivery"]


SHAPE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'


def test_an_icon_of_shapes_stands_in_the_page_as_decoration():
    svg = LexborHTMLParser(inline_svg(SHAPE)).css_first("svg")
    assert svg is not None
    assert svg.attributes["aria-hidden"] == "true"
    assert svg.css("path")


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "no markup",
        SHAPE.replace("<path", "<script>alert(1)</script><path"),
        SHAPE.replace("<path", '<path onclick="alert(1)"'),
        SHAPE.replace("<path", '<image href="https://elsewhere.example/x.png"/><path'),
        SHAPE.replace("<path", '<use href="https://elsewhere.example/x.svg#a"/><path'),
        SHAPE.replace("<path", '<path fill="url(https://elsewhere.example/x.svg#a)"'),
        SHAPE.replace("<path", '<path style="fill:red"'),
        SHAPE.replace("<path", "<style>path{}</style><path"),
        "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + SHAPE,
    ],
)
def test_a_picture_that_could_run_or_load_something_or_that_the_csp_refuses_stands_in_no_page(markup: str):
    assert inline_svg(markup) == ""


def test_agents_are_told_the_folder_of_a_category(agent: Built):
    assert agent.shown("/manual/").provenance.path == "content/manual/"
    assert agent.shown("/manual/").provenance.edit_href == ""


def test_the_page_behind_lost_addresses_offers_search_and_categories(public: Built):
    lost = public.shown("/404.html")
    assert labels(lost.categories) == ["delivery", "返品と交換"]
    assert lost.home_href == "/"
    assert public.pages["/404.html"].frame.site.colours_href.startswith("/assets/")
    assert lost.search.action == "/search/"


def test_links_of_the_lost_page_keep_the_path_that_the_site_lies_at(tmp_path):
    built = build(tmp_path, {"content/a.md": article("A")}, site_url="https://shop.example/support/")
    assert built.shown("/404.html").home_href == "/support/"
