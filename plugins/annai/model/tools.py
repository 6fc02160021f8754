"""``tools.yml``: where agents look things up, what each tool knows, and how to search it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from annai.model.base import (
    LISTED,
    MAPPED,
    Day,
    Frozen,
    Id,
    InputRef,
    Link,
    OwnerRef,
    RoleRef,
    Str,
)
from annai.model.text import Text

Texts = Annotated[tuple[Text, ...], LISTED]
Ids = Annotated[tuple[Id, ...], LISTED]


class Meaning(Frozen):
    """What one value of a result means: what to do then."""

    value: Text
    then: Text


class Reading(Frozen):
    """A field of the result and what its values mean."""

    field: Text
    means: Annotated[tuple[Meaning, ...], LISTED]


class Search(Frozen):
    """One way to search a tool. ``if_none`` names the search of the same tool that comes next."""

    title: Text
    needs: Annotated[tuple[InputRef, ...], LISTED]
    where: Text
    query: Text
    read: Annotated[tuple[Reading, ...], LISTED]
    link: Link | None = None
    if_none: Id | None = None
    was: Ids = ()


class Tool(Frozen):
    """A system that agents consult."""

    title: Text
    owner: OwnerRef
    review_by: Day
    access: Annotated[tuple[RoleRef, ...], LISTED]
    knows: Texts
    searches: Annotated[Mapping[Id, Search], MAPPED]
    kind: Str | None = None
    url: Link | None = None
    not_for: Texts = ()
    was: Ids = ()


class Tools(Frozen):
    """The whole of ``tools.yml``."""

    schema_: Str = Field(default="support-tools/1", alias="schema")
    tools: Annotated[Mapping[Id, Tool], MAPPED] = {}
