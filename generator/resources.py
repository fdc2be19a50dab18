"""Find the data files that are shipped: in the wheel's ``generator/_data``, else at the checkout's top level.

By the package's own path: importing ``importlib.resources`` takes 25 ms, and the package never runs from an archive.
"""

from __future__ import annotations

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
    return tuple(sorted(path.stem for path in data_file(LAYOUTS).glob(f"*{_SUFFIX}")))


def layout_files() -> dict[str, Path]:
    """Return the files of the built-in layouts by their names."""
    return {name: data_file(LAYOUTS, name + _SUFFIX) for name in layout_names()}


def style_files() -> dict[str, Path]:
    """Return the files of the built-in styles by their names, sorted."""
    return {path.stem: path for path in sorted(data_file(LAYOUTS, STYLES).glob(f"*{_SUFFIX}"))}


def layout_file(name: str) -> Path | None:
    """Return the path of a built-in layout; nothing for a name that is none."""
    return data_file(LAYOUTS, name + _SUFFIX) if name in layout_names() else None
