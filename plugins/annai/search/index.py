"""Owns the index of a site's texts: where each term is, and the lexicon, merged from what its articles add."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from annai.language.analysis import PAIR
from annai.language.lexicon import Entry, Lexicon, utf16
from annai.language.synonyms import NO_SYNONYMS, Synonyms
from annai.language.vocabulary import Vocabulary
from annai.search.contribution import Contribution, contribution_of_fragment, latin_of, word_of
from annai.search.documents import SearchDocument
from annai.search.fragment import Article, Fragment, articles_of, fragment_of
from annai.search.rows import Row

_MOST_FORMS = 4


class SearchIndex:
    """The articles of a site in one language, what they are found by, and what queries mean in their words."""

    def __init__(
        self,
        language: str,
        articles: Sequence[Article],
        rows: Mapping[str, Row],
        lexicon: Lexicon,
        forms: Mapping[str, tuple[str, ...]],
    ) -> None:
        """`rows` tells for each term where it is, `forms` how it is written."""
        self.language = language
        self.articles = articles
        self.rows = rows
        self.lexicon = lexicon
        self._forms = forms

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """All terms in the order in which a browser has them: words by their UTF-16 code units, then pairs.

        Edits bring new pairs more often than new words, whose numbers then stay.
        """
        return tuple(sorted(self.rows, key=lambda term: (term[0] == PAIR, utf16(term))))

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
        row = self.rows.get(term)
        return row.df if row is not None else 0

    def forms(self, term: str) -> tuple[str, ...]:
        """The commonest ways in which a term is written in the texts, at most four."""
        return self._forms.get(term, ())

    def postings(self, term: str) -> Iterator[tuple[int, int, int]]:
        """(article, unit, impact) for each unit that holds a term, in order; unit 0 is an article's head."""
        row = self.rows.get(term)
        return row.postings() if row is not None else iter(())


def build_index(documents: Iterable[SearchDocument], language: str, synonyms: Synonyms = NO_SYNONYMS) -> SearchIndex:
    """The index of documents in one language; sections of an article have its id."""
    return merge([fragment_of(article) for article in articles_of(documents)], language, synonyms)


def merge(fragments: Iterable[Fragment], language: str, synonyms: Synonyms = NO_SYNONYMS) -> SearchIndex:
    """The index of articles' fragments, in their order."""
    return merge_contributions([contribution_of_fragment(fragment) for fragment in fragments], language, synonyms)


def merge_contributions(
    contributions: Sequence[Contribution], language: str, synonyms: Synonyms = NO_SYNONYMS
) -> SearchIndex:
    """The index of what articles add, in their order."""
    rows = rows_of(contributions)
    vocabulary = vocabulary_of(contributions)
    lexicon = vocabulary.lexicon(rows, *synonyms.expansion(words_among(rows), language))
    articles = tuple(contribution.article for contribution in contributions)
    return SearchIndex(language, articles, rows, lexicon, forms_of(vocabulary))


def words_among(terms: Iterable[str]) -> list[str]:
    """The terms that are words, not pairs of characters."""
    return [term for term in terms if term[0] != PAIR]


def rows_of(contributions: Iterable[Contribution]) -> dict[str, Row]:
    """Where each term is."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}
    for number, contribution in enumerate(contributions):
        for term, chunk in contribution.chunks_by_term():
            texts[term].append(f"{number - last.get(term, 0)},{chunk}")
            last[term] = number
    return {term: Row(len(parts), last[term], ",".join(parts)) for term, parts in texts.items()}


def vocabulary_of(contributions: Iterable[Contribution]) -> Vocabulary:
    """All words of the articles, counted."""
    words: dict[str, int] = {}
    latin: dict[str, int] = {}
    tokens = 0
    for contribution in contributions:
        for line, count in contribution.word_counts():
            words[line] = words.get(line, 0) + count
        for line, count in contribution.latin_counts():
            latin[line] = latin.get(line, 0) + count
        tokens += contribution.tokens
    return Vocabulary(
        {word_of(line): count for line, count in words.items()},
        {latin_of(line): count for line, count in latin.items()},
        tokens,
    )


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
