"""Article pages on both sites: where they stand, what comes after, and what only agents see."""

from urllib.parse import parse_qs, urlsplit

from tests.pages.help_center import FILES, Built, build

LONG = "# 長い\n\n" + "".join(f"## 見出し{number}\n\n文\n\n" for number in range(4))


def test_an_article_is_built_once_in_the_language_that_it_is_written_in(public: Built):
    assert "/help/returns/how-to/" in public.pages
    assert "/en/help/returns/how-to/" not in public.pages
    assert public.pages["/en/help/returns/policy/"].frame.language == "en"


def test_the_body_is_put_in_when_the_page_is_drawn(public: Built):
    page = public.pages["/help/returns/policy/"]
    assert public.shown("/help/returns/policy/").body == ""
    assert page.body_key == "key:help/returns/policy"


def test_the_path_leaves_out_a_folder_that_only_holds_all_others(public: Built):
    crumbs = [link.label for link in public.shown("/help/returns/policy/").crumbs]
    assert crumbs == ["トップ", "返品と交換"]


def test_a_long_article_has_a_table_of_contents_and_a_short_one_has_none(tmp_path):
    built = build(tmp_path, {"content/long.md": LONG, "content/short.md": "# 短い\n\n## 一つ\n\n文\n"})
    assert [link.label for link in built.shown("/long/").contents] == [f"見出し{number}" for number in range(4)]
    assert built.shown("/short/").contents == ()


def test_an_article_that_names_none_is_related_to_its_neighbours(tmp_path):
    files = {f"content/a/{number}.md": f"---\ntitle: 記事{number}\norder: {number}\n---\n文\n" for number in range(9)}
    built = build(tmp_path, {**files, "content/a/4.md": "---\ntitle: 記事4\norder: 4\nrelated: [a/8]\n---\n文\n"})
    assert [link.label for link in built.shown("/a/4/").related] == ["記事8"]
    assert [link.label for link in built.shown("/a/2/").related] == ["記事1", "記事3", "記事4"]
    assert [link.label for link in built.shown("/a/8/").related] == ["記事5", "記事6", "記事7"]


def test_customers_see_what_changed_for_them_and_nothing_of_what_agents_do_now(public: Built):
    changes = public.shown("/help/returns/policy/").changes
    assert [(day.iso, what, do) for day, what, do in changes] == [("2026-10-01", "期限を14日にした", "")]


def test_nothing_internal_is_in_any_page_or_file_of_the_help_center(public: Built):
    # Of headings and texts alike: pages as they are handed over, and every byte of the files.
    assert "CANARY" not in repr(public.content.pages)
    assert b"CANARY" not in b"".join(public.files.values())


def test_agents_see_file_owner_and_review_and_whether_customers_see_it_too(agent: Built):
    content = agent.shown("/help/returns/policy/")
    assert content.provenance.path == "content/help/returns/policy.md"
    assert content.provenance.edit_href == "https://git.example/edit/main/content/help/returns/policy.md"
    assert content.provenance.owner == "cs"
    assert content.provenance.overdue
    assert [badge.text for badge in content.badges] == ["お客様にも公開"]
    assert [badge.text for badge in agent.shown("/manual/tone/").badges] == ["社内のみ"]
    assert [(link.label, link.note) for link in content.reasons] == [("都合の返品", "RET-MIND")]


def test_a_report_is_filled_with_id_and_path_and_nothing_else(agent: Built):
    mail = urlsplit(agent.shown("/help/returns/policy/").provenance.report_href)
    assert (mail.scheme, mail.path) == ("mailto", "manual@shop.example")
    fields = parse_qs(mail.query)
    assert set(fields) == {"subject", "body"}
    assert "ページ: help/returns/policy\r\nファイル: content/help/returns/policy.md" in fields["body"][0]
    # A plus sign would be read as one.
    assert "+" not in mail.query


def test_a_report_may_be_an_issue_in_place_of_a_mail(tmp_path):
    site = FILES["site_config/site.yml"].replace(
        "{mailto: manual@shop.example}", '{issue: "https://git.example/new?labels=x"}'
    )
    built = build(tmp_path, {**FILES, "site_config/site.yml": site}, audience="agent")
    report = built.shown("/manual/tone/").provenance.report_href
    assert report.startswith("https://git.example/new?labels=x&title=")


def test_a_draft_is_marked_in_lists_and_on_its_page_and_an_archived_article_is_in_no_list(tmp_path):
    files = {
        **FILES,
        "content/help/returns/draft.md": "---\ntitle: 書きかけ\nsummary: 要約\nstate: draft\n---\n文\n",
        "content/help/returns/old.md": "---\ntitle: 古い記事\nstate: archived\n---\n文\n",
    }
    public, agent = build(tmp_path / "p", files), build(tmp_path / "a", files, audience="agent")
    assert not {"/help/returns/draft/", "/help/returns/old/"} & set(public.pages)
    assert [badge.text for badge in agent.shown("/help/returns/draft/").badges] == ["下書き", "社内のみ"]
    shown = {link.label: link.note for link in agent.shown("/help/returns/").sections[0].articles}
    assert shown["書きかけ"] == "（下書き）要約"
    assert "古い記事" not in shown
    assert [badge.text for badge in agent.shown("/help/returns/old/").badges] == ["廃止", "社内のみ"]


def test_what_another_system_calls_an_article_is_kept_from_the_page(tmp_path):
    built = build(tmp_path, {"content/a & b/c!.md": "---\nhide: true\ntags: a, b\ntitle: A & B <c>\n---\n文\n"})
    html = built.html("/a & b/c!/")
    heading = html.css_first("h1")
    assert heading is not None
    assert heading.text() == "A & B <c>"
