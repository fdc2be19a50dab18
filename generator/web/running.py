"""Which start serves a folder, and where: a second one finds the first, instead of serving the same files once more.

A small file for each folder, which the user alone can read, in a place that does not outlive the session: never in
the folder itself, for that may be synchronised. Whoever serves holds a lock on it, which the system takes away from a
process that is gone, however it went; so what such a process has left there deceives nobody.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple, Self

from generator.web.gate import mint_single_key

HOST = "127.0.0.1"
_OWN = "designed-alliance"
_MOST_BYTES = 1_000
_DIGITS = 24
"""Hexadecimal ones of a file's name."""
_PATIENCE = 2.0
"""Seconds in which whoever has just begun to serve tells where."""
_LOOK = 0.02
"""Seconds between two looks."""


class Address(NamedTuple):
    """Where a page is."""

    port: int
    key: str
    """Opens it as long as its start runs."""

    def link(self) -> str:
        """Return the address to print."""
        return f"http://{HOST}:{self.port}/?key={self.key}"

    def browser_link(self) -> str:
        """Return the address to open a browser with: it stands in the list of processes, so it is good once only."""
        return f"http://{HOST}:{self.port}/?key={mint_single_key(self.key)}"


class StateFile:
    """The file that tells which start serves a folder."""

    def __init__(self, folder: str) -> None:
        """Open the one of the folder at this absolute path. Raises ``OSError`` where there is no safe place for it."""
        name = sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:_DIGITS]
        self._path = os.path.join(_find_own_folder(), f"{name}.json")
        self._descriptor = _open(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)  # which unlocks it as well

    def claim(self) -> bool:
        """Return whether nobody else serves the folder; from then on, nobody else can."""
        while _lock(self._descriptor):
            with suppress(FileNotFoundError):
                if os.path.samestat(os.stat(self._path), os.fstat(self._descriptor)):
                    os.ftruncate(self._descriptor, 0)
                    return True
            os.close(self._descriptor)  # whoever ended in between took its name away
            self._descriptor = _open(self._path)
        return False

    def write(self, address: Address) -> None:
        """Tell where the page is; only after ``claim``."""
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, json.dumps(address._asdict()).encode())

    def remove(self) -> None:
        """Take it away; only after ``claim``."""
        with suppress(OSError):  # where Windows removes nothing that is open, it stays without a lock
            os.unlink(self._path)

    def wait_for_address(self) -> Address | None:
        """Return where the other start serves the folder; None where it does not tell."""
        end = time.monotonic() + _PATIENCE
        while (address := self._read()) is None and time.monotonic() < end:
            time.sleep(_LOOK)
        return address

    def _read(self) -> Address | None:
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        try:
            found = json.loads(os.read(self._descriptor, _MOST_BYTES))
            return Address(int(found["port"]), str(found["key"]))
        except (ValueError, KeyError, TypeError):  # it is being written
            return None


def _find_own_folder() -> str:
    """Return our folder for such files, which only the user can enter. Raises ``OSError`` where there is none."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()
        folder = os.path.join(home, _OWN)
        os.makedirs(folder, exist_ok=True)
        return folder
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(session) and _is_private(session):
        folder = os.path.join(session, _OWN)
    else:
        folder = os.path.join(tempfile.gettempdir(), f"{_OWN}-{os.getuid()}")
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)
    if not _is_private(folder):
        raise PermissionError(None, "others may enter it", folder)
    return folder


def _is_private(folder: str) -> bool:
    """Tell whether it is a folder of the user's, no link, which nobody else can enter."""
    if sys.platform == "win32":
        return True
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0), 0o600)


def _lock(descriptor: int) -> bool:
    """Return whether the file could be locked; processes that are forked do not inherit the lock."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - for this system alone

        os.lseek(descriptor, _MOST_BYTES, os.SEEK_SET)  # what is locked there cannot be read: so it is behind all
        lock, arguments = msvcrt.locking, (msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - for these systems alone

        lock, arguments = fcntl.lockf, (fcntl.LOCK_EX | fcntl.LOCK_NB,)
    try:
        lock(descriptor, *arguments)
    except (BlockingIOError, PermissionError):
        return False
    return True
