"""Where a value came from: an option of this call, or a default; for messages about values that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.errors import InvalidInput, InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.errors import AllianceError, Problem
    from generator.formats.defaults import Default


def list_named_files(command: click.Command, given: Mapping[str, Any]) -> dict[str, str]:
    """Return which option names each file, of what was typed for parameters by their names."""
    return {
        path: option.opts[-1]
        for option in command.params
        if isinstance(option, click.Option) and "FILE" in (option.metavar or "")
        for path in _list_texts(given.get(option.name or ""))
    }


def _list_texts(value: object) -> Iterator[str]:
    """Yield the one text that was typed, or all of them; nothing for what was not."""
    yield from filter(lambda text: isinstance(text, str), value if isinstance(value, list | tuple) else [value])


def explain_failure(
    failure: InvalidInput | InvalidRequest,
    command: click.Command,
    given: Mapping[str, Any],
    defaults: Mapping[str, Default],
) -> AllianceError:
    """Return a failure that also says which option, or which line of which defaults, gave what cannot be used.

    Both ``given``, what was typed, and ``defaults`` are by the names of the command's parameters.
    """
    if isinstance(failure, InvalidInput):
        return InvalidInput(_name_options(_name_defaults(failure.problems, defaults), list_named_files(command, given)))
    if all(problem.field in defaults for problem in failure.problems):
        return InvalidInput(
            defaults[problem.field].locate(problem.message, problem.hint) for problem in failure.problems
        )
    return InvalidRequest(
        *(
            problem._replace(message=f"{defaults[problem.field].place}: {problem.message}")
            if problem.field in defaults
            else problem
            for problem in failure.problems
        )
    )


def _name_defaults(problems: tuple[Problem, ...], defaults: Mapping[str, Default]) -> tuple[Problem, ...]:
    if not defaults:
        return problems
    from generator.workflows.defaults import name_origin  # noqa: PLC0415 - few have defaults

    return name_origin(problems, defaults.values())


def _name_options(problems: tuple[Problem, ...], options: Mapping[str, str]) -> Iterator[Problem]:
    for problem in problems:
        option = options.get(problem.source)
        if option is None or problem.line is not None:
            yield problem
        else:
            yield problem._replace(hint=f"{problem.hint} It was given with {option}.".lstrip())
