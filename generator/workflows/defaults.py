"""Defaults of a person: what is in force, and whether it can be used."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, InvalidRequest, Problem, escape
from generator.files.reading import read_bounded
from generator.formats.defaults import LIMIT, Default, read_defaults
from generator.workflows.inputs import LayoutChoice, load_bank
from generator.workflows.languages import LanguageChoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def find_defaults(paths: Iterable[str]) -> tuple[Default, ...]:
    """Return the defaults in those of the files that exist; of each key that of the earliest file.

    ``~`` at the beginning of a path is the home folder. Raises ``InvalidInput`` with the problems of all files.
    """
    found: dict[str, Default] = {}
    problems: list[Problem] = []
    for path in paths:
        where = os.path.expanduser(path)
        if not os.path.lexists(where):
            continue
        try:
            for default in read_defaults(read_bounded(where, limit=LIMIT), path):
                found.setdefault(default.key, default)
        except InvalidInput as invalid:
            problems += invalid.problems
    if problems:
        raise InvalidInput(problems)
    return tuple(found.values())


def check_defaults(found: Sequence[Default]) -> tuple[Problem, ...]:
    """Return what is wrong with values: layouts, papers and languages that do not exist, files that cannot be used."""
    bank = next((default.value for default in found if default.key == "bank"), None)
    return tuple(problem for default in found for problem in _check_default(default, bank))


def _check_default(default: Default, bank: str | None) -> Iterator[Problem]:
    try:
        match default.key:
            case "bank":
                load_bank(default.value)
            case "language":
                LanguageChoice(default.value).load_bank(bank)
            case "timezone":
                from generator.formats.ics import find_time_zone  # noqa: PLC0415 - few check one

                find_time_zone(default.value)
            case "layout":
                LayoutChoice(default.value).load()
            case key:  # style, brand, paper
                LayoutChoice(**{key: default.value}).load()  # type: ignore[arg-type] # fields of text
    except InvalidRequest as invalid:
        yield from (default.locate(problem.message, problem.hint) for problem in invalid.problems)
    except InvalidInput as invalid:
        yield from name_origin(invalid.problems, [default])


def name_origin(problems: Iterable[Problem], found: Iterable[Default]) -> tuple[Problem, ...]:
    """Return problems with files; where a default names the file, the problem is told at its place, or says so."""
    origins = {default.value: default for default in found if default.key not in {"paper", "language", "timezone"}}
    return tuple(_name_origin(problem, origins.get(problem.source)) for problem in problems)


def _name_origin(problem: Problem, default: Default | None) -> Problem:
    if default is None:
        return problem
    if problem.line is None:
        return default.locate(f"{escape(problem.source)}: {problem.message}", problem.hint)
    return problem._replace(hint=f"{problem.hint} {default.place} names this file.".lstrip())
