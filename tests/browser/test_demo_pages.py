"""Every kind of page of both demo sites, in both languages: accessible, fitting a phone, loading nothing from afar."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

Serve = Callable[[Path], str]
Axe = Callable[[Page], list[str]]

PUBLIC = (
    "/",
    "/help/returns/",
    "/help/returns/policy/",
    "/help/delivery/late/",
    "/contact/",
    "/flow/returns/",
    "/flow/intake/",
    "/changes/",
    "/search/?q=返品",
    "/404.html",
    "/en/",
    "/en/help/returns/policy/",
    "/en/contact/",
    "/en/flow/delivery/",
)
AGENT = (
    "/",
    "/help/returns/policy/",
    "/manual/complaint/customer-harassment/",
    "/manual/writers/guide/",
    "/flow/complaint/",
    "/reason/DEL-LATE/",
    "/reason/PAY-FRAUD/",
    "/tool/oms/",
    "/tool/payments/",
    "/route/",
    "/where/",
    "/escalation/",
    "/authority/",
    "/macros/",
    "/channels/",
    "/changes/",
    "/reviews/",
    "/en/",
    "/en/reason/DEL-LATE/",
)
# Texts that stand in three lines or more, none of them wider than three characters.
SQUEEZED = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const holder = text.parentElement;
    if (text.data.trim().length < 8 || holder.closest(".visually-hidden, script, code, svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Map();
    for (const box of range.getClientRects()) {
      const place = Math.round(box.top);
      lines.set(place, (lines.get(place) ?? 0) + box.width);
    }
    const widest = Math.max(...lines.values());
    if (lines.size > 2 && widest > 0 && widest < 3.5 * parseFloat(getComputedStyle(holder).fontSize)) {
      found.push(text.data.trim());
    }
  }
  return found;
}"""
SITES = [("public", path) for path in PUBLIC] + [("agent", path) for path in AGENT]


@pytest.fixture(scope="session")
def demo(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both sites of the demo content, built from a copy of it."""
    root = tmp_path_factory.mktemp("demo")
    for name in ("content", "decision_trees", "site_config"):
        shutil.copytree(repository / name, root / name)
    shutil.copy(repository / "mkdocs.yml", root)
    command = [sys.executable, "-m", "annai", "-C", str(root), "build", "--today", "2026-11-22"]
    subprocess.run(command, check=True, capture_output=True)
    return root / "site"


@pytest.mark.parametrize(("audience", "path"), SITES)
def test_a_page_of_the_demo_is_accessible_and_fits_a_phone(
    demo: Path, serve: Serve, axe: Axe, page: Page, audience: str, path: str
):
    site = serve(demo / audience)
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(site + path, wait_until="networkidle")
        assert axe(page) == []
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{path} is {too_wide} px too wide at {width}"
        assert page.evaluate(SQUEEZED) == [], f"{path} at {width}"


@pytest.mark.parametrize("audience", ["public", "agent"])
def test_a_page_can_be_read_without_javascript(demo: Path, serve: Serve, chromium: Browser, audience: str):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    site = serve(demo / audience)
    page.goto(f"{site}/help/returns/policy/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{site}/flow/returns/")
    # The outline stands open, and its steps are numbered links.
    expect(page.locator(".outline__body")).to_be_visible()
    context.close()


def test_nobody_takes_one_site_for_the_other(demo: Path, serve: Serve, page: Page):
    looks = {}
    for audience in ("public", "agent"):
        page.goto(f"{serve(demo / audience)}/help/returns/policy/")
        looks[audience] = (
            page.title(),
            page.locator("link[rel=icon]").get_attribute("href"),
            page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor"),
        )
    assert "社内限定" in looks["agent"][0]
    assert "社内限定" not in looks["public"][0]
    assert looks["agent"][1] != looks["public"][1]
    expect(page.get_by_text("社内限定").first).to_be_visible()


def test_searching_the_demo_in_the_browser_finds_the_article(demo: Path, serve: Serve, page: Page):
    page.goto(f"{serve(demo / 'public')}/")
    box = page.get_by_role("searchbox").first
    box.click()
    box.press_sequentially("返品したい", delay=20)
    box.press("Enter")
    expect(page.locator("a[href*='help/returns/']").first).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("audience", ["public", "agent"])
def test_notices_leave_a_phone_to_the_page_and_unfold_at_a_tap(
    demo: Path, serve: Serve, axe: Axe, page: Page, audience: str
):
    page.clock.set_fixed_time("2026-11-22T12:00:00+09:00")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{serve(demo / audience)}/")
    notices = page.locator(".notices")
    snow = page.locator('[data-id="snow-delay"]')
    expect(snow.locator(".notice__title")).to_be_in_viewport(ratio=1)
    expect(page.locator(".notice:visible")).to_have_count(2)
    box = notices.bounding_box()
    assert box is not None
    assert box["height"] <= 120
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("searchbox").first).to_be_in_viewport(ratio=1)
    more = snow.get_by_role("link", name="くわしく見る")
    expect(more).to_be_hidden()
    snow.locator("summary").click()
    expect(more).to_be_visible()
    expect(snow.get_by_text("11月25日（水）18時まで", exact=True).locator("visible=true")).to_have_count(1)
    if audience == "agent":
        expect(snow.get_by_text("追跡の表示が変わるまで")).to_be_visible()
    assert axe(page) == []


def test_notices_unfold_by_keyboard_and_without_javascript(demo: Path, serve: Serve, chromium: Browser):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{serve(demo / 'public')}/help/delivery/late/")
    snow = page.locator('[data-id="snow-delay"]')
    # Where there is room, the time stands in the line.
    expect(snow.get_by_text("11月25日（水）18時まで", exact=True).locator("visible=true")).to_have_count(1)
    snow.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(snow.get_by_text("お届けが1〜3日ほど遅れています。")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".notice__text").first).to_be_visible()
    context.close()


def test_what_is_closed_is_never_the_main_way(demo: Path, serve: Serve, chromium: Browser):
    """On a Sunday evening the telephone is closed: the form leads, and says when an answer comes."""
    context = chromium.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-22T23:00:00+09:00")
    page.goto(f"{serve(demo / 'public')}/contact/")
    main = page.locator(".channel.is-main")
    expect(main).to_have_count(1)
    expect(main).to_have_attribute("data-channel", "form")
    expect(main).to_contain_text("11月24日（火）")
    expect(page.locator('[data-channel="phone"]')).to_have_attribute("data-state", "closed")
    page.clock.set_fixed_time("2026-11-24T11:00:00+09:00")
    page.reload()
    expect(page.locator('[data-channel="phone"]')).to_have_attribute("data-state", "open")
    context.close()
