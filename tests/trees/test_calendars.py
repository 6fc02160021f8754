"""Opening hours and deadlines: the vectors that the browser's engine is held to as well, and their invariants."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annai.model.channels import Calendar
from annai.model.duration import Duration
from annai.trees.calendars import (
    deadline,
    first_minute_outside,
    holidays_of,
    is_open,
    next_opening,
    openings_from,
    spoken,
)

VECTORS = json.loads((Path(__file__).parent.parent / "fixtures" / "calendar_vectors.json").read_text(encoding="utf-8"))
CALENDARS = {name: Calendar.model_validate(spec) for name, spec in VECTORS["calendars"].items()}
ALIVE = [name for name in CALENDARS if name not in {"never", "closed-for-good"}]
MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis puts the zones on
    datetime(2029, 1, 1),  # noqa: DTZ001 - hypothesis puts the zones on
    timezones=st.timezones(),
)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def test_the_vectors_are_enough_to_hold_a_twin_to():
    assert len(VECTORS["cases"]) >= 80
    assert len({case["case"] for case in VECTORS["cases"]}) == len(VECTORS["cases"])


def test_the_vectors_name_the_holidays_of_japan():
    named = {date.fromisoformat(day) for day in VECTORS["holidays"]}
    assert named == {day for year in {day.year for day in named} for day in holidays_of(year)}


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["case"])
def test_a_calendar_answers_as_its_vector_says(case):
    calendar, now = CALENDARS[case["calendar"]], _moment(case["now"])
    assert is_open(calendar, now) is case["open"]
    assert _written(next_opening(calendar, now)) == case["next_opening"]
    if "within" in case:
        due = deadline(calendar, Duration.model_validate(case["within"]), now)
        assert _written(due) == case["deadline"]
        if due is not None:
            assert (spoken(due, "ja"), spoken(due, "en")) == (case["ja"], case["en"])


def test_a_promise_made_on_saturday_night_is_due_at_the_close_of_monday():
    due = deadline(CALENDARS["desk"], Duration(days=1), _moment("2026-11-14T20:00+09:00"))
    assert due is not None
    assert spoken(due, "ja") == "11月16日（月）19時"


def test_a_moment_without_offset_is_refused():
    with pytest.raises(ValueError, match="no offset"):
        is_open(CALENDARS["desk"], datetime.fromisoformat("2026-11-22T10:00"))


@given(st.sampled_from(ALIVE), MOMENTS)
def test_the_next_opening_is_open_and_nothing_between_is(name, moment):
    calendar = CALENDARS[name]
    opening = next_opening(calendar, moment)
    assert opening is not None
    assert is_open(calendar, opening)
    if not is_open(calendar, moment):
        assert not is_open(calendar, opening - timedelta(minutes=1))


@given(st.sampled_from(ALIVE), MOMENTS, st.integers(1, 3000))
def test_a_deadline_leaves_exactly_the_promised_open_minutes(name, moment, minutes):
    calendar = CALENDARS[name]
    due = deadline(calendar, Duration(minutes=minutes), moment)
    assert due is not None
    passed = timedelta()
    for opening in openings_from(calendar, moment):
        if opening.start >= due:
            break
        passed += min(opening.end, due) - opening.start
    assert passed == timedelta(minutes=minutes)


@given(st.sampled_from(ALIVE), MOMENTS, st.integers(1, 20))
def test_more_days_are_never_due_earlier(name, moment, days):
    calendar = CALENDARS[name]
    sooner, later = (deadline(calendar, Duration(days=count), moment) for count in (days, days + 1))
    assert sooner is not None
    assert later is not None
    assert moment < sooner < later


def test_a_calendar_within_another_has_no_minute_outside():
    today = date(2026, 11, 22)
    assert first_minute_outside(CALENDARS["office"], CALENDARS["always"], today, 400) is None
    assert first_minute_outside(CALENDARS["desk"], CALENDARS["desk"], today, 400) is None


def test_a_minute_outside_is_the_first_one():
    today = date(2026, 11, 22)
    outside = first_minute_outside(CALENDARS["desk"], CALENDARS["office"], today, 400)
    assert outside == _moment("2026-11-24T09:00+09:00")


def test_a_closing_day_of_the_keeper_alone_is_outside():
    # The desk takes stock on 2027-02-10, the office does not.
    office_without_saturday = CALENDARS["office"]
    today = date(2027, 1, 5)
    outside = first_minute_outside(office_without_saturday, CALENDARS["desk"], today, 400)
    assert outside == _moment("2027-02-10T09:30+09:00")
    assert first_minute_outside(office_without_saturday, CALENDARS["desk"], today, 10) is None
