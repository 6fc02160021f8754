"""Owns the analysis of a query: what was typed, and what it may stand for in a site's own words.

A browser has no dictionary; a site's lexicon is enough, since a word that the site lacks finds nothing in it. The same
steps are in `web/search/query.mjs`, and both are held to one file of vectors.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from annai.language.analysis import PAIR
from annai.language.folding import fold_plain, hiragana
from annai.language.kana import is_kana, loose_key, reading_key
from annai.language.latin import JAPANESE, is_stop_word, latin_words
from annai.language.lattice import Edge, cheapest_path
from annai.language.lexicon import Entry, Keys, extended, misspelt
from annai.language.romaji import romaji_to_hiragana
from annai.language.terms import NO_CONCEPT, PieceKind, Query, QueryPiece, QueryTerm

# Longer input is no question; its beginning says what it is about.
_LONGEST_QUERY = 1_000
# What a term is worth in percent that is not what was typed but stands for it.
_UNFINISHED = 60
_MISSPELT = 50
_COMPOUND_PART = 50
_PAIR_WEIGHT = 20
_SHORTEST_UNFINISHED = 2
_SHORTEST_MISSPELT = 4
_LONGEST_MISSPELT = 16
_SHORTEST_ROMAJI = 3
_JAPANESE_RUN = re.compile(f"[{JAPANESE}]+")
_ONLY_HIRAGANA = re.compile("[\u3041-\u309f]+")
_SCRIPT_RUN = re.compile("[\u3041-\u3096]+|[\u30a1-\u30fa\u30fc]+")
_KANA_THEN = re.compile("(?<=[\u3041-\u3096\u30a1-\u30fa\u30fc])[bcdfghjklmnpqrstvwxyz]{1,2}\\s*\\Z")
_LAST_CONSONANTS = re.compile("[bcdfghjkmnprstwyz]{1,2}\\Z")


class _Found(Struct, frozen=True):
    """What a piece was taken for: terms with weights, all of one concept."""

    typed: str
    kind: PieceKind
    keys: tuple[str, ...]
    terms: tuple[tuple[str, int], ...]


def analyse_query(text: str, keys: Keys) -> Query:
    """The terms that a query asks for, in the words of a lexicon.

    Never fails; a query without any word that the site has, or something close to it, has no terms.
    """
    folded = _without_typing(fold_plain(text[:_LONGEST_QUERY]))
    runs = _runs(folded)
    found: list[_Found] = []
    for at, (run, parts) in enumerate(runs):
        ends = at == len(runs) - 1
        if parts is None:
            found += _japanese(run, keys, ends_query=ends)
        else:
            found += _latin(run, parts, keys, ends_query=ends)
    weighted: dict[str, QueryTerm] = {}
    concept = 0
    for piece in found:
        for term, weight in piece.terms:
            known = weighted.get(term)
            if known is None or known.weight < weight:
                weighted[term] = QueryTerm(term, weight, concept)
        concept += bool(piece.terms)
    for pair in _pairs(folded):
        if keys.entry(pair) is not None:
            weighted.setdefault(pair, QueryTerm(pair, _PAIR_WEIGHT, NO_CONCEPT))
    pieces = tuple(QueryPiece(piece.typed, piece.kind, piece.keys) for piece in found)
    return Query(text, tuple(weighted.values()), pieces)


def _without_typing(folded: str) -> str:
    """The text without the Latin letters that an input method has not turned into kana yet (きゃんせr)."""
    return _KANA_THEN.sub("", folded)


def _runs(folded: str) -> list[tuple[str, tuple[str, ...] | None]]:
    """The Japanese runs (without parts) and the words outside Japanese (with them), in order; see `_latin`."""
    japanese = [(run.start(), run.group(), None) for run in _JAPANESE_RUN.finditer(folded)]
    latin = [(start, folded[start:end], (whole, *(part for part, _, _ in parts)))
             for whole, parts, start, end in latin_words(folded)]  # fmt: skip
    spoken = [item for item in latin if len(item[2]) > 1 or not is_stop_word(item[1])]
    chosen = spoken if spoken or japanese else latin
    return [(run, parts) for _, run, parts in sorted([*japanese, *chosen], key=lambda item: item[0])]


def _pairs(folded: str) -> Iterator[str]:
    for run in _JAPANESE_RUN.findall(folded):
        for first, second in pairwise(run):
            if not _ONLY_HIRAGANA.fullmatch(first + second):
                yield PAIR + hiragana(first + second)


def _latin(raw: str, words: tuple[str, ...], keys: Keys, *, ends_query: bool) -> Iterator[_Found]:
    """A word outside Japanese, as written, with its stem; a compound the site lacks is asked for by its parts."""
    whole, *parts = words
    known = _known(raw, keys) or _known(whole, keys, raw)
    if known is not None:
        yield known
        return
    spelt = list(_romaji(raw, keys, ends_query=ends_query))
    if spelt:
        yield from spelt
        return
    if parts:
        for part in parts:
            if not is_stop_word(part):
                for found in _latin(part, (part,), keys, ends_query=ends_query and part == parts[-1]):
                    terms = tuple((term, weight * _COMPOUND_PART // 100) for term, weight in found.terms)
                    yield _Found(found.typed, found.kind, found.keys, terms)
        return
    if ends_query and (unfinished := _unfinished(raw, keys)):
        yield unfinished
    elif near := (_near(raw, keys) or _near(whole, keys, raw)):
        yield near
    else:
        yield _Found(raw, "unknown", (), ())


def _romaji(raw: str, keys: Keys, *, ends_query: bool) -> Iterator[_Found]:
    """What Latin letters stand for that can be read as kana; nothing where that makes no sense throughout."""
    kana = romaji_to_hiragana(raw) if len(raw) >= _SHORTEST_ROMAJI else ""
    if not kana:
        if ends_query and len(raw) > _SHORTEST_ROMAJI:
            begun = romaji_to_hiragana(_LAST_CONSONANTS.sub("", raw))
            if len(begun) >= _SHORTEST_UNFINISHED and (unfinished := _unfinished(begun, keys, raw)):
                yield unfinished
        return
    read = _read(kana, keys, raw)
    if read is not None:
        yield read
        return
    path = cheapest_path(kana, keys)
    if all(edge.entry is not None for edge in path) and any(len(edge.text) > 1 for edge in path):
        yield from (_of_edge(edge) for edge in path if edge.entry is not None and edge.entry.terms)
    elif ends_query and (unfinished := _unfinished(kana, keys, raw)):
        yield unfinished
    elif near := _near(kana, keys, raw):
        yield near


def _japanese(run: str, keys: Keys, *, ends_query: bool) -> Iterator[_Found]:
    if is_kana(run):
        whole = _known(run, keys) or _read(run, keys, run)
        if whole is not None:
            yield whole
            return
    path = list(cheapest_path(run, keys))
    left_over = any(edge.entry is None for edge in path)
    if is_kana(run) and (left_over or any(edge.entry is not None and edge.entry.terms for edge in path)):
        if ends_query and (unfinished := _unfinished(run, keys)):
            yield unfinished
            return
        if left_over and (near := _near(run, keys)):
            yield near
            return
    if ends_query:
        path, tail = _unfinished_tail(path, keys)
    else:
        tail = None
    yield from _along(path, keys)
    if tail is not None:
        yield tail


def _unfinished_tail(path: list[Edge], keys: Keys) -> tuple[list[Edge], _Found | None]:
    """The path without its last edges where these are the beginning of a word; and that word."""
    if not path or path[-1].entry is not None:
        return path, None
    for back in (3, 2, 1):
        if back > len(path):
            continue
        typed = "".join(edge.text for edge in path[-back:])
        # Only what is short may have been cut off from its word by chance.
        if all(len(edge.text) <= 3 or edge.entry is None for edge in path[-back:]) and (
            found := _unfinished(typed, keys)
        ):
            return path[:-back], found
    return path, None


def _along(path: list[Edge], keys: Keys) -> Iterator[_Found]:
    """What the edges of a path stand for; a stretch of one script with something left over may be misspelt."""
    run = "".join(edge.text for edge in path)
    misspelt_spans: list[tuple[int, int, _Found]] = []
    for stretch in _SCRIPT_RUN.finditer(run):
        start, end = stretch.span()
        inside = [edge for edge in path if edge.start < end and edge.start + len(edge.text) > start]
        if not any(edge.entry is None for edge in inside):
            continue
        if not all(start <= edge.start and edge.start + len(edge.text) <= end for edge in inside):
            continue
        if near := _near(stretch.group(), keys):
            misspelt_spans.append((start, end, near))
    for edge in path:
        span = next((item for item in misspelt_spans if item[0] <= edge.start < item[1]), None)
        if span is not None:
            if edge.start == span[0]:
                yield span[2]
        elif edge.entry is None:
            yield _near(edge.text, keys) or _Found(edge.text, "unknown", (), ())
        elif edge.entry.terms:
            yield _of_edge(edge)


def _of_edge(edge: Edge) -> _Found:
    assert edge.entry is not None
    read = edge.key != edge.text or edge.entry.kind == "reading"
    return _Found(edge.text, "reading" if read else "word", (edge.key,), edge.entry.terms)


def _known(key: str, keys: Keys, typed: str = "") -> _Found | None:
    entry = keys.entry(key)
    if entry is None or entry.kind not in {"word", "both"}:
        return None
    return _Found(typed or key, "word", (key,), entry.terms)


def _read(kana: str, keys: Keys, typed: str) -> _Found | None:
    """Kana as the reading of a word, with its long vowels or without."""
    exact = reading_key(kana)
    for key in dict.fromkeys((exact, loose_key(exact))):
        entry: Entry | None = keys.entry(key)
        if entry is not None and entry.kind in {"reading", "both"}:
            return _Found(typed, "reading", (key,), entry.terms)
    return None


def _unfinished(piece: str, keys: Keys, typed: str = "") -> _Found | None:
    if len(piece) < _SHORTEST_UNFINISHED:
        return None
    found, terms = extended(piece, keys)
    if not terms:
        return None
    return _Found(typed or piece, "unfinished", found, tuple((term, _UNFINISHED) for term in terms))


def _near(piece: str, keys: Keys, typed: str = "") -> _Found | None:
    if not _SHORTEST_MISSPELT <= len(piece) <= _LONGEST_MISSPELT or not (is_kana(piece) or piece.isascii()):
        return None
    found, terms = misspelt(piece, keys)
    if not terms:
        return None
    return _Found(typed or piece, "misspelt", found, tuple((term, _MISSPELT) for term in terms))
