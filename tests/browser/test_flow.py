"""Guided flows for customers, walked in a browser: by keyboard, back and forth, by link, and where something fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.guided_flows import build_flows

Serve = Callable[[Path], str]
Axe = Callable[[Page], list[str]]

WHERE = "お荷物はどうなっていますか"
LOOKED = "宅配ボックスはご覧になりましたか"
DAYS = "予定日から何日たちましたか"
HURT = "おけがはありませんか"
ALL_ANSWERS = "parcel.where=missing&parcel.looked=seen&parcel.days=many"


@pytest.fixture(scope="session")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public site of a small shop with flows."""
    return build_flows(tmp_path_factory.mktemp("flows"))


@pytest.fixture
def site(flows: Path, serve: Serve) -> str:
    """Where that site is served."""
    return serve(flows)


def test_a_customer_comes_to_an_outcome_by_keyboard_alone(page: Page, site: str):
    page.goto(f"{site}/flow/parcel/")
    expect(page.locator("annai-flow.is-ready")).to_be_attached()
    _tab_to_answers(page)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    _stands_at(page, LOOKED)
    assert _fragment(page) == "where&parcel.where=missing&_v=3"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button
    _stands_at(page, DAYS)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/flow/parcel/claim/**")
    assert _fragment(page) == f"where&{ALL_ANSWERS}&_v=3"
    assert page.title().startswith("お荷物をお調べします")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    given = page.locator(".given__row")
    expect(given).to_have_count(3)
    assert [given.nth(2).locator(part).inner_text() for part in ("dt", "dd:first-of-type")] == [DAYS, "3日以上"]


def test_the_outcome_takes_the_focus_only_from_who_was_led_there(page: Page, site: str):
    heading = page.get_by_role("heading", level=1, name="お荷物をお調べします")
    page.goto(f"{site}/flow/parcel/claim/")
    page.wait_for_load_state("networkidle")
    expect(heading).not_to_be_focused()
    page.goto(f"{site}/contact/")
    page.goto(f"{site}/flow/parcel/claim/#where&{ALL_ANSWERS}&_v=3")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    page.reload()
    expect(page.locator(".given__row")).to_have_count(3)
    expect(heading).not_to_be_focused()


def test_what_the_steps_are_made_of_is_asked_for_at_once(page: Page, site: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    _open(page, site, "")
    named = page.locator("link[rel=modulepreload]").evaluate_all(
        "links => links.map((link) => new URL(link.href).pathname)"
    )
    assert sorted(named) == sorted({path for path in asked if path.startswith("/assets/javascripts/flow/")})


def test_on_paper_the_whole_tree_stands(page: Page, site: str):
    _open(page, site, "#looked")
    page.emulate_media(media="print")
    expect(page.locator("annai-flow")).to_be_hidden()
    expect(page.locator("#days")).to_be_visible()


def test_each_step_is_a_question_with_radio_buttons_and_one_button(page: Page, site: str):
    page.goto(f"{site}/flow/parcel/")
    group = page.get_by_role("group", name=WHERE)
    expect(group.get_by_role("radio")).to_have_count(4)
    expect(group).to_have_accessible_description("いちばん近いものをお選びください。")
    expect(group.get_by_role("radio", name="届いていない")).to_have_accessible_description("お届けの予定日を過ぎたとき")
    expect(group.get_by_role("radio", name="分からない")).to_be_visible()
    expect(page.locator("annai-flow").get_by_role("button")).to_have_count(1)


def test_not_sure_goes_on_where_a_question_takes_it(page: Page, site: str):
    _open(page, site, "")
    _choose(page, "分からない")
    _stands_at(page, LOOKED)
    expect(page.locator(".given__answer")).to_have_text("分からない")
    expect(page.get_by_role("radio", name="分からない")).to_have_count(0)


def test_without_a_choice_the_page_says_so_and_takes_the_focus_to_the_answers(page: Page, site: str):
    _open(page, site, "")
    page.get_by_role("button", name="次へ").click()
    expect(page.get_by_role("alert")).to_have_text("当てはまるものを一つお選びください。")
    expect(page.get_by_role("radio", name="届いていない")).to_be_focused()
    expect(page.get_by_role("group", name=WHERE)).to_have_accessible_description(
        "いちばん近いものをお選びください。 当てはまるものを一つお選びください。"
    )
    page.get_by_role("radio", name="そのほか").check()
    expect(page.get_by_role("alert")).to_be_empty()


def test_the_way_back_keeps_every_answer(page: Page, site: str):
    _open(page, site, "")
    _choose(page, "届いていない")
    _choose(page, "見たが、なかった")
    _stands_at(page, DAYS)
    for question, chosen in ((LOOKED, "見たが、なかった"), (WHERE, "届いていない")):
        page.get_by_role("link", name="前の質問へ戻る").click()
        _stands_at(page, question)
        expect(page.get_by_role("radio", name=chosen)).to_be_checked()
    # Back in the form was back in the browser: nothing lies before the first step.
    assert page.evaluate("history.state?.annaiFlow ?? null") is None
    page.reload()
    expect(page.get_by_role("radio", name="届いていない")).to_be_checked()
    for question in (LOOKED, DAYS):
        page.get_by_role("button", name="次へ").click()
        _stands_at(page, question)
    expect(page.locator(".given__row")).to_have_count(2)


def test_back_and_forward_of_the_browser_walk_the_steps(page: Page, site: str):
    _open(page, site, "")
    _choose(page, "届いていない")
    _choose(page, "見たが、なかった")
    page.go_back()
    _stands_at(page, LOOKED)
    expect(page.get_by_role("radio", name="見たが、なかった")).to_be_checked()
    page.go_back()
    _stands_at(page, WHERE)
    page.go_forward()
    page.go_forward()
    _stands_at(page, DAYS)
    _choose(page, "3日以上")
    page.wait_for_url("**/claim/**")
    page.go_back()
    expect(page.get_by_role("heading", level=2, name=DAYS)).to_be_visible()
    expect(page.get_by_role("radio", name="3日以上")).to_be_checked()


def test_a_reload_restores_the_step(page: Page, site: str):
    _open(page, site, "")
    _choose(page, "届いていない")
    page.reload()
    expect(page.get_by_role("heading", level=2, name=LOOKED)).to_be_visible()
    expect(page.locator(".given__answer")).to_have_text("届いていない")


def test_an_answer_that_is_changed_leads_on_with_the_later_ones(page: Page, site: str):
    page.goto(f"{site}/flow/parcel/claim/#where&{ALL_ANSWERS}&_v=3")
    page.get_by_role("link", name=f"「{LOOKED}」のお答えを変更する").click()
    _stands_at(page, LOOKED)
    expect(page.get_by_role("radio", name="見たが、なかった")).to_be_checked()
    page.get_by_role("button", name="次へ").click()
    page.wait_for_url("**/claim/**")
    page.get_by_role("link", name=f"「{LOOKED}」のお答えを変更する").click()
    _choose(page, "まだ見ていない")
    page.wait_for_url("**/look-first/**")
    assert _fragment(page) == "where&parcel.where=missing&parcel.looked=not-yet&_v=3"


def test_an_outcome_leads_back_to_the_last_question_with_every_answer(page: Page, site: str):
    page.goto(f"{site}/flow/parcel/claim/#where&{ALL_ANSWERS}&_v=3")
    expect(page.locator(".given__row")).to_have_count(3)
    page.get_by_role("link", name="ひとつ前の質問へ戻る").click()
    _stands_at(page, DAYS)
    expect(page.get_by_role("radio", name="3日以上")).to_be_checked()
    expect(page.locator(".given__row")).to_have_count(2)


def test_an_outcome_that_was_not_come_to_by_answers_shows_none(page: Page, site: str):
    page.goto(f"{site}/flow/parcel/claim/")
    expect(page.get_by_role("heading", level=1)).to_have_text("お荷物をお調べします")
    assert page.locator(".given").count() == 0
    # Answers that lead elsewhere are not told as the reason for this page.
    page.goto(f"{site}/flow/parcel/wait/#where&{ALL_ANSWERS}&_v=3")
    page.wait_for_load_state("networkidle")
    assert page.locator(".given").count() == 0


def test_a_link_with_all_answers_goes_to_the_outcome_and_does_not_trap_the_way_back(page: Page, site: str):
    page.goto(f"{site}/contact/")
    page.goto(f"{site}/flow/parcel/#where&{ALL_ANSWERS}&_v=3")
    page.wait_for_url("**/claim/**")
    page.go_back()
    assert urlsplit(page.url).path == "/contact/"


def test_a_link_from_before_a_change_stops_at_the_furthest_step_and_says_what_was_lost(page: Page, site: str):
    _open(page, site, "#where&parcel.where=missing&parcel.looked=never&parcel.days=many&_v=2")
    _stands_at(page, LOOKED)
    note = page.locator(".steps__note")
    expect(note).to_contain_text("内容が変わりました")
    expect(note).to_contain_text(f"「{LOOKED}」")
    expect(page.locator("#annai-live")).to_contain_text("内容が変わりました")
    _choose(page, "見たが、なかった")
    _stands_at(page, DAYS)
    expect(note).to_have_count(0)


def test_a_link_by_a_former_id_still_leads_on(page: Page, site: str):
    _open(page, site, "#where&parcel.where=missing&parcel.checked=seen&_v=3")
    _stands_at(page, DAYS)
    expect(page.locator(".steps__note")).to_have_count(0)


def test_a_plain_link_to_a_node_begins_there_and_leaves_the_outline_shut(page: Page, site: str):
    _open(page, site, "#looked")
    _stands_at(page, LOOKED)
    expect(page.get_by_role("link", name="前の質問へ戻る")).to_have_count(0)
    expect(page.locator("#outline-body")).to_be_hidden()
    page.get_by_role("link", name="けがをしたとき").first.click()
    page.wait_for_url("**/flow/harm/**")
    expect(page.get_by_role("heading", level=2, name=HURT)).to_be_visible()


def test_a_jump_goes_on_in_the_other_tree_and_back(page: Page, site: str):
    _open(page, site, "")
    _choose(page, "壊れていた")
    _stands_at(page, HURT)
    assert _fragment(page) == "where&parcel.where=broken&_v=3"
    expect(page.get_by_role("heading", level=1)).to_have_text("けがをしたとき")
    _choose(page, "けがはない")
    _stands_at(page, LOOKED)
    expect(page.get_by_role("heading", level=1)).to_have_text("荷物が届かない")
    page.get_by_role("link", name="前の質問へ戻る").click()
    _stands_at(page, HURT)
    _choose(page, "けがをした")
    page.wait_for_url("**/flow/harm/stop-using/**")
    expect(page.locator(".given__row")).to_have_count(2)
    page.get_by_role("link", name="ひとつ前の質問へ戻る").click()
    page.wait_for_url("**/flow/parcel/**")
    expect(page.get_by_role("heading", level=2, name=HURT)).to_be_visible()


def test_the_number_of_questions_is_told_only_where_it_is_known(context: BrowserContext, site: str):
    page = context.new_page()
    blocked = True

    def harm(route: Route) -> None:
        route.abort() if blocked else route.continue_()

    page.route("**/flow/harm.*.json", harm)
    _open(page, site, "")
    page.wait_for_timeout(600)
    expect(page.locator(".steps__left")).to_be_empty()
    _choose(page, "届いていない")
    expect(page.locator(".steps__left")).to_have_text("残りは最大1問です")
    _choose(page, "見たが、なかった")
    expect(page.locator(".steps__left")).to_have_text("最後の質問です")
    blocked = False
    page.goto(f"{site}/flow/parcel/")
    # Over the other tree: is anybody hurt, the box, the days.
    expect(page.locator(".steps__left")).to_have_text("残りは最大3問です")


def test_a_person_is_told_the_step_and_nothing_else(page: Page, site: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _open(page, site, "")
    out = page.locator(".flow__out a")
    expect(out).to_have_attribute("href", "../../contact/?from=tree:parcel/where")
    _choose(page, "届いていない")
    expect(out).to_have_attribute("href", "../../contact/?from=tree:parcel/looked")
    _choose(page, "見たが、なかった")
    _choose(page, "3日以上")
    page.wait_for_url("**/claim/**")
    out = page.get_by_role("link", name="お問い合わせ方法をすべて見る")
    expect(out).to_have_attribute("href", re.compile(r"contact/\?from=tree:parcel/claim$"))
    # Answers stay in the browser.
    assert [url for url in asked if "parcel.where" in url.partition("#")[0] or "missing" in url.partition("#")[0]] == []


def test_the_other_language_shows_the_same_step(page: Page, site: str):
    _open(page, site, "")
    _choose(page, "届いていない")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=2, name="Did you look into the parcel box?")).to_be_visible()
    expect(page.locator(".given__answer")).to_have_text("It has not come")
    assert page.title() == "Did you look into the parcel box? – My parcel – Small Shop Help"


def test_links_within_the_page_leave_the_step_alone(page: Page, site: str):
    _open(page, site, "")
    _choose(page, "届いていない")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#where&parcel.where=missing&_v=3")
    _question_is(page, LOOKED)
    page.get_by_role("button", name="質問とご案内の一覧を開く").click()
    page.locator("#outline-body a[href='#days']").first.click()
    expect(page.locator("#days")).to_be_focused()
    _question_is(page, LOOKED)
    assert _fragment(page) == "where&parcel.where=missing&_v=3"


def test_where_the_bundle_does_not_come_the_questions_can_be_read_and_followed(context: BrowserContext, site: str):
    page = context.new_page()  # this one may complain
    page.route("**/flow/parcel.*.json", lambda route: route.abort())
    page.goto(f"{site}/flow/parcel/#days")
    expect(page.locator("annai-flow.is-failed")).to_be_attached()
    expect(page.locator("#days")).to_be_in_viewport()
    page.goto(f"{site}/flow/parcel/")
    page.locator(".asked").get_by_role("link", name="届いていない").click()
    expect(page.locator("#looked")).to_be_in_viewport()
    page.locator("#looked").get_by_role("link", name=DAYS).click()
    page.locator("#days").get_by_role("link", name="お荷物をお調べします").first.click()
    page.wait_for_url("**/flow/parcel/claim/")


def test_a_tree_that_does_not_come_can_be_tried_again(context: BrowserContext, site: str):
    page = context.new_page()  # this one may complain
    page.route("**/flow/harm.*.json", lambda route: route.abort())
    _open(page, site, "")
    _choose(page, "壊れていた")
    expect(page.get_by_role("alert")).to_contain_text("読み込めませんでした")
    _question_is(page, WHERE)
    page.unroute("**/flow/harm.*.json")
    page.get_by_role("button", name="次へ").click()
    _stands_at(page, HURT)


def test_without_javascript_the_tree_is_an_outline_to_follow(chromium: Browser, site: str):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/flow/parcel/")
    expect(page.locator(".asked").get_by_role("link", name="届いていない")).to_be_visible()
    expect(page.locator("#days")).to_be_visible()
    page.locator("#days").get_by_role("link", name="お荷物をお調べします").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("お荷物をお調べします")
    page.get_by_role("link", name="ひとつ前の質問へ戻る").click()
    expect(page.locator("#days")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_step_is_accessible_on_a_phone(chromium: Browser, site: str, axe: Axe, scheme: str):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    _open(page, site, "")
    assert axe(page) == []
    page.get_by_role("button", name="次へ").click()
    assert axe(page) == []
    _choose(page, "届いていない")
    assert axe(page) == []
    _open(page, site, "#where&parcel.where=gone&_v=1")
    expect(page.locator(".steps__note p").first).to_be_in_viewport(ratio=1)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.goto(f"{site}/flow/parcel/claim/#where&{ALL_ANSWERS}&_v=3")
    expect(page.locator(".given")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("home", ["", "/en"])
def test_nothing_moves_when_the_stepper_takes_over(chromium: Browser, site: str, width: int, home: str):
    context = chromium.new_context(viewport={"width": width, "height": 2400})
    page = context.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/flow/parcel.*.json", hold)
    page.goto(f"{site}{home}/flow/parcel/")
    page.wait_for_timeout(200)
    below = page.locator("#outline, .asked, .asked__answers, .answer__label, .foot")
    before = [box for place in below.all() if (box := place.bounding_box())]
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("annai-flow.is-ready")).to_be_attached()
    after = [box for place in below.all() if (box := place.bounding_box())]
    assert [(box["x"], box["y"]) for box in after] == [(box["x"], box["y"]) for box in before]
    context.close()


def _open(page: Page, site: str, fragment: str) -> None:
    page.goto(f"{site}/flow/parcel/{fragment}")
    expect(page.locator("annai-flow.is-ready")).to_be_attached()


def _choose(page: Page, answer: str) -> None:
    page.get_by_role("radio", name=answer, exact=True).check()
    page.get_by_role("button", name="次へ").click()


def _question_is(page: Page, question: str) -> None:
    expect(page.locator("annai-flow h2").first).to_have_text(question)


def _stands_at(page: Page, question: str) -> None:
    """The question is shown, has the focus, is in sight, and names the document."""
    heading = page.get_by_role("heading", level=2, name=question, exact=True).first
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    assert page.title().startswith(f"{question} | ")


def _fragment(page: Page) -> str:
    return urlsplit(page.url).fragment


def _tab_to_answers(page: Page) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.matches('annai-flow input')"):
            return
    pytest.fail("no way to the answers by Tab")
