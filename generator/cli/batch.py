"""``alliance batch``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator.cli.batch_report import AGAIN, BatchIncomplete, BatchStopped, Report, format_count
from generator.cli.completion import FILE
from generator.cli.json_output import json_option
from generator.cli.options import (
    PAPERS,
    SheetOptions,
    add_option,
    choose_languages,
    choose_layout,
    language_options,
    list_protected_files,
    look_options,
    meeting_options,
    read_source_date,
    require_standard_input_once,
    room_options,
)
from generator.cli.reporting import echo, echo_err, echo_remark
from generator.errors import InvalidRequest, RequestProblem, WorkerLost, escape
from generator.files.publishing import STANDARD_OUTPUT
from generator.model.layout import Part, Per
from generator.workflows.inputs import DEFAULT_LAYOUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from generator.formats.roster import Roster, RosterHeader
    from generator.model.layout import Layout
    from generator.workflows.batch.rows import RowRenderer
    from generator.workflows.batch.run import Job


OWN_SHEETS = "prep"
"""The layout with a sheet for each person, by default where each gets a file."""
_BY_HAND = "Print them; or send them out, and for each that comes back filled in: alliance merge FILE"
_BY_MAIL = "Mail each to its person, as manifest.csv lists them; and when they are back: alliance collect FOLDER -o DIR"


class _Options(SheetOptions):
    roster: str
    packet: str | None
    layout: str
    per: str
    preview: str | None
    dry_run: bool
    as_json: bool
    workers: int | None


@click.command(short_help="Compose a worksheet for every row of a roster.")
@click.argument("roster", type=FILE, metavar="ROSTER.csv")
@click.option("-o", "--output", type=FILE, metavar="DIR", help="The folder for the worksheets.")
@click.option("--packet", type=FILE, metavar="FILE.pdf", help="One file to be printed, instead of a folder.")
@click.option("--per", type=click.Choice(["pair", "person"]), default="pair", show_default=True,
              help="A file for each row; or one for each person, their own sheet (layout prep).")  # fmt: skip
@add_option
@click.option("--bank", type=FILE, metavar="FILE", help="Another question bank.")
@language_options
@look_options(DEFAULT_LAYOUT, "For rows that name none.", PAPERS)
@meeting_options("For rows that do not say when.", "For rows that do not say where.")
@click.option("--suggest", type=click.IntRange(1), metavar="N",
              help="Pick so many questions for each person, in rows that do not say how many.")  # fmt: skip
@click.option("--seed", type=int, metavar="N",
              help="Another suggestion for another seed; by default it follows from the names.")  # fmt: skip
@room_options
@click.option("--preview", type=FILE, metavar="FOLDER",
              help="First write a picture of each page of the first three worksheets into this folder.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Check every row and list the files; write nothing.")
@json_option
@click.option("--force", is_flag=True, help="Replace files that exist with other content.")
@click.option("--workers", type=click.IntRange(1, 256), metavar="N",
              help="So many processes; by default what the machine has, for a large roster.")  # fmt: skip
def batch(**options: Unpack[_Options]) -> None:
    """Compose a worksheet for every row of a roster.

    The roster is a CSV file, or an Excel workbook (.xlsx); its first row names the columns: person_1 to person_6, and
    any of pick_1 to pick_6, email_1 to email_6, meeting, place, layout, brand, language, suggest, output. Rows that
    fail are reported, and the others made. Run it again after an interruption: what is done already is not written
    again. manifest.csv lists all of it, and to whom each file goes.

    \b
    Examples:
      alliance batch roster.csv -o worksheets --suggest 3 --meeting "2026-12-04 12:30"
      alliance batch roster.csv -o to-mail --per person
      alliance batch roster.csv --packet packet.pdf
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.formats.roster import open_roster  # noqa: PLC0415 - --help reads no roster

    require_standard_input_once(options["roster"], options["bank"])
    if bool(options["output"]) == bool(options["packet"]):
        message = "give either -o DIR, for a file each, or --packet FILE.pdf, for one file to be printed"
        raise InvalidRequest(RequestProblem("output", message))
    if options["as_json"] and options["packet"] == STANDARD_OUTPUT:
        message = "--json and the packet would both be the standard output"
        raise InvalidRequest(RequestProblem("packet", message, "Give the packet a name."))
    if _is_per_person(options):
        _prepare_own_sheets(options)
    with open_roster(options["roster"]) as roster:
        for remark in roster.header.remarks:
            echo_remark(remark)
        renderer = _row_renderer(roster.header, options)
        if options["preview"] is not None:
            _draw_first(renderer, roster, options["preview"], options)
        if options["packet"]:
            _make_packet(renderer, roster, options["packet"], options)
        else:
            _make_files(renderer, roster, options["output"] or "", options)


def _is_per_person(options: _Options) -> bool:
    return options["per"] == "person"


def _prepare_own_sheets(options: _Options) -> None:
    """Choose the layout for the sheets of single people where none is given; a packet has those of all."""
    if options["packet"]:
        message = "`per` person makes a file for each, and a packet is one file"
        hint = f"Leave it out: with `layout` {OWN_SHEETS} a packet has a sheet for each person, too."
        raise InvalidRequest(RequestProblem("per", message, hint))
    if click.get_current_context().get_parameter_source("layout") is not ParameterSource.COMMANDLINE:
        own = choose_layout(options["layout"], options).load().per is Per.PERSON  # one of the user's defaults may be
        options["layout"] = options["layout"] if own else OWN_SHEETS


def _draw_first(renderer: RowRenderer, roster: Roster, folder: str, options: _Options) -> None:
    """Write pictures of the first worksheets, and say where they are."""
    from generator.workflows.batch.preview import draw_first  # noqa: PLC0415 - few want pictures
    from generator.workflows.batch.rows import list_jobs, plan_files  # noqa: PLC0415 - --help composes nothing

    per_person = _is_per_person(options)
    jobs = list_jobs(roster, plan_files(roster, per_person=per_person), per_person=per_person)
    drawn = draw_first(jobs, renderer, folder, replace=options["force"], inputs=_list_inputs(renderer, options))
    if drawn.pictures:
        which = f"the first {format_count(drawn.worksheets)}" if drawn.worksheets > 1 else "the first worksheet"
        echo_remark(f"Drew {which} on {format_count(drawn.pictures, 'picture')} in {_name_folder(folder)}.")


def _list_inputs(renderer: RowRenderer, options: _Options) -> tuple[str, ...]:
    """Return the files that are read, which must not be written over."""
    from generator.workflows.bank_files import list_bank_paths  # noqa: PLC0415 - --help reads no bank

    read = [options["roster"], options["translation"], options["words"], options["layout"], options["brand"]]
    read += [*list_bank_paths(options["bank"]), *options["fonts"]]
    return tuple(list_protected_files(renderer.request.layout, *read))


def _name_folder(folder: str) -> str:
    return "this folder" if os.path.normpath(folder) == os.curdir else f"the folder {escape(folder)}"


def _make_packet(renderer: RowRenderer, roster: Roster, path: str, options: _Options) -> None:
    from generator.cli.packet import Target, rehearse_packet, write_packet  # noqa: PLC0415 - for packets only
    from generator.workflows.batch.rows import require_rows  # noqa: PLC0415 - --help composes nothing

    total = sum(1 for _ in roster.rows())
    require_rows(total, roster.header)
    target = Target(path, options["force"], _list_inputs(renderer, options), as_json=options["as_json"])
    if options["dry_run"]:
        rehearse_packet(renderer, roster, target)
    else:
        write_packet(renderer, roster, total, target)


def _make_files(renderer: RowRenderer, roster: Roster, folder: str, options: _Options) -> None:
    from generator.workflows.batch.rows import list_jobs, plan_files, require_rows  # noqa: PLC0415 - --help composes nothing

    per_person = _is_per_person(options)
    names = plan_files(roster, per_person=per_person)
    require_rows(len(names), roster.header)
    jobs = list_jobs(roster, names, per_person=per_person)
    if options["dry_run"]:
        _rehearse(renderer, jobs, folder, as_json=options["as_json"])
    else:
        _perform(renderer, jobs, folder, len(names), options)


def _row_renderer(header: RosterHeader, options: _Options) -> RowRenderer:
    """Return what renders rows; raise what is wrong with the options by themselves, before any row is read."""
    from generator.workflows.batch.request import BatchRequest, prepare_renderer  # noqa: PLC0415 - --help needs none

    request = BatchRequest(
        choose_layout(options["layout"], options),
        choose_languages(options),
        options["bank"],
        suggest=options["suggest"],
        seed=options["seed"],
        add=options["add"],
        meeting=options["meeting"],
        place=options["place"],
        minutes=options["minutes"],
        fillable=not (options["print_only"] or options["packet"]),
        date=read_source_date(),
        per_person=_is_per_person(options),
    )
    renderer, remarks = prepare_renderer(header, request)
    for remark in remarks:
        echo_remark(remark)
    return renderer


def _perform(renderer: RowRenderer, jobs: Iterator[Job], path: str, total: int, options: _Options) -> None:
    from generator.cli.graceful_stop import graceful_stop  # noqa: PLC0415 - a rehearsal writes nothing
    from generator.workflows.batch.folder import Folder, FolderFailed  # noqa: PLC0415
    from generator.workflows.batch.run import Run, count_workers, run  # noqa: PLC0415

    report = Report(total, path, as_json=options["as_json"])
    with graceful_stop() as stop:
        workers = options["workers"] or count_workers(total, own_picks=renderer.has_own_picks())
        settings = Run(renderer, renderer.header.source, options["force"], workers, stop.is_requested)
        with Folder(path) as folder, report:
            try:
                for outcome in run(jobs, settings, folder):
                    report.add(outcome)
            except (FolderFailed, WorkerLost) as failure:
                raise BatchStopped(failure, f"{report.describe()}. {AGAIN}") from None
        if stop.is_requested() and report.rest:
            echo_err(f"{report.describe()}. {AGAIN}")
            stop.leave()
    report.echo_json()
    done = report.describe()
    if report.failed:
        raise BatchIncomplete(f"{done}. Mend the failed rows and run it again; manifest.csv lists them all.")
    echo_remark(f"{done}. {_choose_next_step(renderer.request.layout, options)}")


def _choose_next_step(layout: Layout, options: _Options) -> str:
    if Part.TENTS in layout.parts:
        return "Print them, and fold each sheet in the middle, the names outside."
    return _BY_MAIL if _is_per_person(options) else _BY_HAND


def _rehearse(renderer: RowRenderer, jobs: Iterator[Job], folder: str, *, as_json: bool) -> None:
    """Check every row and list its file; write nothing."""
    from generator.workflows.batch.rows import check_jobs  # noqa: PLC0415 - rows are here already

    there = 0
    with Report(0, folder, as_json=as_json) as report:
        for outcome in check_jobs(jobs, renderer):
            report.add(outcome)
            if not outcome.problem:
                path = os.path.join(folder, outcome.file)
                if not as_json:
                    echo(path if path.isprintable() else escape(path))
                there += os.path.lexists(path)
    report.echo_json(dry_run=True)
    sentence = f"Would write {format_count(report.written)} to {escape(folder)}"
    sentence += f", where {there:,} exist already" if there else ""
    if report.failed:
        raise BatchIncomplete(f"{sentence}. {len(report.failed):,} failed: mend these rows.")
    echo_remark(f"{sentence}. Leave out --dry-run to do so.")
