"""The standard streams and the arguments, made alike on every system before a command sees them."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def prepare_streams() -> None:
    """Let files and pipes take UTF-8, whatever the system's code page, and give a closed input as an empty one.

    A terminal keeps its encoding, and shows what that lacks as escapes.
    """
    if sys.stdin is None:  # closed by who started us; reading it is reading nothing then
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def silence(stream: TextIO | None) -> None:
    """Send what still waits for a stream that takes no more to nowhere, or Python complains of it at its end."""
    with suppress(OSError, ValueError):
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def expand_wildcards(arguments: Iterable[str]) -> list[str]:
    """Return the arguments with ``*`` and ``?`` in names replaced by the files they stand for, as Unix shells do.

    For Windows, whose shells do not; a pattern that no file fits stays as it is.
    """
    return [name for argument in arguments for name in _expand(argument)]


def _expand(argument: str) -> Iterator[str]:
    if argument.startswith("-") or not set(argument) & set("*?"):
        yield argument
        return
    import glob  # noqa: PLC0415 - on Windows alone

    # brackets are no pattern to anybody there
    yield from sorted(glob.glob(argument.replace("[", "[[]"))) or [argument]
