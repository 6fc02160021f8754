"""Annai's search beside others, in one run: ``python tests/benchmarks/bench_search.py [--help]``.

Everybody gets the same articles (title, headings, text) and the same queries, and is asked in the same browser.
Annai's `asked_as` are its own: others have no place for them. Whoosh is asked in this process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from annai.cli.evaluate_browser import measure_in_browser
from annai.cli.evaluate_engines import ENGINES, Measured
from annai.search.evaluate import Quality, Run, percentile, quality
from tests.benchmarks import search_peers
from tests.benchmarks.results import RESULTS, keep, surroundings
from tests.benchmarks.search_sets import DEMO, LANGUAGES, SearchSet, search_set

OURS = {"Annai (browser)": "browser", "Annai (Whoosh)": "whoosh"}
SETS = (*LANGUAGES, *DEMO)
COLUMNS = ("Hit@1", "Hit@5", "nDCG@10", "zero results", "index", "first query", "later query", "p95 a query")


@dataclass(frozen=True)
class Row:
    """One search on one set."""

    name: str
    run: Run
    found: Quality
    measured: Measured

    def cells(self) -> tuple[str, ...]:
        """The row of the table, under COLUMNS."""
        return (
            f"{self.found.hit_1:.3f}",
            f"{self.found.hit_5:.3f}",
            f"{self.found.ndcg_10:.3f}",
            f"{self.found.zero_results:.1%}",
            _kilobytes(self.measured.index_bytes),
            _kilobytes(self.measured.first_bytes),
            _kilobytes(self.measured.later_bytes),
            f"{1000 * percentile(self.measured.seconds, 0.95):.1f} ms",
        )


def main() -> None:
    """Prints a table a set, and writes them down where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    options.add_argument("--searches", nargs="+", choices=(*OURS, *search_peers.NAMES))
    options.add_argument("--held", action="store_true", help="ask the demo's queries that were put aside")
    options.add_argument("--write", action="store_true", help=f"keep the tables in {RESULTS.name}")
    chosen = options.parse_args()
    names = chosen.searches or (*OURS, *search_peers.NAMES)
    if any(name in search_peers.NAMES for name in names):
        search_peers.install()
    parts = [_heading(names)]
    print(parts[0])
    for name in chosen.sets:
        compared = search_set(name, half="held" if chosen.held else "dev")
        lines = [f"## {name}\n\nNot beside this checkout.\n"] if compared is None else _part(compared, names)
        parts.append("\n".join(lines))
        print(parts[-1], flush=True)
    if chosen.write:
        keep("Search, side by side: queries put aside" if chosen.held else "Search, side by side", "\n".join(parts))


def _heading(names: Sequence[str]) -> str:
    versions = ", ".join(f"{name} {search_peers.version(name)}" for name in names if name in search_peers.NAMES)
    return (
        f"{surroundings(' '.join(['bench_search.py', *sys.argv[1:]]))} {versions}.\n\n"
        "Index: bytes on disk. First query: what a visitor's first query loads over the network, scripts and the\n"
        "results' texts among it, packed with gzip, mean of several. Later query: each one after it. The time is from\n"
        "the call to the results, files loaded from this machine among it; for Whoosh in Python. All have the\n"
        "same articles and queries; only Annai has a place for the demo's `asked_as`, which no query repeats.\n"
    )


def _part(compared: SearchSet, names: Sequence[str]) -> Iterator[str]:
    yield f"## {compared.name}\n"
    step = f", every {compared.step}th of them" if compared.step > 1 else ""
    yield f"{compared.corpus.articles} articles, {len(compared.queries)} queries{step}.\n"
    yield _line("", *COLUMNS)
    yield _line(*["---"] * (len(COLUMNS) + 1))
    rows = []
    for name in names:
        row = _row(name, compared)
        rows.append(row)
        yield _line(row.name, *row.cells())
    if compared.classes:
        yield "\nHit@5 by class:\n"
        classes = list(dict.fromkeys(compared.classes.values()))
        yield _line("", *classes)
        yield _line(*["---"] * (len(classes) + 1))
        for row in rows:
            yield _line(row.name, *(f"{_of_class(row, compared, kind).hit_5:.2f}" for kind in classes))
    yield ""


def _row(name: str, compared: SearchSet) -> Row:
    queries = list(compared.queries.values())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if name in OURS:
            measured = ENGINES[OURS[name]](compared.corpus, queries, Path(folder))
            answers = measured.answers
        else:
            index, ids = search_peers.prepare(name, compared.corpus.documents, Path(folder))
            asked = measure_in_browser(Path(folder), queries, policy=None)
            answers = tuple(tuple((ids[document], score) for document, score in found) for found in asked.answers)
            measured = Measured(answers, asked.seconds, 0.0, index, asked.first_bytes, asked.later_bytes)
    run = dict(zip(compared.queries, answers, strict=True))
    return Row(name, run, quality(run, compared.judgements), measured)


def _of_class(row: Row, compared: SearchSet, kind: str) -> Quality:
    run = {query: found for query, found in row.run.items() if compared.classes[query] == kind}
    return quality(run, compared.judgements)


def _kilobytes(count: int | None) -> str:
    return "" if count is None else f"{count / 1000:,.0f} KB"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
