"""Defaults of a person on the command line: where their files are, and which options of which commands they are for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, escape

if TYPE_CHECKING:
    from collections.abc import Container

    from generator.errors import Problem
    from generator.formats.defaults import Default

FILE = "alliance.toml"
_FOLDER = "alliance"
_SHEET = frozenset({"paper", "brand", "bank", "language", "layout", "style"})
USED_BY = {
    "answers": frozenset({"bank"}),
    "batch": _SHEET,
    "calendar": frozenset({"timezone"}),
    "check": frozenset({"bank"}),
    "collect": frozenset({"bank"}),
    "compose": _SHEET | {"timezone"},
    "merge": frozenset({"bank", "timezone"}),
    "questions": frozenset({"bank", "language"}),
    "revise": frozenset({"timezone"}),
}
"""The keys that commands take for options that are not given. No default takes the place of what a document brings:
the layout, paper, brand and languages of the worksheet that is merged or revised."""
_NEEDS = {"timezone": "ics"}
"""Defaults that count only where another option is given; not of ``calendar``, which always writes events."""
_REFUSALS = {"brand": "no_brand"}
"""Options by which a default is refused."""


def list_files() -> tuple[str, str]:
    """Return the paths of both files, the nearer one first, whether they exist or not; ``~`` is the home folder."""
    folder, home = find_configuration_folder(), os.path.expanduser("~")
    if folder.startswith(home + os.sep):
        folder = "~" + folder.removeprefix(home)
    return FILE, os.path.join(folder, FILE)


def find_configuration_folder() -> str:
    """Return our folder where this system keeps what people have set up.

    It is that of ``platformdirs.user_config_dir``, whose import would take longer than all that a start may take.
    """
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser(os.path.join("~", "AppData", "Local"))
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")
    else:
        base = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
    return os.path.join(base, _FOLDER)


def load_defaults(command: str, given: Container[str | None]) -> dict[str, Default]:
    """Return the defaults that a command takes, by the names of its parameters, where these are given.

    Raises ``InvalidInput`` where a file cannot be used.
    """
    keys = USED_BY.get(command, frozenset())
    files = [path for path in list_files() if os.path.lexists(os.path.expanduser(path))] if keys else []
    if not files:
        return {}
    from generator.workflows.defaults import find_defaults  # noqa: PLC0415 - few have such a file

    found = (default for default in find_defaults(files) if default.key in keys)
    return {default.key: default for default in found if _counts(default, given, command)}


def _counts(default: Default, given: Container[str | None], command: str) -> bool:
    """Tell whether a default counts for a command where these parameters are given."""
    needed = None if command == "calendar" else _NEEDS.get(default.key)
    is_refused = default.key in given or _REFUSALS.get(default.key) in given
    return not is_refused and (needed is None or needed in given)


def describe_defaults() -> tuple[list[str], tuple[Problem, ...]]:
    """Return lines that tell which defaults are in force and from where, and what is wrong with them."""
    from generator.workflows.defaults import check_defaults, find_defaults  # noqa: PLC0415 - few ask

    paths = list_files()
    looked = "; ".join(
        f"{escape(path)} ({'read' if os.path.lexists(os.path.expanduser(path)) else 'not there'})" for path in paths
    )
    lines = [f"Defaults are looked for in: {looked}"]
    try:
        found = find_defaults(paths)
    except InvalidInput as invalid:
        return lines, invalid.problems
    lines += [f"  {default.key} = {escape(default.value)}  ({default.place})" for default in found]
    lines.append("An option always wins, and --no-defaults leaves all of them out." if found else "There are none.")
    return lines, check_defaults(found)
