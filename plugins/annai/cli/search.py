"""``annai search``: results with titles, sections and snippets, marked where they match."""

from __future__ import annotations

from itertools import chain

from rich.console import Console
from rich.text import Text

from annai.pipeline.bodies import sections_of
from annai.pipeline.edition import Edition
from annai.pipeline.memory import Memory
from annai.pipeline.prepare import prepare, read_library
from annai.pipeline.search_documents import documents_of
from annai.pipeline.settings import Settings, today
from annai.pipeline.settings_error import SettingsError
from annai.search.documents import SearchDocument
from annai.search.find import find
from annai.search.results import Marked, SearchResult


def print_results(settings: Settings, query: str, audience: str | None, language: str | None, limit: int) -> bool:
    """Prints what one audience finds; False where that is nothing.

    Raises SettingsError for an audience or language that the site does not have.
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
    results = find(edition_documents(edition, memory), folder, query, limit)
    console = Console(highlight=False)
    for result in results:
        _print(console, result)
    return bool(results)


def edition_documents(edition: Edition, memory: Memory) -> tuple[SearchDocument, ...]:
    """The search documents of one view."""
    keys = {name: key for name, key in edition.keys.items() if name in edition.linked}
    return tuple(chain(documents_of(edition, sections_of(keys, memory))))


def _print(console: Console, result: SearchResult) -> None:
    heading = _marked(result.title, "bold")
    if result.section_title.text:
        heading.append(" › ").append_text(_marked(result.section_title, "bold"))
    console.print(heading)
    console.print(Text(f"  {result.location}", style="cyan"))
    if result.snippet.text:
        console.print(Text("  ").append_text(_marked(result.snippet, "")))


def _marked(marked: Marked, style: str) -> Text:
    text = Text(marked.text, style=style)
    for start, end in marked.marks:
        text.stylize("bold yellow", start, end)
    return text
