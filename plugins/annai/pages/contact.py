"""Owns the contact page: what must not wait, what can be settled at once, and every way to reach a person."""

from __future__ import annotations

from annai.pages.contexts import Contact
from annai.pages.head import joined
from annai.pages.hrefs import here
from annai.pages.page import Page
from annai.pages.places import CONTACT
from annai.pages.reach import calendars_shown, channels_of
from annai.pages.site_frame import SiteFrame

MOST_FLOWS = 6


def contact_page(frame: SiteFrame) -> Page | None:
    """The contact page of one language, None for a site without channels."""
    view = frame.view
    if not view.channels:
        return None
    place = here(view.address(CONTACT))
    title = frame.say("frame.contact")
    lead = frame.say("home.contact_lead")
    content = Contact(
        title=title,
        crumbs=frame.crumbs(place),
        channels=channels_of(view, view.channels, frame.links, place, frame.calendars()),
        lead=lead,
        flags=frame.links.flags(place),
        flows=tuple(frame.links.tree(view.trees[name], place) for name in view.site.flows[:MOST_FLOWS]),
        hours=calendars_shown(view, place, frame.calendars()),
    )
    head = joined("" if frame.internal else frame.head.open_graph(place, title, lead))
    return Page(
        place.address,
        frame.frame(place, kind="contact", title=title, description=lead, head=head, notices=frame.board.all(place)),
        content,
    )
