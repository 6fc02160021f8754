"""The browser's search at 10,000 articles: ``python tests/benchmarks/bench_search_scale.py [--help]``.

Every query is typed character by character, and each state of the box is a query of its own: once with all that has
to be loaded from this machine, once more with all of it there.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from annai.cli.evaluate_browser import measure_in_browser
from annai.cli.evaluate_engines import WEB_MOUNT, bytes_below, write_browser_site
from annai.search.documents import SearchDocument
from annai.search.evaluate import percentile
from annai.search.fragment import articles_of, fragment_of
from annai.search.index import merge
from tests.benchmarks import search_peers
from tests.benchmarks.large_site import large_site, typed_queries

LANGUAGE = "ja"
# What the search promises at 10,000 articles.
BUDGETS = {"index": "at most 30 s", "first": "at most 100 KB", "later": "at most 40 KB", "key": "p95 under 10 ms"}


def main() -> None:
    """Prints the figures beside their budgets."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--queries", type=int, default=100, help="how many are typed")
    options.add_argument("--pagefind", action="store_true", help="index the same with Pagefind, for its size")
    chosen = options.parse_args()
    documents = list(large_site(chosen.articles))
    characters = sum(len(document.text) for document in documents)
    print(f"{chosen.articles} articles, {len(documents)} sections, {characters / 1e6:.1f} M characters")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        _measure(documents, chosen.queries, Path(folder))
    if chosen.pagefind:
        search_peers.install()
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            size, _ = search_peers.prepare("Pagefind", documents, Path(folder))
            print(f"Pagefind's index: {size / 1e6:.2f} MB on disk")


def _measure(documents: Sequence[SearchDocument], count: int, folder: Path) -> None:
    spent = _processor_seconds()
    started = time.perf_counter()
    with multiprocessing.get_context("fork").Pool() as pool:
        fragments = pool.map(fragment_of, list(articles_of(documents)), chunksize=100)
    analysed = time.perf_counter()
    index = merge(fragments, LANGUAGE)
    merged = time.perf_counter()
    write_browser_site(index, folder)
    written = time.perf_counter()
    print(
        f"index: {written - started:.1f} s with {os.cpu_count()} cores ({analysed - started:.1f} analysed, "
        f"{merged - analysed:.1f} merged, {written - merged:.1f} written), {_processor_seconds() - spent:.1f} s of "
        f"computing; {BUDGETS['index']}"
    )
    files = list(folder.rglob("*.gz"))
    print(f"index: {len(files)} files, {bytes_below(folder) / 1e6:.2f} MB on disk")
    typed = typed_queries(count)
    keys = [text[:end] for text in typed for end in range(1, len(text) + 1)]
    whole = measure_in_browser(folder, typed, mounts=WEB_MOUNT)
    print(f"first query: {whole.first_bytes / 1000:.0f} KB, {1000 * whole.first_seconds:.0f} ms; {BUDGETS['first']}")
    print(f"  {', '.join(f'{kind} {size / 1000:.0f} KB' for kind, size in whole.first_parts.items())}")
    print(f"later query: {whole.later_bytes / 1000:.0f} KB; {BUDGETS['later']}")
    asked = measure_in_browser(folder, [*keys, *keys], mounts=WEB_MOUNT)
    loading, loaded = asked.seconds[: len(keys)], asked.seconds[len(keys) :]
    for name, seconds in (("loading from this machine", loading), ("all loaded", loaded)):
        figures = ", ".join(f"p{share:.0%} {1000 * percentile(seconds, share):.1f} ms" for share in (0.5, 0.95, 0.99))
        print(f"keystroke ({len(keys)}), {name}: {figures.replace('%', '')}; {BUDGETS['key']}")


def _processor_seconds() -> float:
    """What this process and those that it has ended have computed: the same on a busy machine as on a free one."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
