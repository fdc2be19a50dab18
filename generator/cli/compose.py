"""``alliance compose``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.calendars import ZONE_HELP
from generator.cli.completion import (
    FILE,
    complete_layout,
    complete_pickable,
    complete_question,
    complete_section,
    complete_style,
)
from generator.cli.inputs import DEFAULT_LAYOUT

if TYPE_CHECKING:
    from typing import Unpack

    from generator.cli.composing import Options


@click.command()
@click.option("-p", "--person", "people", multiple=True, metavar="NAME", help="A person, once for each (1 to 6).")
@click.option("--pick", "picks", multiple=True, metavar='"NAME: ID, ID"', help="The questions that a person picked.")
@click.option("--suggest", "suggested", type=click.IntRange(1), metavar="N",
              help="Pick so many questions for each person.")  # fmt: skip
@click.option("--seed", type=int, metavar="N",
              help="Another suggestion for another seed; by default it follows from the names.")  # fmt: skip
@click.option("--section", "sections", multiple=True, metavar="ID", shell_complete=complete_section,
              help="Only this section (and what else is named).")  # fmt: skip
@click.option("--question", "questions", multiple=True, metavar="ID", shell_complete=complete_pickable,
              help="Only this question (and what else is named).")  # fmt: skip
@click.option("--without", multiple=True, metavar="ID", shell_complete=complete_question, help="Not this question.")
@click.option("--bank", type=FILE, metavar="FILE", is_eager=True, help="Another question bank.")
@click.option("--layout", default=DEFAULT_LAYOUT, metavar="NAME|FILE", shell_complete=complete_layout,
              show_default=True, help="A built-in layout, or a layout file.")  # fmt: skip
@click.option("--style", metavar="NAME", shell_complete=complete_style,
              help="Laid over the layout: ink-saver (thin grey lines), easy-reading (wide, legible).")  # fmt: skip
@click.option("--brand", type=FILE, metavar="FILE", help="Whose it is: organisation, logo, colours, typeface.")
@click.option("--paper", metavar="NAME", help="a4, letter, a5, legal or a size such as 210x297mm.")
@click.option("--meeting", metavar='"YYYY-MM-DD HH:MM"', help="When the people meet.")
@click.option("--place", default="", metavar="TEXT", help="Where they meet.")
@click.option("--minutes", type=click.IntRange(10, 600), metavar="N",
              help="How long, 10 to 600; by default what the bank says.")  # fmt: skip
@click.option("--ruled", "lines", flag_value="ruled", help="Lines in the room to answer; else what the layout says.")
@click.option("--dotted", "lines", flag_value="dotted", help="A grid of dots there.")
@click.option("--plain", "lines", flag_value="plain", help="White space there.")
@click.option("--print-only", is_flag=True, help="For paper alone: no form fields.")
@click.option("-o", "--output", type=FILE, metavar="FILE|-", help="The file to write; - is the standard output.")
@click.option("--preview", type=FILE, metavar="FOLDER", help="Also write a picture of each page into this folder.")
@click.option("--ics", type=FILE, metavar="FILE", help="Also write the meeting as a calendar event.")
@click.option("--timezone", metavar="ZONE", help=ZONE_HELP)
@click.option("--force", is_flag=True, help="Replace files that exist.")
def compose(**options: Unpack[Options]) -> None:
    """Compose a worksheet to print or to fill in.

    \b
    Examples:
      alliance compose --layout workbook --dotted
      alliance compose -p "Ana Lima" -p "Ben Okafor" --suggest 3 --meeting "2026-12-04 12:30"
      alliance compose -p Ana -p Ben --pick "Ana: hopes, tone" --pick "Ben: feedback" --paper letter
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.cli.composing import composed  # noqa: PLC0415 - start-up is felt

    composed(options)
