"""The folder that the page works in: the same files that the commands write and read, and nothing beside them."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, OutputExists, OutputUnwritable, escape
from generator.files.publishing import publish
from generator.files.reading import InputFile, read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FILES = 5_000
"""Of a folder with more, the newest are shown."""
_DIGITS = 24
"""Hexadecimal ones of a file's id."""
_WHAT_TO_DO = {
    errno.EACCES: "Allow yourself to write there, or work in another folder.",
    errno.EDQUOT: "Your share of the disk is used up: make room on it.",
    errno.ENOENT: "Put it back, or work in another folder.",
    errno.ENOSPC: "Make room on the disk.",
    errno.ENOTDIR: "Work in another folder.",
    errno.EROFS: "Work in another folder.",
}
"""For failures that people meet."""


class FolderUnusable(OutputUnwritable):
    """The folder, or a file in it, could not be read or written; nothing there has changed."""

    def __init__(self, folder: str, reason: str, number: int | None = None, name: str = "") -> None:
        """Take the folder's path, why, the system's number of the failure, and the file that was to be written."""
        super().__init__(folder, reason, number)
        place = f"folder {escape(folder)}"
        what = f"{escape(name)} was not saved in the {place}" if name else f"The {place} cannot be used"
        self.args = (f"{what} ({escape(reason)}). {_WHAT_TO_DO.get(number or 0, '')}".strip(),)


class FoundFile(NamedTuple):
    """A file of the folder."""

    id: str
    """Names it in addresses."""
    name: str
    changed: float
    """Seconds since 1970."""
    size: int
    """Bytes."""


class WorkFolder:
    """The folder; every file is asked for by an id of its own listing, never by a path."""

    def __init__(self, path: str) -> None:
        """Take its path. Raises ``FolderUnusable`` where it is not there and cannot be made."""
        self.path = os.path.abspath(path)
        if os.path.lexists(self.path) and not os.path.isdir(self.path):
            raise FolderUnusable(self.path, "it is a file", errno.ENOTDIR)
        with self._failures():
            os.makedirs(self.path, exist_ok=True)

    def enter(self, name: str) -> WorkFolder:
        """Return the folder of this name in it, made if need be.

        Raises ``FolderUnusable`` where that is a link or a file, and ``ValueError`` for a name that leads elsewhere.
        """
        _require_name(name)
        path = os.path.join(self.path, name)
        if os.path.islink(path):
            raise FolderUnusable(path, "it is a link", errno.ENOTDIR)
        return WorkFolder(path)

    def shorten(self, sentence: str) -> str:
        """Return a sentence in which files of the folder are called by their names alone."""
        return sentence.replace(os.path.join(self.path, ""), "")

    def is_writable(self) -> bool:
        """Tell whether the system lets us write into it, as far as it says beforehand."""
        return os.access(self.path, os.W_OK | os.X_OK)

    def list_files(self, *suffixes: str) -> tuple[FoundFile, ...]:
        """Return the files whose names end so, the newest first; no hidden ones, and no links.

        Raises ``FolderUnusable`` where the folder is gone.
        """
        found = sorted(self._scan(suffixes), key=lambda file: (-file.changed, file.name))
        return tuple(found[:MOST_FILES])

    def find(self, file_id: str) -> FoundFile | None:
        """Return the file with this id; None where the folder has none. Raises ``FolderUnusable``."""
        return next((file for file in self._scan(()) if file.id == file_id), None)

    def read(self, file: FoundFile) -> InputFile:
        """Return a file's content and name. Raises ``InvalidInput`` where it cannot be read."""
        return InputFile(read_bounded(os.path.join(self.path, file.name)), file.name)

    def add(self, name: str, data: bytes) -> FoundFile:
        """Write a file under this name or, where that is taken, under the next free one; return it.

        A file of the same name and content is kept as it is. Raises ``FolderUnusable``.
        """
        stem, suffix = os.path.splitext(name)
        for number in count(1):
            free = name if number == 1 else f"{stem}-{number}{suffix}"
            try:
                return self._publish(free, data, replace=False)
            except OutputExists:
                if self._holds(free, data):
                    return self._describe(free)
        raise AssertionError

    def replace(self, name: str, data: bytes) -> FoundFile:
        """Write a file that this page writes again and again. Raises ``FolderUnusable``."""
        return self._publish(name, data, replace=True)

    def _publish(self, name: str, data: bytes, *, replace: bool) -> FoundFile:
        """Write a file. Raises ``ValueError`` for a name that leads elsewhere: that is a fault of the caller."""
        _require_name(name)
        with self._failures(name):
            publish(data, os.path.join(self.path, name), replace=replace)
            return self._describe(name)

    def _holds(self, name: str, data: bytes) -> bool:
        path = os.path.join(self.path, name)
        with suppress(InvalidInput):  # too large, or not to be read: another file at any rate
            return os.path.isfile(path) and not os.path.islink(path) and read_bounded(path) == data
        return False

    def _scan(self, suffixes: tuple[str, ...]) -> Iterator[FoundFile]:
        with self._failures(), os.scandir(self.path) as entries:
            for entry in entries:
                fits = not suffixes or entry.name.lower().endswith(suffixes)
                if fits and not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                    with suppress(FileNotFoundError):  # it was taken away since
                        yield _describe(entry.name, entry.stat(follow_symlinks=False))

    def _describe(self, name: str) -> FoundFile:
        return _describe(name, os.stat(os.path.join(self.path, name)))

    @contextmanager
    def _failures(self, name: str = "") -> Iterator[None]:
        """Raise the failures of the system as ours; of writing the file of this name, if there is one."""
        try:
            yield
        except OutputUnwritable as error:
            raise FolderUnusable(self.path, error.reason, error.number, name) from error
        except OSError as error:
            raise FolderUnusable(self.path, error.strerror or str(error), error.errno, name) from error


def _require_name(name: str) -> None:
    if not name or name.startswith(".") or name != os.path.basename(name) or "\\" in name:
        raise ValueError(name)


def _describe(name: str, status: os.stat_result) -> FoundFile:
    file_id = sha256(os.fsencode(name)).hexdigest()[:_DIGITS]
    return FoundFile(file_id, name, status.st_mtime, status.st_size)
