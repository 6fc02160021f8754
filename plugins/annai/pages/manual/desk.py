"""Owns what the pages of the manual share: the desk's texts in the page's words, its links, its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from annai.audience.phrases import VALUE
from annai.model.registries import Reason
from annai.model.text import Phrase, Text
from annai.model.view import Desk, NoticeView, OutcomeView, QuestionView, TreeView
from annai.pages.contexts import Html, Link, Provenance, SearchNeed, Words
from annai.pages.enumeration import both, colon, comma, dot, together
from annai.pages.hrefs import Here
from annai.pages.manual.ways import Ways
from annai.pages.page import Page
from annai.pages.places import AUTHORITY, ESCALATION, reason_place, tool_place
from annai.pages.provenance import gathered, provenance_of
from annai.pages.rendering import Context, template_parts
from annai.pages.site_frame import SiteFrame
from annai.pages.wording import words

NOTHING = Html("")
_POINTER = re.compile(r"→\s*([a-z][a-z0-9-]*)(\s*)")
_NAMED = re.compile(r"(?:(?<=[^\x00-\x7f]) )?(?<![A-Za-z0-9_./:@#-])([a-z][a-z0-9-]*) ?(?=[^\x00-\x7f])")
"""An id that stands as a word of its own before letters that are not Latin: oms の出荷日."""
_MARKS = ("／", "/", "・", ":", "：", "-", "–")


class ManualDesk:
    """One language of the manual. Made once for a view; raises ValueError for a view without a desk."""

    def __init__(self, frame: SiteFrame) -> None:
        if frame.view.desk is None:
            raise ValueError("the public has no desk")
        self.frame = frame
        self.view = frame.view
        self.desk: Desk = frame.view.desk
        self.language = frame.view.language
        self.say = frame.say
        self.ways = Ways(frame.view)
        roles = self.desk.escalation.roles
        self.roles: Mapping[str, Words] = {role.id: self.words(role.title) for role in roles}
        self.lowest = roles[0].id if roles else None
        self._needs: dict[str, SearchNeed] = {}

    def words(self, text: Text) -> Words:
        """A registry's text in the page's language, else marked with its own; values are put in."""
        phrase = text.say(self.language)
        return words(Phrase(self.fill(phrase.text), phrase.language), self.language)

    def with_tools(self, text: Text) -> Words:
        """The same for what agents do: tools that it names by their ids, as in ``oms の出荷日``, by their titles."""
        phrase = text.say(self.language)

        def titled(found: re.Match[str]) -> str:
            tool = self.desk.tools.get(found[1])
            if tool is None:
                return found[0]
            title = tool.title.say(phrase.language).text
            return found[0].replace(found[1], title) if title.isascii() else title

        return words(Phrase(self.fill(_NAMED.sub(titled, phrase.text)), phrase.language), self.language)

    def maybe(self, text: Text | None) -> Words:
        """The same for a text that may be missing: then empty."""
        return "" if text is None else self.words(text)

    def all(self, texts: Iterable[Text]) -> tuple[Words, ...]:
        """The same for several."""
        return tuple(self.words(text) for text in texts)

    def fill(self, text: str) -> str:
        """``{{value:id}}`` replaced by the value; by nothing where this audience may not see it."""
        return VALUE.sub(lambda found: self.view.values.get(found[1], ""), text) if "{{" in text else text

    def role(self, role_id: str) -> Words:
        """A role's title."""
        return self.roles.get(role_id, role_id)

    def lacks_access(self, tool_id: str) -> bool:
        """Whether the desk's lowest role cannot open a tool."""
        tool = self.desk.tools.get(tool_id)
        return tool is not None and self.lowest is not None and self.lowest not in tool.access

    def when(self, facts: Mapping[str, Iterable[str]]) -> Words:
        """A condition on facts: 注文の状態：出荷前・取消済み、会員ランク：一般."""
        lines: list[Words] = []
        for name, values in facts.items():
            fact = self.desk.facts.facts.get(name)
            labels = fact.labels() if fact is not None else {}
            label = self.words(fact.label) if fact is not None else name
            named = [self.words(labels[value]) if value in labels else value for value in values]
            lines.append(together((label, together(named, dot(self.language))), colon(self.language)))
        return together(lines, both(self.language))

    def needs(self, ids: Iterable[str]) -> tuple[SearchNeed, ...]:
        """Inputs with how to ask for them; those that are not registered under their id."""
        return tuple(self._need(name) for name in dict.fromkeys(ids))

    def needs_in(self, text: Words) -> tuple[SearchNeed, ...]:
        """The registered inputs that occur in a text as ``{id}``."""
        named = (part for part, is_input in template_parts(str(text)) if is_input)
        return self.needs(name for name in named if name in self.desk.facts.inputs)

    def short_title(self, reason: Reason) -> Words:
        """A reason's title below its group's, which many titles repeat: 遅延 for 配送／遅延."""
        title, group = self.words(reason.title), str(self.words(reason.group))
        rest = str(title).removeprefix(group).lstrip()
        if rest == str(title) or not rest.startswith(_MARKS):
            return title
        short = rest[1:].strip()
        return words(Phrase(short, reason.title.say(self.language).language), self.language) if short else title

    def reason_link(self, code: str, place: Here, note: Words = "") -> Link:
        """A link to a contact reason's page."""
        reason = self.desk.reasons.get(code)
        title = self.words(reason.title) if reason is not None else code
        return Link(title, place.to(self.view.address(reason_place(code))) if reason is not None else "", note)

    def tool_href(self, tool_id: str, place: Here, search: str = "") -> str:
        """The way to a tool's page, or to one of its searches there."""
        return place.to(self.view.address(tool_place(tool_id)), fragment=search)

    def tool_link(self, tool_id: str, place: Here, note: Words = "") -> Link:
        """A link to a tool's page."""
        return Link(self.words(self.desk.tools[tool_id].title), self.tool_href(tool_id, place), note)

    def not_here(self, text: Text) -> tuple[Words, tuple[str, ...]]:
        """What a tool says it has not, with the tools that it points to by ``→ id``, named by their titles."""
        phrase = text.say(self.language)
        others = [found[1] for found in _POINTER.finditer(phrase.text) if found[1] in self.desk.tools]

        def titled(found: re.Match[str]) -> str:
            tool = self.desk.tools.get(found[1])
            if tool is None:
                return found[0]
            title = tool.title.say(phrase.language).text
            # No break behind the arrow.
            return f"→\u00a0{title}" + (found[2] if title.isascii() else "")

        named = _POINTER.sub(titled, phrase.text)
        return words(Phrase(self.fill(named), phrase.language), self.language), tuple(dict.fromkeys(others))

    def tree_link(self, tree: TreeView, place: Here, note: Words = "") -> Link:
        """A link to a tree's flow."""
        return Link(self.frame.links.tree_title(tree), place.to(tree.address), note)

    def open_trees(self) -> tuple[TreeView, ...]:
        """The trees that an agent may begin, by volume: not those that are only called, nor archived ones."""
        found = (tree for tree in self.ways.trees.values() if tree.start is not None and tree.entries)
        return tuple(sorted(found, key=lambda tree: (-(tree.desk.volume if tree.desk else 0), tree.id)))

    def node_link(self, tree: TreeView, node: QuestionView | OutcomeView, place: Here, note: Words = "") -> Link:
        """A link to a node in its tree's outline."""
        title = node.ask if isinstance(node, QuestionView) else node.title
        return Link(words(title, self.language), place.to(tree.address, fragment=node.id), note)

    def target_link(self, target_id: str, place: Here) -> Link:
        """A link to an escalation target, its reach as the note."""
        target = self.desk.escalation.targets.get(target_id)
        if target is None:
            return Link(target_id, "")
        href = place.to(self.view.address(ESCALATION), fragment=target_id)
        return Link(self.words(target.title), href, self.words(target.reach))

    def authority_link(self, authority_id: str, place: Here, note: Words = "") -> Link:
        """A link to something to be decided, on the page of who may decide it."""
        authority = self.desk.escalation.authority.get(authority_id)
        if authority is None:
            return Link(authority_id, "", note)
        return Link(self.words(authority.title), place.to(self.view.address(AUTHORITY), fragment=authority_id), note)

    def listed(self, items: Iterable[Words]) -> Words:
        """Words as a short list in one line."""
        return together(items, comma(self.language))

    def provenance(
        self, registry: str, *, name: str, title: Words, owner: str | None = None, review_by: date | None = None
    ) -> Provenance | None:
        """Where a page comes from that is made of a registry."""
        path = self.desk.registry_paths.get(registry, "")
        return provenance_of(
            self.view,
            self.frame.settings,
            path,
            name=name,
            title=str(title),
            owner=owner,
            review_by=review_by,
        )

    def gathered(self, name: str, title: Words) -> Provenance | None:
        """The report of a page that is gathered from many files, each of which its rows lead to."""
        return gathered(self.view, name=name, title=str(title))

    def notices(
        self, place: Here, *, reasons: Iterable[str] = (), tools: Iterable[str] = (), articles: Iterable[str] = ()
    ) -> Html:
        """Today's notices about any of these."""
        wanted = (frozenset(reasons), frozenset(tools), frozenset(articles))

        def touches(notice: NoticeView) -> bool:
            named = (notice.reasons, notice.tools, notice.articles)
            return any(not mine.isdisjoint(theirs) for mine, theirs in zip(wanted, named, strict=True))

        return self.frame.board.named((notice.id for notice in self.view.notices if touches(notice)), place)

    def page(self, place: Here, kind: str, title: Words, content: Context, notices: Html = NOTHING) -> Page:
        """A page of the manual, in its frame."""
        framed = self.frame.frame(place, kind=kind, title=title, notices=notices)
        return Page(place.address, framed, content)

    def _need(self, name: str) -> SearchNeed:
        made = self._needs.get(name)
        if made is None:
            known = self.desk.facts.inputs.get(name)
            made = self._needs[name] = (
                SearchNeed(id=name, label=name)
                if known is None
                else SearchNeed(
                    id=name,
                    label=self.words(known.label),
                    ask=self.maybe(known.ask),
                    pattern=known.pattern or "",
                    example=known.example or "",
                    pii=known.pii,
                )
            )
        return made
