"""What is wrong with agent blocks (A401, A402), values (T209) and public words (T502) in articles; icons (A305)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from annai.audience.blocks import Fault
from annai.audience.categories import clean_icon
from annai.audience.fences import unfenced
from annai.audience.internal import Internal
from annai.audience.markdown_text import without_addresses
from annai.audience.reading import Reading
from annai.audience.sight import may_see, readable
from annai.audience.values import misspelt_references, references
from annai.audience.words import folded
from annai.diagnostics import Finding, Mark, nearest
from annai.model.article import Article, ArticleText, Category
from annai.model.library import Library
from annai.trees.known import unread


class Guard(Struct, frozen=True):
    """What articles are checked against."""

    library: Library
    internal: Internal

    @classmethod
    def of(cls, library: Library) -> Guard:
        """The guard of one library."""
        return cls(library, Internal.of(library))

    def check(self, text: ArticleText, whole: Reading, faults: Iterable[Fault]) -> Iterator[Finding]:
        """What is wrong with a text whoever reads it: agent blocks, and values in its body.

        Keys of the front matter are looked at with those of trees.
        """
        for fault in faults:
            yield Finding.error(fault.key, Mark(text.path, text.body_line + fault.line, fault.column + 1))
        known = self.library.values.value.values
        make = Finding.error if self.library.managed else Finding.warning
        conflict = _conflict(whole.body)
        if conflict >= 0:
            yield make("A103.conflict", Mark(text.path, text.body_line + conflict))
        if unread(self.library.values.marks):
            return
        misspelt = list(misspelt_references(whole.body, known))
        for line, found in misspelt:
            mark = Mark(text.path, text.body_line + line, found.start + 1)
            yield make("T209.form", mark, written=found.written, exact=found.exact)
        told = {(line, found.start) for line, found in misspelt}
        for reference in references(whole.body):
            if reference.id not in known and (reference.line, reference.column) not in told:
                mark = Mark(text.path, text.body_line + reference.line, reference.column + 1)
                yield make("T209.value", mark, name=reference.id, near=nearest(reference.id, known))

    def check_public(self, text: ArticleText, read: Reading) -> Iterator[Finding]:
        """T502 in what is left of an article for the public, its title, summary and public changes."""
        site = self.library.site.value
        yield from self.internal.check(text.title or "", text.marks.at("title"))
        yield from self.internal.check(text.summary or "", text.marks.at("summary"))
        for index, change in enumerate(text.changes):
            if may_see(site, site.weakest, change.audience):
                yield from self.internal.check(change.what, text.marks.at("changes", index, "what"))
        words = self.internal.words.among(folded(read.body))
        for number, line in enumerate(read.body.split("\n") if words else ()):
            for found in words.find(without_addresses(line)):
                mark = Mark(text.path, text.body_line + read.row(number), found.column + 1)
                yield Finding.error("T502.word", mark, word=found.word)
        for reference in references(read.body) if self.internal.values else ():
            if reference.id in self.internal.values:
                mark = Mark(text.path, text.body_line + read.row(reference.line), reference.column + 1)
                yield Finding.error("T502.value", mark, name=reference.id)

    def check_categories(self) -> Iterator[Finding]:
        """Icons that cannot be read, and internal words in titles and descriptions that the public reads."""
        site = self.library.site.value
        articles = [one for one in self.library.articles.values() if readable(self.library, site.weakest, one)]
        for category in self.library.categories.values():
            if category.icon_svg and not clean_icon(category.icon_svg):
                yield Finding.error("A305.picture", category.marks.at("icon"), problem=category.file.icon or "")
            audience = category.file.audience
            if (audience is None or may_see(site, site.weakest, audience)) and _holds(category, articles):
                for key, text in (("title", category.file.title), ("description", category.file.description)):
                    for phrase in text.entries if text else ():
                        yield from self.internal.check(phrase.text, category.marks.at(key, phrase.language))


def _conflict(body: str) -> int:
    """The line (from 0) on which git says that two versions could not be joined; -1 where there is none."""
    if "\n>>>>>>> " not in body:
        return -1
    lines = (number for number, line in unfenced(body.split("\n")) if line.startswith("<<<<<<< "))
    return next(lines, -1)


def _holds(category: Category, articles: Iterable[Article]) -> bool:
    """Whether one of the articles stands in the category or below it."""
    return any(article.address.startswith(category.address) for article in articles)
