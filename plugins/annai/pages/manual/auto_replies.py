"""Owns the automatic replies of channels: their words, put together from hours, closing days and reply times.

They hold without a clock: a reply that is set up once in a mail or chat system stays true on every day.
"""

from __future__ import annotations

from annai.model.channels import Calendar
from annai.model.view import ChannelView, View
from annai.pages.contexts import AutoReply
from annai.pages.enumeration import comma, together
from annai.pages.hours import clock, closed_words, reply_words, weekly_lines
from annai.pages.reach import kind_of
from annai.pages.strings import Translator


class AutoReplies:
    """The automatic replies of one view's channels."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.language = view.language
        self.say = Translator(view.language)

    def of(self, channel_id: str) -> tuple[AutoReply, ...]:
        """The replies of a channel: while open, while closed if it ever is, and to what it does not serve."""
        channel = self.view.channels[channel_id]
        texts = [("open", self._open(channel))]
        if not self._calendar(channel).never_closes:
            texts.append(("closed", self._closed(channel)))
        if len(self.view.channels) > 1:
            texts.append(("elsewhere", self._elsewhere(channel)))
        return tuple(AutoReply(id=f"{channel_id}-{state}", state=state, text=text) for state, text in texts)

    def _open(self, channel: ChannelView) -> str:
        kind = kind_of(channel)
        return _lines(
            self._thanks(channel),
            self.say(f"auto_reply.open_{kind}"),
            self._reply(channel),
        )

    def _closed(self, channel: ChannelView) -> str:
        calendar = self._calendar(channel)
        return _lines(
            self._thanks(channel),
            self.say("auto_reply.closed"),
            "",
            self.say("auto_reply.hours", hours=self._hours(calendar)),
            self._closing_days(calendar),
            self._next(calendar),
            self._fallback(channel),
        )

    def _elsewhere(self, channel: ChannelView) -> str:
        others = [other for other in self.view.channels.values() if other.id != channel.id]
        return _lines(
            self._thanks(channel),
            self.say("auto_reply.elsewhere"),
            "",
            *(self.say("auto_reply.item", **self._named(other)) for other in others),
        )

    def _thanks(self, channel: ChannelView) -> str:
        return self.say("auto_reply.thanks_phone" if kind_of(channel) == "phone" else "auto_reply.thanks")

    def _reply(self, channel: ChannelView) -> str:
        """When an answer comes, and which days do not count."""
        if channel.reply is None:
            return ""
        promise = self.say("auto_reply.sentence", text=reply_words(channel.reply, self.language))
        calendar = self.view.calendars.get(channel.reply_calendar)
        if not channel.reply.days or calendar is None:
            return promise
        closed = self._closed_days(calendar)
        return _lines(promise, self.say("auto_reply.not_counted", days=closed) if closed else "")

    def _next(self, calendar: Calendar) -> str:
        """When it opens next, in words that hold on every day."""
        starts = {span.start for spans in calendar.weekly for span in spans}
        if len(starts) == 1:
            return self.say("auto_reply.next_at", time=self._time(starts.pop()))
        return self.say("auto_reply.next") if starts else ""

    def _fallback(self, channel: ChannelView) -> str:
        other = self.view.channels.get(channel.fallback or "")
        return self.say("auto_reply.fallback", **self._named(other)) if other is not None else ""

    def _closing_days(self, calendar: Calendar) -> str:
        closed = self._closed_days(calendar)
        return self.say("auto_reply.closed_days", days=closed) if closed else ""

    def _closed_days(self, calendar: Calendar) -> str:
        return str(together(closed_words(calendar, self.language, self.view.today), comma(self.language)))

    def _hours(self, calendar: Calendar) -> str:
        lines = (f"{line.days} {line.spans}" for line in weekly_lines(calendar, self.language))
        return comma(self.language).join(lines)

    def _named(self, channel: ChannelView) -> dict[str, str]:
        """A channel's title, address and hours; a path of this site is no address for customers."""
        calendar = self._calendar(channel)
        url = channel.url or ""
        if url.startswith("https:"):
            # A space ends the address for programs that make links of addresses.
            url = f"{url} "
        address = channel.tel or ("" if url.startswith("/") else url.removeprefix("mailto:").removeprefix("tel:"))
        hours = self.say("hours.always") if calendar.never_closes else self._hours(calendar)
        return {"title": channel.title.text, "address": address, "hours": hours}

    def _time(self, minutes: int) -> str:
        hours, rest = divmod(minutes, 60)
        if self.say.language != "ja":
            return clock(minutes)
        return f"{hours}時{rest}分" if rest else f"{hours}時"

    def _calendar(self, channel: ChannelView) -> Calendar:
        return self.view.calendars[channel.hours]


def _lines(*lines: str) -> str:
    """Lines of a reply, without those that have nothing to say at its ends or beside each other."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")
