"""Contexts of the agent manual's own pages: the desk, escalation, authority, macros, channels, changes, reviews."""

from typing import ClassVar

from msgspec import Struct

from annai.pages.contexts.help_center import CategoryCard
from annai.pages.contexts.routing import ReasonGroup
from annai.pages.contexts.shared import (
    Badge,
    Channel,
    Day,
    Hours,
    Html,
    Link,
    Provenance,
    SearchBox,
    TalkScript,
    Words,
)


class ChangeRow(Struct, frozen=True, kw_only=True):
    """A change note: what changed, and what agents do differently from now on (``do``)."""

    day: Day
    title: Words
    href: str
    what: Words
    do: Words = ""
    version: int = 0
    kind: Words = ""


class ReviewRow(Struct, frozen=True, kw_only=True):
    """Something with an owner and a review date. state: ``overdue``, ``soon``, ``fine``, ``none`` or ``draft``."""

    title: Words
    href: str
    kind: Words
    owner: Words
    state: str
    review_by: Day | None = None
    left: Words = ""
    path: str = ""


class HomeAgent(Struct, frozen=True, kw_only=True):
    """The agents' desk. Notices stand in the frame above it.

    start: the tree that opens a contact, the largest thing on the screen. flags: red flags with their way.
    groups: contact reasons, each with its tree. tools: the tools' pages. desk: matrix, where to look, escalation,
    authority, macros, channels. categories: the manual's own folders; help: those that only hold what customers
    read as well. changes, reviews: the latest and the most urgent few.
    body, body_title: the article that a repository keeps at its root, as finished HTML, and its title.
    articles: those that stand in no category.
    """

    TEMPLATE: ClassVar[str] = "home_agent.html"
    title: Words
    search: SearchBox
    groups: tuple[ReasonGroup, ...]
    start: Link | None = None
    flags: tuple[Link, ...] = ()
    trees: tuple[Link, ...] = ()
    tools: tuple[Link, ...] = ()
    desk: tuple[Link, ...] = ()
    categories: tuple[CategoryCard, ...] = ()
    help: tuple[CategoryCard, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    changes_href: str = ""
    reviews: tuple[ReviewRow, ...] = ()
    reviews_href: str = ""
    body: Html = Html("")
    body_title: Words = ""
    articles: tuple[Link, ...] = ()
    provenance: Provenance | None = None


class EscalationCase(Struct, frozen=True, kw_only=True):
    """When to escalate. trigger: ``always``, ``cue`` (a human judgement) or ``when`` (facts).

    reason: the contact reason's page; outcomes: the nodes that say so; condition: the cue or the facts in words.
    """

    trigger: str
    reason: Link
    outcomes: tuple[Link, ...]
    condition: Words = ""


class EscalationTarget(Struct, frozen=True, kw_only=True):
    """Whom to escalate to, and how.

    type: 上位 or 専門. ack, resolve: times to acknowledge and to resolve, in words. wait: hold or call back.
    after_hours: where to turn while it is closed (None: it never closes, or wait), ``after_hours_words`` says it.
    slip: what they must be told: label, required, masked.
    """

    id: str
    title: Words
    type: Words
    role: Words
    reach: Words
    hours: Hours
    ack: Words
    resolve: Words
    wait: Words
    after_hours: Link | None = None
    after_hours_words: Words = ""
    slip: tuple[tuple[Words, bool, bool], ...] = ()
    cases: tuple[EscalationCase, ...] = ()


class Escalation(Struct, frozen=True, kw_only=True):
    """The escalation matrix: who, when, hours, after hours, acknowledge and resolve times."""

    TEMPLATE: ClassVar[str] = "escalation.html"
    title: Words
    crumbs: tuple[Link, ...]
    targets: tuple[EscalationTarget, ...]
    lead: Words = ""
    authority_href: str = ""
    provenance: Provenance | None = None


class AuthorityGrant(Struct, frozen=True, kw_only=True):
    """What a role may decide. scope: ``none``, ``limited`` (``limits`` says up to where) or ``full``."""

    scope: str
    limits: tuple[Words, ...] = ()


class AuthorityRow(Struct, frozen=True, kw_only=True):
    """Something to decide, with one grant a role, and the outcomes that need it."""

    id: str
    title: Words
    grants: tuple[AuthorityGrant, ...]
    used_by: tuple[Link, ...] = ()


class Authorities(Struct, frozen=True, kw_only=True):
    """Who may approve what, up to where. roles: lowest first, one column each."""

    TEMPLATE: ClassVar[str] = "authority.html"
    title: Words
    crumbs: tuple[Link, ...]
    roles: tuple[Words, ...]
    rows: tuple[AuthorityRow, ...]
    lead: Words = ""
    escalation_href: str = ""
    provenance: Provenance | None = None


class MacroGroup(Struct, frozen=True, kw_only=True):
    """Scripts and macros of one situation; ``id`` is its anchor."""

    id: str
    situation: Words
    scripts: tuple[TalkScript, ...]


class Macros(Struct, frozen=True, kw_only=True):
    """Talk scripts and macros by situation."""

    TEMPLATE: ClassVar[str] = "macros.html"
    title: Words
    crumbs: tuple[Link, ...]
    groups: tuple[MacroGroup, ...]
    lead: Words = ""
    provenance: Provenance | None = None


class AutoReply(Struct, frozen=True, kw_only=True):
    """An automatic reply. state: ``open``, ``closed`` or ``elsewhere`` (not served here: where to turn)."""

    id: str
    state: str
    text: Words


class ChannelReplies(Struct, frozen=True, kw_only=True):
    """A channel with its automatic replies."""

    channel: Channel
    replies: tuple[AutoReply, ...]
    by: Words = ""
    fallback: Words = ""
    badges: tuple[Badge, ...] = ()


class Channels(Struct, frozen=True, kw_only=True):
    """Channels with their hours and automatic replies."""

    TEMPLATE: ClassVar[str] = "channels.html"
    title: Words
    crumbs: tuple[Link, ...]
    channels: tuple[ChannelReplies, ...]
    lead: Words = ""
    provenance: Provenance | None = None


class ChangeDay(Struct, frozen=True, kw_only=True):
    """The changes of one day."""

    day: Day
    rows: tuple[ChangeRow, ...]


class Changes(Struct, frozen=True, kw_only=True):
    """What has changed, newest first; on both sites. feed_href: the Atom feed."""

    TEMPLATE: ClassVar[str] = "changes.html"
    title: Words
    crumbs: tuple[Link, ...]
    days: tuple[ChangeDay, ...]
    audience: str = "agent"
    lead: Words = ""
    feed_href: str = ""
    provenance: Provenance | None = None


class ReviewOverview(Struct, frozen=True, kw_only=True):
    """Owners and reviews: everything with an owner, the most urgent first. as_of: the day it is seen from."""

    TEMPLATE: ClassVar[str] = "review_overview.html"
    title: Words
    crumbs: tuple[Link, ...]
    as_of: Day
    rows: tuple[ReviewRow, ...]
    owners: tuple[tuple[Words, int, int, int], ...] = ()
    """Owner, how many in all, how many overdue, how many due soon."""
    lead: Words = ""
    provenance: Provenance | None = None
