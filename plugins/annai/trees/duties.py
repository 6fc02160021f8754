"""Duties of those who answer: to look up (T303, T406), hand over (T403, T405), decide (T404), keep promises (T408)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from annai.diagnostics import Finding, Mark
from annai.model.channels import Calendar
from annai.model.escalation import Authority, Grant, Target
from annai.model.library import Library
from annai.model.source import Document
from annai.model.tree import Tree
from annai.trees.calendars import first_minute_outside
from annai.trees.references import WAIT, consults

# T408 looks this many days ahead, so that every closing of a year is met.
HORIZON = 400


def check(library: Library) -> Iterator[Finding]:
    """After-hours routes, authority, triggers of hand-overs, look-ups, promises by calendar."""
    yield from _circling_searches(library)
    yield from _after_hours(library)
    yield from _authority(library)
    for tree in library.trees.values():
        yield from _triggers(tree)
        yield from _access(library, tree)
    yield from _promises(library)


def _circling_searches(library: Library) -> Iterator[Finding]:
    """Searches whose ``if_none`` lead only to each other (T303), told once, at the first of them."""
    document = library.tools
    for tool_id, tool in document.value.tools.items():
        told: set[str] = set()
        for name in tool.searches:
            passed, following = [name], tool.searches[name].if_none
            while following is not None and following not in passed:
                passed.append(following)
                following = tool.searches[following].if_none
            if following == name and name not in told:
                told |= set(passed)
                mark = document.at("tools", tool_id, "searches", name, "if_none")
                yield Finding.error("T303.searches", mark, path=" → ".join([*passed, name]))


def _after_hours(library: Library) -> Iterator[Finding]:
    """A target that closes says who comes next, and the last of them never closes, or waiting is meant (T403)."""
    document = library.escalation
    targets = document.value.targets
    closing = {name: target for name, target in targets.items() if _closes(library, target)}
    for name, target in closing.items():
        if target.after_hours is None:
            yield Finding.error("T403.missing", document.at("targets", name), name=name, hours=target.hours)
            continue
        passed, following = [name], target.after_hours
        while following in closing and following not in passed:
            passed.append(following)
            following = closing[following].after_hours or WAIT
        if following == name:
            mark = document.at("targets", name, "after_hours")
            yield Finding.error("T403.loop", mark, path=" → ".join([*passed, name]))


def _closes(library: Library, target: Target) -> bool:
    calendar = library.channels.value.calendars.get(target.hours)
    return calendar is not None and not calendar.never_closes


def _authority(library: Library) -> Iterator[Finding]:
    document = library.escalation
    order = [role.id for role in document.value.roles]
    for name, authority in document.value.authority.items():
        fault = _grant_fault(authority, order)
        if fault:
            key, args = fault
            yield Finding.error(f"T404.{key}", document.at("authority", name), name=name, **args)


def _grant_fault(authority: Authority, order: list[str]) -> tuple[str, Mapping[str, str]] | None:
    """What is wrong with the steps of an authority: their order, a step back, a limit or its lack."""
    grants = authority.grants
    if not grants:
        return "nobody", {}
    for lower, higher in pairwise(grants):
        roles = {"lower": lower.role, "higher": higher.role}
        if order.index(higher.role) <= order.index(lower.role):
            return "order", roles
        if higher.when is not None and lower.when is None:
            return "unlimited", roles
        beyond = _beyond(higher, lower.when or {})
        if beyond:
            return "covers", {**roles, "what": beyond}
    return ("limited", {"role": grants[-1].role}) if grants[-1].when is not None else None


def _beyond(higher: Grant, lower: Mapping[str, Sequence[str]]) -> str:
    """What a lower role may decide and ``higher`` may not, such as ``refund: upto-3000``; empty where there is nothing.

    Where the lower role is not bound to a fact at all, the fact alone.
    """
    for fact, values in (higher.when or {}).items():
        if fact not in lower:
            return fact
        if missing := [value for value in lower[fact] if value not in values]:
            return f"{fact}: {', '.join(missing)}"
    return ""


def _triggers(document: Document[Tree]) -> Iterator[Finding]:
    for name, outcome in document.value.outcomes.items():
        for index, escalate in enumerate(outcome.escalate):
            if not (escalate.always or escalate.cue or escalate.when):
                yield Finding.error("T405.trigger", document.at("outcomes", name, "escalate", index), to=escalate.to)


def _access(library: Library, document: Document[Tree]) -> Iterator[Finding]:
    """The lowest role looks everything up that it has access to, and asks somebody for the rest (T406)."""
    roles = library.escalation.value.roles
    if not roles:
        return
    for path, consult in consults(document.value):
        tool = library.tools.value.tools[consult.tool]
        if roles[0].id not in tool.access and consult.via is None:
            mark = document.at(*path)
            yield Finding.error("T406.via", mark, tool=consult.tool, role=roles[0].id, access=", ".join(tool.access))


def _promises(library: Library) -> Iterator[Finding]:
    """What is promised by one calendar and kept by another that closes earlier (T408)."""
    gaps: dict[tuple[str, str], datetime | None] = {}
    for calendar, keeper, mark in (*_promised(library), *_replies(library)):
        line = library.policy.value.lines.get(keeper)
        if line is None:
            continue
        pair = (calendar, line.calendar)
        if pair not in gaps:
            gaps[pair] = _gap(library, *pair)
        gap = gaps[pair]
        if gap is not None:
            yield Finding.warning(
                "T408.keeper", mark, calendar=calendar, by=keeper, keeper=line.calendar, moment=f"{gap:%Y-%m-%d %H:%M}"
            )


def _promised(library: Library) -> Iterator[tuple[str, str, Mark]]:
    for document in library.trees.values():
        for name, outcome in document.value.outcomes.items():
            if outcome.promise is not None:
                yield outcome.promise.calendar, outcome.promise.by, document.at("outcomes", name, "promise")


def _replies(library: Library) -> Iterator[tuple[str, str, Mark]]:
    document = library.channels
    for name, channel in document.value.channels.items():
        if channel.reply is not None:
            yield channel.reply_calendar or channel.hours, channel.by, document.at("channels", name)


def _gap(library: Library, promised: str, kept: str) -> datetime | None:
    """The first minute, on the promise's own clock, that is promised and not worked."""
    calendars: Mapping[str, Calendar] = library.channels.value.calendars
    if promised == kept:
        return None
    gap = first_minute_outside(calendars[promised], calendars[kept], library.today, HORIZON)
    return gap.astimezone(ZoneInfo(calendars[promised].tz)) if gap else None
