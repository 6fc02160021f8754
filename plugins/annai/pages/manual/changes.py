"""Owns the manual's page of changes: what is different, and what agents do differently from now on."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from annai.pages.changes import ON_PAGE, Changed, change_days, newest_changes
from annai.pages.contexts import ChangeDay, ChangeRow, Changes
from annai.pages.hrefs import Here, here
from annai.pages.manual.desk import ManualDesk
from annai.pages.page import Page
from annai.pages.places import CHANGES


def agent_changes_page(manual: ManualDesk) -> Page:
    """What has changed in articles and trees, newest first."""
    place = here(manual.view.address(CHANGES))
    title = manual.frame.desk_title(CHANGES)
    content = Changes(
        title=title,
        crumbs=manual.frame.crumbs(place),
        days=_days(manual, living_changes(manual)[:ON_PAGE], place),
        audience=manual.frame.audience,
        lead=manual.say("changes.lead"),
        provenance=manual.gathered("changes", title),
    )
    return manual.page(place, "changes", title, content)


def latest_changes(manual: ManualDesk, place: Here, most: int) -> tuple[ChangeRow, ...]:
    """The newest few, for the home page."""
    return tuple(row for day in _days(manual, living_changes(manual)[:most], place) for row in day.rows)


def living_changes(manual: ManualDesk) -> tuple[Changed, ...]:
    """The changes of what is in use: not those of archived trees."""
    archived = {tree.address for name, tree in manual.view.trees.items() if name not in manual.ways.trees}
    return tuple(changed for changed in newest_changes(manual.view) if changed.address not in archived)


def _days(manual: ManualDesk, changes: Iterable[Changed], place: Here) -> tuple[ChangeDay, ...]:
    trees = {place.to(tree.address) for tree in manual.view.trees.values()}
    kinds = {True: manual.say("kind.tree"), False: manual.say("kind.article")}
    return tuple(
        replace(day, rows=tuple(replace(row, kind=kinds[row.href in trees]) for row in day.rows))
        for day in change_days(manual.view, tuple(changes), place)
    )
