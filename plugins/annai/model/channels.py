"""``channels.yml``: calendars and the ways to reach a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field

from annai.model.base import (
    LISTED,
    MAPPED,
    AudienceRef,
    CalendarRef,
    ChannelRef,
    Frozen,
    Id,
    LineRef,
    Link,
    Str,
    Tel,
    wrong,
)
from annai.model.duration import Duration
from annai.model.site import Timezone
from annai.model.text import Text

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|(24):(00))\Z")


class Span(NamedTuple):
    """Open minutes of a day, from ``start`` up to, not including, ``end`` (minutes after midnight)."""

    start: int
    end: int


def _span(token: Any) -> Span:
    found = _SPAN.match(token) if isinstance(token, str) else None
    if not found:
        raise wrong("T105", "span", token=str(token)[:40])
    numbers = [int(part) for part in found.groups() if part is not None]
    span = Span(numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
    if span.start >= span.end:
        raise wrong("T105", "span-order", token=str(token))
    return span


def _week(value: Any) -> Any:
    """``{mon-fri: "09:00-19:00"}`` as seven tuples of spans, Monday first."""
    if isinstance(value, list | tuple):
        return tuple(value)
    if not isinstance(value, dict):
        raise wrong("T105", "map")
    week: list[tuple[Span, ...]] = [()] * 7
    for key, spans in value.items():
        first, dash, last = str(key).partition("-")
        last = last if dash else first
        if first not in WEEKDAYS or last not in WEEKDAYS:
            raise wrong("T105", "weekday", token=str(key))
        days = range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1)
        if not days:
            raise wrong("T105", "weekday", token=str(key))
        tokens = spans if isinstance(spans, list | tuple) else [spans]
        opened = tuple(sorted(_span(token) for token in tokens))
        if any(later.start < earlier.end for earlier, later in pairwise(opened)):
            raise wrong("T105", "span-overlap", token=str(key))
        for day in days:
            if week[day]:
                raise wrong("T105", "weekday-twice", token=WEEKDAYS[day])
            week[day] = opened
    return tuple(week)


def _closing_day(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            date.fromisoformat(text)
            return text
        if re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
            date.fromisoformat(f"2024-{text}")
            return text
    except ValueError:
        pass
    raise wrong("T105", "closing-day", token=str(value)[:40])


ClosingDay = Annotated[str, BeforeValidator(_closing_day)]


class Closed(Frozen):
    """Days on which a calendar is closed: ``MM-DD`` every year, ``YYYY-MM-DD`` once; both inclusive."""

    first: ClosingDay = Field(alias="from")
    last: ClosingDay = Field(alias="to")
    title: Text | None = None

    def model_post_init(self, context: Any) -> None:
        """Raises the error T105 where a span mixes yearly and dated days or runs backwards."""
        if len(self.first) != len(self.last) or (len(self.first) == 10 and self.last < self.first):
            raise wrong("T105", "closing-span", token=f"{self.first} – {self.last}")


class Calendar(Frozen):
    """When somebody works. Days that are not named are closed."""

    title: Text
    tz: Timezone = "Asia/Tokyo"
    weekly: Annotated[tuple[tuple[Span, ...], ...], BeforeValidator(_week)]
    holidays: Literal["jp", "none"] = "none"
    closed: Annotated[tuple[Closed, ...], LISTED] = ()

    @property
    def never_closes(self) -> bool:
        """Whether it is open around the clock on every day."""
        return self.holidays == "none" and not self.closed and all(day == (Span(0, 1440),) for day in self.weekly)


class Channel(Frozen):
    """One way to reach a person."""

    title: Text
    audience: AudienceRef
    hours: CalendarRef
    url: Link | None = None
    tel: Tel | None = None
    reply: Duration | None = None
    reply_calendar: CalendarRef | None = None
    by: LineRef = "first-line"
    fallback: ChannelRef | None = None
    was: Annotated[tuple[Id, ...], LISTED] = ()


class Channels(Frozen):
    """The whole of ``channels.yml``."""

    schema_: Str = Field(default="support-channels/1", alias="schema")
    calendars: Annotated[Mapping[Id, Calendar], MAPPED] = {}
    channels: Annotated[Mapping[Id, Channel], MAPPED] = {}
