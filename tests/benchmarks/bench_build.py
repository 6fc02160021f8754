"""Build times beside Material's, side by side in one run: ``python tests/benchmarks/bench_build.py [--help]``.

Annai builds two sites, Material one. Each figure is the median of whole processes, taken in turn.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.articles import write_articles

BIN = Path(sys.executable).parent
NOTICE = """schema: support-notices/1
notices:
  - id: delay
    from: "2020-01-01T09:00+09:00"
    until: "2090-01-01T09:00+09:00"
    audience: public
    public: {{title: "遅れ {number}"}}
"""


def main() -> None:
    """Prints one table a size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, nargs="+", default=[250, 1000, 2500])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--whole", action="store_true", help="Material without navigation.prune as well (slow)")
    chosen = options.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {chosen.runs} runs")
    for count in chosen.pages:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            _size(Path(folder), count, chosen.runs, whole=chosen.whole)


def _size(root: Path, count: int, runs: int, *, whole: bool) -> None:
    write_articles(root, count)
    edited = root / "content" / "help" / "topic0" / "a0.md"
    cases: dict[str, tuple[Callable[[int], None], list[str]]] = {
        "Annai, both sites, cold": (lambda _: _forget(root), [str(BIN / "annai"), "build"]),
        "Material with prune, one site": (lambda _: None, _material("prune")),
        "Annai, one article edited": (lambda run: _edit(edited, run), [str(BIN / "annai"), "build"]),
    }
    if whole:
        cases["Material as it comes, one site"] = (lambda _: None, _material("whole"))
    times: dict[str, list[float]] = {name: [] for name in cases}
    for run in range(runs + 1):
        for name, (before, command) in cases.items():
            before(run)
            seconds = _timed(command, root)
            # The first round warms the disk and is not counted.
            times[name] += [seconds] if run else []
    notices = _notices(root, runs)
    print(f"\n{count} pages")
    for name, found in (*times.items(), ("Annai, a notice alone", notices)):
        print(f"  {name:<32} {statistics.median(found):7.2f} s   ({min(found):.2f} to {max(found):.2f})")
    sizes = {name: _bytes(root / name) for name in ("site/public", "site/agent", "site-prune")}
    print("  HTML: " + ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sizes.items()))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  largest process so far: {peak:.0f} MiB")


def _notices(root: Path, runs: int) -> list[float]:
    """Publishing a changed notice on top of the last build."""
    folder = root / "site_config"
    folder.mkdir()
    (folder / "site.yml").write_text(
        "schema: support-site/1\ndefaults: [{path: 'help/**', audience: public}]\n", encoding="utf-8"
    )
    (folder / "notices.yml").write_text(NOTICE.format(number=0), encoding="utf-8")
    _timed([str(BIN / "annai"), "build"], root)
    found = []
    for run in range(1, runs + 1):
        (folder / "notices.yml").write_text(NOTICE.format(number=run), encoding="utf-8")
        found.append(_timed([str(BIN / "annai"), "build", "--notices-only"], root))
    return found


def _forget(root: Path) -> None:
    for name in ("site", ".annai"):
        shutil.rmtree(root / name, ignore_errors=True)


def _edit(file: Path, run: int) -> None:
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{run}回目の追記。\n", encoding="utf-8")


def _material(name: str) -> list[str]:
    return [str(BIN / "mkdocs"), "build", "--quiet", "--config-file", f"material-{name}.yml"]


def _timed(command: list[str], root: Path) -> float:
    start = time.monotonic()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=root, check=True, capture_output=True, env=environment)
    return time.monotonic() - start


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*.html"))


if __name__ == "__main__":
    main()
