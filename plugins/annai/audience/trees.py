"""Trees as an audience may walk them.

The public path goes by ``public: {go}`` past nodes that it may not see. Of a node only what the
allow-list names is copied; the rest stands in a ``…Desk`` record, which the weakest audience has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from annai.audience.phrases import Speaker
from annai.audience.targets import parse_go
from annai.model.library import Library
from annai.model.text import Text
from annai.model.tree import Answer, Call, Consult, Node, Outcome, Question, Route, Tree
from annai.model.view import (
    ActionView,
    AnswerView,
    AnticipateView,
    CallView,
    Change,
    ConsultView,
    EscalateView,
    Go,
    NodeView,
    OutcomeDesk,
    OutcomeView,
    PromiseView,
    QuestionDesk,
    QuestionView,
    RouteView,
    RuleView,
    TreeDesk,
    TreeView,
)


def project_trees(library: Library, audience: str, language: str) -> dict[str, TreeView]:
    """The trees that have a node for this audience, by id."""
    return _Projection(library, audience, language).trees()


def resolver(library: Library, audience: str, language: str) -> Callable[[Go], Go | None]:
    """A function that tells where a step really leads for an audience, None where nowhere."""
    return _Projection(library, audience, language).resolve


class _Projection:
    def __init__(self, library: Library, audience: str, language: str) -> None:
        self.library = library
        self.audience = audience
        self.site = library.site.value
        self.public = audience == library.audiences[0]
        self.home = "/" if language == library.languages[0] else f"/{language}/"
        self.speaker = Speaker(library, audience, language)
        self.shown = {
            name: document.value
            for name, document in library.trees.items()
            if document.value.state == "validated" or not self.public
        }

    def trees(self) -> dict[str, TreeView]:
        """Every tree in which a root of this audience leads to a node."""
        reached = self._reached(self._roots())
        return {
            name: self._tree(tree, reached[name]) for name, tree in self.shown.items() if reached.get(name)
        }

    def sees(self, tree: Tree, node: Node) -> bool:
        """Whether a node is there for this audience."""
        if not self.site.may_see(self.audience, tree.audience_of(node)):
            return False
        if not self.public:
            return True
        return isinstance(node, Question) or (isinstance(node, Outcome) and node.public is not None)

    def resolve(self, go: Go) -> Go | None:
        """The node that a step really leads to for this audience; None where there is none."""
        passed: set[tuple[str, str]] = set()
        while go.kind != "return":
            tree = self.shown.get(go.tree)
            if tree is None:
                return None
            go = Go("node", go.node or tree.start, tree.id)
            node = tree.node(go.node)
            if node is None or (go.tree, go.node) in passed:
                return None
            passed.add((go.tree, go.node))
            beyond = _beyond(node)
            visible = self.sees(tree, node)
            if visible and not (self.public and beyond):
                return go
            if beyond is None:
                return None
            go = parse_go(beyond, tree)
        return None if self.public else go

    def _roots(self) -> Iterable[Go]:
        for tree in self.shown.values():
            if self.site.may_see(self.audience, tree.audience):
                for node in (tree.start, *tree.open_entries):
                    yield Go("node", node, tree.id)
                if not self.public:
                    for _, node_id, _ in tree.nodes():
                        yield Go("node", node_id, tree.id)
        for flag in self.library.policy.value.flags:
            target = (flag.public.go or flag.go) if flag.public else flag.go
            if flag.public or not self.public:
                yield parse_go(target, None)

    def _reached(self, roots: Iterable[Go]) -> dict[str, dict[str, None]]:
        """Node ids by tree, in the order in which a reader meets them."""
        reached: dict[str, dict[str, None]] = {}
        waiting = [found for root in roots if (found := self.resolve(root)) is not None]
        waiting.reverse()
        while waiting:
            go = waiting.pop()
            if go.kind == "return" or go.node in reached.setdefault(go.tree, {}):
                continue
            reached[go.tree][go.node] = None
            tree = self.shown[go.tree]
            node = tree.node(go.node)
            assert node is not None
            nexts = [found for step in self._steps(tree, node) if (found := self.resolve(step)) is not None]
            waiting.extend(reversed(nexts))
        return reached

    def _steps(self, tree: Tree, node: Node) -> list[Go]:
        if isinstance(node, Question):
            steps = [self._answer_go(tree, answer) for answer in self._answers(tree, node)]
            unsure = self._unsure(tree, node)
            return [*steps, *([unsure] if unsure else [])]
        if isinstance(node, Route):
            targets = [rule.go for rule in node.rules] + ([node.otherwise] if node.otherwise else [])
            return [parse_go(target, tree) for target in targets]
        if isinstance(node, Call):
            return [parse_go(target, tree) for target in node.returns.values()]
        return []

    def _answers(self, tree: Tree, question: Question) -> list[Answer]:
        return [
            answer
            for answer in question.answers
            if self.site.may_see(self.audience, tree.audience_of(answer, question))
        ]

    def _answer_go(self, tree: Tree, answer: Answer) -> Go:
        if self.public and answer.public and answer.public.go:
            return parse_go(answer.public.go, tree)
        return parse_go(answer.go, tree)

    def _unsure(self, tree: Tree, question: Question) -> Go | None:
        if question.unsure is None:
            return None
        if self.public and question.unsure.public:
            return parse_go(question.unsure.public.go, tree)
        for answer in question.answers:
            if answer.id == question.unsure.go:
                return self._answer_go(tree, answer)
        return parse_go(question.unsure.go, tree)

    def _tree(self, tree: Tree, reached: Iterable[str]) -> TreeView:
        ids = list(reached)
        nodes = {node_id: self._node(tree, node_id) for node_id in ids}
        own = self.site.may_see(self.audience, tree.audience)
        start = self.resolve(Go("node", tree.start, tree.id)) if own else None
        title = tree.title
        if not own:
            title = tree.public.title if tree.public else self._flag_label(tree) or tree.title
        entries = [name for name in tree.open_entries if name in nodes]
        if not own:
            entries = [node for node in self._flagged(tree) if node in nodes] or ids[:1]
        return TreeView(
            id=tree.id,
            version=tree.version,
            title=self.speaker.say(title),
            address=f"{self.home}flow/{tree.id}/",
            start=start.node if start and start.tree == tree.id else None,
            entries=tuple(entries),
            nodes=MappingProxyType(nodes),
            aliases=tree.was,
            moved=MappingProxyType(self._moved(tree, nodes)),
            changes=self._changes(tree),
            desk=None
            if self.public
            else TreeDesk(
                path=self.library.trees[tree.id].path,
                owner=tree.owner,
                review_by=tree.review_by,
                state=tree.state,
                returns=tree.returns,
                volume=sum(outcome.volume for outcome in tree.outcomes.values()),
            ),
        )

    def _flagged(self, tree: Tree) -> list[str]:
        targets = [
            parse_go(flag.public.go or flag.go, None)
            for flag in self.library.policy.value.flags
            if flag.public is not None
        ]
        found = [self.resolve(go) for go in targets]
        return [go.node for go in found if go is not None and go.tree == tree.id]

    def _flag_label(self, tree: Tree) -> Text | None:
        for flag in self.library.policy.value.flags:
            if flag.public and parse_go(flag.public.go or flag.go, None).tree == tree.id:
                return flag.public.label
        return None

    def _moved(self, tree: Tree, nodes: Mapping[str, NodeView]) -> dict[str, Go]:
        """Former ids of visible nodes, and retired ones whose target this audience may see."""
        moved = {
            former: Go("node", node_id, tree.id)
            for _, node_id, node in tree.nodes()
            if node_id in nodes
            for former in node.was
        }
        for former, retired in tree.retired.items():
            target = self.resolve(parse_go(retired.go, tree))
            if target is not None:
                moved[former] = target
        return moved

    def _changes(self, tree: Tree) -> tuple[Change, ...]:
        return tuple(
            Change(
                date=change.date,
                what=self.speaker.say(change.what),
                do=None if self.public or change.do is None else self.speaker.say(change.do),
                version=change.version,
            )
            for change in tree.changes
            if self.site.may_see(self.audience, change.audience)
        )

    def _node(self, tree: Tree, node_id: str) -> NodeView:
        node = tree.node(node_id)
        if isinstance(node, Question):
            return self._question(tree, node_id, node)
        if isinstance(node, Outcome):
            return self._outcome(tree, node_id, node)
        say = self.speaker
        if isinstance(node, Route):
            rules = [
                RuleView(MappingProxyType(dict(rule.when)), go)
                for rule in node.rules
                if (go := self.resolve(parse_go(rule.go, tree))) is not None
            ]
            otherwise = self.resolve(parse_go(node.otherwise, tree)) if node.otherwise else None
            return RouteView(node_id, tuple(rules), otherwise, say.maybe(node.note))
        assert isinstance(node, Call)
        returns = {
            name: go
            for name, target in node.returns.items()
            if (go := self.resolve(parse_go(target, tree))) is not None
        }
        return CallView(node_id, node.tree, MappingProxyType(returns), say.maybe(node.note))

    def _question(self, tree: Tree, node_id: str, question: Question) -> QuestionView:
        say = self.speaker
        answers: list[AnswerView] = []
        for answer in self._answers(tree, question):
            go = self.resolve(self._answer_go(tree, answer))
            if go is None:
                continue
            label = answer.public.label if self.public and answer.public and answer.public.label else answer.label
            answers.append(
                AnswerView(
                    id=answer.id,
                    label=say.say(label),
                    go=go,
                    hint=say.maybe(answer.hint),
                    catch_all=answer.catch_all,
                    asked_as=say.all(answer.public.asked_as if answer.public else ()),
                    terms=() if self.public else say.all(answer.terms),
                )
            )
        unsure = self._unsure(tree, question)
        return QuestionView(
            id=node_id,
            ask=say.say(question.ask),
            answers=tuple(answers),
            help=say.maybe(question.help),
            unsure=self.resolve(unsure) if unsure else None,
            fact=question.fact,
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

    def _consults(self, consults: Iterable[Consult]) -> tuple[ConsultView, ...]:
        say = self.speaker
        return tuple(
            ConsultView(item.tool, item.search, say.maybe(item.check), item.via, say.maybe(item.words))
            for item in consults
        )

    def _outcome(self, tree: Tree, node_id: str, outcome: Outcome) -> OutcomeView:
        say = self.speaker
        public = outcome.public
        address = None
        if public is not None and self.site.may_see(self.site.weakest, tree.audience_of(outcome)):
            address = f"{self.home}flow/{tree.id}/{node_id}/"
        if self.public:
            assert public is not None
            steps, articles, anticipate = public.steps, public.articles, public.anticipate
        else:
            steps, articles, anticipate = outcome.steps, outcome.articles, outcome.anticipate
        return OutcomeView(
            id=node_id,
            title=say.say(outcome.title),
            steps=say.all(steps),
            articles=tuple(name for name in articles if self._shows(name)),
            contact=tuple(public.contact) if public else (),
            actions=tuple(ActionView(say.say(item.label), item.url) for item in (public.actions if public else ())),
            anticipate=tuple(
                AnticipateView(
                    say.say(item.ask),
                    say.maybe(item.answer),
                    item.article if item.article and self._shows(item.article) else None,
                )
                for item in anticipate
            ),
            asked_as=say.all(public.asked_as if public else ()),
            address=address if self.public else None,
            desk=None if self.public else self._outcome_desk(outcome),
        )

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

    def _shows(self, article_id: str) -> bool:
        """Whether this audience has an article with that id (any, where there is no content folder)."""
        article = self.library.articles.get(article_id)
        if article is None:
            return False
        if not self.site.may_see(self.audience, article.audience):
            return False
        state = article.original.state
        return state == "validated" or (not self.public and state != "archived")


def _beyond(node: Node) -> str | None:
    """Where the public path goes on past a node, None where it stops there."""
    if isinstance(node, Outcome) or node.public is None:
        return None
    return node.public.go
