"""What is wrong with agent blocks (A401, A402), values (T209) and public words (T502) in articles; icons (A305)."""

from __future__ import annotations

from collections.abc import Iterator

from annai.audience.blocks import scan
from annai.audience.categories import clean_icon
from annai.audience.internal import hidden_values, internal_words, named_values
from annai.audience.markdown_text import without_addresses
from annai.audience.reading import body_for
from annai.audience.sight import may_see, readable
from annai.audience.values import references
from annai.audience.words import Words
from annai.diagnostics import Finding, Mark, nearest
from annai.model.article import ArticleText
from annai.model.library import Library
from annai.model.source import Key


def check(library: Library) -> Iterator[Finding]:
    """Everything that is wrong with the bodies, and with what the public would read."""
    words, hidden = internal_words(library), hidden_values(library)
    for article in library.articles.values():
        public = readable(library, library.site.value.weakest, article)
        for text in article.texts.values():
            yield from _blocks(text)
            yield from _unknown_values(library, text)
            if text.language in public:
                yield from _public_words(library, text, words, hidden)
    yield from _categories(library, words, hidden)


def _blocks(text: ArticleText) -> Iterator[Finding]:
    for fault in scan(text.body).faults:
        yield Finding.error(fault.key, Mark(text.path, text.body_line + fault.line, fault.column + 1))


def _unknown_values(library: Library, text: ArticleText) -> Iterator[Finding]:
    """T209 in bodies; the keys of the front matter are looked at with those of trees."""
    known = library.values.value.values
    make = Finding.error if library.managed else Finding.warning
    for reference in references(text.body):
        if reference.id not in known:
            mark = Mark(text.path, text.body_line + reference.line, reference.column + 1)
            yield make("T209.value", mark, name=reference.id, near=nearest(reference.id, known))


def _public_words(library: Library, text: ArticleText, words: Words, hidden: frozenset[str]) -> Iterator[Finding]:
    """T502 in what is left of an article for the public, its title, summary and public changes."""
    site = library.site.value
    keyed: list[tuple[tuple[Key, ...], str]] = [(("title",), text.title or ""), (("summary",), text.summary or "")]
    keyed += [
        (("changes", index, "what"), change.what)
        for index, change in enumerate(text.changes)
        if may_see(site, site.weakest, change.audience)
    ]
    for keys, phrase in keyed:
        yield from _phrase(phrase, text.marks.at(*keys), words, hidden)
    body, numbers = body_for(text.body, public=True)
    if not words.in_any(body) and not ("{{" in body and hidden):
        return
    for number, line in enumerate(body.split("\n")):
        row = (numbers[number] - 1 if numbers else number) + text.body_line
        for found in words.find(without_addresses(line)):
            yield Finding.error("T502.word", Mark(text.path, row, found.column + 1), word=found.word)
    for reference in references(body):
        if reference.id in hidden:
            row = (numbers[reference.line] - 1 if numbers else reference.line) + text.body_line
            yield Finding.error("T502.value", Mark(text.path, row, reference.column + 1), name=reference.id)


def _phrase(text: str, mark: Mark, words: Words, hidden: frozenset[str]) -> Iterator[Finding]:
    if words.in_any(text):
        for word in dict.fromkeys(found.word for found in words.find(without_addresses(text))):
            yield Finding.error("T502.word", mark, word=word)
    for name in named_values(text, hidden):
        yield Finding.error("T502.value", mark, name=name)


def _categories(library: Library, words: Words, hidden: frozenset[str]) -> Iterator[Finding]:
    """Icons that cannot be read, and internal words in titles and descriptions that the public reads."""
    site = library.site.value
    open_to_all = {
        article.folder for article in library.articles.values() if readable(library, site.weakest, article)
    } | {article.address for article in library.articles.values() if readable(library, site.weakest, article)}
    for address, category in library.categories.items():
        if category.icon_svg and not clean_icon(category.icon_svg):
            yield Finding.error("A305.picture", category.marks.at("icon"), problem=category.file.icon or "")
        audience = category.file.audience
        if (audience is not None and not may_see(site, site.weakest, audience)) or not any(
            folder.startswith(address) for folder in open_to_all
        ):
            continue
        for key, text in (("title", category.file.title), ("description", category.file.description)):
            for phrase in text.entries if text else ():
                yield from _phrase(phrase.text, category.marks.at(key, phrase.language), words, hidden)
