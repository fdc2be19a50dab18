"""Publish files: whole or not at all, over nothing that was not to be replaced, under names safe on every system."""

from __future__ import annotations

import itertools
import os
import signal
import stat
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from generator.errors import OutputExists, OutputUnwritable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import FrameType

STANDARD_OUTPUT = Path("-")
LONGEST_NAME = 150
"""Bytes of a file name in UTF-8, its suffix included."""

_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}


def publish(data: bytes, target: Path, *, replace: bool, inputs: Iterable[Path] = ()) -> None:
    """Write a file so that at any moment it is there whole or not at all; ``-`` is the standard output.

    Written beside the target, checked, and only then given its name. Raises ``OutputExists`` where the target is
    there and not to be replaced, and ``OutputUnwritable`` for all else, such as a target that is one of the inputs.
    """
    if target == STANDARD_OUTPUT:
        _write_to_standard_output(data)
        return
    try:
        _require_suitable(target, inputs)
        if not replace and os.path.lexists(target):
            raise OutputExists(os.fspath(target))
        _publish(data, target, replace=replace)
    except FileExistsError:
        raise OutputExists(os.fspath(target)) from None
    except (OSError, ValueError) as error:
        raise OutputUnwritable(os.fspath(target), getattr(error, "strerror", None) or str(error)) from error


def publish_both(
    first: tuple[bytes, Path], second: tuple[bytes, Path], *, replace: bool, inputs: Iterable[Path] = ()
) -> None:
    """Publish two files as ``publish`` does; where the second cannot be, the first is as it was before."""
    protected = list(inputs)
    for _, target in (first, second):
        if target != STANDARD_OUTPUT:
            _require_suitable(target, protected)
            if not replace and os.path.lexists(target):
                raise OutputExists(os.fspath(target))
    target = first[1]
    if target.resolve() == second[1].resolve():
        raise OutputUnwritable(os.fspath(target), "two files would have this name")
    before = _kept(target) if os.path.lexists(target) else None
    try:
        publish(first[0], target, replace=replace, inputs=protected)
        try:
            publish(second[0], second[1], replace=replace, inputs=protected)
        except BaseException:
            if before:
                before.replace(target)
            else:
                target.unlink(missing_ok=True)
            raise
    finally:
        if before:
            before.unlink(missing_ok=True)


def _kept(target: Path) -> Path:
    """Return another name beside the file, by which it stays when the file is replaced."""
    name = _name_beside(target)
    try:
        name.hardlink_to(target)
    except OSError as error:
        raise OutputUnwritable(os.fspath(target), error.strerror or str(error)) from error
    return name


def _require_suitable(target: Path, inputs: Iterable[Path]) -> None:
    name = os.fspath(target)
    for path in inputs:
        with suppress(OSError):
            if target.samefile(path):
                raise OutputUnwritable(name, "it is one of the inputs")
    with suppress(FileNotFoundError):
        mode = target.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise OutputUnwritable(name, "it is a folder" if stat.S_ISDIR(mode) else "it is not a file")


def _publish(data: bytes, target: Path, *, replace: bool) -> None:
    aside = _name_beside(target)
    try:  # from before the file is there: a signal may come at any moment
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        if aside.read_bytes() != data:
            raise OutputUnwritable(os.fspath(target), "what was written reads back differently")
        if replace:
            aside.replace(target)
        else:
            _link(aside, target)
        _sync_folder(target.parent)
    finally:
        aside.unlink(missing_ok=True)


def _name_beside(target: Path) -> Path:
    """Return a free name in the target's folder, this process's own."""
    names = (target.with_name(f".alliance-{os.getpid()}-{attempt}.part") for attempt in itertools.count())
    return next(name for name in names if not os.path.lexists(name))


def _link(aside: Path, target: Path) -> None:
    """Give the file its name, which must be free. Raises ``FileExistsError``; follows no link planted there."""
    try:
        target.hardlink_to(aside)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: claim the name, then replace the empty file
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            aside.replace(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows opens no folders, some file systems sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_to_standard_output(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        with suppress(OSError, ValueError):  # or the interpreter complains once more when it flushes at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputUnwritable("standard output", error.strerror or str(error)) from error


def file_name(prefix: str, names: Sequence[str], revision: int = 1) -> str:
    """Return ``worksheet-ana-lima-ben-okafor.pdf``; ``worksheet.pdf`` where all names are blank.

    From the second revision on, its number stands at the end: ``...-revision-2.pdf``.
    """
    end = f"-revision-{revision}.pdf" if revision > 1 else ".pdf"
    return f"{slug('-'.join([prefix, *names]), LONGEST_NAME - len(end))}{end}"


def slug(text: str, longest: int) -> str:
    """Return the letters and digits of a text, of any alphabet, in lower case and joined by hyphens.

    At most ``longest`` bytes of UTF-8; never empty, never a name that Windows reserves.
    """
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    # Marks are letters' parts: Devanagari's vowels, for example.
    spaced = "".join(character if unicodedata.category(character)[0] in "LNM" else " " for character in lower)
    whole = "-".join(spaced.split()).encode()
    cut = whole[:longest].decode(errors="ignore").strip("-")
    return f"{cut}-" if cut in _RESERVED else cut or "unnamed"


def terminate_cleanly() -> None:
    """Let SIGTERM and SIGHUP end the program as an exception does, so that nothing is left half done."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):  # Windows has no SIGHUP
            signal.signal(number, _leave)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
