"""The smaller registries: contact reasons, notices, values, macros, synonyms, search tests, style."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from annai.model.base import (
    LISTED,
    MAPPED,
    ArticleRef,
    AudienceRef,
    Count,
    Day,
    Flag,
    Frozen,
    Id,
    Link,
    Moment,
    OwnerRef,
    ReasonCode,
    ReasonRef,
    Share,
    Str,
    ToolRef,
    wrong,
)
from annai.model.site import LanguageCode
from annai.model.text import Text

Texts = Annotated[tuple[Text, ...], LISTED]


class Reason(Frozen):
    """A contact reason, with what it counts, so that counts mean the same to everyone."""

    title: Text
    group: Text
    definition: Text
    includes: Texts = ()
    excludes: Texts = ()
    confused_with: Annotated[Mapping[ReasonRef, Text], MAPPED] = {}
    other: Flag = False
    was: Annotated[tuple[ReasonCode, ...], LISTED] = ()

    @model_validator(mode="before")
    @classmethod
    def _defined(cls, value: Any) -> Any:
        """Raises the error T109 where it is not said what the reason counts."""
        if isinstance(value, dict) and value.get("definition") in (None, ""):
            raise wrong("T109", "definition")
        return value


class Reasons(Frozen):
    """The whole of ``reasons.yml``."""

    schema_: Str = Field(default="support-reasons/1", alias="schema")
    groups: Texts = ()
    reasons: Annotated[Mapping[ReasonCode, Reason], MAPPED] = {}


class PublicNotice(Frozen):
    """A notice in the words of the public site."""

    title: Text
    text: Text | None = None
    url: Link | None = None


class Notice(Frozen):
    """What is different today: shown from ``start`` until ``until`` where it belongs."""

    id: Id
    start: Moment = Field(alias="from")
    until: Moment
    audience: AudienceRef
    reasons: Annotated[tuple[ReasonRef, ...], LISTED] = ()
    tools: Annotated[tuple[ToolRef, ...], LISTED] = ()
    articles: Annotated[tuple[ArticleRef, ...], LISTED] = ()
    say: Text | None = None
    public: PublicNotice | None = None

    def model_post_init(self, context: Any) -> None:
        """Raises the error T105 where it ends before it starts."""
        if self.until <= self.start:
            raise wrong("T105", "notice-span", token=str(self.until))


class Notices(Frozen):
    """The whole of ``notices.yml``."""

    schema_: Str = Field(default="support-notices/1", alias="schema")
    notices: Annotated[tuple[Notice, ...], LISTED] = ()


class Value(Frozen):
    """A fee, a deadline, an hour: written once, referred to as ``{{value:id}}``."""

    text: Text
    audience: AudienceRef
    owner: OwnerRef | None = None
    review_by: Day | None = None
    note: Str | None = None


class Values(Frozen):
    """The whole of ``values.yml``."""

    schema_: Str = Field(default="support-values/1", alias="schema")
    values: Annotated[Mapping[Id, Value], MAPPED] = {}


class Macro(Frozen):
    """A phrase that is copied by one key, for a situation."""

    title: Text
    situation: Text
    text: Text
    reasons: Annotated[tuple[ReasonRef, ...], LISTED] = ()
    channels: Annotated[tuple[Literal["phone", "chat", "mail"], ...], LISTED] = ()
    owner: OwnerRef | None = None
    review_by: Day | None = None


class Macros(Frozen):
    """The whole of ``macros.yml``."""

    schema_: Str = Field(default="support-macros/1", alias="schema")
    macros: Annotated[Mapping[Id, Macro], MAPPED] = {}


class SynonymRule(Frozen):
    """Words that stand for each other (``words``), or one way (``from`` to ``to``)."""

    words: Annotated[tuple[Str, ...], LISTED] | None = None
    sources: Annotated[tuple[Str, ...], LISTED] | None = Field(default=None, alias="from")
    targets: Annotated[tuple[Str, ...], LISTED] | None = Field(default=None, alias="to")
    weight: Share = 0.5
    audience: AudienceRef = "public"
    language: LanguageCode | None = None

    def model_post_init(self, context: Any) -> None:
        """Raises the error T103 where neither ``words`` nor both ``from`` and ``to`` are given."""
        if self.words is None and (self.sources is None or self.targets is None):
            raise wrong("T103", "synonym")


class Synonyms(Frozen):
    """The whole of ``synonyms.yml``."""

    schema_: Str = Field(default="support-synonyms/1", alias="schema")
    add: Annotated[tuple[SynonymRule, ...], LISTED] = ()
    block: Annotated[tuple[Annotated[tuple[Str, ...], LISTED], ...], LISTED] = ()


class SearchTest(Frozen):
    """A query that must find an article, a tree node or a tool among its first results."""

    query: Str
    expect: Str
    language: LanguageCode | None = None
    audience: AudienceRef = "public"
    top: Count = 3


class SearchTests(Frozen):
    """The whole of ``search_tests.yml``."""

    schema_: Str = Field(default="support-search-tests/1", alias="schema")
    tests: Annotated[tuple[SearchTest, ...], LISTED] = ()


class Avoid(Frozen):
    """A word that the house style does not use, and the better one."""

    word: Str
    use: Str | None = None
    why: Text | None = None
    where: Annotated[tuple[Literal["public", "say", "articles"], ...], LISTED] = ("public", "say", "articles")


class StyleLimits(Frozen):
    """How long a sentence and a paragraph may be, in characters."""

    sentence: Count | None = None
    paragraph: Count | None = None


class Style(Frozen):
    """The whole of ``style.yml``."""

    schema_: Str = Field(default="support-style/1", alias="schema")
    avoid: Annotated[tuple[Avoid, ...], LISTED] = ()
    limits: StyleLimits = Field(default_factory=StyleLimits)
