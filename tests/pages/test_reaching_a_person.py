"""A person is one click away, and what is closed is never the main way."""

from tests.pages.help_center import FILES, Built, build

CLOSING_ONLY = """
schema: support-channels/1
calendars: {desk: {title: 窓口, weekly: {mon-fri: "10:00-18:00"}}}
channels: {phone: {title: お電話, audience: public, hours: desk, tel: "03-0000-0000"}}
"""


def test_every_page_of_the_help_center_links_contact_in_its_header(public: Built):
    assert all(page.frame.site.contact for page in public.content.pages)


def test_an_article_ends_with_the_flow_that_fits_and_with_contact_and_both_learn_which_article_it_was(public: Built):
    ways = public.targets("/help/returns/policy/").values()
    assert "/flow/returns/?from=help/returns/policy" in ways
    assert "/contact/?from=help/returns/policy" in ways


def test_an_outcome_hands_on_which_flow_it_was(public: Built):
    assert "/form/?from=tree:returns/exchange" in public.targets("/flow/returns/exchange/").values()
    assert "/contact/?from=tree:returns/exchange" in public.targets("/flow/returns/exchange/").values()


def test_the_main_way_is_the_first_that_never_closes(public: Built):
    for address in ("/", "/contact/", "/flow/returns/exchange/"):
        assert [item.attributes["data-channel"] for item in public.html(address).css(".channel.is-main")] == ["form"]


def test_the_order_of_preference_is_kept(public: Built):
    shown = public.html("/flow/returns/exchange/").css("[data-channel]")
    assert [item.attributes["data-channel"] for item in shown] == ["phone", "form"]


def test_no_way_is_main_where_all_of_them_close(tmp_path):
    built = build(tmp_path, {**FILES, "site_config/channels.yml": CLOSING_ONLY})
    assert built.html("/contact/").css("[data-channel]")
    assert not built.html("/contact/").css(".is-main")


def test_a_telephone_number_can_be_read_and_called(public: Built):
    number = public.html("/contact/").css_first(".channel__number a")
    assert number is not None
    assert number.text() == "0120-000-000"
    assert number.attributes["href"] == "tel:0120000000"


def test_a_site_without_channels_has_no_contact_page_and_no_link_to_one(tmp_path):
    built = build(tmp_path, {"content/a.md": "# 記事\n本文\n"})
    assert "/contact/" not in built.pages
    assert all(page.frame.site.contact is None for page in built.content.pages)
    assert built.html("/a/").css(".next") == []
