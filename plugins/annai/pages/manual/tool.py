"""Owns the page of each tool: what it knows and does not, who has access, its searches, the inquiries behind them."""

from __future__ import annotations

from collections.abc import Iterator

from annai.model.tools import Search
from annai.model.tools import Tool as Registered
from annai.model.view import ConsultView
from annai.pages.contexts import Link, Tool, ToolSearch
from annai.pages.enumeration import slash, together
from annai.pages.hrefs import Here, here
from annai.pages.manual.cards import ConsultCards, checks_of
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.ways import LookUp, Stop
from annai.pages.page import Page
from annai.pages.places import tool_place
from annai.pages.wording import some_words


def tool_pages(manual: ManualDesk) -> Iterator[Page]:
    """The page of every tool."""
    uses = Uses(manual)
    for name in sorted(manual.desk.tools):
        yield _page(manual, name, manual.desk.tools[name], uses)


class Uses:
    """What each search of each tool is needed for: the routing pages, read backwards."""

    def __init__(self, manual: ManualDesk) -> None:
        self.manual = manual
        self.by_search: dict[tuple[str, str], list[tuple[str, LookUp]]] = {}
        told: set[tuple[str, str, ConsultView]] = set()
        for code in manual.desk.reasons:
            for look_up in manual.ways.look_ups(code):
                self.by_search.setdefault((look_up.tool, look_up.search), []).append((code, look_up))
                told.update(stop.key for stop in look_up.stops)
        self.apart: dict[tuple[str, str], list[Stop]] = {}
        for stop in manual.ways.all_stops():
            if stop.key not in told:
                self.apart.setdefault((stop.consult.tool, stop.consult.search), []).append(stop)

    def of_search(self, tool_id: str, search_id: str, place: Here) -> tuple[Link, ...]:
        """The inquiries that use a search, with what they look at; then steps that every inquiry may pass."""
        manual = self.manual
        links = [
            manual.reason_link(code, place, together(checks_of(manual, look_up), slash(manual.language)))
            for code, look_up in self.by_search.get((tool_id, search_id), ())
        ]
        links += [
            manual.node_link(stop.tree, stop.node, place, some_words(stop.consult.check, manual.language))
            for stop in self.apart.get((tool_id, search_id), ())
        ]
        return tuple(links)

    def of_tool(self, tool_id: str, place: Here) -> tuple[Link, ...]:
        """The contact reasons that use a tool at all, in the order of their registry."""
        used = {code for (tool, _), uses in self.by_search.items() if tool == tool_id for code, _ in uses}
        return tuple(self.manual.reason_link(code, place) for code in self.manual.desk.reasons if code in used)

    def asked_instead(self, tool_id: str, place: Here) -> tuple[Link, ...]:
        """Whom those without access ask: the targets that consults name, else those who can open it."""
        manual = self.manual
        if all(role in manual.desk.tools[tool_id].access for role in manual.roles):
            return ()
        stops = [stop for _, look_up in self._look_ups(tool_id) for stop in look_up.stops]
        stops += [stop for (tool, _), apart in self.apart.items() if tool == tool_id for stop in apart]
        named = dict.fromkeys(stop.consult.via for stop in stops if stop.consult.via is not None)
        targets = tuple(named) or ConsultCards(manual, place).openers(tool_id)[:1]
        return tuple(manual.target_link(name, place) for name in targets)

    def _look_ups(self, tool_id: str) -> list[tuple[str, LookUp]]:
        return [use for (tool, _), uses in self.by_search.items() if tool == tool_id for use in uses]


def _page(manual: ManualDesk, name: str, tool: Registered, uses: Uses) -> Page:
    place = here(manual.view.address(tool_place(name)))
    title = manual.words(tool.title)
    cards = ConsultCards(manual, place)
    content = Tool(
        id=name,
        title=title,
        crumbs=manual.frame.crumbs(place),
        kind=manual.say.known("tool_kind", tool.kind or ""),
        url=tool.url or "",
        knows=manual.all(tool.knows),
        not_for=tuple(manual.not_here(text)[0] for text in tool.not_for),
        access=tuple(manual.role(role) for role in tool.access),
        no_access=tuple(title for role, title in manual.roles.items() if role not in tool.access),
        ask=uses.asked_instead(name, place),
        searches=tuple(
            ToolSearch(
                steps=cards.steps(name, search_id),
                if_none=_if_none(manual, tool, search),
                used_by=uses.of_search(name, search_id, place),
            )
            for search_id, search in tool.searches.items()
        ),
        reasons=uses.of_tool(name, place),
        provenance=manual.provenance("tools", name=name, title=title, owner=tool.owner, review_by=tool.review_by),
    )
    return manual.page(place, "tool", title, content, manual.notices(place, tools=(name,)))


def _if_none(manual: ManualDesk, tool: Registered, search: Search) -> Link | None:
    onward = tool.searches.get(search.if_none or "")
    return Link(manual.words(onward.title), f"#{search.if_none}") if onward is not None else None
