"""``alliance batch --packet``: one print-ready file of a whole roster."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from generator.cli.batch_report import Report, counted
from generator.cli.graceful_stop import graceful_stop
from generator.cli.progress import Progress
from generator.cli.reporting import echo, echo_err
from generator.errors import AllianceError, InvalidInput, escape
from generator.files.publishing import STANDARD_OUTPUT, publishing
from generator.words import english as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.cli.graceful_stop import Stop
    from generator.formats.roster import Roster, Row
    from generator.workflows.batch.rows import RowRenderer
    from generator.workflows.packet import Finished, Packet
    from generator.workflows.personalise import Sheet

_MOST_NAMED = 20
"""Failed rows that the summary names."""


class Target(NamedTuple):
    """Where the packet goes."""

    path: str
    force: bool
    inputs: tuple[str, ...]


class _Stopped(Exception):
    """A signal asked for the end."""


class _NothingToPrint(Exception):
    """Every row failed."""


def write_packet(maker: RowRenderer, roster: Roster, total: int, target: Target) -> None:
    """Write the packet and say so; rows that fail are told and left out. Raises ``BatchIncomplete`` after such rows."""
    from generator.workflows.batch import BatchIncomplete  # noqa: PLC0415 - start-up is felt

    gathering = _Gathering(maker, total, target.path)
    with graceful_stop() as stop:
        try:
            inputs = [name for name in target.inputs if name != "-"]
            with publishing(target.path, replace=target.force, inputs=inputs) as file:
                finished = gathering.gathered(roster.rows(), file.write, stop)
        except _Stopped:
            echo_err(f"Stopped: {_name(target)} was not written.")
            stop.leave()
        except _NothingToPrint:
            raise BatchIncomplete(f"Every row failed: {_name(target)} was not written. Mend the rows.") from None
        finally:
            gathering.close()
    sentence = f"Wrote {_name(target)} ({counted(finished.worksheets)}, {finished.pages:,} pages)."
    if gathering.failed:
        raise BatchIncomplete(f"{sentence} {_left_out(gathering.failed)} Mend them and run it again with --force.")
    echo_err(f"{sentence} Print it on both sides of the paper, flipped on the long edge.")


def rehearse_packet(maker: RowRenderer, roster: Roster, target: Target) -> None:
    """Check every row and list its people; write nothing. Raises ``BatchIncomplete`` where rows fail."""
    from generator.workflows.batch import BatchIncomplete  # noqa: PLC0415 - start-up is felt

    report = Report(0, "")
    listed = 0
    for row in roster.rows():
        try:
            maker.check_for_packet(row)
        except InvalidInput as invalid:
            report.refuse(str(invalid))
            continue
        echo(_people(row))
        listed += 1
    report.close()
    there = ", which exists already" if target.path != STANDARD_OUTPUT and os.path.lexists(target.path) else ""
    sentence = f"Would write {counted(listed)} to {_name(target)}{there}."
    if report.failed:
        raise BatchIncomplete(f"{sentence} {report.failed:,} failed: mend these rows.")
    echo_err(f"{sentence} Leave out --dry-run to do so.")


class _Gathering:
    """Rows becoming a packet."""

    def __init__(self, maker: RowRenderer, total: int, name: str) -> None:
        self._maker = maker
        self._report = Report(total, name)
        self._progress = Progress(total)
        self.failed: list[int] = []
        """The numbers of the rows that failed, as a spreadsheet counts."""

    def gathered(self, rows: Iterator[Row], write: Callable[[bytes], object], stop: Stop) -> Finished:
        """Write the packet. Raises ``_Stopped``, ``_NothingToPrint`` and what ``write`` raises."""
        from generator.workflows.packet import Packet  # noqa: PLC0415

        packet = Packet(write)
        made = 0
        for row in rows:
            if stop.is_requested():
                raise _Stopped
            made += self._added(row, packet)
            self._progress.advance()
        if not made:
            raise _NothingToPrint
        finished = packet.finish(self._maker.request.bank, self._maker.request.layout, self._maker.date)
        if stop.is_requested():
            raise _Stopped
        return finished

    def close(self) -> None:
        """Take the progress away, and tell how much was not told."""
        self._progress.clear()
        self._report.close()

    def _added(self, row: Row, packet: Packet) -> bool:
        sheet = self._sheet(row)
        if sheet is None:
            self.failed.append(row.number)
            return False
        if sheet.remarks:
            self._progress.clear()
            self._report.remark(sheet.remarks)
        packet.add(_people(row), sheet)
        return True

    def _sheet(self, row: Row) -> Sheet | None:
        try:
            return self._maker.typeset(row)
        except AllianceError as error:
            problem = str(error)
        except Exception as error:  # noqa: BLE001 - the other rows are set all the same
            place = f"{escape(self._maker.heading.source)}:{row.line}"
            problem = f"{place}: unexpected failure: {type(error).__name__}: {escape(error)}. Please report it."
        self._progress.clear()
        self._report.refuse(problem)
        return None


def _people(row: Row) -> str:
    from generator.workflows.compose import normalise_line  # noqa: PLC0415 - start-up is felt

    return words.list_names(list(map(normalise_line, row.people)))


def _name(target: Target) -> str:
    return "the packet" if target.path == STANDARD_OUTPUT else escape(target.path)


def _left_out(failed: list[int]) -> str:
    listed = ", ".join(f"{number:,}" for number in failed[:_MOST_NAMED])
    more = f" and {len(failed) - _MOST_NAMED:,} more" if len(failed) > _MOST_NAMED else ""
    what = "row" if len(failed) == 1 else "rows"
    return f"Without {what} {listed}{more}, which failed." if listed else ""
