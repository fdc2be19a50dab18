"""Run a batch: make every job's file, publish it, and keep the manifest."""

from __future__ import annotations

import hashlib
import itertools
from contextlib import closing
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from generator.errors import AllianceError, escape
from generator.workflows.batch.folder import FileRefused, Folder, FolderFailed
from generator.workflows.batch.jobs import Job, Make, Outcome, Status
from generator.workflows.batch.manifest import Manifest
from generator.workflows.batch.workers import worked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Order = TypeVar("Order")
MOST_REMARKS = 5
"""Remarks kept of one worksheet."""
LONGEST_PROBLEM = 1_500
"""Characters kept of what is wrong with one row. Both bounds keep a chunk of results within what a pipe holds."""


class Run(NamedTuple, Generic[Order]):
    """How a batch is to be run."""

    make: Make[Order]
    force: bool
    """Whether files that are there with other content are replaced."""
    workers: int
    stopped: Callable[[], bool]
    """Asked between rows; once true, no further row is begun."""


class _Done(NamedTuple):
    """What a process that did the work reports."""

    sha256: str = ""
    kept: bool = False
    problem: str = ""
    remarks: tuple[str, ...] = ()
    folder: str = ""
    """Why the folder takes no more files; mostly nothing."""


class _Work(Generic[Order]):
    """What the processes do; pickled where a system does not fork."""

    def __init__(self, make: Make[Order], folder: str, *, force: bool) -> None:
        self._make = make
        self._folder = Folder(folder)  # not opened here: the parent holds the lock
        self._force = force
        self._failed = ""

    def __call__(self, job: Job[Order]) -> _Done:
        """Make and publish the file; whatever goes wrong with it is a result too."""
        if self._failed:
            return _Done(folder=self._failed)
        try:
            made = self._make(job.order)
            kept = self._folder.put(job.file, made.data, replace=self._force)
        except FolderFailed as failure:
            self._failed = failure.reason
            return _Done(folder=failure.reason)
        except FileRefused as refused:
            return _Done(problem=f"{job.place}: {refused}")
        except AllianceError as error:
            return _Done(problem=str(error)[:LONGEST_PROBLEM])
        except Exception as error:  # noqa: BLE001 - the other rows are made all the same
            what = f"unexpected failure: {type(error).__name__}: {escape(error)}"
            return _Done(problem=f"{job.place}: {what}. Please report it.")
        return _Done(hashlib.sha256(made.data).hexdigest(), kept, "", made.remarks[:MOST_REMARKS])


def run(jobs: Iterable[Job[Order]], settings: Run[Order], folder: Folder) -> Iterator[Outcome]:
    """Yield every job's outcome in order, the manifest kept meanwhile; the folder is open.

    Raises ``FolderFailed`` where it takes no more files, ``OutputExists`` where its manifest is none of ours and
    ``WorkerLost``; in all cases after the manifest has been told what was done.
    """
    manifest = Manifest(folder, force=settings.force)
    reason = ""
    going = itertools.takewhile(lambda _: not (reason or settings.stopped()), jobs)
    work = _Work(settings.make, folder.path, force=settings.force)
    try:
        with closing(worked(going, work, settings.workers)) as results:
            for job, done in results:  # after a failure too: other processes may have written more meanwhile
                reason = reason or done.folder
                if not done.folder:
                    outcome = _outcome(job, done)
                    manifest.add(outcome)
                    yield outcome
    finally:
        manifest.close()
    if reason:
        raise FolderFailed(folder.path, reason)


def _outcome(job: Job[Order], done: _Done) -> Outcome:
    status = Status.FAILED if done.problem else Status.DONE
    return Outcome(job.row, job.people, job.file, done.sha256, status, done.kept, done.problem, done.remarks)
