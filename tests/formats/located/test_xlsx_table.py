"""Excel workbooks as rosters: cells by their types, and nothing hostile beyond a bound."""

from __future__ import annotations

import io
import re
import sys
import time as clock
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.xml.constants import SHEET_MAIN_NS

from generator.errors import InvalidInput, MissingExtra
from generator.formats.foreign_files import is_workbook
from generator.formats.located.xlsx_in_child import ReadTable, read_workbook
from generator.formats.located.xlsx_table import MOST_INFLATED, XlsxTable
from generator.formats.roster import LONGEST_CELL, Roster, open_roster

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
TWO = (("person_1", "place"), ("Ana", "here"))


def workbook(*rows: Sequence[object], others: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for title in others:
        book.create_sheet(title)["C3"] = "x"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def patch(data: bytes, change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


def put(*cells: bytes) -> bytes:
    """Return a workbook with these elements for the rows below its header."""
    return patch(workbook(TWO[0]), lambda sheet: sheet.replace(b"</sheetData>", b"".join(cells) + b"</sheetData>"))


def read(data: bytes) -> Roster:
    return Roster(io.BytesIO(data), "r.xlsx")


def cells_of(data: bytes) -> list[dict[str, str]]:
    return [row.cells for row in read(data).rows()]


def refused(data: bytes) -> str:
    with pytest.raises(InvalidInput) as raised:
        list(read(data).rows())
    return str(raised.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.fromisoformat("2026-12-04 12:30"), "2026-12-04 12:30"),
        (datetime.fromisoformat("2026-12-04 09:30:15"), "2026-12-04 09:30:15"),
        (datetime.fromisoformat("2026-12-04 12:29:59.600000"), "2026-12-04 12:30"),
        (date(2026, 12, 4), "2026-12-04"),
        (time(9, 30), "09:30"),
        (timedelta(hours=26, minutes=5), "26:05"),
        (3, "3"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("007", "007"),
        (" Café\nCentral ", "Café\nCentral"),
        ("a_x000D_\nb", "a\nb"),
        ("=1+1"[1:], "1+1"),
    ],
)
def test_a_cell_is_read_by_its_type(value: object, text: str) -> None:
    assert cells_of(workbook(TWO[0], ("Ana", value))) == [{"person_1": "Ana", "place": text}]


def test_rows_are_numbered_as_excel_numbers_them() -> None:
    roster = read(workbook((), ("Department", "Person 1"), (), ("x", "Ana"), (None, None), ("y", "Ben")))
    assert [(row.number, row.line, row.people, row.places[1]) for row in roster.rows()] == [
        (4, 4, ("Ana",), (4, 2)),
        (6, 6, ("Ben",), (6, 2)),
    ]
    assert list(roster.rows()) == list(roster.rows())
    assert roster.header.remarks == ("r.xlsx:2:1: the column 'Department' is none of a roster's, and was left out.",)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_is_no_text(error: str) -> None:
    (row,) = read(workbook(TWO[0], ("Ana", error))).rows()
    assert str(row.problem).startswith(f"r.xlsx:2:2: '{error}' is an error of the spreadsheet, no text.")


def test_a_date_that_there_is_not_is_an_error() -> None:
    data = patch(workbook(TWO[0], ("Ana", date(2026, 12, 4))), lambda sheet: re.sub(rb"<v>4\d{4}<", b"<v>1e9<", sheet))
    (row,) = read(data).rows()
    assert "'#VALUE!' is an error of the spreadsheet" in str(row.problem)


def test_a_long_cell_is_the_problem_of_its_row() -> None:
    first, second = read(workbook(TWO[0], ("Ana", "x" * (LONGEST_CELL + 1)), ("Ben", "y"))).rows()
    assert str(first.problem) == "r.xlsx:2:2: the cell has more than 5,000 characters, which is the limit. Shorten it."
    assert second.people == ("Ben",)


def test_the_first_visible_sheet_is_read_and_others_are_told() -> None:
    (remark,) = read(workbook(*TWO, others=["a"])).header.remarks
    assert remark == "r.xlsx: the sheet 'Sheet' was read; another sheet holds something, too."
    (remark,) = read(workbook(*TWO, others=["a", "b"])).header.remarks
    assert "2 other sheets hold something, too." in remark
    book = openpyxl.load_workbook(io.BytesIO(workbook(*TWO, others=["a"])))
    book.move_sheet("a", -1)
    book["a"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert cells_of(file.getvalue()) == [{"person_1": "Ana", "place": "here"}]


def test_a_formula_without_its_result_is_refused() -> None:
    message = refused(workbook(TWO[0], ("Ana", "=A1")))
    assert message.startswith("r.xlsx: holds formulas whose results are not in the file. Open it in the spreadsheet")


@pytest.mark.parametrize(
    "cell",
    [b"<c><f>B9</f></c>", b'<c s="1"><f t="shared" si="0"/><v></v></c>', b"<c><f>" + b"9+" * 4_000 + b"9</f><v/></c>"],
)
@pytest.mark.parametrize("before", [0, 258_000])
def test_a_formula_without_its_result_is_found_wherever_it_stands(cell: bytes, before: int) -> None:
    assert "holds formulas" in refused(put(b" " * before + b"<row>" + cell + b"</row>"))


@pytest.mark.parametrize("formula", [b"<f>B9</f>", b'<f t="shared" si="0"/>'])
def test_a_formula_counts_by_its_result(formula: bytes) -> None:
    cells = b'<c t="str">' + formula + b'<v>Ana</v></c><c t="str">' + formula + b"<v></v></c>"
    assert cells_of(put(b'<row r="2">' + cells + b"</row>")) == [{"person_1": "Ana"}]


def test_shared_texts_are_read() -> None:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    data = put(b'<row r="2"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>')
    file = io.BytesIO(patch(data, lambda types: types.replace(b"</Types>", part), "[Content_Types].xml"))
    with zipfile.ZipFile(file, "a") as archive:
        texts = "<si><t>Ana</t></si><si><r><t>Caf</t></r><r><t>é</t></r></si>"
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SHEET_MAIN_NS}">{texts}</sst>')
    assert cells_of(file.getvalue()) == [{"person_1": "Ana", "place": "Café"}]


@pytest.mark.parametrize("size", [b"A1:XFD1048576", b"A1", b"C7:D9"])
def test_what_a_file_says_of_its_size_is_not_believed(size: bytes) -> None:
    said = b'<dimension ref="' + size + b'"'
    data = patch(workbook(*TWO), lambda sheet: re.sub(rb'<dimension ref="[^"]*"', said, sheet))
    assert cells_of(data) == [{"person_1": "Ana", "place": "here"}]


LARGE = "r.xlsx: is larger, unpacked, than a table of people can be."
WIDE = b"".join(b'<row r="%d"><c r="ZZZ%d"><v>1</v></c></row>' % (number, number) for number in range(2, 2_000))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (put(b'<row r="9999999999"><c><v>1</v></c></row>'), LARGE),
        (put(WIDE), LARGE),
        (put(b"<x/>" * 2_100_000), LARGE),
        (put(b" " * (MOST_INFLATED + 1)), LARGE),
        (put(b'<row r="2"><c r="A2" t="s"><v>99</v></c></row>'), "r.xlsx: is a damaged Excel workbook."),
        (put(b'<row r="x"/>'), "r.xlsx: is a damaged Excel workbook."),
        (put(b"<row"), "r.xlsx: is a damaged Excel workbook."),
        (workbook(*TWO)[:-9], "r.xlsx: is a ZIP archive"),
        (workbook(), "r.xlsx:1:1: the first row does not name the columns."),
    ],
    ids=["row far below", "wide rows", "many elements", "bomb", "string", "row", "xml", "cut off", "empty"],
)
@pytest.mark.slow
def test_what_is_damaged_or_hostile_is_refused_soon(data: bytes, message: str) -> None:
    began = clock.process_time()
    assert refused(data).startswith(message)
    assert clock.process_time() - began < 10


@pytest.mark.parametrize("row", [b"<row/>", b'<row><c t="str"><v>Ana</v></c></row>'])
def test_more_rows_than_its_reader_takes_are_refused_the_empty_ones_counted(row: bytes) -> None:
    data = put(row * 10)
    for read_table in (XlsxTable, read_in_child):
        list(read_table(data, "r.xlsx", longest_cell=9, most_rows=11).records(""))
        with pytest.raises(InvalidInput, match=r"r.xlsx: has more than 10 rows, the empty ones counted."):
            list(read_table(data, "r.xlsx", longest_cell=9, most_rows=10).records(""))


def read_in_child(data: bytes, source: str, *, longest_cell: int, most_rows: int) -> ReadTable:
    return read_workbook(data, source, longest_cell, most_rows)


MIXED = workbook(TWO[0], ("Ana", ""), (), ("", "x" * 10, "y"), ("Zoë", None, 4.5), others=("more",))


@pytest.mark.parametrize("data", [MIXED, workbook(*TWO)], ids=["mixed", "plain"])
def test_a_child_reads_the_same(data: bytes) -> None:
    child = read_in_child(data, "r.xlsx", longest_cell=9, most_rows=99)
    here = XlsxTable(data, "r.xlsx", longest_cell=9)
    assert child.remark == here.remark
    assert child.first_record("") == here.first_record("")
    for one, other in zip(child.records(""), here.records(""), strict=True):
        assert one.cells == other.cells[: len(one.cells)]
        assert not any(cell.text for cell in other.cells[len(one.cells) :])
        assert one._replace(cells=()) == other._replace(cells=())


HEAVY = [
    put(b"<row>" + b"<c/>" * 900_000 + b"</row>"),
    put(b'<row><c t="inlineStr"><is><t>' + b"a" * 40_000_000 + b"</t></is></c></row>"),
    put(*(b'<row r="%d"><c r="CV%d"><v>1</v></c></row>' % (number, number) for number in range(2, 2_900))),
    put(*(b'<row><c t="str"><v>' + b"a" * 5_000 + b"</v></c></row>" for _ in range(900))),
    put(b"<x>" * 900_000),
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits processes")
@pytest.mark.parametrize("data", HEAVY, ids=["a wide row", "a long text", "many cells", "much text", "deep"])
def test_what_takes_too_much_leaves_no_memory_behind(data: bytes) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with suppress(InvalidInput):
        assert len(read_in_child(data, "r.xlsx", longest_cell=5_000, most_rows=5_000).found) <= 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_failures_come_back_from_a_child_as_they_are() -> None:
    said = []
    for read_table in (XlsxTable, read_in_child):
        with pytest.raises(InvalidInput) as refused:
            list(read_table(put(b"<row"), "r.xlsx", longest_cell=9, most_rows=99).records(""))
        said.append(refused.value.problems)
    assert said[0] == said[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/styles.xml", "xl/workbook.xml"])
def test_entities_are_refused(part: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]>'
    data = patch(workbook(*TWO), lambda xml: (head + xml.decode().split("?>")[-1]).encode(encoding), part)
    assert refused(data).startswith("r.xlsx: holds definitions that no spreadsheet writes (a document type).")


@pytest.mark.parametrize("head", [b'<?xml version="1.0" encoding="cp037"?>', '<?xml version="1.0"?>'.encode("cp037")])
def test_other_encodings_of_xml_are_refused(head: bytes) -> None:
    data = patch(workbook(*TWO), lambda xml: head + xml)
    assert "no spreadsheet writes" in refused(data)


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(workbook(*TWO))
    with open_roster(str(path)) as roster:
        assert [row.people for row in roster.rows()] == [("Ana",)]
    assert not is_workbook(b"PK\x03\x04")


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"\xd0\xcf\x11\xe0" + bytes(99), "is of an older Office program"), (b"\xff\xd8\xff", "is a picture (JPEG)"),
     (b"PK\x03\x04", "is a ZIP archive")],
)  # fmt: skip
def test_other_files_are_told_as_what_they_are(data: bytes, what: str) -> None:
    assert refused(data).startswith(f"r.xlsx: {what}")


def test_without_the_extra_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match=re.escape("Install the extra 'excel'")):
        read(DATA)


DATA = workbook(*TWO)
