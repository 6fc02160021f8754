"""Links of articles on built sites: each leads to a page or file that is there, or is told where it stands."""

from __future__ import annotations

from pathlib import Path
from posixpath import normpath
from urllib.parse import quote, unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from annai.diagnostics.report import in_order
from tests.pipeline.content_repository import THREE_LINES, ContentRepository
from tests.pipeline.in_process import build_if_clean
from tests.sources.folder import SITE
from tests.sources.test_content_folder import NAMES

FILES: dict[str, str | bytes] = {
    "mkdocs.yml": THREE_LINES,
    "content/help/index.md": "# ヘルプ\n",
    "content/help/a.md": "# A\n\n## 手順\n\n### Step 2\n",
    "content/help/b/index.md": "# B\n",
    "content/help/b/c.md": "---\nid: stable-id\naliases: [/old/c/]\n---\n# C {#custom}\n",
    "content/help/form.pdf": b"%PDF",
    "content/help/p q.png": b"",
    "content/manual/secret.md": "# 社内\n",
    "outside.md": "# 外\n",
}


def linked(tmp_path: Path, link: str, *, managed: bool = False) -> tuple[str | None, list[str]]:
    """Where a link in ``help/x.md`` leads on the public site (from its root), and what is told of it."""
    shop = ContentRepository.of(tmp_path / "shop", FILES)
    if managed:
        shop.write("site_config/site.yml", SITE)
    shop.write("content/help/x.md", f"# X\n\n{link}\n")
    built, findings = build_if_clean(shop)
    told = [
        f"{finding.mark.path}:{finding.mark.line}:{finding.mark.column} {finding.key} {finding.severity}"
        for finding in in_order(findings)
    ]
    if not built:
        return None, told
    page = LexborHTMLParser((shop.site() / "help/x/index.html").read_text(encoding="utf-8"))
    node = page.css_first("article a[href]:not([class]), main p a[href], main p img[src]")
    if node is None:
        return None, told
    href = node.attributes.get("href") or node.attributes.get("src") or ""
    path = unquote(urlsplit(href).path)
    if path and not urlsplit(href).scheme:
        assert (shop.site() / normpath(f"help/x/{path}")).exists(), href
    where = f"/{normpath(f'help/x/{path}')}{'/' if path.endswith('/') else ''}".replace("/./", "/") if path else ""
    fragment = urlsplit(href).fragment
    return where + (f"#{unquote(fragment)}" if fragment else ""), told


LED = [
    ("[x](a.md)", "/help/a/"),
    ("[x](./a.md)", "/help/a/"),
    ("[x](../help/a.md)", "/help/a/"),
    ("[x](a)", "/help/a/"),
    ("[x](/help/a/)", "/help/a/"),
    ("[x](/help/a)", "/help/a/"),
    ("[x](/help/a.md)", "/help/a/"),
    ("[x](a.html)", "/help/a/"),
    ("[x](b/)", "/help/b/"),
    ("[x](b/index.md)", "/help/b/"),
    ("[x](b/c.md)", "/help/b/c/"),
    ("[x](article:stable-id)", "/help/b/c/"),
    ("[x](article:help/a)", "/help/a/"),
    ("[x](a.md#手順)", "/help/a/#手順"),
    ("[x](a.md#%E6%89%8B%E9%A0%86)", "/help/a/#手順"),
    ("[x](a.md#step-2)", "/help/a/#step-2"),
    # The heading that says the title again is not drawn twice: a link to it leads to the page.
    ("[x](article:stable-id#custom)", "/help/b/c/"),
    ("[x](b/c.md#custom)", "/help/b/c/"),
    ("[x](form.pdf)", "/help/form.pdf"),
    ("[x](<p q.png>)", "/help/p q.png"),
    ("[x](p%20q.png)", "/help/p q.png"),
    ("![x](p%20q.png)", "/help/p q.png"),
    ("[x][r]\n\n[r]: b/c.md", "/help/b/c/"),
    ('<a href="a.md">x</a>', "/help/a/"),
    ("[x](#y)\n\n## y", "#y"),
    ("[x](.)", "/help/"),
    ("[x](..)", "/"),
    ("[x](/)", "/"),
]


@pytest.mark.parametrize(("link", "where"), LED)
def test_a_link_leads_to_the_page_or_file(tmp_path: Path, link: str, where: str):
    assert linked(tmp_path, link) == (where, [])


LOST = [
    ("[x](gone.md)", "3:5 A301.path"),
    ("[x](article:gone)", "3:5 A301.article"),
    ("[x](a.md#gone)", "3:5 A301.anchor"),
    ("[x](#gone)", "3:5 A301.anchor"),
    ("![x](gone.png)", "3:6 A301.path"),
    ("[x](/gone/)", "3:5 A301.path"),
    ("[x](../../outside.md)", "3:5 A303.outside"),
    ("[x](../../../../etc/passwd)", "3:5 A303.outside"),
    ("[x](%2e%2e/%2e%2e/outside.md)", "3:5 A303.outside"),
    ("終わり\n\n- 一\n- [x](gone.md)", "6:7 A301.path"),
]


@pytest.mark.parametrize("managed", [False, True], ids=["foreign", "managed"])
@pytest.mark.parametrize(("link", "place"), LOST)
def test_a_link_that_leads_nowhere_is_told_where_it_stands(tmp_path: Path, link: str, place: str, managed: bool):
    where, told = linked(tmp_path, link, managed=managed)
    # Where only the anchor is wrong, the page is better than nothing.
    assert where is None or "anchor" in place
    assert told == [f"content/help/x.md:{place} {'error' if managed else 'warning'}"]


@pytest.mark.parametrize("link", ["[x](article:manual/secret)", "[x](../manual/secret.md)", "[x](/manual/secret/)"])
@pytest.mark.parametrize("managed", [False, True], ids=["foreign", "managed"])
def test_a_link_from_public_to_internal_is_always_an_error(tmp_path: Path, link: str, managed: bool):
    where, told = linked(tmp_path, link, managed=managed)
    assert where is None
    assert told == ["content/help/x.md:3:5 A302.article error"]


@pytest.mark.parametrize(
    "link",
    ["[x](https://shop.example/?a=1#b)", "[x](mailto:a@shop.example)", "[x](tel:0120-000-000)", "<https://a.example/>"],
)
def test_a_link_elsewhere_stands_as_it_is(tmp_path: Path, link: str):
    shop = ContentRepository.of(tmp_path / "shop", FILES)
    shop.write("content/help/x.md", f"# X\n\n{link}\n")
    assert build_if_clean(shop) == (True, ())
    written = link.partition("(")[2].rstrip(")") or link.strip("<>")
    assert f'href="{written}"' in (shop.site() / "help/x/index.html").read_text(encoding="utf-8")


def test_articles_of_any_name_are_pages_that_links_and_lists_lead_to(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop", {"mkdocs.yml": THREE_LINES})
    for number, name in enumerate(NAMES):
        shop.write(f"content/help/{name}/{name}.md", f"# 記事{number}\n\n![図]({quote(name)}.png)\n")
        shop.write(f"content/help/{name}/{name}.png", b"")
    shop.write(
        "content/help/all.md", "".join(f"- [{n}]({quote(name)}/{quote(name)}.md)\n" for n, name in enumerate(NAMES))
    )
    built, findings = build_if_clean(shop)
    assert (built, findings) == (True, ())
    for name in NAMES:
        assert (shop.site() / "help" / name / name / "index.html").is_file()
    pages = sorted(shop.site().rglob("*.html"))
    assert len(pages) > 2 * len(NAMES)
    for page in pages:
        tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
        for node in tree.css("[href], [src]"):
            address = urlsplit(node.attributes.get("href") or node.attributes.get("src") or "")
            if not address.scheme and not address.netloc and address.path:
                base = shop.site() if address.path.startswith("/") else page.parent
                target = Path(normpath(base / unquote(address.path).lstrip("/")))
                assert target.exists(), f"{page}: {address.path}"
                assert target.is_relative_to(shop.site())


def test_thousands_of_headings_are_linked_to_one_by_one(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop", FILES)
    shop.write("content/help/long.md", "\n\n".join(f"## 見出し{number}" for number in range(3000)))
    shop.write("content/help/x.md", "[一](long.md#見出し2999) [二](long.md#見出し3000)\n")
    built, findings = build_if_clean(shop)
    assert built
    assert [finding.key for finding in in_order(findings)] == ["A301.anchor"]
