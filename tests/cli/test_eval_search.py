"""``annai eval search``: figures of a search on documents, queries and judgements, or on a log of a team's own."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from tests.pipeline.content_repository import ContentRepository

DOCUMENTS = (
    {"id": "returns", "title": "返品の条件", "body": "到着から8日以内です。\n\n## 食品\n\n返品をお受けできません。\n"},
    {"id": "delivery", "title": "配送の日数", "body": "二日で届きます。送料は無料です。"},
    {"id": "password", "title": "パスワードの再設定", "body": "メールをお送りします。"},
)
QUERIES = ({"id": "q1", "text": "返品したい"}, {"id": "q2", "text": "送料"}, {"id": "q3", "text": "天気"})
JUDGEMENTS = "q1\treturns\t2\nq2\tdelivery\t1\nq3\tdelivery\t0\n"
MEASURES = ["queries", "Hit@1", "Hit@5", "MRR@10", "nDCG@10", "zero-result-rate"]
FILES = ("--docs", "docs.jsonl.gz", "--queries", "queries.jsonl", "--qrels", "qrels.tsv")
ENGINES = ("whoosh", "reference", "browser")


@pytest.fixture
def shop(tmp_path: Path) -> ContentRepository:
    made = ContentRepository.of(tmp_path / "shop")
    made.write("docs.jsonl.gz", gzip.compress(lines(DOCUMENTS).encode()))
    made.write("queries.jsonl", lines(QUERIES))
    made.write("qrels.tsv", JUDGEMENTS)
    return made


def lines(rows) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def figures(output: str) -> dict[str, float]:
    return {name: float(value) for name, value in (line.split(" ") for line in output.splitlines())}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_measures(shop: ContentRepository, engine: str):
    done = shop.annai("eval", "search", *FILES, "--engine", engine, "--run-out", "run.tsv")
    assert done.code == 0, done.said
    found = figures(done.output)
    assert [found[name] for name in MEASURES] == [2, 1, 1, 1, 1, 0]
    assert found["latency-p50-ms"] <= found["latency-p95-ms"] < 10_000
    rows = [line.split("\t") for line in (shop.root / "run.tsv").read_text(encoding="utf-8").splitlines()]
    assert [row[:3] for row in rows if row[2] == "1"] == [["q1", "returns", "1"], ["q2", "delivery", "1"]]
    assert all(float(row[3]) > 0 for row in rows)


@pytest.mark.parametrize(
    ("engine", "known"),
    [
        ("whoosh", {"index-bytes"}),
        ("reference", set()),
        ("browser", {"index-bytes", "first-query-bytes", "later-query-bytes"}),
    ],
)
def test_bytes_are_told_where_there_are_some(shop: ContentRepository, engine: str, known: set[str]):
    found = figures(shop.annai("eval", "search", *FILES, "--engine", engine).output)
    assert {name for name in found if name.endswith("-bytes")} == known
    assert all(found[name] > 500 for name in known & {"index-bytes", "first-query-bytes"})


def test_a_team_measures_its_own_site_with_its_own_log(tmp_path: Path):
    shop = ContentRepository.of(tmp_path / "shop")
    shop.write("log.tsv", "返品の条件\thelp/returns/policy\n配送\thelp/delivery\n話し方\tmanual/tone\n")
    public = shop.annai("eval", "search", "--log", "log.tsv", "--engine", "reference")
    assert public.code == 0, public.said
    assert (figures(public.output)["queries"], round(figures(public.output)["Hit@5"], 2)) == (3, 0.67)
    # What customers do not see cannot be found by them; who measures is told.
    assert "manual/tone" in public.errors
    agents = shop.annai("eval", "search", "--log", "log.tsv", "--engine", "reference", "--audience", "agent")
    assert figures(agents.output)["Hit@5"] == 1


def test_files_are_those_of_the_folder_that_the_command_is_about(shop: ContentRepository, tmp_path: Path):
    elsewhere = ContentRepository.of(tmp_path / "elsewhere", {})
    done = elsewhere.annai("-C", "../shop", "eval", "search", *FILES, "--engine", "reference")
    assert done.code == 0, done.said


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_faulty_line_is_named(shop: ContentRepository, language: str):
    shop.write("queries.jsonl", '{"id": "q1", "text": "返品"}\n{"id": "q2"}\n')
    done = shop.annai("eval", "search", *FILES, "--engine", "reference", ANNAI_LANGUAGE=language)
    assert (done.code, done.output) == (2, "")
    assert "queries.jsonl:2: " in done.errors
    assert "text" in done.errors


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--docs", "docs.jsonl.gz"], "--queries"),
        (["--docs", "nowhere.jsonl", *FILES[2:]], "nowhere.jsonl"),
        ([*FILES, "--log", "qrels.tsv"], "--log"),
        ([*FILES, "--audience", "public"], "--audience"),
        ([*FILES[:4], "--qrels", "others.tsv"], "answer"),
        (["--docs", "empty.jsonl", *FILES[2:]], "documents"),
        ([*FILES, "--engine", "lucene"], "lucene"),
    ],
)
def test_what_cannot_be_measured_is_told_in_a_few_lines(shop: ContentRepository, arguments: list[str], told: str):
    shop.write("others.tsv", "x1\treturns\t1\n")
    shop.write("empty.jsonl", "\n")
    done = shop.annai("eval", "search", "--engine", "reference", *arguments)
    assert (done.code, done.output) == (2, "")
    assert told in done.errors
    assert len(done.errors.splitlines()) <= 6


def test_without_playwright_the_browser_engine_says_what_to_install(shop: ContentRepository):
    shop.write("without/playwright/__init__.py", "raise ImportError('not here')\n")
    done = shop.annai("eval", "search", *FILES, "--engine", "browser", PYTHONPATH=str(shop.root / "without"))
    assert done.code == 2
    assert "annai[browser]" in done.errors
    assert "Traceback" not in done.errors


def test_without_a_browser_the_browser_engine_says_so(shop: ContentRepository):
    nothing = str(shop.root / "nothing")
    command = [sys.executable, "-m", "annai", "eval", "search", *FILES, "--engine", "browser"]
    done = shop.run(command, PATH=nothing, PLAYWRIGHT_BROWSERS_PATH=nothing)
    assert done.code == 2
    assert "Chromium" in done.errors
    assert "Traceback" not in done.errors
