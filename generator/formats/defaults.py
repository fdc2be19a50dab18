"""``alliance.toml``: what somebody wants wherever neither an option nor a file says otherwise."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from generator.errors import InvalidInput, Problem, did_you_mean, escape
from generator.files.reading import STANDARD_INPUT
from generator.formats.located.nodes import decode_text

LIMIT = 10_000
"""The most bytes of a file."""
KEYS = ("paper", "brand", "bank", "language", "timezone", "layout", "style")
_FILES = ("brand", "bank")
_LAYOUT_SUFFIXES = (".yaml", ".yml")
_PLACE_IN_MESSAGE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
"""How ``tomllib`` tells where it is; Python 3.14 has it as numbers, too."""
_HINT = 'Write each line as key = "value".'


class Default(NamedTuple):
    """One value, and where it stands."""

    key: str
    value: str
    """A file's path as it is to be opened, for those that name one."""
    source: str
    """The path of ``alliance.toml``."""
    line: int | None = None
    column: int | None = None

    @property
    def place(self) -> str:
        """The file, and its line where that is known, safe for a terminal."""
        return escape(self.source) + (f":{self.line}" if self.line else "")

    def locate(self, message: str, hint: str = "") -> Problem:
        """Return a problem with the value."""
        return Problem(self.source, message, hint, self.line, self.column)


def read_defaults(data: bytes, source: str) -> tuple[Default, ...]:
    """Return the defaults in a file at most ``LIMIT`` long; raise ``InvalidInput`` with all that is wrong in it.

    Files that it names are beside it. Whether a layout or a paper of that name exists is not looked at.
    """
    text = decode_text(data, source)
    problems, found = [], []
    for key, value in _parse(text, source).items():
        line, column = _find_place(text, key)
        if key not in KEYS:
            hint = did_you_mean(key, KEYS) or f"There are: {', '.join(KEYS)}."
            problems.append(Problem(source, f"unknown key '{escape(key)}'", hint, line, column))
        elif not isinstance(value, str) or not value.strip():
            hint = f'Write it in quotes: {key} = "...", or leave it out.'
            problems.append(Problem(source, f"'{key}' must be a text", hint, line, column))
        elif value == STANDARD_INPUT:
            hint = "The standard input belongs to a command."
            problems.append(Problem(source, f"'{key}' must name a file", hint, line, column))
        else:
            found.append(Default(key, _resolve(key, value.strip(), source), source, line, column))
    if problems:
        raise InvalidInput(sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    return tuple(found)


def _parse(text: str, source: str) -> dict[str, object]:
    import tomllib  # noqa: PLC0415 - few have such a file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE_IN_MESSAGE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (None, None)
        reason = escape(_PLACE_IN_MESSAGE.sub("", str(error)))
        raise InvalidInput([Problem(source, f"is no TOML: {reason}", _HINT, line, column)]) from None
    except RecursionError:
        raise InvalidInput([Problem(source, "is nested too deeply", _HINT)]) from None


def _find_place(text: str, key: str) -> tuple[int | None, int | None]:
    """Return the line and column of a key at the top, or of its table; None where it is written otherwise."""
    found = re.search(rf"""^[ \t]*(?:\[+[ \t]*)?(["']?{re.escape(key)}["']?)[ \t]*[]=.]""", text, re.MULTILINE)
    if found is None:
        return None, None
    start = found.start(1)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _resolve(key: str, value: str, source: str) -> str:
    """Return the value, the path of a file from the folder of the one that names it."""
    is_file = key in _FILES or (key == "layout" and value.lower().endswith(_LAYOUT_SUFFIXES))
    return os.path.join(os.path.expanduser(os.path.dirname(source)), os.path.expanduser(value)) if is_file else value
