"""Owns the search document: the plain value that every index is made of."""

from typing import Literal

from msgspec import Struct

SearchKind = Literal["article", "tree", "outcome", "tool", "script"]


class SearchDocument(Struct, frozen=True):
    """A page, or one section of it; sections of a page are documents of their own with the same `id`.

    `url` is the page's address relative to the site's root, without a fragment. `anchor` and `section_title` are
    empty for what stands before a page's first heading. `text` is plain text without markup, a line for each
    paragraph. `keywords` are further words to be found by, such as `asked_as`: searched, never shown. `summary` is
    empty where `text` begins with it or there is none; `category` is the id of the page's category, if any.
    """

    id: str
    kind: SearchKind
    url: str
    title: str
    section_title: str
    anchor: str
    text: str
    keywords: tuple[str, ...]
    language: str
    audience: str
    summary: str = ""
    category: str = ""

    @property
    def location(self) -> str:
        """The address of the section itself."""
        return f"{self.url}#{self.anchor}" if self.anchor else self.url

    @property
    def passage(self) -> str:
        """The text with the summary before it."""
        return "\n".join(text for text in (self.summary, self.text) if text)
