"""Owns opening hours in words: weekly hours, closing days, and when a reply may be expected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from annai.model.channels import Calendar, Closed, Span
from annai.model.duration import Duration
from annai.model.text import Phrase
from annai.pages.contexts import Hours, HoursLine, Words
from annai.pages.strings import Translator, interface_language
from annai.pages.wording import words

_DAYS: Mapping[str, tuple[str, ...]] = {
    "ja": tuple("月火水木金土日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WHOLE_DAY = (Span(0, 1440),)


def hours_of(
    name: str, calendar: Calendar, language: str, today: date, source: str, titles: tuple[Phrase, ...] = ()
) -> Hours:
    """A calendar in words. ``source`` is the address of the calendars' file as it stands in the page.

    ``titles`` are what the hours are of, where that is not the calendar's own title.
    """
    title = words(titles[0] if titles else calendar.title.say(language), language)
    return Hours(
        calendar=name,
        source=source,
        title=title,
        weekly=() if calendar.never_closes else weekly_lines(calendar, language),
        closed=() if calendar.never_closes else closed_words(calendar, language, today),
        always=calendar.never_closes,
    )


def weekly_lines(calendar: Calendar, language: str) -> tuple[HoursLine, ...]:
    """The open days of a week: days with the same hours in one line, 月〜金 and 10:00–18:00.

    Other languages than Japanese name the time zone, as their readers may live in another one.
    """
    known = interface_language(language)
    zone = "" if known == "ja" else _zone(calendar)
    days_by_spans: dict[tuple[Span, ...], list[int]] = {}
    for number, spans in enumerate(calendar.weekly):
        if spans:
            days_by_spans.setdefault(spans, []).append(number)
    return tuple(
        HoursLine(_days(days, known), _spans(spans, known) + (f" {zone}" if zone else ""))
        for spans, days in days_by_spans.items()
    )


def closed_words(calendar: Calendar, language: str, today: date) -> tuple[Words, ...]:
    """What closes a calendar besides: weekdays, holidays, its own closing days that are not over."""
    known = interface_language(language)
    say = Translator(language)
    shut = [number for number, spans in enumerate(calendar.weekly) if not spans]
    found: list[Words] = []
    if shut and len(shut) < 7:
        found.append(_days(shut, known))
    if calendar.holidays == "jp":
        found.append(say("hours.holidays"))
    living = (item for item in calendar.closed if len(item.last) == 5 or item.last >= today.isoformat())
    return (*found, *(_closing(item, language) for item in living))


def reply_words(reply: Duration | None, language: str) -> str:
    """When an answer comes, as its calendar can keep it: in business days, or in time while it is open."""
    if reply is None:
        return ""
    say = Translator(language)
    if reply.days:
        return say.counted("hours.reply_day", reply.days)
    hours, minutes = divmod(reply.minutes, 60)
    if not minutes:
        return say.counted("hours.reply_hour", hours)
    return say.counted("hours.reply_minute", reply.minutes)


def clock(minutes: int) -> str:
    """A time of day, from minutes after midnight: 9:00, 24:00."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _days(days: list[int], language: str) -> str:
    """Weekdays, runs of three or more with a dash: 月〜金, 土・日."""
    names = _DAYS[language]
    if len(days) == 7:
        return "毎日" if language == "ja" else "Every day"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    dash, comma = ("〜", "・") if language == "ja" else ("–", ", ")
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{names[run[0]]}{dash}{names[run[-1]]}")
        else:
            parts += [names[day] for day in run]
    return comma.join(parts)


def _spans(spans: tuple[Span, ...], language: str) -> str:
    if spans == _WHOLE_DAY:
        return "24時間" if language == "ja" else "24 hours"
    comma = "、" if language == "ja" else ", "
    return comma.join(f"{clock(span.start)}–{clock(span.end)}" for span in spans)


def _closing(closed: Closed, language: str) -> Words:
    known = interface_language(language)
    first, last = _date(closed.first, known), _date(closed.last, known)
    if closed.first != closed.last:
        dash = "〜" if known == "ja" else " – "
        first = f"{first}{dash}{last}"
    if closed.title is None:
        return first
    title = closed.title.say(language)
    return words(Phrase(f"{title.text} {first}", title.language), language)


def _date(token: str, language: str) -> str:
    """``12-29`` as 12/29 or 29 Dec, ``2027-02-17`` as 2027/2/17 or 17 Feb 2027."""
    *year, month, day = (int(part) for part in token.split("-"))
    if language == "ja":
        return "/".join(str(part) for part in (*year, month, day))
    return f"{day} {_MONTHS[month - 1]}" + (f" {year[0]}" if year else "")


def _zone(calendar: Calendar) -> str:
    """The short name of the calendar's time zone (JST), empty where it has none that people know."""
    name = datetime(2024, 1, 15, tzinfo=ZoneInfo(calendar.tz)).tzname() or ""
    return name if name.isalpha() else ""
