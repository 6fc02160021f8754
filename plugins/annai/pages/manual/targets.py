"""Owns the escalation matrix: whom to hand over to, when they answer, and every case that leads to them."""

from __future__ import annotations

from annai.model.escalation import Target
from annai.model.view import EscalateView
from annai.pages.contexts import Escalation, EscalationCase, EscalationTarget, Hours, Link, Words
from annai.pages.hours import hours_of
from annai.pages.hrefs import Here, here
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.promises import span_words
from annai.pages.manual.reason import condition
from annai.pages.page import Page
from annai.pages.places import AUTHORITY, ESCALATION

WAIT = "wait"
_ORDER = ("always", "when", "cue")


def escalation_page(manual: ManualDesk) -> Page:
    """Every escalation target, with the cases that the trees send there."""
    place = here(manual.view.address(ESCALATION))
    title = manual.frame.desk_title(ESCALATION)
    cases = _cases(manual, place)
    registered = manual.desk.escalation
    content = Escalation(
        title=title,
        crumbs=manual.frame.crumbs(place),
        targets=tuple(
            _target(manual, name, target, cases.get(name, ()), place) for name, target in registered.targets.items()
        ),
        lead=manual.say("escalation.lead"),
        authority_href=place.to(manual.view.address(AUTHORITY)) if registered.authority else "",
        provenance=manual.provenance("escalation", name="escalation", title=title),
    )
    return manual.page(place, "escalation", title, content)


def _target(
    manual: ManualDesk, name: str, target: Target, cases: tuple[EscalationCase, ...], place: Here
) -> EscalationTarget:
    calendar = manual.view.calendars.get(target.hours)
    after, after_words = _after_hours(manual, target)
    return EscalationTarget(
        id=name,
        title=manual.words(target.title),
        type=manual.say(f"escalation.{target.type}"),
        role=manual.role(target.role),
        reach=manual.words(target.reach),
        hours=_hours(manual, target, place),
        ack=span_words(target.ack, calendar, manual.say),
        resolve=span_words(target.resolve, calendar, manual.say),
        wait=manual.say(f"escalation.wait_{target.wait}"),
        after_hours=after,
        after_hours_words=after_words,
        slip=tuple(
            (manual.words(field.label), field.required, field.mask) for field in manual.desk.escalation.slip_of(target)
        ),
        cases=cases,
    )


def _hours(manual: ManualDesk, target: Target, place: Here) -> Hours:
    calendar = manual.view.calendars.get(target.hours)
    source = place.to(manual.frame.calendars())
    if calendar is None:
        return Hours(calendar=target.hours, source=source)
    return hours_of(target.hours, calendar, manual.language, manual.view.today, source)


def _after_hours(manual: ManualDesk, target: Target) -> tuple[Link | None, Words]:
    """Where to turn while a target is closed: another one on this page, or wait for its next opening."""
    calendar = manual.view.calendars.get(target.hours)
    if calendar is not None and calendar.never_closes:
        return None, ""
    other = manual.desk.escalation.targets.get(target.after_hours or "")
    if other is not None:
        return Link(manual.words(other.title), f"#{target.after_hours}"), ""
    return None, manual.say("escalation.wait_opening") if target.after_hours == WAIT else ""


def _cases(manual: ManualDesk, place: Here) -> dict[str, tuple[EscalationCase, ...]]:
    """The cases of each target, those that always go there first, then in the order of the contact reasons."""
    found: dict[str, dict[tuple[str, str, str], EscalationCase]] = {}
    for code in manual.desk.reasons:
        for ending in manual.ways.endings(code):
            desk = ending.outcome.desk
            for escalate in desk.escalate if desk is not None else ():
                trigger = _trigger(escalate)
                when = "" if trigger == "always" else condition(manual, escalate)
                cases = found.setdefault(escalate.to, {})
                same = cases.get((code, trigger, str(when)))
                outcome = manual.node_link(ending.tree, ending.outcome, place)
                cases[code, trigger, str(when)] = EscalationCase(
                    trigger=trigger,
                    reason=manual.reason_link(code, place),
                    outcomes=(*same.outcomes, outcome) if same is not None else (outcome,),
                    condition=when,
                )
    return {
        name: tuple(sorted(cases.values(), key=lambda case: _ORDER.index(case.trigger)))
        for name, cases in found.items()
    }


def _trigger(escalate: EscalateView) -> str:
    if escalate.cue is not None:
        return "cue"
    return "when" if escalate.when else "always"
