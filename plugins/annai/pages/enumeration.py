"""Owns how several words become one line, and which language that line is then marked with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annai.pages.contexts import Phrase, Words
from annai.pages.strings import interface_language


def together(parts: Iterable[Words], separator: str) -> Words:
    """Words as one line. Where they are of several languages, it is marked with that of the most characters."""
    found = [part for part in parts if str(part)]
    if len(found) == 1:
        return found[0]
    text = separator.join(str(part) for part in found)
    sizes: dict[str, int] = {}
    for part in found:
        language = part.lang if isinstance(part, Phrase) else ""
        sizes[language] = sizes.get(language, 0) + len(str(part))
    main = max(sizes, key=lambda name: (sizes[name], not name), default="")
    return Phrase(text, main) if main else text


def comma(language: str) -> str:
    """What stands between the items of a short list: 、 or a comma."""
    return "、" if interface_language(language) == "ja" else ", "


def dot(language: str) -> str:
    """What stands between words that belong closely together: ・ or a comma."""
    return "・" if interface_language(language) == "ja" else ", "


def slash(language: str) -> str:
    """What stands between whole phrases."""
    return "／" if interface_language(language) == "ja" else "; "


def colon(language: str) -> str:
    """What stands between a label and what it is of."""
    return "：" if interface_language(language) == "ja" else ": "


def both(language: str) -> str:
    """What stands between two conditions that must both hold."""
    return "、かつ" if interface_language(language) == "ja" else " and "


def gap(language: str) -> str:
    """What stands between the parts of a measure: 1時間30分, 1 hour 30 minutes."""
    return "" if interface_language(language) == "ja" else " "


def distinct(values: Iterable[Words]) -> tuple[Words, ...]:
    """Words in their order, each once, empty ones left out."""
    by_text: dict[str, Words] = {}
    for value in values:
        if str(value):
            by_text.setdefault(str(value), value)
    return tuple(by_text.values())


def not_within_others(values: Sequence[Words]) -> tuple[Words, ...]:
    """Words of which none is a part of another: the longer one says it already."""
    texts = [str(value) for value in values]
    return tuple(
        value
        for number, value in enumerate(values)
        if not any(
            texts[number] in text and (len(text) > len(texts[number]) or other < number)
            for other, text in enumerate(texts)
            if other != number
        )
    )
