"""Opening hours as people read them, and as the browser gets them."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from annai.model.channels import Calendar
from annai.model.duration import Duration
from annai.pages.hours import closed_words, hours_of, reply_words, weekly_lines
from tests.pages.help_center import CHANNELS, SUNDAY, Built, build


def calendar(**keys) -> Calendar:
    return Calendar.model_validate({"title": "窓口", **keys})


def lines(weekly: dict[str, object], language: str = "ja") -> list[tuple[str, str]]:
    return [(str(line.days), str(line.spans)) for line in weekly_lines(calendar(weekly=weekly), language)]


@pytest.mark.parametrize(
    ("weekly", "ja", "en"),
    [
        ({"mon-fri": "10:00-18:00"}, [("月〜金", "10:00–18:00")], [("Mon–Fri", "10:00–18:00 JST")]),
        # Two days are named, a run of three or more is drawn together.
        ({"sat-sun": "09:30-17:00"}, [("土・日", "9:30–17:00")], [("Sat, Sun", "9:30–17:00 JST")]),
        (
            {"mon": "9:00-12:00".zfill(11), "wed": "09:00-12:00"},
            [("月・水", "9:00–12:00")],
            [("Mon, Wed", "9:00–12:00 JST")],
        ),
        ({"mon-sun": "08:00-24:00"}, [("毎日", "8:00–24:00")], [("Every day", "8:00–24:00 JST")]),
        (
            {"mon-fri": ["10:00-12:00", "13:00-18:00"], "sat": "10:00-15:00"},
            [("月〜金", "10:00–12:00、13:00–18:00"), ("土", "10:00–15:00")],
            [("Mon–Fri", "10:00–12:00, 13:00–18:00 JST"), ("Sat", "10:00–15:00 JST")],
        ),
    ],
)
def test_days_with_the_same_hours_stand_in_one_line(weekly, ja, en):
    assert lines(weekly) == ja
    assert lines(weekly, "en") == en


def test_what_closes_it_besides_is_said_in_words():
    kept = calendar(
        weekly={"mon-sat": "10:00-17:00"},
        holidays="jp",
        closed=[{"from": "12-29", "to": "01-03", "title": "年末年始"}, {"from": "2027-02-17", "to": "2027-02-17"}],
    )
    assert [str(word) for word in closed_words(kept, "ja", SUNDAY)] == [
        "日",
        "祝日",
        "年末年始 12/29〜1/3",
        "2027/2/17",
    ]


def test_a_closing_day_that_is_over_is_not_announced():
    past = calendar(weekly={"mon": "10:00-17:00"}, closed=[{"from": "2026-11-20", "to": "2026-11-21", "title": "改装"}])
    assert not any("改装" in str(word) for word in closed_words(past, "ja", SUNDAY))


def test_a_closing_day_without_translation_is_marked_with_its_language():
    untold = calendar(weekly={"mon": "10:00-17:00"}, closed=[{"from": "12-31", "to": "12-31", "title": "大掃除"}])
    assert [getattr(word, "lang", "") for word in closed_words(untold, "en", SUNDAY)][-1] == "ja"


def test_around_the_clock_has_no_lines():
    always = hours_of("a", calendar(weekly={"mon-sun": "00:00-24:00"}), "ja", SUNDAY, "c.json")
    assert always.always
    assert not always.weekly
    assert not always.closed


@pytest.mark.parametrize(
    ("reply", "ja"),
    [
        (Duration(days=1), "1営業日以内にお返事します"),
        (Duration(days=5), "5営業日以内にお返事します"),
        (Duration(minutes=120), "受付時間で2時間以内にお返事します"),
        (Duration(minutes=5), "受付時間内は、5分以内にお返事します"),
        (None, ""),
    ],
)
def test_a_reply_is_promised_in_open_time_only(reply, ja):
    assert reply_words(reply, "ja") == ja


def calendars(built: Built) -> dict[str, Any]:
    (address,) = (name for name in built.files if name.startswith("/assets/annai/calendars."))
    return json.loads(built.files[address])


def test_the_browser_gets_every_closing_day_for_four_hundred_days(public: Built):
    data = calendars(public)
    assert data["format"] == "annai-calendars/1"
    assert data["from"] == "2026-11-21"
    assert data["until"] == (SUNDAY + timedelta(days=400)).isoformat()
    closed = data["calendars"]["desk"]["closed"]
    # 勤労感謝の日, New Year over two years, 振替休日 of 2027-03-21.
    assert {"2026-11-23", "2026-12-29", "2027-01-02", "2027-03-22"} <= set(closed)
    # Closed every Sunday anyway, and on no ordinary Monday.
    assert not {"2026-11-29", "2026-11-30"} & set(closed)
    assert data["calendars"]["desk"]["weekly"][0] == [[600, 1080]]
    assert data["calendars"]["desk"]["weekly"][6] == []


def test_the_browser_is_told_what_a_reply_counts_in_and_where_to_turn(public: Built):
    assert calendars(public)["channels"] == {
        "phone": {"hours": "desk", "fallback": "form"},
        "form": {"hours": "always", "reply": "P1D", "replyCalendar": "desk"},
    }


def test_the_name_of_the_calendars_changes_with_what_is_in_them(public: Built, tmp_path):
    later = build(tmp_path, today=date(2026, 11, 23))
    named = {name for name in public.files if "calendars" in name}
    assert named != {name for name in later.files if "calendars" in name}


def test_an_internal_channel_and_its_number_are_not_public(public: Built):
    assert "999-999" in CHANNELS
    assert "desk-line" not in json.dumps(calendars(public))
    assert "999-999" not in public.drawn("/contact/")


def test_hours_stand_at_the_foot_of_every_page_and_name_the_telephone_if_there_is_one(public: Built):
    for page in public.content.pages:
        hours = page.frame.site.hours
        assert hours is not None
        assert hours.calendar == "desk"
