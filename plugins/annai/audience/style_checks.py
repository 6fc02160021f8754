"""The house style of ``style.yml``: words that are not used (S101) and what is too long to read (S102)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from annai.audience.fences import unfenced
from annai.audience.markdown_text import without_addresses, without_code
from annai.audience.paragraphs import Paragraph, paragraphs
from annai.audience.paths import Paths
from annai.audience.phrases import Speaker
from annai.audience.public_texts import public_texts, said_texts
from annai.audience.reading import body_for
from annai.audience.sight import readable
from annai.audience.words import Words
from annai.diagnostics import Finding, Mark
from annai.model.article import ArticleText
from annai.model.library import Library
from annai.model.registries import Avoid, Style

Where = Literal["public", "say", "articles"]
# Written without spaces between words: a character says about as much as two of other scripts.
_DENSE = ("ja", "zh", "ko")


def check_trees(library: Library) -> Iterator[Finding]:
    """The style of what the public reads outside articles, and of what agents say."""
    rules = _Rules(library)
    if not rules.asked:
        return
    paths = Paths(library, library.site.value.weakest)
    for where, texts in (("public", public_texts(library, paths, paths.reached())), ("say", said_texts(library))):
        for item in texts:
            for phrase in item.text.entries:
                mark = item.mark(phrase.language)
                yield from rules.words(phrase.text, mark, where)  # type: ignore[arg-type]
                yield from rules.lengths(Paragraph(phrase.text.strip(), 0), mark, phrase.language)


def check_articles(library: Library) -> Iterator[Finding]:
    """The style of all articles; words that only the public must not read, in what it reads."""
    rules = _Rules(library)
    if not rules.asked:
        return
    for article in library.articles.values():
        public = readable(library, library.site.value.weakest, article)
        for text in article.texts.values():
            yield from rules.article(text, "articles")
            yield from rules.long_parts(text)
            if text.language in public:
                yield from rules.article(text, "public")


@dataclass(frozen=True)
class _Rules:
    """The rules of one library's ``style.yml``."""

    library: Library

    @cached_property
    def style(self) -> Style:
        return self.library.style.value

    @property
    def asked(self) -> bool:
        """Whether there is anything to look for."""
        limits = self.style.limits
        return bool(self.style.avoid or limits.sentence or limits.paragraph)

    @cached_property
    def avoided(self) -> dict[Where, tuple[Words, dict[str, Avoid]]]:
        """The words of each place; those of articles are not looked for again in public ones."""
        places: dict[Where, list[Avoid]] = {"public": [], "say": [], "articles": []}
        for rule in self.style.avoid:
            for where in rule.where:
                places[where].append(rule)
        return {
            where: (Words(rule.word for rule in rules), {rule.word: rule for rule in rules})
            for where, rules in places.items()
        }

    @cached_property
    def speakers(self) -> dict[str, Speaker]:
        strongest = self.library.audiences[-1]
        return {language: Speaker(self.library, strongest, language) for language in self.library.languages}

    def words(self, text: str, mark: Mark, where: Where, *, columns: bool = False) -> Iterator[Finding]:
        """S101 for a text; ``columns``: each place is told, else each word once."""
        words, rules = self.avoided[where]
        if not words.in_any(text):
            return
        told: set[str] = set()
        for found in words.find(text):
            rule = rules[found.word]
            if _is_the_better(text, found.column, rule) or (not columns and found.word in told):
                continue
            told.add(found.word)
            place = Mark(mark.path, mark.line, found.column + 1) if columns else mark
            if rule.use is None:
                yield Finding.warning("S101.avoid", place, word=rule.word, why=_why(rule))
            else:
                yield Finding.warning("S101.use", place, word=rule.word, use=rule.use, why=_why(rule))

    def article(self, text: ArticleText, where: Where) -> Iterator[Finding]:
        """S101 for an article's title, summary and body outside code."""
        words, rules = self.avoided[where]
        if where == "public":
            rules = {word: rule for word, rule in rules.items() if "articles" not in rule.where}
        for key, phrase in (("title", text.title), ("summary", text.summary)):
            if phrase:
                yield from (
                    found for found in self.words(phrase, text.marks.at(key), where) if found.args["word"] in rules
                )
        body, numbers = body_for(text.body, public=where == "public")
        if not words.in_any(body):
            return
        for number, line in unfenced(body.split("\n")):
            row = (numbers[number] - 1 if numbers else number) + text.body_line
            plain = without_code(without_addresses(line))
            for finding in self.words(plain, Mark(text.path, row), where, columns=True):
                if finding.args["word"] in rules:
                    yield finding

    def long_parts(self, text: ArticleText) -> Iterator[Finding]:
        """S102 for the paragraphs of an article."""
        if not (self.style.limits.sentence or self.style.limits.paragraph):
            return
        body, _ = body_for(text.body, public=False)
        for paragraph in paragraphs(body):
            yield from self.lengths(paragraph, Mark(text.path, text.body_line), text.language)

    def lengths(self, paragraph: Paragraph, mark: Mark, language: str) -> Iterator[Finding]:
        """S102 for a paragraph whose line 0 stands at ``mark``; counted with its values put in."""
        limits = self.style.limits
        most = self._room(limits.paragraph, language)
        speaker = self.speakers.get(language)
        length = _length(paragraph.text, speaker)
        if most and length > most:
            yield Finding.warning("S102.paragraph", _below(mark, paragraph.line), length=length, limit=most)
        most = self._room(limits.sentence, language)
        if most and length > most:
            for sentence in paragraph.sentences():
                length = _length(sentence.text, speaker)
                if length > most:
                    yield Finding.warning("S102.sentence", _below(mark, sentence.line), length=length, limit=most)

    def _room(self, limit: int | None, language: str) -> int | None:
        """A limit, which is meant for the first language, for another."""
        if limit is None:
            return None
        first = self.library.languages[0].partition("-")[0] in _DENSE
        other = language.partition("-")[0] in _DENSE
        return limit if first == other else limit * 2 if first else limit // 2


def _length(text: str, speaker: Speaker | None) -> int:
    return len(speaker.fill(text) if speaker else text)


def _below(mark: Mark, lines: int) -> Mark:
    return Mark(mark.path, mark.line + lines, 1) if lines else mark


def _is_the_better(text: str, column: int, rule: Avoid) -> bool:
    """Whether the word is there as a part of the better wording."""
    use = rule.use or ""
    inside = use.find(rule.word)
    return inside >= 0 and column >= inside and text.startswith(use, column - inside)


def _why(rule: Avoid) -> str:
    return f" ({rule.why})" if rule.why else ""
