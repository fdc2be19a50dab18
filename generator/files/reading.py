"""Read whole files of a bounded size, and nothing that is not a file."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from generator.errors import InvalidInput, Problem

_MEGABYTE = 1_000_000
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES = 20 * _MEGABYTE
STANDARD_INPUT = "-"
MARK_WITHIN = 1024
"""Bytes at the beginning of a file that hold its mark."""


class InputFile(NamedTuple):
    """A file that was read."""

    data: bytes
    name: str
    """As the user gave it."""


def read_file(path: str | os.PathLike[str], *, limit: int = MOST_BYTES) -> InputFile:
    """Return a file's content and name, as ``read_bounded`` does."""
    return InputFile(read_bounded(path, limit=limit), os.fspath(path))


def read_bounded(path: str | os.PathLike[str], *, limit: int = MOST_BYTES) -> bytes:
    """Return the content of a file of at most ``limit`` bytes; ``-`` is the standard input. Raises ``InvalidInput``."""
    name = os.fspath(path)
    if name == STANDARD_INPUT:
        return _limit_size(sys.stdin.buffer.read(limit + 1), "standard input", limit)
    with open_file(name) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise _too_large(name, limit)
        try:
            return _limit_size(file.read(limit + 1), name, limit)
        except OSError as error:
            raise _unreadable(name, error) from None


def open_file(name: str) -> BinaryIO:
    """Return the open file; raise ``InvalidInput`` where it cannot be read, or is none.

    Opened first and looked at then, so that nothing can be exchanged in between; opened without waiting, so that
    a named pipe nobody writes to does not hang.
    """
    try:
        descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise _refusal(name, "there is no such file", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise _refusal(name, "is a folder", "Give a file.") from None
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None
    try:
        _require_regular(os.fstat(descriptor), name)
    except InvalidInput:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _unreadable(name: str, error: OSError | ValueError) -> InvalidInput:
    reason = getattr(error, "strerror", None) or "not a file's name"
    hint = "Check its name and who may read it."
    if isinstance(error, PermissionError):
        hint += " If another program has it open: close it there."
    return _refusal(name, f"cannot be read ({reason})", hint)


def has_mark(data: bytes, mark: bytes) -> bool:
    """Tell whether a file begins as ``%PDF-`` files do: with the mark anywhere in its first 1024 bytes.

    That far readers look for it (PDF Reference 1.7, appendix H, note 13).
    """
    return data.find(mark, 0, MARK_WITHIN) >= 0


def _require_regular(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _refusal(name, "is a folder", "Give a file.")
    if not stat.S_ISREG(status.st_mode):
        raise _refusal(name, "is a pipe or a device, not a file", "Save it to a file, or give - and pipe it in.")


def _limit_size(data: bytes, name: str, limit: int) -> bytes:
    if len(data) > limit:
        raise _too_large(name, limit)
    return data


def _too_large(name: str, limit: int) -> InvalidInput:
    size = f"{limit // _MEGABYTE} MB" if limit >= _MEGABYTE else f"{limit} bytes"
    return _refusal(name, f"is larger than {size}", "Is it the right file?")


def _refusal(name: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(name, message, hint)])


def read_files(paths: Iterable[str | os.PathLike[str]]) -> tuple[InputFile, ...]:
    """Return every file's content and name; raise ``InvalidInput`` with the problems of all of them at once."""
    files: list[InputFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files.append(read_file(path))
        except InvalidInput as invalid:
            problems += invalid.problems
    if problems:
        raise InvalidInput(problems)
    return tuple(files)
