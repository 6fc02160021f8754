"""Owns consult cards: which tool, where to type what, what the result means, what to do when nothing is found."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from annai.model.text import Text
from annai.model.tools import Reading, Tool
from annai.model.view import ConsultView
from annai.pages.contexts import ConsultCard, Link, ReadField, ReadMeaning, Request, SearchSteps, Words
from annai.pages.enumeration import distinct, not_within_others, slash, together
from annai.pages.hrefs import Here
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.ways import LookUp, Stop
from annai.pages.wording import some_words

Search = tuple[str, str]
"""A tool's id and the id of one of its searches."""


class ConsultCards:
    """The consult cards of one page."""

    def __init__(self, manual: ManualDesk, place: Here) -> None:
        self.manual = manual
        self.place = place

    def all(self, look_ups: Iterable[LookUp], anchors: str = "") -> tuple[ConsultCard, ...]:
        """A card for each look-up, in order. Every search of a page stands on it once.

        ``anchors`` is what the anchors of the cards begin with, ``#consult-``; without it a search that
        stands elsewhere is linked to its tool's page.
        """
        listed = tuple(look_ups)
        shown: dict[Search, str] = {}
        for number, look_up in enumerate(listed, start=1):
            key = (look_up.tool, look_up.search)
            shown[key] = (
                f"{anchors}{number}" if anchors else self.manual.tool_href(look_up.tool, self.place, look_up.search)
            )
        return tuple(self._card(look_up, shown, here=shown[look_up.tool, look_up.search]) for look_up in listed)

    def at_node(self, stops: Iterable[Stop]) -> tuple[ConsultCard, ...]:
        """The cards of one node, which need not say where they are used."""
        by_search: dict[Search, list[Stop]] = {}
        for stop in stops:
            by_search.setdefault((stop.consult.tool, stop.consult.search), []).append(stop)
        cards = self.all(LookUp(tool, search, tuple(same)) for (tool, search), same in by_search.items())
        return tuple(replace(card, at=()) for card in cards)

    def steps(self, tool_id: str, search_id: str, checks: Iterable[Words] = ()) -> SearchSteps:
        """A search as steps; a field is marked where a check names it."""
        manual = self.manual
        search = manual.desk.tools[tool_id].searches[search_id]
        wanted = tuple(str(check) for check in checks)
        return SearchSteps(
            id=search_id,
            title=manual.words(search.title),
            href=manual.tool_href(tool_id, self.place, search_id),
            needs=manual.needs(search.needs),
            where=manual.words(search.where),
            query=manual.fill(search.query.say(manual.language).text),
            link=search.link or "",
            read=tuple(self._field(reading, wanted) for reading in search.read),
        )

    def requests(self, tool_id: str, consults: Iterable[ConsultView]) -> tuple[Request, ...]:
        """Whom to ask where the lowest role cannot open a tool; where no consult says it, whoever can open it."""
        manual = self.manual
        if not manual.lacks_access(tool_id):
            return ()
        found: dict[tuple[str, str], Request] = {}
        for consult in consults:
            if consult.via is None:
                continue
            asked = some_words(consult.words, manual.language)
            found.setdefault((consult.via, str(asked)), self._request(consult.via, asked))
        if not found:
            return tuple(self._request(target, "") for target in self.openers(tool_id)[:1])
        return tuple(found.values())

    def openers(self, tool_id: str) -> tuple[str, ...]:
        """The escalation targets whose role can open a tool, those above one's own first."""
        access = self.manual.desk.tools[tool_id].access
        targets = self.manual.desk.escalation.targets
        able = [name for name, target in targets.items() if target.role in access]
        return tuple(sorted(able, key=lambda name: targets[name].type != "hierarchical"))

    def _card(self, look_up: LookUp, shown: dict[Search, str], here: str) -> ConsultCard:
        manual, place = self.manual, self.place
        tool = manual.desk.tools[look_up.tool]
        checks = checks_of(manual, look_up)
        fallbacks, onward = self._chain(look_up, tool, shown, here)
        return ConsultCard(
            tool=manual.tool_link(look_up.tool, place),
            search=self.steps(look_up.tool, look_up.search, checks),
            tool_url=tool.url or "",
            check=together(checks, slash(manual.language)),
            access=tuple(manual.role(role) for role in tool.access),
            locked=manual.lacks_access(look_up.tool),
            requests=self.requests(look_up.tool, (stop.consult for stop in look_up.stops)),
            fallbacks=fallbacks,
            onward=onward,
            at=_once(manual.node_link(stop.tree, stop.node, place) for stop in look_up.stops),
        )

    def _chain(
        self, look_up: LookUp, tool: Tool, shown: dict[Search, str], here: str
    ) -> tuple[tuple[SearchSteps, ...], Link | None]:
        """The searches of ``if_none`` up to the first that is on the page already, and the way to that one."""
        steps: list[SearchSteps] = []
        passed = {look_up.search}
        name = tool.searches[look_up.search].if_none
        while name is not None and name in tool.searches and name not in passed:
            passed.add(name)
            if (look_up.tool, name) in shown:
                return tuple(steps), Link(self.manual.words(tool.searches[name].title), shown[look_up.tool, name])
            shown[look_up.tool, name] = here
            steps.append(self.steps(look_up.tool, name))
            name = tool.searches[name].if_none
        return tuple(steps), None

    def _request(self, target_id: str, asked: Words) -> Request:
        link = self.manual.target_link(target_id, self.place)
        return Request(via=Link(link.label, link.href), reach=link.note, words=asked, needs=self.manual.needs_in(asked))

    def _field(self, reading: Reading, checks: tuple[str, ...]) -> ReadField:
        manual = self.manual
        return ReadField(
            field=manual.words(reading.field),
            means=tuple(
                ReadMeaning(value=manual.words(meaning.value), then=manual.with_tools(meaning.then))
                for meaning in reading.means
            ),
            marked=any(_names(check, reading.field) for check in checks),
        )


def checks_of(manual: ManualDesk, look_up: LookUp) -> tuple[Words, ...]:
    """What the nodes on a way want looked at in one search, each thing once."""
    return not_within_others(distinct(some_words(stop.consult.check, manual.language) for stop in look_up.stops))


def _names(check: str, field: Text) -> bool:
    """Whether a check names a field, in whichever language it is written."""
    return any(phrase.text in check for phrase in field.entries)


def _once(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links in their order, each address once."""
    return tuple({link.href: link for link in links}.values())
