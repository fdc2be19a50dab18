"""List the files that arguments mean: files, folders with all that is in them, and wildcards."""

from __future__ import annotations

import glob
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
