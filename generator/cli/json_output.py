"""``--json``: what a command found as one JSON document on the standard output, for programs.

Every document has ``"format": 1`` and keys in snake_case, which are told in ``docs/files.md``; keys may be added, none
is taken away. What is wrong stands in the document and, as always, on the standard error; remarks stand in the document
alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.messages import name_options
from generator.cli.reporting import echo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.errors import Problem

FORMAT = 1
"""The version of all documents."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, for programs.")


def echo_json(document: Mapping[str, object]) -> None:
    """Print a document; raise ``OutputUnwritable`` where stdout takes no more."""
    from generator.formats.located.json_nodes import dump_json  # noqa: PLC0415 - few commands print JSON

    echo(dump_json({"format": FORMAT, **document}).removesuffix("\n"))


def describe_file(
    name: str, facts: Mapping[str, object], problems: Iterable[Problem] = (), remarks: Iterable[str] = ()
) -> dict[str, object]:
    """Return what a document says of one file: its name as it was given, what was found, and what is wrong with it."""
    told = list(map(name_options, remarks))
    return {"file": name, **facts, "problems": list(map(describe_problem, problems)), "remarks": told}


def describe_problem(problem: Problem) -> dict[str, object]:
    """Return a problem as a document has it: line and column count from 1, or are null."""
    return {
        "file": problem.source,
        "line": problem.line,
        "column": problem.column,
        "message": name_options(problem.message),
        "hint": name_options(problem.hint),
    }
