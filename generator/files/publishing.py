"""Publish files: whole or not at all, over nothing that was not to be replaced."""

from __future__ import annotations

import errno
import io
import itertools
import os
import re
import stat
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, BinaryIO

from generator.errors import OutputExists, OutputInUse, OutputUnwritable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STANDARD_OUTPUT = "-"
PREFIX = ".alliance-"
"""How names of files begin that are not published yet."""
_LEFT_OVER = re.escape(PREFIX) + r"([0-9]{1,10})-[0-9]+\.part"
_IDLE = 10.0
"""Seconds after which a file that nobody has written to is left over, for its process may run on another machine."""
_NOT_SUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What a system says of work that it does not do for this kind of file."""
_PDF = b"%PDF-"
_PART = 1 << 18
"""Bytes written and read at a time."""


def publish(
    data: bytes, target: str, *, replace: bool, inputs: Iterable[str] = (), prefix: str = PREFIX, sync: bool = True
) -> None:
    """Write a file as ``publishing`` does."""
    if target == STANDARD_OUTPUT:
        _copy_to_standard_output(io.BytesIO(data))
        return
    with publishing(target, replace=replace, inputs=inputs, prefix=prefix, sync=sync) as file:
        file.write(data)


@contextmanager
def publishing(
    target: str, *, replace: bool, inputs: Iterable[str] = (), prefix: str = PREFIX, sync: bool = True
) -> Iterator[PendingFile]:
    """Write a file so that at any moment it is there whole or not at all; ``-`` is the standard output.

    Written beside the target, under a name with this prefix, and only then given its name; nothing is left where the
    work on it fails. Where ``sync``, it has reached the disk and was read back by then. Raises ``OutputExists`` where
    the target is there and not to be replaced, and ``OutputUnwritable`` for all else, such as a target that is one of
    the inputs.
    """
    if target == STANDARD_OUTPUT:
        with _output_failures(target):
            nameless = _nameless_file()
        with nameless:
            pending = PendingFile(nameless.fileno(), "standard output", digest=False)
            yield pending
            pending.flush()
            _copy_to_standard_output(nameless)
        return
    with _output_failures(target):
        _require_free(target, inputs, replace=replace)
        aside = _name_beside(target, prefix)
        if prefix == PREFIX:
            _clear_left_over(os.path.dirname(target) or os.curdir)
    try:  # from before the file is there: a signal may come at any moment
        with _output_failures(target):
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            pending = PendingFile(descriptor, target, digest=sync)
            yield pending
            pending.flush()
            target = pending.name
            if sync:
                pending.sync()
        finally:
            os.close(descriptor)
        with _output_failures(target):
            if sync:
                pending.check(aside)
            _give_name(aside, target, replace=replace)
            if sync:
                _sync_folder(os.path.dirname(target) or os.curdir)
    finally:
        with suppress(OSError):
            os.unlink(aside)


class PendingFile:
    """A file being written, which has no name of its own yet."""

    def __init__(self, descriptor: int, name: str, *, digest: bool) -> None:
        """Take the open file, its name in messages, and whether it is to be read back and checked."""
        self._descriptor = descriptor
        self.name = name
        """Its name in messages, and when it is whole."""
        self._digest = blake2b() if digest else None
        self._waiting: list[bytes] = []
        self._length = 0

    def rename(self, target: str, *, replace: bool, inputs: Iterable[str] = ()) -> None:
        """Have it get another name in the same folder when it is whole. Raises as ``publishing`` does."""
        _require_free(target, inputs, replace=replace)
        self.name = target

    def write(self, data: bytes) -> None:
        """Append to the file. Raises ``OutputUnwritable``."""
        self._waiting.append(data)
        self._length += len(data)
        if self._length >= _PART:
            self.flush()

    def flush(self) -> None:
        """Hand everything to the system. Raises ``OutputUnwritable``."""
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._length = 0
        if self._digest:
            self._digest.update(data)
        rest = memoryview(data)
        with _output_failures(self.name):
            while rest:  # a disk that fills up takes a part first, and says why then
                rest = rest[os.write(self._descriptor, rest) :]

    def sync(self) -> None:
        """Have it reach the disk. Raises ``OutputUnwritable``."""
        with _output_failures(self.name):
            try:
                os.fsync(self._descriptor)
            except OSError as error:
                if error.errno not in _NOT_SUPPORTED:  # some network file systems sync nothing
                    raise

    def check(self, path: str) -> None:
        """Check that the file at this path holds what was written. Raises ``OutputUnwritable``."""
        found = blake2b()
        with _output_failures(self.name), open(path, "rb") as file:
            while part := file.read(_PART):
                found.update(part)
        if self._digest and found.digest() != self._digest.digest():
            raise OutputUnwritable(self.name, "what was written reads back differently")


class _output_failures:  # noqa: N801 - used like a function
    """Raise the failures of the operating system as ours."""

    def __init__(self, target: str) -> None:
        self._target = target

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, FileExistsError):
            raise OutputExists(self._target) from None
        if isinstance(error, OSError | ValueError):
            reason = getattr(error, "strerror", None) or str(error)
            raise OutputUnwritable(self._target, reason, getattr(error, "errno", None)) from error


def publish_all(files: Sequence[tuple[bytes, str]], *, replace: bool, inputs: Iterable[str] = ()) -> None:
    """Publish files as ``publish`` does, the standard output last; where one cannot be, the others are as before."""
    protected = list(inputs)
    targets = [target for _, target in files]
    for number, target in enumerate(targets):
        if target != STANDARD_OUTPUT and _require_suitable(target, protected) and not replace:
            raise OutputExists(target)
        if any(_same(target, other) for other in targets[:number]):
            raise OutputUnwritable(target, "two files would have this name")
    *first, last = sorted(files, key=lambda file: file[1] == STANDARD_OUTPUT)
    with ExitStack() as kept, ExitStack() as undoing:
        for data, target in first:
            before = _second_name(target) if os.path.lexists(target) else None
            if before:
                kept.callback(_remove, before)
            publish(data, target, replace=replace, inputs=protected)
            undoing.callback(_restore, target, before)
        publish(*last, replace=replace, inputs=protected)
        undoing.pop_all()


def _same(target: str, other: str) -> bool:
    if STANDARD_OUTPUT in {target, other}:
        return target == other
    return os.path.realpath(target) == os.path.realpath(other)


def _restore(target: str, before: str | None) -> None:
    if before:
        os.replace(before, target)
    else:
        _remove(target)


def _remove(name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name)


def _second_name(target: str) -> str:
    """Return another name beside the file, by which it stays when the file is replaced."""
    name = _name_beside(target, PREFIX)
    with _output_failures(target):
        try:
            os.link(target, name)
        except OSError:  # a file system without links: a copy does as well
            _copy(target, name)
    return name


def _copy(target: str, name: str) -> None:
    import shutil  # noqa: PLC0415 - for few file systems

    try:
        shutil.copy2(target, name, follow_symlinks=False)
    except OSError:
        _remove(name)
        raise


def _require_free(target: str, inputs: Iterable[str], *, replace: bool) -> None:
    """Raise ``OutputExists`` or ``OutputUnwritable`` where a file cannot have this name."""
    if _require_suitable(target, inputs) and not replace:
        raise OutputExists(target)


def _require_suitable(target: str, inputs: Iterable[str]) -> bool:
    """Return whether the target is there; raise ``OutputUnwritable`` where it is nothing that may be replaced."""
    for path in inputs:
        with suppress(OSError):
            if os.path.samefile(target, path):
                raise OutputUnwritable(target, "it is one of the inputs")
    try:
        mode = os.lstat(target).st_mode
    except FileNotFoundError:
        return False
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise OutputUnwritable(target, "it is a folder" if stat.S_ISDIR(mode) else "it is not a file")
    return True


def _give_name(aside: str, target: str, *, replace: bool) -> None:
    if not replace:
        _link(aside, target)
        return
    try:
        os.replace(aside, target)
    except PermissionError:  # the folder took the file aside, so it is the target that is held
        raise OutputInUse(target) from None


def _name_beside(target: str, prefix: str) -> str:
    """Return a free name in the target's folder, this process's own."""
    folder = os.path.dirname(target)
    names = (os.path.join(folder, f"{prefix}{os.getpid()}-{attempt}.part") for attempt in itertools.count())
    return next(name for name in names if not os.path.lexists(name))


def _clear_left_over(folder: str) -> None:
    """Remove what processes that were killed have left in the folder: files with our names that nobody writes to."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and (found := re.fullmatch(_LEFT_OVER, entry.name)):
                with suppress(OSError):
                    idle = time.time() - entry.stat(follow_symlinks=False).st_mtime
                    if entry.is_file(follow_symlinks=False) and idle > _IDLE and not _is_running(int(found[1])):
                        os.unlink(entry.path)


def _is_running(process: int) -> bool:
    if sys.platform == "win32":  # where asking would end it, and a file that is written to cannot be removed
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        pass
    return True


def _link(aside: str, target: str) -> None:
    """Give the file its name, which must be free. Raises ``FileExistsError``; follows no link planted there."""
    try:
        os.link(aside, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links. Claiming the name with an empty file would leave that behind where the program
        # is killed; so whoever takes the name in this very moment is written over (but on Windows, which refuses).
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        os.rename(aside, target)


def _sync_folder(folder: str) -> None:
    with suppress(OSError):  # Windows opens no folders, some file systems sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _nameless_file() -> io.FileIO:
    import tempfile  # noqa: PLC0415 - for what goes to the standard output part by part

    return tempfile.TemporaryFile(buffering=0)


def _copy_to_standard_output(file: BinaryIO | io.FileIO) -> None:
    try:
        file.seek(0)
        if sys.stdout.isatty() and file.read(len(_PDF)) == _PDF:
            raise OutputUnwritable("standard output", "it is a terminal, and a PDF nothing to read there")
        file.seek(0)
        while part := file.read(_PART):
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    except OSError as error:
        with suppress(OSError, ValueError):  # or the interpreter complains once more when it flushes at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputUnwritable("standard output", error.strerror or str(error)) from error
