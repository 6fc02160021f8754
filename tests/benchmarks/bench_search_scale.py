"""The browser's search at 10,000 articles: ``python tests/benchmarks/bench_search_scale.py [--help]``.

Every query is typed character by character, and each state of the box is a query of its own: once with all that has
to be loaded from this machine, once more with all of it there.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from annai.cli.evaluate_browser import measure_in_browser
from annai.cli.evaluate_engines import WEB_MOUNT, bytes_below, write_browser_site
from annai.search.contribution import contribution_of, packed, unpacked
from annai.search.documents import SearchDocument
from annai.search.evaluate import percentile
from annai.search.fragment import articles_of
from annai.search.index import merge_contributions
from tests.benchmarks import search_peers
from tests.benchmarks.large_site import large_site, typed_queries
from tests.benchmarks.results import RESULTS, keep, surroundings

LANGUAGE = "ja"
# A title is a long query; most are shorter.
SHORT = 8


def main() -> None:
    """Prints the figures beside their budgets."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--queries", type=int, default=100, help="how many are typed")
    options.add_argument("--without-pagefind", action="store_true", help="do not index the same with Pagefind")
    options.add_argument("--write", action="store_true", help=f"keep the figures in {RESULTS.name}")
    chosen = options.parse_args()
    lines = [surroundings(" ".join(["bench_search_scale.py", *sys.argv[1:]])), ""]
    print(lines[0])
    for line in _figures(chosen.articles, chosen.queries, pagefind=not chosen.without_pagefind):
        print(line, flush=True)
        lines.append(line)
    if chosen.write:
        keep(f"Search in a browser at {chosen.articles:,} articles", "\n".join(lines))


def _figures(articles: int, queries: int, *, pagefind: bool) -> Iterator[str]:
    documents = list(large_site(articles))
    characters = sum(len(document.text) for document in documents)
    yield f"{articles} articles, {len(documents)} sections, {characters / 1e6:.1f} M characters.\n"
    yield "| | measured | promised |"
    yield "| --- | --- | --- |"
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield from _indexed(documents, Path(folder))
        if pagefind:
            yield _pagefind(documents)
        yield from _asked(queries, Path(folder))


def _indexed(documents: Sequence[SearchDocument], folder: Path) -> Iterator[str]:
    spent = _processor_seconds()
    started = time.perf_counter()
    with multiprocessing.get_context("fork").Pool() as pool:
        added = pool.map(_added, list(articles_of(documents)), chunksize=100)
    analysed = time.perf_counter()
    index = merge_contributions([unpacked(data) for data in added], LANGUAGE)
    merged = time.perf_counter()
    write_browser_site(index, folder)
    written = time.perf_counter()
    spent = _processor_seconds() - spent
    yield (
        f"| indexing | {written - started:.1f} s ({analysed - started:.1f} analysed, {merged - analysed:.1f} merged, "
        f"{written - merged:.1f} written); {spent:.1f} s of computing | at most 30 s |"
    )
    files = list(folder.rglob("*.gz"))
    yield f"| index | {bytes_below(folder) / 1e6:.2f} MB on disk, {len(files)} files | at most Pagefind's |"


def _added(documents: Sequence[SearchDocument]) -> bytes:
    """What an article adds, as a build keeps it and processes hand it over."""
    return packed(contribution_of(documents))


def _pagefind(documents: Sequence[SearchDocument]) -> str:
    search_peers.install()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        size, _ = search_peers.prepare("Pagefind", documents, Path(folder))
    return f"| Pagefind's index of the same | {size / 1e6:.2f} MB on disk | |"


def _asked(count: int, folder: Path) -> Iterator[str]:
    titles = typed_queries(count)
    for name, queries in (("titles", titles), (f"{SHORT} characters", [title[:SHORT] for title in titles])):
        asked = measure_in_browser(folder, queries, mounts=WEB_MOUNT)
        parts = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in asked.first_parts.items())
        yield f"| first query, {name} | {asked.first_bytes / 1000:.0f} KB ({parts}) | at most 100 KB |"
        yield f"| later query, {name} | {asked.later_bytes / 1000:.0f} KB | at most 40 KB |"
    keys = [title[:end] for title in titles for end in range(1, len(title) + 1)]
    typed = measure_in_browser(folder, [*keys, *keys], mounts=WEB_MOUNT)
    loading, loaded = typed.seconds[: len(keys)], typed.seconds[len(keys) :]
    for name, seconds in (("shards loaded from this machine", loading), ("all shards there", loaded)):
        shares = ", ".join(f"p{100 * share:.0f} {1000 * percentile(seconds, share):.1f}" for share in (0.5, 0.95, 0.99))
        yield f"| {len(keys)} keystrokes, {name} | {shares} ms | p95 under 10 ms |"


def _processor_seconds() -> float:
    """What this process and those that it has ended have computed: the same on a busy machine as on a free one."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
