"""A small help center, written file by file, and the site that the builders make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from annai.audience import project
from annai.model.view import View
from annai.pages.builder import SiteContent, build_site
from annai.pages.page import ArticleBody, File, Page
from annai.pages.rendering import render
from annai.pages.settings import PageSettings, SearchPaths
from annai.sources import Layout, load

SUNDAY = date(2026, 11, 22)

SITE = """
schema: support-site/1
languages: [ja, en]
sites:
  public:
    url: "https://help.shop.example/"
    name: {ja: ヘルプ, en: Help}
    ask: {ja: どうしましたか, en: What happened?}
  agent: {name: {ja: 応対マニュアル, en: Agent manual}, mark: {ja: 社内限定, en: Internal}}
footer: [{label: {ja: 法に基づく表記, en: Legal notice}, url: "https://www.shop.example/legal/"}]
report: {mailto: manual@shop.example}
defaults: [{path: "help/**", audience: public}, {path: "manual/**", audience: agent}]
"""
CHANNELS = """
schema: support-channels/1
calendars:
  desk:
    title: {ja: 窓口, en: Desk}
    weekly: {mon-fri: "10:00-18:00", sat: "10:00-17:00"}
    holidays: jp
    closed:
      - {from: "12-29", to: "01-03", title: {ja: 年末年始, en: New Year holidays}}
      - {from: "2026-05-01", to: "2026-05-02", title: 改装}
  always: {title: 24時間, weekly: {mon-sun: "00:00-24:00"}}
channels:
  phone: {title: {ja: お電話, en: Phone}, audience: public, hours: desk, tel: "0120-000-000", fallback: form}
  form:
    title: {ja: フォーム, en: Form}
    audience: public
    hours: always
    url: /form/
    reply: P1D
    reply_calendar: desk
  desk-line: {title: 内線, audience: agent, hours: desk, tel: "0120-999-999"}
"""
REASONS = """
schema: support-reasons/1
groups: [返品]
reasons:
  RET-MIND: {title: 都合の返品, group: 返品, definition: 都合で返したい}
"""
RETURNS = """
schema: support-tree/1
id: returns
version: 3
title: {ja: 返品, en: Returns}
owner: cs
review_by: 2027-01-01
state: validated
audience: public
start: faulty
questions:
  faulty:
    ask: {ja: 壊れていますか, en: Is it broken?}
    say: CANARY-SAY お調べします
    answers:
      - {id: broken, label: {ja: はい, en: "Yes"}, go: exchange}
      - {id: fine, label: {ja: いいえ, en: "No"}, go: opened}
    unsure: broken
  opened:
    ask: {ja: 開けましたか, en: Did you open it?}
    answers:
      - {id: opened, label: {ja: はい, en: "Yes"}, go: inside}
      - {id: closed, label: {ja: いいえ, en: "No"}, go: "tree:refund"}
    unsure: opened
  inside:
    audience: agent
    ask: CANARY-INTERNAL 在庫はありますか
    answers: [{id: a, label: ある, go: exchange}, {id: b, label: ない, go: keep}]
    public: {go: keep}
outcomes:
  exchange:
    title: {ja: 交換します, en: We exchange it}
    reason: RET-MIND
    priority: p3
    steps: [CANARY-STEP 手配する]
    public:
      steps: [{ja: 「注文履歴」から<お申し込み>ください。, en: Apply in “order history”.}]
      articles: [help/returns/policy]
      contact: [phone, form]
      actions: [{label: {ja: 注文履歴を開く, en: Open order history}, url: "https://www.shop.example/orders/"}]
  keep:
    title: {ja: お返しになれません, en: It cannot be returned}
    reason: RET-MIND
    priority: p3
    steps: [CANARY-STEP 断る]
    public: {steps: [{ja: ご相談ください。, en: Talk to us.}], contact: [form]}
"""
REFUND = """
schema: support-tree/1
id: refund
version: 1
title: {ja: 返金, en: Refunds}
owner: cs
review_by: 2027-01-01
state: validated
audience: public
start: paid
questions:
  paid:
    ask: {ja: お支払い方法は, en: How did you pay?}
    answers:
      - {id: card, label: {ja: カード, en: Card}, go: to-card}
      - {id: other, label: {ja: そのほか, en: Other}, go: to-bank}
outcomes:
  to-card:
    title: {ja: カードに戻します, en: To your card}
    reason: RET-MIND
    priority: p3
    steps: [戻す]
    public: {contact: [form]}
  to-bank:
    title: {ja: 口座に戻します, en: To your account}
    reason: RET-MIND
    priority: p3
    steps: [戻す]
    public: {contact: [form]}
changes:
  - {date: 2026-11-01, what: {ja: 支払い方法を聞くようにした, en: We ask how you paid}, version: 1, audience: public}
"""
POLICY = """---
title: 返品の条件
summary: 14日以内なら返品できます。
reasons: [RET-MIND]
owner: cs
review_by: 2026-11-01
updated: 2026-10-01
aliases: [/old/policy/]
changes:
  - {date: 2026-10-01, what: 期限を14日にした, do: CANARY-DO 旧期限を言わない, audience: public}
  - {date: 2026-09-01, what: CANARY-CHANGE 社内の見直し}
---
# 返品の条件

[送り方](how-to.md#steps)と[問い合わせ](/contact/)、[記事](article:help/returns/how-to)。

/// agent
CANARY-BLOCK
///
"""
FILES: Mapping[str, str] = {
    "site_config/site.yml": SITE,
    "site_config/channels.yml": CHANNELS,
    "site_config/reasons.yml": REASONS,
    "decision_trees/returns.yml": RETURNS,
    "decision_trees/refund.yml": REFUND,
    "content/help/_category.yml": "title: {ja: ヘルプ, en: Help}\n",
    "content/help/returns/_category.yml": (
        "title: {ja: 返品と交換, en: Returns}\ndescription: {ja: 返すとき, en: Sending back}\n"
    ),
    "content/help/returns/policy.md": POLICY,
    "content/help/returns/how-to.md": "---\ntitle: 返品のしかた\nsummary: 送り方です。\norder: 1\n---\n本文\n",
    "content/help/returns/policy.en.md": "---\ntitle: What can be returned\nsummary: Within 14 days.\n---\nText\n",
    "content/help/delivery/late.md": "---\ntitle: 遅れているとき\n---\n荷物が遅れています。\n",
    "content/manual/tone.md": "---\ntitle: CANARY-MANUAL 話し方\n---\nCANARY-BODY\n",
}


@dataclass(frozen=True)
class Built:
    """A built site: its views, pages and files by address."""

    views: tuple[View, ...]
    content: SiteContent

    @property
    def pages(self) -> dict[str, Page]:
        return {page.address: page for page in self.content.pages}

    @property
    def files(self) -> dict[str, bytes]:
        return {file.address: file.data if isinstance(file, File) else file.make() for file in self.content.files}

    def shown(self, address: str) -> Any:
        """What a page hands to its template."""
        return self.pages[address].content

    def text(self, address: str) -> str:
        """A file as text."""
        return self.files[address].decode("utf-8")

    def html(self, address: str) -> LexborHTMLParser:
        """The drawn body of a page, its notices before it."""
        return LexborHTMLParser(self.drawn(address))

    def drawn(self, address: str) -> str:
        """The same as text."""
        page = self.pages[address]
        return page.frame.notices + render(page.content, page.frame.language)

    def targets(self, address: str) -> dict[str, str]:
        """The links of a page's body: where each leads on this site (or elsewhere), by its text."""
        found: dict[str, str] = {}
        for link in self.html(address).css("a[href]"):
            text = " ".join(link.text().split())
            found.setdefault(text, resolved(link.attributes["href"] or "", address))
        return found

    def target(self, address: str, text: str) -> str:
        """Where the first link leads whose text begins so."""
        return next(target for label, target in self.targets(address).items() if label.startswith(text))


def build(
    root: Path,
    files: Mapping[str, str] = FILES,
    *,
    audience: str = "public",
    today: date = SUNDAY,
    edit_base: str = "",
    site_url: str = "",
) -> Built:
    """Writes files below ``root``, and builds the site of one audience."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    layout = Layout.of(root)
    if not layout.managed:
        layout = replace(layout, default_audience="public")
    library = load(layout, today).library
    views = tuple(project(library, audience, language) for language in library.languages)
    bodies = {
        view.language: {
            article.id: ArticleBody(f"key:{article.id}", tuple(_headings(article.body)))
            for article in view.articles.values()
            if article.language == view.language
        }
        for view in views
    }
    settings = PageSettings(
        build_date="2026-11-22T09:00:00+09:00",
        site_name="Fallback",
        site_url=site_url,
        edit_base=edit_base,
        search=SearchPaths("assets/worker.js", "search/index.json"),
        bundles={("ja", "returns"): "/assets/annai/flow/returns.ja.0.json"},
    )
    return Built(views, build_site(views, bodies, settings))


def resolved(href: str, address: str) -> str:
    """Where a link on a page leads: a path of the site, decoded, or the address elsewhere."""
    whole = urljoin(f"https://here.example{_encoded(address)}", href)
    parts = urlsplit(whole)
    if parts.netloc != "here.example":
        return whole
    return unquote(whole.removeprefix("https://here.example"))


def _encoded(address: str) -> str:
    return address.replace("%", "%25").replace(" ", "%20").replace("#", "%23").replace("?", "%3F")


def _headings(body: str) -> list[tuple[int, str, str]]:
    lines = [line for line in body.split("\n") if line.startswith("##")]
    return [(len(line.split()[0]), f"h{number}", line.lstrip("# ")) for number, line in enumerate(lines)]
