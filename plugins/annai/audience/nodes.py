"""Nodes of trees as an audience sees them.

Of a node only what the allow-list names is copied: ``title``, ``ask``, ``help``, ``label``, ``hint`` and the
``public:`` block. The rest stands in a ``…Desk`` record, which the weakest audience has not.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from annai.audience.paths import Paths
from annai.audience.phrases import Speaker
from annai.audience.sight import may_see, readable
from annai.audience.targets import parse_go
from annai.model.library import Library
from annai.model.tree import Answer, Anticipate, Call, Consult, Outcome, PublicOutcome, Question, Route, Tree
from annai.model.view import (
    ActionView,
    AnswerView,
    AnticipateView,
    CallView,
    ConsultView,
    EscalateView,
    NodeView,
    OutcomeDesk,
    OutcomeView,
    PromiseView,
    QuestionDesk,
    QuestionView,
    RouteView,
    RuleView,
)


class NodeWriter:
    """Makes the views of nodes for one audience in one language."""

    def __init__(self, library: Library, paths: Paths, speaker: Speaker, home: str) -> None:
        self.library = library
        self.paths = paths
        self.public = paths.public
        self.speaker = speaker
        self.home = home

    def view(self, tree: Tree, node_id: str) -> NodeView:
        """The view of a node that this audience meets.

        Raises KeyError for a node that the tree does not have, and ValueError for one that this
        audience must not see.
        """
        node = tree.node(node_id)
        if node is None:
            raise KeyError(node_id)
        if isinstance(node, Question):
            return self._question(tree, node_id, node)
        if isinstance(node, Outcome):
            return self._outcome(tree, node_id, node)
        if self.public:
            raise ValueError(f"{tree.id}#{node_id} decides by facts or calls a tree: never public")
        return self._route(tree, node_id, node) if isinstance(node, Route) else self._call(tree, node_id, node)

    def _question(self, tree: Tree, node_id: str, question: Question) -> QuestionView:
        say = self.speaker
        offered = (self._answer(tree, answer) for answer in self.paths.answers(tree, question))
        answers = tuple(answer for answer in offered if answer is not None)
        unsure = self.paths.unsure_go(tree, question)
        return QuestionView(
            id=node_id,
            ask=say.say(question.ask),
            answers=answers,
            help=say.maybe(question.help),
            unsure=self.paths.resolve(unsure) if unsure else None,
            unsure_as=self._unsure_as(question, answers),
            fact=None if self.public else question.fact,
            asked_as=say.all(question.public.asked_as if question.public else ()),
            desk=None
            if self.public
            else QuestionDesk(
                say=say.maybe(question.say),
                note=say.maybe(question.note),
                never=say.all(question.never),
                consult=self._consults(question.consult),
                by=question.by,
                infer=question.infer,
                timer=question.timer,
            ),
        )

    def _unsure_as(self, question: Question, answers: tuple[AnswerView, ...]) -> str | None:
        """The offered answer that "I do not know" stands for."""
        unsure = question.unsure
        if unsure is None or (self.public and unsure.public):
            return None
        return next((answer.id for answer in answers if answer.id == unsure.go), None)

    def _answer(self, tree: Tree, answer: Answer) -> AnswerView | None:
        go = self.paths.resolve(self.paths.answer_go(tree, answer))
        if go is None:
            return None
        say = self.speaker
        own = answer.public
        return AnswerView(
            id=answer.id,
            label=say.say(own.label if self.public and own and own.label else answer.label),
            go=go,
            hint=say.maybe(answer.hint),
            catch_all=not self.public and answer.catch_all,
            asked_as=say.all(own.asked_as if own else ()),
            terms=() if self.public else say.all(answer.terms),
        )

    def _route(self, tree: Tree, node_id: str, route: Route) -> RouteView:
        rules = [
            RuleView(MappingProxyType(dict(rule.when)), go)
            for rule in route.rules
            if (go := self.paths.resolve(parse_go(rule.go, tree))) is not None
        ]
        otherwise = self.paths.resolve(parse_go(route.otherwise, tree)) if route.otherwise else None
        return RouteView(node_id, tuple(rules), otherwise, self.speaker.maybe(route.note))

    def _call(self, tree: Tree, node_id: str, call: Call) -> CallView:
        returns = {
            name: go
            for name, target in call.returns.items()
            if (go := self.paths.resolve(parse_go(target, tree))) is not None
        }
        return CallView(node_id, call.tree, MappingProxyType(returns), self.speaker.maybe(call.note))

    def _outcome(self, tree: Tree, node_id: str, outcome: Outcome) -> OutcomeView:
        say = self.speaker
        public = outcome.public or PublicOutcome()
        shown = public if self.public else outcome
        return OutcomeView(
            id=node_id,
            title=say.say(outcome.title),
            steps=say.all(shown.steps),
            articles=tuple(name for name in shown.articles if self._shows(name)),
            contact=tuple(name for name in public.contact if self._offers(name)),
            actions=tuple(ActionView(say.say(item.label), item.url) for item in public.actions),
            anticipate=tuple(view for item in shown.anticipate if (view := self._anticipate(item)) is not None),
            asked_as=say.all(public.asked_as),
            address=f"{self.home}flow/{tree.id}/{node_id}/" if self.public else None,
            desk=None if self.public else self._outcome_desk(outcome),
        )

    def _anticipate(self, item: Anticipate) -> AnticipateView | None:
        article = item.article if item.article and self._shows(item.article) else None
        if item.answer is None and article is None:
            return None
        return AnticipateView(self.speaker.say(item.ask), self.speaker.maybe(item.answer), article)

    def _outcome_desk(self, outcome: Outcome) -> OutcomeDesk:
        say = self.speaker
        promise = outcome.promise
        return OutcomeDesk(
            reason=outcome.reason,
            priority=outcome.priority,
            volume=outcome.volume,
            acts=tuple(outcome.acts),
            level=outcome.level,
            refuses=outcome.refuses,
            promise=PromiseView(promise.within, promise.calendar, promise.by) if promise else None,
            say=say.maybe(outcome.say),
            note=say.maybe(outcome.note),
            never=say.all(outcome.never),
            consult=self._consults(outcome.consult),
            authority=tuple(outcome.authority),
            escalate=tuple(
                EscalateView(
                    item.to,
                    item.always,
                    say.maybe(item.cue),
                    MappingProxyType(dict(item.when)) if item.when else None,
                )
                for item in outcome.escalate
            ),
        )

    def _consults(self, consults: Iterable[Consult]) -> tuple[ConsultView, ...]:
        say = self.speaker
        return tuple(
            ConsultView(item.tool, item.search, say.maybe(item.check), item.via, say.maybe(item.words))
            for item in consults
        )

    def _shows(self, article_id: str) -> bool:
        """Whether this audience reads an article with that id, and it is not archived."""
        article = self.library.articles.get(article_id)
        if article is None or article.original.state == "archived":
            return False
        return bool(readable(self.library, self.paths.audience, article))

    def _offers(self, channel_id: str) -> bool:
        channel = self.library.channels.value.channels.get(channel_id)
        return channel is not None and may_see(self.paths.site, self.paths.audience, channel.audience)
