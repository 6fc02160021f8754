"""Owns the index of a site's texts: postings with impacts, and the lexicon, merged from its articles' fragments."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from annai.language.lexicon import Entry, Lexicon, utf16
from annai.language.synonyms import NO_SYNONYMS, Synonyms
from annai.language.vocabulary import Vocabulary
from annai.search.documents import SearchDocument
from annai.search.fragment import FIELDS, Article, FieldCount, Fragment, articles_of, fragment_of
from annai.search.rank import DEFAULT_RANKING, Ranking

_MOST_IMPACT = 255
_MOST_FORMS = 4


class SearchIndex:
    """The articles of a site in one language, what they are found by, and what queries mean in their words."""

    def __init__(
        self,
        language: str,
        articles: Sequence[Article],
        rows: Mapping[str, Sequence[tuple[int, str]]],
        lexicon: Lexicon,
        forms: Mapping[str, tuple[str, ...]],
    ) -> None:
        """`rows` has for each term the articles that hold it, with "count,unit,impact,..." for each."""
        self.language = language
        self.articles = articles
        self.rows = rows
        self.lexicon = lexicon
        self._forms = forms

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """All terms, by their UTF-16 code units: the order in which a browser has them."""
        return tuple(sorted(self.rows, key=utf16))

    @property
    def unknown(self) -> int:
        """See `lexicon.Keys`."""
        return self.lexicon.unknown

    def entry(self, key: str) -> Entry | None:
        """See `lexicon.Keys`."""
        return self.lexicon.entry(key)

    def keys_with(self, prefix: str) -> Sequence[str]:
        """See `lexicon.Keys`."""
        return self.lexicon.keys_with(prefix)

    def df(self, term: str) -> int:
        """The number of articles that hold a term."""
        return len(self.rows.get(term, ()))

    def forms(self, term: str) -> tuple[str, ...]:
        """The commonest ways in which a term is written in the texts, at most four."""
        return self._forms.get(term, ())

    def postings(self, term: str) -> Iterator[tuple[int, int, int]]:
        """(article, unit, impact) for each unit that holds a term, in order; unit 0 is an article's head."""
        for article, chunk in self.rows.get(term, ()):
            numbers = [int(number) for number in chunk.split(",")]
            for at in range(1, len(numbers), 2):
                yield article, numbers[at], numbers[at + 1]


def build_index(documents: Iterable[SearchDocument], language: str, synonyms: Synonyms = NO_SYNONYMS) -> SearchIndex:
    """The index of documents in one language; sections of an article have its id."""
    return merge([fragment_of(article) for article in articles_of(documents)], language, synonyms)


def merge(
    fragments: Sequence[Fragment],
    language: str,
    synonyms: Synonyms = NO_SYNONYMS,
    ranking: Ranking = DEFAULT_RANKING,
) -> SearchIndex:
    """The index of articles' fragments, in their order."""
    pivots = pivots_of(fragments)
    rows: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, fragment in enumerate(fragments):
        for term, chunk in chunks_of(fragment, pivots, ranking).items():
            rows[term].append((number, chunk))
    vocabulary = vocabulary_of(fragments)
    terms = [term for term in rows if term[0] != "~"]
    lexicon = vocabulary.lexicon(terms, *synonyms.expansion(terms, language))
    articles = tuple(fragment.article for fragment in fragments)
    return SearchIndex(language, articles, dict(rows), lexicon, forms_of(vocabulary))


def pivots_of(fragments: Iterable[Fragment]) -> tuple[int, ...]:
    """The mean length of each field over the units where it is not empty, as the nearest power of two."""
    lengths = [0] * len(FIELDS)
    units = [0] * len(FIELDS)
    for fragment in fragments:
        for unit in fragment.units:
            for field in unit:
                if field.length:
                    lengths[field.field] += field.length
                    units[field.field] += 1
    return tuple(
        max(1, 2 ** round(math.log2(length / count))) if count else 1
        for length, count in zip(lengths, units, strict=True)
    )


def chunks_of(fragment: Fragment, pivots: Sequence[int], ranking: Ranking) -> dict[str, str]:
    """For each term of an article "count,unit,impact,...": the units that hold it, and how much it counts there."""
    found: dict[str, str] = {}
    for number, unit in enumerate(fragment.units):
        for term, impact in impacts_of(unit, pivots, ranking):
            if impact:
                found[term] = f"{found[term]},{number},{impact}" if term in found else f"{number},{impact}"
    return {term: f"{(chunk.count(',') + 1) // 2},{chunk}" for term, chunk in found.items()}


def impacts_of(
    unit: Sequence[FieldCount], pivots: Sequence[int], ranking: Ranking = DEFAULT_RANKING
) -> Iterator[tuple[str, int]]:
    """How much each term counts in a unit, 0 to 255."""
    if len(unit) == 1:
        # Most sections are one field; a term's impact depends on its count alone.
        (field,) = unit
        share = ranking.share(FIELDS[field.field], field.length, pivots[field.field])
        for term, count in field.counts:
            yield term, impact_of(share * count, ranking.k1)
        return
    frequencies: defaultdict[str, float] = defaultdict(float)
    for field in unit:
        share = ranking.share(FIELDS[field.field], field.length, pivots[field.field])
        for term, count in field.counts:
            frequencies[term] += share * count
    for term, frequency in frequencies.items():
        yield term, impact_of(frequency, ranking.k1)


@lru_cache(maxsize=65536)
def impact_of(frequency: float, k1: float) -> int:
    """A weighted frequency as it saturates, in hundredths, at most 255: BM25's second factor."""
    return min(_MOST_IMPACT, math.floor(100 * frequency * (k1 + 1) / (frequency + k1) + 0.5))


def vocabulary_of(fragments: Iterable[Fragment]) -> Vocabulary:
    """All words of the fragments, counted."""
    vocabulary = Vocabulary(Counter(), Counter(), set())
    words, latin = vocabulary.words, vocabulary.latin
    for fragment in fragments:
        for word, count in fragment.words:
            words[word] += count
        for key, count in fragment.latin:
            latin[key] += count
        vocabulary.pairs.update(fragment.pairs)
    return vocabulary


def forms_of(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """For each term its commonest surfaces."""
    surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, count in vocabulary.words.items():
        if word.text:
            surfaces[word.text][word.surface] += count
            for part in word.parts:
                surfaces[part.text][word.surface[part.start : part.end]] += count
    for (raw, whole, pieces), count in vocabulary.latin.items():
        surfaces[whole][raw] += count
        for piece in pieces:
            surfaces[piece][piece] += count
    return {
        term: tuple(surface for surface, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_MOST_FORMS])
        for term, found in surfaces.items()
    }
