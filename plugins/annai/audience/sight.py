"""What an audience may see, asked in one place; what nobody declared belongs to the strongest."""

from __future__ import annotations

from annai.model.article import Article, ArticleText
from annai.model.library import Library
from annai.model.registries import Notice
from annai.model.site import Site


def may_see(site: Site, audience: str, owner: str | None) -> bool:
    """Whether ``audience`` may see what belongs to ``owner``; an unknown owner counts as the strongest.

    Where a site has but one audience, nobody sees what belongs to an unknown one.
    Raises ValueError for an audience that the site does not have.
    """
    if owner is not None and owner not in site.audiences:
        return audience == site.strongest != site.weakest
    return site.may_see(audience, owner)


def readable(library: Library, audience: str, article: Article) -> dict[str, ArticleText]:
    """The translations of an article that the audience may read, by language.

    None is more public than the original: where that one is not validated, the public reads nothing.
    """
    site = library.site.value
    if not may_see(site, audience, article.audience):
        return {}
    if audience != site.weakest:
        return dict(article.texts)
    if article.original.state != "validated":
        return {}
    return {language: text for language, text in article.texts.items() if text.state == "validated"}


def shows_notice(site: Site, audience: str, notice: Notice) -> bool:
    """Whether a notice is for an audience; the weakest gets only those with public words."""
    if not may_see(site, audience, notice.audience):
        return False
    return audience != site.weakest or notice.public is not None
