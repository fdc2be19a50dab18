"""All commands, as Click knows them."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.cli.defaults import describe_defaults, load_defaults
from generator.cli.reporting import QUIET, echo, echo_err
from generator.cli.streams import silence
from generator.cli.usage_problems import explain_unknown_command, parse_call
from generator.errors import ExitCode, InvalidInput, InvalidRequest, OutputUnwritable, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.formats.defaults import Default

_COMMANDS = {
    "answers": "answers",
    "batch": "batch",
    "calendar": "calendar",
    "card": "finished",
    "check": "check",
    "collect": "collect",
    "compose": "compose",
    "help": "help",
    "languages": "listings",
    "layouts": "listings",
    "list": "archive",
    "merge": "merge",
    "new": "new",
    "open": "open",
    "questions": "listings",
    "revise": "revise",
    "share": "finished",
    "verify": "verify",
}
"""The commands, each with the module of ``generator.cli`` that has it."""
_FUNCTIONS = {"help": "show_help", "list": "list_alliances", "open": "open_page"}
"""The names of those functions that are called otherwise than their commands."""
_COMPLETE = "_ALLIANCE_COMPLETE"
"""The variable in the environment by which a shell asks for completion."""
_CALL = "generator.call"
"""The key of the context's ``meta`` for the command, what was typed, and the defaults that were taken."""


def _note_quiet(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:  # noqa: FBT001 - click passes it so
    """Keep quiet from here on, where that is wanted before or behind the command."""
    if given:
        ctx.meta[QUIET] = True


def _tell_version(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:  # noqa: FBT001 - the same
    """Print the version, and the defaults in force if it is to be verbose, and leave."""
    if not given or ctx.resilient_parsing:
        return
    echo(f"alliance, version {__version__}")
    if ctx.params["verbose"]:
        lines, problems = describe_defaults()
        echo("\n".join(lines))
        if problems:
            raise InvalidInput(problems)
    ctx.exit()


_QUIET = click.Option(
    ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_note_quiet, help="Say only what is wrong."
)
"""An option of ``alliance`` and of every command, so that nobody needs to know where it belongs."""


class LazyGroup(click.Group):
    """The commands, each imported when it is called or its help is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands, sorted."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of this name; None where there is none."""
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        name = _FUNCTIONS.get(cmd_name, cmd_name)
        command: click.Command = getattr(import_module(f"generator.cli.{module}"), name)
        if _QUIET not in command.params:
            command.params.append(_QUIET)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command and its arguments; raise ``click.UsageError`` with every problem of them."""
        try:
            name, command, rest = super().resolve_command(ctx, args)
        except click.NoSuchCommand as unknown:
            raise explain_unknown_command(unknown.command_name, self.list_commands(ctx), ctx) from None
        if name is None or command is None:
            return name, command, rest
        context = click.Context(command, info_name=name, parent=ctx, resilient_parsing=ctx.resilient_parsing)
        typed, order = parse_call(command, context, rest)
        wants_help = any("--help" in parameter.opts for parameter in order)
        defaults = {} if wants_help else _take_defaults(ctx, command, typed)
        ctx.meta[_CALL] = command, typed, defaults
        return name, command, rest

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse what stands before the command; say where options of commands stand."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as unknown:
            hint = f"An option of a command stands behind it: alliance COMMAND {unknown.option_name}"
            raise click.UsageError(f"{unknown.message} {hint}", ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; where a value cannot be used, say also where it came from."""
        try:
            return super().invoke(ctx)
        except (InvalidInput, InvalidRequest) as failure:
            if _CALL not in ctx.meta:
                raise
            from generator.cli.origins import explain_failure  # noqa: PLC0415 - only failures pay for it

            raise explain_failure(failure, *ctx.meta[_CALL]) from failure


def _take_defaults(ctx: click.Context, command: click.Command, typed: Mapping[str, object]) -> dict[str, Default]:
    """Return what this person's defaults say for options that were not typed, and let Click take it."""
    if ctx.params["no_defaults"]:
        return {}
    try:
        defaults = load_defaults(command.name or "", typed)
    except InvalidInput:
        if ctx.resilient_parsing:  # the shell completes all the same
            return {}
        raise
    several = {parameter.name for parameter in command.params if getattr(parameter, "multiple", False)}
    values = {key: (default.value,) if key in several else default.value for key, default in defaults.items()}
    ctx.default_map = {command.name or "": values}
    return defaults


_COMPLETION = """\b
The shell completes commands, options and values; to switch that on:
  bash, in ~/.bashrc:  eval "$(_ALLIANCE_COMPLETE=bash_source alliance)"
  zsh, in ~/.zshrc:    eval "$(_ALLIANCE_COMPLETE=zsh_source alliance)"
  fish, in ~/.config/fish/completions/alliance.fish:
                       _ALLIANCE_COMPLETE=fish_source alliance | source
"""


@click.group(
    cls=LazyGroup,
    epilog=_COMPLETION,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("-V", "--version", is_flag=True, expose_value=False, callback=_tell_version,
              help="Show the version and exit.")  # fmt: skip
@click.option("--verbose", is_flag=True, is_eager=True, help="With --version: show also which defaults are in force.")
@click.option("--no-defaults", is_flag=True, is_eager=True, envvar="ALLIANCE_NO_DEFAULTS",
              help="Take no defaults from any alliance.toml.")  # fmt: skip
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def alliance(**_options: bool) -> None:
    """Compose the worksheet for designing an alliance over lunch, and finish what was filled in.

    \b
    Examples:
      alliance compose -p "Ana Lima" -p "Ben Okafor" --suggest 3
      alliance merge worksheet-ana-lima-ben-okafor.pdf
      alliance questions
    """  # noqa: D301 - click's own mark for text that is not wrapped


alliance.params.append(_QUIET)


def run(arguments: list[str]) -> int:
    """Run the command line; return the exit code. What Click refuses is told here, our own failures are raised."""
    if _COMPLETE in os.environ:
        from generator.cli.shells import correct_shells  # noqa: PLC0415 - for shells only

        correct_shells()
    try:
        alliance.main(args=arguments, prog_name="alliance", standalone_mode=False)
    except click.ClickException as error:
        message = io.StringIO()
        error.show(message)
        echo_err(_harmless(message.getvalue()).removesuffix("\n"))
        return error.exit_code
    except OSError as error:
        if error.filename is not None or isinstance(error, BrokenPipeError):
            raise
        silence(sys.stdout)  # click prints help and completions by itself
        raise OutputUnwritable("standard output", error.strerror or str(error)) from error
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return ExitCode.DONE


def _harmless(text: str) -> str:
    """Return a text that quotes arguments, safe for a terminal; its line breaks stay."""
    return "".join(character if character == "\n" else escape(character) for character in text)
