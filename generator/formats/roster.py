"""Read rosters: CSV with a worksheet a row, as any spreadsheet exports it. Streamed: no more than a row is held.

What concerns the whole file (its encoding, its header) is refused as a whole; what concerns a row is that row's
problem, with its line and column, and the rows after it are read on.
"""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from generator.errors import InvalidInput, Problem, did_you_mean, escape
from generator.files.reading import STANDARD_INPUT, read_bounded
from generator.formats.located.csv_text import DELIMITERS, TextLines, encoding_of
from generator.model.people import MOST_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

PERSONS = tuple(f"person_{number}" for number in range(1, MOST_PEOPLE + 1))
PICKS = tuple(f"pick_{number}" for number in range(1, MOST_PEOPLE + 1))
OTHERS = ("meeting", "place", "layout", "language", "suggest", "output", "brand")
COLUMNS = (*PERSONS, *PICKS, *OTHERS)
LONGEST_CELL = 5_000
"""Characters of a cell."""
_FORMULA_LIKE = "=+-@\t\r"
"""What spreadsheets take for the beginning of a formula; who exports safely puts an apostrophe before it."""
_NUMBERED = re.compile(r"(person|pick)_[0-9]+")


class Heading(NamedTuple):
    """How a roster is written, and which column stands where."""

    source: str
    """The file's name as the user gave it."""
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    """The columns' names in the file's order; empty for a nameless one, whose cells must be empty."""
    records: int
    """How many records come before the first row."""
    remark: str
    """What the user should know about how it was read; mostly nothing."""

    def problem(self, row: Row, message: str, hint: str, column: str = "") -> Problem:
        """Return the problem at the row's cell in this column (where the column is there), else at the row."""
        if column not in self.columns:
            return Problem(self.source, message, hint, row.line, 1)
        line, place = cell_place(row.raw, self.delimiter, self.columns.index(column))
        return Problem(self.source, f"column {column}: {message}", hint, row.line + line, place)


class Row(NamedTuple):
    """One row, as it stands in the file."""

    number: int
    """As a spreadsheet counts: the header is row 1, and empty rows count."""
    line: int
    """The line of the file where the row begins, from 1."""
    cells: dict[str, str]
    """Those that are not empty, by their column's name, without white space around."""
    people: tuple[str, ...]
    """The names, in order; a gap between them is left out."""
    raw: str
    """The row's text."""
    problem: Problem | None
    """Set where the row cannot be split into the columns' cells."""


class Roster:
    """An open roster; its rows can be read more than once."""

    def __init__(self, file: BinaryIO, source: str) -> None:
        """Read the header. Raises ``InvalidInput`` where encoding or header cannot be used."""
        self._file = file
        encoding, remark = encoding_of(file, source)
        self.heading = _heading(file, source, encoding, remark)

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are not empty, from the first one on."""
        heading = self.heading
        with TextLines(self._file, heading.encoding) as lines:
            reader = _reader(lines, heading.delimiter)
            for number in range(1, sys.maxsize):
                line = lines.number + 1
                problem: Problem | None = None
                cells: list[str] | None = []
                try:
                    cells = next(reader, None)
                except UnicodeDecodeError:
                    raise InvalidInput([Problem(heading.source, "changed while it was read", "Try again.")]) from None
                except (csv.Error, ValueError):
                    problem = _unsplit(heading, line, lines.number)
                if cells is None:
                    return
                raw = lines.take()
                if number <= heading.records:
                    continue
                if problem or any(map(str.strip, cells)):
                    yield _row(heading, Row(number, line, {}, (), raw, problem), cells)


@contextmanager
def open_roster(path: str) -> Iterator[Roster]:
    """Open a roster; ``-`` is the standard input (20 MB at most). Raises ``InvalidInput``."""
    if path == STANDARD_INPUT:
        yield Roster(io.BytesIO(read_bounded(path)), "standard input")
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise InvalidInput([Problem(path, "there is no such file", "Check the name and the folder.")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file's name"
        hint = "Check its name and who may read it."
        raise InvalidInput([Problem(path, f"cannot be read ({reason})", hint)]) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise InvalidInput([Problem(path, "is not a file", "Give a CSV file, or give - and pipe it in.")])
    with os.fdopen(descriptor, "rb") as file:
        yield Roster(file, path)


def cell_place(raw: str, delimiter: str, index: int) -> tuple[int, int]:
    """Return where the cell with this index begins in a row's text: lines after the first, and the column from 1."""
    lines, start, cell_start = 0, 0, 0
    in_quotes, quoted = False, False
    for position, character in enumerate(raw):
        if index == 0:
            break
        quoted = quoted or (character == '"' and position == cell_start)
        if character == '"' and quoted:
            in_quotes = not in_quotes
        elif character == delimiter and not in_quotes:
            index -= 1
            cell_start, quoted = position + 1, False
        elif character == "\n":
            lines, start = lines + 1, position + 1
    return lines, cell_start - start + 1


def _reader(lines: TextLines, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _unsplit(heading: Heading, first: int, last: int) -> Problem:
    what = f"lines {first} to {last} are" if last > first else "this line is"
    message = f"{what} not a row of cells: a quote is left open or followed by text, or a cell has over {LONGEST_CELL:,} characters"  # noqa: E501 - a sentence
    return Problem(heading.source, message, 'Write a quote within quotes twice: "".', first, 1)


def _row(heading: Heading, row: Row, cells: list[str]) -> Row:
    for index, cell in enumerate(cells):
        text = cell.strip()
        if not text:
            continue
        column = heading.columns[index] if index < len(heading.columns) else ""
        if not column or "\0" in text:
            line, place = cell_place(row.raw, heading.delimiter, index)
            what = f"'{escape(text)}' stands in a column without a name" if not column else "the cell holds a NUL byte"
            hint = "Put texts with the delimiter in them into quotes." if not column else "Is it the right file?"
            problem = Problem(heading.source, what, hint, row.line + line, place)
            row = row._replace(problem=row.problem or problem)
            continue
        # an apostrophe that somebody wrote against formulas is none of the name
        row.cells[column] = text[1:] if text[0] == "'" and text[1:2] and text[1] in _FORMULA_LIKE else text
    return row._replace(people=tuple(row.cells[column] for column in PERSONS if column in row.cells))


def _heading(file: BinaryIO, source: str, encoding: str, remark: str) -> Heading:
    with TextLines(file, encoding) as lines:
        try:
            header = next((line for line in lines if line.strip(", ;\t|\r\n")), "")
        except ValueError:
            header = ""
        delimiter = ""
        if re.fullmatch(r"sep=[,;\t|]\s*", header, re.IGNORECASE):  # Excel's own hint
            delimiter = header[4]
            header = next(lines, "")
        before = lines.number
    delimiter = delimiter or max(DELIMITERS, key=lambda each: _known(_split(header, each)))
    columns = _split(header, delimiter)
    line = before or 1
    problems = [
        Problem(source, f"{what}", hint, line, cell_place(header, delimiter, index)[1])
        for index, what, hint in _header_problems(columns)
    ]
    if problems:
        raise InvalidInput(problems)
    return Heading(source, encoding, delimiter, columns, before, remark)


def _split(header: str, delimiter: str) -> tuple[str, ...]:
    try:
        cells = next(_csv_of(header, delimiter), [])
    except csv.Error:
        return ()
    return tuple("_".join(cell.casefold().replace("-", " ").replace("_", " ").split()) for cell in cells)


def _csv_of(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader([text], delimiter=delimiter)


def _known(columns: tuple[str, ...]) -> int:
    return sum(column in COLUMNS for column in columns)


def _header_problems(columns: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    listed = "The columns are person_1 to person_6, pick_1 to pick_6, " + ", ".join(OTHERS) + "."
    if not _known(columns):
        yield 0, "the first row does not name the columns", listed
        return
    for index, column in enumerate(columns):
        if column and column not in COLUMNS:
            few = f"An alliance has 1 to {MOST_PEOPLE} people." if _NUMBERED.fullmatch(column) else ""
            yield index, f"unknown column '{escape(column)}'", few or did_you_mean(column, COLUMNS) or listed
        elif column and column in columns[:index]:
            yield index, f"the column '{column}' stands twice", "Keep one."
    if not set(PERSONS) & set(columns):
        yield 0, "no column names people", "Name one person_1, the next person_2."
