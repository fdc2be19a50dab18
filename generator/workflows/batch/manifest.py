"""``manifest.csv``: what a batch has done so far, in the roster's order, true at every moment."""

from __future__ import annotations

import csv
import os
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import OutputExists, OutputUnwritable
from generator.files.publishing import publishing
from generator.workflows.batch.folder import PREFIX, FolderFailed

if TYPE_CHECKING:
    from generator.workflows.batch.folder import Folder

MANIFEST = "manifest.csv"
HEADER = ("row", "people", "file", "sha256", "status", "problem")
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
_PART = 1 << 18
"""Bytes copied at a time."""
_EVERY = 16
"""Rows between two publications at first; then whenever the manifest has grown by an eighth, so that all of them
together cost no more than a few manifests of the whole batch."""


class Status(StrEnum):
    """What became of a row, in the manifest's words."""

    DONE = "done"
    """The file is there, whole, whether written now or before."""
    FAILED = "failed"


class Outcome(NamedTuple):
    """What became of a row."""

    row: int
    """As a spreadsheet counts: the header is row 1."""
    people: str
    file: str = ""
    problem: str = ""
    """One line a problem, for the user; empty unless the row failed."""
    remarks: tuple[str, ...] = ()
    sha256: str = ""
    """Of the file; empty where the row failed."""
    kept: bool = False
    """Whether the file was there before."""

    @property
    def status(self) -> Status:
        """Failed where there is a problem."""
        return Status.FAILED if self.problem else Status.DONE


class Manifest:
    """The manifest of a running batch.

    Written aside line by line and published as a whole copy, never appended to in public: a process may be killed in
    the middle of a write.
    """

    def __init__(self, folder: Folder, *, force: bool) -> None:
        """Publish an empty manifest. Raises ``OutputExists`` where a file with its name is none of ours."""
        self._folder = folder
        self._rows = 0
        self._published = 0
        _require_ours(os.path.join(folder.path, MANIFEST), force=force)
        self._path = folder.aside("manifest")
        try:
            self._file = open(self._path, "x", encoding="utf-8", newline="")  # noqa: SIM115 - closed by ``close``
            csv.writer(self._file).writerow(HEADER)
        except OSError as error:
            raise folder.failure(error) from None
        self.publish()

    def add(self, outcome: Outcome) -> None:
        """Add a row; the files of the rows so far are there. Raises ``FolderFailed``."""
        cells = (
            outcome.people,
            outcome.file,
            outcome.sha256,
            outcome.status.value,
            " ".join(outcome.problem.splitlines()),
        )
        try:
            csv.writer(self._file).writerow([outcome.row, *map(_safe, cells)])
        except OSError as error:
            raise self._folder.failure(error) from None
        self._rows += 1
        if self._rows - self._published >= max(_EVERY, self._rows // 8):
            self.publish()

    def publish(self) -> None:
        """Let everybody see the rows added so far. Raises ``FolderFailed``."""
        target = os.path.join(self._folder.path, MANIFEST)
        try:
            self._file.flush()
            with open(self._path, "rb") as lines, publishing(target, replace=True, prefix=PREFIX) as file:
                while part := lines.read(_PART):
                    file.write(part)
        except OutputUnwritable as failure:
            raise FolderFailed(self._folder.path, failure.reason) from None
        except OSError as error:
            raise self._folder.failure(error) from None
        self._published = self._rows

    def close(self) -> None:
        """Publish what was added, after the files themselves have reached the disk. Raises ``FolderFailed``."""
        try:
            self._folder.sync()
            self.publish()
        finally:
            with suppress(OSError):
                self._file.close()


def _require_ours(path: str, *, force: bool) -> None:
    if force:
        return
    try:
        with open(path, "rb") as file:
            first = file.read(len(",".join(HEADER)))
    except FileNotFoundError:
        return
    except OSError:
        first = b""
    if first != ",".join(HEADER).encode():
        raise OutputExists(path)


def _safe(cell: str) -> str:
    """Return the cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_LIKE) else cell
