"""Owns who may decide what, up to where: the table of authority, and its lines on other pages."""

from __future__ import annotations

from annai.model.escalation import Authority
from annai.pages.contexts import Authorities, AuthorityGrant, AuthorityRow, Link, Words
from annai.pages.enumeration import together
from annai.pages.hrefs import Here, here
from annai.pages.manual.desk import ManualDesk
from annai.pages.page import Page
from annai.pages.places import AUTHORITY, ESCALATION

NONE, LIMITED, FULL = "none", "limited", "full"


def authority_page(manual: ManualDesk) -> Page:
    """The table of authority: a row for everything that must be decided, a column for each role."""
    place = here(manual.view.address(AUTHORITY))
    title = manual.frame.desk_title(AUTHORITY)
    used = _uses(manual, place)
    targets = manual.desk.escalation.targets
    content = Authorities(
        title=title,
        crumbs=manual.frame.crumbs(place),
        roles=tuple(manual.roles.values()),
        rows=tuple(
            AuthorityRow(
                id=name,
                title=manual.words(authority.title),
                grants=tuple(grant(manual, authority, role) for role in manual.roles),
                used_by=used.get(name, ()),
            )
            for name, authority in manual.desk.escalation.authority.items()
        ),
        lead=manual.say("authority.lead"),
        escalation_href=place.to(manual.view.address(ESCALATION)) if targets else "",
        provenance=manual.provenance("escalation", name="authority", title=title),
    )
    return manual.page(place, "authority", title, content)


def grant(manual: ManualDesk, authority: Authority, role: str) -> AuthorityGrant:
    """What a role may decide. A role without a line of its own may do what the ones below it may."""
    order = list(manual.roles)
    at = order.index(role) if role in order else -1
    granted = [one for one in authority.grants if one.role in order and order.index(one.role) <= at]
    if not granted:
        return AuthorityGrant(scope=NONE)
    highest = max(granted, key=lambda one: order.index(one.role))
    if highest.when is None:
        return AuthorityGrant(scope=FULL)
    return AuthorityGrant(scope=LIMITED, limits=tuple(manual.when({fact: to}) for fact, to in highest.when.items()))


def deciders(manual: ManualDesk, authority_id: str) -> tuple[Words, ...]:
    """Who may decide something, lowest role first: オペレーター：2千円以下."""
    authority = manual.desk.escalation.authority.get(authority_id)
    if authority is None:
        return ()
    lines: list[Words] = []
    for role, title in manual.roles.items():
        given = grant(manual, authority, role)
        if given.scope == NONE:
            continue
        upto = manual.say("authority.full") if given.scope == FULL else manual.listed(given.limits)
        lines.append(together((title, upto), " → "))
        if given.scope == FULL:
            # Whoever is above may do it as well.
            break
    return tuple(lines)


def _uses(manual: ManualDesk, place: Here) -> dict[str, tuple[Link, ...]]:
    """The outcomes that need each decision."""
    found: dict[str, list[Link]] = {}
    for code in manual.desk.reasons:
        for ending in manual.ways.endings(code):
            for name in ending.outcome.desk.authority if ending.outcome.desk is not None else ():
                found.setdefault(name, []).append(manual.node_link(ending.tree, ending.outcome, place))
    return {name: tuple(links) for name, links in found.items()}
