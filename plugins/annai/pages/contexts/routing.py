"""Contexts of the routing pages: from an inquiry to the tools, and from a tool to the inquiries."""

from typing import ClassVar

from msgspec import Struct

from annai.pages.contexts.shared import Badge, Explained, Link, Provenance, SearchNeed, TalkScript, Words


class ReadMeaning(Struct, frozen=True, kw_only=True):
    """What a value means: when this is shown, do that."""

    value: Words
    then: Words


class ReadField(Struct, frozen=True, kw_only=True):
    """A field of the result to look at. ``marked``: it is the one that this consult is about."""

    field: Words
    means: tuple[ReadMeaning, ...]
    marked: bool = False


class SearchSteps(Struct, frozen=True, kw_only=True):
    """One search of a tool, as steps to follow.

    where: the way to the search field. query, link: with ``{input-id}`` where an input goes in; the page fills
    them in the browser (percent-encoded in ``link``). read: what the result means.
    """

    id: str
    title: Words
    href: str
    needs: tuple[SearchNeed, ...]
    where: Words
    query: str
    read: tuple[ReadField, ...]
    link: str = ""


class Request(Struct, frozen=True, kw_only=True):
    """Whom to ask where one's own role has no access, and what to tell them, to copy.

    via: link to the escalation target; reach: how to reach it; needs: the inputs that occur in the words.
    """

    via: Link
    reach: Words = ""
    words: Words = ""
    needs: tuple[SearchNeed, ...] = ()


class ConsultCard(Struct, frozen=True, kw_only=True):
    """Look it up here: a tool, the search to use, and the chain to follow when nothing is found.

    tool: link to the tool's page; tool_url: the tool itself. check: what to look at. locked: the desk's lowest
    role has no access; then ``requests`` say whom to ask, and in which words.
    fallbacks: the searches of ``if_none``, in order; onward: where the chain goes on in what is shown already.
    at: the questions and outcomes that send here.
    """

    tool: Link
    search: SearchSteps
    tool_url: str = ""
    check: Words = ""
    access: tuple[Words, ...] = ()
    locked: bool = False
    requests: tuple[Request, ...] = ()
    fallbacks: tuple[SearchSteps, ...] = ()
    onward: Link | None = None
    at: tuple[Link, ...] = ()


class Confusable(Struct, frozen=True, kw_only=True):
    """A contact reason that is easily taken for this one, and how to tell them apart."""

    code: str
    title: Words
    href: str
    how: Words


class Reason(Struct, frozen=True, kw_only=True):
    """The routing page of a contact reason.

    words: how customers say it. consults: first, next, ... in the order to follow. outcomes: where trees end with
    this reason (note: what it comes to). escalate: the target, with the conditions as lines. authority: what is to
    be decided, with a line for each role that may. never: what must not be said or done.
    """

    TEMPLATE: ClassVar[str] = "reason.html"
    code: str
    title: Words
    group: Words
    definition: Words
    crumbs: tuple[Link, ...]
    includes: tuple[Words, ...] = ()
    excludes: tuple[Words, ...] = ()
    confused_with: tuple[Confusable, ...] = ()
    words: tuple[Words, ...] = ()
    consults: tuple[ConsultCard, ...] = ()
    trees: tuple[Link, ...] = ()
    outcomes: tuple[Link, ...] = ()
    articles: tuple[Link, ...] = ()
    escalate: tuple[Explained, ...] = ()
    authority: tuple[Explained, ...] = ()
    scripts: tuple[TalkScript, ...] = ()
    never: tuple[Words, ...] = ()
    badges: tuple[Badge, ...] = ()
    provenance: Provenance | None = None


class ReasonRow(Struct, frozen=True, kw_only=True):
    """A contact reason in a list; ``tree`` is the tree that handles it."""

    code: str
    title: Words
    href: str
    definition: Words = ""
    tree: Link | None = None


class ReasonGroup(Struct, frozen=True, kw_only=True):
    """The first level of contact reasons."""

    title: Words
    reasons: tuple[ReasonRow, ...]


class ToolSearch(Struct, frozen=True, kw_only=True):
    """A search of a tool with the inquiries that use it (note: what to check there)."""

    steps: SearchSteps
    if_none: Link | None = None
    used_by: tuple[Link, ...] = ()


class Tool(Struct, frozen=True, kw_only=True):
    """A tool's page: what it knows and does not, who has access, its searches, the inquiries that need it."""

    TEMPLATE: ClassVar[str] = "tool.html"
    id: str
    title: Words
    crumbs: tuple[Link, ...]
    kind: Words = ""
    url: str = ""
    knows: tuple[Words, ...] = ()
    not_for: tuple[Words, ...] = ()
    access: tuple[Words, ...] = ()
    no_access: tuple[Words, ...] = ()
    ask: tuple[Link, ...] = ()
    searches: tuple[ToolSearch, ...] = ()
    reasons: tuple[Link, ...] = ()
    badges: tuple[Badge, ...] = ()
    provenance: Provenance | None = None


class MatrixTool(Struct, frozen=True, kw_only=True):
    """A column of the matrix; ``locked``: the lowest role has no access."""

    title: Words
    href: str
    locked: bool = False


class MatrixCell(Struct, frozen=True, kw_only=True):
    """Where a reason and a tool meet. order: 1 is consulted first, 0 not at all; check: what to look at.

    also: further searches of the same tool, later in the order.
    """

    order: int = 0
    check: Words = ""
    href: str = ""
    also: tuple["MatrixCell", ...] = ()


class MatrixRow(Struct, frozen=True, kw_only=True):
    """A contact reason with one cell a tool."""

    code: str
    title: Words
    href: str
    cells: tuple[MatrixCell, ...]


class MatrixGroup(Struct, frozen=True, kw_only=True):
    """The rows of one group of reasons."""

    title: Words
    rows: tuple[MatrixRow, ...]


class RouteMatrix(Struct, frozen=True, kw_only=True):
    """Reasons by tools: which tool first, which next."""

    TEMPLATE: ClassVar[str] = "route_matrix.html"
    title: Words
    crumbs: tuple[Link, ...]
    tools: tuple[MatrixTool, ...]
    groups: tuple[MatrixGroup, ...]
    lead: Words = ""
    where_href: str = ""
    provenance: Provenance | None = None


class LookRow(Struct, frozen=True, kw_only=True):
    """A kind of information and where it is found.

    searches: the searches that show it. elsewhere: True for a line of ``not_for`` ("not here, but there").
    """

    what: Words
    tool: Link
    searches: tuple[Link, ...] = ()
    access: tuple[Words, ...] = ()
    locked: bool = False
    elsewhere: bool = False


class WhereToLook(Struct, frozen=True, kw_only=True):
    """Where do I look for X: kinds of information, in the order of their names."""

    TEMPLATE: ClassVar[str] = "where_to_look.html"
    title: Words
    crumbs: tuple[Link, ...]
    rows: tuple[LookRow, ...]
    lead: Words = ""
    matrix_href: str = ""
    provenance: Provenance | None = None
