"""Owns where a page of the agent manual comes from, and the prefilled report of 「ここが違う」."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from annai.model.view import View
from annai.pages.contexts import Badge, Provenance, Words
from annai.pages.settings import PageSettings
from annai.pages.strings import Translator
from annai.pages.wording import day, words


def provenance_of(
    view: View,
    settings: PageSettings,
    path: str,
    *,
    name: str,
    title: str,
    owner: str | None = None,
    review_by: date | None = None,
    line: int = 0,
) -> Provenance | None:
    """Where a page comes from: ``path`` in the repository. None on the public site.

    ``name`` is the id that a report names: an article's, ``tree:returns``, a contact reason's code.
    """
    if view.desk is None or not path:
        return None
    return Provenance(
        path=path,
        line=line,
        edit_href="" if path.endswith("/") or not settings.edit_base else settings.edit_base + quote(path),
        report_href=report_href(view, name=name, title=title, path=path),
        owner=owner_name(view, owner),
        review_by=day(review_by, view.language) if review_by else None,
        overdue=review_by is not None and review_by < view.today,
    )


def gathered(view: View, *, name: str, title: str) -> Provenance | None:
    """The report of a page that no file of its own stands behind; None on the public site."""
    href = report_href(view, name=name, title=title, path="")
    return Provenance(path="", report_href=href) if href else None


def owner_name(view: View, owner: str | None) -> Words:
    """Who looks after something: the title of the role or the hand-over target with this id, else the id."""
    if view.desk is None or not owner:
        return owner or ""
    escalation = view.desk.escalation
    titles = {role.id: role.title for role in escalation.roles}
    titles |= {name: target.title for name, target in escalation.targets.items()}
    return words(titles[owner].say(view.language), view.language) if owner in titles else owner


def report_href(view: View, *, name: str, title: str, path: str) -> str:
    """A mail or an issue with id and path filled in, and nothing else; empty where site.yml names no place for it."""
    desk = view.desk
    if desk is None or not (desk.report_mail or desk.report_issue):
        return ""
    say = Translator(view.language)
    subject, body = say("report.subject", title=title), say("report.body", id=name, path=path)
    if desk.report_mail:
        # Mail programs read "+" as a plus sign, and line ends as RFC 6068 has them.
        fields = urlencode({"subject": subject, "body": body.replace("\n", "\r\n")}, quote_via=quote)
        return f"mailto:{desk.report_mail}?{fields}"
    issue = desk.report_issue or ""
    return f"{issue}{'&' if '?' in issue else '?'}{urlencode({'title': subject, 'body': body}, quote_via=quote)}"


def state_badges(view: View, state: str, *, public: bool | None = None) -> tuple[Badge, ...]:
    """Marks of something on the manual: a draft, archived, and whether customers see it too (None: not said)."""
    if view.desk is None:
        return ()
    say = Translator(view.language)
    badges: list[Badge] = []
    if state == "draft":
        badges.append(Badge(say("common.draft"), "caution"))
    if state == "archived":
        badges.append(Badge(say("badge.archived"), "danger"))
    if public is not None:
        badges.append(Badge(say("badge.public"), "good") if public else Badge(say("badge.internal"), "neutral"))
    return tuple(badges)
