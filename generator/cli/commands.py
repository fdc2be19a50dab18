"""All commands, as Click knows them."""

from __future__ import annotations

import io

import click

from generator import __version__
from generator.cli.answers import answers
from generator.cli.batch import batch
from generator.cli.check import check
from generator.cli.compose import compose
from generator.cli.listings import layouts, questions
from generator.cli.merge import merge
from generator.cli.revise import revise
from generator.cli.verify import verify
from generator.errors import ExitCode, shown


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


for command in (compose, batch, merge, revise, answers, questions, layouts, check, verify):
    alliance.add_command(command)


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
    return "".join(character if character == "\n" else shown(character) for character in text)
