"""A view: what one audience may see in one language. All output is made from views.

Whatever the public must never see stands in the ``…Desk`` records, which are None in the view of the
weakest audience; so a template that reads past them cannot leak.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from msgspec import Struct, field

from annai.model.channels import Calendar
from annai.model.duration import Duration
from annai.model.escalation import Escalation
from annai.model.facts import Facts
from annai.model.policy import Policy
from annai.model.registries import Macro, Reason, Value
from annai.model.text import Phrase, Text
from annai.model.tools import Tool


class Change(Struct, frozen=True):
    """What changed on a day, and (never for the public) what to do differently."""

    date: date
    what: Phrase
    do: Phrase | None = None
    version: int | None = None


class ArticleDesk(Struct, frozen=True):
    """What agents see of an article besides its text. ``path`` is its file in the repository."""

    path: str
    state: str
    reasons: tuple[str, ...] = ()
    owner: str | None = None
    review_by: date | None = None
    public: bool = False


class ArticleView(Struct, frozen=True):
    """An article in one language. ``body`` is Markdown with agent blocks cut and values put in.

    ``address`` is its page's path from the site's root, of the language it is written in.
    ``alternates`` are its addresses in every language that this audience has it in.
    ``lines`` gives for each line of ``body`` its line in the file; where it is empty, nothing was cut
    and the body's first line is line ``body_line`` of the file. ``flow`` is the tree to go on with.
    """

    id: str
    address: str
    language: str
    title: str
    summary: str
    body: str
    kind: str
    category: str
    order: int
    promoted: bool
    state: str
    updated: date | None = None
    asked_as: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    alternates: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lines: tuple[int, ...] = ()
    body_line: int = 1
    flow: str | None = None
    notices: tuple[str, ...] = ()
    desk: ArticleDesk | None = None


class CategoryView(Struct, frozen=True):
    """A folder with something to see in it. ``landing`` is the article that introduces it."""

    address: str
    title: Phrase
    description: Phrase | None
    icon_svg: str
    parent: str | None
    articles: tuple[str, ...]
    categories: tuple[str, ...]
    landing: str | None = None


class Go(Struct, frozen=True):
    """Where a step leads: a node of a tree, or a named return to the caller (``node`` is its name)."""

    kind: Literal["node", "return"]
    node: str
    tree: str


class ConsultView(Struct, frozen=True):
    """A look-up: the tool's search, what to look at, and whom to ask where access is missing."""

    tool: str
    search: str
    check: Phrase | None
    via: str | None
    words: Phrase | None


class AnswerView(Struct, frozen=True):
    """An answer that this audience may choose."""

    id: str
    label: Phrase
    go: Go
    hint: Phrase | None = None
    catch_all: bool = False
    asked_as: tuple[Phrase, ...] = ()
    terms: tuple[Phrase, ...] = ()


class QuestionDesk(Struct, frozen=True):
    """What only agents see of a question."""

    say: Phrase | None
    note: Phrase | None
    never: tuple[Phrase, ...]
    consult: tuple[ConsultView, ...]
    by: str
    infer: bool
    timer: Duration | None


class QuestionView(Struct, frozen=True):
    """A question with the answers that this audience may choose; ``unsure_as`` is the one that "unsure" means."""

    id: str
    ask: Phrase
    answers: tuple[AnswerView, ...]
    help: Phrase | None = None
    unsure: Go | None = None
    unsure_as: str | None = None
    fact: str | None = None
    asked_as: tuple[Phrase, ...] = ()
    desk: QuestionDesk | None = None


class RuleView(Struct, frozen=True):
    """Facts that must each have one of their values."""

    when: Mapping[str, tuple[str, ...]]
    go: Go


class RouteView(Struct, frozen=True):
    """Decides by facts; never in a public view."""

    id: str
    rules: tuple[RuleView, ...]
    otherwise: Go | None
    note: Phrase | None = None


class CallView(Struct, frozen=True):
    """Runs another tree; never in a public view."""

    id: str
    tree: str
    returns: Mapping[str, Go]
    note: Phrase | None = None


class ActionView(Struct, frozen=True):
    """A button with its address."""

    label: Phrase
    url: str


class AnticipateView(Struct, frozen=True):
    """A next question with its answer, or the article that answers it."""

    ask: Phrase
    answer: Phrase | None
    article: str | None


class EscalateView(Struct, frozen=True):
    """Whom to hand over to, and when. ``when`` has the facts' values in the reader's words."""

    to: str
    always: bool
    cue: Phrase | None
    when: Mapping[str, tuple[str, ...]] | None


class PromiseView(Struct, frozen=True):
    """A deadline to be worked out from a calendar when it is spoken."""

    within: Duration
    calendar: str
    by: str


class OutcomeDesk(Struct, frozen=True):
    """What only agents see of an outcome."""

    reason: str
    priority: str
    volume: int
    acts: tuple[str, ...]
    level: str | None
    refuses: bool
    promise: PromiseView | None
    say: Phrase | None
    note: Phrase | None
    never: tuple[Phrase, ...]
    consult: tuple[ConsultView, ...]
    authority: tuple[str, ...]
    escalate: tuple[EscalateView, ...]


class OutcomeView(Struct, frozen=True):
    """Where a tree ends for this audience."""

    id: str
    title: Phrase
    steps: tuple[Phrase, ...]
    articles: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    actions: tuple[ActionView, ...] = ()
    anticipate: tuple[AnticipateView, ...] = ()
    asked_as: tuple[Phrase, ...] = ()
    address: str | None = None
    desk: OutcomeDesk | None = None


NodeView = QuestionView | RouteView | CallView | OutcomeView


class TreeDesk(Struct, frozen=True):
    """What only agents see of a tree. ``returns`` is not None where other trees may call it.

    ``examples`` are customers' messages with the outcome that is right for each: (text, outcome's id).
    """

    path: str
    owner: str
    review_by: date
    state: str
    returns: tuple[str, ...] | None
    volume: int
    examples: tuple[tuple[str, str], ...] = ()


class TreeView(Struct, frozen=True):
    """A tree as this audience may walk it: from ``start`` (None: only from its ``entries``).

    ``nodes`` are in reading order from the start. ``aliases`` are former ids of the tree;
    ``moved`` maps former and retired node ids to where they lead now.
    """

    id: str
    version: int
    title: Phrase
    address: str
    start: str | None
    entries: tuple[str, ...]
    nodes: Mapping[str, NodeView]
    aliases: tuple[str, ...] = ()
    moved: Mapping[str, Go] = field(default_factory=lambda: MappingProxyType({}))
    changes: tuple[Change, ...] = ()
    desk: TreeDesk | None = None


class NoticeView(Struct, frozen=True):
    """What is different today, with the moments (ISO 8601 with offset) that it holds between."""

    id: str
    start: str
    until: str
    title: Phrase
    text: Phrase | None
    url: str | None
    articles: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    say: Phrase | None = None


class ChannelView(Struct, frozen=True):
    """A way to reach a person. ``url`` or ``tel`` says how; ``hours`` is a calendar of the view."""

    id: str
    title: Phrase
    hours: str
    url: str | None
    tel: str | None
    reply: Duration | None
    reply_calendar: str
    fallback: str | None


class FlagView(Struct, frozen=True):
    """A red flag: words that make it show, and the node that it opens."""

    id: str
    label: Phrase
    match: tuple[Phrase, ...]
    go: Go


class SiteView(Struct, frozen=True):
    """The brand of this audience's site. ``internal`` is true on every site but the weakest's."""

    name: str
    internal: bool
    languages: tuple[str, ...]
    timezone: str
    url: str | None = None
    logo: str | None = None
    colour: str | None = None
    ask: str | None = None
    mark: str | None = None
    footer: tuple[tuple[Phrase, str], ...] = ()
    flows: tuple[str, ...] = ()
    popular: tuple[str, ...] = ()


class Desk(Struct, frozen=True):
    """The registries that only agents use. None in the view of the weakest audience."""

    tools: Mapping[str, Tool]
    reasons: Mapping[str, Reason]
    groups: tuple[Text, ...]
    escalation: Escalation
    policy: Policy
    facts: Facts
    macros: Mapping[str, Macro]
    values: Mapping[str, Value]
    report_mail: str | None
    report_issue: str | None
    registry_paths: Mapping[str, str]


class View(Struct, frozen=True):
    """Everything that one audience may see in one language.

    ``values`` are the texts that ``{{value:id}}`` stands for, of the ids that this audience may see.
    """

    audience: str
    language: str
    site: SiteView
    articles: Mapping[str, ArticleView]
    categories: Mapping[str, CategoryView]
    trees: Mapping[str, TreeView]
    notices: tuple[NoticeView, ...]
    channels: Mapping[str, ChannelView]
    calendars: Mapping[str, Calendar]
    flags: tuple[FlagView, ...]
    redirects: Mapping[str, str]
    icons: tuple[str, ...]
    today: date
    synonyms: tuple[tuple[tuple[str, ...], tuple[str, ...], float], ...] = ()
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    desk: Desk | None = None

    @property
    def home(self) -> str:
        """The address of this language's home page: ``/``, or ``/en/``."""
        return "/" if self.language == self.site.languages[0] else f"/{self.language}/"

    def address(self, path: str) -> str:
        """A site path such as ``/contact/`` in this view's language."""
        return self.home + path.lstrip("/")
