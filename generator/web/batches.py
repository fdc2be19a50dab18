"""Worksheets for all rows of a roster, in steps: a packet to print, or a file each as ``alliance batch`` writes them.

Those of a roster ``spring.csv`` are in the folder ``spring-worksheets``. Nothing is overwritten: where other worksheets
are there already, these go into ``spring-worksheets-2``.
"""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput
from generator.files.reading import read_bounded
from generator.web.progress import Step
from generator.web.site import ShownProblem, name_remarks
from generator.words.messages import ENGLISH
from generator.workflows.batch.folder import Folder
from generator.workflows.batch.manifest import MANIFEST
from generator.workflows.batch.packet import add_rows
from generator.workflows.batch.rows import list_jobs, plan_files, require_rows
from generator.workflows.batch.run import Run, run
from generator.workflows.packet import Packet

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from generator.formats.roster import RosterRow
    from generator.web.folder import FoundFile, WorkFolder
    from generator.web.rosters import OpenRoster
    from generator.workflows.batch.manifest import Outcome
    from generator.workflows.batch.rows import RowRenderer

MOST_TOLD = 100
"""Problems that are told of one batch, and as many remarks."""


class Made(NamedTuple):
    """What became of a batch."""

    sentence: str
    file: FoundFile | None
    """The packet; None for a folder, and where there is none."""
    problems: tuple[ShownProblem, ...]
    remarks: tuple[str, ...]
    more: int
    """How many problems and remarks are not told."""


class _Tally:
    """Counts outcomes, and keeps the first of what is to be told of them."""

    def __init__(self, folder: WorkFolder) -> None:
        self._folder = folder
        self.done = self.kept = self.failed = 0
        self._problems: list[ShownProblem] = []
        self._remarks: list[str] = []

    def add(self, outcome: Outcome) -> None:
        self.done += not outcome.problem
        self.kept += outcome.kept
        self.failed += bool(outcome.problem)
        self._remarks += map(self._name, outcome.remarks)
        if outcome.problem:
            people = ENGLISH.list_names(outcome.people.split("; "))
            place = f"Row {outcome.row}, {people}".removesuffix(", ")
            self._problems.append(ShownProblem(self._name(" ".join(outcome.problem.splitlines())), place=place))

    def close(self, sentence: str, file: FoundFile | None = None) -> Made:
        """Return the result, with what was left out told."""
        left = f"{format_count(self.failed, 'row')} {_is(self.failed)} left out." if self.failed else ""
        more = sum(max(0, len(told) - MOST_TOLD) for told in (self._problems, self._remarks))
        problems, remarks = self._problems[:MOST_TOLD], self._remarks[:MOST_TOLD]
        return Made(f"{sentence} {left}".strip(), file, tuple(problems), tuple(remarks), more)

    def _name(self, sentence: str) -> str:
        return self._folder.shorten(*name_remarks((sentence,)))


def make_packet(
    opened: OpenRoster, renderer: RowRenderer, name: str, *, own_layouts: bool = True
) -> Generator[Step, None, Made]:
    """Make one file to print of all rows, under this name in the folder; rows that fail are left out.

    Without ``own_layouts``, rows that name another layout are in the renderer's all the same. Raises
    ``OutputUnwritable``.
    """
    total = sum(1 for _ in opened.roster.rows())
    require_rows(total, opened.roster.header)
    rows = opened.roster.rows() if own_layouts else map(_drop_layout, opened.roster.rows())
    parts: list[bytes] = []
    packet, tally = Packet(parts.append, renderer.request.bank.language), _Tally(opened.folder)
    for number, outcome in enumerate(add_rows(packet, rows, renderer), start=1):
        tally.add(outcome)
        yield Step(number, total, "worksheets")
    if not tally.done:
        return tally.close("There is no row of which a worksheet can be made.")
    finished = packet.finish(renderer.request.bank, renderer.request.layout, renderer.date)
    file = opened.folder.add(name, b"".join(parts))
    size = f"{format_count(finished.worksheets, 'worksheet')} on {format_count(finished.pages, 'page')}"
    return tally.close(f"{size}. Print on both sides of the paper, flipped on the long edge.", file)


def _drop_layout(row: RosterRow) -> RosterRow:
    return row._replace(cells={column: text for column, text in row.cells.items() if column != "layout"})


def make_files(
    opened: OpenRoster, renderer: RowRenderer, is_stopped: Callable[[], bool]
) -> Generator[Step, None, Made]:
    """Make a file of each row in a folder of the roster's, with their manifest; what is done already is kept.

    Raises ``OutputUnwritable``.
    """
    names = plan_files(opened.roster)
    require_rows(len(names), opened.roster.header)
    folder = _find_folder(opened, names, renderer)
    # no further process: its pool would have a thread here, and then files of strangers are read without their guard
    settings = Run(renderer, renderer.header.source, force=False, workers=1, is_stopped=is_stopped)
    tally = _Tally(opened.folder)
    with Folder(folder.path, waits=False) as locked:
        for number, outcome in enumerate(run(list_jobs(opened.roster, names), settings, locked), start=1):
            tally.add(outcome)
            yield Step(number, len(names), "worksheets")
    where = f"in the folder {os.path.basename(folder.path)}"
    lists = f"{MANIFEST} lists {'it' if tally.done == 1 else 'them'}."
    sentence = f"{format_count(tally.done, 'worksheet')} {_is(tally.done)} {where}, and {lists}"
    return tally.close(f"{sentence} {_tell_kept(tally)}".strip())


def _tell_kept(tally: _Tally) -> str:
    if not tally.kept:
        return ""
    what = "All of them" if tally.kept == tally.done else f"{tally.kept:,} of them"
    return f"{what} {'was' if tally.kept == 1 and tally.done > 1 else 'were'} there already."


def _find_folder(opened: OpenRoster, names: list[str], renderer: RowRenderer) -> WorkFolder:
    """Return the folder for worksheets: the first that is free, or that holds the very first of these worksheets."""
    file, data = _make_first(opened, names, renderer)
    for path in list_folders(opened):
        is_folder = os.path.isdir(path) and not os.path.islink(path)
        if not os.path.lexists(path) or (is_folder and (not file or _may_hold(os.path.join(path, file), data))):
            return opened.folder.enter(os.path.basename(path))
    raise AssertionError


def _make_first(opened: OpenRoster, names: list[str], renderer: RowRenderer) -> tuple[str, bytes]:
    """Return the name and the content of the first row's file, of those that can be made; empty where none can."""
    for row, name in zip(opened.roster.rows(), names, strict=False):
        try:
            return name, renderer(row).data
        except Exception:  # noqa: BLE001, S112 - the batch itself tells it
            continue
    return "", b""


def _may_hold(path: str, data: bytes) -> bool:
    """Tell whether a file is there with these bytes, or none."""
    if not os.path.lexists(path):
        return True
    try:
        return not os.path.islink(path) and read_bounded(path, limit=len(data)) == data
    except InvalidInput:
        return False


def list_folders(opened: OpenRoster) -> Iterator[str]:
    """Yield the paths that the roster's folders of worksheets have, the first one's first, without an end."""
    for number in count(1):
        yield os.path.join(opened.folder.path, f"{opened.stem}-worksheets{f'-{number}' if number > 1 else ''}")


def format_count(number: int, noun: str) -> str:
    """Return ``1 worksheet`` or ``1,000 worksheets``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
