"""Find the data files that are shipped: in the wheel's ``generator/_data``, else at the checkout's top level.

By the package's own path: importing ``importlib.resources`` takes 25 ms, and the package never runs from an archive.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent
BANK = "question_bank.yaml"
LAYOUTS = "layouts"
STYLES = "styles"
_SUFFIX = ".yaml"


def data_file(*parts: str) -> Path:
    """Return the path of a shipped file or folder."""
    shipped = _PACKAGE / "_data"
    return (shipped if shipped.is_dir() else _PACKAGE.parent).joinpath(*parts)


def layout_names() -> tuple[str, ...]:
    """Return the names of the built-in layouts, sorted."""
    return tuple(layout_files())


def layout_files() -> dict[str, Path]:
    """Return the files of the built-in layouts by their names, sorted."""
    return _files_in(data_file(LAYOUTS))


def style_files() -> dict[str, Path]:
    """Return the files of the built-in styles by their names, sorted."""
    return _files_in(data_file(LAYOUTS, STYLES))


def layout_file(name: str) -> Path | None:
    """Return the path of a built-in layout; nothing for a name that is none."""
    return layout_files().get(name)


def _files_in(folder: Path) -> dict[str, Path]:
    names = sorted(name for name in os.listdir(folder) if name.endswith(_SUFFIX))  # noqa: PTH208 - half of iterdir's time
    return {name.removesuffix(_SUFFIX): folder / name for name in names}
