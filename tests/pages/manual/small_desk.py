"""The desk of a small shop, written file by file: what each test of the manual's pages looks at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.pages.help_center import Built, build

SITE = """
schema: support-site/1
languages: [ja, en]
sites:
  public: {url: "https://help.shop.example/", name: {ja: ヘルプ, en: Help}}
  agent:
    name: {ja: 応対マニュアル, en: Agent manual}
    ask: {ja: ご用件は, en: What is it?}
    mark: {ja: 社内限定, en: Internal}
report: {mailto: manual@shop.example}
defaults: [{path: "help/**", audience: public}, {path: "manual/**", audience: agent}]
"""
CHANNELS = """
schema: support-channels/1
calendars:
  desk:
    title: {ja: 窓口, en: Desk}
    weekly: {mon-fri: "10:00-18:00"}
    holidays: jp
    closed: [{from: "12-29", to: "01-03", title: {ja: 年末年始, en: New Year}}]
  split: {title: 倉庫, weekly: {mon-fri: ["09:00-12:00", "13:00-17:00"]}}
  always: {title: 24時間, weekly: {mon-sun: "00:00-24:00"}}
channels:
  phone: {title: {ja: お電話, en: Phone}, audience: public, hours: desk, tel: "0120-000-000", fallback: form}
  chat:
    title: {ja: チャット, en: Chat}
    audience: public
    hours: split
    url: "https://shop.example/chat/"
    reply: PT5M
  form:
    title: {ja: フォーム, en: Form}
    audience: public
    hours: always
    url: "https://shop.example/form/"
    reply: P1D
    reply_calendar: desk
"""
FACTS = """
schema: support-facts/1
inputs:
  order-no: {label: 注文番号, ask: 「番号をお願いします。」, pattern: '^[0-9]{4}$', example: '1234'}
  parcel-no: {label: 送り状番号}
  email: {label: メール, pii: true}
facts:
  status: {label: 注文の状態, source: ticket, ticket: status, values: {open: 出荷前, sent: 出荷済み}}
  amount:
    label: 金額
    source: answer
    bands: [{id: small, label: 2千円以下, max: 2000}, {id: large, label: 2千円を超える}]
  identity: {label: 本人確認, source: answer, levels: [basic], values: {failed: 確認できず, basic: 基本}}
"""
TOOLS = """
schema: support-tools/1
tools:
  oms:
    title: {ja: 受注管理, en: Orders}
    owner: cs
    review_by: 2026-12-01
    access: [op, sv]
    url: https://oms.example/
    knows: [注文の状態, 送り状番号]
    not_for: [荷物の現在地（→ track）]
    searches:
      by-order:
        title: 注文番号で探す
        needs: [order-no]
        where: 検索欄
        query: "order:{order-no}"
        link: "https://oms.example/{order-no}"
        read:
          - {field: 注文の状態, means: [{value: 出荷前, then: 止められる}]}
          - {field: 返金履歴, means: [{value: あり, then: 二重に返さない}]}
        if_none: by-email
      by-email:
        title: メールで探す
        needs: [email]
        where: 顧客検索
        query: "email:{email}"
        read: [{field: 注文の一覧, means: [{value: あり, then: 番号で探し直す}]}]
        if_none: by-order
  track:
    title: {ja: 追跡画面, en: Tracking}
    owner: cs
    review_by: 2027-03-31
    access: [op, sv]
    knows: [荷物の現在地]
    searches:
      by-parcel:
        title: 送り状番号で追う
        needs: [parcel-no]
        where: 番号の欄
        query: "{parcel-no}"
        read: [{field: 最終ステータス, means: [{value: 配達完了, then: 受領区分を見る}]}]
  pay:
    title: 決済画面
    owner: cs
    review_by: 2027-03-31
    access: [sv]
    knows: [売上確定の別]
    searches:
      by-order:
        title: 取引を探す
        needs: [order-no]
        where: 取引検索
        query: "{order-no}"
        read: [{field: 件数, means: [{value: 2件, then: 二重請求}]}]
"""
REASONS = """
schema: support-reasons/1
groups: [配送, 支払い]
reasons:
  LATE: {title: 配送／遅延, group: 配送, definition: 予定日を過ぎた, confused_with: {LOST: 配達完了なら未着}}
  LOST: {title: 配送／未着, group: 配送, definition: 配達完了なのに無い}
  DUP: {title: 支払い／二重, group: 支払い, definition: 同じ請求が2件ある}
  ASK: {title: ご質問, group: そのほか, definition: "{{value:fee}}などを知りたい"}
"""
ESCALATION = """
schema: support-escalation/1
roles: [{id: op, title: 受付}, {id: sv, title: SV}, {id: head, title: 長}]
owners: [cs, depot]
slips: {short: [{label: お申し出, from: said, required: true}, {label: 連絡先, from: callback, mask: true}]}
targets:
  sv-desk:
    title: SV席
    type: hierarchical
    role: sv
    reach: 内線1
    hours: desk
    after_hours: night
    ack: PT2M
    resolve: PT1H30M
    wait: hold
    slip: short
  depot:
    title: 倉庫係
    type: functional
    role: sv
    reach: 内線2
    hours: desk
    after_hours: wait
    ack: PT1H
    resolve: P2D
    wait: callback
    slip: short
  night:
    title: 当番
    type: hierarchical
    role: head
    reach: 携帯
    hours: always
    ack: PT15M
    resolve: P1D
    wait: callback
    slip: short
authority:
  refund: {title: 補償, grants: [{role: op, when: {amount: [small]}}, {role: head}]}
  stop: {title: 終了, grants: [{role: sv}, {role: head}]}
"""
POLICY = """
schema: support-policy/1
start: intake
early_exit: "tree:delivery#late"
flags: [{id: injury, label: けが, match: [けが], go: "tree:delivery#late"}]
priorities:
  p1: {title: 急ぎ, first_response: PT15M, calendar: always}
  p2: {title: ふつう, first_response: P1D, calendar: desk}
lines: {first-line: {title: 一次, calendar: desk}}
hold: {limit: PT2M, start: 「お待ちください。」}
"""
MACROS = """
schema: support-macros/1
macros:
  sorry:
    title: お詫び
    situation: 遅れたとき
    text: "ご注文 {order-no} の件、{{value:fee}}をお返しします。"
    reasons: [LATE]
    channels: [mail]
    owner: cs
    review_by: 2026-11-01
  hello: {title: 名乗り, situation: 電話に出たとき, text: 「はい、店です。」, channels: [phone]}
"""
VALUES = """
schema: support-values/1
values: {fee: {text: {ja: 送料660円, en: the fee of 660 yen}, audience: agent}}
"""
INTAKE = """
schema: support-tree/1
id: intake
version: 1
title: {ja: 入口, en: Start}
owner: cs
review_by: 2027-03-31
state: validated
audience: agent
start: topic
questions:
  topic:
    ask: ご用件は何ですか
    answers:
      - {id: parcel, label: 荷物, go: "tree:delivery"}
      - {id: other, label: そのほか, go: "tree:delivery#late"}
"""
DELIVERY = """
schema: support-tree/1
id: delivery
version: 4
title: {ja: 荷物のこと, en: Parcels}
owner: depot
review_by: 2027-03-31
state: validated
audience: agent
start: shown
entries: [shown, late]
questions:
  shown:
    ask: 追跡に何と出ていますか
    say: 「お調べします。」
    note: 大雪の日は先にお知らせを見る
    by: lookup
    never: [届く日を約束する]
    consult: [{tool: track, search: by-parcel, check: 最終ステータス}]
    answers:
      - {id: moving, label: 動いている, go: late}
      - {id: done, label: 配達完了, go: check}
      - {id: open, label: まだ, go: by-status}
    unsure: {go: late}
  proof:
    ask: 記録はありますか
    consult: [{tool: oms, search: by-order, check: 返金履歴}]
    answers: [{id: refunded, label: ある, go: lost}, {id: unpaid, label: ない, go: lost}]
routes:
  by-status: {rules: [{when: {status: [open]}, go: unsent}], else: late}
calls:
  check: {tree: verify, returns: {verified: proof, failed: late}}
outcomes:
  late:
    title: 遅れている
    reason: LATE
    priority: p2
    volume: 50
    say: 「{promise}までにご連絡します。」
    promise: {within: PT4H, calendar: desk, by: first-line}
    steps: ["{promise}までに連絡する"]
    never: [時刻を約束する]
    articles: [help/late]
    consult: [{tool: oms, search: by-order, check: 注文の状態}]
    escalate: [{to: depot, cue: 所在が分からない}]
  unsent:
    title: まだ出していない
    reason: LATE
    priority: p1
    volume: 5
    steps: [倉庫に聞く]
    never: [時刻を約束する, 見込みを言う]
    consult:
      - {tool: oms, search: by-order, check: 注文の状態}
      - tool: pay
        search: by-order
        check: 件数
        via: sv-desk
        words: "注文 {order-no}（{parcel-no}）の請求は何件ですか。"
    escalate: [{to: depot, always: true}, {to: sv-desk, when: {status: [open]}}]
    authority: [refund]
  lost:
    title: 届いていない
    reason: LOST
    priority: p1
    volume: 9
    acts: [refund]
    level: basic
    steps: [調べる]
    consult: [{tool: oms, search: by-email}]
    escalate: [{to: depot, always: true}]
    anticipate: [{ask: 送料は, answer: "{{value:fee}}です"}]
changes: [{version: 4, date: 2026-11-10, what: 倉庫に先に聞く, do: 見込みを言わない}]
examples:
  - {text: まだ届かないんですけど, answers: {shown: moving}, expect: late}
  - {text: 届いたことになっている, answers: {shown: done}, expect: lost}
"""
VERIFY = """
schema: support-tree/1
id: verify
version: 1
title: {ja: 本人確認, en: Identity}
owner: cs
review_by: 2026-11-02
state: validated
audience: agent
start: points
entries: []
returns: [verified, failed]
questions:
  points:
    fact: identity
    ask: 合いましたか
    consult: [{tool: oms, search: by-email, check: 注文の一覧}]
    answers:
      - {id: basic, label: 2点が合った, go: "return:verified"}
      - {id: failed, label: 合わない, go: "return:failed"}
    unsure: failed
"""


def simple_tree(name: str, state: str, reason: str) -> str:
    """A tree of one question whose both answers end with a reason."""
    return f"""
schema: support-tree/1
id: {name}
version: 1
title: {{ja: {name}の流れ}}
owner: cs
review_by: 2027-03-31
state: {state}
audience: agent
start: only
questions:
  only:
    ask: {name}ですか
    answers: [{{id: one, label: はい, go: done}}, {{id: two, label: いいえ, go: done}}]
outcomes:
  done: {{title: {name}の終わり, reason: {reason}, priority: p2, steps: [終える]}}
changes: [{{version: 1, date: 2026-11-11, what: {name}が変わった}}]
"""


NOTICES = """
schema: support-notices/1
notices:
  - id: snow
    from: "2026-11-21T09:00+09:00"
    until: "2026-11-25T18:00+09:00"
    audience: agent
    reasons: [LATE]
    tools: [track]
    say: 大雪で遅れています
"""
FILES: Mapping[str, str] = {
    "site_config/site.yml": SITE,
    "site_config/channels.yml": CHANNELS,
    "site_config/facts.yml": FACTS,
    "site_config/tools.yml": TOOLS,
    "site_config/reasons.yml": REASONS,
    "site_config/escalation.yml": ESCALATION,
    "site_config/policy.yml": POLICY,
    "site_config/macros.yml": MACROS,
    "site_config/values.yml": VALUES,
    "site_config/notices.yml": NOTICES,
    "decision_trees/intake.yml": INTAKE,
    "decision_trees/delivery.yml": DELIVERY,
    "decision_trees/verify.yml": VERIFY,
    "decision_trees/draft.yml": simple_tree("draft", "draft", "ASK"),
    "decision_trees/gone.yml": simple_tree("gone", "archived", "LATE"),
    "content/help/late.md": (
        "---\ntitle: 遅いとき\nasked_as: [荷物が来ない]\nreasons: [LATE]\nowner: cs\nreview_by: 2026-11-25\n---\n本文\n"
    ),
    "content/help/late.en.md": "---\ntitle: When it is late\n---\nText\n",
    "content/manual/depot.md": (
        "---\ntitle: 倉庫への頼み方\nasked_as: [倉庫依頼]\nreasons: [LATE]\nowner: depot\nstate: draft\n---\n本文\n"
    ),
}


def build_desk(root: Path, changed: Mapping[str, str] | None = None, without: tuple[str, ...] = ()) -> Built:
    """The agent site of the small shop, with some of its files changed, or without them."""
    files = {path: text for path, text in {**FILES, **(changed or {})}.items() if path not in without}
    return build(root, files, audience="agent")
