"""Values that several templates share: words, links, days, hours, channels, scripts to copy."""

from typing import NewType

from msgspec import Struct

Html = NewType("Html", str)
"""Finished HTML that is put in as it is. Only for rendered Markdown and icons of the theme."""


class Phrase(Struct, frozen=True):
    """Text that stands in another language than the page, because a translation is missing.

    ``lang`` is its BCP 47 tag (``ja``); the template writes it as the ``lang`` attribute.
    """

    text: str
    lang: str = ""

    def __str__(self) -> str:
        return self.text


Words = str | Phrase
"""Text of the page's language, or a phrase of another one."""


class Link(Struct, frozen=True):
    """A link. ``note`` is a line under the label (a summary, a definition), ``icon`` an inline SVG."""

    label: Words
    href: str
    note: Words = ""
    icon: Html = Html("")


class Explained(Struct, frozen=True):
    """A link with lines under it: whom to hand over to with the conditions, who may decide up to where."""

    link: Link
    lines: tuple[Words, ...] = ()


class Day(Struct, frozen=True):
    """A date twice: ``iso`` (``2026-11-22``) for machines, ``text`` (``2026年11月22日``) for people."""

    iso: str
    text: str


class Badge(Struct, frozen=True):
    """A small mark beside a title. ``tone`` is ``neutral``, ``info``, ``good``, ``caution`` or ``danger``.

    A badge always says in words what its colour says.
    """

    text: Words
    tone: str = "neutral"


class HoursLine(Struct, frozen=True):
    """One line of weekly hours: ``月〜金`` and ``9:00–19:00``."""

    days: Words
    spans: Words


class Hours(Struct, frozen=True, kw_only=True):
    """Opening hours as everybody can read them, and where the browser finds the calendar.

    calendar: id of the calendar; becomes ``data-calendar`` of ``<annai-hours>``.
    source: address of the JSON file with the calendars of this site (hash in its name); ``data-source``.
    title: what the hours are of (カスタマーサポート).
    weekly: lines for visitors without JavaScript, in the order of the week.
    closed: what closes it besides (祝日, 年末年始 12/29〜1/3), as words.
    always: it never closes.
    """

    calendar: str
    source: str
    title: Words = ""
    weekly: tuple[HoursLine, ...] = ()
    closed: tuple[Words, ...] = ()
    always: bool = False


class Channel(Struct, frozen=True, kw_only=True):
    """A way to reach a person.

    kind: ``form``, ``chat``, ``phone``, ``mail`` or ``other``; picks the icon and the verb of the button.
    href: ``tel:``, ``mailto:``, ``https:`` or a path of this site.
    number: the telephone number as it is to be read; empty for the others.
    hours: when it is served.
    reply: when an answer comes, in words (1営業日以内にお返事します), never more than the calendar can keep.
    reply_within, reply_calendar: the same for the browser (``P1D``, calendar id).
    fallback: id of the channel to turn to while this one is closed.
    main: it is the main button for visitors without JavaScript: the first that never closes.
    note: anything else (通話料無料).
    """

    id: str
    kind: str
    title: Words
    href: str
    hours: Hours
    number: str = ""
    reply: Words = ""
    reply_within: str = ""
    reply_calendar: str = ""
    fallback: str = ""
    main: bool = False
    note: Words = ""


class SearchBox(Struct, frozen=True, kw_only=True):
    """A search form. ``action`` is the search page; without JavaScript the form leads there."""

    action: str
    placeholder: Words = ""
    autofocus: bool = False


class SearchNeed(Struct, frozen=True, kw_only=True):
    """An input that a search needs: how it is called, how to ask for it, what it looks like.

    pattern: a regular expression, as in facts.yml. pii: never stored, never in a link.
    """

    id: str
    label: Words
    ask: Words = ""
    pattern: str = ""
    example: str = ""
    pii: bool = False


class TalkScript(Struct, frozen=True, kw_only=True):
    """Words to say or to send, with a copy button.

    id: used as the anchor and for the copy button.
    kind: ``say`` (spoken: looks like speech) or ``macro`` (written).
    text: as it is copied; line breaks are kept. ``{order-no}`` is filled where the page has that input;
        ``needs`` are those that occur in it.
    channels: where it is used (電話, チャット, メール).
    reasons: the contact reasons it belongs to.
    source: the tree's node or the registry it comes from.
    """

    id: str
    title: Words
    text: Words
    kind: str = "macro"
    needs: tuple[SearchNeed, ...] = ()
    channels: tuple[Words, ...] = ()
    reasons: tuple[Link, ...] = ()
    source: Link | None = None
    owner: str = ""
    review_by: Day | None = None


class Provenance(Struct, frozen=True, kw_only=True):
    """Where a page of the agent manual comes from, and how to mend it. None on the public site.

    path: the source file, relative to the repository, empty where a page is gathered from many; ``line`` is 0
    where it is the whole file.
    edit_href: the git host's web editor; ``report_href`` the prefilled mail or issue of 「ここが違う」.
    """

    path: str
    line: int = 0
    edit_href: str = ""
    report_href: str = ""
    owner: Words = ""
    review_by: Day | None = None
    overdue: bool = False
