"""All commands, as Click knows them."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click

from generator import __version__
from generator.cli.reporting import QUIET, echo_err
from generator.cli.streams import silence
from generator.errors import ExitCode, OutputUnwritable, escape

_COMMANDS = {
    "answers": "answers",
    "batch": "batch",
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
    "verify": "verify",
}
"""The commands, each with the module of ``generator.cli`` that has it."""
_FUNCTIONS = {"help": "show_help", "list": "list_alliances", "open": "open_page"}
"""The names of those functions that are called otherwise than their commands."""


def _note_quiet(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:  # noqa: FBT001 - click passes it so
    """Keep quiet from here on, where that is wanted before or behind the command."""
    if given:
        ctx.meta[QUIET] = True


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
        """Return the command and its arguments; refuse an option given twice that takes one value."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and not ctx.resilient_parsing:  # as it is while the shell completes
            _refuse_repetition(command, click.Context(command, info_name=name, parent=ctx), rest)
        return name, command, rest


def _refuse_repetition(command: click.Command, context: click.Context, arguments: list[str]) -> None:
    """Raise ``click.UsageError`` where one value takes another's place, which click does without a word."""
    _, _, order = command.make_parser(context).parse_args(list(arguments))
    given: dict[str | None, click.Option] = {}
    for option in order:
        if not isinstance(option, click.Option) or option.multiple:
            continue
        earlier = given.get(option.name)
        given[option.name] = option
        if earlier is not None and not (option.is_flag and earlier is option):
            names = " and ".join(dict.fromkeys((earlier.opts[-1], option.opts[-1])))
            message = f"{names} {'was given twice' if earlier is option else 'were given'}, and one value counts."
            raise click.UsageError(message, context)


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
@click.version_option(__version__, "-V", "--version", prog_name="alliance")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def alliance(debug: bool) -> None:  # noqa: FBT001 - click passes it so
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
