"""``site.yml``: languages, audiences, brand, folder defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, Field

from annai.model.base import LISTED, MAPPED, ArticleRef, AudienceRef, Frozen, Id, Link, Str, TreeRef, wrong
from annai.model.text import Text


def _colour(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise wrong("T105", "colour", token=str(value)[:40])
    return value.lower()


def _language(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise wrong("T105", "language", token=str(value)[:40])
    return value


def _timezone(value: Any) -> str:
    if not isinstance(value, str) or value not in available_timezones():
        raise wrong("T105", "timezone", token=str(value)[:40])
    return value


def _mail(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise wrong("T105", "mail", token=str(value)[:80])
    return value


def _address(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        raise wrong("T105", "address", token=str(value)[:80])
    return value if value.endswith("/") else value + "/"


def _path(value: Any) -> str:
    parts = value.split("/") if isinstance(value, str) else [".."]
    if ".." in parts or not value or value.startswith("/"):
        raise wrong("T105", "path", token=str(value)[:80])
    return str(value)


Colour = Annotated[str, BeforeValidator(_colour)]
LanguageCode = Annotated[str, BeforeValidator(_language)]
Timezone = Annotated[str, BeforeValidator(_timezone)]
Mail = Annotated[str, BeforeValidator(_mail)]
Address = Annotated[str, BeforeValidator(_address)]
ContentPath = Annotated[str, BeforeValidator(_path)]


class Brand(Frozen):
    """Name, address and look of one audience's site."""

    url: Address | None = None
    name: Text | None = None
    logo: ContentPath | None = None
    colour: Colour | None = None
    ask: Text | None = None
    mark: Text | None = None


class Home(Frozen):
    """What the public home page offers first."""

    flows: Annotated[tuple[TreeRef, ...], LISTED] | None = None
    popular: Annotated[tuple[ArticleRef, ...], LISTED] | None = None


class FooterLink(Frozen):
    """A link at the foot of every public page."""

    label: Text
    url: Link


class Report(Frozen):
    """Where 「ここが違う」 on the agent site goes: a mailbox, or a form for new issues."""

    mailto: Mail | None = None
    issue: Link | None = None


class FolderDefault(Frozen):
    """Audience and state of files below ``content/`` that match a glob; later lines win."""

    path: Str
    audience: AudienceRef | None = None
    state: Literal["draft", "validated", "archived"] | None = None


class Site(Frozen):
    """The whole of ``site.yml``."""

    schema_: Str = Field(default="support-site/1", alias="schema")
    languages: Annotated[tuple[LanguageCode, ...], LISTED, Field(min_length=1)] = ("ja",)
    audiences: Annotated[tuple[Id, ...], LISTED, Field(min_length=1)] = ("public", "agent")
    timezone: Timezone = "Asia/Tokyo"
    sites: Annotated[Mapping[AudienceRef, Brand], MAPPED] = {}
    home: Home = Field(default_factory=Home)
    footer: Annotated[tuple[FooterLink, ...], LISTED] = ()
    report: Report | None = None
    defaults: Annotated[tuple[FolderDefault, ...], LISTED] = ()

    @property
    def language(self) -> str:
        """The first language, which plain strings are written in."""
        return self.languages[0]

    @property
    def weakest(self) -> str:
        """The audience that sees least: the public."""
        return self.audiences[0]

    @property
    def strongest(self) -> str:
        """The audience that sees everything."""
        return self.audiences[-1]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of dates and day counts."""
        return ZoneInfo(self.timezone)

    def brand(self, audience: str) -> Brand:
        """The brand of an audience's site, empty where none is given."""
        return self.sites.get(audience, Brand())

    def may_see(self, audience: str, owner: str | None) -> bool:
        """Whether ``audience`` may see what belongs to ``owner``; nobody's belongs to the strongest.

        Raises ValueError for an audience that the site does not have.
        """
        return self.audiences.index(audience) >= self.audiences.index(owner or self.strongest)
