"""Owns the matrix of contact reasons and tools: which tool first, which next, the same as on the routing pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from annai.model.registries import Reason
from annai.pages.contexts import MatrixCell, MatrixGroup, MatrixRow, MatrixTool, RouteMatrix, Words
from annai.pages.enumeration import slash, together
from annai.pages.hrefs import Here, here
from annai.pages.manual.cards import checks_of
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.reason import ANCHORS
from annai.pages.page import Page
from annai.pages.places import ROUTE, WHERE

NOTHING = MatrixCell()


def reason_groups(manual: ManualDesk) -> Iterator[tuple[Words, Mapping[str, Reason]]]:
    """The contact reasons by group, groups in their order, those that no list names last."""
    by_group: dict[str, dict[str, Reason]] = {str(group): {} for group in manual.desk.groups}
    titles = {str(group): manual.words(group) for group in manual.desk.groups}
    for code, reason in manual.desk.reasons.items():
        by_group.setdefault(str(reason.group), {})[code] = reason
        titles.setdefault(str(reason.group), manual.words(reason.group))
    return ((titles[name], reasons) for name, reasons in by_group.items() if reasons)


def matrix_page(manual: ManualDesk) -> Page:
    """The matrix: a row for each contact reason, a column for each tool."""
    place = here(manual.view.address(ROUTE))
    title = manual.frame.desk_title(ROUTE)
    content = RouteMatrix(
        title=title,
        crumbs=manual.frame.crumbs(place),
        tools=tuple(
            MatrixTool(title=link.label, href=link.href, locked=manual.lacks_access(name))
            for name in manual.desk.tools
            for link in (manual.tool_link(name, place),)
        ),
        groups=tuple(
            MatrixGroup(title=group, rows=tuple(_row(manual, code, reason, place) for code, reason in reasons.items()))
            for group, reasons in reason_groups(manual)
        ),
        where_href=place.to(manual.view.address(WHERE)),
        provenance=manual.provenance("reasons", name="route", title=title),
    )
    return manual.page(place, "route_matrix", title, content)


def _row(manual: ManualDesk, code: str, reason: Reason, place: Here) -> MatrixRow:
    href = manual.reason_link(code, place).href
    cells: dict[str, list[MatrixCell]] = {}
    for number, look_up in enumerate(manual.ways.look_ups(code), start=1):
        check = together(checks_of(manual, look_up), slash(manual.language))
        search = manual.desk.tools[look_up.tool].searches[look_up.search]
        cell = MatrixCell(order=number, check=check or manual.words(search.title), href=f"{href}{ANCHORS}{number}")
        cells.setdefault(look_up.tool, []).append(cell)
    return MatrixRow(
        code=code,
        title=manual.short_title(reason),
        href=href,
        cells=tuple(_cell(cells.get(name, [])) for name in manual.desk.tools),
    )


def _cell(steps: list[MatrixCell]) -> MatrixCell:
    return replace(steps[0], also=tuple(steps[1:])) if steps else NOTHING
