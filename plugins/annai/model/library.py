"""The library: everything that a repository holds, typed, frozen, with its places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct, field

from annai.model.article import Article, Category
from annai.model.channels import Channels
from annai.model.escalation import Escalation
from annai.model.facts import Facts
from annai.model.lock import Lock
from annai.model.policy import Policy
from annai.model.registries import Macros, Notices, Reasons, SearchTests, Style, Synonyms, Values
from annai.model.site import Site
from annai.model.source import Document, Marks
from annai.model.tools import Tools
from annai.model.tree import Tree

T = TypeVar("T")


def _absent(value: T, name: str) -> Document[T]:
    return Document(value, Marks(f"site_config/{name}.yml"))


class Attachment(Struct, frozen=True):
    """A file below the content folder that is not an article: ``address`` from the site's root."""

    path: str
    address: str


class Library(Struct, frozen=True):
    """Everything that a repository holds, for every audience and language.

    Output code never takes a library but a ``View`` of it. ``managed`` says whether there is a
    ``site_config/`` folder: without one, foreign content is met with warnings instead of errors.
    ``today`` is the day that freshness is judged by. ``configured`` is a hash of all registry and
    tree files. ``has_content`` says whether there is a content folder at all: references to articles
    are looked up only then.
    """

    root: str
    today: date
    configured: str = ""
    content_path: str = "content"
    managed: bool = True
    has_content: bool = True
    articles: Mapping[str, Article] = field(default_factory=lambda: MappingProxyType({}))
    categories: Mapping[str, Category] = field(default_factory=lambda: MappingProxyType({}))
    attachments: Mapping[str, Attachment] = field(default_factory=lambda: MappingProxyType({}))
    trees: Mapping[str, Document[Tree]] = field(default_factory=lambda: MappingProxyType({}))
    site: Document[Site] = field(default_factory=lambda: _absent(Site.model_construct(), "site"))
    policy: Document[Policy] = field(default_factory=lambda: _absent(Policy.model_construct(), "policy"))
    facts: Document[Facts] = field(default_factory=lambda: _absent(Facts.model_construct(), "facts"))
    tools: Document[Tools] = field(default_factory=lambda: _absent(Tools.model_construct(), "tools"))
    escalation: Document[Escalation] = field(
        default_factory=lambda: _absent(Escalation.model_construct(), "escalation")
    )
    channels: Document[Channels] = field(default_factory=lambda: _absent(Channels.model_construct(), "channels"))
    reasons: Document[Reasons] = field(default_factory=lambda: _absent(Reasons.model_construct(), "reasons"))
    notices: Document[Notices] = field(default_factory=lambda: _absent(Notices.model_construct(), "notices"))
    values: Document[Values] = field(default_factory=lambda: _absent(Values.model_construct(), "values"))
    macros: Document[Macros] = field(default_factory=lambda: _absent(Macros.model_construct(), "macros"))
    synonyms: Document[Synonyms] = field(default_factory=lambda: _absent(Synonyms.model_construct(), "synonyms"))
    search_tests: Document[SearchTests] = field(
        default_factory=lambda: _absent(SearchTests.model_construct(), "search_tests")
    )
    style: Document[Style] = field(default_factory=lambda: _absent(Style.model_construct(), "style"))
    lock: Lock | None = None
    updated: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def audiences(self) -> tuple[str, ...]:
        """Audiences from the weakest to the strongest."""
        return self.site.value.audiences

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages, the default one first."""
        return self.site.value.languages
