"""``manifest.csv``: what a batch has done so far, in the roster's order, true at every moment.

It begins with a byte order mark, by which spreadsheets know UTF-8.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, OutputExists, OutputUnwritable, Problem
from generator.files.publishing import publishing
from generator.workflows.batch.folder import PREFIX, FolderFailed

if TYPE_CHECKING:
    from generator.files.reading import InputFile
    from generator.workflows.batch.folder import Folder

MANIFEST = "manifest.csv"
_FIRST_HEADER = ("row", "people", "file", "sha256", "status", "problem")
"""What manifests had at first, without a byte order mark."""
HEADER = (*_FIRST_HEADER, "identity", "person", "email")
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
    identity: str = ""
    """Of the worksheet; empty where the row failed."""
    person: str = ""
    """Whose the file is; empty where it is everybody's."""
    email: str = ""
    """The addresses of those whose it is, with semicolons between; empty where the roster has none."""

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
            self._file = open(self._path, "x", encoding="utf-8-sig", newline="")  # noqa: SIM115 - closed by ``close``
            self._lines = csv.writer(self._file)
            self._lines.writerow(HEADER)
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
            outcome.identity,
            outcome.person,
            outcome.email,
        )
        try:
            self._lines.writerow([outcome.row, *map(_safe, cells)])
        except OSError as error:
            raise self._folder.failure(error) from None
        self._rows += 1
        if self._rows - self._published >= max(_EVERY, self._rows // 8):
            self.publish()

    def publish(self, *, sync: bool = False) -> None:
        """Let everybody see the rows added so far; where ``sync``, on the disk. Raises ``FolderFailed``.

        Before the files themselves have reached the disk, the manifest need not be there either.
        """
        target = os.path.join(self._folder.path, MANIFEST)
        try:
            self._file.flush()
            with open(self._path, "rb") as lines, publishing(target, replace=True, prefix=PREFIX, sync=sync) as file:
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
            self.publish(sync=True)
        finally:
            with suppress(OSError):
                self._file.close()


def _require_ours(path: str, *, force: bool) -> None:
    if force:
        return
    try:
        with open(path, "rb") as file:
            first = file.read(len(codecs.BOM_UTF8) + len(",".join(_FIRST_HEADER)))
    except FileNotFoundError:
        return
    except OSError:
        first = b""
    if not first.removeprefix(codecs.BOM_UTF8).startswith(",".join(_FIRST_HEADER).encode()):
        raise OutputExists(path)


def _safe(cell: str) -> str:
    """Return the cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_LIKE) else cell


def read_identities(file: InputFile) -> dict[str, str]:
    """Return whose worksheet has which identity, in the manifest's order; rows that failed are left out.

    A spreadsheet may have saved it again, with semicolons or tabs. Raises ``InvalidInput`` for what is no manifest, or
    lists no identities, as the first ones did.
    """
    text = file.data.decode("utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = rows[0] if rows else []
    if "people" not in header or "status" not in header:
        raise InvalidInput([Problem(file.name, "is no manifest of a batch", "Give the batch's manifest.csv.")])
    if "identity" not in header:
        hint = "Run the batch again into its folder: it lists them, and keeps the worksheets."
        raise InvalidInput([Problem(file.name, "lists no identities of worksheets", hint)])
    whose, which = header.index("people"), header.index("identity")
    listed = ((row[which], row[whose]) for row in rows[1:] if len(row) > max(whose, which))
    return {identity: people.removeprefix("'") for identity, people in listed if identity}
