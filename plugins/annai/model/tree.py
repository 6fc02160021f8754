"""Decision trees: questions, routes, calls and outcomes, as ``decision_trees/<id>.yml`` holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from annai.model.base import (
    LISTED,
    MAPPED,
    ArticleRef,
    AudienceRef,
    AuthorityRef,
    CalendarRef,
    ChannelRef,
    Count,
    Day,
    FactRef,
    Flag,
    Frozen,
    GoRef,
    Id,
    LineRef,
    Link,
    NodeRef,
    OwnerRef,
    PriorityRef,
    ReasonRef,
    SearchRef,
    Str,
    TargetRef,
    ToolRef,
    TreeRef,
    wrong,
)
from annai.model.duration import Duration
from annai.model.text import Text

Texts = Annotated[tuple[Text, ...], LISTED]
Ids = Annotated[tuple[Id, ...], LISTED]
When = Annotated[Mapping[FactRef, Annotated[tuple[Id, ...], LISTED, Field(min_length=1)]], MAPPED]
Act = Literal["disclose", "change", "refund"]


def _unsure(value: Any) -> Any:
    return {"go": value} if isinstance(value, str) else value


class PublicGo(Frozen):
    """Where the public path goes on, past a node that it may not see."""

    go: GoRef


class Unsure(Frozen):
    """What "I do not know" leads to: an answer's id, or a target."""

    go: GoRef
    public: PublicGo | None = None


class Consult(Frozen):
    """Which tool to look in, with which of its searches, and what to look at there."""

    tool: ToolRef
    search: SearchRef
    check: Text | None = None
    via: TargetRef | None = None
    words: Text | None = None


class PublicAnswer(Frozen):
    """What an answer is on the public site, where it differs."""

    go: GoRef | None = None
    label: Text | None = None
    asked_as: Texts = ()


class Answer(Frozen):
    """One answer of a question; its place in the list is its key, 1 to 9."""

    id: Id
    label: Text
    go: GoRef
    hint: Text | None = None
    terms: Texts = ()
    audience: AudienceRef | None = None
    public: PublicAnswer | None = None
    catch_all: Flag = False
    was: Ids = ()


class PublicQuestion(Frozen):
    """Passes a question by on the public path, or gives it customers' words."""

    go: GoRef | None = None
    asked_as: Texts = ()


class Question(Frozen):
    """One question with two to nine answers."""

    ask: Text
    answers: Annotated[tuple[Answer, ...], LISTED]
    help: Text | None = None
    say: Text | None = None
    note: Text | None = None
    never: Texts = ()
    audience: AudienceRef | None = None
    fact: FactRef | None = None
    by: Literal["customer", "lookup", "judge"] = "customer"
    infer: Flag = False
    consult: Annotated[tuple[Consult, ...], LISTED] = ()
    unsure: Annotated[Unsure | None, BeforeValidator(_unsure)] = None
    timer: Duration | None = None
    public: PublicQuestion | None = None
    was: Ids = ()


class Rule(Frozen):
    """Goes to ``go`` where every named fact has one of its values."""

    when: When
    go: GoRef


class Route(Frozen):
    """Decides by facts, without asking."""

    rules: Annotated[tuple[Rule, ...], LISTED]
    otherwise: GoRef | None = Field(default=None, alias="else")
    note: Text | None = None
    audience: AudienceRef | None = None
    public: PublicGo | None = None
    was: Ids = ()


class Call(Frozen):
    """Runs another tree and goes on by the name that it returns."""

    tree: TreeRef
    returns: Annotated[Mapping[Id, GoRef], MAPPED]
    note: Text | None = None
    audience: AudienceRef | None = None
    public: PublicGo | None = None
    was: Ids = ()


class Promise(Frozen):
    """A deadline that is worked out from a calendar when it is spoken."""

    within: Duration
    calendar: CalendarRef
    by: LineRef


class Escalate(Frozen):
    """Whom an outcome goes to: always, on a human judgement (``cue``), or by facts (``when``)."""

    to: TargetRef
    always: Flag = False
    cue: Text | None = None
    when: When | None = None


class Anticipate(Frozen):
    """What they will ask next, answered in words or by an article."""

    ask: Text
    answer: Text | None = None
    article: ArticleRef | None = None

    def model_post_init(self, context: Any) -> None:
        """Raises the error T103 where neither an answer nor an article is given."""
        if self.answer is None and self.article is None:
            raise wrong("T103", "anticipate")


class Action(Frozen):
    """A button on a public outcome."""

    label: Text
    url: Link


class PublicOutcome(Frozen):
    """What an outcome is on the public site. Its presence is what makes it public."""

    steps: Texts = ()
    articles: Annotated[tuple[ArticleRef, ...], LISTED] = ()
    contact: Annotated[tuple[ChannelRef, ...], LISTED] = ()
    asked_as: Texts = ()
    actions: Annotated[tuple[Action, ...], LISTED] = ()
    anticipate: Annotated[tuple[Anticipate, ...], LISTED] = ()


class Outcome(Frozen):
    """Where a tree ends: what to do, say, promise and record."""

    title: Text
    reason: ReasonRef
    priority: PriorityRef
    steps: Texts
    volume: Count = 0
    acts: Annotated[tuple[Act, ...], LISTED] = ()
    level: Id | None = None
    refuses: Flag = False
    promise: Promise | None = None
    say: Text | None = None
    note: Text | None = None
    never: Texts = ()
    anticipate: Annotated[tuple[Anticipate, ...], LISTED] = ()
    articles: Annotated[tuple[ArticleRef, ...], LISTED] = ()
    consult: Annotated[tuple[Consult, ...], LISTED] = ()
    authority: Annotated[tuple[AuthorityRef, ...], LISTED] = ()
    escalate: Annotated[tuple[Escalate, ...], LISTED] = ()
    audience: AudienceRef | None = None
    public: PublicOutcome | None = None
    was: Ids = ()


Node = Question | Route | Call | Outcome


class Retired(Frozen):
    """Where the address of a deleted node leads."""

    go: GoRef
    since: Count
    why: Text


class TreeChange(Frozen):
    """What a version changed for those who use the tree."""

    date: Day
    what: Text
    do: Text | None = None
    version: Count | None = None
    audience: AudienceRef | None = None


class Example(Frozen):
    """A customer's message with the answers that it needs and the outcome that is right for it."""

    text: Str
    expect: NodeRef
    answers: Annotated[Mapping[Id, Id], MAPPED] = {}
    facts: Annotated[Mapping[FactRef, Id], MAPPED] = {}
    why: Str | None = None
    start: NodeRef | None = Field(default=None, alias="from")
    use: Literal["train", "test"] | None = None


class TreePublic(Frozen):
    """The heading over a tree's public nodes, where the tree itself is internal."""

    title: Text


class Tree(Frozen):
    """One decision tree."""

    schema_: Str = Field(alias="schema")
    id: Id
    version: Count
    title: Text
    owner: OwnerRef
    review_by: Day
    state: Literal["draft", "validated", "archived"]
    audience: AudienceRef
    start: NodeRef
    outcomes: Annotated[Mapping[Id, Outcome], MAPPED] = {}
    questions: Annotated[Mapping[Id, Question], MAPPED] = {}
    routes: Annotated[Mapping[Id, Route], MAPPED] = {}
    calls: Annotated[Mapping[Id, Call], MAPPED] = {}
    public: TreePublic | None = None
    entries: Annotated[tuple[NodeRef, ...], LISTED] | None = None
    returns: Ids | None = None
    volume_asof: Day | None = None
    retired: Annotated[Mapping[Id, Retired], MAPPED] = {}
    changes: Annotated[tuple[TreeChange, ...], LISTED] = ()
    examples: Annotated[tuple[Example, ...], LISTED] = ()
    was: Ids = ()

    @property
    def open_entries(self) -> tuple[str, ...]:
        """Nodes that may be linked and jumped to; the start where the tree names none."""
        return (self.start,) if self.entries is None else self.entries

    def nodes(self) -> Iterator[tuple[str, str, Node]]:
        """Every node as (map it stands in, id, node), in the order of the four maps."""
        maps: tuple[tuple[str, Mapping[str, Node]], ...] = (
            ("questions", self.questions),
            ("routes", self.routes),
            ("calls", self.calls),
            ("outcomes", self.outcomes),
        )
        for kind, nodes in maps:
            for node_id, node in nodes.items():
                yield kind, node_id, node

    def node(self, node_id: str) -> Node | None:
        """The node with this id, whatever its kind."""
        for nodes in (self.questions, self.routes, self.calls, self.outcomes):
            if node_id in nodes:
                return nodes[node_id]
        return None

    def kind(self, node_id: str) -> str | None:
        """The map that holds this id: questions, routes, calls or outcomes."""
        for kind, found, _ in self.nodes():
            if found == node_id:
                return kind
        return None

    def audience_of(self, node: Node | Answer, parent: Node | None = None) -> str:
        """Who may see a node or an answer: its own word, else its question's, else the tree's."""
        own = node.audience or (parent.audience if parent else None)
        return own or self.audience
