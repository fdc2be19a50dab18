"""What is to be made, and what became of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from generator.errors import AllianceError, ExitCode

if TYPE_CHECKING:
    from generator.workflows.rendered_file import Made

Order = TypeVar("Order")
Asked_contra = TypeVar("Asked_contra", contravariant=True)


class Job(NamedTuple, Generic[Order]):
    """One worksheet to be made."""

    row: int
    people: str
    file: str
    """The file's name, in no folder; empty for a row that can have none."""
    place: str
    """Where the row stands, ``roster.csv:3``, for messages about its file."""
    order: Order


class Make(Protocol[Asked_contra]):
    """Makes the worksheet of an order. Processes are given it, so it must survive pickling."""

    def __call__(self, order: Asked_contra, /) -> Made:
        """Return the worksheet; raise ``AllianceError`` where the row makes none."""
        ...


class Status(StrEnum):
    """What became of a job, in the manifest's words."""

    DONE = "done"
    """The file is there, whole, whether written now or before."""
    FAILED = "failed"


class Outcome(NamedTuple):
    """What became of a job."""

    row: int
    people: str
    file: str
    sha256: str
    """Of the file; empty where the job failed."""
    status: Status
    kept: bool
    """Whether the file was there before."""
    problem: str
    """One line a problem, for the user; empty unless the job failed."""
    remarks: tuple[str, ...]


class BatchIncomplete(AllianceError):
    """The batch came to its end, and some of its rows failed."""

    exit_code = ExitCode.BATCH_INCOMPLETE


class BatchStopped(AllianceError):
    """The batch could not come to its end."""

    def __init__(self, failure: AllianceError, done: str) -> None:
        """Take why, and a sentence on what was done and what was not."""
        self.exit_code = failure.exit_code
        super().__init__(f"{failure} {done}")
