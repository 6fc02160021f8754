"""Owns the page of channels: when each is served, when an answer comes, and its automatic replies."""

from __future__ import annotations

from annai.pages.contexts import ChannelReplies, Channels, Words
from annai.pages.hrefs import here
from annai.pages.manual.auto_replies import AutoReplies
from annai.pages.manual.desk import ManualDesk
from annai.pages.page import Page
from annai.pages.places import CHANNELS
from annai.pages.reach import channels_of
from annai.pages.wording import words


def channels_page(manual: ManualDesk) -> Page:
    """Every channel, with what it answers by itself while it is open, closed, or the wrong one."""
    view = manual.view
    place = here(view.address(CHANNELS))
    title = manual.frame.desk_title(CHANNELS)
    replies = AutoReplies(view)
    content = Channels(
        title=title,
        crumbs=manual.frame.crumbs(place),
        channels=tuple(
            ChannelReplies(channel=channel, replies=replies.of(channel.id), fallback=_fallback(manual, channel.id))
            for channel in channels_of(view, view.channels, manual.frame.links, place, manual.frame.calendars())
        ),
        lead=manual.say("channels.lead"),
        provenance=manual.provenance("channels", name="channels", title=title),
    )
    return manual.page(place, "channels", title, content)


def _fallback(manual: ManualDesk, channel_id: str) -> Words:
    """Where customers turn while a channel is closed."""
    channel = manual.view.channels[channel_id]
    other = manual.view.channels.get(channel.fallback or "")
    closes = not manual.view.calendars[channel.hours].never_closes
    return words(other.title, manual.language) if other is not None and closes else ""
