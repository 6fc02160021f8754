"""``annai search``: the articles that a query finds, with sections and snippets, marked where they match; and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from annai.cli.wording import phrase
from annai.language.terms import Query
from annai.pipeline.bodies import sections_of
from annai.pipeline.edition import Edition
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import prepare, read_library
from annai.pipeline.search_documents import documents_of
from annai.pipeline.search_fragments import synonyms_of
from annai.pipeline.settings import Settings, today
from annai.pipeline.settings_error import SettingsError
from annai.search.answer import Searchable, search
from annai.search.documents import SearchDocument
from annai.search.explain import Explanation, Ranked, TermScore
from annai.search.find import open_index
from annai.search.fragment import Article
from annai.search.results import Marked, SearchResult

_INDENT = 3
_NARROWEST = 20
# What no line may begin with, and what none may end with.
_NEVER_FIRST = "、。，．・：；？！）」』】〉》〕］ー…々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]"
_NEVER_LAST = "（「『【〈《〔［(["


def print_results(
    settings: Settings, query: str, audience: str | None, language: str | None, limit: int, *, why: bool = False
) -> bool:
    """Prints what one audience finds, with the reasons if ``why``; False where that is nothing.

    The index on disk is asked, which ranks as the browser does and is built only when something has changed. Raises
    SettingsError for an audience or language that the site does not have.
    """
    memory = Memory(settings.cache / "cache")
    library, _ = read_library(settings, today(), memory)
    named = audience or library.audiences[0]
    if named not in library.audiences:
        raise SettingsError("S001.audience", token=named, known=", ".join(library.audiences))
    spoken = language or library.languages[0]
    if spoken not in library.languages:
        raise SettingsError("S001.language", token=spoken, known=", ".join(library.languages))
    prepared = prepare(settings, library, (named,), memory)
    memory.save()
    edition = next(item for item in prepared.editions[named] if item.view.language == spoken)
    folder = settings.cache / "whoosh" / f"{named}-{spoken}"
    console = Console(highlight=False, soft_wrap=True)
    with open_index(edition_documents(edition, memory), folder, synonyms_of(edition, library)) as index:
        results = search(index, query, limit)
        ranked = Ranked(index, query) if why else None
        if ranked is not None:
            _print_pieces(console, ranked.query, index)
        for place, result in enumerate(results, start=1):
            if place > 1:
                console.print()
            _print(console, place, result)
            if ranked is not None:
                _print_reasons(console, ranked.explain(result.id), index.articles)
    return bool(results)


def edition_documents(edition: Edition, memory: Memory) -> tuple[SearchDocument, ...]:
    """The search documents of one view."""
    keys = {name: key for name, key in edition.keys.items() if name in edition.linked}
    return tuple(chain(documents_of(edition, sections_of(keys, memory))))


def _print(console: Console, place: int, result: SearchResult) -> None:
    number = f"{place}. "
    heading = Text(number).append_text(_marked(result.title, "bold"))
    if result.section_title.text:
        heading.append(" › ").append_text(_marked(result.section_title, "bold"))
    _print_wrapped(console, heading, 0, len(number))
    _print_wrapped(console, Text(result.location, style="cyan"), len(number), len(number))
    if result.snippet.text:
        _print_wrapped(console, _marked(result.snippet, ""), len(number), len(number))


def _print_pieces(console: Console, query: Query, index: Searchable) -> None:
    """What the pieces of the query were taken for."""
    for piece in query.pieces:
        stood = dict.fromkeys(_stood_for(piece.keys, index))
        says = f"{piece.typed}: {phrase(f'search-{piece.kind}')}"
        if stood:
            says += " → " + ", ".join(f"{term} {weight}%" for term, weight in stood)
        _print_wrapped(console, Text(says, style="dim"), 0, _INDENT)
    console.print()


def _stood_for(keys: Iterable[str], index: Searchable) -> Iterator[tuple[str, int]]:
    for key in keys:
        entry = index.entry(key)
        if entry is not None:
            yield from entry.terms


def _print_reasons(console: Console, found: Explanation, articles: Sequence[Article]) -> None:
    """What each term adds to a result: its weight and rarity, how much it counts in which unit."""
    sections = next(article.sections for article in articles if article.id == found.id)
    score = phrase("search-score", id=found.id, score=f"{found.score:.2f}", coverage=f"{found.coverage:.2f}")
    _print_wrapped(console, Text(score, style="bold"), _INDENT, _INDENT + 2)
    headings = [section.heading or section.anchor for section in sections]
    for term in found.terms:
        _print_wrapped(console, Text(_reason(term, headings)), _INDENT, _INDENT + 8)


def _reason(term: TermScore, headings: Sequence[str]) -> str:
    typed = phrase("search-pair") if term.supports else term.typed
    named = term.term if typed == term.term else f"{typed} → {term.term}"
    units = ", ".join(
        f"{_unit_name(unit.unit, headings)} {unit.impact / 100:.2f}×{unit.counts:g}"
        for unit in term.units
        if unit.counts
    )
    return f"{term.score:6.2f}  {named}  {term.weight}% × idf {term.rarity:.2f} × ({units or 0})"


def _unit_name(unit: int, headings: Sequence[str]) -> str:
    if unit == 0:
        return phrase("search-head")
    return headings[unit - 1] or phrase("search-beginning")


def _marked(marked: Marked, style: str) -> Text:
    text = Text(marked.text, style=style)
    for start, end in marked.marks:
        text.stylize("bold yellow", start, end)
    return text


def _print_wrapped(console: Console, text: Text, first: int, further: int) -> None:
    """Prints a text in lines that fill the terminal, indented by so many columns: the first one, then the others.

    Japanese breaks between any two characters but those that must stay together, other scripts between words.
    """
    width = max(console.width, _NARROWEST + further)
    start = 0
    indent = first
    for end in _breaks(text.plain, width - first, width - further):
        line = text[start:end]
        line.rstrip()
        console.print(Text(" " * indent).append_text(line), no_wrap=True, crop=False, overflow="ignore")
        start, indent = end, further


def _breaks(text: str, first: int, further: int) -> Iterator[int]:
    """Where the lines of a text end that has room for so many columns: the first line, then the others."""
    start, room = 0, first
    while start < len(text):
        end, used = start, 0
        while end < len(text) and used + (width := cell_len(text[end])) <= room:
            used += width
            end += 1
        if end < len(text):
            # A line too narrow for what must stay together is broken where it is full.
            end = next((at for at in range(end, start, -1) if _may_break(text, at)), end)
        while end < len(text) and text[end] == " ":
            end += 1
        yield end
        start, room = end, further


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == " ":
        return True
    if before in _NEVER_LAST or after in _NEVER_FIRST:
        return False
    return cell_len(before) > 1 or cell_len(after) > 1
