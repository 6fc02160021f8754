"""Owns the file with a site's calendars, from which the browser works out what is open now and when a reply comes.

``annai-calendars/1`` is JSON::

    {"format": "annai-calendars/1",
     "from": "2026-11-21", "until": "2027-12-27",
     "calendars": {"cs-phone": {"tz": "Asia/Tokyo", "weekly": [[[600, 1080]], …],
                                "closed": ["2026-11-23", …], "always": false}},
     "channels": {"form": {"hours": "always", "reply": "P1D", "replyCalendar": "cs-phone", "fallback": "chat"}}}

``weekly`` has seven lists of spans, Monday first, in minutes after midnight of the calendar's own clock
(``tz``); a span is open up to, not including, its end. ``closed`` are the days, in that clock, on which
the weekly hours do not hold: holidays and own closing days. Nothing is known of days before ``from`` and
after ``until``, both inclusive: a page that is older than that shows the weekly hours and no state.
``reply`` counts in ``replyCalendar``; a channel without a reply or a fallback lacks these keys.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

from annai.model.channels import Calendar
from annai.model.view import View
from annai.pages.page import File
from annai.trees.calendars import is_closed_by_name

FORMAT = "annai-calendars/1"
AHEAD = timedelta(days=400)
BEHIND = timedelta(days=1)


def calendars_file(view: View) -> File | None:
    """The calendars that a view uses, None where it has none. The same for each of a site's languages."""
    if not view.calendars:
        return None
    first, last = view.today - BEHIND, view.today + AHEAD
    data = {
        "format": FORMAT,
        "from": first.isoformat(),
        "until": last.isoformat(),
        "calendars": {name: _calendar(item, first, last) for name, item in sorted(view.calendars.items())},
        "channels": {
            channel.id: {
                "hours": channel.hours,
                **({"reply": str(channel.reply), "replyCalendar": channel.reply_calendar} if channel.reply else {}),
                **({"fallback": channel.fallback} if channel.fallback in view.channels else {}),
            }
            for channel in view.channels.values()
        },
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return File(f"/assets/annai/calendars.{content_hash(written)}.json", written)


def content_hash(data: bytes) -> str:
    """The part of a file's name that changes with its content."""
    return hashlib.blake2b(data, digest_size=6).hexdigest()


def _calendar(calendar: Calendar, first: date, last: date) -> dict[str, object]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {
        "tz": calendar.tz,
        "weekly": [[list(span) for span in spans] for spans in calendar.weekly],
        "closed": [
            day.isoformat() for day in days if calendar.weekly[day.weekday()] and is_closed_by_name(calendar, day)
        ],
        "always": calendar.never_closes,
    }
