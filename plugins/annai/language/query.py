"""Owns the analysis of a query: what was typed, and what it may stand for in a site's own words."""

import re
from collections.abc import Iterator

from annai.language.analysis import analyse
from annai.language.folding import fold_plain, hiragana
from annai.language.lexicon import Lexicon
from annai.language.romaji import romaji_to_hiragana
from annai.language.terms import Query, QueryTerm, Term

# What a term is worth that is not what was typed but stands for it.
_PART = 0.5
_AKIN = 0.5
_READ_AS = 0.8
_UNFINISHED = 0.6
_MISSPELT = 0.5
_BIGRAM = 0.3

# Longer input is no question; its beginning says what it is about.
_LONGEST_QUERY = 1_000
_KANA_RUN = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]+")


def analyse_query(text: str, language: str, lexicon: Lexicon) -> Query:
    """The terms that a query asks for.

    A word that the lexicon holds stands for itself, and a little for words of the same stem. One that it does not
    hold stands for words that are read so (へんぴん), that it is the beginning of (へんぴ), that it runs together, or
    that are one typing error away.
    Never fails; a query without any word gives no terms.
    """
    text = text[:_LONGEST_QUERY]
    terms = [term for term in analyse(text, language) if term.kind != "reading"]
    weighted: dict[str, QueryTerm] = {}
    for concept, (word, rest) in enumerate(_concepts(terms)):
        asked = [(word.text, 1.0), *((term.text, _PART if term.kind == "part" else _BIGRAM) for term in rest)]
        known = [(term, weight) for term, weight in asked if term in lexicon]
        if word.text not in lexicon:
            known += _instead(word, text, lexicon)
        known += [(term, _AKIN) for term in lexicon.akin(word.text)]
        for term, weight in known or asked:
            if term not in weighted or weighted[term].weight < weight:
                weighted[term] = QueryTerm(term, weight, concept)
    ordered = sorted(weighted.values(), key=lambda term: (term.concept, -term.weight))
    return Query(text, tuple(ordered))


def _concepts(terms: list[Term]) -> Iterator[tuple[Term, list[Term]]]:
    """Each word with the parts and bigrams that lie in its range."""
    at = 0
    while at < len(terms):
        word = terms[at]
        at += 1
        rest: list[Term] = []
        while at < len(terms) and terms[at].kind != "word" and terms[at].start < word.end:
            rest.append(terms[at])
            at += 1
        yield word, rest


def _instead(word: Term, text: str, lexicon: Lexicon) -> list[tuple[str, float]]:
    """Terms of the lexicon that a word may stand for, with their weights; the first way that finds some decides."""
    surface = _around(word, text)
    read = lexicon.segment(surface) or lexicon.segment(word.text)
    if read:
        return [(term, _READ_AS) for term in read]
    spelt = romaji_to_hiragana(surface)
    if spelt and (read := lexicon.read_as(spelt)):
        return [(term, _READ_AS) for term in read]
    if len(surface) >= 2 and (begun := lexicon.starting_with(surface)):
        return [(term, _UNFINISHED) for term in begun]
    if len(surface) >= 4 and (near := lexicon.misspelt(surface) or lexicon.misspelt(word.text)):
        return [(term, _MISSPELT) for term in near]
    return []


def _around(word: Term, text: str) -> str:
    """The word as typed, folded; of a word in kana the whole run of kana, which analysis may have cut wrongly."""
    surface = fold_plain(text[word.start : word.end])
    if not _KANA_RUN.fullmatch(surface):
        return surface
    for run in _KANA_RUN.finditer(text):
        if run.start() <= word.start < run.end():
            return hiragana(fold_plain(run.group()))
    return surface
