"""Calendars at work: open spans, the next opening, deadlines, and how a deadline is said.

The rules are those of "Time" in the description of the file formats. The browser has a twin of this
module; both are held to ``tests/fixtures/calendar_vectors.json``. Moments count in whole minutes:
seconds are dropped before anything is reckoned.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import jpholiday
from msgspec import Struct

from annai.model.channels import Calendar, Span
from annai.model.duration import Duration

# A calendar that is closed this long is not going to open again.
LONGEST_CLOSURE = 400
_DAY = timedelta(days=1)
_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Opening(Struct, frozen=True):
    """A time from ``start`` up to, not including, ``end`` in which a calendar is open; both in UTC."""

    start: datetime
    end: datetime


@lru_cache(maxsize=64)
def holidays_of(year: int) -> frozenset[date]:
    """The public holidays of Japan in a year, substitute holidays included (source: jpholiday)."""
    return frozenset(day for day, _ in jpholiday.year_holidays(year))


def is_closed_by_name(calendar: Calendar, day: date) -> bool:
    """Whether a day is a holiday that the calendar keeps, or within one of its closings."""
    if calendar.holidays == "jp" and day in holidays_of(day.year):
        return True
    dated, yearly = day.isoformat(), f"{day:%m-%d}"
    for closed in calendar.closed:
        today = dated if len(closed.first) == len(dated) else yearly
        if closed.first <= closed.last:
            inside = closed.first <= today <= closed.last
        else:
            inside = today >= closed.first or today <= closed.last
        if inside:
            return True
    return False


def spans_on(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """The open spans of a day in minutes of its local clock, earliest first; none where it is closed."""
    spans = calendar.weekly[day.weekday()]
    return () if not spans or is_closed_by_name(calendar, day) else spans


def openings_on(calendar: Calendar, day: date) -> tuple[Opening, ...]:
    """The open spans of a day of the calendar's time zone."""
    zone = ZoneInfo(calendar.tz)
    return tuple(Opening(_at(day, span.start, zone), _at(day, span.end, zone)) for span in spans_on(calendar, day))


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Whether the calendar is open in the minute of ``moment``.

    ``moment`` carries its offset. Raises ValueError where it does not.
    """
    day, now = _today_and_now(calendar, moment)
    return any(opening.start <= now < opening.end for opening in openings_on(calendar, day))


def next_opening(calendar: Calendar, moment: datetime) -> datetime | None:
    """When the calendar is open next: ``moment`` itself where it is open, None where it never opens again.

    In the calendar's time zone. Raises ValueError for a moment without offset.
    """
    for opening in openings_from(calendar, moment):
        return opening.start.astimezone(ZoneInfo(calendar.tz))
    return None


def openings_from(calendar: Calendar, moment: datetime) -> Iterator[Opening]:
    """The openings from ``moment`` on, the first cut to start no earlier; ends after a closure of 400 days.

    Raises ValueError for a moment without offset.
    """
    day, now = _today_and_now(calendar, moment)
    closed = 0
    while closed <= LONGEST_CLOSURE and day.year < date.max.year:
        openings = openings_on(calendar, day)
        closed = 0 if openings else closed + 1
        for opening in openings:
            if opening.end > now:
                yield Opening(max(opening.start, now), opening.end)
        day += _DAY


def deadline(calendar: Calendar, within: Duration, moment: datetime) -> datetime | None:
    """The moment by which something is done that was promised at ``moment``; None where it never opens.

    ``PTn``: n open minutes from now, or from the next opening. ``PnD``: the close of the n-th open day
    after today's date. In the calendar's time zone. Raises ValueError for a moment without offset.
    """
    zone = ZoneInfo(calendar.tz)
    if within.days:
        close = _close_of_day(calendar, within.days, _today_and_now(calendar, moment)[0])
        return close.astimezone(zone) if close else None
    left = timedelta(minutes=within.minutes)
    for opening in openings_from(calendar, moment):
        length = opening.end - opening.start
        if left <= length:
            return (opening.start + left).astimezone(zone)
        left -= length
    return None


def first_minute_outside(inner: Calendar, outer: Calendar, first: date, days: int) -> datetime | None:
    """The first minute in which ``inner`` is open and ``outer`` is not, from ``first`` to ``days`` days later.

    None where ``outer`` is open whenever ``inner`` is.
    """
    for number in range(days + 1):
        day = first + number * _DAY
        for opening in openings_on(inner, day):
            covered = opening.start
            for keeper in openings_from(outer, covered):
                if keeper.start > covered or covered >= opening.end:
                    break
                covered = keeper.end
            if covered < opening.end:
                return covered
    return None


def spoken(moment: datetime, language: str) -> str:
    """A deadline as agents say it: 11月24日（火）19時, or Tue 24 Nov, 19:00; minutes only where not 0.

    The date and the hour are those of the moment's own offset.
    """
    if language == "ja":
        minutes = f"{moment.minute}分" if moment.minute else ""
        weekday = _WEEKDAYS["ja"][moment.weekday()]
        return f"{moment.month}月{moment.day}日（{weekday}）{moment.hour}時{minutes}"
    weekday = _WEEKDAYS["en"][moment.weekday()]
    return f"{weekday} {moment.day} {_MONTHS[moment.month - 1]}, {moment.hour:02}:{moment.minute:02}"


def _close_of_day(calendar: Calendar, days: int, today: date) -> datetime | None:
    """The end of the last span of the n-th open day after ``today``."""
    day, left, closed = today, days, 0
    while closed <= LONGEST_CLOSURE and day < date.max - _DAY:
        day += _DAY
        spans = spans_on(calendar, day)
        closed = 0 if spans else closed + 1
        left -= bool(spans)
        if not left:
            return _at(day, spans[-1].end, ZoneInfo(calendar.tz))
    return None


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, of a minute of a day's local clock; one that the clock skips is taken as if it did not."""
    days, rest = divmod(minutes, 1440)
    local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=days, minutes=rest)
    return local.astimezone(UTC)


def _today_and_now(calendar: Calendar, moment: datetime) -> tuple[date, datetime]:
    """The date where the calendar is kept, and the moment in UTC without its seconds."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} carries no offset")
    local = moment.astimezone(ZoneInfo(calendar.tz))
    return local.date(), local.astimezone(UTC).replace(second=0, microsecond=0)
