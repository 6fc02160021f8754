"""Contexts of the guided flows: a tree as outline and stepper, and a public outcome."""

from typing import ClassVar

from msgspec import Struct

from annai.pages.contexts.routing import ConsultCard
from annai.pages.contexts.shared import Badge, Channel, Html, Link, Provenance, Words


class OutlineAnswer(Struct, frozen=True, kw_only=True):
    """An answer and where it leads.

    key: 1 to 9, 0 for "unsure"; ``number`` is the outline's number of the next node, 0 where it lies in
    another tree; ``href`` leads there in either case, ``to`` says its title.
    """

    key: int
    label: Words
    href: str
    to: Words = ""
    number: int = 0
    hint: Words = ""
    outcome: bool = False


class OutlineRule(Struct, frozen=True, kw_only=True):
    """A line of a route or of a call: under which condition it goes where (``when`` empty: otherwise)."""

    when: Words
    href: str
    to: Words
    number: int = 0


class Anticipated(Struct, frozen=True, kw_only=True):
    """What is asked next, with its answer or the article that answers it."""

    ask: Words
    answer: Words = ""
    article: Link | None = None


class OutlineNode(Struct, frozen=True, kw_only=True):
    """A numbered step of a tree.

    kind: ``question``, ``route``, ``call`` or ``outcome``. id: the node's id, which is its anchor.
    title: the question or the outcome's title; ``href``: a public outcome's own page.
    For agents also: say, note, never, consult, steps, escalate, authority, by (お客様, 調べる, 判断).
    reason: the contact reason that an outcome is counted under.
    call: the tree that is called, with ``rules`` for what comes back.
    """

    number: int
    id: str
    kind: str
    title: Words
    href: str = ""
    help: Words = ""
    answers: tuple[OutlineAnswer, ...] = ()
    rules: tuple[OutlineRule, ...] = ()
    call: Link | None = None
    reason: Link | None = None
    badges: tuple[Badge, ...] = ()
    by: Words = ""
    say: Words = ""
    note: Words = ""
    never: tuple[Words, ...] = ()
    steps: tuple[Words, ...] = ()
    consult: tuple[ConsultCard, ...] = ()
    escalate: tuple[OutlineRule, ...] = ()
    authority: tuple[Link, ...] = ()
    articles: tuple[Link, ...] = ()
    anticipate: tuple[Anticipated, ...] = ()
    report_href: str = ""


class Flow(Struct, frozen=True, kw_only=True):
    """A tree as a page: the stepper mounts over the outline, which stays for print and without JavaScript.

    tree: its id; bundle: address of its bundle (``data-bundle`` of the element that the stepper defines).
    version, badges, provenance: agent site. contact_href: the way out, on the public site.
    """

    TEMPLATE: ClassVar[str] = "flow.html"
    tree: str
    title: Words
    crumbs: tuple[Link, ...]
    nodes: tuple[OutlineNode, ...]
    bundle: str
    audience: str = "public"
    lead: Words = ""
    version: int = 0
    badges: tuple[Badge, ...] = ()
    flags: tuple[Link, ...] = ()
    contact_href: str = ""
    provenance: Provenance | None = None
    map: Html = Html("")


class Outcome(Struct, frozen=True, kw_only=True):
    """What to do now: a public outcome, at its own address.

    steps: what the customer does, in order (finished HTML, as steps may carry links).
    actions: buttons with an address, the first is the main one. channels: in order of preference.
    restart_href: the flow from its start; back_href: the flow where this outcome was reached.
    """

    TEMPLATE: ClassVar[str] = "outcome.html"
    tree: str
    id: str
    title: Words
    crumbs: tuple[Link, ...]
    restart_href: str
    flow_title: Words
    steps: tuple[Html, ...] = ()
    actions: tuple[Link, ...] = ()
    articles: tuple[Link, ...] = ()
    anticipate: tuple[Anticipated, ...] = ()
    channels: tuple[Channel, ...] = ()
    contact_href: str = ""
    back_href: str = ""
