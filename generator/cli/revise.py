"""``alliance revise``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.calendars import calendar_choice, meeting_beside
from generator.cli.completion import FILE
from generator.cli.inputs import LayoutChoice, bank_from, inputs_of, source_date
from generator.cli.merge import own_layout
from generator.cli.messages import next_step
from generator.cli.options import OneSheetOptions, calendar_options, look_options, meeting_options, room_options
from generator.cli.passwords import password_from, password_options
from generator.cli.previewing import picture_targets, publish_pictures, require_free, require_pictures
from generator.cli.reporting import echo_err, publish_and_report

if TYPE_CHECKING:
    from typing import Unpack

    from generator.cli.ordering import ComposeRequest


class _Options(OneSheetOptions):
    file: str
    password: bool
    password_file: str | None
    layout: str | None


@click.command(short_help="Compose the worksheet for the next meeting.")
@click.argument("file", type=FILE, metavar="ALLIANCE.pdf")
@click.option("-p", "--person", "people", multiple=True, metavar="NAME", help="A person who joins (up to 6 in all).")
@click.option("--pick", "picks", multiple=True, metavar='"NAME: ID, ID"', help="The questions that a person picked.")
@click.option("--suggest", "suggested", type=click.IntRange(1), metavar="N",
              help="Pick so many questions for each person, those not chosen before first.")  # fmt: skip
@click.option("--seed", type=int, metavar="N", help="Another suggestion for another seed.")
@click.option("--bank", type=FILE, metavar="FILE",
              help="Another question bank; questions answered before stay.")  # fmt: skip
@look_options(None, "By default the earlier one.", "By default the earlier one.")
@meeting_options("When the people meet.", "Where they meet.")
@room_options
@click.option("-o", "--output", type=FILE, metavar="FILE|-", help="The file to write; - is the standard output.")
@click.option("--preview", type=FILE, metavar="FOLDER", help="Also write a picture of each page into this folder.")
@calendar_options("the meeting")
@password_options("which opens the alliance")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def revise(**options: Unpack[_Options]) -> None:
    """Compose the worksheet for the next meeting from a finished alliance.

    What was answered stands small above the room for what is to be said now, the questions not chosen before come
    first, and each agreement has boxes: kept, changed, dropped. Merged, the worksheet becomes the next revision.

    \b
    Examples:
      alliance revise alliance-ana-lima-ben-okafor.pdf
      alliance revise alliance-ana-lima-ben-okafor.pdf --meeting "2027-03-01 12:30" --suggest 2
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.cli.ordering import remarks_on  # noqa: PLC0415 - start-up is felt
    from generator.cli.revising import finished_alliance, revised_worksheet  # noqa: PLC0415
    from generator.files.publishing import file_name  # noqa: PLC0415
    from generator.workflows.personalise import make_worksheet  # noqa: PLC0415

    if options["preview"] is not None:
        require_pictures()
    calendar = calendar_choice(options["ics"], options["timezone"])
    password = password_from(ask=options["password"], file=options["password_file"])
    alliance = finished_alliance(options["file"], password)
    choice = LayoutChoice(
        options["layout"] or "", options["style"], options["paper"], options["lines"], brand=options["brand"]
    )
    layout = own_layout(alliance.worksheet, choice)
    bank = bank_from(options["bank"]) if options["bank"] else None
    worksheet = revised_worksheet(alliance, _order(options), bank, layout, options["file"])
    beside = calendar and meeting_beside(calendar, worksheet, source_date())
    if password:
        echo_err("The worksheet is not encrypted, and holds what was said before.")
    made = make_worksheet(worksheet, layout, fillable=not options["print_only"], date=source_date())
    for remark in remarks_on(worksheet):
        echo_err(remark)
    name = file_name("worksheet", worksheet.people.names, worksheet.revision)
    inputs = inputs_of(layout, *(options[each] for each in ("file", "bank", "layout", "brand", "password_file")))
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


def _order(options: _Options) -> ComposeRequest:
    """Return what is wanted of the next worksheet, as it was typed."""
    from generator.cli.ordering import ComposeRequest  # noqa: PLC0415 - start-up is felt

    return ComposeRequest(
        people=options["people"],
        picks=options["picks"],
        suggested=options["suggested"],
        seed=options["seed"],
        meeting=options["meeting"],
        place=options["place"],
        minutes=options["minutes"],
    )
