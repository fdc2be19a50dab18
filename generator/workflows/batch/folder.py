"""The folder that a batch writes into: one batch at a time, every file whole or not there."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from generator.errors import AllianceError, OutputUnwritable, escape

if TYPE_CHECKING:
    from types import TracebackType

_PREFIX, _SUFFIX = ".alliance-batch-", ".part"
_THE_FILES_OWN = {errno.EEXIST, errno.EILSEQ, errno.EINVAL, errno.EISDIR, errno.ENAMETOOLONG}
"""What the system says of one file; all else, such as a full disk, concerns every file."""
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV}
_PATIENCE = 60
"""How often another batch's lock is tried, at intervals of 50 ms: its processes may outlive it for a moment."""


class FolderFailed(OutputUnwritable):
    """The folder takes no files, or no more."""


class FileRefused(AllianceError):
    """The folder does not take this one file."""


class Folder:
    """A folder to publish files in, locked against other batches while it is open."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._lock: int | None = None

    def __enter__(self) -> Self:
        """Create the folder if need be, lock it, and remove what a batch that was killed has left behind."""
        try:
            Path(self.path).mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self.path)
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
            there = _holds(target, data)
            if there:
                return True
            if there is False and not replace:
                raise FileRefused(_exists(name))
            self._publish(data, target, replace=replace)
        except FileExistsError:
            raise FileRefused(_exists(name)) from None
        except OSError as error:
            if error.errno in _THE_FILES_OWN:
                reason = error.strerror or str(error)
                raise FileRefused(f"{escape(name)} cannot be written ({escape(reason)}). Rename it.") from None
            raise self.failure(error) from None
        return False

    def replace(self, name: str, data: Path) -> None:
        """Give a file that is aside in this folder its name, over what has it now. Raises ``FolderFailed``."""
        try:
            data.replace(Path(self.path, name))
        except OSError as error:
            raise self.failure(error) from None

    def aside(self, what: str) -> Path:
        """Return the path of a file of this process's own that is not published; opening the folder removes it."""
        return Path(self.path, f"{_PREFIX}{os.getpid()}-{what}{_SUFFIX}")

    def settle(self) -> None:
        """Have everything written so far reach the disk."""
        if hasattr(os, "sync"):  # not on Windows
            os.sync()

    def _publish(self, data: bytes, target: str, *, replace: bool) -> None:
        aside = os.path.join(self.path, f"{_PREFIX}{os.getpid()}{_SUFFIX}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            try:
                _write(descriptor, data)
            finally:
                os.close(descriptor)
            if replace:
                os.replace(aside, target)
                return
            _link(aside, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(aside)
            raise

    def _clear(self) -> None:
        with os.scandir(self.path) as entries:
            left = [entry.path for entry in entries if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX)]
        for path in left:
            Path(path).unlink(missing_ok=True)


def _exists(name: str) -> str:
    return f"{escape(name)} exists already, with other content. Give `force` to replace it, or another folder."


def _holds(target: str, data: bytes) -> bool | None:
    """Tell whether a file holds these bytes; nothing where there is none."""
    try:
        status = os.lstat(target)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
        return False
    with open(target, "rb", buffering=0) as file:
        return file.read(len(data) + 1) == data


def _write(descriptor: int, data: bytes) -> None:
    written = os.write(descriptor, data)
    while written < len(data):  # a disk that fills up takes a part first, and says why then
        written += os.write(descriptor, data[written:])


def _link(aside: str, target: str) -> None:
    """Give the file its name, which must be free. Raises ``FileExistsError``; follows no link planted there."""
    try:
        os.link(aside, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        os.replace(aside, target)
    else:
        os.unlink(aside)


def _locked(path: str) -> int | None:
    """Return the open folder, locked until it is closed; nothing where folders cannot be locked."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    for attempt in range(_PATIENCE):
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
