"""Other processes that render and analyse: begun when there is enough to do, kept until everything is done."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

# Fewer jobs are done sooner than a process is begun.
WORTH_A_PROCESS = 40


class Workers:
    """As many processes as there are cores; none where few jobs come, or where the system cannot fork."""

    def __init__(self, *, parallel: bool) -> None:
        able = parallel and "fork" in multiprocessing.get_all_start_methods()
        self._cores = (os.cpu_count() or 1) if able else 1
        self._pool: Any = None

    def begin(
        self, work: Callable[[Sequence[Job]], Result], jobs: Sequence[Job], size: Callable[[Job], int]
    ) -> Callable[[], list[Result]]:
        """Begins the work on some jobs; what is returned gives the results, one for each share, when all are done.

        ``size`` is how long a job takes, in any unit: large and small ones are mixed, so that all end at about the
        same time.
        """
        if self._cores == 1 or len(jobs) < WORTH_A_PROCESS:
            results = [work(jobs)] if jobs else []
            return lambda: results
        if self._pool is None:
            self._pool = multiprocessing.get_context("fork").Pool(self._cores)
        ordered = sorted(jobs, key=lambda job: -size(job))
        pending = self._pool.map_async(work, [ordered[core :: self._cores] for core in range(self._cores)], chunksize=1)
        get: Callable[[], list[Result]] = pending.get
        return get

    def end(self) -> None:
        """Lets the processes go."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()


@contextmanager
def workers(*, parallel: bool) -> Iterator[Workers]:
    """Workers for what is done inside; ``parallel``: a program with threads must not fork, and does all itself."""
    held = Workers(parallel=parallel)
    try:
        yield held
    finally:
        held.end()
