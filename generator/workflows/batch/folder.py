"""The folder that a batch writes into: one batch at a time, every file whole or not there."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from generator.errors import AllianceError, OutputExists, OutputInUse, OutputUnwritable, escape
from generator.files.publishing import publish

if TYPE_CHECKING:
    from types import TracebackType

PREFIX = ".alliance-batch-"
"""How names of files begin that are not published yet."""
_THE_FILES_OWN = {errno.EEXIST, errno.EILSEQ, errno.EINVAL, errno.EISDIR, errno.ENAMETOOLONG}
"""What the system says of one file; all else, such as a full disk, concerns every file."""
_PATIENCE = 60
"""How often another batch's lock is tried, at intervals of 50 ms: its processes may outlive it for a moment."""


class FolderFailed(OutputUnwritable):
    """The folder takes no files, or no more."""


class FileRefused(AllianceError):
    """The folder does not take this one file."""


class Folder:
    """A folder to publish files in, locked against other batches while it is open."""

    def __init__(self, path: str, *, waits: bool = True) -> None:
        """Take its path, and whether to wait a few seconds for another batch that may be at its end."""
        self.path = path
        self._patience = _PATIENCE if waits else 1
        self._lock: int | None = None

    def __enter__(self) -> Self:
        """Create the folder if need be, lock it, and remove what a batch that was killed has left behind."""
        try:
            os.makedirs(self.path, exist_ok=True)
            self._lock = _lock(self.path, self._patience)
            self._clear()
        except OSError as error:
            raise self.failure(error) from None
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._clear()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def failure(self, error: OSError) -> FolderFailed:
        """Return the failure of the folder itself."""
        if error.errno == errno.EEXIST:
            return FolderFailed(self.path, "it is not a folder")
        return FolderFailed(self.path, error.strerror or str(error))

    def put(self, name: str, data: bytes, *, replace: bool) -> bool:
        """Publish a file; return whether it was there before with these very bytes, and so was not written.

        Raises ``FileRefused`` where this file cannot be written, or may not be replaced; ``FolderFailed`` where no
        file can.
        """
        target = os.path.join(self.path, name)
        try:
            held = holds(target, data)
            if not held:
                # whatever else is there now is in the way unless it is to be replaced
                publish(data, target, replace=replace, prefix=PREFIX, sync=False)
        except OutputExists:
            message = "exists already, with other content. Give `force` to replace it, or another folder."
            raise FileRefused(f"{escape(name)} {message}") from None
        except OutputInUse:
            raise FileRefused(f"{escape(name)} is open in another program, it seems. Close it there.") from None
        except OutputUnwritable as failure:
            if failure.number is None or failure.number in _THE_FILES_OWN:
                reason = escape(failure.reason)
                raise FileRefused(f"{escape(name)} cannot be written ({reason}). Rename it.") from None
            raise FolderFailed(self.path, failure.reason) from None
        except OSError as error:
            raise self.failure(error) from None
        return bool(held)

    def aside(self, what: str) -> str:
        """Return the path of a file of this process's own that is not published; opening the folder removes it."""
        return os.path.join(self.path, f"{PREFIX}{os.getpid()}-{what}.part")

    def sync(self) -> None:
        """Have everything written so far reach the disk."""
        if hasattr(os, "sync"):  # not on Windows
            os.sync()

    def _clear(self) -> None:
        with os.scandir(self.path) as entries:
            left = [entry.path for entry in entries if entry.name.startswith(PREFIX)]
        for path in left:
            with suppress(FileNotFoundError, PermissionError):  # Windows keeps what another program has open
                os.unlink(path)


def holds(target: str, data: bytes) -> bool:
    """Tell whether there is a file that holds these bytes."""
    try:
        status = os.lstat(target)
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
        return False
    with open(target, "rb", buffering=0) as file:
        return file.read(len(data) + 1) == data


def _lock(path: str, patience: int) -> int | None:
    """Return the open folder, locked until it is closed; None where folders cannot be locked."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    for attempt in range(patience):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05 if attempt else 0.0)
        except OSError:  # some network file systems lock nothing
            break
        else:
            return descriptor
    else:
        os.close(descriptor)
        raise FolderFailed(path, "another batch is writing into this folder")
    return descriptor
