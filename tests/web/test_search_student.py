"""The browser's student of search comes to the same numbers, and so to the same order, as the Python one."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
from array import array
from pathlib import Path

import pytest

from annai.language.query import analyse_query
from annai.language.terms import NO_CONCEPT, Query, QueryTerm
from annai.search.index import SearchIndex, build_index
from annai.search.rank import chosen_terms, rank
from annai.search.student import Fusion, Meaning, Member, Said, fuse, said_by
from annai.search.student_shards import student_files
from tests.search.builders import SHOP

MODULE = Path(__file__).parents[2] / "plugins" / "annai" / "web" / "search" / "student.mjs"
ARTICLES, DIMENSIONS, COARSE, CLUSTERS = 60, 16, 6, 7

_SCRIPT = """
import { readFileSync } from "node:fs";
const { Student, fuse, saidBy } = await import(process.argv[2]);
const { manifest, files, cases, said } = JSON.parse(readFileSync(0, "utf8"));
const here = new Map();
const student = new Student(manifest, (name, lacking) => {
  if (!here.has(name)) lacking.add(name);
  return here.get(name);
});
const fetched = [];
const answers = cases.map(({ terms, lexical, said }) => {
  for (;;) {
    const lacking = new Set();
    const near = student.near(terms, lexical, lacking);
    if (lacking.size === 0) return { near: [...near], fused: fuse(lexical, near, manifest.fusion, said) };
    for (const name of lacking) {
      here.set(name, files[name]);
      fetched.push(name);
    }
  }
});
const sayings = said.map(({ pieces, chosen, count, article }) => saidBy(pieces, chosen, count, article));
process.stdout.write(JSON.stringify({ answers, sayings, fetched }));
"""


@pytest.fixture(scope="module")
def chance() -> random.Random:
    return random.Random(20)


@pytest.fixture(scope="module")
def terms() -> list[str]:
    return [f"term{number:03}" for number in range(100)]


@pytest.fixture(scope="module")
def meaning(chance: random.Random, terms: list[str]) -> Meaning:
    def some(dimensions: int) -> array[int]:
        return array("b", (chance.randint(-127, 127) for _ in range(dimensions)))

    places = [chance.randrange(CLUSTERS) for _ in range(ARTICLES)]
    clusters: list[list[Member]] = [[] for _ in range(CLUSTERS)]
    for article, place in enumerate(places):
        head = tuple(some(DIMENSIONS) for _ in range(chance.randrange(3)))
        clusters[place].append(Member(article, head, tuple(some(DIMENSIONS) for _ in range(chance.randrange(4)))))
    known = {term: some(DIMENSIONS) for term in terms if chance.random() < 0.8}
    middles = [some(COARSE) for _ in range(CLUSTERS)]
    # So strong that many a place changes, so far that some articles lie outside all clusters that are looked into.
    fusion = Fusion(probes=1, clusters=3, leaders=4, least=5)
    return Meaning(fusion, DIMENSIONS, known, middles, clusters, places)


@pytest.fixture(scope="module")
def cases(chance: random.Random) -> list[tuple[list[tuple[int, int, int]], list[tuple[int, float]], Said]]:
    def case() -> tuple[list[tuple[int, int, int]], list[tuple[int, float]], Said]:
        terms = [
            (number, chance.randint(1, 100), chance.choice([0, 1, 2, NO_CONCEPT]))
            for number in chance.sample(range(100), chance.randrange(8))
        ]
        found = chance.sample(range(ARTICLES), chance.randrange(20))
        scores = sorted((round(chance.uniform(0.1, 30), chance.choice([1, 9])) for _ in found), reverse=True)
        said = Said(chance.choice([0, 37, 99, 100]), chance.randrange(4))
        return terms, list(zip(found, scores, strict=True)), said

    return [case() for _ in range(300)]


@pytest.fixture(scope="module")
def sayings() -> list[tuple[Query, int]]:
    index = _index()
    texts = [
        "領収書",
        "領収書の発行",
        "りょうしゅうしょ",
        "領収書 宇宙船",
        "返品 条件 食品",
        "pasuwa-do",
        "商品が届かない",
    ]
    queries = [analyse_query(text, index) for text in texts]
    return [(query, scored.article) for query in queries for scored in rank(query, index, len(index.articles))]


@pytest.fixture(scope="module")
def answer(node: Path, tmp_path_factory, meaning: Meaning, terms, cases, sayings):
    index = _index()
    made = student_files(meaning, terms)
    given = {
        "manifest": dict(made.manifest),
        "files": {name: json.loads(gzip.decompress(data)) for name, data in made.files.items()},
        "cases": [
            {
                "terms": [{"term": number, "weight": weight, "concept": concept} for number, weight, concept in asked],
                "lexical": lexical,
                "said": {"percent": said.percent, "pieces": said.pieces},
            }
            for asked, lexical, said in cases
        ],
        "said": [_saying(index, query, article) for query, article in sayings],
    }
    script = tmp_path_factory.mktemp("student") / "answer.mjs"
    script.write_text(_SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [str(node), str(script), MODULE.as_uri()], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_nearness_and_order_are_those_of_python_to_the_last_bit(answer, cases, meaning: Meaning, terms):
    looked_at = 0
    for (asked, lexical, said), found in zip(cases, answer["answers"], strict=True):
        names = (QueryTerm(_name(terms, number, concept), weight, concept) for number, weight, concept in asked)
        query = Query("", tuple(names), ())
        near = _near(meaning, terms, query, lexical)
        assert dict(found["near"]) == near
        assert [tuple(item) for item in found["fused"]] == fuse(lexical, near, meaning.fusion, said)
        looked_at += len(near)
    assert looked_at > 1000


def test_only_files_that_are_needed_are_fetched_and_each_once(answer, meaning: Meaning, terms):
    made = student_files(meaning, terms)
    assert len(answer["fetched"]) == len(set(answer["fetched"]))
    assert set(answer["fetched"]) <= set(made.files)


def test_how_much_of_a_query_is_said_is_what_python_says(answer, sayings):
    index = _index()
    expected = [said_by(query, index, len(index.articles), article) for query, article in sayings]
    assert [Said(**item) for item in answer["sayings"]] == expected
    assert {said.percent == 100 for said in expected} == {True, False}


def _index() -> SearchIndex:
    return build_index([document for document in SHOP if document.language == "ja"], "ja")


def _name(terms: list[str], number: int, concept: int) -> str:
    return f"~{terms[number]}" if concept == NO_CONCEPT else terms[number]


def _near(meaning: Meaning, terms: list[str], query: Query, lexical: list[tuple[int, float]]) -> dict[int, float]:
    """Python's answer, where pairs are told by their names: here any term may be one."""
    both = {**meaning.terms, **{f"~{term}": vector for term, vector in meaning.terms.items()}}
    return Meaning(meaning.fusion, meaning.dimensions, both, meaning.centroids, meaning.clusters, meaning.places).near(
        query, lexical
    )


def _saying(index: SearchIndex, query: Query, article: int) -> dict[str, object]:
    chosen = [
        {
            "term": {"term": term.text, "weight": term.weight, "concept": term.concept},
            "df": df,
            "postings": {"articles": sorted({number for number, _, _ in index.postings(term.text)})},
        }
        for term, df in chosen_terms(query.terms, index, len(index.articles))
    ]
    pieces = [{"kind": piece.kind} for piece in query.pieces]
    return {"pieces": pieces, "chosen": chosen, "count": len(index.articles), "article": article}
