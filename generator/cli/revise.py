"""``alliance revise``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.completion import FILE
from generator.cli.options import (
    OneSheetOptions,
    accept_altered_option,
    add_option,
    calendar_options,
    choose_languages,
    choose_layout,
    language_options,
    list_protected_files,
    look_options,
    meeting_options,
    read_source_date,
    room_options,
)
from generator.cli.passwords import password_options, read_password
from generator.cli.sheets import parse_picks, publish_sheet, require_beside
from generator.files.reading import read_file

if TYPE_CHECKING:
    from typing import Unpack


class _Options(OneSheetOptions):
    file: str
    accept_altered: bool
    password: bool
    password_file: str | None
    layout: str | None


@click.command(short_help="Compose the worksheet for the next meeting.")
@click.argument("file", type=FILE, metavar="ALLIANCE.pdf")
@click.option("-p", "--person", "people", multiple=True, metavar="NAME", help="A person who joins (up to 6 in all).")
@click.option("--pick", "picks", multiple=True, metavar='"NAME: ID, ID"', help="The questions that a person picked.")
@click.option("--suggest", type=click.IntRange(1), metavar="N",
              help="Pick so many questions for each person, those not chosen before first.")  # fmt: skip
@click.option("--seed", type=int, metavar="N", help="Another suggestion for another seed.")
@add_option
@click.option("--bank", type=FILE, metavar="FILE",
              help="Another question bank; questions answered before stay.")  # fmt: skip
@language_options
@look_options(None, "By default the earlier one.", "By default the earlier one.")
@meeting_options("When the people meet.", "Where they meet.")
@room_options
@click.option("-o", "--output", type=FILE, metavar="FILE|-", help="The file to write; - is the standard output.")
@click.option("--preview", type=FILE, metavar="FOLDER", help="Also write a picture of each page into this folder.")
@calendar_options("the meeting")
@password_options("which opens the alliance")
@accept_altered_option
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
    from generator.workflows.revise import ReviseRequest  # noqa: PLC0415 - imports pypdf
    from generator.workflows.revise import revise as revise_alliance  # noqa: PLC0415

    require_beside(options)
    password = read_password(ask=options["password"], file=options["password_file"])
    choice = choose_layout(options["layout"] or "", options)
    language = choose_languages(options)
    bank = language.load_bank(options["bank"]) if options["bank"] else None
    request = ReviseRequest(
        read_file(options["file"]),
        choice,
        language=language,
        password=password,
        accept_altered=options["accept_altered"],
        bank=bank,
        people=options["people"],
        picks=parse_picks(options["picks"]),
        add=options["add"],
        suggest=options["suggest"],
        seed=options["seed"],
        meeting=options["meeting"],
        place=options["place"],
        minutes=options["minutes"],
    )
    composed = revise_alliance(request, fillable=not options["print_only"], date=read_source_date())
    read = (options[name] for name in ("file", "translation", "words", "layout", "brand", "password_file"))
    inputs = list_protected_files(composed.layout, *(bank.files if bank else ()), *read, *options["fonts"])
    publish_sheet(composed, options, inputs)
