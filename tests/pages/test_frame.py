"""What stands around a page: languages, addresses for machines, notices, and the marks of an internal site."""

import json
from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.pages.help_center import FILES, SITE, Built, build

NOTICES = """
schema: support-notices/1
notices:
  - id: snow
    from: "2026-11-21T09:00+09:00"
    until: "2026-11-25T18:00+09:00"
    audience: public
    articles: [help/delivery/late]
    say: CANARY-SAY
    public: {title: {ja: 大雪の遅れ, en: Snow}, url: /help/delivery/late/}
  - id: desk
    from: "2026-11-21T09:00+09:00"
    until: "2026-11-25T18:00+09:00"
    audience: agent
    reasons: [RET-MIND]
    say: 「点検中です。」
"""


def noticed(tmp_path, today: date, audience: str = "public") -> Built:
    return build(tmp_path, {**FILES, "site_config/notices.yml": NOTICES}, today=today, audience=audience)


def test_a_page_names_its_translations(public: Built):
    shown = public.pages["/help/returns/policy/"].frame.alternates
    assert [(one.language, one.href, one.current, one.same) for one in shown] == [
        ("ja", "../../../help/returns/policy/", True, True),
        ("en", "../../../en/help/returns/policy/", False, True),
    ]


def test_an_article_that_is_not_translated_offers_its_category_there_and_tells_search_engines_nothing(public: Built):
    shown = {one.language: one for one in public.pages["/help/returns/how-to/"].frame.alternates}
    assert shown["en"].href == "../../../en/help/returns/"
    assert not shown["en"].same
    assert "en/help/returns/how-to" not in public.text("/sitemap.xml")


def test_search_engines_are_told_translations_by_their_whole_address(public: Built, agent: Built, tmp_path):
    told = [(one.language, one.url) for one in public.pages["/help/returns/policy/"].frame.alternates]
    assert told == [
        ("ja", "https://help.shop.example/help/returns/policy/"),
        ("en", "https://help.shop.example/en/help/returns/policy/"),
    ]
    # Not of what is missing there, of pages that are not to be found, of the manual, or where no address is known.
    untranslated = public.pages["/help/returns/how-to/"].frame.alternates
    assert [one.language for one in untranslated if one.url] == ["ja"]
    nameless = build(tmp_path, {**FILES, "site_config/site.yml": SITE.replace('url: "https://help', '#"')})
    for page in (public.pages["/search/"], *agent.content.pages, *nameless.content.pages):
        assert not any(one.url for one in page.frame.alternates), page.address


def test_every_page_that_is_to_be_found_describes_itself(public: Built):
    found = [page for page in public.content.pages if page.listed]
    assert [page.address for page in found if not page.frame.description] == []
    assert public.pages["/"].frame.description.startswith("ヘルプです。delivery、返品と交換などについて、")
    assert public.pages["/en/"].frame.description.startswith("Help: Returns, delivery. ")
    assert public.pages["/help/delivery/"].frame.description == "delivery：遅れているとき"


def test_a_site_with_one_language_offers_no_other(tmp_path):
    built = build(tmp_path, {"content/a.md": "# 記事\n本文\n"})
    assert all(page.frame.alternates == () for page in built.content.pages)


def test_an_english_page_is_english_and_marks_what_is_not(public: Built):
    assert "Sending back" in public.drawn("/en/help/returns/")
    (marked,) = public.html("/en/help/returns/").css(".rows__label [lang]")
    assert (marked.text(), marked.attributes["lang"]) == ("返品のしかた", "ja")


def test_articles_in_the_page_s_language_come_first(public: Built):
    titles = [item.text() for item in public.html("/en/help/returns/").css(".shelf .rows__label")]
    assert titles == ["What can be returned", "返品のしかた"]


def test_the_canonical_address_is_absolute_and_percent_encoded(tmp_path):
    built = build(tmp_path, {"content/Store & Co/a.md": "# A\nText\n"}, site_url="https://help.shop.example")
    frame = built.pages["/Store & Co/a/"].frame
    assert frame.canonical == "https://help.shop.example/Store%20%26%20Co/a/"


def test_without_an_address_of_the_site_nothing_claims_to_know_it(tmp_path):
    built = build(tmp_path, {"content/a.md": "# 記事\n本文\n"})
    assert built.pages["/a/"].frame.canonical == ""
    assert "/sitemap.xml" not in built.files
    assert "og:url" not in built.pages["/a/"].frame.head


def test_search_engines_are_kept_from_pages_that_are_no_content(public: Built):
    for address in ("/search/", "/404.html", "/old/policy/"):
        assert public.pages[address].frame.robots == "noindex"
        assert not public.pages[address].listed


def test_machines_learn_what_an_article_is_and_where_it_stands(public: Built):
    head = LexborHTMLParser(public.pages["/help/returns/policy/"].frame.head)
    block = head.css_first('script[type="application/ld+json"]')
    assert block is not None
    article, crumbs = json.loads(block.text())["@graph"]
    assert (article["headline"], article["dateModified"]) == ("返品の条件", "2026-10-01")
    assert [item["name"] for item in crumbs["itemListElement"]] == ["ヘルプ", "返品と交換", "返品の条件"]
    assert crumbs["itemListElement"][1]["item"] == "https://help.shop.example/help/returns/"


def test_a_title_cannot_end_the_block_of_data_or_an_attribute(tmp_path):
    hostile = '</script><script>alert(1)</script>" onload="x'
    built = build(tmp_path, {"content/a.md": f"---\ntitle: '{hostile}'\n---\n本文\n"}, site_url="https://x.example/")
    head = LexborHTMLParser(built.pages["/a/"].frame.head)
    assert [script.attributes.get("type") for script in head.css("script")] == ["application/ld+json"]
    assert json.loads(head.css("script")[0].text())["@graph"][0]["headline"] == hostile
    (title,) = head.css('meta[property="og:title"]')
    assert title.attributes["content"] == hostile


def test_an_internal_site_wears_its_mark_and_tells_machines_nothing(agent: Built):
    for page in agent.content.pages:
        assert page.frame.audience == "agent"
        assert page.frame.site.mark
        assert page.frame.head == page.frame.canonical == ""
    assert agent.text("/robots.txt") == "User-agent: *\nDisallow: /\n"
    assert not {"/sitemap.xml", "/feed.xml", "/llms.txt", "/help/returns/policy/index.md"} & set(agent.files)


def test_the_two_sites_differ_in_colour_and_in_the_browser_s_tab_even_without_a_brand(public: Built, agent: Built):
    def named(built: Built, kind: str) -> str:
        return next(name for name in built.files if f"/{kind}." in name)

    assert named(public, "brand") != named(agent, "brand")
    assert named(public, "favicon") != named(agent, "favicon")


@pytest.mark.parametrize("address", ["/", "/contact/", "/search/", "/help/delivery/late/"])
def test_a_notice_stands_above_homes_and_what_it_touches(tmp_path, address: str):
    built = noticed(tmp_path, date(2026, 11, 22))
    notice = built.html(address).css_first('[data-id="snow"]')
    assert notice is not None
    assert "hidden" not in notice.attributes
    assert "11月25日（水）18時まで" in notice.text()
    assert notice.attributes["data-until"] == "2026-11-25T18:00+09:00"


def test_a_notice_leaves_other_pages_alone(tmp_path):
    built = noticed(tmp_path, date(2026, 11, 22))
    assert built.pages["/help/returns/policy/"].frame.notices == ""


def test_a_notice_leads_to_the_page_of_the_reader_s_language_and_depth(tmp_path):
    built = noticed(tmp_path, date(2026, 11, 22))
    # Not translated: the English home leads to the Japanese article.
    assert built.targets("/en/")["Read more"] == "/help/delivery/late/"


def test_a_notice_that_is_still_to_come_waits_hidden_and_one_that_is_over_is_gone(tmp_path):
    early = noticed(tmp_path / "early", date(2026, 11, 20)).html("/").css_first('[data-id="snow"]')
    assert early is not None
    assert "hidden" in early.attributes
    assert "11月21日（土）9時〜11月25日（水）18時" in early.text()
    assert noticed(tmp_path / "late", date(2026, 11, 26)).pages["/"].frame.notices == ""


def test_an_internal_notice_and_what_agents_say_stay_internal(tmp_path):
    public = noticed(tmp_path / "public", date(2026, 11, 22))
    shown = "".join(page.frame.notices for page in public.content.pages)
    assert "点検中" not in shown
    assert "CANARY-SAY" not in shown
    agent = noticed(tmp_path / "agent", date(2026, 11, 22), "agent")
    assert "点検中" in agent.pages["/help/returns/policy/"].frame.notices
