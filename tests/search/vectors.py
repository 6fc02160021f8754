"""Writes the vectors that the Python and the JavaScript sides of search are held to: `python -m tests.search.vectors`.

They come from the Python side, which is the reference; `test_vectors.py` fails where the file is not what it gives.
"""

import gzip
import json
import re
from pathlib import Path
from typing import Any

from annai.language.folding import fold_plain, fold_term
from annai.language.kana import loose_key, reading_key
from annai.language.latin import stem
from annai.language.query import analyse_query
from annai.language.romaji import romaji_to_hiragana
from annai.language.synonyms import Synonyms
from annai.search.index import SearchIndex, build_index
from annai.search.rank import chosen_terms, rank
from annai.search.sinks.browser import browser_files
from tests.search.vector_inputs import ENGLISH, FOLDED, KANA, QUERIES, ROMAJI, SITE, SYNONYMS

FILE = Path(__file__).parents[1] / "fixtures" / "search_vectors.json"


def vectors() -> dict[str, Any]:
    """All vectors."""
    index = build_index(SITE, "ja", Synonyms(SYNONYMS))
    return {
        "index": _index(index),
        "terms": index.terms,
        "queries": [_query(index, text) for text in QUERIES],
        "fold": [[text, fold_plain(text), fold_term(text) if text else ""] for text in FOLDED],
        "stem": [[word, stem(word)] for word in ENGLISH],
        "kana": [[text, reading_key(text), loose_key(reading_key(text))] for text in KANA],
        "romaji": [[text, romaji_to_hiragana(text)] for text in ROMAJI],
    }


def _index(index: SearchIndex) -> dict[str, Any]:
    """The files of the index, unpacked, by name; and which of them is the manifest."""
    made = browser_files(index, [("orders", "ご注文"), ("account", "アカウント")])
    return {
        "manifest": made.manifest,
        "files": {name: json.loads(gzip.decompress(data)) for name, data in made.files.items()},
    }


def _query(index: SearchIndex, text: str) -> dict[str, Any]:
    query = analyse_query(text, index)
    count = len(index.articles)
    return {
        "text": text,
        "terms": [list(term) for term in query.terms],
        "pieces": [[piece.typed, piece.kind, list(piece.keys)] for piece in query.pieces],
        "chosen": [[term.text, df] for term, df in chosen_terms(query.terms, index, count)],
        "ranking": [
            [index.articles[found.article].id, found.score, found.best_section] for found in rank(query, index, count)
        ],
    }


def write(value: dict[str, Any]) -> str:
    """The text of the file: a line for each vector, so that a change shows what changed."""
    lines = [f'"index": {_json(value["index"])}', f'"terms": {_json(value["terms"])}']
    for name in ("queries", "fold", "stem", "kana", "romaji"):
        rows = ",\n".join(_json(row) for row in value[name])
        lines.append(f'"{name}": [\n{rows}\n]')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # What no encoder takes.
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found.group()):04x}", text)


if __name__ == "__main__":
    FILE.write_text(write(vectors()), encoding="utf-8")
