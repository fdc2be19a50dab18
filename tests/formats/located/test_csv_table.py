"""Tables to records of located cells."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from generator.formats.located.csv_table import CsvTable, Record

ROWS = st.lists(st.lists(st.text('ab",; \n', max_size=6), min_size=2, max_size=5), min_size=1, max_size=5)


def records_of(text: str, longest_cell: int = 100) -> list[Record]:
    return list(CsvTable(io.BytesIO(text.encode()), "a.csv", longest_cell=longest_cell).records(","))


def texts(record: Record) -> list[str]:
    return [cell.text for cell in record.cells]


@given(ROWS)
def test_cells_are_those_that_python_reads(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    expected = [row for row in rows if any(map(str.strip, row))]
    assert [texts(record) for record in records_of(written.getvalue())] == expected


@given(st.lists(st.text('ab",;\n ', max_size=6), min_size=1, max_size=5))
def test_a_cells_place_is_where_it_begins(cells: list[str]) -> None:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    text = "x\n" + ",".join([*quoted, "x"]) + "\n"
    record = records_of(text)[1]
    for index in range(len(cells)):
        before = ",".join([*quoted[:index], ""])
        place = before.count("\n") + 2, len(before) - (before.rfind("\n") + 1) + 1
        assert (record.cells[index].line, record.cells[index].column) == place


def test_empty_rows_count_and_are_left_out() -> None:
    records = records_of('sep=,\na\n\n ,\n"b\nc"\nd')
    assert [(record.number, record.line, texts(record)) for record in records] == [
        (2, 2, ["a"]),
        (5, 5, ["b\nc"]),
        (6, 7, ["d"]),
    ]


def test_a_record_that_cannot_be_split_keeps_the_cells_before_and_the_next_one_is_read() -> None:
    broken, after = records_of('a,"b"c,d\ne,f\n')
    assert (texts(broken), texts(after)) == (["a", "b"], ["e", "f"])
    assert str(broken.problem) == (
        "a.csv:1:6: text follows the quote that closes a cell. Double the quotes inside a cell."
    )


def test_a_quote_that_is_never_closed_is_located_where_it_opens() -> None:
    (record,) = records_of('a,"b\nc\n')
    assert str(record.problem) == (
        "a.csv:1:3: the quote that opens here is never closed. Close it, or double it inside a cell."
    )


def test_a_cell_is_bounded_in_quotes_and_without() -> None:
    for table in ("x" * 11, '"' + "x\n" * 6 + '"'):
        first, *_ = records_of(table + "\n", longest_cell=10)
        assert "10 characters" in str(first.problem)
    assert [texts(record) for record in records_of("x" * 10 + "\n", longest_cell=10)] == [["x" * 10]]
