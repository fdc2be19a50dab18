"""Problems of a command's options and arguments, all at once: Click stops at the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from generator.errors import did_you_mean, escape, suggest_digits

if TYPE_CHECKING:
    from collections.abc import Iterator


class ParsedCall(NamedTuple):
    """What was typed behind a command."""

    typed: dict[str, Any]
    """Texts, by the names of the command's parameters."""
    order: list[click.Parameter]
    """The parameters as they were typed, each as often as it was."""


def parse_call(command: click.Command, context: click.Context, arguments: list[str]) -> ParsedCall:
    """Return what was typed; raise ``click.UsageError`` with every problem of it.

    It is also refused where one value takes another's place, which Click does without a word.
    """
    rest, problems, is_sure, parsed = list(arguments), [], True, None
    while parsed is None:  # each round takes a problem out
        try:
            parsed = command.make_parser(context).parse_args(list(rest))
        except click.NoSuchOption as unknown:
            meant, message = _explain_unknown(command, context, unknown.option_name)
            problems.append(message)
            is_sure = is_sure and bool(meant)  # else what follows may be its value
            rest = _replace(rest, unknown.option_name, meant)
        except click.BadOptionUsage as misused:
            problems.append(misused.format_message())
            rest = _replace(rest, misused.option_name, "")
    typed, extra, order = parsed
    if not context.resilient_parsing:  # as it is while the shell completes
        if not any("--help" in parameter.opts for parameter in order):
            problems += _find_wrong_values(command, context, typed)
            problems += _find_missing(command, context, typed) if is_sure else ()
            problems += _find_extra(command, extra) if is_sure else ()
        problems += _find_repetitions(order)
        if problems:
            raise click.UsageError("\nError: ".join(dict.fromkeys(problems)), context)
    return ParsedCall(typed, order)


def explain_unknown_command(name: str, known: list[str], context: click.Context) -> click.UsageError:
    """Return the failure that says that there is no such command, and which of those that are known may be meant."""
    from generator.cli.near_misses import find_command  # noqa: PLC0415 - only failures pay for it

    meant = find_command(name, known)
    hint = f"Did you mean '{meant}'?" if meant else did_you_mean(name, known)
    return click.UsageError(f"No such command '{name}'. {hint or 'They are listed by: alliance help'}", context)


def _explain_unknown(command: click.Command, context: click.Context, name: str) -> tuple[str, str]:
    """Return the option that is meant by one that does not exist, empty where nobody knows, and the message."""
    from generator.cli.near_misses import find_option  # noqa: PLC0415 - only failures pay for it

    message = f"No such option '{name}'."
    known = {option for parameter in command.get_params(context) for option in parameter.opts if option[0] == "-"}
    meant, reason = find_option(name, known)
    if meant:
        return meant, f"{message} Did you mean '{meant}'?" + (f" ({reason})" if reason else "")
    group = context.find_root().command
    if any(name in parameter.opts for parameter in group.params):
        return "", f"{message} It stands before the command: alliance {name} {context.info_name}"
    others = [other for other in _list_commands(context) if any(name in parameter.opts for parameter in other.params)]
    if others:
        return "", f"{message} These commands have it: {', '.join(other.name or '' for other in others)}."
    return "", f"{message} {did_you_mean(name, known)}".rstrip()


def _list_commands(context: click.Context) -> Iterator[click.Command]:
    root = context.find_root()
    if isinstance(root.command, click.Group):
        yield from filter(None, (root.command.get_command(root, name) for name in root.command.list_commands(root)))


def _replace(arguments: list[str], name: str, meant: str) -> list[str]:
    """Return the arguments with what is meant in place of an option, which is left out where nothing is."""
    for index, argument in enumerate(arguments):
        option, equals, value = argument.partition("=")
        is_short = name[:2] != "--" and argument[:2] != "--" and argument[:1] == "-" and name[1:] in argument[1:]
        if option == name or is_short:
            new = [f"{meant}{equals}{value}"] if meant else []
            return [*arguments[:index], *new, *arguments[index + 1 :]]
    return []


def _find_wrong_values(command: click.Command, context: click.Context, typed: dict[str, Any]) -> Iterator[str]:
    for parameter in command.params:
        value = typed.get(parameter.name or "")
        if isinstance(value, str) and not getattr(parameter, "is_flag", False):
            try:
                parameter.type_cast_value(context, value)
            except click.BadParameter as wrong:
                yield _explain_value(wrong, parameter, value)


def _explain_value(wrong: click.BadParameter, parameter: click.Parameter, value: str) -> str:
    kind, message = parameter.type, wrong.message
    if isinstance(kind, type(click.INT)) and not value.lstrip("+-").isdecimal():
        message = f"'{escape(value)}' is no whole number. {suggest_digits(value) or 'Write it in digits.'}"
    elif isinstance(kind, click.Choice):
        message = f"{message} {did_you_mean(value.lower(), list(kind.choices))}".rstrip()
    return click.BadParameter(message, wrong.ctx, parameter).format_message()


def _find_missing(command: click.Command, context: click.Context, typed: dict[str, Any]) -> Iterator[str]:
    for parameter in command.params:
        value = typed.get(parameter.name or "")
        if parameter.required and not (isinstance(value, str | tuple | list) and value):
            yield click.MissingParameter(ctx=context, param=parameter).format_message()


def _find_extra(command: click.Command, extra: list[str]) -> Iterator[str]:
    if extra:
        message = f"Got unexpected extra argument{'s' if len(extra) > 1 else ''} ({' '.join(extra)})"
        is_name = any("--person" in parameter.opts for parameter in command.params)
        yield f"{message}. Name people with -p, once for each." if is_name else message


def _find_repetitions(order: list[click.Parameter]) -> Iterator[str]:
    given: dict[str | None, click.Option] = {}
    for option in order:
        if not isinstance(option, click.Option) or option.multiple:
            continue
        earlier = given.get(option.name)
        given[option.name] = option
        if earlier is not None and not (option.is_flag and earlier is option):
            names = " and ".join(dict.fromkeys((earlier.opts[-1], option.opts[-1])))
            yield f"{names} {'was given twice' if earlier is option else 'were given'}, and one value counts."
