"""``alliance compose``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.calendars import calendar_choice, meeting_beside
from generator.cli.completion import FILE, complete_pickable, complete_question, complete_section
from generator.cli.inputs import DEFAULT_LAYOUT, LayoutChoice, bank_from, inputs_of, source_date
from generator.cli.messages import next_step
from generator.cli.options import PAPERS, OneSheetOptions, calendar_options, look_options, meeting_options, room_options
from generator.cli.ordering import ComposeRequest, remarks_on, worksheet_of
from generator.cli.previewing import picture_targets, publish_pictures, require_free, require_pictures
from generator.cli.reporting import echo_err, publish_and_report
from generator.files.publishing import file_name
from generator.workflows.personalise import make_worksheet

if TYPE_CHECKING:
    from typing import Unpack


class Options(OneSheetOptions):
    """As they were typed."""

    sections: tuple[str, ...]
    questions: tuple[str, ...]
    without: tuple[str, ...]
    layout: str


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
@look_options(DEFAULT_LAYOUT, "A built-in layout, or a layout file.", PAPERS)
@meeting_options("When the people meet.", "Where they meet.")
@room_options
@click.option("-o", "--output", type=FILE, metavar="FILE|-", help="The file to write; - is the standard output.")
@click.option("--preview", type=FILE, metavar="FOLDER", help="Also write a picture of each page into this folder.")
@calendar_options("the meeting")
@click.option("--force", is_flag=True, help="Replace files that exist.")
def compose(**options: Unpack[Options]) -> None:
    """Compose a worksheet to print or to fill in.

    \b
    Examples:
      alliance compose --layout workbook --dotted
      alliance compose -p "Ana Lima" -p "Ben Okafor" --suggest 3 --meeting "2026-12-04 12:30"
      alliance compose -p Ana -p Ben --pick "Ana: hopes, tone" --pick "Ben: feedback" --paper letter
    """  # noqa: D301 - click's own mark for text that is not wrapped
    _compose(options)


def _compose(options: Options) -> None:
    """Compose a worksheet, write it, and say so."""
    if options["preview"] is not None:
        require_pictures()
    calendar = calendar_choice(options["ics"], options["timezone"])
    choice = LayoutChoice(
        options["layout"], options["style"], options["paper"], options["lines"], brand=options["brand"]
    )
    layout = choice.layout()
    order = ComposeRequest(
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
    worksheet = worksheet_of(order, bank_from(options["bank"]), layout)
    beside = calendar and meeting_beside(calendar, worksheet, source_date())
    made = make_worksheet(worksheet, layout, fillable=not options["print_only"], date=source_date())
    for remark in remarks_on(worksheet):
        echo_err(remark)
    name = file_name("worksheet", worksheet.people.names)
    inputs = inputs_of(layout, options["bank"], options["layout"], options["brand"])
    pictures = picture_targets(options["preview"], options["output"] or name, made.pages)
    require_free(pictures, force=options["force"])
    publish_and_report(
        made,
        options["output"],
        name,
        force=options["force"],
        next_step=next_step(layout, fillable=not options["print_only"]),
        inputs=inputs,
        beside=[beside] if beside else [],
    )
    publish_pictures(made.data, pictures, force=options["force"], inputs=inputs)
