"""Owns durations in words, and what stands for a promised moment on a page that does not know the hour."""

from __future__ import annotations

from annai.model.channels import Calendar
from annai.model.duration import Duration
from annai.model.text import Phrase
from annai.model.view import PromiseView, View
from annai.pages.contexts import Words
from annai.pages.enumeration import gap
from annai.pages.manual.desk import ManualDesk
from annai.pages.strings import Translator
from annai.pages.wording import words

PLACE = "{promise}"


def span_words(duration: Duration, calendar: Calendar | None, say: Translator) -> str:
    """How long something may take: 15分, 4時間; business days where the calendar closes, else days."""
    if duration.days:
        closes = calendar is not None and not calendar.never_closes
        return say.counted("span.business_day" if closes else "span.day", duration.days)
    hours, minutes = divmod(duration.minutes, 60)
    parts = [say.counted("span.hour", hours)] if hours else []
    parts += [say.counted("span.minute", minutes)] if minutes else []
    return gap(say.language).join(parts)


def promise_words(promise: PromiseView, view: View, say: Translator) -> str:
    """What is said in place of the promised moment: how it is counted, in brackets that ask to be filled.

    The moment itself depends on when one speaks; the runner works it out.
    """
    calendar = view.calendars.get(promise.calendar)
    span = span_words(promise.within, calendar, say)
    if calendar is None or calendar.never_closes:
        return say("promise.days_always" if promise.within.days else "promise.always", span=span)
    name = calendar.title.say(say.language).text
    return say("promise.days" if promise.within.days else "promise.hours", span=span, calendar=name)


def spoken_words(manual: ManualDesk, phrase: Phrase | None, promise: PromiseView | None) -> Words:
    """A phrase of an outcome with its promise put in, in the phrase's own language; empty where there is none."""
    if phrase is None:
        return ""
    text = phrase.text
    if promise is not None and PLACE in text:
        text = text.replace(PLACE, promise_words(promise, manual.view, Translator(phrase.language)))
    return words(Phrase(text, phrase.language), manual.language)
