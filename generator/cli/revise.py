"""``alliance revise``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from generator.cli.completion import FILE, complete_pick
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
from generator.cli.several import Several, count
from generator.cli.sheets import parse_picks, publish_sheet, require_beside
from generator.errors import InvalidRequest, OutputExists, OutputUnwritable, RequestProblem, escape
from generator.files.publishing import STANDARD_OUTPUT, publish
from generator.files.reading import InputFile, read_file
from generator.workflows.revise import ReviseRequest
from generator.workflows.revise import revise as revise_alliance

if TYPE_CHECKING:
    from typing import Unpack

    from generator.workflows.compose import Composed


class _Options(OneSheetOptions):
    files: tuple[str, ...]
    accept_altered: bool
    password: bool
    password_file: str | None
    layout: str | None


@click.command(short_help="Compose the worksheet for the next meeting.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="ALLIANCE.pdf|FOLDER...")
@click.option("-p", "--person", "people", multiple=True, metavar="NAME", help="A person who joins (up to 6 in all).")
@click.option("--pick", "picks", multiple=True, metavar='"NAME: ID, ID"', shell_complete=complete_pick,
              help="The questions that a person picked.")  # fmt: skip
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
@click.option("-o", "--output", type=FILE, metavar="FILE|FOLDER|-",
              help="The file to write, for many alliances the folder; - is the standard output.")  # fmt: skip
@click.option("--preview", type=FILE, metavar="FOLDER", help="Also write a picture of each page into this folder.")
@calendar_options("the meeting")
@password_options("which opens the alliance")
@accept_altered_option
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def revise(**options: Unpack[_Options]) -> None:
    """Compose the worksheet for the next meeting from a finished alliance.

    What was answered stands small above the room for what is to be said now, the questions not chosen before come
    first, and each agreement has boxes: kept, changed, dropped. Merged, the worksheet becomes the next revision.
    Of many files, or a folder, each alliance gets its worksheet in the folder -o.

    \b
    Examples:
      alliance revise alliance-ana-lima-ben-okafor.pdf
      alliance revise alliance-ana-lima-ben-okafor.pdf --meeting "2027-03-01 12:30" --suggest 2
      alliance revise alliances -o next
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.listing import is_one_file  # noqa: PLC0415 - --help reads no file

    require_beside(options)
    if not is_one_file(options["files"]):
        _revise_several(options)
        return
    request = _build_request(options)._replace(file=read_file(options["files"][0]))
    composed = revise_alliance(request, fillable=not options["print_only"], date=read_source_date())
    publish_sheet(
        composed, options, list_protected_files(composed.layout, *options["files"], *_list_read(options, request))
    )


def _build_request(options: _Options) -> ReviseRequest:
    """Return what is wanted of each alliance, its file not read yet."""
    choice = choose_layout(options["layout"] or "", options)
    language = choose_languages(options)
    return ReviseRequest(
        InputFile(b"", ""),
        choice,
        language=language,
        password=read_password(ask=options["password"], file=options["password_file"]),
        accept_altered=options["accept_altered"],
        bank=language.load_bank(options["bank"]) if options["bank"] else None,
        people=options["people"],
        picks=parse_picks(options["picks"]),
        add=options["add"],
        suggest=options["suggest"],
        seed=options["seed"],
        meeting=options["meeting"],
        place=options["place"],
        minutes=options["minutes"],
    )


def _list_read(options: _Options, request: ReviseRequest) -> tuple[str | None, ...]:
    """Return the files that are read beside the alliances."""
    looks = options["layout"], options["brand"], *options["fonts"]
    banks = request.bank.files if request.bank else ()
    return *banks, options["translation"], options["words"], options["password_file"], *looks


def _revise_several(options: _Options) -> None:
    """Publish the worksheets of many alliances in a folder, named as each would be by itself."""
    from generator.files.listing import choose_files  # noqa: PLC0415 - few revise many
    from generator.workflows.batch.names import Names  # noqa: PLC0415
    from generator.workflows.revise import NoAlliance  # noqa: PLC0415

    folder = _require_folder(options)
    chosen = choose_files(options["files"], (".pdf",))
    request, date = _build_request(options), read_source_date()

    def work(path: str) -> Composed | str:
        try:
            return revise_alliance(
                request._replace(file=read_file(path)), fillable=not options["print_only"], date=date
            )
        except NoAlliance:
            if path in chosen.named:
                raise
            return ""

    several, names = Several(chosen), Names()
    for outcome in several.work(work):
        path, composed = outcome.path, outcome.result
        if composed is None:
            continue
        if isinstance(composed, str):
            several.skip()
            continue
        protected = list_protected_files(composed.layout, *chosen.files, *_list_read(options, request))
        target = os.path.join(folder, names.claim(composed.name))
        try:
            publish(composed.data, target, replace=options["force"], inputs=protected)
        except (OutputExists, OutputUnwritable) as failure:
            several.fail(path, failure)
            continue
        several.remark(f"Wrote {escape(target)} ({count(composed.pages, 'page')}).")
        several.remark(*(f"{escape(path)}: {remark}" for remark in composed.remarks))
    several.finish()


def _require_folder(options: _Options) -> str:
    """Return the folder for many worksheets, made where it is not there. Raises ``InvalidRequest``."""
    for name in ("preview", "ics"):
        if options[name] is not None:
            message = f"`{name}` goes with one alliance"
            raise InvalidRequest(RequestProblem(name, message, "Leave it out, or revise one by one."))
    folder = options["output"]
    if folder is None or folder == STANDARD_OUTPUT:
        hint = "Give the folder for them with `output`."
        raise InvalidRequest(RequestProblem("output", "many alliances make many worksheets", hint))
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(folder, error.strerror or str(error)) from None
    return folder
