"""Rosters as spreadsheets export them: read right, or refused with the place and what to do."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from generator.errors import InvalidInput
from generator.formats.located.encodings import LONGEST_LINE
from generator.formats.roster import LONGEST_CELL, Roster, open_roster

if TYPE_CHECKING:
    from pathlib import Path

    from generator.formats.roster import RosterRow

Write = Callable[[bytes], str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def written(content: bytes) -> str:
        (tmp_path / "r.csv").write_bytes(content)
        return "r.csv"

    return written


def rows_of(path: str) -> list[RosterRow]:
    with open_roster(path) as roster:
        return list(roster.rows())


def people_of(path: str) -> list[tuple[str, ...]]:
    return [row.people for row in rows_of(path)]


def refused(path: str) -> str:
    with pytest.raises(InvalidInput) as raised, open_roster(path):
        pass
    return str(raised.value)


TABLE = "person_1,person_2,place\nZoë Łuk,Ben,Café\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_unicode_export_is_read(write: Write, encoding: str, end: str) -> None:
    (row,) = rows_of(write(TABLE.replace("\n", end).encode(encoding)))
    assert row.cells == {"person_1": "Zoë Łuk", "person_2": "Ben", "place": "Café"}


def test_a_big_endian_mark_is_heeded(write: Write) -> None:
    assert people_of(write(b"\xfe\xff" + TABLE.encode("utf-16-be"))) == [("Zoë Łuk", "Ben")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(write: Write, delimiter: str) -> None:
    text = f'person_1{delimiter}person_2\n"a{delimiter}b"{delimiter}c,d;e\n' if delimiter in "\t|" else (
        f'person_1{delimiter}person_2\n"a{delimiter}b"{delimiter}c\n'
    )  # fmt: skip
    assert people_of(write(text.encode()))[0][0] == f"a{delimiter}b"


def test_the_delimiter_that_excel_writes_first_is_taken(write: Write) -> None:
    assert people_of(write(b"sep=;\r\nperson_1;person_2\r\nAna;Ben\r\n")) == [("Ana", "Ben")]


def test_a_western_export_is_read_and_the_guess_is_told(write: Write) -> None:
    path = write("person_1,place\nZoë Nuñez,“Chez Æsa” – 5 €\n".encode("windows-1252"))
    with open_roster(path) as roster:
        (row,) = roster.rows()
        assert row.cells == {"person_1": "Zoë Nuñez", "place": "“Chez Æsa” – 5 €"}
        assert "r.csv is not UTF-8; it was read as Windows-1252, as in 'Zoë Nuñez," in roster.header.remarks[0]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("Иван", "windows-1251"), ("Łukasz Wałęsa", "windows-1250"), ("José", "mac-roman"), ("山田太郎", "shift-jis")],
)
def test_another_encoding_is_refused_with_the_line_and_the_way_out(write: Write, name: str, encoding: str) -> None:
    message = refused(write(f"person_1\nAna\n{name}\n".encode(encoding)))
    assert message.startswith("r.csv:3: is not UTF-8 (the byte ")
    assert message.endswith("makes no sense as Windows-1252. Save it as 'CSV UTF-8' and try again.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "r.csv:1:1: the first row does not name the columns."),
        (b"Ana,Ben\nCleo,Dan\n", "r.csv:1:1: the first row does not name the columns."),
        (b"person_1,persn_2\n", "r.csv:1:10: unknown column 'persn_2'. Did you mean 'person_2'?"),
        (b"person_1,person_7\n", "r.csv:1:10: unknown column 'person_7'. An alliance has 1 to 6 people."),
        (b"person_1,layuot\n", "r.csv:1:10: unknown column 'layuot'. Did you mean 'layout'?"),
        (b"person_1,Notes,lenguage\n", "r.csv:1:16: unknown column 'lenguage'. Did you mean 'language'?"),
        (b"person_1,Person 0\n", "r.csv:1:10: unknown column 'person_0'. An alliance has 1 to 6 people."),
        (b"person_1,name2\n", "r.csv:1:10: unknown column 'name_2'. Did you mean 'person_2'?"),
        (b"Name 1,Name 7\n", "r.csv:1:8: unknown column 'person_7'. An alliance has 1 to 6 people."),
        (b"place,Name\n", "r.csv:1:7: unknown column 'name'. Did you mean 'person_1'?"),
        (b"person_2,Name\n", "r.csv:1:10: unknown column 'name'. Did you mean 'person_1'?"),
        (b"person_1,picks\n", "r.csv:1:10: unknown column 'picks'. Did you mean 'pick_1'?"),
        (b"person_1,#REF!\n", "r.csv:1:10: unknown column '#ref!'. The columns are person_1 to person_6"),
        (b"person_1,name1,name2\n", "r.csv:1:10: unknown column 'name_1'. Did you mean 'person_1'?"),
        (b"person1,Person 1\n", "r.csv:1:9: the column 'person_1' stands twice. Keep one."),
        (b"Name 1,Name1\n", "r.csv:1:8: the column 'person_1' stands twice. Keep one."),
        (b"person_1,place,Place\n", "r.csv:1:16: the column 'place' stands twice. Keep one."),
        (b"place,meeting\n", "r.csv:1:1: no column names people. Name one person_1, the next person_2."),
        (b"\xff\xfe\x00\x00p\x00\x00\x00", "r.csv:1: is UTF-32. Save it as 'CSV UTF-8'."),
        ("person_1\nAna\n".encode("utf-16")[:-1], "r.csv:2: is damaged: not utf-16 throughout. "),
    ],
)
def test_what_concerns_the_whole_file_refuses_it(write: Write, content: bytes, message: str) -> None:
    assert refused(write(content)).startswith(message)


def test_headers_may_be_written_as_people_write_them(write: Write) -> None:
    (row,) = rows_of(write(b"PLACE, Person 2 ,person-1,\nhere,Ben,Ana,\n"))
    assert row.cells == {"place": "here", "person_1": "Ana", "person_2": "Ben"}


@pytest.mark.parametrize(
    "header",
    [b"Person 1;Person 2", b"person1;person2", b"PERSON-1;Person 02", b"Name 1;Name 2", b"name1;Name_2"],
)
def test_columns_for_people_may_be_numbered_as_people_number_them(write: Write, header: bytes) -> None:
    assert people_of(write(header + b"\nAna;Ben\n")) == [("Ana", "Ben")]


def test_columns_that_are_none_of_a_rosters_are_left_out_and_told(write: Write) -> None:
    content = b"Department,person_1,Phone,Notes,place,Notes\n#N/A,Ana,+351 555,x\0y,here,z\n"
    with open_roster(write(content)) as roster:
        (row,) = roster.rows()
        (remark,) = roster.header.remarks
    listed = "'Department', 'Phone', 'Notes', 'Notes'"
    assert remark == f"r.csv:1:1: the columns {listed} are none of a roster's, and were left out."
    assert row.problem is None
    assert row.cells == {"person_1": "Ana", "place": "here"}


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (b"person_1,E-Mail", ("person_1", "email_1")),
        (b"person_1,person_2,e-mail 2,Email1", ("person_1", "person_2", "email_2", "email_1")),
        (b"person_1,person_2,email", ("person_1", "person_2", "email")),
    ],
)
def test_addresses_are_found_as_people_head_them(write: Write, header: bytes, columns: tuple[str, ...]) -> None:
    with open_roster(write(header + b"\nAna,a@b.example,,\n")) as roster:
        assert roster.header.columns == columns
        assert bool(roster.header.remarks) == ("email" in columns)  # of two people it is not known whose it is


def test_of_many_foreign_columns_the_first_few_are_told(write: Write) -> None:
    content = "person_1," + ",".join(f"Q{number}" for number in range(1000))
    with open_roster(write(content.encode())) as roster:
        assert roster.header.remarks[0].endswith("'Q7' and 992 more are none of a roster's, and were left out.")


def test_empty_rows_are_no_rows_but_count(write: Write) -> None:
    rows = rows_of(write(b'person_1,place\n\n,\n"Ana\nLima",x\nBen,\n'))
    assert [(row.number, row.line, row.people) for row in rows] == [(4, 4, ("Ana\nLima",)), (5, 6, ("Ben",))]


@pytest.mark.parametrize(
    ("cell", "name"),
    [("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"), ("'=1+1", "=1+1"), ("'t Hooft", "'t Hooft"), ("@Ana", "@Ana")],
)
def test_a_formula_looking_name_is_a_name(write: Write, cell: str, name: str) -> None:
    assert people_of(write(f"person_1\n{cell}\n".encode())) == [(name,)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"Ana,b,stray", "r.csv:3:7: 'stray' stands in a column without a name."),
        (b"Ana\0,b", "r.csv:3:1: the cell holds a NUL byte."),
        (b'"Ana"x,b', "r.csv:3:6: text follows the quote that closes a cell."),
        (b"Cleo," + b"A" * (LONGEST_CELL + 1), "r.csv:3:6: the cell has more than 5,000 characters"),
        (b"A" * (3 * LONGEST_LINE), "r.csv:3:1: the cell has more than 5,000 characters"),
        (b"," * (3 * LONGEST_LINE) + b"x", "r.csv:3:50001: the row has more than 50,000 cells"),
    ],
)
def test_a_row_that_cannot_be_split_is_located_and_the_next_is_read(write: Write, line: bytes, problem: str) -> None:
    rows = rows_of(write(b"person_1,place\nBen,x\n" + line + b"\nCleo,y\n"))
    assert [rows[0].people, rows[-1].people] == [("Ben",), ("Cleo",)]
    assert str(rows[1].problem).startswith(problem)


def test_an_open_quote_swallows_no_more_than_a_cell_may_have(write: Write) -> None:
    lines = b"".join(b"Ben %d,x\n" % number for number in range(2_000))
    rows = rows_of(write(b'person_1,place\n"Ana,x\n' + lines))
    assert str(rows[0].problem).startswith(
        "r.csv:2:1: the quote that opens here is not closed within 5,000 characters."
    )
    assert rows[-1].people == ("Ben 1999",)
    assert len(rows) > 1_000


@pytest.mark.slow
def test_many_lines_in_cells_do_not_add_up_to_a_large_row(write: Write) -> None:
    lines = b'"a\n' + b'","\n' * 200_000
    rows = rows_of(write(b"person_1\n" + lines + b'"\nBen\n'))
    assert rows[0].problem


@pytest.mark.slow
def test_memory_does_not_grow_with_the_roster(write: Write) -> None:
    path = write(b"person_1,person_2\n" + b"Ana Lima,Ben Okafor\n" * 50_000)
    with open_roster(path) as roster:
        tracemalloc.start()
        count = sum(1 for _ in roster.rows())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 50_000
    assert peak < 200_000


def test_rows_can_be_read_again(write: Write) -> None:
    with open_roster(write(b"person_1\nAna\nBen\n")) as roster:
        assert list(roster.rows()) == list(roster.rows())


@pytest.mark.parametrize("rows", [b"Ana\n" * 10, b"\n" * 10, b",,\n" * 10])
def test_more_rows_than_its_reader_takes_are_refused_the_empty_ones_counted(rows: bytes) -> None:
    assert not list(Roster(io.BytesIO(b"person_1\n" + rows), "r.csv", most_rows=11).rows())[10:]
    roster = Roster(io.BytesIO(b"person_1\n" + rows), "r.csv", most_rows=10)
    with pytest.raises(InvalidInput, match=r"r.csv: has more than 10 rows, the empty ones counted. Delete empty rows"):
        list(roster.rows())


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("gone.csv", "gone.csv: there is no such file."),
        (".", ".: is a folder."),
        ("/dev/zero", "/dev/zero: is a pipe or a device, not a file."),
    ],
)
def test_what_is_no_file_is_refused(path: str, message: str, write: Write) -> None:
    write(b"")
    assert refused(path).startswith(message)
