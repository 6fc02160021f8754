"""What has changed, and what machines read: feed, sitemap, robots.txt, llms.txt, Markdown beside each page."""

from xml.etree import ElementTree as ET

import pytest

from tests.pages.help_center import FILES, Built, build

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_changes_stand_newest_first_by_day(public: Built):
    days = public.shown("/changes/").days
    assert [day.day.iso for day in days] == ["2026-11-01", "2026-10-01"]
    row = days[0].rows[0]
    assert (row.title, row.what, row.version, row.href) == ("返金", "支払い方法を聞くようにした", 1, "../flow/refund/")


def test_every_page_leads_to_the_changes_once_there_are_any(public: Built, tmp_path):
    assert "更新情報" in [link.label for link in public.pages["/"].frame.site.footer]
    still = build(tmp_path, {"content/a.md": "# 記事\n文\n"})
    assert still.pages["/"].frame.site.footer == ()


def test_the_feed_is_atom_with_absolute_addresses_and_names_that_stay(public: Built, tmp_path):
    feed = ET.fromstring(public.text("/feed.xml"))
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}summary") for entry in entries] == ["支払い方法を聞くようにした", "期限を14日にした"]
    links = [link.attrib["href"] for link in entries[0].findall(f"{ATOM}link")]
    assert links == ["https://help.shop.example/flow/refund/"]
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len({*names, feed.findtext(f"{ATOM}id")}) == 3
    again = ET.fromstring(build(tmp_path).text("/feed.xml"))
    assert [entry.findtext(f"{ATOM}id") for entry in again.findall(f"{ATOM}entry")] == names


def test_the_feed_of_another_language_marks_what_is_not_translated(tmp_path):
    late = "---\ntitle: 遅れ\nchanges: [{date: 2026-11-02, what: 書き足した, audience: public}]\n---\n文\n"
    built = build(tmp_path, {**FILES, "content/help/delivery/late.md": late})
    entry = ET.fromstring(built.text("/en/feed.xml")).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "ja"


def test_a_site_without_changes_has_a_feed_of_its_build_date(tmp_path):
    feed = ET.fromstring(build(tmp_path, {"content/a.md": "# 記事\n文\n"}).text("/feed.xml"))
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T09:00:00+09:00"
    assert feed.find(f"{ATOM}entry") is None


def test_the_sitemap_has_every_page_but_those_that_are_no_content(public: Built):
    places = {entry.findtext(f"{MAP}loc") for entry in ET.fromstring(public.text("/sitemap.xml"))}
    assert "https://help.shop.example/help/returns/policy/" in places
    assert "https://help.shop.example/en/flow/returns/exchange/" in places
    assert not any(name in str(place) for place in places for name in ("search", "404", "/old/"))


def test_the_sitemap_tells_when_an_article_changed_and_where_its_translation_is(public: Built):
    entries = {entry.findtext(f"{MAP}loc"): entry for entry in ET.fromstring(public.text("/sitemap.xml"))}
    entry = entries["https://help.shop.example/help/returns/policy/"]
    assert entry.findtext(f"{MAP}lastmod") == "2026-10-01"
    assert {link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall(f"{XHTML}link")} == {
        "ja": "https://help.shop.example/help/returns/policy/",
        "en": "https://help.shop.example/en/help/returns/policy/",
    }
    assert not entries["https://help.shop.example/help/returns/how-to/"].findall(f"{XHTML}link")


def test_robots_may_read_the_help_center_and_find_its_map(public: Built):
    assert public.text("/robots.txt").splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://help.shop.example/sitemap.xml",
    ]


def test_llms_txt_links_the_markdown_of_each_article_of_the_language(public: Built):
    japanese, english = public.text("/llms.txt"), public.text("/en/llms.txt")
    assert (
        "- [返品の条件](https://help.shop.example/help/returns/policy/index.md): 14日以内なら返品できます。" in japanese
    )
    assert "## 返品と交換" in japanese
    assert "返品の条件" not in english
    assert "- [What can be returned](https://help.shop.example/en/help/returns/policy/index.md)" in english


LINKS = """# リンク

[同じ所](b.md#x) [上](../top.md) [id](article:help/b) [根](/help/b/)
[外](https://e.example/a_(b)) ![図](img/x%20y.png "題")
[節](#ここ) <a href="b.md">html</a> [参照][r] [なし](article:unknown) [メール](mailto:a@b.example)

[r]: ../help/b.md

```
[例](b.md)
```
"""


@pytest.mark.parametrize(("site_url", "base"), [("https://h.example/", "https://h.example/"), ("", "/")])
def test_links_of_the_markdown_work_outside_the_page(tmp_path, site_url: str, base: str):
    files = {"content/help/a.md": LINKS, "content/help/b.md": "# B\n文\n", "content/top.md": "# 上\n文\n"}
    text = build(tmp_path, files, site_url=site_url).text("/help/a/index.md")
    assert text.startswith("# リンク\n")
    assert f"[同じ所]({base}help/b/#x) [上]({base}top/) [id]({base}help/b/) [根]({base}help/b/)" in text
    assert f'[外](https://e.example/a_(b)) ![図]({base}help/img/x%20y.png "題")' in text
    assert f'[節]({base}help/a/#ここ) <a href="{base}help/b/">html</a>' in text
    assert f"[r]: {base}help/b/\n" in text
    assert "[なし](#) [メール](mailto:a@b.example)" in text
    assert "[例](b.md)" in text


def test_a_former_address_leads_on_with_a_script_and_a_link(public: Built):
    assert public.pages["/old/policy/"].bare
    redirect = public.shown("/old/policy/")
    assert (redirect.href, redirect.title) == ("../../help/returns/policy/", "返品の条件")
    assert redirect.script_href == "../../assets/javascripts/redirect.js"
    assert redirect.canonical == "https://help.shop.example/help/returns/policy/"
    assert public.shown("/en/old/policy/").href == "../../../en/help/returns/policy/"


def test_the_same_input_gives_the_same_pages_and_bytes(public: Built, tmp_path):
    again = build(tmp_path)
    assert again.content.pages == public.content.pages
    assert again.files == public.files
