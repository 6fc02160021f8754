"""``escalation.yml``: roles, owners, hand-over targets with their slips, and who may decide what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from annai.model.base import LISTED, MAPPED, CalendarRef, FactRef, Flag, Frozen, Id, RoleRef, Str, TargetRef
from annai.model.duration import Duration
from annai.model.text import Text


class Role(Frozen):
    """A role at the desk; the list is ordered from the lowest."""

    id: Id
    title: Text


class SlipField(Frozen):
    """A line of what a target must be told, filled from the path."""

    label: Text
    source: Str = Field(alias="from")
    required: Flag = False
    mask: Flag = False


SlipFields = Annotated[tuple[SlipField, ...], LISTED]


def _slip(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else {"fields": value}


class SlipUse(Frozen):
    """A target's slip: the name of a shared one, or its own fields."""

    name: Id | None = None
    fields: SlipFields | None = None


class Target(Frozen):
    """Where a contact is handed over to. ``after_hours`` is a target's id, or ``wait``."""

    title: Text
    type: Literal["hierarchical", "functional"]
    role: RoleRef
    reach: Text
    hours: CalendarRef
    ack: Duration
    resolve: Duration
    wait: Literal["hold", "callback"]
    slip: Annotated[SlipUse, BeforeValidator(_slip)]
    after_hours: TargetRef | None = None
    was: Annotated[tuple[Id, ...], LISTED] = ()


class Grant(Frozen):
    """Up to where a role may decide; without ``when``, without limit."""

    role: RoleRef
    when: Annotated[Mapping[FactRef, Annotated[tuple[Id, ...], LISTED]], MAPPED] | None = None


class Authority(Frozen):
    """Who may approve one kind of thing, lowest role first."""

    title: Text
    grants: Annotated[tuple[Grant, ...], LISTED]


class Escalation(Frozen):
    """The whole of ``escalation.yml``."""

    schema_: Str = Field(default="support-escalation/1", alias="schema")
    roles: Annotated[tuple[Role, ...], LISTED] = ()
    owners: Annotated[tuple[Id, ...], LISTED] = ()
    slips: Annotated[Mapping[Id, SlipFields], MAPPED] = {}
    targets: Annotated[Mapping[Id, Target], MAPPED] = {}
    authority: Annotated[Mapping[Id, Authority], MAPPED] = {}

    def slip_of(self, target: Target) -> tuple[SlipField, ...]:
        """The fields of a target's slip; empty for an unknown name."""
        if target.slip.fields is not None:
            return target.slip.fields
        return self.slips.get(target.slip.name or "", ())
