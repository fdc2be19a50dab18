"""``alliance compose``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.inputs import (
    DEFAULT_LAYOUT,
    FILE,
    LayoutChoice,
    bank_from,
    complete_layout,
    complete_pickable,
    complete_question,
    complete_section,
    complete_style,
    source_date,
)
from generator.cli.previewing import picture_targets, publish_pictures, require_free, require_pictures
from generator.cli.reporting import deliver, say

if TYPE_CHECKING:
    from typing import Unpack


class _Options(TypedDict):
    people: tuple[str, ...]
    picks: tuple[str, ...]
    suggested: int | None
    seed: int | None
    sections: tuple[str, ...]
    questions: tuple[str, ...]
    without: tuple[str, ...]
    bank: str | None
    layout: str
    style: str | None
    paper: str | None
    meeting: str | None
    place: str
    minutes: int | None
    lines: str | None
    print_only: bool
    preview: str | None
    output: str | None
    force: bool


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
@click.option("--force", is_flag=True, help="Replace files that exist.")
def compose(**options: Unpack[_Options]) -> None:
    """Compose a worksheet to print or to fill in.

    \b
    Examples:
      alliance compose --layout workbook --dotted
      alliance compose -p "Ana Lima" -p "Ben Okafor" --suggest 3 --meeting "2026-12-04 12:30"
      alliance compose -p Ana -p Ben --pick "Ana: hopes, tone" --pick "Ben: feedback" --paper letter
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.cli.ordering import Order, ordered_worksheet, remarks_on  # noqa: PLC0415 - start-up is felt
    from generator.output import file_name  # noqa: PLC0415
    from generator.production import make_worksheet  # noqa: PLC0415

    if options["preview"] is not None:
        require_pictures()
    layout = LayoutChoice(options["layout"], options["style"], options["paper"], options["lines"]).layout()
    order = Order(
        people=options["people"],
        picks=options["picks"],
        suggested=options["suggested"],
        seed=options["seed"],
        sections=options["sections"],
        questions=options["questions"],
        without=options["without"],
        meeting=options["meeting"],
        place=options["place"],
        minutes=options["minutes"],
    )
    worksheet = ordered_worksheet(order, bank_from(options["bank"]), layout)
    made = make_worksheet(worksheet, layout, fillable=not options["print_only"], date=source_date())
    for remark in remarks_on(worksheet):
        say(remark)
    name = file_name("worksheet", worksheet.people.names)
    inputs = [file for file in (options["bank"], options["layout"]) if file]
    pictures = picture_targets(options["preview"], options["output"] or name, made.pages)
    require_free(pictures, force=options["force"])
    deliver(
        made,
        options["output"],
        name,
        force=options["force"],
        next_step="Print it."
        if options["print_only"]
        else "Print it; or fill it in, save it, and run: alliance merge {file}",
        inputs=inputs,
    )
    publish_pictures(made.data, pictures, force=options["force"], inputs=inputs)
