"""Rosters of the folder: kept when they are dropped, read in bounds, shown row by row with what is wrong in each."""

from __future__ import annotations

import asyncio
import io
import os
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, InvalidInput, Problem
from generator.files.names import slug
from generator.files.reading import read_bounded
from generator.formats.roster import Roster
from generator.model.people import normalise_line
from generator.web.site import ShownProblem, describe_failure, name_remarks
from generator.words.messages import begin_sentence
from generator.workflows.batch.packet import list_people
from generator.workflows.batch.rows import require_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.formats.roster import RosterRow
    from generator.web.folder import FoundFile, WorkFolder
    from generator.workflows.batch.rows import RowRenderer

SUFFIXES = (".csv", ".xlsx")
EXAMPLE = """\
person_1,person_2,meeting,place,layout,language
Ana Lima,Ben Okafor,2026-12-04 12:30,Café Central,,
Zoë Nuñez,Jonas Weber,2026-12-04 12:30,Café Central,onepage,de
"""
"""A roster to start from."""
MOST_ROWS = 5_000
"""Of a roster, the empty ones counted: the user waits for them."""
MOST_BYTES = 2_000_000
"""Of a roster's file."""
MOST_OFFERED = 20
"""Rosters of the folder that are offered to go on with."""
MOST_SHOWN, MOST_PROBLEMS = 200, 100
"""Rows that are shown from the first one on, and rows behind these that are shown for their problems."""
_AT_A_TIME = 50
"""Rows that are checked before others have their turn."""
_LONGEST_STEM = 80
"""Bytes of a roster's name, from which those of its folders follow."""
_LONGEST_SHOWN = 200
"""Characters of a cell that are shown."""
_WORKBOOK = b"PK"
_LETTERS = 26


class OpenRoster:
    """A roster of the folder, and the names of what is made of it."""

    def __init__(self, folder: WorkFolder, file: FoundFile) -> None:
        """Read its header. Raises ``InvalidInput`` and ``MissingExtra`` where it cannot be used."""
        self.folder, self.file = folder, file
        path = os.path.join(folder.path, file.name)
        data = read_bounded(path, limit=MOST_BYTES)
        self.roster = Roster(io.BytesIO(data), file.name, most_rows=MOST_ROWS)
        self.is_workbook = data.startswith(_WORKBOOK)
        self.stem = slug(os.path.splitext(file.name)[0], _LONGEST_STEM)

    def describe(self, failure: AllianceError) -> tuple[ShownProblem, ...]:
        """Return the problems of a row, each with its place in the file."""
        if not isinstance(failure, InvalidInput):
            return tuple(
                problem._replace(text=self.folder.shorten(problem.text)) for problem in describe_failure(failure)
            )
        return tuple(
            ShownProblem(
                self.folder.shorten(*name_remarks((f"{begin_sentence(problem.message)}. {problem.hint}".strip(),))),
                place=self._tell_place(problem),
            )
            for problem in failure.problems
        )

    def _tell_place(self, problem: Problem) -> str:
        if problem.line is None or problem.column is None:
            return ""
        if self.is_workbook:
            return f"Cell {name_column(problem.column)}{problem.line}"
        return f"Line {problem.line}, character {problem.column}"


class ShownRow(NamedTuple):
    """A row, as the page shows it; texts are as they stand in the file."""

    number: int
    """As a spreadsheet counts."""
    names: str
    meeting: str
    place: str
    layout: str
    problems: tuple[ShownProblem, ...]


class CheckedRoster(NamedTuple):
    """All rows of a roster, checked."""

    id: str
    name: str
    remarks: tuple[str, ...]
    """On the file itself; whole sentences."""
    rows: tuple[ShownRow, ...]
    """Those that are shown."""
    good: int
    bad: int
    """How many rows there are of each kind."""
    hidden: int
    """How many are not shown."""
    first: RosterRow | None
    """The first good one."""


def keep_roster(folder: WorkFolder, name: str, data: bytes) -> FoundFile:
    """Write a roster into the folder and return it; one that cannot be used as a whole is not kept.

    It gets a name that tells it from others but for its suffix. Raises ``InvalidInput`` and ``OutputUnwritable``.
    """
    shown = os.path.basename(name.replace("\\", "/")) or "roster"
    if len(data) > MOST_BYTES:
        message, hint = f"is larger than {MOST_BYTES // 1_000_000} MB", "Keep what names people, and split it."
        raise InvalidInput([Problem(shown, message, hint)])
    roster = Roster(io.BytesIO(data), shown, most_rows=MOST_ROWS)
    require_rows(sum(1 for _ in roster.rows()), roster.header)
    suffix = SUFFIXES[data.startswith(_WORKBOOK)]
    wanted = slug(os.path.splitext(shown)[0], _LONGEST_STEM)
    taken = {os.path.splitext(file.name)[0] for file in folder.list_files(*SUFFIXES) if not _ends(file, suffix)}
    stems = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return folder.add(next(stem for stem in stems if stem not in taken) + suffix, data)


def list_rosters(folder: WorkFolder) -> tuple[FoundFile, ...]:
    """Return the newest rosters of the folder; a workbook is taken for one. Raises ``OutputUnwritable``."""
    return tuple(_pick_rosters(folder))


def _pick_rosters(folder: WorkFolder) -> Iterator[FoundFile]:
    found = 0
    for file in folder.list_files(*SUFFIXES):
        if found < MOST_OFFERED and (_ends(file, SUFFIXES[1]) or _is_roster(folder.path, file)):
            found += 1
            yield file


@lru_cache(maxsize=256)
def _is_roster(folder: str, file: FoundFile) -> bool:
    try:
        Roster(io.BytesIO(read_bounded(os.path.join(folder, file.name), limit=MOST_BYTES)), file.name)
    except AllianceError:
        return False
    return True


def _ends(file: FoundFile, suffix: str) -> bool:
    return file.name.lower().endswith(suffix)


async def check_rows(opened: OpenRoster, renderer: RowRenderer) -> CheckedRoster:
    """Return all rows as the renderer takes them; others have their turn meanwhile. Raises ``InvalidInput``."""
    shown: list[ShownRow] = []
    first: RosterRow | None = None
    good = bad = hidden = 0
    for number, row in enumerate(opened.roster.rows()):
        problems: tuple[ShownProblem, ...] = ()
        try:
            renderer.check(row)
        except AllianceError as failure:
            problems = opened.describe(failure)
        first = first if first or problems else row
        good, bad = good + (not problems), bad + bool(problems)
        if number < MOST_SHOWN or (problems and len(shown) < MOST_SHOWN + MOST_PROBLEMS):
            shown.append(_show(row, problems))
        else:
            hidden += 1
        if not number % _AT_A_TIME:
            await asyncio.sleep(0)
    require_rows(good + bad, opened.roster.header)
    remarks = name_remarks(opened.roster.header.remarks)
    return CheckedRoster(opened.file.id, opened.file.name, remarks, tuple(shown), good, bad, hidden, first)


def _show(row: RosterRow, problems: tuple[ShownProblem, ...]) -> ShownRow:
    meeting, place, layout = (
        _cut(normalise_line(row.cells.get(column, ""))) for column in ("meeting", "place", "layout")
    )
    return ShownRow(row.number, _cut(list_people(row)), meeting, place, layout, problems)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} ..."


def name_column(number: int) -> str:
    """Return how a spreadsheet calls a column, from 1: ``A``, ``Z``, ``AA``."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
