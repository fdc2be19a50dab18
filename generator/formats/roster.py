"""Read rosters: CSV with a worksheet a row, as any spreadsheet exports it, or an Excel workbook. No more than a row of
CSV is held; of a workbook, which is small, its file.

Where the whole file cannot be used (its encoding, its header), it is refused; a problem of one row is that row's, with
its line and column, and the rows after it are read on.
"""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from generator.errors import InvalidInput, Problem, did_you_mean, escape
from generator.files.reading import MOST_BYTES, STANDARD_INPUT, open_file, read_bounded
from generator.formats.foreign_files import is_workbook, require_ours
from generator.formats.form_columns import list_headers
from generator.formats.located.csv_table import SEPARATORS, CsvTable, Record, is_spreadsheet_error
from generator.model.folding import fold_name
from generator.model.people import MOST_PEOPLE
from generator.model.returned_answers import LocatedText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.formats.located.xlsx_in_child import ReadTable
    from generator.formats.located.xlsx_table import XlsxTable

PERSONS = tuple(f"person_{number}" for number in range(1, MOST_PEOPLE + 1))
PICKS = tuple(f"pick_{number}" for number in range(1, MOST_PEOPLE + 1))
EMAILS = tuple(f"email_{number}" for number in range(1, MOST_PEOPLE + 1))
"""To whom the files go; they are on no worksheet."""
OTHERS = ("meeting", "place", "layout", "language", "suggest", "output", "brand")
COLUMNS = (*PERSONS, *PICKS, *OTHERS, *EMAILS)
LONGEST_CELL = 5_000
"""Characters of a cell."""
_START = 4096
"""Bytes that tell what a file is."""
_FORMULA_LIKE = "=+-@\t\r"
"""The beginnings of formulas in spreadsheets; who exports safely puts an apostrophe before them."""
_NUMBERED = re.compile(r"(person|pick|name|e_?mail)_?0*([0-9]{1,9})")
_EMAIL = re.compile(r"e_?mail")
_UNNUMBERED = {
    "name": PERSONS[0], "names": PERSONS[0], "person": PERSONS[0], "persons": PERSONS[0], "people": PERSONS[0],
    "pick": PICKS[0], "picks": PICKS[0],
}  # fmt: skip
"""Columns that are never left out: they may hold what is meant to be on the worksheet."""
_MEANT = {
    **dict.fromkeys(("date", "day", "time", "when"), "meeting"),
    **dict.fromkeys(("location", "room", "venue", "where"), "place"),
    **dict.fromkeys(("file", "filename", "file_name"), "output"),
    **dict.fromkeys(("lang", "locale"), "language"), "template": "layout", "logo": "brand", "questions": PICKS[0],
}  # fmt: skip
"""Columns that are left out, for they may be anybody's own, and what they may be meant for."""
_LIKENESS = 0.7
"""A header that is so like a column's name is that one misspelt: a letter or two are wrong."""


class RosterHeader(NamedTuple):
    """The first row of a roster, and how the file is written."""

    source: str
    """The file's name as the user gave it."""
    separator: str
    columns: tuple[str, ...]
    """The columns' names in the file's order; empty for a nameless one, whose cells must be empty. Those
    that are not in ``COLUMNS`` are left out."""
    number: int
    """The header's own number as a row, from 1."""
    remarks: tuple[str, ...]
    """Tell where the encoding was guessed, and which columns are left out."""

    def problem(self, row: RosterRow, message: str, hint: str, column: str = "") -> Problem:
        """Return the problem at the row's cell in this column (where the column is there), else at the row."""
        if column not in self.columns:
            return Problem(self.source, message, hint, row.line, 1)
        index = self.columns.index(column)
        line, place = row.places[index] if index < len(row.places) else (row.line, 1)
        return Problem(self.source, f"column {column}: {message}", hint, line, place)


class RosterRow(NamedTuple):
    """One row, as it stands in the file."""

    number: int
    """As a spreadsheet counts: the header is row 1, and empty rows count."""
    line: int
    """The line of the file where the row begins, from 1."""
    cells: dict[str, str]
    """Those that are not empty, by their column's name, without white space around."""
    people: tuple[str, ...]
    """The names, in order; a gap between them is left out."""
    places: tuple[tuple[int, int], ...] = ()
    """The line and the column, from 1, of every cell, the empty ones too."""
    problem: Problem | None = None
    """Set where the row cannot be split into the columns' cells."""


class Roster:
    """An open roster; its rows can be read more than once."""

    def __init__(self, file: BinaryIO, source: str, *, most_rows: int | None = None) -> None:
        """Read the header. ``most_rows`` is the last row that may be there, the empty ones counted; None for any.

        With it, a workbook is read in a child process, which has limits of its own. Raises ``InvalidInput`` where
        encoding or header cannot be used.
        """
        self._table = _open_table(file, source, most_rows)
        self.header = _read_header(self._table, source)

    def rows(self) -> Iterator[RosterRow]:
        """Yield the rows that are not empty, from the first one on.

        Raises ``InvalidInput`` where there are more than there may be, or the file changes.
        """
        try:
            for record in self._table.records(self.header.separator):
                if record.number > self.header.number:
                    yield _row(self.header, record)
        except UnicodeDecodeError:
            raise InvalidInput([Problem(self.header.source, "changed while it was read", "Try again.")]) from None


@contextmanager
def open_roster(path: str) -> Iterator[Roster]:
    """Open a roster; ``-`` is the standard input (20 MB at most). Raises ``InvalidInput``."""
    if path == STANDARD_INPUT:
        yield Roster(io.BytesIO(read_bounded(path)), "standard input")
        return
    with open_file(path) as file:
        yield Roster(file, path)


def _open_table(file: BinaryIO, source: str, most_rows: int | None) -> CsvTable | ReadTable | XlsxTable:
    """Return the table in a file, of which its first bytes tell the format."""
    start = file.read(_START)
    if start.startswith(b"PK"):
        data = start + file.read(MOST_BYTES)
        if len(data) <= MOST_BYTES and is_workbook(data):
            return _open_workbook(data, source, most_rows)
        require_ours(data, source)
    require_ours(start, source)
    file.seek(0)
    return CsvTable(file, source, longest_cell=LONGEST_CELL, most_rows=most_rows)


def _open_workbook(data: bytes, source: str, most_rows: int | None) -> ReadTable | XlsxTable:
    if most_rows is None:
        from generator.formats.located.xlsx_table import XlsxTable  # noqa: PLC0415 - few rosters are workbooks

        return XlsxTable(data, source, longest_cell=LONGEST_CELL)
    from generator.formats.located.xlsx_in_child import read_workbook  # noqa: PLC0415 - for pages only

    return read_workbook(data, source, LONGEST_CELL, most_rows)


def _row(header: RosterHeader, record: Record) -> RosterRow:
    cells: dict[str, str] = {}
    problem = record.problem
    for index, cell in enumerate(record.cells):
        text = cell.text.strip()
        if not text:
            continue
        column = header.columns[index] if index < len(header.columns) else ""
        if not column:
            message, hint = f"'{escape(text)}' stands in a column without a name", _QUOTE_TEXTS
            problem = problem or _problem(header.source, cell, message, hint)
        elif column not in COLUMNS:
            continue
        elif is_spreadsheet_error(text):
            message = f"'{escape(text)}' is an error of the spreadsheet, no text"
            problem = problem or _problem(header.source, cell, message, "Mend the formula, and save the roster anew.")
        elif "\0" in text:
            problem = problem or _problem(header.source, cell, "the cell holds a NUL byte", "Is it the right file?")
        else:
            # an apostrophe that somebody wrote against formulas is none of the name
            cells[column] = text[1:] if text[0] == "'" and text[1:2] and text[1] in _FORMULA_LIKE else text
    people = tuple(cells[column] for column in PERSONS if column in cells)
    places = tuple((cell.line or record.line, cell.column or 1) for cell in record.cells)
    return RosterRow(record.number, record.line, cells, people, places, problem)


_QUOTE_TEXTS = "Put texts with the delimiter in them into quotes."


def _problem(source: str, cell: LocatedText, message: str, hint: str) -> Problem:
    return Problem(source, message, hint, cell.line, cell.column)


def _read_header(table: CsvTable | ReadTable | XlsxTable, source: str) -> RosterHeader:
    """Return the header, with the separator that gives most of the known columns."""
    candidates = [table.named_separator] if table.named_separator else list(SEPARATORS)
    firsts = [(separator, table.first_record(separator)) for separator in candidates]
    separator, first = max(firsts, key=lambda candidate: _count_known(candidate[1]))
    columns = _columns(first)
    if first and first.problem and _count_known(first):
        raise InvalidInput([first.problem])
    cells = (first and first.cells) or (LocatedText("", 1, 1),)
    problems = [_problem(source, cells[index], message, hint) for index, message, hint in _header_problems(columns)]
    if problems:
        raise InvalidInput(problems)
    remarks = filter(None, (table.remark, _report_left_out(source, columns, cells)))
    return RosterHeader(source, separator, columns, first.number if first else 1, tuple(remarks))


def _report_left_out(source: str, columns: tuple[str, ...], cells: tuple[LocatedText, ...]) -> str:
    """Return a remark on the columns that are none of a roster's; empty where there are none."""
    foreign = [cell for column, cell in zip(columns, cells, strict=False) if column and column not in COLUMNS]
    if not foreign:
        return ""
    listed = list_headers([cell.text for cell in foreign])
    several = len(foreign) > 1
    message = f"the columns {listed} are none" if several else f"the column {listed} is none"
    message += f" of a roster's, and {'were' if several else 'was'} left out"
    meant = {_fold(cell.text): column for cell in foreign if (column := _MEANT.get(_fold(cell.text)))}
    calls = ", ".join(f"'{word}' '{column}'" for word, column in meant.items())
    return str(_problem(source, foreign[0], message, f"If it is for the worksheets, call {calls}." if calls else ""))


def _fold(header: str) -> str:
    """Return a header in small letters, its words with one low line between them."""
    return "_".join(fold_name(header.replace("-", " ").replace("_", " ")).split())


def _columns(header: Record | None) -> tuple[str, ...]:
    """Return the columns' names as they are in ``COLUMNS``: ``Person 1`` and ``person1`` are ``person_1``.

    So is ``Name 1``, where no other column is for people; ``email`` is ``email_1`` where one column alone is.
    """
    cells = header.cells if header else ()
    words = [_fold(cell.text) for cell in cells]
    parts = [_NUMBERED.fullmatch(word) for word in words]
    columns = [f"{part[1]}_{part[2]}".replace("e_mail", "email") if part else word
               for word, part in zip(words, parts, strict=True)]  # fmt: skip
    if "name_1" in columns and not any(column.startswith("person_") for column in columns):
        columns = [f"person_{part[2]}" if part and part[1] == "name" else column
                   for column, part in zip(columns, parts, strict=True)]  # fmt: skip
    if sum(column in PERSONS for column in columns) == 1:
        columns = [EMAILS[0] if _EMAIL.fullmatch(column) else column for column in columns]
    return tuple(columns)


def _count_known(header: Record | None) -> int:
    return sum(column in COLUMNS for column in _columns(header))


def _header_problems(columns: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    listed = "The columns are person_1 to person_6, pick_1 to pick_6, email_1 to email_6, " + ", ".join(OTHERS) + "."
    if not set(columns) & set(COLUMNS):
        yield 0, "the first row does not name the columns", listed
        return
    for index, column in enumerate(columns):
        if column in COLUMNS and column in columns[:index]:
            yield index, f"the column '{column}' stands twice", "Keep one."
        elif column and column not in COLUMNS and (hint := _suggest_column(column, listed)):
            yield index, f"unknown column '{escape(column)}'", hint
    if not set(PERSONS) & set(columns):
        yield 0, "no column names people", "Name one person_1, the next person_2."


def _suggest_column(column: str, listed: str) -> str:
    """Return what may be meant by a header that is no column's name; empty where it is foreign to a roster."""
    if numbered := _NUMBERED.fullmatch(column):
        person = f"person_{numbered[2]}"
        if numbered[1] == "name" and person in COLUMNS:
            return f"Did you mean '{person}'?"
        return f"An alliance has 1 to {MOST_PEOPLE} people."
    if _EMAIL.fullmatch(column):
        return ""  # of several people it is not known whose it is
    if column in _UNNUMBERED:
        return f"Did you mean '{_UNNUMBERED[column]}'?"
    return listed if is_spreadsheet_error(column) else did_you_mean(column, COLUMNS, _LIKENESS)
