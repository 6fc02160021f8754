"""``policy.yml``: limits, red flags, priorities, hold and callback, and the ticket summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from annai.model.base import LISTED, MAPPED, CalendarRef, Count, Flag, Frozen, GoRef, Id, Share, Str, TreeRef
from annai.model.duration import Duration
from annai.model.text import Text

Texts = Annotated[tuple[Text, ...], LISTED]
CallbackField = Literal["name-kana", "phone", "wished-time", "who", "by-when", "if-absent"]


class Limits(Frozen):
    """What a tree should not exceed; marked in the metrics."""

    questions_per_path: Count = 9
    answers_per_question: Count = 9
    nodes_per_tree: Count = 60
    other_share: Share = 0.10


class UnsureLimit(Frozen):
    """After so many "I do not know" in a row, go there."""

    limit: Count
    go: GoRef


class PublicFlag(Frozen):
    """A red flag as customers see it."""

    label: Text
    match: Texts = ()
    asked_as: Texts = ()
    go: GoRef | None = None


class RedFlag(Frozen):
    """Words that force a place in a tree to the top, and a button on every screen."""

    id: Id
    label: Text
    match: Texts
    go: GoRef
    public: PublicFlag | None = None


class Priority(Frozen):
    """How soon a first response is due, in which calendar."""

    title: Text
    first_response: Duration
    calendar: CalendarRef


class Line(Frozen):
    """Who keeps a promise, and when they work."""

    title: Text
    calendar: CalendarRef


class Hold(Frozen):
    """How long a customer may be kept on hold, and what to say."""

    limit: Duration = Field(default_factory=lambda: Duration(minutes=2))
    start: Text | None = None
    back: Text | None = None
    over: Text | None = None


class Callback(Frozen):
    """What is asked when a call back is agreed."""

    fields: Annotated[tuple[CallbackField, ...], LISTED]


class SummaryField(Frozen):
    """One field of the ticket summary, in the order of the CRM."""

    id: Id
    label: Text
    text: Text
    mask: Flag = False


class Policy(Frozen):
    """The whole of ``policy.yml``."""

    schema_: Str = Field(default="support-policy/1", alias="schema")
    start: TreeRef | None = None
    early_exit: GoRef | None = None
    limits: Limits = Field(default_factory=Limits)
    unsure: UnsureLimit | None = None
    flags: Annotated[tuple[RedFlag, ...], LISTED] = ()
    priorities: Annotated[Mapping[Id, Priority], MAPPED] = {}
    lines: Annotated[Mapping[Id, Line], MAPPED] = {}
    hold: Hold = Field(default_factory=Hold)
    callback: Callback | None = None
    origins: Annotated[tuple[Str, ...], LISTED] = ()
    internal_words: Annotated[tuple[Str, ...], LISTED] = ()
    summary: Annotated[tuple[SummaryField, ...], LISTED] = ()
