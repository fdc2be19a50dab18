"""A batch shares what it can between rows, and nobody can tell: each file is the one that ``compose`` writes."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.cli.commands import run
from generator.model.people import normalise_line
from generator.workflows.compose import LONGEST_NAME

pytestmark = pytest.mark.slow


class Row(NamedTuple):
    names: tuple[str, ...]
    meeting: str
    place: str


@st.composite
def texts(draw: st.DrawFn, longest: int) -> str:
    alphabet = draw(
        st.sampled_from(
            [
                st.characters(categories=["L", "M", "N", "P", "S", "Zs"]),
                st.characters(min_codepoint=32, max_codepoint=126),
                st.characters(min_codepoint=0x370, max_codepoint=0x45F, categories=["L"]),
                st.sampled_from("ﬁẞΩÅéé\u0301İıǅ👩🏽\u200d🚀你漢अ"),
            ]
        )
    )
    text = normalise_line(draw(st.text(alphabet, min_size=1, max_size=longest)))
    assume(text and len(text) <= longest and not text.startswith("'"))  # an apostrophe there is a spreadsheet's guard
    return text


@st.composite
def rows(draw: st.DrawFn) -> Row:
    people = draw(st.sampled_from([2, 2, 2, 1, 4]))  # mostly as many as the rows before, so that there is much to share
    names = draw(st.lists(texts(LONGEST_NAME), min_size=people, max_size=people, unique_by=str.casefold))
    meeting = draw(st.sampled_from(["", "2026-12-04", "2026-12-04 12:30", "2027-01-31 00:00"]))
    return Row(tuple(names), meeting, draw(st.sampled_from(["", "Café"])))


def composed(row: Row, target: Path) -> bytes:
    people = [f"--person={name}" for name in row.names]
    more = [f"--meeting={row.meeting}"] if row.meeting else []
    assert run(["compose", *people, *more, f"--place={row.place}", "-o", str(target), "--force"]) == 0
    return target.read_bytes()


def batched(roster: list[Row], folder: Path) -> list[bytes]:
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([*(f"person_{number}" for number in range(1, 5)), "meeting", "place"])
        table.writerows([*row.names, *[""] * (4 - len(row.names)), row.meeting, row.place] for row in roster)
    assert run(["batch", str(folder / "roster.csv"), "-o", str(folder / "out"), "--workers", "1"]) == 0
    with (folder / "out" / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(folder / "out" / line["file"]).read_bytes() for line in csv.DictReader(file)]


@settings(max_examples=10, deadline=None)
@given(st.lists(rows(), min_size=2, max_size=5))
def test_each_file_of_a_batch_is_byte_for_byte_what_compose_writes(roster: list[Row]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = batched(roster, folder)
        assert made == [composed(row, folder / "alone.pdf") for row in roster]
