"""All commands, as Click knows them."""

from __future__ import annotations

import io
from importlib import import_module

import click

from generator import __version__
from generator.errors import ExitCode, escape

_COMMANDS = {
    "answers": "answers",
    "batch": "batch",
    "check": "check",
    "compose": "compose",
    "layouts": "listings",
    "merge": "merge",
    "questions": "listings",
    "revise": "revise",
    "verify": "verify",
}
"""The commands, each with the module of ``generator.cli`` that has it."""


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
        command: click.Command = getattr(import_module(f"generator.cli.{module}"), cmd_name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="alliance")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def alliance(debug: bool) -> None:  # noqa: FBT001 - click passes it so
    """Compose the worksheet for designing an alliance over lunch, and finish what was filled in.

    \b
    Examples:
      alliance compose -p "Ana Lima" -p "Ben Okafor" --suggest 3
      alliance merge worksheet-ana-lima-ben-okafor.pdf
      alliance questions
    """  # noqa: D301 - click's own mark for text that is not wrapped


def run(arguments: list[str]) -> int:
    """Run the command line; return the exit code. What Click refuses is told here, our own failures are raised."""
    try:
        alliance.main(args=arguments, prog_name="alliance", standalone_mode=False)
    except click.ClickException as error:
        message = io.StringIO()
        error.show(message)
        click.echo(_harmless(message.getvalue()), err=True, nl=False)
        return error.exit_code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return ExitCode.DONE


def _harmless(text: str) -> str:
    """Return a text that quotes arguments, safe for a terminal; its line breaks stay."""
    return "".join(character if character == "\n" else escape(character) for character in text)
