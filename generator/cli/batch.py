"""``alliance batch``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.batch_report import AGAIN, Report, counted
from generator.cli.completion import FILE
from generator.cli.options import (
    PAPERS,
    SheetOptions,
    look_options,
    meeting_options,
    protected_files,
    require_standard_input_once,
    room_options,
    source_date,
)
from generator.cli.reporting import echo, echo_err
from generator.errors import InvalidInput, InvalidRequest, Problem, RequestProblem, escape
from generator.workflows.inputs import DEFAULT_LAYOUT, LayoutChoice, load_bank

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from generator.formats.roster import Heading, Roster, Row
    from generator.workflows.batch import Job
    from generator.workflows.batch.rows import RowRenderer

_ROWS_A_WORKER = 500
"""Starting a process costs as much as some dozens of rows."""


class _Options(SheetOptions):
    roster: str
    packet: str | None
    layout: str
    dry_run: bool
    workers: int | None


@click.command(short_help="Compose a worksheet for every row of a roster.")
@click.argument("roster", type=FILE, metavar="ROSTER.csv")
@click.option("-o", "--output", type=FILE, metavar="DIR", help="The folder for the worksheets.")
@click.option("--packet", type=FILE, metavar="FILE.pdf", help="One file to be printed, instead of a folder.")
@click.option("--bank", type=FILE, metavar="FILE", help="Another question bank.")
@look_options(DEFAULT_LAYOUT, "For rows that name none.", PAPERS)
@meeting_options("For rows that do not say when.", "For rows that do not say where.")
@click.option("--suggest", type=click.IntRange(1), metavar="N",
              help="Pick so many questions for each person, in rows that do not say how many.")  # fmt: skip
@click.option("--seed", type=int, metavar="N",
              help="Another suggestion for another seed; by default it follows from the names.")  # fmt: skip
@room_options
@click.option("--dry-run", is_flag=True, help="Check every row and list the files; write nothing.")
@click.option("--force", is_flag=True, help="Replace files that exist with other content.")
@click.option("--workers", type=click.IntRange(1, 256), metavar="N",
              help="So many processes; by default what the machine has, for a large roster.")  # fmt: skip
def batch(**options: Unpack[_Options]) -> None:
    """Compose a worksheet for every row of a roster.

    The roster is a CSV file; its first row names the columns: person_1 to person_6, and any of pick_1 to pick_6,
    meeting, place, layout, brand, language, suggest, output. Rows that fail are reported, and the others made. Run
    it again after an interruption: what is done already is not written again. manifest.csv lists all of it.

    \b
    Examples:
      alliance batch roster.csv -o worksheets
      alliance batch roster.csv -o worksheets --suggest 3 --meeting "2026-12-04 12:30"
      alliance batch roster.csv --packet packet.pdf
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.formats.roster import open_roster  # noqa: PLC0415

    require_standard_input_once(options["roster"], options["bank"])
    if bool(options["output"]) == bool(options["packet"]):
        message = "give either -o DIR, for a file each, or --packet FILE.pdf, for one file to be printed"
        raise InvalidRequest(RequestProblem("output", message))
    with open_roster(options["roster"]) as roster:
        heading = roster.heading
        if heading.remark:
            echo_err(heading.remark)
        maker = _row_renderer(heading, options)
        if options["packet"]:
            _make_packet(maker, roster, options["packet"], options)
        else:
            _make_files(maker, roster, options["output"] or "", options)


def _make_packet(maker: RowRenderer, roster: Roster, path: str, options: _Options) -> None:
    from generator.cli.packet import Target, rehearse_packet, write_packet  # noqa: PLC0415 - start-up is felt

    total = sum(1 for _ in roster.rows())
    _require_rows(total, roster)
    read = (options[name] for name in ("roster", "bank", "layout", "brand"))
    inputs = tuple(protected_files(maker.request.layout, *read))
    target = Target(path, options["force"], inputs)
    if options["dry_run"]:
        rehearse_packet(maker, roster, target)
    else:
        write_packet(maker, roster, total, target)


def _make_files(maker: RowRenderer, roster: Roster, folder: str, options: _Options) -> None:
    names = _planned(roster)
    _require_rows(len(names), roster)
    if options["dry_run"]:
        _rehearse(maker, _jobs(roster, names), folder)
    else:
        _perform(maker, _jobs(roster, names), folder, len(names), options)


def _require_rows(count: int, roster: Roster) -> None:
    if not count:
        raise InvalidInput([Problem(roster.heading.source, "has no rows", "Write a row for each worksheet.")])


def _row_renderer(heading: Heading, options: _Options) -> RowRenderer:
    """Return what renders rows; raise what is wrong with the options by themselves, before any row is read."""
    from generator.workflows.batch.rows import RowRenderer  # noqa: PLC0415 - --help composes nothing
    from generator.workflows.compose import ComposeRequest, build_worksheet  # noqa: PLC0415

    choice = LayoutChoice(
        options["layout"], options["style"], options["paper"], options["lines"], brand=options["brand"]
    )
    request = ComposeRequest(
        load_bank(options["bank"]),
        choice.load(),
        suggest=options["suggest"],
        seed=options["seed"],
        meeting=options["meeting"],
        place=options["place"],
        minutes=options["minutes"],
    )
    rows_suggest = options["suggest"] is None and "suggest" in heading.columns
    build_worksheet(request._replace(seed=None) if rows_suggest else request)
    fillable = not (options["print_only"] or options["packet"])
    return RowRenderer(heading, request, choice, fillable, source_date())


def _planned(roster: Roster) -> list[str]:
    """Return the file name of every row; empty for one that can have none.

    Rows that fail later claim their names too, so mending them moves no other. Of all that is held of a roster, only
    this grows with it: some 100 bytes a row.
    """
    from generator.workflows.batch import Names  # noqa: PLC0415
    from generator.workflows.batch.rows import requested_name  # noqa: PLC0415

    names = Names()
    return [names.claim(wanted) if (wanted := requested_name(row)) else "" for row in roster.rows()]


def _jobs(roster: Roster, names: list[str]) -> Iterator[Job[Row]]:
    """Yield a job for every row."""
    from generator.workflows.batch import Job  # noqa: PLC0415
    from generator.workflows.compose import normalise_line  # noqa: PLC0415

    source = escape(roster.heading.source)
    # not strict: where somebody adds rows meanwhile, they are for the next run
    for row, name in zip(roster.rows(), names, strict=False):
        yield Job(row.number, "; ".join(map(normalise_line, row.people)), name, f"{source}:{row.line}", row)


def _perform(maker: RowRenderer, jobs: Iterator[Job[Row]], path: str, total: int, options: _Options) -> None:
    from generator.cli.graceful_stop import graceful_stop  # noqa: PLC0415
    from generator.cli.progress import Progress  # noqa: PLC0415
    from generator.workflows.batch import BatchIncomplete, BatchStopped, Folder, FolderFailed, Run, WorkerLost, run  # noqa: PLC0415

    report = Report(total, path)
    with graceful_stop() as stop:
        with Folder(path) as folder:
            settings = Run(maker, options["force"], options["workers"] or _workers(total), stop.is_requested)
            progress = Progress(total)
            try:
                for outcome in run(jobs, settings, folder):
                    if outcome.problem or outcome.remarks:
                        progress.clear()
                    report.add(outcome)
                    progress.advance()
            except (FolderFailed, WorkerLost) as failure:
                raise BatchStopped(failure, f"{report.made()}. {AGAIN}") from None
            finally:
                progress.clear()
        report.close()
        if stop.is_requested() and report.left:
            echo_err(f"{report.made()}. {AGAIN}")
            stop.leave()
    if report.failed:
        raise BatchIncomplete(f"{report.made()}. Mend the failed rows and run it again; manifest.csv lists them all.")
    echo_err(
        f"{report.made()}. Print them; or send them out, and for each that comes back filled in: alliance merge FILE"
    )


def _workers(total: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, total // _ROWS_A_WORKER))


def _rehearse(maker: RowRenderer, jobs: Iterator[Job[Row]], folder: str) -> None:
    """Check every row and list its file; write nothing."""
    from generator.workflows.batch import BatchIncomplete  # noqa: PLC0415

    report = Report(0, folder)
    listed = there = 0
    for job in jobs:
        try:
            maker.check(job.order)
        except InvalidInput as invalid:
            report.refuse(str(invalid))
            continue
        path = Path(folder, job.file)
        echo(os.fspath(path) if os.fspath(path).isprintable() else escape(path))
        listed += 1
        there += os.path.lexists(path)
    report.close()
    sentence = f"Would write {counted(listed)} to {escape(folder)}" + (
        f", where {there:,} exist already" if there else ""
    )
    if report.failed:
        raise BatchIncomplete(f"{sentence}. {report.failed:,} failed: mend these rows.")
    echo_err(f"{sentence}. Leave out --dry-run to do so.")
