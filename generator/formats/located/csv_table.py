"""CSV to records of located cells, read as a stream: no more than one record is held.

Written by spreadsheets, form services and hands (RFC 4180, with any line ends, and a semicolon, a tab or a bar for a
separator), in any encoding that ``encodings`` knows. Python's own ``csv`` neither tells where a cell stands nor refuses
a quote that is never closed. A record that cannot be split has a problem, and the records after it are read on; which
separator makes sense is for the caller to tell, by the first record.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn

from generator.errors import InvalidInput, Problem
from generator.formats.filled_pdf.form_data import with_line_feeds
from generator.formats.located.encodings import TextLines, detect_encoding
from generator.formats.located.nodes import MOST_NODES
from generator.model.returned_answers import LocatedText

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_CELLS_IN_LINE = 20
"""A line is cut where it has more characters than so many of the longest cells."""
_SEP_LINE = re.compile(r'"?sep=([,;\t|])\1*"?\1*\s*', re.IGNORECASE)
"""Saved again by a spreadsheet it is a cell as others are: in quotes, with separators for the columns behind it."""
_PLAIN = {separator: re.compile(rf"[^\r\n{re.escape(separator)}]*") for separator in SEPARATORS}
_SPACED_QUOTE = {
    separator: re.compile(rf' +(?="(?:[^"]|"")*+(?:\Z|" *(?:\Z|[\r\n{re.escape(separator)}])))')
    for separator in SEPARATORS
}
"""Spaces before a cell in quotes, closed at its end or in another line. Else the quotes are part of the text."""
_SPACES = re.compile(" *")
_LINE_ENDS = frozenset(("", "\n", "\r\n", "\r"))
_END_OF_FILE = "\x1a"
"""What some programs put behind the last line."""
_ERRORS = {
    "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#ERROR!",
    "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#N/D", "#VALEUR!", "#NOM?", "#NOMBRE!", "#\u00a1REF!", "#\u00a1VALOR!",
    "#\u00bfNOMBRE?", "#\u00a1DIV/0!", "#VALORE!", "#RIF!", "#NOME?", "#VERW!", "#WAARDE!", "#NAAM?", "#\u041d/\u0414",
    "#\u0421\u0421\u042b\u041b\u041a\u0410!", "#\u0417\u041d\u0410\u0427!", "#\u0418\u041c\u042f?",
}  # fmt: skip
"""How spreadsheets show what they cannot compute, in English, German, French, Spanish, Italian, Dutch and Russian."""
_CLOSE_OR_DOUBLE = "Close it, or double it inside a cell."


def is_spreadsheet_error(text: str) -> bool:
    """Tell whether a cell's text is what a spreadsheet shows where it cannot compute, such as ``#N/A``."""
    return text.strip().upper() in _ERRORS


def refuse_rows(source: str, most: int) -> InvalidInput:
    """Return the failure of a table with more rows than its reader takes."""
    message, hint = f"has more than {most:,} rows, the empty ones counted", "Delete empty rows, or split the table."
    return InvalidInput([Problem(source, message, hint)])


class Record(NamedTuple):
    """A row of a table with anything in it."""

    number: int
    """As a spreadsheet counts, from 1: empty rows count, and so does a first line ``sep=;``."""
    line: int
    """The line of the file where it begins, from 1."""
    cells: tuple[LocatedText, ...]
    """Line ends in them are line feeds. Where there is a problem, only the cells before it."""
    problem: Problem | None = None
    """Set where the text cannot be split into cells."""


class CsvTable:
    """A file with a table; its records can be read more than once."""

    def __init__(self, file: BinaryIO, source: str, *, longest_cell: int, most_rows: int | None = None) -> None:
        """Detect the encoding. ``longest_cell`` is the most characters of a cell, ``most_rows`` the last row's number.

        Raises ``InvalidInput`` where the encoding is none of those known.
        """
        self._file = file
        self._source = source
        self._longest_cell = longest_cell
        self._most_rows = most_rows
        self._encoding, self.remark = detect_encoding(file, source)
        """The remark tells where the encoding was guessed; else it is empty."""
        with self._lines() as lines:
            found = _SEP_LINE.fullmatch(next(lines, ""))
        self.named_separator = found[1] if found else ""
        """The separator that a first line ``sep=;``, as spreadsheets know it, names; else empty."""

    def first_record(self, separator: str) -> Record | None:
        """Return the first record, None where the table is empty."""
        return next(self.records(separator), None)

    def records(self, separator: str) -> Iterator[Record]:
        """Yield the records that are not empty.

        Raises ``UnicodeDecodeError`` where the file has changed meanwhile, and ``InvalidInput`` where it has more rows.
        """
        with self._lines() as lines:
            reader = _RecordReader(lines, separator, self._source, self._longest_cell)
            if self.named_separator:
                reader.skip_line()
            while record := reader.record():
                if self._most_rows is not None and record.number > self._most_rows:
                    raise refuse_rows(self._source, self._most_rows)
                if record.problem or any(cell.text.strip() for cell in record.cells):
                    yield record

    def _lines(self) -> TextLines:
        # strict where all of the file was looked at; the end of a very long line was not, where it was guessed
        errors = "replace" if self.remark else "strict"
        return TextLines(self._file, self._encoding, errors=errors, longest=_CELLS_IN_LINE * self._longest_cell)


class _Unsplit(Exception):
    """A record's text is not one of cells."""

    def __init__(self, message: str, hint: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message, self.hint, self.line, self.column = message, hint, line, column


class _RecordReader:
    """One pass over the lines of a table."""

    def __init__(self, lines: TextLines, separator: str, source: str, longest_cell: int) -> None:
        self._lines = lines
        self._separator = separator
        self._plain = _PLAIN[separator]
        self._spaced_quote = _SPACED_QUOTE[separator]
        self._source = source
        self._longest_cell = longest_cell
        self._number = 0
        self._text = ""
        self._at = 0
        self._size = 0

    def skip_line(self) -> None:
        """Leave out a line, which counts as a record."""
        next(self._lines, "")
        self._number += 1

    def record(self) -> Record | None:
        """Return the next record, None behind the last one."""
        self._size = 0
        if not self._next_line():
            return None
        self._number += 1
        line = self._lines.number
        if plain := self._split_line():
            return Record(self._number, line, plain)
        cells: list[LocatedText] = []
        try:
            self._read_cells(cells)
        except _Unsplit as found:
            problem = Problem(self._source, found.message, found.hint, found.line, found.column)
            return Record(self._number, line, tuple(cells), problem)
        return Record(self._number, line, tuple(cells))

    def _next_line(self) -> bool:
        self._text, self._at = next(self._lines, "").removesuffix(_END_OF_FILE), 0
        self._size += len(self._text)
        return bool(self._text)

    def _split_line(self) -> tuple[LocatedText, ...]:
        """Return the cells of a line without quotes, as most are; nothing where cells must be read one by one."""
        line = self._text.rstrip("\r\n")
        if '"' in line or "\r" in line or self._text[len(line) :] not in _LINE_ENDS:
            return ()
        texts = line.split(self._separator)
        if len(texts) > MOST_NODES or len(line) > self._longest_cell:
            return ()
        columns = accumulate([len(text) + 1 for text in texts], initial=1)
        number = self._lines.number
        return tuple([LocatedText(text, number, column) for text, column in zip(texts, columns, strict=False)])

    def _read_cells(self, cells: list[LocatedText]) -> None:
        """Append the record's cells. Raises ``_Unsplit``."""
        while True:
            if len(cells) == MOST_NODES:
                self._stop(f"the row has more than {MOST_NODES:,} cells, which is the limit", "Is it the right file?")
            cells.append(self._read_cell())
            if self._text.startswith(self._separator, self._at):
                self._at += 1
            elif self._text[self._at :] in _LINE_ENDS:
                return
            else:
                self._stop("text follows the quote that closes a cell", "Double the quotes inside a cell.")

    def _read_cell(self) -> LocatedText:
        if spaces := self._spaced_quote.match(self._text, self._at):
            self._at = spaces.end()
        if not self._text.startswith('"', self._at):
            return self._plain_cell()
        cell = self._read_quoted_cell()
        spaces = _SPACES.match(self._text, self._at)
        self._at = spaces.end() if spaces else self._at
        return cell

    def _plain_cell(self) -> LocatedText:
        found = self._plain.match(self._text, self._at)
        text = found[0] if found else ""
        if len(text) > self._longest_cell:
            message = f"the cell has more than {self._longest_cell:,} characters, which is the limit"
            self._stop(message, "Shorten it.")
        cell = LocatedText(text, self._lines.number, self._at + 1)
        self._at += len(text)
        return cell

    def _read_quoted_cell(self) -> LocatedText:
        line, column = self._lines.number, self._at + 1
        pieces: list[str] = []
        length = 0
        self._at += 1
        while True:
            end = self._text.find('"', self._at)
            is_double = end >= 0 and self._text.startswith('""', end)
            piece = self._text[self._at : end + is_double if end >= 0 else None]
            pieces.append(piece)
            length += len(piece)
            if length > self._longest_cell or self._size > 2 * _CELLS_IN_LINE * self._longest_cell:
                message = f"the quote that opens here is not closed within {self._longest_cell:,} characters"
                raise _Unsplit(message, _CLOSE_OR_DOUBLE, line, column)
            if end >= 0:
                self._at = end + 1 + is_double
                if not is_double:
                    return LocatedText(with_line_feeds("".join(pieces)), line, column)
            elif not self._next_line():
                raise _Unsplit("the quote that opens here is never closed", _CLOSE_OR_DOUBLE, line, column)

    def _stop(self, message: str, hint: str) -> NoReturn:
        raise _Unsplit(message, hint, self._lines.number, self._at + 1)
