"""The house style of ``style.yml``: words that are not used (S101) and what is too long to read (S102)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from annai.audience.fences import unfenced
from annai.audience.markdown_text import without_addresses, without_code
from annai.audience.paragraphs import Paragraph, paragraphs
from annai.audience.paths import Paths
from annai.audience.phrases import Speaker
from annai.audience.public_texts import Written, public_texts, said_texts
from annai.audience.reading import Reading
from annai.audience.words import Words, folded
from annai.diagnostics import Finding, Mark
from annai.model.article import ArticleText
from annai.model.library import Library
from annai.model.registries import Avoid

Where = Literal["public", "say", "articles"]
# Written without spaces between words: a character says about as much as two of other scripts.
_DENSE = ("ja", "zh", "ko")


@dataclass(frozen=True)
class Avoided:
    """The words that are not used in one place, with their rules."""

    words: Words
    rules: dict[str, Avoid]

    def check(self, text: str, mark: Mark) -> Iterator[Finding]:
        """S101 for a text at ``mark``, each word once."""
        words = self.words.among(folded(text))
        told: set[str] = set()
        for word, _ in self._used(words, text) if words else ():
            if word not in told:
                told.add(word)
                yield self._finding(word, mark)

    def check_lines(self, path: str, first: int, read: Reading) -> Iterator[Finding]:
        """S101 for a body whose first line is line ``first`` of a file, outside code and addresses."""
        words = self.words.among(folded(read.body))
        for number, line in unfenced(read.body.split("\n")) if words else ():
            for word, column in self._used(words, without_code(without_addresses(line))):
                yield self._finding(word, Mark(path, first + read.row(number), column + 1))

    def _used(self, words: Words, text: str) -> Iterator[tuple[str, int]]:
        """Word and column of each use that is not a part of the better wording."""
        for found in words.find(text):
            use = self.rules[found.word].use or ""
            inside = use.find(found.word)
            if inside < 0 or found.column < inside or not text.startswith(use, found.column - inside):
                yield found.word, found.column

    def _finding(self, word: str, mark: Mark) -> Finding:
        rule = self.rules[word]
        why = f" ({rule.why})" if rule.why else ""
        if rule.use is None:
            return Finding.warning("S101.avoid", mark, word=word, why=why)
        return Finding.warning("S101.use", mark, word=word, use=rule.use, why=why)


@dataclass(frozen=True)
class Rules:
    """The rules of one library's ``style.yml``."""

    library: Library

    def check_trees(self) -> Iterator[Finding]:
        """The style of what the public reads outside articles, and of what agents say."""
        style = self.library.style.value
        if not (style.avoid or style.limits.sentence or style.limits.paragraph):
            return
        paths = Paths(self.library, self.library.audiences[0])
        for item in public_texts(self.library, paths, paths.reached()):
            yield from self._text(item, self.public)
        for item in said_texts(self.library):
            yield from self._text(item, self.said)

    def check_article(self, text: ArticleText, whole: Reading, public: Reading | None) -> Iterator[Finding]:
        """The style of an article; words that only the public must not read, in what it reads."""
        yield from self._article(text, whole, self.articles)
        if public is not None:
            yield from self._article(text, public, self.public_articles)
        limits = self.library.style.value.limits
        if limits.sentence or limits.paragraph:
            for paragraph in paragraphs(whole.body):
                yield from self._lengths(paragraph, Mark(text.path, text.body_line), text.language)

    @cached_property
    def public(self) -> Avoided:
        """What the public is not told outside articles."""
        return self._avoided(lambda rule: "public" in rule.where)

    @cached_property
    def said(self) -> Avoided:
        """What agents do not say."""
        return self._avoided(lambda rule: "say" in rule.where)

    @cached_property
    def articles(self) -> Avoided:
        """What stands in no article."""
        return self._avoided(lambda rule: "articles" in rule.where)

    @cached_property
    def public_articles(self) -> Avoided:
        """What stands in no public article, besides what stands in none."""
        return self._avoided(lambda rule: "public" in rule.where and "articles" not in rule.where)

    @cached_property
    def speakers(self) -> dict[str, Speaker]:
        """Who fills values in to count them, by language."""
        strongest = self.library.audiences[-1]
        return {language: Speaker(self.library, strongest, language) for language in self.library.languages}

    def _avoided(self, applies: Callable[[Avoid], bool]) -> Avoided:
        rules = {rule.word: rule for rule in self.library.style.value.avoid if applies(rule)}
        return Avoided(Words.of(rules), rules)

    def _text(self, item: Written, avoided: Avoided) -> Iterator[Finding]:
        for phrase in item.text.entries:
            mark = item.mark(phrase.language)
            yield from avoided.check(phrase.text, mark)
            yield from self._lengths(Paragraph(phrase.text.strip(), 0), mark, phrase.language)

    def _article(self, text: ArticleText, read: Reading, avoided: Avoided) -> Iterator[Finding]:
        if avoided.words:
            yield from avoided.check(text.title or "", text.marks.at("title"))
            yield from avoided.check(text.summary or "", text.marks.at("summary"))
            yield from avoided.check_lines(text.path, text.body_line, read)

    def _lengths(self, paragraph: Paragraph, mark: Mark, language: str) -> Iterator[Finding]:
        """S102 for a paragraph whose line 0 stands at ``mark``; counted with its values put in."""
        limits = self.library.style.value.limits
        length = self._length(paragraph.text, language)
        most = self._room(limits.paragraph, language)
        if most and length > most:
            yield Finding.warning("S102.paragraph", _below(mark, paragraph.line), length=length, limit=most)
        most = self._room(limits.sentence, language)
        if most and length > most:
            for sentence in paragraph.sentences():
                length = self._length(sentence.text, language)
                if length > most:
                    yield Finding.warning("S102.sentence", _below(mark, sentence.line), length=length, limit=most)

    def _length(self, text: str, language: str) -> int:
        speaker = self.speakers.get(language)
        return len(speaker.fill(text) if speaker and "{{" in text else text)

    def _room(self, limit: int | None, language: str) -> int | None:
        """A limit, which is meant for the first language, for another."""
        if limit is None:
            return None
        first = self.library.languages[0].partition("-")[0] in _DENSE
        other = language.partition("-")[0] in _DENSE
        return limit if first == other else limit * 2 if first else limit // 2


def _below(mark: Mark, lines: int) -> Mark:
    return Mark(mark.path, mark.line + lines, 1) if lines else mark
