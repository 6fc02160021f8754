"""Owns the trees as agents see them without the runner: every node with what to say, where to look, who decides."""

from __future__ import annotations

from collections.abc import Iterator

from annai.model.text import Phrase
from annai.model.view import CallView, Go, OutcomeDesk, OutcomeView, QuestionDesk, QuestionView, RouteView, TreeView
from annai.pages.contexts import (
    Badge,
    Flow,
    Link,
    OutlineAnswer,
    OutlineNode,
    OutlineRule,
    Provenance,
    Words,
)
from annai.pages.enumeration import colon, distinct, dot, slash, together
from annai.pages.flow import anticipated
from annai.pages.hrefs import here
from annai.pages.manual.authority import deciders
from annai.pages.manual.cards import ConsultCards
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.promises import spoken_words
from annai.pages.manual.reason import condition
from annai.pages.manual.ways import stops_at
from annai.pages.outline import choices_of, reading_order
from annai.pages.page import Page
from annai.pages.provenance import provenance_of, report_href, state_badges
from annai.pages.wording import all_words, some_words, words

NAMED = 3
"""So many answers stand for a named return; more would be no name."""


def agent_flow_pages(manual: ManualDesk) -> Iterator[Page]:
    """Every tree, archived ones too: their addresses stay."""
    for name in sorted(manual.view.trees):
        yield _TreePage(manual, manual.view.trees[name]).page()


class _TreePage:
    """One tree's page."""

    def __init__(self, manual: ManualDesk, tree: TreeView) -> None:
        self.manual = manual
        self.frame = manual.frame
        self.view = manual.view
        self.language = manual.language
        self.tree = tree
        self.place = here(tree.address)
        self.numbers = reading_order(tree)
        self.cards = ConsultCards(manual, self.place)

    def page(self) -> Page:
        """The page, undrawn."""
        manual, tree, place = self.manual, self.tree, self.place
        title = words(tree.title, self.language)
        bundle = self.frame.settings.bundles.get((self.language, tree.id), "")
        content = Flow(
            tree=tree.id,
            title=title,
            crumbs=self.frame.crumbs(place),
            nodes=tuple(self._node(name, number) for name, number in self.numbers.items()),
            bundle=place.to(bundle) if bundle else "",
            audience=self.frame.audience,
            version=tree.version,
            badges=self._badges(),
            flags=self.frame.links.flags(place),
            provenance=self._provenance(title),
        )
        outcomes = [node for node in tree.nodes.values() if isinstance(node, OutcomeView)]
        notices = manual.notices(
            place,
            reasons=(node.desk.reason for node in outcomes if node.desk is not None),
            articles=(name for node in outcomes for name in node.articles),
        )
        return manual.page(place, "flow", title, content, notices)

    def _node(self, name: str, number: int) -> OutlineNode:
        node = self.tree.nodes[name]
        report = self._report(name)
        match node:
            case QuestionView():
                return self._question(node, number, report)
            case RouteView():
                return OutlineNode(
                    number=number,
                    id=name,
                    kind="route",
                    title=self.manual.say("route.title"),
                    rules=self._rules(node),
                    note=some_words(node.note, self.language),
                    report_href=report,
                )
            case CallView():
                return self._call(node, number, report)
            case OutcomeView():
                return self._outcome(node, number, report)

    def _question(self, node: QuestionView, number: int, report: str) -> OutlineNode:
        desk = node.desk
        return OutlineNode(
            number=number,
            id=node.id,
            kind="question",
            title=words(node.ask, self.language),
            help=some_words(node.help, self.language),
            answers=tuple(self._answers(node)),
            by=self.manual.say(f"by.{desk.by}") if desk is not None else "",
            badges=self._question_badges(desk) if desk is not None else (),
            say=some_words(desk.say, self.language) if desk is not None else "",
            note=some_words(desk.note, self.language) if desk is not None else "",
            never=all_words(desk.never, self.language) if desk is not None else (),
            consult=self.cards.at_node(stops_at(self.manual.desk.tools, self.tree, node)),
            report_href=report,
        )

    def _outcome(self, node: OutcomeView, number: int, report: str) -> OutlineNode:
        desk = node.desk
        shared = OutlineNode(number=number, id=node.id, kind="outcome", title=words(node.title, self.language))
        if desk is None:
            return shared
        return OutlineNode(
            number=number,
            id=node.id,
            kind="outcome",
            title=shared.title,
            badges=self._outcome_badges(desk),
            reason=self.manual.reason_link(desk.reason, self.place)
            if desk.reason in self.manual.desk.reasons
            else None,
            say=spoken_words(self.manual, desk.say, desk.promise),
            note=some_words(desk.note, self.language),
            never=all_words(desk.never, self.language),
            steps=tuple(spoken_words(self.manual, step, desk.promise) for step in node.steps),
            consult=self.cards.at_node(stops_at(self.manual.desk.tools, self.tree, node)),
            escalate=tuple(
                OutlineRule(when=condition(self.manual, item), href=link.href, to=link.label)
                for item in desk.escalate
                for link in (self.manual.target_link(item.to, self.place),)
            ),
            authority=tuple(self._authority(name) for name in desk.authority),
            articles=tuple(
                self.frame.links.article(name, self.place, note=False)
                for name in node.articles
                if self.frame.links.has(name)
            ),
            anticipate=anticipated(self.frame, node, self.place),
            report_href=report,
        )

    def _call(self, node: CallView, number: int, report: str) -> OutlineNode:
        called = self.view.trees.get(node.tree)
        title: Words = words(called.title, self.language) if called is not None else node.tree
        return OutlineNode(
            number=number,
            id=node.id,
            kind="call",
            title=title,
            call=self.manual.tree_link(called, self.place) if called is not None else None,
            rules=tuple(self._rule(return_words(called, name, self.language), go) for name, go in node.returns.items()),
            note=some_words(node.note, self.language),
            report_href=report,
        )

    def _answers(self, question: QuestionView) -> Iterator[OutlineAnswer]:
        for key, answer, go in choices_of(question):
            if answer is None:
                yield self._answer(key, self.manual.say("common.unsure"), go)
            else:
                hint = some_words(answer.hint, self.language)
                yield self._answer(key, words(answer.label, self.language), go, hint)

    def _answer(self, key: int, label: Words, go: Go, hint: Words = "") -> OutlineAnswer:
        step = self._rule("", go)
        tree = self.view.trees.get(go.tree)
        return OutlineAnswer(
            key=key,
            label=label,
            href=step.href,
            to=step.to,
            number=step.number,
            hint=hint,
            outcome=tree is not None and isinstance(tree.nodes.get(go.node), OutcomeView),
        )

    def _rules(self, route: RouteView) -> tuple[OutlineRule, ...]:
        rules = [self._rule(self.manual.when(rule.when), rule.go) for rule in route.rules]
        if route.otherwise is not None:
            rules.append(self._rule("", route.otherwise))
        return tuple(rules)

    def _rule(self, when: Words, go: Go) -> OutlineRule:
        """A step: where it leads, in words; a return leads back to whichever tree has called."""
        if go.kind == "return":
            return OutlineRule(when=when, href="", to=self.manual.say("call.back"))
        inside = go.tree == self.tree.id
        return OutlineRule(
            when=when,
            href=self.frame.links.node(go, self.place),
            to=self._target_title(go),
            number=self.numbers.get(go.node, 0) if inside else 0,
        )

    def _target_title(self, go: Go) -> Words:
        """A step's target: of a tree that is run, and of one that facts decide, what that is."""
        tree = self.view.trees.get(go.tree)
        node = tree.nodes.get(go.node) if tree is not None else None
        if isinstance(node, CallView):
            called = self.view.trees.get(node.tree)
            return words(called.title, self.language) if called is not None else node.tree
        if isinstance(node, RouteView) and go.tree == self.tree.id:
            return self.manual.say("route.title")
        title = self.frame.links.node_title(go)
        if tree is None or go.tree == self.tree.id or isinstance(node, RouteView):
            return title
        return together((words(tree.title, self.language), title), colon(self.language))

    def _authority(self, name: str) -> Link:
        link = self.manual.authority_link(name, self.place)
        return Link(link.label, link.href, together(deciders(self.manual, name), slash(self.language)))

    def _badges(self) -> tuple[Badge, ...]:
        desk = self.tree.desk
        return state_badges(self.view, desk.state) if desk is not None else ()

    def _question_badges(self, desk: QuestionDesk) -> tuple[Badge, ...]:
        return (Badge(self.manual.say("badge.infer"), "info"),) if desk.infer else ()

    def _outcome_badges(self, desk: OutcomeDesk) -> tuple[Badge, ...]:
        """How soon an outcome is dealt with, what it does, and for whom."""
        manual = self.manual
        priority = manual.desk.policy.priorities.get(desk.priority)
        found: list[Badge] = []
        if priority is not None:
            label = together((manual.say("reason.priority"), manual.words(priority.title)), colon(self.language))
            found.append(Badge(label, "caution" if _first(manual, desk.priority) else "neutral"))
        if desk.acts:
            acts = dot(self.language).join(manual.say(f"acts.{act}") for act in desk.acts)
            level = self._level(desk)
            found.append(Badge(acts, "info"))
            found += [Badge(manual.say("acts.needs", level=level), "info")] if level else []
        if desk.refuses:
            found.append(Badge(manual.say("badge.refuses"), "danger"))
        return tuple(found)

    def _level(self, desk: OutcomeDesk) -> str:
        """How far the caller's identity must be checked for what an outcome does."""
        facts = self.manual.desk.facts
        fact = facts.facts.get(facts.identity or "")
        if fact is None or not fact.levels:
            return ""
        label = fact.labels().get(desk.level or fact.levels[0])
        return str(self.manual.words(label)) if label is not None else ""

    def _provenance(self, title: Words) -> Provenance | None:
        desk = self.tree.desk
        if desk is None:
            return None
        return provenance_of(
            self.view,
            self.frame.settings,
            desk.path,
            name=f"tree:{self.tree.id}",
            title=str(title),
            owner=desk.owner,
            review_by=desk.review_by,
        )

    def _report(self, node_id: str) -> str:
        desk = self.tree.desk
        if desk is None:
            return ""
        name = f"tree:{self.tree.id}#{node_id}"
        return report_href(self.view, name=name, title=f"{self.tree.title}（{node_id}）", path=desk.path)


def _first(manual: ManualDesk, priority: str) -> bool:
    """Whether a priority is the most urgent one of its registry."""
    return next(iter(manual.desk.policy.priorities), None) == priority


def return_words(called: TreeView | None, name: str, language: str) -> Words:
    """What a named return of a tree means: the answers that lead to it, in the tree's own words."""
    labels: list[Phrase] = []
    for node in called.nodes.values() if called is not None else ():
        if isinstance(node, QuestionView):
            labels += [answer.label for answer in node.answers if answer.go == Go("return", name, answer.go.tree)]
    said = distinct(words(label, language) for label in labels)
    return together(said, slash(language)) if 0 < len(said) <= NAMED else name
