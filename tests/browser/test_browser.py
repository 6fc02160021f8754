"""The browser that the other tests here rely on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

PAGE = """<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>案内</title>
<link rel="icon" href="data:,"></head><body><main><h1>ご案内</h1>{body}</main>
<script type="module" src="greet.mjs"></script></body></html>"""


@pytest.fixture
def site(tmp_path: Path, serve: Callable[[Path], str]) -> Callable[[str], str]:
    def publish(body: str) -> str:
        (tmp_path / "index.html").write_text(PAGE.format(body=body), encoding="utf-8")
        (tmp_path / "greet.mjs").write_text("document.querySelector('h1').textContent = 'ようこそ';", encoding="utf-8")
        return serve(tmp_path)

    return publish


def test_modules_run_under_the_policy_of_the_sites(page: Page, site: Callable[[str], str]):
    page.goto(site(""))
    assert page.inner_text("h1") == "ようこそ"


def test_a_script_inside_the_page_does_not_run(context, site: Callable[[str], str]):
    page = context.new_page()  # this one may complain
    page.goto(site("<script>document.title = 'ran'</script>"))
    assert page.title() == "案内"


def test_axe_names_the_element_at_fault(page: Page, site: Callable[[str], str], axe: Callable[[Page], list[str]]):
    page.goto(site("<p>よくある質問</p>"))
    assert axe(page) == []
    page.goto(site('<img src="data:,">'))
    assert any("image-alt" in line and "<img" in line for line in axe(page))


def test_japanese_text_has_glyphs(page: Page, site: Callable[[str], str]):
    """Different characters look different; without a font each is the same empty box."""
    page.goto(site('<span id="a">返</span><span id="b">品</span>'))
    assert page.locator("#a").screenshot() != page.locator("#b").screenshot()
