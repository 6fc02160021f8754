"""A small shop with guided flows, for the tests that walk them: a tree with three questions, and one it jumps to."""

from __future__ import annotations

from pathlib import Path

from tests.pipeline.content_repository import ContentRepository

PARCEL = """
schema: support-tree/1
id: parcel
version: 3
title: {ja: 荷物が届かない, en: My parcel}
owner: cs-lead
review_by: 2027-03-31
state: validated
audience: public
start: where
entries: [where, looked]
questions:
  where:
    ask: {ja: お荷物はどうなっていますか, en: What happened to the parcel?}
    help: {ja: いちばん近いものをお選びください。, en: Choose what comes closest.}
    answers:
      - id: missing
        label: {ja: 届いていない, en: It has not come}
        hint: {ja: お届けの予定日を過ぎたとき, en: The day has passed}
        go: looked
      - {id: broken, label: {ja: 壊れていた, en: It was broken}, go: "tree:harm#hurt"}
      - {id: other, label: {ja: そのほか, en: Something else}, go: ask-us}
    unsure: missing
  looked:
    was: [checked]
    ask: {ja: 宅配ボックスはご覧になりましたか, en: Did you look into the parcel box?}
    answers:
      - {id: seen, label: {ja: 見たが、なかった, en: "Yes, it is not there"}, go: days}
      - {id: not-yet, label: {ja: まだ見ていない, en: Not yet}, go: look-first}
  days:
    ask: {ja: 予定日から何日たちましたか, en: How many days have passed?}
    answers:
      - {id: few, label: {ja: 2日まで, en: Up to two}, go: wait}
      - {id: many, label: {ja: 3日以上, en: Three or more}, go: claim}
    unsure: {go: ask-us}
outcomes:
  look-first:
    title: {ja: 宅配ボックスをご覧ください, en: Please look into the parcel box}
    reason: GEN-OTHER
    priority: p2
    steps: [案内する]
    public: {steps: [{ja: 暗証番号は不在票にあります。, en: The code is on the slip.}], contact: [form]}
  wait:
    title: {ja: もう少しお待ちください, en: Please wait a little longer}
    reason: GEN-OTHER
    priority: p2
    steps: [待っていただく]
    public: {steps: [{ja: 3日目までに届きます。, en: It comes by day three.}], contact: [form, phone]}
  claim:
    title: {ja: お荷物をお調べします, en: We look for your parcel}
    reason: GEN-OTHER
    priority: p2
    steps: [調べる]
    public: {steps: [{ja: フォームからお知らせください。, en: Tell us in the form.}], contact: [form]}
  ask-us:
    title: {ja: お話をお聞かせください, en: Please tell us}
    reason: GEN-OTHER
    priority: p2
    steps: [聞く]
    public: {steps: [{ja: 下の窓口へどうぞ。, en: Use a channel below.}], contact: [form]}
"""
HARM = """
schema: support-tree/1
id: harm
version: 1
title: {ja: けがをしたとき, en: Injuries}
owner: cs-lead
review_by: 2027-03-31
state: validated
audience: public
start: hurt
entries: [hurt]
questions:
  hurt:
    ask: {ja: おけがはありませんか, en: Is anybody hurt?}
    answers:
      - {id: hurt, label: {ja: けがをした, en: "Yes"}, go: stop-using}
      - {id: unhurt, label: {ja: けがはない, en: "No"}, go: "tree:parcel#looked"}
outcomes:
  stop-using:
    title: {ja: 使うのをおやめください, en: Please stop using it}
    reason: GEN-OTHER
    priority: p1
    steps: [安全を伝える]
    public: {steps: [{ja: 破片にさわらないでください。, en: Do not touch the pieces.}], contact: [phone, form]}
"""


def build_flows(root: Path) -> Path:
    """Builds both sites below ``root``; the folder of the public one."""
    shop = ContentRepository.of_shop(root)
    shop.write("decision_trees/parcel.yml", PARCEL.lstrip())
    shop.write("decision_trees/harm.yml", HARM.lstrip())
    shop.edit(
        "site_config/policy.yml",
        'go: "tree:intake#handover"\n  - id: fraud',
        'go: "tree:harm#hurt"\n    public: {label: {ja: けがをしたとき, en: Injuries}}\n  - id: fraud',
    )
    return shop.built().site()
