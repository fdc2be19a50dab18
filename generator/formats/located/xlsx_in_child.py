"""Read Excel workbooks in a child process with little time and memory, for a page that lives on with what is left.

A workbook of 10 kB may hold a row of a million cells, for which openpyxl takes 300 MB.
"""

from __future__ import annotations

import json
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, Problem, require_extra
from generator.formats.filled_pdf.sandbox import TooMuchWork, run_limited
from generator.formats.located.csv_table import Record
from generator.formats.located.xlsx_table import XlsxTable, refuse_size
from generator.model.returned_answers import LocatedText

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = 3
"""Processor time: openpyxl is imported and reads 5,000 rows of people in half a second."""
_MOST_CELLS, _MOST_TEXT = 200_000, 4_000_000
"""Of what comes from the child: cells, those between others counted, and bytes of JSON."""


class ReadTable(NamedTuple):
    """The records of a workbook that was read; as a table, what ``XlsxTable`` is."""

    remark: str
    found: tuple[Record, ...]
    named_separator: str = XlsxTable.named_separator

    def first_record(self, _separator: str) -> Record | None:
        """Return the first record, None where the sheet is empty."""
        return next(iter(self.found), None)

    def records(self, _separator: str) -> Iterator[Record]:
        """Yield the rows that are not empty."""
        return iter(self.found)


@lru_cache(maxsize=1)
def read_workbook(data: bytes, source: str, longest_cell: int, most_rows: int) -> ReadTable:
    """Return the table in a workbook; the last one is remembered, for a page asks for it again and again.

    ``longest_cell`` is the most characters of a cell, ``most_rows`` the last row's number. Raises ``MissingExtra``, and
    ``InvalidInput`` where the workbook is damaged, or larger than a table of people can be.
    """
    require_extra("roster", "excel", "openpyxl")
    try:
        told = json.loads(run_limited(partial(_read, data, source, longest_cell, most_rows), seconds=_SECONDS))
    except TooMuchWork:
        raise refuse_size(source) from None
    if "problems" in told:
        raise InvalidInput([Problem(*problem) for problem in told["problems"]])
    return ReadTable(told["remark"], tuple(_decode(*record) for record in told["records"]))


def _read(data: bytes, source: str, longest_cell: int, most_rows: int) -> bytes:
    """Return the table as JSON, or its problems."""
    try:
        table = XlsxTable(data, source, longest_cell=longest_cell, most_rows=most_rows)
        records, cells = [], 0
        for record in table.records(table.named_separator):
            texts = [cell.text for cell in record.cells]
            while texts and not texts[-1]:
                texts.pop()
            cells += len(texts)
            if cells > _MOST_CELLS:
                raise refuse_size(source)
            records.append((record.number, texts, record.problem))
        answer = json.dumps({"remark": table.remark, "records": records}).encode()
        if len(answer) > _MOST_TEXT:
            raise refuse_size(source)
    except InvalidInput as invalid:
        return json.dumps({"problems": invalid.problems}).encode()
    return answer


def _decode(number: int, texts: list[str], problem: list[object] | None) -> Record:
    cells = tuple(LocatedText(text, number, column) for column, text in enumerate(texts, start=1))
    return Record(number, number, cells, Problem(*problem) if problem else None)  # type: ignore[arg-type]
