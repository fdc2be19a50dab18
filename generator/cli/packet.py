"""``alliance batch --packet``: one print-ready file of a whole roster."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from generator.cli.batch_report import BatchIncomplete, Report, format_count
from generator.cli.graceful_stop import graceful_stop
from generator.cli.reporting import echo, echo_err, echo_remark
from generator.errors import InvalidRequest, RequestProblem, escape
from generator.files.publishing import STANDARD_OUTPUT, publishing
from generator.words.messages import ENGLISH
from generator.workflows.batch.packet import add_rows, check_rows
from generator.workflows.packet import DividedPacket

if TYPE_CHECKING:
    from collections.abc import Callable

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


class _Files:
    """The files of a packet being written; of several, all are called after the packet, with their numbers."""

    def __init__(self, target: Target, stack: ExitStack) -> None:
        """Take where they go, and what publishes them at its end."""
        self._target = target
        self._stack = stack
        self._pending: list[PendingFile] = []

    def open(self) -> Callable[[bytes], object]:
        """Open the next file, and return what writes to it. Raises as ``publishing`` does."""
        target = self._target
        if self._pending and target.path == STANDARD_OUTPUT:
            message = "one file does not hold all worksheets, and the standard output takes no more than one"
            raise InvalidRequest(RequestProblem("packet", message, "Give the packet a name: it is divided then."))
        if len(self._pending) == 1:
            self._pending[0].rename(self._number(1), replace=target.force, inputs=target.inputs)
        path = self._number(len(self._pending) + 1) if self._pending else target.path
        file = self._stack.enter_context(publishing(path, replace=target.force, inputs=target.inputs))
        self._pending.append(file)
        return file.write

    def _number(self, number: int) -> str:
        stem, suffix = os.path.splitext(self._target.path)
        return f"{stem}-{number}{suffix}"

    def describe(self) -> str:
        """Return what they are called."""
        if len(self._pending) == 1:
            return self._target.name
        return ENGLISH.list_names([escape(file.name) for file in self._pending])


class _Stopped(Exception):
    """A signal asked for the end."""


class _NothingToPrint(Exception):
    """Every row failed."""


def write_packet(renderer: RowRenderer, roster: Roster, total: int, target: Target) -> None:
    """Write the packet and say so; rows that fail are told and left out. Raises ``BatchIncomplete`` after such rows."""
    report = Report(total, target.path, as_json=target.as_json)
    with graceful_stop() as stop:
        try:
            with report, ExitStack() as stack:
                files = _Files(target, stack)
                finished = _fill_packet(renderer, roster, files, report, stop)
        except _Stopped:
            echo_err(f"Stopped: {target.name} was not written.")
            stop.leave()
        except _NothingToPrint:
            report.echo_json()
            raise BatchIncomplete(f"Every row failed: {target.name} was not written. Mend the rows.") from None
    report.echo_json()
    name = files.describe()
    sentence = f"Wrote {name} ({format_count(finished.worksheets)}, {finished.pages:,} pages)."
    if name != target.name:
        sentence += " One file holds no more than readers take."
    if report.failed:
        missing = _describe_missing(report.failed)
        raise BatchIncomplete(f"{sentence} {missing} Mend them and run it again with `force`.")
    echo_remark(f"{sentence} Print it on both sides of the paper, flipped on the long edge.")


def _fill_packet(renderer: RowRenderer, roster: Roster, files: _Files, report: Report, stop: Stop) -> Finished:
    packet = DividedPacket(files.open, renderer.request.bank, renderer.request.layout, renderer.date)
    if stop.is_requested():
        raise _Stopped
    for outcome in add_rows(packet, roster.rows(), renderer):
        report.add(outcome)
        if stop.is_requested():
            raise _Stopped
    if not report.written:
        raise _NothingToPrint
    finished = packet.finish()
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
