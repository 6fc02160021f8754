"""From an inquiry to the tools, and from a tool to the inquiries: all read from the same trees."""

from pathlib import Path

from tests.pages.help_center import Built
from tests.pages.manual.small_desk import ESCALATION, MACROS, TOOLS, build_desk


def cards(built: Built, code: str) -> list[tuple[str, str]]:
    return [(str(card.tool.label), str(card.search.title)) for card in built.shown(f"/reason/{code}/").consults]


def test_a_routing_page_follows_the_questions_in_reading_order_and_then_the_outcomes(desk: Built):
    assert cards(desk, "LATE") == [
        ("追跡画面", "送り状番号で追う"),
        ("受注管理", "注文番号で探す"),
        ("決済画面", "取引を探す"),
    ]


def test_a_question_that_cannot_lead_to_a_reason_sends_nobody_to_a_tool_for_it(desk: Built):
    late = desk.shown("/reason/LATE/").consults[1]
    assert "返金履歴" not in late.check
    assert "返金履歴" in desk.shown("/reason/LOST/").consults[1].check


def test_the_identity_check_of_a_called_tree_is_no_step_of_an_inquiry(desk: Built):
    places = [link.label for card in desk.shown("/reason/LOST/").consults for link in card.at]
    assert "合いましたか" not in places


def test_a_search_that_several_nodes_ask_for_stands_once_with_all_of_them(desk: Built):
    card = desk.shown("/reason/LATE/").consults[1]
    assert [link.label for link in card.at] == ["遅れている", "まだ出していない"]
    assert card.check == "注文の状態"


def test_the_field_that_a_consult_names_is_marked_and_no_other(desk: Built):
    fields = desk.shown("/reason/LATE/").consults[1].search.read
    assert [(field.field, field.marked) for field in fields] == [("注文の状態", True), ("返金履歴", False)]


def test_a_consult_without_access_names_whom_to_ask_and_in_which_words(desk: Built):
    card = desk.shown("/reason/LATE/").consults[2]
    assert card.locked
    (request,) = card.requests
    assert (request.via.label, request.reach) == ("SV席", "内線1")
    assert [need.id for need in request.needs] == ["order-no", "parcel-no"]
    drawn = desk.html("/reason/LATE/").css_first(".consult.is-locked .consult__via")
    assert drawn is not None
    assert "注文 注文番号（送り状番号）の請求は何件ですか。" in " ".join(drawn.text().split())


def test_a_tool_that_anyone_may_open_asks_nobody(desk: Built):
    assert desk.shown("/reason/LATE/").consults[0].requests == ()


def test_searches_that_call_each_other_when_nothing_is_found_end(desk: Built):
    chain = desk.shown("/reason/LATE/").consults[1]
    assert [search.title for search in chain.fallbacks] == ["メールで探す"]
    assert chain.onward is None


def test_a_search_that_is_on_the_page_already_is_linked_and_not_repeated(desk: Built):
    track, by_order, by_email = desk.shown("/reason/LOST/").consults
    assert by_order.fallbacks == ()
    assert (by_order.onward.label, by_order.onward.href) == ("メールで探す", "#consult-3")
    assert by_email.onward.href == "#consult-2"
    assert track.fallbacks == ()
    ids = [node.attributes["id"] for node in desk.html("/reason/LOST/").css("[id]")]
    assert len(ids) == len(set(ids))
    assert "consult-3" in ids


def test_the_matrix_and_the_routing_pages_agree_on_the_order(desk: Built):
    matrix = desk.shown("/route/")
    tools = [str(tool.title) for tool in matrix.tools]
    rows = {row.code: row for group in matrix.groups for row in group.rows}
    assert set(rows) == {"LATE", "LOST", "DUP", "ASK"}
    for code, row in rows.items():
        numbered = {
            cell.order: tool for tool, first in zip(tools, row.cells, strict=True) for cell in (first, *first.also)
        }
        numbered.pop(0, None)
        assert [numbered[number] for number in sorted(numbered)] == [tool for tool, _ in cards(desk, code)]


def test_a_number_of_the_matrix_leads_to_its_card(desk: Built):
    links = desk.targets("/route/")
    assert links["1番目1最終ステータス"] == "/reason/LATE/#consult-1"
    assert links["3番目3メールで探す"] == "/reason/LOST/#consult-3"


def test_the_groups_of_the_matrix_drop_what_their_titles_say(desk: Built):
    groups = desk.shown("/route/").groups
    assert [(group.title, [row.title for row in group.rows]) for group in groups] == [
        ("配送", ["遅延", "未着"]),
        ("支払い", ["二重"]),
        ("そのほか", ["ご質問"]),
    ]


def test_a_tools_page_names_every_inquiry_whose_routing_page_names_the_tool(desk: Built):
    for tool in ("oms", "track", "pay"):
        page = desk.shown(f"/tool/{tool}/")
        used = {code for code in ("LATE", "LOST", "DUP", "ASK") if page.title in dict(cards(desk, code))}
        assert {link.href.split("/")[-2] for link in page.reasons} == used


def test_a_search_of_a_tool_says_what_is_looked_at_there_and_where_every_inquiry_uses_it(desk: Built):
    by_order, by_email = desk.shown("/tool/oms/").searches
    assert [(link.label, link.note) for link in by_order.used_by] == [
        ("配送／遅延", "注文の状態"),
        ("配送／未着", "返金履歴"),
    ]
    assert [link.label for link in by_email.used_by] == ["配送／未着", "合いましたか"]
    assert (by_order.if_none.label, by_order.if_none.href) == ("メールで探す", "#by-email")


def test_a_tools_page_says_who_has_no_access_and_whom_they_ask(desk: Built):
    page = desk.shown("/tool/pay/")
    assert (page.access, page.no_access) == (("SV",), ("受付", "長"))
    assert [(link.label, link.note) for link in page.ask] == [("SV席", "内線1")]


def test_what_a_tool_has_not_names_the_other_tool_by_its_title(desk: Built):
    assert desk.shown("/tool/oms/").not_for == ("荷物の現在地（→\u00a0追跡画面）",)


def test_what_to_do_names_tools_by_their_titles_and_leaves_other_words_alone(tmp_path: Path):
    tools = TOOLS.replace("then: 止められる", "then: track で見る。送り状番号で oms を探し、oms-2 と pay を触らない")
    tools = tools.replace("then: 受領区分を見る", "then: ask the track team")
    built = build_desk(tmp_path, {"site_config/tools.yml": tools})
    read = {str(field.field): field for search in built.shown("/tool/oms/").searches for field in search.steps.read}
    assert read["注文の状態"].means[0].then == "追跡画面で見る。送り状番号で受注管理を探し、oms-2 と決済画面を触らない"
    english = built.shown("/tool/track/").searches[0].steps.read[0].means[0].then
    assert english == "ask the track team"


def test_kinds_of_information_stand_in_the_order_in_which_they_are_read(desk: Built):
    rows = [(row.what, row.elsewhere) for row in desk.shown("/where/").rows]
    assert [what for what, _ in rows] == ["売上確定の別", "送り状番号", "注文の状態", "荷物の現在地", "荷物の現在地"]
    assert sum(elsewhere for _, elsewhere in rows) == 1


def test_a_kind_of_information_leads_to_the_search_that_shows_it(desk: Built):
    rows = {(row.what, row.elsewhere): row for row in desk.shown("/where/").rows}
    assert [link.label for link in rows["注文の状態", False].searches] == ["注文番号で探す"]
    assert [link.label for link in rows["荷物の現在地", True].searches] == ["追跡画面"]
    assert rows["売上確定の別", False].locked


def test_a_routing_page_gathers_what_its_outcomes_say(desk: Built):
    page = desk.shown("/reason/LATE/")
    assert [link.label for link in page.trees] == ["荷物のこと"]
    assert [(link.label, link.note) for link in page.outcomes] == [
        ("遅れている", "優先度：ふつう"),
        ("まだ出していない", "優先度：急ぎ"),
    ]
    assert page.never == ("時刻を約束する", "見込みを言う")
    assert [link.label for link in page.articles] == ["遅いとき", "倉庫への頼み方"]
    assert page.words == ("まだ届かないんですけど", "荷物が来ない")
    assert [(one.code, one.title, one.how) for one in page.confused_with] == [
        ("LOST", "配送／未着", "配達完了なら未着")
    ]


def test_a_routing_page_says_whom_to_hand_over_to_when_and_who_may_decide(desk: Built):
    page = desk.shown("/reason/LATE/")
    assert [(one.link.label, one.link.note, one.lines) for one in page.escalate] == [
        ("倉庫係", "内線2", ("所在が分からない", "必ず")),
        ("SV席", "内線1", ("注文の状態：出荷前",)),
    ]
    assert [(one.link.label, one.lines) for one in page.authority] == [
        ("補償", ("受付 → 金額：2千円以下", "SV → 金額：2千円以下", "長 → 制限なし")),
    ]


def test_todays_notices_stand_above_the_reason_and_the_tool_that_they_are_about(desk: Built):
    about = {address: "大雪" in desk.pages[address].frame.notices for address in ("/reason/LATE/", "/reason/LOST/")}
    assert about == {"/reason/LATE/": True, "/reason/LOST/": False}
    assert "大雪" in desk.pages["/tool/track/"].frame.notices
    assert desk.pages["/tool/oms/"].frame.notices == ""


def test_every_page_of_the_manual_says_which_file_it_comes_from(desk: Built):
    paths = {address: desk.shown(address).provenance for address in ("/reason/LATE/", "/tool/oms/", "/route/")}
    assert {address: found.path for address, found in paths.items()} == {
        "/reason/LATE/": "site_config/reasons.yml",
        "/tool/oms/": "site_config/tools.yml",
        "/route/": "site_config/reasons.yml",
    }


def test_every_page_of_the_manual_can_be_reported(desk: Built):
    pages = [page.address for page in desk.content.pages if not page.bare]
    assert {"/", "/contact/", "/search/", "/404.html", "/en/manual/", "/reason/LATE/", "/flow/delivery/"} <= {*pages}
    for address in pages:
        reports = desk.html(address).css('.provenance a[href^="mailto:manual@shop.example?"]')
        assert [" ".join(link.text().split()) for link in reports] in (["ここが違う"], ["This is wrong"]), address


def test_a_report_about_the_contact_page_names_the_file_of_the_channels(desk: Built):
    page = desk.shown("/contact/").provenance
    assert page.path == "site_config/channels.yml"
    assert "channels.yml" in page.report_href


def test_kinds_and_owners_are_told_by_name_where_they_have_one(tmp_path: Path):
    tools = TOOLS.replace("    title: {ja: 受注管理", "    kind: order-system\n    title: {ja: 受注管理")
    tools = tools.replace("    title: {ja: 追跡画面", "    kind: 社外の画面\n    title: {ja: 追跡画面")
    registries = ESCALATION.replace("owners: [cs, depot]", "owners: [cs, depot, sv]")
    macros = MACROS.replace("owner: cs", "owner: sv")
    files = {"site_config/tools.yml": tools, "site_config/escalation.yml": registries, "site_config/macros.yml": macros}
    built = build_desk(tmp_path, files)
    assert [built.shown(address).kind for address in ("/tool/oms/", "/en/tool/oms/", "/tool/track/", "/tool/pay/")] == [
        "受注管理",
        "Order management",
        "社外の画面",
        "",
    ]
    # A role, a hand-over target, and an id that nothing else names.
    assert built.shown("/reviews/").rows[0].owner == "SV"
    assert built.shown("/flow/delivery/").provenance.owner == "倉庫係"
    assert built.shown("/flow/intake/").provenance.owner == "cs"
    assert "倉庫係" in [owner for owner, *_ in built.shown("/reviews/").owners]


def test_a_page_in_another_language_marks_what_is_not_translated(desk: Built):
    page = desk.html("/en/reason/LATE/")
    title = page.css_first("h1 span[lang]")
    assert title is not None
    assert title.attributes["lang"] == "ja"
    assert desk.shown("/en/tool/oms/").title == "Orders"


def test_nothing_stands_twice_in_a_list_of_a_routing_page(desk: Built):
    for code in ("LATE", "LOST", "DUP", "ASK"):
        page = desk.shown(f"/reason/{code}/")
        for listed in (page.words, page.never, page.trees, page.outcomes, page.articles, page.escalate, page.authority):
            assert len(set(map(str, listed))) == len(listed)
        searches = [search.href for card in page.consults for search in (card.search, *card.fallbacks)]
        assert len(set(searches)) == len(searches)
        assert len({script.id for script in page.scripts}) == len(page.scripts)
