"""Articles and categories as their files hold them, before any audience is considered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import Struct, field

from annai.model.base import LISTED, ArticleRef, AudienceRef, Count, Day, Frozen, Str
from annai.model.source import Marks
from annai.model.text import Text

ArticleKind = Literal["howto", "policy", "troubleshooting", "script", "reference"]
ARTICLE_KINDS: tuple[str, ...] = ("howto", "policy", "troubleshooting", "script", "reference")
STATES: tuple[str, ...] = ("draft", "validated", "archived")


class ArticleChange(Frozen):
    """A change that readers should know; ``do`` is for agents and never public."""

    date: Day
    what: Str
    do: Str | None = None
    audience: AudienceRef | None = None


class ArticleText(Struct, frozen=True):
    """An article in one language: one file.

    ``body`` is the Markdown after the front matter with LF line ends; its first line is line
    ``body_line`` of the file. ``title`` and ``summary`` are None where the front matter has none: they
    are then taken from what the reader may see of the body. ``digest`` is a hash of the whole file,
    ``front`` one of its front matter as it was written.
    """

    language: str
    path: str
    body: str
    body_line: int
    digest: str
    front: str = ""
    title: str | None = None
    summary: str | None = None
    asked_as: tuple[str, ...] = ()
    search_tests: tuple[str, ...] = ()
    updated: date | None = None
    review_by: date | None = None
    state: str = "validated"
    changes: tuple[ArticleChange, ...] = ()
    marks: Marks = field(default_factory=lambda: Marks(""))


class Article(Struct, frozen=True):
    """An article with all its translations, original first.

    ``address`` is the path of its page from the site's root in the first language, ``/help/returns/policy/``
    (not percent-encoded). ``audience`` is the weakest that may see it.
    """

    id: str
    address: str
    audience: str
    texts: Mapping[str, ArticleText]
    kind: str = "howto"
    reasons: tuple[str, ...] = ()
    owner: str | None = None
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    order: int = 1000
    promoted: bool = False

    @property
    def original(self) -> ArticleText:
        """The text in the language that the article was written in."""
        return next(iter(self.texts.values()))

    @property
    def path(self) -> str:
        """The original's file, relative to the repository."""
        return self.original.path

    @property
    def folder(self) -> str:
        """The address of the category or section that it stands in, ``/help/returns/``."""
        return self.address.rstrip("/").rpartition("/")[0] + "/"


class CategoryFile(Frozen):
    """A folder's ``_category.yml``."""

    title: Text | None = None
    description: Text | None = None
    icon: Str | None = None
    order: Count = 1000
    audience: AudienceRef | None = None
    articles: Annotated[tuple[ArticleRef, ...], LISTED] = ()


class Category(Struct, frozen=True):
    """A folder of articles; its address is the folder's, ``/help/returns/``.

    ``name`` is the folder's name, shown where no title is given. ``icon_svg`` is the picture's markup.
    """

    address: str
    name: str
    path: str
    file: CategoryFile = field(default_factory=CategoryFile)
    marks: Marks = field(default_factory=lambda: Marks(""))
    icon_svg: str = ""

    @property
    def parent(self) -> str | None:
        """The address of the folder above, None for the content folder itself."""
        if self.address == "/":
            return None
        return self.address.rstrip("/").rpartition("/")[0] + "/"
