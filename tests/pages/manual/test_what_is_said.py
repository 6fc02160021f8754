"""Talk scripts, macros and automatic replies: ready to be said or set up, nothing left to fill in unseen."""

import pytest

from tests.pages.help_center import Built


def replies(built: Built, channel: str, home: str = "/") -> dict[str, str]:
    page = built.shown(f"{home}channels/")
    return next(
        {reply.state: str(reply.text) for reply in entry.replies}
        for entry in page.channels
        if entry.channel.id == channel
    )


def test_a_promise_says_how_it_is_counted_as_a_page_does_not_know_the_hour(desk: Built):
    script = next(script for script in desk.shown("/reason/LATE/").scripts if script.id == "say-delivery-late")
    assert script.text == "「〔いまから4時間後・窓口の営業時間で数える〕までにご連絡します。」"


def test_no_page_shows_a_placeholder_that_nobody_will_fill(desk: Built):
    for address, page in desk.pages.items():
        if not page.bare:
            drawn = desk.drawn(address)
            assert "{promise}" not in drawn, address
            assert "{{value:" not in drawn, address


def test_values_are_put_into_the_texts_of_registries(desk: Built):
    assert desk.shown("/reason/ASK/").definition == "送料660円などを知りたい"
    assert "the fee of 660 yen" in str(desk.shown("/en/reason/ASK/").definition)


def test_a_macro_is_filled_with_the_inputs_that_occur_in_it(desk: Built):
    script = next(script for script in desk.shown("/reason/LATE/").scripts if script.id == "macro-sorry")
    assert [need.id for need in script.needs] == ["order-no"]
    assert (script.kind, script.channels, script.reasons) == ("macro", ("メール",), ())
    assert "送料660円" in str(script.text)


def test_macros_come_by_situation_then_holding_then_the_words_of_each_tree(desk: Built):
    groups = desk.shown("/macros/").groups
    assert [str(group.situation) for group in groups] == [
        "遅れたとき",
        "電話に出たとき",
        "保留と折り返し",
        "荷物のこと",
    ]
    assert [script.kind for script in groups[1].scripts] == ["say"]
    assert [script.id for script in groups[3].scripts] == ["say-delivery-shown", "say-delivery-late"]


def test_no_script_stands_twice_on_the_page_of_scripts(desk: Built):
    scripts = [script for group in desk.shown("/macros/").groups for script in group.scripts]
    assert len({script.id for script in scripts}) == len(scripts)
    assert len({str(script.text) for script in scripts}) == len(scripts)


def test_a_channel_that_never_closes_has_no_reply_for_closed_hours(desk: Built):
    assert set(replies(desk, "form")) == {"open", "elsewhere"}
    assert set(replies(desk, "phone")) == {"open", "closed", "elsewhere"}


def test_a_reply_for_closed_hours_holds_on_every_day(desk: Built):
    text = replies(desk, "phone")["closed"]
    assert "受付時間：月〜金 10:00–18:00" in text
    assert "お休み：土・日、祝日、年末年始 12/29〜1/3" in text
    assert "次の受付は、営業日の10時に始まります。" in text
    assert "フォームをご利用ください。\nhttps://shop.example/form/" in text
    assert "2026" not in text


def test_hours_that_begin_twice_a_day_are_not_told_as_one(desk: Built):
    text = replies(desk, "chat")["closed"]
    assert "次の受付は、上の受付時間に始まります。" in text
    assert "ご利用ください" not in text


def test_an_answer_is_promised_as_its_calendar_can_keep_it(desk: Built):
    assert (
        "1営業日以内にお返事します。\nお休み（土・日、祝日、年末年始 12/29〜1/3）は数えません。"
        in replies(desk, "form")["open"]
    )
    assert "受付時間内は、5分以内にお返事します。" in replies(desk, "chat")["open"]


def test_who_came_to_the_wrong_channel_is_told_every_other_one(desk: Built):
    text = replies(desk, "form")["elsewhere"]
    assert "・お電話：0120-000-000（月〜金 10:00–18:00）" in text
    assert "・チャット：https://shop.example/chat/ （" in text
    assert "・フォーム" not in text


def test_replies_are_written_in_the_language_of_the_page(desk: Built):
    text = replies(desk, "phone", "/en/")["closed"]
    assert text.startswith("Thank you for calling.\nWe are closed at the moment.")
    assert "We open again at 10:00 on business days." in text


@pytest.mark.parametrize("state", ["open", "closed", "elsewhere"])
def test_a_reply_has_no_line_that_says_nothing(desk: Built, state: str):
    for channel in ("phone", "chat", "form"):
        text = replies(desk, channel).get(state, "x")
        assert "\n\n\n" not in text
        assert text == text.strip()
