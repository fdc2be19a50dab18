"""Find the data files that are shipped: in the wheel's ``generator/data``, else at the checkout's top level.

By the package's own path: importing ``importlib.resources`` takes 25 ms, and the package never runs from an archive.
Paths are text here and in all that ``alliance compose`` runs: importing ``pathlib`` takes 4 ms.
"""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
BANK = "question_bank.yaml"
LAYOUTS = "layouts"
STYLES = "styles"
TRANSLATIONS = "translations"
_SUFFIX = ".yaml"


def package_file(*parts: str) -> str:
    """Return the path of a file or folder within the package."""
    return os.path.join(_PACKAGE, *parts)


def data_file(*parts: str) -> str:
    """Return the path of a shipped file or folder."""
    shipped = os.path.join(_PACKAGE, "data")
    return os.path.join(shipped if os.path.exists(os.path.join(shipped, BANK)) else os.path.dirname(_PACKAGE), *parts)


def layout_names() -> tuple[str, ...]:
    """Return the names of the built-in layouts, sorted."""
    return tuple(layout_files())


def layout_files() -> dict[str, str]:
    """Return the files of the built-in layouts by their names, sorted."""
    return _files_in(data_file(LAYOUTS))


def style_files() -> dict[str, str]:
    """Return the files of the built-in styles by their names, sorted."""
    return _files_in(data_file(LAYOUTS, STYLES))


def translation_files() -> dict[str, str]:
    """Return the built-in bank's translations by their names, such as ``question_bank.de``, sorted."""
    return _files_in(package_file("data", TRANSLATIONS))


def layout_file(name: str) -> str | None:
    """Return the path of a built-in layout; nothing for a name that is none."""
    return layout_files().get(name)


def _files_in(folder: str) -> dict[str, str]:
    names = sorted(name for name in os.listdir(folder) if name.endswith(_SUFFIX))
    return {name.removesuffix(_SUFFIX): os.path.join(folder, name) for name in names}
