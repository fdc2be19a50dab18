"""Run a batch: render every row's worksheet, publish it, and keep the manifest; in several processes if need be."""

from __future__ import annotations

import itertools
import os
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, escape
from generator.formats.roster import EMAILS
from generator.model.people import normalise_line
from generator.workflows.batch.folder import FileRefused, Folder, FolderFailed
from generator.workflows.batch.manifest import Manifest, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from generator.formats.roster import RosterRow
    from generator.workflows.rendered_file import RenderedFile

ROWS_A_WORKER, OWN_PICKS_A_WORKER = 1_000, 100
"""Fewer are made in a second or less: a further process would save little for a tenth more work."""
MOST_REMARKS = 5
"""Remarks kept of one worksheet."""
LONGEST_PROBLEM = 1_500
"""Characters kept of what is wrong with one row."""


class Job(NamedTuple):
    """One worksheet to be made."""

    row: RosterRow
    file: str
    """The file's name, in no folder; empty for a row that can have none."""
    seat: int | None = None
    """Whose sheet alone it is, counted from 0; None for everybody's worksheet."""

    @property
    def people(self) -> str:
        """The row's names."""
        return "; ".join(map(normalise_line, self.row.people))

    @property
    def person(self) -> str:
        """Whose sheet alone it is; empty for everybody's."""
        return "" if self.seat is None else normalise_line(self.row.people[self.seat])

    @property
    def email(self) -> str:
        """The addresses of those whose it is."""
        columns = EMAILS if self.seat is None else EMAILS[self.seat : self.seat + 1]
        return "; ".join(self.row.cells[column] for column in columns if column in self.row.cells)


class Run(NamedTuple):
    """How a batch is to be run."""

    render: Callable[[RosterRow, int | None], RenderedFile]
    """Takes a row, and the seat of a ``Job``; raises ``AllianceError`` where it makes no worksheet. Processes are given
    it: it can be pickled."""
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
    identity: str = ""
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
            made = self._render(job.row, job.seat)
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
        return _Result(made.sha256, kept, "", made.remarks[:MOST_REMARKS], made.identity)


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
                    outcome = _outcome(job, result)
                    manifest.add(outcome)
                    yield outcome
    finally:
        manifest.close()
    if reason:
        raise FolderFailed(folder.path, reason)


def _outcome(job: Job, result: _Result) -> Outcome:
    sha256, kept, problem, remarks, identity, _ = result
    done = problem, remarks, sha256, kept, identity
    return Outcome(job.row.number, job.people, job.file, *done, job.person, job.email)


def count_workers(rows: int, *, own_picks: bool) -> int:
    """Return how many processes so many rows are worth on this machine; ``own_picks``: each row has other picks."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, rows // (OWN_PICKS_A_WORKER if own_picks else ROWS_A_WORKER)))


def _work(jobs: Iterable[Job], work: _Work, workers: int) -> Generator[tuple[Job, _Result], None, None]:
    """Yield each job with its result, in order; with one worker, done here and now."""
    if workers > 1:
        from generator.workflows.batch.workers import share_out  # noqa: PLC0415 - large rosters alone have use for it

        yield from share_out(jobs, work, workers)
        return
    for job in jobs:
        yield job, work(job)
