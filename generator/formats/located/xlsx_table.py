"""Excel workbooks (ECMA-376) to records of located cells, as ``csv_table`` gives them; through the extra ``excel``.

Before openpyxl sees a workbook, all its parts are inflated and counted, in chunks: what is larger than a table of
people can be is refused, and so is a document type, which alone can define entities.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from generator.errors import InvalidInput, Problem, escape, require_extra
from generator.formats.filled_pdf.form_data import with_line_feeds
from generator.formats.located.csv_table import Record, refuse_rows
from generator.model.returned_answers import LocatedText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

    class _Sheet(Protocol):
        """What is used of openpyxl's sheets, read-only ones."""

        title: str
        sheet_state: str

        def reset_dimensions(self) -> None: ...

        def iter_rows(self, *, values_only: bool) -> Iterator[tuple[object, ...]]: ...


MOST_INFLATED = 50_000_000
"""Bytes of all parts of a workbook."""
MOST_MARKS = 2_000_000
"""Elements of all parts, each with two marks."""
MOST_CELLS = 2_000_000
"""Of a sheet, with the empty ones between."""
MOST_ROWS = 1_048_576
"""As many as Excel has."""
_MOST_PARTS = 10_000
_CHUNK = 1 << 18
_OVERLAP = 20_000
"""More bytes than a cell with the longest formula has."""
_DECLARATION = 200
"""Bytes at the beginning of a part in which its encoding is declared."""
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DOCTYPE = b"<!DOCTYPE"
_EBCDIC = b"\x4c\x6f\xa7\x94"
"""How a part begins in which no mark would be found."""
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
_NOT_COMPUTED = re.compile(
    rb"""<(?:\w+:)?c(?=[\s>])(?![^<>]*\st="str")[^<>]*>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f\s*>)\s*"""
    rb"(?:<(?:\w+:)?v\s*(?:/>|>\s*</(?:\w+:)?v\s*>)\s*)?</(?:\w+:)?c\s*>"
)
"""A cell with a formula and no value, which is not that of an empty text."""
_WRONG = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, SyntaxError, OSError, EOFError,
          RuntimeError, AssertionError, zipfile.BadZipFile, zlib.error)  # fmt: skip
"""What openpyxl and the standard library raise for a damaged workbook."""
_SAVE = "Open it in the spreadsheet, and save it anew; or save the sheet as CSV UTF-8."


class XlsxTable:
    """The first sheet of a workbook that can be seen; its records can be read more than once."""

    named_separator = "\t"
    """None is needed: cells are cells."""

    def __init__(self, data: bytes, source: str, *, longest_cell: int, most_rows: int | None = None) -> None:
        """Open a workbook. ``longest_cell`` is the most characters of a cell, ``most_rows`` the last row's number.

        Raises ``MissingExtra`` where openpyxl is not installed, and ``InvalidInput`` where the workbook is damaged, or
        larger than a table of people can be.
        """
        require_extra("roster", "excel", "openpyxl")
        import openpyxl  # noqa: PLC0415 - an extra

        self._source = source
        self._longest_cell = longest_cell
        self._most_rows = most_rows
        try:
            _check_parts(data, source)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
                sheets: list[_Sheet] = list(workbook.worksheets)
        except _WRONG:
            raise self._refuse_damage() from None
        seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
        if not seen:
            raise InvalidInput([Problem(source, "has no sheet with cells", "Is it the right file?")])
        self._sheet: _Sheet = seen[0]
        others = [sheet for sheet in sheets if sheet is not self._sheet and next(self._iterate_rows(sheet), None)]
        self.remark = self._report_others(len(others)) if others else ""
        """Tells where other sheets hold something, too; else it is empty."""

    def first_record(self, separator: str) -> Record | None:
        """Return the first record, None where the sheet is empty."""
        return next(self.records(separator), None)

    def records(self, _separator: str) -> Iterator[Record]:
        """Yield the rows that are not empty. Raises ``InvalidInput`` where the sheet is damaged, or has more."""
        for number, texts in self._iterate_rows(self._sheet):
            cells = tuple(LocatedText(text, number, column) for column, text in enumerate(texts, start=1))
            long = next((cell for cell in cells if len(cell.text) > self._longest_cell), None)
            if long:
                message = f"the cell has more than {self._longest_cell:,} characters, which is the limit"
                problem = Problem(self._source, message, "Shorten it.", long.line, long.column)
                yield Record(number, number, cells[: cells.index(long)], problem)
            else:
                yield Record(number, number, cells)

    def _iterate_rows(self, sheet: _Sheet) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the texts of every row with anything in it."""
        sheet.reset_dimensions()  # what a file says of its size may be anything
        rows = sheet.iter_rows(values_only=True)
        count = number = 0
        while True:
            number += 1
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    row = next(rows, None)
            except _WRONG:
                raise self._refuse_damage() from None
            if row is None:
                return
            count += len(row)
            if self._most_rows is not None and number > self._most_rows:
                raise refuse_rows(self._source, self._most_rows)
            if number > MOST_ROWS or count > MOST_CELLS:
                raise refuse_size(self._source)
            texts = [format_cell(value) for value in row]
            if any(map(str.strip, texts)):
                yield number, texts

    def _refuse_damage(self) -> InvalidInput:
        return InvalidInput([Problem(self._source, "is a damaged Excel workbook", _SAVE)])

    def _report_others(self, count: int) -> str:
        others = "another sheet holds" if count == 1 else f"{count} other sheets hold"
        return f"{escape(self._source)}: the sheet '{escape(self._sheet.title)}' was read; {others} something, too."


def format_cell(value: object) -> str:
    """Return a cell's value as text: dates and times as ISO 8601 has them, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.15g}"  # so many digits a spreadsheet holds
        case datetime():
            moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)
            if moment.time() == time():
                return moment.date().isoformat()
            return moment.isoformat(" ", "seconds" if moment.second else "minutes")
        case time():
            return format_cell(datetime.combine(date(2000, 1, 1), value)).removeprefix("2000-01-01 ")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            return with_line_feeds(str(value).replace("_x000D_", ""))


def _check_parts(data: bytes, source: str) -> None:
    """Inflate all parts, and raise ``InvalidInput`` for what no spreadsheet writes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS:
            raise refuse_size(source)
        inflated = marks = 0
        for part in parts:
            if part.compress_type not in _METHODS:
                raise InvalidInput([Problem(source, "is packed as no spreadsheet packs", _SAVE)])
            for chunk, piece in _pieces(archive, part):
                inflated += len(chunk)
                marks += chunk.count(b"<")
                if inflated > MOST_INFLATED or marks > MOST_MARKS:
                    raise refuse_size(source)
                _check_piece(piece, part, source)


def _pieces(archive: zipfile.ZipFile, part: ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """Yield a part's content in chunks, and each as ASCII with the end of what stands before it."""
    with archive.open(part) as file:
        before = b""
        while chunk := file.read(_CHUNK):
            piece = before + chunk.replace(b"\0", b"")  # ASCII of UTF-16 as ASCII
            yield chunk, piece
            before = piece[-_OVERLAP:]


def _check_piece(piece: bytes, part: ZipInfo, source: str) -> None:
    start = piece[:_DECLARATION].lstrip(b"\xef\xbb\xbf\xff\xfe")
    declared = _ENCODING.search(start) if start.startswith(b"<?xml") else None
    if (
        start.startswith(_EBCDIC)
        or _DOCTYPE in piece
        or (declared and declared[1].lower() not in {b"utf-8", b"utf-16"})
    ):
        raise InvalidInput([Problem(source, "holds definitions that no spreadsheet writes (a document type)", _SAVE)])
    if part.filename.startswith("xl/worksheets/") and _NOT_COMPUTED.search(piece):
        message = "holds formulas whose results are not in the file"
        raise InvalidInput([Problem(source, message, "Open it in the spreadsheet, and save it there.")])


def refuse_size(source: str) -> InvalidInput:
    """Return the failure of a workbook that takes more to read than a table of people can."""
    message = "is larger, unpacked, than a table of people can be"
    return InvalidInput([Problem(source, message, "Keep the rows and columns that are used, in a sheet of their own.")])
