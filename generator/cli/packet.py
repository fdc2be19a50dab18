"""``alliance batch --packet``: one print-ready file of a whole roster."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from generator.cli.batch_report import BatchIncomplete, Report, format_count
from generator.cli.graceful_stop import graceful_stop
from generator.cli.reporting import echo, echo_err, echo_remark
from generator.errors import escape
from generator.files.publishing import STANDARD_OUTPUT, publishing
from generator.workflows.batch.packet import add_rows, check_rows
from generator.workflows.packet import Packet

if TYPE_CHECKING:
    from generator.cli.graceful_stop import Stop
    from generator.files.publishing import PendingFile
    from generator.formats.roster import Roster
    from generator.workflows.batch.rows import RowRenderer
    from generator.workflows.packet import Finished

_MOST_NAMED = 20
"""Failed rows that the summary names."""


class Target(NamedTuple):
    """Where the packet goes."""

    path: str
    force: bool
    inputs: tuple[str, ...]
    as_json: bool = False
    """Whether stdout gets the report as JSON."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return "the packet" if self.path == STANDARD_OUTPUT else escape(self.path)


class _Stopped(Exception):
    """A signal asked for the end."""


class _NothingToPrint(Exception):
    """Every row failed."""


def write_packet(renderer: RowRenderer, roster: Roster, total: int, target: Target) -> None:
    """Write the packet and say so; rows that fail are told and left out. Raises ``BatchIncomplete`` after such rows."""
    report = Report(total, target.path, as_json=target.as_json)
    with graceful_stop() as stop:
        try:
            with report, publishing(target.path, replace=target.force, inputs=target.inputs) as file:
                finished = _fill_packet(renderer, roster, file, report, stop)
        except _Stopped:
            echo_err(f"Stopped: {target.name} was not written.")
            stop.leave()
        except _NothingToPrint:
            report.echo_json()
            raise BatchIncomplete(f"Every row failed: {target.name} was not written. Mend the rows.") from None
    report.echo_json()
    sentence = f"Wrote {target.name} ({format_count(finished.worksheets)}, {finished.pages:,} pages)."
    if report.failed:
        missing = _describe_missing(report.failed)
        raise BatchIncomplete(f"{sentence} {missing} Mend them and run it again with `force`.")
    echo_remark(f"{sentence} Print it on both sides of the paper, flipped on the long edge.")


def _fill_packet(renderer: RowRenderer, roster: Roster, file: PendingFile, report: Report, stop: Stop) -> Finished:
    packet = Packet(file.write, renderer.request.bank.language)
    if stop.is_requested():
        raise _Stopped
    for outcome in add_rows(packet, roster.rows(), renderer):
        report.add(outcome)
        if stop.is_requested():
            raise _Stopped
    if not report.written:
        raise _NothingToPrint
    finished = packet.finish(renderer.request.bank, renderer.request.layout, renderer.date)
    if stop.is_requested():
        raise _Stopped
    return finished


def rehearse_packet(renderer: RowRenderer, roster: Roster, target: Target) -> None:
    """Check every row and list its people; write nothing. Raises ``BatchIncomplete`` where rows fail."""
    with Report(0, target.path, as_json=target.as_json) as report:
        for outcome in check_rows(roster.rows(), renderer):
            report.add(outcome)
            if not (outcome.problem or target.as_json):
                echo(outcome.people)
    report.echo_json(dry_run=True)
    there = ", which exists already" if target.path != STANDARD_OUTPUT and os.path.lexists(target.path) else ""
    sentence = f"Would write {format_count(report.written)} to {target.name}{there}."
    if report.failed:
        raise BatchIncomplete(f"{sentence} {len(report.failed):,} failed: mend these rows.")
    echo_remark(f"{sentence} Leave out --dry-run to do so.")


def _describe_missing(failed: list[int]) -> str:
    listed = ", ".join(f"{number:,}" for number in failed[:_MOST_NAMED])
    more = f" and {len(failed) - _MOST_NAMED:,} more" if len(failed) > _MOST_NAMED else ""
    return f"Without {'row' if len(failed) == 1 else 'rows'} {listed}{more}, which failed."
