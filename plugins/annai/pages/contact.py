"""Owns the contact page: what must not wait, what can be settled at once, and every way to reach a person."""

from __future__ import annotations

from annai.pages.contexts import Contact, Provenance
from annai.pages.head import joined
from annai.pages.hrefs import here
from annai.pages.page import Page
from annai.pages.places import CONTACT
from annai.pages.provenance import provenance_of
from annai.pages.reach import calendars_shown, channels_of
from annai.pages.site_frame import SiteFrame

MOST_FLOWS = 6


def contact_page(frame: SiteFrame) -> Page | None:
    """The contact page of one language, None for a site without channels."""
    view = frame.view
    if not view.channels:
        return None
    place = here(view.address(CONTACT))
    title = frame.say("contact.title_agent" if frame.internal else "frame.contact")
    lead = frame.say("contact.lead_agent" if frame.internal else "home.contact_lead")
    content = Contact(
        title=title,
        crumbs=frame.crumbs(place),
        channels=channels_of(view, view.channels, frame.links, place, frame.calendars()),
        lead=lead,
        flags=frame.links.flags(place),
        flows=frame.links.flows(place, MOST_FLOWS),
        hours=calendars_shown(view, place, frame.calendars()),
        audience=frame.audience,
        provenance=_provenance(frame, title),
    )
    head = joined("" if frame.internal else frame.head.open_graph(place, title, lead))
    return Page(
        place.address,
        frame.frame(place, kind="contact", title=title, description=lead, head=head, notices=frame.board.all(place)),
        content,
    )


def _provenance(frame: SiteFrame, title: str) -> Provenance | None:
    """The registry behind the page, for the manual's readers."""
    desk = frame.view.desk
    path = desk.registry_paths.get("channels", "") if desk is not None else ""
    return provenance_of(frame.view, frame.settings, path, name="contact", title=title)
