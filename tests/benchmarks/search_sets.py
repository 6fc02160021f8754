"""The sets of documents and queries that searches are compared on."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from annai.cli.evaluate import site_corpus
from annai.cli.evaluate_engines import Corpus
from annai.search.evaluate import Judgements
from annai.search.evaluate_files import documents_of_text, read_judgements, read_queries, read_texts

REPOSITORY = Path(__file__).parents[2]
DATA = REPOSITORY.parent / "shared" / "data"
OWN = REPOSITORY / "tests" / "fixtures" / "search_sets"
# Asking all 2,723 and 3,939 would take the slowest peers an hour.
STEPS = {"alchemy_ja": 6, "jaquad_dev": 8}
LANGUAGES = {"alchemy_ja": "ja", "jaquad_dev": "ja", "mackerel_ja": "ja", "arduino_help_en": "en"}
DEMO = {"demo_ja": "ja", "demo_en": "en"}


@dataclass(frozen=True)
class SearchSet:
    """Documents, queries by id, and which documents answer them.

    `classes` names the kind of each query where the set has kinds; `step` says that every nth query was taken.
    """

    name: str
    corpus: Corpus
    queries: Mapping[str, str]
    judgements: Judgements
    step: int = 1
    classes: Mapping[str, str] = field(default_factory=dict)


def search_set(name: str, *, half: str = "dev") -> SearchSet | None:
    """A set by its name; None where its files are not beside this checkout. `half` chooses among the demo's queries."""
    if name in DEMO:
        return _demo(name, DEMO[name], half)
    folder = DATA / name
    if not folder.is_dir():
        return None
    language, step = LANGUAGES[name], STEPS.get(name, 1)
    texts = read_texts(folder / "docs.jsonl.gz")
    documents = tuple(chain.from_iterable(documents_of_text(text, language) for text in texts))
    queries = {query.id: query.text for query in read_queries(folder / "queries.jsonl")[::step]}
    return SearchSet(name, Corpus(documents, language), queries, read_judgements(folder / "qrels.tsv"), step)


def _demo(name: str, language: str, half: str) -> SearchSet:
    with (OWN / f"{language}.tsv").open(encoding="utf-8", newline="") as rows:
        asked = [row for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE) if row["half"] == half]
    named = {f"{language}{number}": row for number, row in enumerate(asked)}
    return SearchSet(
        f"{name} ({half})",
        site_corpus(REPOSITORY, language),
        {query: row["query"] for query, row in named.items()},
        {query: dict.fromkeys(row["relevant"].split(","), 1) for query, row in named.items()},
        classes={query: row["class"] for query, row in named.items()},
    )
