"""Owns how a person is reached: channels with their hours and replies, and which of them is the main way.

What is closed is never the main way. A static page cannot know the hour, so without JavaScript only a
channel that never closes is marked as main; the browser marks the first that is open now.
"""

from __future__ import annotations

from collections.abc import Iterable

from annai.model.view import ChannelView, View
from annai.pages.contexts import Channel, Hours
from annai.pages.hours import hours_of, reply_words
from annai.pages.hrefs import Here, context
from annai.pages.site_links import SiteLinks
from annai.pages.wording import words

ON_HOME = 3
"""How many ways a home page shows; the contact page has all."""


def channels_of(
    view: View, ids: Iterable[str], links: SiteLinks, here: Here, calendars: str, *, source: str = ""
) -> tuple[Channel, ...]:
    """Channels in the order given, without those that the view does not have.

    ``calendars`` is the address of the calendars' file. ``source`` says what the reader comes from; it
    goes along where a channel is a page of this site.
    """
    shown = [view.channels[name] for name in ids if name in view.channels]
    main = next((channel.id for channel in shown if view.calendars[channel.hours].never_closes), "")
    return tuple(_channel(view, channel, links, here, calendars, source, main=channel.id == main) for channel in shown)


def calendars_shown(view: View, here: Here, calendars: str) -> tuple[Hours, ...]:
    """The hours of each calendar behind the channels, those that close, in the order of the channels."""
    behind = dict.fromkeys(channel.hours for channel in view.channels.values())
    return tuple(
        hours_of(name, view.calendars[name], view.language, view.today, here.to(calendars))
        for name in behind
        if not view.calendars[name].never_closes
    )


def footer_calendar(view: View) -> str | None:
    """The calendar whose hours stand at the foot of every page: when people answer, by telephone if there is one."""
    closing = [channel for channel in view.channels.values() if not view.calendars[channel.hours].never_closes]
    spoken = [channel for channel in closing if channel.tel]
    for channel in (*spoken, *closing, *view.channels.values()):
        return channel.hours
    return None


def kind_of(channel: ChannelView) -> str:
    """``form``, ``chat``, ``phone``, ``mail`` or ``other``: the channel's number or address says it, else its id."""
    url = channel.url or ""
    if channel.tel or url.startswith("tel:"):
        return "phone"
    if url.startswith("mailto:"):
        return "mail"
    named = f"{channel.id} {url}".lower()
    if "chat" in named or "チャット" in channel.title.text:
        return "chat"
    if "form" in channel.id or "contact" in named or "フォーム" in channel.title.text:
        return "form"
    return "other"


def _channel(
    view: View, channel: ChannelView, links: SiteLinks, here: Here, calendars: str, source: str, *, main: bool
) -> Channel:
    language = view.language
    number = channel.tel or ""
    if channel.tel:
        href = "tel:" + channel.tel.replace("-", "")
    else:
        href = links.href(channel.url or "", here, query=context(source) if source else "")
    return Channel(
        id=channel.id,
        kind=kind_of(channel),
        title=words(channel.title, language),
        href=href,
        hours=hours_of(channel.hours, view.calendars[channel.hours], language, view.today, here.to(calendars)),
        number=number,
        reply=reply_words(channel.reply, language),
        reply_within=str(channel.reply) if channel.reply else "",
        reply_calendar=channel.reply_calendar if channel.reply else "",
        fallback=channel.fallback or "",
        main=main,
    )
