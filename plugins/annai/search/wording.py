"""Owns the preference for a query's own wording: runs of characters and pairs of words that it shares with a text."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from annai.language.folding import fold_plain, hiragana
from annai.search.rank import ScoredSection

_RUN = re.compile(r"[^\W_]+")
_ONLY_HIRAGANA = re.compile(r"[\u3041-\u3096]+")
_SPACE = re.compile(r"\s+")
_SIZE = 3
_MOST_SHINGLES = 200


def prefer_wording(
    query: str,
    sections: Sequence[ScoredSection],
    text_of: Callable[[int], str],
    *,
    share: float,
    candidates: int = 50,
) -> list[ScoredSection]:
    """The sections, scored up to `1 + share` times as high for as much of the query's wording as they repeat.

    Only the best `candidates` are looked at: `text_of(section)` may have to read from disk. Among them, wording
    that few of them share counts for more.
    """
    best, rest = list(sections[:candidates]), list(sections[candidates:])
    wanted = shingles(query)
    if not wanted:
        return [*best, *rest]
    repeated = [_repeated(wanted, text_of(section.section)) for section in best]
    counts = Counter(shingle for found in repeated for shingle in found)
    rarity = {
        shingle: math.log(1 + (len(best) - counts[shingle] + 0.5) / (counts[shingle] + 0.5)) for shingle in wanted
    }
    whole = sum(rarity.values())
    scored = [
        replace(section, score=section.score * (1 + share * sum(rarity[shingle] for shingle in found) / whole))
        for section, found in zip(best, repeated, strict=True)
    ]
    return sorted([*scored, *rest], key=lambda section: (-section.score, section.section))


def shingles(text: str) -> tuple[str, ...]:
    """What makes up a text's wording: three characters in a row in Japanese, two words in a row elsewhere."""
    runs = _RUN.findall(_plain(text))
    found: list[str] = []
    for run, following in pairwise([*runs, ""]):
        if run.isascii():
            if following and following.isascii():
                found.append(f"{run} {following}")
            continue
        found += [
            part for at in range(len(run) - _SIZE + 1) if not _ONLY_HIRAGANA.fullmatch(part := run[at : at + _SIZE])
        ]
    return tuple(dict.fromkeys(found))[:_MOST_SHINGLES]


def _repeated(wanted: Iterable[str], text: str) -> list[str]:
    plain = _plain(text)
    return [shingle for shingle in wanted if shingle in plain]


def _plain(text: str) -> str:
    return _SPACE.sub(" ", hiragana(fold_plain(text)))
