"""Owns what has changed, newest first: the public page, and its Atom feed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from annai.model.view import Change, View
from annai.pages.contexts import ChangeDay, ChangeRow, Changes, Words
from annai.pages.head import joined
from annai.pages.hrefs import Here, here
from annai.pages.page import File, Page
from annai.pages.places import CHANGES, FEED
from annai.pages.site_frame import SiteFrame, feed_link
from annai.pages.wording import day, some_words, titled, words

ON_PAGE = 200
IN_FEED = 50


class Changed(Struct, frozen=True):
    """A change with the page that it happened to."""

    change: Change
    title: Words
    address: str
    version: int = 0


def newest_changes(view: View) -> tuple[Changed, ...]:
    """All changes of a view's articles and trees, newest first, archived articles left out."""
    found = [
        Changed(change, titled(article.title, article.language, view.language), article.address)
        for article in view.articles.values()
        if article.state != "archived"
        for change in article.changes
    ]
    found += [
        Changed(change, words(tree.title, view.language), tree.address, change.version or 0)
        for tree in view.trees.values()
        for change in tree.changes
    ]
    return tuple(sorted(found, key=lambda one: (-one.change.date.toordinal(), one.address, one.change.what.text)))


def change_days(view: View, changes: tuple[Changed, ...], place: Here) -> tuple[ChangeDay, ...]:
    """Changes by day, as pages show them; ``do`` is there on internal sites only."""
    return tuple(
        ChangeDay(
            day=day(when, view.language),
            rows=tuple(
                ChangeRow(
                    day=day(when, view.language),
                    title=one.title,
                    href=place.to(one.address),
                    what=words(one.change.what, view.language),
                    do=some_words(one.change.do, view.language),
                    version=one.version,
                )
                for one in group
            ),
        )
        for when, group in groupby(changes, key=_when)
    )


def changes_page(frame: SiteFrame) -> Page:
    """The help center's page of changes."""
    view = frame.view
    place = here(view.address(CHANGES))
    title = frame.say("places.changes")
    content = Changes(
        title=title,
        crumbs=frame.crumbs(place),
        days=change_days(view, newest_changes(view)[:ON_PAGE], place),
        audience=frame.audience,
        feed_href=place.to(view.address(FEED)),
    )
    description = frame.say("description.changes", site=frame.name)
    head = joined(frame.head.open_graph(place, title, description), feed_link(frame, place))
    framed = frame.frame(place, kind="changes", title=title, description=description, head=head)
    return Page(place.address, framed, content)


def feed_file(frame: SiteFrame) -> File:
    """The Atom feed of a language (RFC 4287). Its moments are the changes' days, its ids stay as they are."""
    address = frame.view.address(FEED)
    return File(address, "".join(_feed(frame, here(address))).encode("utf-8"))


def _feed(frame: SiteFrame, place: Here) -> Iterator[str]:
    changes = newest_changes(frame.view)[:IN_FEED]
    updated = _moment(changes[0].change.date) if changes else frame.settings.build_date
    here_url, home_url = frame.head.url(place.address, place), frame.head.url(frame.view.home, place)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(frame.view.language)}>\n'
    yield f"  <title>{escape(frame.say('places.feed', site=frame.name))}</title>\n"
    yield f"  <id>{_name(frame, place.address)}</id>\n  <updated>{updated}</updated>\n"
    yield f"  <author><name>{escape(frame.name)}</name></author>\n"
    yield f'  <link rel="self" href={quoteattr(here_url)}/>\n  <link rel="alternate" href={quoteattr(home_url)}/>\n'
    for one in changes:
        what, language = one.change.what
        name = _name(frame, f"{one.address} {one.change.date.isoformat()} {what}")
        own = "" if language == frame.view.language else f" xml:lang={quoteattr(language)}"
        yield f"  <entry{own}>\n    <title>{escape(str(one.title))}</title>\n    <id>{name}</id>\n"
        yield f"    <updated>{_moment(one.change.date)}</updated>\n"
        yield f"    <link href={quoteattr(frame.head.url(one.address, place))}/>\n"
        yield f"    <summary>{escape(what)}</summary>\n  </entry>\n"
    yield "</feed>\n"


def _name(frame: SiteFrame, text: str) -> str:
    """A name that stays the same for as long as the site's address and the text do (RFC 4122, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{frame.site_url or frame.name} {text}").urn


def _when(one: Changed) -> date:
    return one.change.date


def _moment(value: date) -> str:
    return f"{value.isoformat()}T00:00:00Z"
