"""List the files that arguments mean: files, folders with all that is in them, and wildcards."""

from __future__ import annotations

import glob
import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Chosen(NamedTuple):
    """The files that arguments mean."""

    files: tuple[str, ...]
    named: frozenset[str]
    """Those that were named themselves, not by their folder."""
    empty: tuple[str, ...]
    """Folders among the arguments in which there is none."""
    others: int
    """How many files lie in folders among the arguments that are none of those looked for."""


def choose_files(paths: Iterable[str], endings: tuple[str, ...]) -> Chosen:
    """Return every file that is named, and of folders those with these endings (lower case, such as ``.pdf``)."""
    named = list(paths)
    found = list(list_files(named))
    own = {path for name in named for path in _expand(name)}
    files = tuple(path for path in found if path in own or path.lower().endswith(endings))
    folders = sorted(path for path in own if os.path.isdir(path))
    empty = tuple(folder for folder in folders if not any(path.startswith(os.path.join(folder, "")) for path in files))
    return Chosen(files, frozenset(own & set(files)), empty, len(found) - len(files))


def is_one_file(paths: Sequence[str]) -> bool:
    """Tell whether the arguments are the name of a single file, and neither a folder nor wildcards."""
    return len(paths) == 1 and not os.path.isdir(paths[0]) and _expand(paths[0]) == [paths[0]]


def list_files(paths: Iterable[str], without: str | None = None) -> Iterator[str]:
    """Yield every file once, those of a folder sorted; nothing hidden, nothing of the folder ``without``.

    A path that is not there and has wildcards (``*``, ``?``, ``[...]``) stands for what fits it: not every shell
    expands them. What is not there is yielded as it is, for its reader to tell.
    """
    excluded = None if without is None else os.path.realpath(without)
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path):
            for file in _walk(found, excluded) if os.path.isdir(found) else (found,):
                if (real := os.path.realpath(file)) not in seen:
                    seen.add(real)
                    yield file


def _expand(path: str) -> list[str]:
    if os.path.lexists(path) or not glob.has_magic(path):
        return [path]
    return sorted(glob.glob(path, recursive=True)) or [path]


def _walk(top: str, excluded: str | None) -> Iterator[str]:
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and os.path.realpath(os.path.join(folder, name)) != excluded
        )
        if os.path.realpath(folder) != excluded:
            yield from (os.path.join(folder, name) for name in sorted(files) if not name.startswith("."))
