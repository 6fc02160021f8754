"""One fault at a time in a valid repository: its code, its place, its severity, and nothing else."""

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from annai.diagnostics.wording import hint, message
from annai.sources import Layout, load
from annai.trees.check import check_trees

SHOP = Path(__file__).parent.parent / "fixtures" / "shop"
TODAY = date(2026, 11, 22)
INTAKE, RETURNS, IDENTITY = (f"decision_trees/{name}.yml" for name in ("intake", "returns", "check-identity"))
POLICY, FACTS, TOOLS, ESCALATION, CHANNELS, REASONS, NOTICES, VALUES, MACROS, SITE, TESTS, SYNONYMS = (
    f"site_config/{name}.yml"
    for name in (
        "policy",
        "facts",
        "tools",
        "escalation",
        "channels",
        "reasons",
        "notices",
        "values",
        "macros",
        "site",
        "search_tests",
        "synonyms",
    )
)
ARTICLE, CATEGORY = "content/help/returns/policy.md", "content/help/returns/_category.yml"


@dataclass(frozen=True)
class Fault:
    """``old`` becomes ``new`` in ``file``; the finding stands where ``at`` stands then (the first line of ``new``)."""

    code: str
    file: str
    old: str
    new: str
    at: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        return (
            f"{self.code} {self.file.rpartition('/')[2]} {self.new.strip()[:40] or 'removed ' + self.old.strip()[:30]}"
        )


def W(code: str, file: str, old: str, new: str, at: str = "") -> Fault:  # noqa: N802 - a warning, as in the list of codes
    return Fault(code, file, old, new, at, "warning")


WORDS = [
    # Priorities, calendars, lines, channels, roles, slips and audiences: T105, wherever they are named.
    Fault("T105", RETURNS, "priority: p1", "priority: p9"),
    Fault("T105", INTAKE, "calendar: desk-hours, by: first-line", "calendar: desk-hour, by: first-line"),
    Fault("T105", RETURNS, "by: second-line", "by: third-line"),
    Fault("T105", RETURNS, "contact: [form]\n      actions", "contact: [fax]\n      actions"),
    Fault(
        "T105", RETURNS, "    title: 交換する\n    audience: agent", "    title: 交換する\n    audience: staff", "staff"
    ),
    Fault("T105", RETURNS, "audience: public\nstart", "audience: everyone\nstart", "everyone"),
    Fault("T105", RETURNS, "待たずに進める, audience: agent", "待たずに進める, audience: agents", "agents"),
    Fault("T105", POLICY, "first_response: PT15M, calendar: always", "first_response: PT15M, calendar: alway"),
    Fault("T105", POLICY, "専門部署, calendar: office-hours", "専門部署, calendar: office"),
    Fault("T105", TOOLS, "access: [op, sv]", "access: [op, supervisor]"),
    Fault("T105", ESCALATION, "    role: manager", "    role: boss"),
    Fault("T105", ESCALATION, "- {role: op, when", "- {role: operator, when"),
    Fault("T105", ESCALATION, "hours: office-hours", "hours: office"),
    Fault("T105", ESCALATION, "wait: hold\n    slip: standard", "wait: hold\n    slip: standart", "standart"),
    Fault("T105", ESCALATION, "ack: PT2M", "ack: PT5M", "wait: hold"),
    Fault("T105", CHANNELS, "hours: desk-hours\n    tel", "hours: desk\n    tel", "hours: desk\n"),
    Fault("T105", CHANNELS, "reply_calendar: desk-hours", "reply_calendar: desk"),
    Fault("T105", CHANNELS, "fallback: form", "fallback: mail"),
    Fault("T105", CHANNELS, "by: second-line", "by: back-office"),
    Fault("T105", CHANNELS, "audience: public\n    hours: always", "audience: guests\n    hours: always", "guests"),
    Fault("T105", VALUES, "within 7 days}, audience: public", "within 7 days}, audience: guests"),
    Fault("T105", NOTICES, "audience: agent", "audience: agents"),
    Fault("T105", SYNONYMS, "audience: agent", "audience: agents"),
    Fault("T105", TESTS, "audience: agent", "audience: agents"),
    Fault("T105", TESTS, "audience: agent", "language: fr"),
    Fault("T105", SYNONYMS, "audience: agent", "language: fr"),
    Fault("T105", SITE, "  agent:\n", "  agents:\n", "agents:"),
    Fault("T105", SITE, 'manual/**", audience: agent', 'manual/**", audience: agents'),
    Fault("T105", REASONS, "group: その他", "group: そのほか"),
    Fault("T105", RETURNS, "level: basic", "level: basics"),
    Fault("T105", RETURNS, "start: state", "start: refuse"),
    Fault(
        "T105",
        FACTS,
        "    values: {normal: 通常品, sale: セール品}",
        "    values: {normal: 通常品, sale: セール品}\n    levels: [sale]",
        "levels: [basic, strong]",
    ),
    Fault("A102", ARTICLE, "audience: agent", "audience: agents"),
    # Required in a file that exists.
    Fault("T103", POLICY, "start: intake\n", "", "schema"),
    Fault("T103", POLICY, 'early_exit: "tree:intake#handover"\n', "", "schema"),
    Fault("T103", ESCALATION, "owners: [cs-lead, cs-returns]\n", "", "schema"),
    Fault("T109", REASONS, "    definition: 不具合はないが返したい\n", "", "RET-MIND:"),
    Fault("T109", REASONS, "definition: 不具合はないが返したい", 'definition: ""', "RET-MIND:"),
]

JUMPS = [
    Fault("T201", RETURNS, "go: verify, was", "go: verifi, was"),
    Fault("T201", RETURNS, "start: state", "start: stat"),
    Fault("T201", RETURNS, "entries: [state]", "entries: [state, stat]"),
    Fault("T201", RETURNS, "unsure: broken", "unsure: brokn"),
    Fault(
        "T201",
        RETURNS,
        "unsure: {go: look-up, public: {go: form-only}}",
        "unsure: {go: lookup, public: {go: form-only}}",
    ),
    Fault(
        "T201", RETURNS, "unsure: {go: look-up, public: {go: form-only}}", "unsure: {go: look-up, public: {go: form}}"
    ),
    Fault("T201", RETURNS, "[within-8]}, go: accept", "[within-8]}, go: acept"),
    Fault("T201", RETURNS, "else: look-up", "else: lookup"),
    Fault("T201", RETURNS, "returns: {verified: exchange", "returns: {verified: exchangee"),
    Fault(
        "T201",
        RETURNS,
        "tree: check-identity\n    public: {go: form-only}",
        "tree: check-identity\n    public: {go: form}",
        "{go: form}",
    ),
    Fault("T201", RETURNS, "tree: check-identity", "tree: check-identty"),
    Fault("T201", RETURNS, "photo: {go: state", "photo: {go: stat"),
    Fault("T201", RETURNS, "photo: {go: state", 'photo: {go: "return:verified"'),
    Fault("T201", INTAKE, 'go: "tree:returns"', 'go: "tree:return"'),
    Fault("T201", POLICY, "start: intake", "start: entrance"),
    Fault("T201", POLICY, 'go: "tree:returns#state"', 'go: "tree:refunds#state"'),
    Fault("T201", POLICY, 'early_exit: "tree:intake#handover"', "early_exit: handover"),
    Fault(
        "T201", POLICY, 'limit: 3\n  go: "tree:intake#handover"', 'limit: 3\n  go: "return:verified"', "return:verified"
    ),
    Fault("T201", SITE, "flows: [returns]", "flows: [refunds]"),
    Fault("T201", TESTS, '"tree:returns"', '"tree:refunds"'),
    Fault(
        "T202",
        RETURNS,
        "calls:\n",
        "calls:\n  state:\n    tree: check-identity\n    returns: {verified: exchange, failed: look-up}\n",
        "  state:\n    tree",
    ),
    Fault("T202", RETURNS, "- {id: fine, label", "- {id: broken, label", "- {id: broken, label: {ja: 不具合"),
    Fault("T202", POLICY, "- id: fraud", "- id: injury", "- id: injury\n    label: 不正利用"),
    Fault("T202", POLICY, "- {id: handled", "- {id: said", "- {id: said, label: 対応"),
    Fault(
        "T202",
        ESCALATION,
        "- {id: manager, title",
        "- {id: sv, title: 主任}\n  - {id: manager, title",
        "- {id: sv, title: 主任",
    ),
    Fault("T202", NOTICES, "- id: upkeep", "- id: snow", '- id: snow\n    from: "2026-11-25'),
    Fault("T202", FACTS, "- {id: within-30", "- {id: within-8, label: 半月, max: 15}\n      - {id: within-30"),
    Fault("T203", POLICY, 'go: "tree:returns#state"', 'go: "tree:returns#which-item"'),
    Fault("T203", POLICY, 'go: "tree:returns#state"', 'go: "tree:returns#stat"'),
    Fault("T203", INTAKE, 'go: "tree:returns"', 'go: "tree:returns#accept"'),
    Fault("T203", INTAKE, 'go: "tree:returns"', 'go: "tree:check-identity"'),
    Fault("T203", POLICY, "start: intake", "start: check-identity"),
]

# What was meant, where the id as it stands is like none.
MEANT = [
    (Fault("T201", INTAKE, 'go: "tree:returns"', "go: returns"), "tree:returns"),
    (Fault("T201", INTAKE, 'go: "tree:returns"', 'go: "tree：returns"'), "tree:returns"),
    (Fault("T201", RETURNS, "go: which-item}", "go: “which-item”}"), "which-item"),
    # An address that an article had before it was moved.
    (
        Fault("T206", RETURNS, "articles: [help/returns/policy, manual/returns]", "articles: [faq/returns]"),
        "help/returns/policy",
    ),
    # The path of an article that has an id of its own.
    (Fault("T206", ARTICLE, "title: 返品の条件", "title: 返品の条件\nid: terms"), "terms"),
    (Fault("T102", RETURNS, "title: {ja: 返品, en: Returns}", "title: {jp: 返品, en: Returns}"), "ja"),
    (Fault("T105", RETURNS, "state: validated", "state: 公開"), "validated"),
    (Fault("T104", RETURNS, "priority: p1", "priority: P1"), "p1"),
    (Fault("T105", RETURNS, "review_by: 2027-03-31", "review_by: 2027/3/31"), "2027-03-31"),
    (Fault("T105", INTAKE, "within: P1D", "within: 1営業日"), "P1D"),
    (Fault("T210", RETURNS, 'url: "/contact/"', 'url: "www.shop.example"'), "https://www.shop.example"),
]

REFERENCES = [
    Fault("T204", RETURNS, "- {tool: oms,", "- {tool: om,"),
    Fault("T204", RETURNS, "- {tool: oms, search: by-order-no", "- {tool: oms, search: by-order"),
    Fault("T204", TOOLS, "if_none: by-email", "if_none: by-mail"),
    Fault("T204", NOTICES, "tools: [oms]", "tools: [old-oms]"),
    Fault("T205", RETURNS, "to: stock-desk, when", "to: stock, when"),
    Fault("T205", RETURNS, "via: sv-desk", "via: sv"),
    Fault("T205", RETURNS, "authority: [late-return]", "authority: [late-returns]"),
    Fault("T205", ESCALATION, "after_hours: oncall", "after_hours: on-call"),
    Fault(
        "T206",
        RETURNS,
        "articles: [help/returns/policy, manual/returns]",
        "articles: [help/returns/policy, manual/return]",
    ),
    Fault(
        "T206",
        RETURNS,
        "articles: [help/returns/policy]\n      contact",
        "articles: [help/returns/terms]\n      contact",
    ),
    Fault("T206", RETURNS, "article: manual/returns}", "article: manual/nowhere}"),
    Fault(
        "T206",
        RETURNS,
        "articles: [help/returns/policy, manual/returns]",
        "articles: [help/returns/old, manual/returns]",
    ),
    Fault("T206", NOTICES, "articles: [help/returns/policy]", "articles: [help/returns/old]"),
    Fault("T206", SITE, "popular: [help/returns/policy]", "popular: [help/returns/gone]"),
    Fault("T206", TESTS, "expect: help/returns/policy", "expect: help/returns/gone"),
    Fault("T206", TESTS, "expect: oms", "expect: omz"),
    Fault("T206", ARTICLE, "related: [help/returns/how-to]", "related: [help/returns/howto]"),
    Fault("T206", CATEGORY, "help/returns/how-to]", "help/returns/howto]"),
    Fault("T207", RETURNS, "fact: item-class", "fact: item-klass"),
    Fault("T207", RETURNS, "- {id: sale, label", "- {id: sales, label"),
    Fault(
        "T207",
        FACTS,
        "values: {normal: 通常品, sale: セール品}",
        "values: {normal: 通常品, sale: セール品, food: 食品}",
        "RETURNS",
    ),
    Fault("T207", RETURNS, "{delivered-ago: [within-8]}, go", "{delivered-since: [within-8]}, go"),
    Fault("T207", RETURNS, "{delivered-ago: [within-30, over-30]}", "{delivered-ago: [within-30, over-31]}"),
    Fault("T207", RETURNS, "when: {item-class: [sale]}", "when: {item-class: [sales]}"),
    Fault("T207", RETURNS, "facts: {item-class: sale}", "facts: {item-class: outlet}"),
    Fault(
        "T207",
        ESCALATION,
        "sv, when: {delivered-ago: [within-8, within-30]}",
        "sv, when: {delivered-ago: [within-8, within-31]}",
    ),
    Fault("T207", ESCALATION, "op, when: {delivered-ago: [within-8]}", "op, when: {days: [within-8]}"),
    Fault("T207", FACTS, "levels: [basic, strong]", "levels: [basic, strict]"),
    Fault(
        "T208", RETURNS, "reason: RET-DEFECT\n    priority: p1", "reason: RET-DEFEKT\n    priority: p1", "RET-DEFEKT"
    ),
    Fault("T208", NOTICES, "reasons: [RET-MIND]", "reasons: [RET-MINT]"),
    Fault("T208", MACROS, "reasons: [RET-MIND]", "reasons: [RET-MINT]"),
    Fault("T208", REASONS, "RET-DEFECT: 不具合", "RET-BROKEN: 不具合"),
    Fault("T208", ARTICLE, "reasons: [RET-MIND]", "reasons: [RET-MINT]"),
]

PLACEHOLDERS = [
    Fault("T209", RETURNS, 'help: "お申し出は{{value:window}}', 'help: "お申し出は{{value:windows}}'),
    Fault("T209", NOTICES, "{{value:ship-by}}", "{{value:shipby}}"),
    Fault("T209", MACROS, "{{value:ship-by}}", "{{value:shipby}}"),
    Fault("T209", ARTICLE, "summary: 返品は{{value:window}}", "summary: 返品は{{value:windows}}"),
    # Meant for a value and mistyped: it would be shown as it stands.
    Fault("T209", RETURNS, 'help: "お申し出は{{value:window}}', 'help: "お申し出は{{value：window}}'),
    Fault("T209", RETURNS, 'help: "お申し出は{{value:window}}', 'help: "お申し出は｛｛value:window｝｝'),
    Fault("T209", RETURNS, 'help: "お申し出は{{value:window}}', 'help: "お申し出は{value:window}'),
    Fault("T209", NOTICES, "{{value:ship-by}}", "{{ value:ship-by }}"),
    Fault("T209", MACROS, "{{value:ship-by}}", "{{value:Ship-by}}"),
    Fault("T209", ARTICLE, "summary: 返品は{{value:window}}", "summary: 返品は{{value： window}}"),
    Fault("T209", MACROS, "{order-no}", "{order-number}"),
    Fault("T209", TOOLS, 'query: "order:{order-no}"', 'query: "order:{email}"'),
    Fault("T209", TOOLS, 'query: "order:{order-no}"', 'query: "order:{orderno}"'),
    Fault("T209", TOOLS, "orders/{order-no}", "orders/{order_no}"),
    Fault("T209", TOOLS, "needs: [email]", "needs: [mail]"),
    Fault("T209", RETURNS, 'words: "注文 {order-no}', 'words: "注文 {order}'),
    Fault("T209", RETURNS, "steps: [理由を説明する]", 'steps: ["{promise}までに説明する"]'),
    Fault("T209", INTAKE, "say: 「確認して、{promise}までに", "say: 「確認して、{time}までに{promise}に"),
    Fault("T209", INTAKE, "say: 「確認して、{promise}までに", "say: 「確認して、早めに", "promise: {within"),
    # Misspelt, it is said all the same: one fault.
    Fault("T209", INTAKE, "say: 「確認して、{promise}までに", "say: 「確認して、{promis}までに"),
    Fault("T209", INTAKE, "say: 「確認して、{promise}までに", "say: 「確認して、{Promise}までに"),
    Fault("T209", INTAKE, "say: 「確認して、{promise}までに", "say: 「確認して、{ promise }までに"),
    Fault("T209", INTAKE, "say: 「確認して、{promise}までに", "say: 「確認して、｛promise｝までに"),
    Fault("T209", INTAKE, "say: 「確認して、{promise}までに", "say: 「確認して、{{promise}}までに"),
    Fault("T209", MACROS, "{order-no}", "｛order-no｝"),
    Fault("T209", MACROS, "{order-no}", "{{order-no}}"),
    Fault("T209", RETURNS, 'words: "注文 {order-no}', 'words: "注文 { order-no }'),
    Fault("T209", TOOLS, 'query: "order:{order-no}"', 'query: "order:｛order-no｝"'),
    Fault("T209", POLICY, 'text: "{said}"', 'text: "｛said｝"'),
    Fault("T209", RETURNS, "title: 返品を受ける", 'title: "{order-no} の返品を受ける"'),
    Fault("T209", RETURNS, 'url: "/contact/"', 'url: "/contact/?no={order-no}"'),
    Fault("T209", POLICY, 'text: "{said}"', 'text: "{sayd}"'),
    Fault("T209", ESCALATION, "from: path", "from: paths"),
    Fault("T209", ESCALATION, "from: decide", "from: decision"),
    Fault(
        "T210",
        TOOLS,
        'query: "email:{email}"',
        'query: "email:{email}"\n        link: "https://oms.example.jp/?mail={email}"',
        'link: "https://oms.example.jp/?mail',
    ),
    Fault(
        "T210",
        FACTS,
        "order-no: {label: 注文番号, pattern: '^[0-9]{6}$'}",
        "order-no: {label: 注文番号, pii: true}",
        "TOOLS",
    ),
]

DUTIES = [
    Fault("T303", TOOLS, "        was: [by-mail]", "        if_none: by-order-no", "if_none: by-email"),
    Fault("T303", TOOLS, "if_none: by-email", "if_none: by-order-no"),
    Fault("T403", ESCALATION, "    after_hours: oncall\n", "", "  sv-desk:"),
    Fault("T403", ESCALATION, "after_hours: oncall", "after_hours: sv-desk"),
    Fault(
        "T404",
        ESCALATION,
        "- {role: manager}",
        "- {role: manager, when: {delivered-ago: [within-8, within-30]}}",
        "  late-return:",
    ),
    Fault(
        "T404",
        ESCALATION,
        "sv, when: {delivered-ago: [within-8, within-30]}",
        "sv, when: {delivered-ago: [within-30]}",
        "  late-return:",
    ),
    Fault(
        "T404",
        ESCALATION,
        "sv, when: {delivered-ago: [within-8, within-30]}",
        "sv, when: {item-class: [sale]}",
        "  late-return:",
    ),
    Fault("T404", ESCALATION, "- {role: op, when: {delivered-ago: [within-8]}}", "- {role: op}", "  late-return:"),
    Fault(
        "T404",
        ESCALATION,
        "- {role: sv, when: {delivered-ago: [within-8, within-30]}}",
        "- {role: op, when: {delivered-ago: [within-8, within-30]}}",
        "  late-return:",
    ),
    Fault(
        "T404",
        ESCALATION,
        "    grants:\n      - {role: op, when: {delivered-ago: [within-8]}}\n"
        "      - {role: sv, when: {delivered-ago: [within-8, within-30]}}\n      - {role: manager}\n",
        "    grants: []\n",
        "  late-return:",
    ),
    Fault("T405", INTAKE, "- {to: sv-desk, always: true}", "- {to: sv-desk}"),
    Fault("T405", INTAKE, "- {to: sv-desk, always: true}", "- {to: sv-desk, always: false}"),
    Fault("T406", RETURNS, ", via: sv-desk", "", "- {tool: payments"),
    Fault("T406", TOOLS, "access: [op, sv]", "access: [sv]", "RETURNS:- {tool: oms"),
    W("T408", INTAKE, "calendar: desk-hours, by: first-line", "calendar: desk-hours, by: second-line"),
    W("T408", RETURNS, "calendar: office-hours, by: second-line", "calendar: always, by: second-line"),
    W("T408", CHANNELS, "    reply_calendar: desk-hours\n", "", "  form:"),
    W("T408", CHANNELS, "    by: second-line", "    by: first-line\n    reply_calendar: always", "  office:"),
]

HISTORY = [
    Fault("T602", INTAKE, "entries: [topic, handover]", "entries: [topic, handover]\nwas: [returns]", "was: [returns]"),
    Fault(
        "T602",
        INTAKE,
        "entries: [topic, handover]",
        "entries: [topic, handover]\nwas: [henpin]",
        "RETURNS:was: [henpin]",
    ),
    Fault("T602", RETURNS, "was: [swap]", "was: [accept]"),
    Fault("T602", RETURNS, "was: [swap]", "was: [photo]", "  photo:"),
    Fault("T602", RETURNS, "was: [damaged]", "was: [fine]"),
    Fault("T602", RETURNS, "  photo: {go: state", "  state: {go: refuse"),
    Fault(
        "T602",
        RETURNS,
        "  photo: {go: state, since: 2",
        "  image: {go: photo, since: 1, why: 統合した}\n  photo: {go: image, since: 2",
        "  image:",
    ),
    Fault("T602", TOOLS, "was: [old-oms]", "was: [payments]"),
    Fault("T602", TOOLS, "was: [by-mail]", "was: [by-order-no]"),
    Fault("T602", REASONS, "was: [RET-BROKEN]", "was: [GEN-OTHER]"),
    Fault("T602", CHANNELS, "was: [web-form]", "was: [phone]"),
    Fault("T602", ARTICLE, "aliases: [/faq/returns/]", "aliases: [/help/returns/how-to/]"),
    Fault("T602", ARTICLE, "aliases: [/faq/returns/]", "aliases: [/flow/returns/]"),
    Fault("T602", ARTICLE, "aliases: [/faq/returns/]", "aliases: [/flow/henpin/]"),
    Fault("T602", ARTICLE, "aliases: [/faq/returns/]", "aliases: [faq/how-to.md]"),
    W("T603", RETURNS, "review_by: 2027-03-31", "review_by: 2026-11-21"),
    W("T603", TOOLS, "review_by: 2027-03-31", "review_by: 2026-11-21"),
    W("T603", VALUES, "review_by: 2027-03-31", "review_by: 2026-11-21"),
    W("T603", MACROS, "review_by: 2027-03-31", "review_by: 2026-11-21"),
    W("T603", ARTICLE, "review_by: 2027-03-31", "review_by: 2026-11-21"),
    Fault("T604", RETURNS, "owner: cs-returns", "owner: cs-return"),
    Fault("T604", TOOLS, "owner: cs-lead", "owner: cs-leader"),
    Fault("T604", VALUES, "owner: cs-returns, review_by", "owner: cs-return, review_by"),
    Fault("T604", MACROS, "owner: cs-returns", "owner: cs-return"),
    Fault("T604", ARTICLE, "owner: cs-returns", "owner: cs-return"),
]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHOP, tmp_path / "shop"))


def _found(root: Path) -> list[tuple[str, str, int, str]]:
    loaded = load(Layout.of(root), TODAY)
    findings = check_trees(loaded.library, loaded.findings)
    for finding in findings:
        for language in ("ja", "en"):
            assert message(finding, language)
            assert "{}" not in hint(finding, language)
    return [(finding.code, finding.mark.path, finding.mark.line, finding.severity) for finding in findings]


def _change(root: Path, fault: Fault) -> None:
    file = root / fault.file
    text = file.read_text(encoding="utf-8")
    assert fault.old in text, "the fixture has changed"
    file.write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")


def _expected(root: Path, fault: Fault) -> tuple[str, str, int, str]:
    """Where the finding must stand: ``FILE:text``, ``FILE`` for a link or list in another file, or a text."""
    path, text = fault.file, fault.at or fault.new
    named = re.match(r"(RETURNS|TOOLS)(?::(.*))?\Z", text, re.DOTALL)
    if named:
        path = {"RETURNS": RETURNS, "TOOLS": TOOLS}[named[1]]
        text = named[2] or {"RETURNS": "answers:\n      - {id: normal", "TOOLS": "link:"}[named[1]]
    content = (root / path).read_text(encoding="utf-8")
    assert text in content
    return (fault.code, path, content[: content.index(text)].count("\n") + 1, fault.severity)


@pytest.mark.parametrize(("fault", "meant"), MEANT, ids=str)
def test_a_fault_comes_with_what_was_meant(shop: Path, fault: Fault, meant: str):
    _change(shop, fault)
    loaded = load(Layout.of(shop), TODAY)
    told = [found for found in check_trees(loaded.library, loaded.findings) if found.code == fault.code]
    assert told
    for finding in told:
        assert message(finding, "ja").endswith(f"（もしかして「{meant}」）")


def test_the_fixture_is_without_fault(shop: Path):
    assert _found(shop) == []


@pytest.mark.parametrize("fault", [*WORDS, *JUMPS, *REFERENCES, *PLACEHOLDERS, *DUTIES, *HISTORY], ids=str)
def test_a_single_fault_is_told_where_it_is_and_alone(shop: Path, fault: Fault):
    _change(shop, fault)
    assert _found(shop) == [_expected(shop, fault)]
