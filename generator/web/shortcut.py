"""A file to double-click, for people without a terminal: it starts the page with this Python, on this folder."""

from __future__ import annotations

import ntpath
import os
import posixpath
import re
import shlex
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, InvalidRequest, OutputUnwritable, RequestProblem, escape
from generator.files.names import slug
from generator.files.reading import read_bounded
from generator.web.folder import WorkFolder

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = "designed-alliance"
_TITLE = "Designed alliance"
_LONGEST_NAME = 100
_ARGUMENTS = ("-P", "-m", "generator", "open")
"""Without the folder that one stands in: what lies on the desktop is not to be imported."""


class Shortcut(NamedTuple):
    """A file to double-click."""

    name: str
    data: bytes


def make_shortcut(system: str, python: str, folder: str, *, is_usual: bool) -> Shortcut:
    """Return what starts the page on a folder.

    ``system`` is ``linux`` (and all that keeps to freedesktop.org), ``darwin`` or ``win32``, as ``sys.platform`` has
    it; ``python`` and ``folder`` are absolute paths. ``is_usual`` says that the folder is the one without a name.
    Raises ``InvalidRequest`` for a path that such a file cannot hold.
    """
    paths = ntpath if system == "win32" else posixpath
    folder_name = paths.basename(folder.rstrip(paths.sep))
    stem = _NAME if is_usual else f"{_NAME}-{slug(folder_name, _LONGEST_NAME)}"
    title = _TITLE if is_usual else f"{_TITLE}: {folder_name}"
    command = [python, *_ARGUMENTS, folder]
    if system == "win32":
        return Shortcut(f"{stem}.bat", _write_batch(command))
    if system == "darwin":
        line = " ".join(map(shlex.quote, command))
        return Shortcut(f"{stem}.command", os.fsencode(f"#!/bin/sh\nexec {line}\n"))
    return Shortcut(f"{stem}.desktop", _write_desktop_entry(command, title))


def save_shortcut(folder: str, *, is_usual: bool) -> str:
    """Write a shortcut to the desktop, or where there is none to the home folder, and return its path.

    The same one is written once; where another file has its name, it gets the next free one. Raises ``InvalidRequest``
    and ``FolderUnusable``.
    """
    made = make_shortcut(sys.platform, sys.executable, os.path.abspath(folder), is_usual=is_usual)
    place = WorkFolder(find_desktop())
    path = os.path.join(place.path, place.add(made.name, made.data).name)
    try:
        os.chmod(path, os.stat(path).st_mode | 0o111)  # noqa: S103 - no secret is in it
    except OSError as error:
        raise OutputUnwritable(path, error.strerror or str(error), error.errno) from error
    return path


def find_desktop() -> str:
    """Return the desktop's folder or, where there is none, the home folder."""
    home = os.path.expanduser("~")
    candidates = [os.path.join(home, "Desktop")]
    if sys.platform == "win32":
        candidates.insert(0, os.path.join(os.environ.get("OneDrive", home), "Desktop"))  # noqa: SIM112 - its name
    elif sys.platform != "darwin":
        candidates = [*_find_named_desktop(home), *candidates]
    # without a desktop, its name stands for the home folder itself
    return next((path for path in candidates if os.path.isdir(path)), home)


def _find_named_desktop(home: str) -> Sequence[str]:
    """Return the desktop's folder as the user's language calls it (xdg-user-dirs); none where that is not told."""
    settings = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    text = ""
    with suppress(InvalidInput):  # most have none
        text = os.fsdecode(read_bounded(os.path.join(settings, "user-dirs.dirs")))
    found = re.findall(r'^XDG_DESKTOP_DIR="(\$HOME)?(/(?:[^"\\\n]|\\.)*)"', text, re.MULTILINE)
    return [(home if begins else "") + re.sub(r"\\(.)", r"\1", path) for begins, path in found]


def _write_desktop_entry(command: Sequence[str], title: str) -> bytes:
    """Return a desktop entry (Desktop Entry Specification 1.5); its program shows no terminal."""
    arguments = " ".join(f'"{_quote_in_entry(argument)}"' for argument in command)
    entry = {
        "Type": "Application",
        "Name": title,
        "Comment": "Worksheets, answers and alliances, in the browser",
        "Exec": arguments,
        "Terminal": "false",
    }
    lines = ["[Desktop Entry]", *(f"{key}={_escape_in_entry(value)}" for key, value in entry.items())]
    return _encode("\n".join(lines) + "\n")


def _quote_in_entry(argument: str) -> str:
    """Return an argument to stand in quotes (the specification's "The Exec key")."""
    return re.sub(r'(["`$\\])', r"\\\1", argument).replace("%", "%%")


def _escape_in_entry(value: str) -> str:
    """Return a value of the type string (the specification's "Possible value types")."""
    for character, escaped in (("\\", r"\\"), ("\n", r"\n"), ("\t", r"\t"), ("\r", r"\r")):
        value = value.replace(character, escaped)
    return value


def _write_batch(command: Sequence[str]) -> bytes:
    """Return a batch file, in UTF-8, which stays open where the program could not start."""
    lines = [
        "@echo off",
        "setlocal DisableDelayedExpansion",  # else an exclamation mark means something
        "chcp 65001 >nul",
        " ".join(map(_quote_in_batch, command)),
        "if errorlevel 1 pause",
    ]
    return _encode("\r\n".join(lines) + "\r\n")


def _quote_in_batch(argument: str) -> str:
    if re.search(r'["\r\n]', argument):  # no path of Windows has any
        raise _refuse(argument)
    ending = argument[len(argument.rstrip("\\")) :]  # a backslash before the last quote would make that a part of it
    return '"' + argument.replace("%", "%%") + ending + '"'


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise _refuse(text) from None


def _refuse(text: str) -> InvalidRequest:
    hint = "Give the folder another name."
    return InvalidRequest(RequestProblem("", f"A shortcut cannot hold this path: {escape(text)}", hint))
