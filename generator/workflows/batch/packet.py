"""A packet of a roster's worksheets, row by row; rows that fail are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import AllianceError, InvalidInput
from generator.model.people import normalise_line
from generator.words.messages import ENGLISH
from generator.workflows.batch.manifest import Outcome
from generator.workflows.batch.run import describe_unexpected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.formats.roster import RosterRow
    from generator.words.messages import Words
    from generator.workflows.batch.rows import RowRenderer
    from generator.workflows.packet import DividedPacket, Packet


def add_rows(packet: Packet | DividedPacket, rows: Iterable[RosterRow], renderer: RowRenderer) -> Iterator[Outcome]:
    """Add the worksheet of each row to the packet, and yield its outcome."""
    for row in rows:
        names, problem = list_people(row), ""
        remarks: tuple[str, ...] = ()
        try:
            sheet = renderer.typeset(row, packet.next_number)
        except AllianceError as error:
            problem = str(error)
        except Exception as error:  # noqa: BLE001 - the other rows are set all the same
            problem = describe_unexpected(renderer.header.source, row, error)
        else:
            packet.add(list_people(row, sheet.ready.worksheet.words), sheet)
            remarks = sheet.remarks
        yield Outcome(row.number, names, problem=problem, remarks=remarks)


def check_rows(rows: Iterable[RosterRow], renderer: RowRenderer) -> Iterator[Outcome]:
    """Check each row as ``add_rows`` would, and yield its outcome."""
    for row in rows:
        problem = ""
        try:
            renderer.check_for_packet(row)
        except InvalidInput as invalid:
            problem = str(invalid)
        yield Outcome(row.number, list_people(row), problem=problem)


def list_people(row: RosterRow, words: Words = ENGLISH) -> str:
    """Return the row's names as the index of a packet lists them, in its words; messages are in English."""
    return words.list_names(list(map(normalise_line, row.people)))
