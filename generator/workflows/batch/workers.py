"""Work shared out among processes, in order and a bounded number of jobs at a time."""

from __future__ import annotations

import itertools
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING, Any, TypeVar

from generator.errors import WorkerLost

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")
CHUNK = 16
"""Jobs that a process is given at a time."""
MOST_WORKERS = 61 if os.name == "nt" else 256
"""Windows waits for no more processes at once."""
_AHEAD = 2
"""Chunks for each process that are under way or wait, at most."""


def share_out(
    jobs: Iterable[_Job], work: Callable[[_Job], _Result], workers: int
) -> Generator[tuple[_Job, _Result], None, None]:
    """Yield each job with its result, in order; every process is given ``work`` once, which can be pickled.

    Raises ``WorkerLost``, after the results that were there by then.
    """
    pending: deque[tuple[list[_Job], Future[list[_Result]]]] = deque()
    iterator = iter(jobs)
    with ProcessPoolExecutor(min(workers, MOST_WORKERS), initializer=_start_worker, initargs=(work,)) as pool:
        try:
            while chunk := list(itertools.islice(iterator, CHUNK)):
                if len(pending) == _AHEAD * workers:
                    yield from _next_results(pending)
                pending.append((chunk, pool.submit(_work_on, chunk)))
            while pending:
                yield from _next_results(pending)
        except BrokenProcessPool:
            for chunk, future in pending:
                if future.done() and not future.exception():
                    yield from zip(chunk, future.result(), strict=True)
            raise WorkerLost from None
        finally:
            pool.shutdown(cancel_futures=True)


def _next_results(
    pending: deque[tuple[list[_Job], Future[list[_Result]]]],
) -> Iterator[tuple[_Job, _Result]]:
    chunk, future = pending.popleft()
    yield from zip(chunk, future.result(), strict=True)


_worker: list[Callable[[Any], Any]] = []
"""In a worker process, its work."""


def _start_worker(work: Callable[[_Job], _Result]) -> None:
    """Prepare a worker process: when to stop is the parent's decision alone, but for its end."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):  # Windows has no SIGHUP
            signal.signal(number, signal.SIG_IGN)
    _worker.append(work)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the parent has ended: killed, it ends no pool."""
    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)


def _work_on(jobs: list[Any]) -> list[Any]:
    return list(map(_worker[0], jobs))
