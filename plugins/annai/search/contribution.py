"""Owns what merging needs of an article: for each term where it is and how much it counts, and all words counted.

It depends on the article alone, is small, and is taken apart only as far as it must: an edit of one article of
thousands is merged in the time of a blink.
"""

import math
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec
from msgspec import Struct

from annai.language.analysis import JAPANESE_RUN
from annai.language.morphemes import Piece, Word
from annai.search.documents import SearchDocument
from annai.search.fragment import FIELDS, Article, FieldCount, Fragment, fragment_of
from annai.search.rank import DEFAULT_RANKING, Ranking

_MOST_IMPACT = 255
_LINE = "\n"
_PART = "\x1f"
_PIECE = "\x1e"


class Contribution(Struct, frozen=True, array_like=True):
    """What an article adds to an index.

    `terms` has a term on each line, `chunks` for each of them "count,unit,impact,unit,impact,...": the units that hold
    it. `words` and `latin` have a word on each line (`word_of`, `latin_of`), `counts` how often each of them is there,
    first those of `words`; `tokens` is how many words there are in all.
    """

    article: Article
    terms: str
    chunks: str
    words: str
    latin: str
    counts: tuple[int, ...]
    tokens: int

    def word_counts(self) -> Iterator[tuple[str, int]]:
        """The lines of `words`, with their counts."""
        return zip(_lines(self.words), self.counts, strict=False)

    def latin_counts(self) -> Iterator[tuple[str, int]]:
        """The lines of `latin`, with their counts."""
        latin = _lines(self.latin)
        return zip(latin, self.counts[len(self.counts) - len(latin) :], strict=True)

    def chunks_by_term(self) -> Iterator[tuple[str, str]]:
        """Each term with its chunk."""
        return zip(_lines(self.terms), _lines(self.chunks), strict=True)


def contribution_of(documents: Sequence[SearchDocument], ranking: Ranking = DEFAULT_RANKING) -> Contribution:
    """What the documents of one article add."""
    return contribution_of_fragment(fragment_of(documents), ranking)


def contribution_of_fragment(fragment: Fragment, ranking: Ranking = DEFAULT_RANKING) -> Contribution:
    """What a fragment adds."""
    chunks = chunks_of(fragment.units, ranking)
    words = [(line, count) for word, count in fragment.words if (line := _line_of(word))]
    latin = [(_PART.join((raw, whole, *parts)), count) for (raw, whole, parts), count in fragment.latin]
    return Contribution(
        fragment.article,
        _LINE.join(chunks),
        _LINE.join(chunks.values()),
        _LINE.join([line for line, _ in words]),
        _LINE.join([line for line, _ in latin]),
        tuple(count for _, count in (*words, *latin)),
        sum(count for _, count in (*fragment.words, *fragment.latin)),
    )


def chunks_of(units: Sequence[Sequence[FieldCount]], ranking: Ranking = DEFAULT_RANKING) -> dict[str, str]:
    """For each term "count,unit,impact,...": the units that hold it, and how much it counts there (BM25's terms)."""
    found: dict[str, str] = {}
    for number, unit in enumerate(units):
        # Terms that are as frequent count as much: their text is made once.
        places: dict[float, str] = {}
        for term, frequency in _frequencies(unit, ranking):
            place = places.get(frequency)
            if place is None:
                place = places[frequency] = f",{number},{impact_of(frequency, ranking.k1)}"
            before = found.get(term)
            found[term] = place if before is None else before + place
    return {term: f"{places.count(',') // 2}{places}" for term, places in found.items()}


def _frequencies(unit: Sequence[FieldCount], ranking: Ranking) -> Iterable[tuple[str, float]]:
    """The terms of a unit with their frequencies, weighed by field and levelled by length."""
    shares = [ranking.share(FIELDS[field.field], field.length) for field in unit]
    if len(unit) == 1:
        (share,) = shares
        return ((term, share * count) for term, count in unit[0].counts)
    frequencies: defaultdict[str, float] = defaultdict(float)
    for field, share in zip(unit, shares, strict=True):
        for term, count in field.counts:
            frequencies[term] += share * count
    return frequencies.items()


def impact_of(frequency: float, k1: float) -> int:
    """A weighted frequency as it saturates, in hundredths, 1 to 255: BM25's second factor."""
    return max(1, min(_MOST_IMPACT, math.floor(100 * frequency * (k1 + 1) / (frequency + k1) + 0.5)))


def units_of(contribution: Contribution) -> Mapping[int, Mapping[str, int]]:
    """For each unit of an article its terms with their impacts."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for term, chunk in contribution.chunks_by_term():
        numbers = [int(number) for number in chunk.split(",")]
        for at in range(1, len(numbers), 2):
            found[numbers[at]][term] = numbers[at + 1]
    return found


def packed(contribution: Contribution) -> bytes:
    """The bytes of a contribution, to be kept."""
    return zlib.compress(_ENCODER.encode(contribution), 1)


def unpacked(data: bytes) -> Contribution:
    """The contribution of `packed()` bytes."""
    return _DECODER.decode(zlib.decompress(data))


def word_of(line: str) -> Word:
    """The word that a line stands for."""
    surface, text, reading, dictionary, conjugation, noun, *parts = line.split(_PART)
    return Word(surface, text, reading, tuple(map(_piece_of, parts)), noun == "1", dictionary, conjugation)


def latin_of(line: str) -> tuple[str, str, tuple[str, ...]]:
    """The word outside Japanese that a line stands for: (as written, whole, parts)."""
    raw, whole, *parts = line.split(_PART)
    return raw, whole, tuple(parts)


@lru_cache(maxsize=262144)
def _line_of(word: Word) -> str:
    """The line that stands for a word; empty for signs, which nobody asks for."""
    if not word.text and not JAPANESE_RUN.fullmatch(word.surface):
        return ""
    parts = (_PIECE.join((part.text, str(part.start), str(part.end), part.reading)) for part in word.parts)
    noun = "1" if word.noun else ""
    return _PART.join((word.surface, word.text, word.reading, word.dictionary, word.conjugation, noun, *parts))


def _piece_of(text: str) -> Piece:
    term, start, end, reading = text.split(_PIECE)
    return Piece(term, int(start), int(end), reading)


def _lines(text: str) -> list[str]:
    return text.split(_LINE) if text else []


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Contribution)
