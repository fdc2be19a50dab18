"""Names of a batch's files: safe, no two alike anywhere, the same every time."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.roster import RosterRow
from generator.workflows.batch.names import Names
from generator.workflows.batch.rows import choose_file_name

WILD = st.text(max_size=300) | st.sampled_from(
    ["../../etc/passwd", "C:\\x", "CON", "nul.pdf", "a/b", "...", "-rf", "é", "e\u0301", "\u202egpj", "ß", "SS", "ſs"]
)


def row(*people: str, output: str = "") -> RosterRow:
    cells = {f"person_{number}": name for number, name in enumerate(people, start=1) if name}
    return RosterRow(2, 2, cells | ({"output": output} if output else {}), tuple(filter(None, people)))


@given(st.lists(st.tuples(WILD, WILD), min_size=1, max_size=30))
def test_names_are_safe_and_no_two_are_alike_on_any_system(rows: list[tuple[str, str]]) -> None:
    names = Names()
    claimed = [
        names.claim(wanted) for person, output in rows if (wanted := choose_file_name(row(person, output=output)))
    ]
    for name in claimed:
        assert PurePosixPath(name).name == PureWindowsPath(name).name == name
        assert not PureWindowsPath(name).is_reserved()
        assert len(name.encode()) <= 150
        assert name.endswith(".pdf")
        assert name[0] not in "-. "
        assert unicodedata.is_normalized("NFC", name)
        assert name.isprintable()
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in claimed}) == len(claimed)


def test_the_first_keeps_the_name_and_the_others_are_numbered() -> None:
    names = Names()
    wanted = ["a.pdf", "a-2.pdf", "a.pdf", "a.pdf", "a-2.pdf", "b.pdf"]
    assert [names.claim(name) for name in wanted] == [
        "a.pdf", "a-2.pdf", "a-3.pdf", "a-4.pdf", "a-2-2.pdf", "b.pdf",
    ]  # fmt: skip


def test_a_number_fits_into_the_longest_name() -> None:
    names = Names()
    longest = "ä" * 73 + ".pdf"
    names.claim(longest)
    assert names.claim(longest) == "ä" * 72 + "-2.pdf"


def test_ten_thousand_of_one_name_take_no_time() -> None:
    names = Names()
    assert [names.claim("a.pdf") for _ in range(10_000)][-1] == "a-10000.pdf"


@pytest.mark.parametrize(
    ("output", "name"),
    [
        ("Team 7.PDF", "team-7.pdf"),
        ("team.v2", "team-v2.pdf"),
        ("../../x", "x.pdf"),
        ("aux", "aux-.pdf"),
        ("", "worksheet-ana-ben.pdf"),
        ("///", "unnamed.pdf"),
    ],
)
def test_a_row_may_say_its_files_name_and_no_folder(output: str, name: str) -> None:
    assert choose_file_name(row("Ana", "Ben", output=output)) == name
