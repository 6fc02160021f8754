"""Owns the search index of Material for MkDocs (`search/search_index.json`), segmented for Japanese.

Material searches with lunr in the browser, and out of the box finds little in Japanese: it divides a text by
TinySegmenter but a query by spaces alone, so that 返品したい is one word that no text has. Here both are divided by one
regular expression, the index's `separator`, which the browser applies to texts and queries alike: at changes of
script, and with hiragana that follows or precedes another script (particles, endings) as mere separation. What it
cannot see, where compounds divide and which words are written in hiragana, Sudachi marks at build time with zero-width
spaces, as Material's own plugin does for Chinese. Fields that are searched but not shown hold the readings and other
spellings of the words in titles, and katakana compounds undivided.

The format is that of Material 9 (`src/plugins/search/plugin.py` and the worker's `integrations/search`).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from html import escape
from typing import Any

from annai.language.analysis import analyse
from annai.language.folding import fold_plain
from annai.language.morphemes import short_units, words
from annai.search.documents import SearchDocument

Segments = MutableMapping[str, str]
"""Runs of characters as they are divided, and behind `=` the spellings of a text.

Kept from one build to the next, or shared by sites, it saves a third of the time and more.
"""

_BREAK = "\u200b"
# Stands behind a kanji that is a word by itself. Material divides a query's run of kanji by words that the index
# has, and takes 返品 for 返 if that is one; an invisible word joiner makes it another word, which still begins with 返.
_JOINER = "\u2060"
_KANJI = "\u3005-\u3007\u3400-\u9fff"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30fe\uff66-\uff9f"
_HIRAGANA = "\u3041-\u309f"
_LATIN = "A-Za-z0-9\uff10-\uff5a"
_OTHER = _KANJI + _JOINER + _KATAKANA + _LATIN

# Read by JavaScript: no flags, and only what both languages write alike.
_SEPARATOR = "|".join(
    (
        r"[\s\u200b\-\u3000-\u3004\u3008-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20.,:;!?()\[\]{}/&]+",
        f"(?<=[{_OTHER}])[{_HIRAGANA}]+",
        f"(?<=[{_HIRAGANA}]\u200b)[{_HIRAGANA}]+",
        f"[{_HIRAGANA}]+(?=[{_OTHER}])",
        f"(?<=[{_KANJI}{_JOINER}])(?=[{_KATAKANA}{_LATIN}])",
        f"(?<=[{_KATAKANA}])(?=[{_KANJI}{_LATIN}])",
        f"(?<=[{_LATIN}])(?=[{_KANJI}{_KATAKANA}])",
    )
)
# Characters that a tokenizer is given at once; it takes 12,000.
_BATCH = 8_000
_KATAKANA_RUN = re.compile(f"[{_KATAKANA}]{{4,}}")
_RUN = re.compile(f"[{_KANJI}]{{3,}}|{_KATAKANA_RUN.pattern}|[{_KANJI}]?[{_HIRAGANA}]{{3,}}")
_LONE_KANJI = re.compile(f"(?<![{_KANJI}])[{_KANJI}](?![{_KANJI}])")
_HAS_HIRAGANA = re.compile(f"[{_HIRAGANA}]")
_ONLY_HIRAGANA = re.compile(f"[{_HIRAGANA}]+")

_JAPANESE: dict[str, Any] = {
    # Not "ja": with it the browser would load TinySegmenter and divide the texts, but not the queries, once more.
    "lang": ["en"],
    "separator": _SEPARATOR,
    "pipeline": [],
}
_ENGLISH: dict[str, Any] = {"lang": ["en"], "separator": r"[\s\u200b\-]+", "pipeline": ["stopWordFilter"]}
_FIELDS = {
    "title": {"boost": 1000.0},
    "spellings": {"boost": 500.0},
    "keywords": {"boost": 30.0},
    "text": {"boost": 1.0},
    "compounds": {"boost": 1.0},
}


def search_index_json(
    documents: Iterable[SearchDocument], languages: Iterable[str], segments: Segments | None = None
) -> str:
    """The text of `search_index.json` for a site in some languages (BCP 47).

    A page's first document must come before its sections. `segments` is filled and used: see `Segments`.
    """
    known: Segments = {} if segments is None else segments
    return joined_entries((entry_json(document, known) for document in documents), languages)


def learn_segments(documents: Iterable[SearchDocument], segments: Segments) -> None:
    """Divides all the runs of many documents at once, which takes a third of the time that one by one takes."""
    runs: dict[str, None] = {}
    for document in documents:
        if _is_japanese(document.language):
            for text in (document.section_title or document.title, document.passage):
                runs.update(dict.fromkeys(_RUN.findall(text)))
    unknown = [run for run in runs if run not in segments]
    for some in _batches(unknown):
        segments.update(_divided(some))


def _batches(runs: Iterable[str]) -> Iterator[list[str]]:
    """Runs in lists that a tokenizer takes in one piece."""
    some: list[str] = []
    length = 0
    for run in runs:
        if some and length + len(run) > _BATCH:
            yield some
            some, length = [], 0
        some.append(run)
        length += len(run) + 1
    if some:
        yield some


def _divided(runs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each run as it is divided. Each stands on a line of its own, so that none changes how another is divided."""
    hiragana = [run for run in runs if run[-1] < "\u30a0"]
    others = [run for run in runs if run[-1] >= "\u30a0"]
    if others:
        units = short_units("\n" + "".join(f"{run}\n" for run in others))
        lines = _BREAK.join(units).split("\n")
        yield from zip(others, (line.strip(_BREAK) for line in lines[1:]), strict=False)
    if hiragana:
        yield from zip(hiragana, _marked_lines(hiragana), strict=True)


def entry_json(document: SearchDocument, segments: Segments) -> str:
    """The JSON text of one document's entry, which depends on nothing but the document: it can be kept."""
    entry = _entry(document, segments) if _is_japanese(document.language) else _plain_entry(document)
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def joined_entries(entries: Iterable[str], languages: Iterable[str]) -> str:
    """The index of entries (or runs of entries, with commas) for a site in some languages."""
    config = {**(_JAPANESE if any(map(_is_japanese, languages)) else _ENGLISH), "fields": _FIELDS}
    head = json.dumps({"config": config}, ensure_ascii=False, separators=(",", ":")).removesuffix("}")
    return f'{head},"docs":[{",".join(entries)}]}}'


def _is_japanese(language: str) -> bool:
    return language.partition("-")[0] == "ja"


def _entry(document: SearchDocument, known: Segments) -> dict[str, str]:
    title = document.section_title or document.title
    text = _segmented(document.passage, known)
    return {
        # Relative to the site's root, wherever that is hosted.
        "location": document.location.removeprefix("/"),
        "title": escape(_segmented(title, known), quote=False),
        "text": _paragraphs(text),
        "spellings": _spellings(title, known),
        "keywords": " ".join(_spellings(keyword, known) for keyword in document.keywords),
        "compounds": " ".join(_compounds(document.passage, known)),
    }


def _plain_entry(document: SearchDocument) -> dict[str, str]:
    return {
        # Relative to the site's root, wherever that is hosted.
        "location": document.location.removeprefix("/"),
        "title": escape(document.section_title or document.title, quote=False),
        "text": _paragraphs(document.passage),
        "keywords": escape(" ".join(document.keywords), quote=False),
    }


def _paragraphs(text: str) -> str:
    """A text as HTML. Material shows a result by the paragraphs that matched, and without any cuts words off."""
    return "".join(f"<p>{line}</p>" for line in escape(text, quote=False).splitlines() if line.strip())


def _segmented(text: str, known: Segments) -> str:
    def divided(found: re.Match[str]) -> str:
        run = found.group()
        marked = known.get(run)
        if marked is None:
            known.update(_divided([run]))
            marked = known[run]
        return marked

    return _LONE_KANJI.sub(_joined, _RUN.sub(divided, text))


def _joined(found: re.Match[str]) -> str:
    return found.group() + _JOINER


def _marked_lines(runs: Sequence[str]) -> Iterator[str]:
    """Runs of hiragana, perhaps behind a kanji, with breaks around the words in them; endings are no words."""
    text = "\n" + "".join(f"{run}\n" for run in runs)
    found = words(text)
    word, start, end = next(found, (None, len(text), len(text)))
    begin = 1
    for run in runs:
        close = begin + len(run)
        marked: list[str] = []
        last = begin
        while word is not None and start < close:
            if end - start > 1 and word.noun and _ONLY_HIRAGANA.fullmatch(text, start, end):
                marked += [text[last:start], _BREAK, text[start:end], _BREAK]
                last = end
            word, start, end = next(found, (None, len(text), len(text)))
        yield "".join([*marked, text[last:close]])
        begin = close + 1


def _compounds(text: str, known: Segments) -> Iterable[str]:
    """The katakana compounds of a segmented text as they stand: a query for one is not divided."""
    return dict.fromkeys(run for run in _KATAKANA_RUN.findall(text) if _BREAK in known[run])


def _spellings(text: str, known: Segments) -> str:
    """Readings and other spellings of a text's words, separated by spaces."""
    found = known.get(f"={text}")
    if found is None:
        forms: dict[str, None] = {}
        for term in analyse(text, "ja"):
            forms[term.text] = None
            forms[_half_width(term.text)] = None
            forms[_without_kana(term.text)] = None
            forms[fold_plain(text[term.start : term.end])] = None
        joined = _LONE_KANJI.sub(_joined, " ".join(form for form in forms if form))
        found = known[f"={text}"] = escape(joined, quote=False)
    return found


def _without_kana(text: str) -> str:
    """The short spelling of a word of several kanji: 引越 for 引っ越し; empty where there is none."""
    kanji = "".join(char for char in text if char > "\u3100")
    return kanji if 1 < len(kanji) < len(text) and _HAS_HIRAGANA.search(text) else ""


def _half_width(text: str) -> str:
    """Katakana in half width, as old systems send it and some keyboards type it; empty for other texts."""
    half = [_HALF_WIDTH.get(char, "") for char in text]
    return "".join(half) if all(half) else ""


_HALF_WIDTH = {
    unicodedata.normalize("NFKC", base + mark): base + mark
    for base in map(chr, range(0xFF66, 0xFF9E))
    for mark in ("\uff9f", "\uff9e", "")
    if len(unicodedata.normalize("NFKC", base + mark)) == 1
}
