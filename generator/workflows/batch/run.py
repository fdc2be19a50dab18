"""Run a batch: render every row's worksheet, publish it, and keep the manifest; in several processes if need be."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, escape
from generator.model.people import normalise_line
from generator.workflows.batch.folder import FileRefused, Folder, FolderFailed
from generator.workflows.batch.manifest import Manifest, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future

    from generator.formats.roster import RosterRow
    from generator.workflows.rendered_file import RenderedFile

CHUNK = 16
"""Rows that a process is given at a time."""
_AHEAD = 2
"""Chunks for each process that are under way or wait, at most."""
ROWS_A_WORKER = 500
"""Starting a process costs as much as some dozens of rows."""
MOST_REMARKS = 5
"""Remarks kept of one worksheet."""
LONGEST_PROBLEM = 1_500
"""Characters kept of what is wrong with one row."""


class WorkerLost(AllianceError):
    """A worker process ended before its work did."""

    def __init__(self) -> None:
        super().__init__("A worker process was ended from outside. Run the batch again, or with `workers` 1.")


class Job(NamedTuple):
    """One worksheet to be made."""

    row: RosterRow
    file: str
    """The file's name, in no folder; empty for a row that can have none."""

    @property
    def people(self) -> str:
        """The row's names."""
        return "; ".join(map(normalise_line, self.row.people))


class Run(NamedTuple):
    """How a batch is to be run."""

    render: Callable[[RosterRow], RenderedFile]
    """Raises ``AllianceError`` for a row that makes no worksheet. Processes are given it: it can be pickled."""
    source: str
    """The roster's name as the user gave it."""
    force: bool
    """Whether files that are there with other content are replaced."""
    workers: int
    is_stopped: Callable[[], bool]
    """Asked between rows; once true, no further row is begun."""


class _Result(NamedTuple):
    """What a process reports of one row."""

    sha256: str = ""
    kept: bool = False
    problem: str = ""
    remarks: tuple[str, ...] = ()
    folder: str = ""
    """Why the folder takes no more files; mostly empty."""


class _Work:
    """The work on rows; given to every process once."""

    def __init__(self, settings: Run, folder: str) -> None:
        self._render = settings.render
        self._source = settings.source
        self._force = settings.force
        self._folder = Folder(folder)  # not opened here: the parent holds the lock
        self._failed = ""

    def __call__(self, job: Job) -> _Result:
        """Render and publish the row's file; whatever goes wrong with it is a result too."""
        if self._failed:
            return _Result(folder=self._failed)
        try:
            made = self._render(job.row)
            kept = self._folder.put(job.file, made.data, replace=self._force)
        except FolderFailed as failure:
            self._failed = failure.reason
            return _Result(folder=failure.reason)
        except FileRefused as refused:
            return _Result(problem=f"{place_of(self._source, job.row)}: {refused}")
        except AllianceError as error:
            return _Result(problem=str(error)[:LONGEST_PROBLEM])
        except Exception as error:  # noqa: BLE001 - the other rows are made all the same
            return _Result(problem=describe_unexpected(self._source, job.row, error))
        return _Result(hashlib.sha256(made.data).hexdigest(), kept, "", made.remarks[:MOST_REMARKS])


def place_of(source: str, row: RosterRow) -> str:
    """Return where a row stands, ``roster.csv:3``."""
    return f"{escape(source)}:{row.line}"


def describe_unexpected(source: str, row: RosterRow, error: Exception) -> str:
    """Return the problem of a row whose rendering failed by a fault of ours."""
    what = f"unexpected failure: {type(error).__name__}: {escape(error)}"
    return f"{place_of(source, row)}: {what}."


def run(jobs: Iterable[Job], settings: Run, folder: Folder) -> Iterator[Outcome]:
    """Yield every row's outcome in order, the manifest kept meanwhile; the folder is open.

    Raises ``FolderFailed`` where it takes no more files, ``OutputExists`` where its manifest is none of ours and
    ``WorkerLost``; in all cases after the manifest has been told what was done.
    """
    manifest = Manifest(folder, force=settings.force)
    reason = ""
    going = itertools.takewhile(lambda _: not (reason or settings.is_stopped()), jobs)
    try:
        with closing(_work(going, _Work(settings, folder.path), settings.workers)) as results:
            for job, result in results:  # after a failure too: other processes may have written more meanwhile
                reason = reason or result.folder
                if not result.folder:
                    row = job.row.number, job.people, job.file
                    outcome = Outcome(*row, result.problem, result.remarks, result.sha256, result.kept)
                    manifest.add(outcome)
                    yield outcome
    finally:
        manifest.close()
    if reason:
        raise FolderFailed(folder.path, reason)


def count_workers(rows: int) -> int:
    """Return how many processes so many rows are worth on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, rows // ROWS_A_WORKER))


def _work(jobs: Iterable[Job], work: _Work, workers: int) -> Generator[tuple[Job, _Result], None, None]:
    """Yield each job with its result, in order, a bounded number at a time; with one worker, done here and now."""
    if workers == 1:
        for job in jobs:
            yield job, work(job)
        return
    pending: deque[tuple[list[Job], Future[list[_Result]]]] = deque()
    iterator = iter(jobs)
    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(work,)) as pool:
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


def _next_results(pending: deque[tuple[list[Job], Future[list[_Result]]]]) -> Iterator[tuple[Job, _Result]]:
    chunk, future = pending.popleft()
    yield from zip(chunk, future.result(), strict=True)


_worker: list[_Work] = []
"""In a worker process, its work."""


def _start_worker(work: _Work) -> None:
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


def _work_on(jobs: list[Job]) -> list[_Result]:
    return list(map(_worker[0], jobs))
