"""Owns the frame of every page of a view: the site around it, its languages, head and notices.

What pages of one depth share is made once and handed to all of them.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec.structs import replace

from annai.model.view import ArticleView, View
from annai.pages.contexts import Alternate, Frame, Hours, Html, Link, SearchBox, SearchFiles, Site, Words
from annai.pages.front import front_of
from annai.pages.head import HeadWriter, Trail
from annai.pages.hours import hours_of
from annai.pages.hrefs import Here, everywhere, quoted
from annai.pages.inline_svg import inline_svg
from annai.pages.notice_board import NoticeBoard
from annai.pages.places import CHANGES, CONTACT, FEED, SEARCH, desk_places
from annai.pages.reach import footer_calendar
from annai.pages.settings import PageSettings
from annai.pages.site_links import SiteLinks, nearest_address
from annai.pages.strings import Translator
from annai.pages.wording import words

PUBLIC = "public"
NOTHING = Html("")
_NAMES = {"ja": "日本語", "en": "English"}


class SiteFrame:
    """Frames for the pages of one view, and what all its page builders need to know of the site."""

    def __init__(self, view: View, settings: PageSettings) -> None:
        self.view = view
        self.settings = settings
        self.say = Translator(view.language)
        self.internal = view.site.internal
        self.audience = view.audience if self.internal else PUBLIC
        self.name = view.site.name or settings.site_name
        self.site_url = "" if self.internal else view.site.url or settings.site_url
        if self.site_url and not self.site_url.endswith("/"):
            self.site_url += "/"
        self.links = SiteLinks(view)
        self.board = NoticeBoard(view, self.links)
        self.front = front_of(view)
        self.head = HeadWriter(self.name, self.site_url, view.language)
        self.contact_address = view.address(CONTACT) if view.channels else self._contact_article()
        self._sites: dict[str, Site] = {}
        self._logo = inline_svg(settings.logo_svg)

    def frame(
        self,
        place: Here,
        *,
        kind: str,
        title: Words = "",
        description: str = "",
        alternates: tuple[Alternate, ...] | None = None,
        robots: str = "",
        head: Html = NOTHING,
        notices: Html = NOTHING,
    ) -> Frame:
        """The frame of the page at ``place``.

        ``alternates``: None for a page that every language has at the same path.
        """
        indexed = self.site_url and not robots
        others = self.same_place(place) if alternates is None else alternates
        return Frame(
            language=self.view.language,
            audience=self.audience,
            kind=kind,
            site=self.site(place),
            title=str(title),
            description=description,
            canonical=self.site_url + quoted(place.address) if indexed else "",
            robots=robots,
            alternates=others if indexed else tuple(replace(other, url="") for other in others),
            head=head,
            notices=notices,
        )

    def site(self, place: Here) -> Site:
        """The site as a page of this depth names it."""
        made = self._sites.get(place.root)
        if made is None:
            made = self._sites[place.root] = self._site(place)
        return made

    def same_place(self, place: Here) -> tuple[Alternate, ...]:
        """The same generated page in every language; empty on a site with one language."""
        languages = self.view.site.languages
        if len(languages) == 1:
            return ()
        path = "/" + place.address.removeprefix(self.view.home)
        return tuple(
            self._alternate(code, path if code == languages[0] else f"/{code}{path}", place) for code in languages
        )

    def of_article(self, article: ArticleView, place: Here) -> tuple[Alternate, ...]:
        """An article in every language; where it is not translated, its category there, marked as not the same."""
        languages = self.view.site.languages
        if len(languages) == 1:
            return ()
        return tuple(
            self._alternate(code, article.alternates[code], place)
            if code in article.alternates
            else self._alternate(code, nearest_address(article, self.view, code), place, same=False)
            for code in languages
        )

    def crumbs(self, place: Here, *above: tuple[Words, str]) -> tuple[Link, ...]:
        """The pages above this one, from the home page down, as (title, address)."""
        return tuple(
            Link(label, place.to(address)) for label, address in ((self.say("places.home"), self.view.home), *above)
        )

    def trail(self, *steps: tuple[Words, str]) -> Trail:
        """The same for machines, with the page itself as the last step."""
        return tuple((str(label), address) for label, address in ((self.name, self.view.home), *steps))

    def contact_href(self, place: Here, *, query: str = "") -> str:
        """The way to the contact page, empty on a site without one."""
        return place.to(self.contact_address, query=query) if self.contact_address else ""

    def search_box(self, place: Here, *, autofocus: bool = False) -> SearchBox:
        """The search form of a page."""
        return SearchBox(action=place.to(self.view.address(SEARCH)), autofocus=autofocus)

    def lost_place(self, address: str) -> Here:
        """The page for addresses that do not exist, whose links must work from anywhere."""
        return everywhere(address, urlsplit(self.view.site.url or self.settings.site_url).path or "/")

    def calendars(self) -> str:
        """The address of the file with the site's calendars."""
        return self.settings.assets.calendars

    def _alternate(self, code: str, address: str, place: Here, *, same: bool = True) -> Alternate:
        return Alternate(
            code,
            place.to(address),
            _NAMES.get(code, code),
            current=code == self.view.language,
            same=same,
            url=self.site_url + quoted(address) if self.site_url and same else "",
        )

    def _site(self, place: Here) -> Site:
        view, settings, say = self.view, self.settings, self.say
        contact = self.contact_href(place)
        search = settings.search
        logo = view.site.logo
        return Site(
            name=self.name,
            home_href=place.to(view.home),
            colours_href=place.to(settings.assets.colours),
            favicon_href=place.to(settings.assets.favicon),
            mark=view.site.mark or "" if self.internal else "",
            logo=self._logo,
            logo_href=place.to("/" + logo.lstrip("/")) if logo and not self._logo else "",
            nav=self._nav(place),
            contact=Link(say("frame.contact"), contact) if contact and not self.internal else None,
            footer=(
                *(Link(words(label, view.language), self.links.href(url, place)) for label, url in view.site.footer),
                *self._news(place),
            ),
            hours=self._hours(place),
            search=SearchFiles(
                action=place.to(view.address(SEARCH)),
                worker=place.to(search.worker) if search else "",
                index=place.to(search.index) if search else "",
            ),
            scripts=tuple(place.to(script) for script in settings.scripts),
        )

    def _nav(self, place: Here) -> tuple[Link, ...]:
        """Where every contact starts, and the manual's tables; the help center has none but contact."""
        tables = (Link(self.desk_title(path), place.to(self.view.address(path))) for path in desk_places(self.view))
        return (*self._start(place), *tables)

    def _start(self, place: Here) -> tuple[Link, ...]:
        desk = self.view.desk
        tree = self.links.living_tree(desk.policy.start) if desk is not None else None
        return () if tree is None else (Link(self.say("frame.start"), place.to(tree.address)),)

    def desk_title(self, path: str) -> str:
        """What one of the manual's tables is called."""
        name = path.strip("/")
        return self.say("places.changes_agent" if path == CHANGES else f"places.{name}")

    def _news(self, place: Here) -> tuple[Link, ...]:
        """The way to the help center's page of changes, once there is one; the manual has it among its tables."""
        view = self.view
        changed = any(article.changes for article in view.articles.values())
        changed = changed or any(tree.changes for tree in view.trees.values())
        if self.internal or not changed:
            return ()
        return (Link(self.say("places.changes"), place.to(self.view.address(CHANGES))),)

    def _hours(self, place: Here) -> Hours | None:
        name = footer_calendar(self.view)
        if name is None or self.internal:
            return None
        source = place.to(self.calendars())
        return hours_of(name, self.view.calendars[name], self.view.language, self.view.today, source)

    def _contact_article(self) -> str:
        """A contact page that the repository wrote itself, where no channels are registered."""
        wanted = self.view.address(CONTACT)
        articles = self.view.articles.values()
        return next((article.address for article in articles if article.address == wanted), "")


def feed_link(frame: SiteFrame, place: Here) -> str:
    """The head's link to the feed of a public site."""
    if frame.internal:
        return ""
    return frame.head.feed(place.to(frame.view.address(FEED)), frame.say("places.feed", site=frame.name))
