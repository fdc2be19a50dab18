"""The command line: options in, messages and exit codes out.

Each command gathers its options into one value, calls one function, writes and reports. Nothing heavy is imported
before a command needs it: start-up is felt.
"""

from __future__ import annotations

import click

from generator import __version__
from generator.cli.answers import answers
from generator.cli.batch import batch
from generator.cli.check import check
from generator.cli.compose import compose
from generator.cli.listings import layouts, questions
from generator.cli.merge import merge

__all__ = ["alliance"]


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


for command in (compose, batch, merge, answers, questions, layouts, check):
    alliance.add_command(command)
