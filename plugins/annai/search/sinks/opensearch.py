"""Owns what OpenSearch is given: a mapping with Japanese analysis, documents as bulk NDJSON, and a query.

For those who outgrow a machine. Two analysers are known: `sudachi` (the plugin analysis-sudachi, with the dictionary
that Annai itself uses) and `kuromoji` (the plugin analysis-kuromoji, which most hosts have). A document is a section
of an article; results are collapsed to one for each article, as in the browser.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from annai.language.synonyms import NO_SYNONYMS, Synonyms
from annai.search.documents import SearchDocument
from annai.search.rank import DEFAULT_RANKING, Ranking

Analyser = Literal["sudachi", "kuromoji"]
"""Which plugin of OpenSearch analyses Japanese."""

_HEADINGS = {"title": "title", "keywords": "keywords", "summary": "summary", "heading": "section_title", "body": "text"}
# Characters are folded in OpenSearch as in `folding`: width and compatibility by ICU's rules, case, and long vowels.
_CHAR_FILTER: Mapping[str, Any] = {
    "annai_width": {"type": "icu_normalizer", "name": "nfkc", "mode": "compose"},
}
_TOKENIZERS: Mapping[Analyser, Mapping[str, Any]] = {
    "sudachi": {
        "annai_words": {"type": "sudachi_tokenizer", "split_mode": "C", "discard_punctuation": True},
    },
    "kuromoji": {
        "annai_words": {"type": "kuromoji_tokenizer", "mode": "search", "discard_punctuation": True},
    },
}
_FILTERS: Mapping[Analyser, Mapping[str, Any]] = {
    "sudachi": {
        "annai_content": {
            "type": "sudachi_part_of_speech",
            "stoptags": ["助詞", "助動詞", "補助記号", "空白", "接頭辞", "連体詞", "接続詞"],
        },
        "annai_parts": {"type": "sudachi_split", "mode": "search"},
        "annai_reading": {"type": "sudachi_readingform", "use_romaji": False},
    },
    "kuromoji": {
        "annai_content": {"type": "kuromoji_part_of_speech"},
        "annai_long_vowel": {"type": "kuromoji_stemmer", "minimum_length": 4},
        "annai_reading": {"type": "kuromoji_readingform", "use_romaji": False},
    },
}
_CHAINS: Mapping[Analyser, Sequence[str]] = {
    "sudachi": ("sudachi_baseform", "annai_content", "sudachi_normalizedform", "annai_parts", "lowercase"),
    "kuromoji": ("kuromoji_baseform", "annai_content", "cjk_width", "annai_long_vowel", "lowercase"),
}


def mapping(
    language: str, analyser: Analyser = "sudachi", synonyms: Synonyms = NO_SYNONYMS, ranking: Ranking = DEFAULT_RANKING
) -> dict[str, Any]:
    """The body of the request that creates an index (`PUT /name`) for documents in a language (BCP 47).

    Words, readings and pairs of characters are fields of their own; BM25 has the same settings as in the browser.
    """
    japanese = language.partition("-")[0] == "ja"
    text = (
        _japanese_field() if japanese else {"type": "text", "analyzer": "annai_text", "search_analyzer": "annai_query"}
    )
    properties: dict[str, Any] = dict.fromkeys(_HEADINGS.values(), text)
    properties |= {name: {"type": "keyword"} for name in ("id", "kind", "category", "language", "audience")}
    properties |= {name: {"type": "keyword", "index": False} for name in ("url", "anchor")}
    return {
        "settings": {
            "analysis": _japanese(analyser, synonyms) if japanese else _other(synonyms),
            "index": {
                "similarity": {
                    "default": {"type": "BM25", "k1": ranking.k1, "b": ranking.levelled["title"]},
                    "annai_body": {"type": "BM25", "k1": ranking.k1, "b": ranking.levelled["body"]},
                }
            },
        },
        "mappings": {
            "dynamic": "strict",
            "properties": properties | {"text": {**text, "similarity": "annai_body"}},
        },
    }


def bulk(documents: Iterable[SearchDocument], index: str) -> Iterator[str]:
    """The lines of `POST /_bulk` for an index, each with its line end: an action, then a document.

    Documents have stable ids, so that the same ones sent again replace themselves.
    """
    for document in documents:
        action = {"index": {"_index": index, "_id": _id(document)}}
        source = {
            "id": document.id,
            "kind": document.kind,
            "url": document.url,
            "anchor": document.anchor,
            "title": document.title,
            "section_title": document.section_title,
            "summary": document.summary,
            "text": document.text,
            "keywords": list(document.keywords),
            "category": document.category,
            "language": document.language,
            "audience": document.audience,
        }
        yield _line(action)
        yield _line(source)


def query(
    text: str, language: str, limit: int = 10, kinds: Sequence[str] = (), ranking: Ranking = DEFAULT_RANKING
) -> dict[str, Any]:
    """The body of `POST /name/_search`: fields weighed as in the browser, one result for each article.

    `kinds` narrows the results down to some, if any are given.
    """
    fields = [f"{name}^{ranking.weights[field]}" for field, name in _HEADINGS.items()]
    wanted: list[dict[str, Any]] = [{"multi_match": {"query": text, "type": "most_fields", "fields": fields}}]
    if language.partition("-")[0] == "ja":
        read = [f"{name}.reading^{ranking.weights[field] * 0.8:g}" for field, name in _HEADINGS.items()]
        pairs = [f"{name}.pairs^{ranking.weights[field] * 0.2:g}" for field, name in _HEADINGS.items()]
        wanted += [{"multi_match": {"query": text, "type": "most_fields", "fields": some}} for some in (read, pairs)]
    bool_query: dict[str, Any] = {"should": wanted, "minimum_should_match": 1}
    if kinds:
        bool_query["filter"] = [{"terms": {"kind": list(kinds)}}]
    return {
        "size": limit,
        "query": {"bool": bool_query},
        "collapse": {"field": "id"},
        "highlight": {"fields": {name: {} for name in ("title", "section_title", "text")}},
    }


def _japanese_field() -> dict[str, Any]:
    return {
        "type": "text",
        "analyzer": "annai_text",
        "search_analyzer": "annai_query",
        "fields": {
            "reading": {"type": "text", "analyzer": "annai_reading"},
            "pairs": {"type": "text", "analyzer": "annai_pairs"},
        },
    }


def _japanese(analyser: Analyser, synonyms: Synonyms) -> dict[str, Any]:
    words = {"type": "custom", "tokenizer": "annai_words", "char_filter": ["annai_width"]}
    chain = list(_CHAINS[analyser])
    return {
        "char_filter": _CHAR_FILTER,
        "tokenizer": {**_TOKENIZERS[analyser], "annai_pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2}},
        "filter": {**_FILTERS[analyser], "annai_synonyms": _synonym_filter(synonyms)},
        "analyzer": {
            "annai_text": {**words, "filter": chain},
            "annai_query": {**words, "filter": [*chain, "annai_synonyms"]},
            "annai_reading": {**words, "filter": ["annai_content", "annai_reading"]},
            "annai_pairs": {
                "type": "custom",
                "tokenizer": "annai_pairs",
                "char_filter": ["annai_width"],
                "filter": ["lowercase"],
            },
        },
    }


def _other(synonyms: Synonyms) -> dict[str, Any]:
    chain = ["lowercase", "asciifolding", "porter_stem"]
    return {
        "filter": {"annai_synonyms": _synonym_filter(synonyms)},
        "analyzer": {
            "annai_text": {"type": "custom", "tokenizer": "standard", "filter": chain},
            "annai_query": {"type": "custom", "tokenizer": "standard", "filter": [*chain, "annai_synonyms"]},
        },
    }


def _synonym_filter(synonyms: Synonyms) -> dict[str, Any]:
    """The site's own rules, in Solr's notation; `lenient`, since a rule may come to nothing by analysis."""
    rules = []
    for sources, targets, _ in synonyms.rules:
        kept = [_rule_word(word) for word in dict.fromkeys((*sources, *targets))]
        rules.append(f"{', '.join(map(_rule_word, sources))} => {', '.join(kept)}")
    return {"type": "synonym_graph", "lenient": True, "synonyms": list(dict.fromkeys(rules))}


def _rule_word(word: str) -> str:
    """A word in a rule, where commas and arrows would divide it."""
    return word.replace("\\", "\\\\").replace(",", "\\,").replace("=>", "\\=>")


def _id(document: SearchDocument) -> str:
    return f"{document.audience}/{document.language}/{document.id}#{document.anchor}"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
