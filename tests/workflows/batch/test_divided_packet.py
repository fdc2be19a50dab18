"""A packet of more worksheets than one file holds: several files, numbered through, or none at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdf
import pytest

from generator.pdf import writer
from tests.workflows.batch.test_packet import bookmarks

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

COUNT, MOST = 120, 5_500
PARTS = ["p-1.pdf", "p-2.pdf", "p-3.pdf"]


@pytest.fixture
def many(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A roster that needs three files, each of which may have few objects."""
    monkeypatch.setattr(writer, "_MOST_OBJECTS", MOST)
    rows = "".join(f"Person {number:03},{('', 'classic')[number == 70]}\n" for number in range(1, COUNT + 1))
    alliance.file("r.csv", f"person_1,layout\n{rows}")
    return alliance


def made(alliance: Terminal) -> list[str]:
    return sorted(path.name for path in alliance.folder.iterdir() if path.name != "r.csv")


@pytest.mark.slow
def test_it_is_divided_and_every_worksheet_is_in_one_of_the_files(many: Terminal) -> None:
    ended = many.done("batch", "r.csv", "--packet", "p.pdf", "--layout", "onepage")
    assert made(many) == PARTS
    found = re.fullmatch(
        r"Wrote p-1\.pdf, p-2\.pdf and p-3\.pdf \(120 worksheets, ([0-9]+) pages\)\. "
        r"One file holds no more than readers take\. Print it on both sides of the paper, flipped on the long edge\.",
        ended.lines[-1],
    )
    assert found
    readers = [pypdf.PdfReader(many.folder / name) for name in PARTS]
    assert sum(len(reader.pages) for reader in readers) == int(found[1])
    listed = [title for reader in readers for title, _ in bookmarks(reader)]
    assert listed == [f"Person {number:03}" for number in range(1, COUNT + 1)]
    for reader in readers:
        assert MOST / 2 < int(str(reader.trailer["/Size"])) <= MOST + 1 or reader is readers[-1]


@pytest.mark.slow
def test_worksheets_are_numbered_through(many: Terminal) -> None:
    many.done("batch", "r.csv", "--packet", "p.pdf", "--layout", "onepage")
    number = 1
    for name in PARTS:
        reader = pypdf.PdfReader(many.folder / name)
        index = reader.pages[0].extract_text()
        (own, page), *others = bookmarks(reader)
        assert own == f"Person {number:03}"
        assert re.search(rf"{own}\s*{number}\b", index)
        assert reader.page_labels[page - 1] == f"{number}-1"
        assert f"No. {number} " in reader.pages[page - 1].extract_text()
        number += 1 + len(others)
    assert number == COUNT + 1


def test_nothing_is_written_where_one_of_the_files_is_there_already(many: Terminal) -> None:
    many.file("p-2.pdf", "mine")
    ended = many("batch", "r.csv", "--packet", "p.pdf", "--layout", "onepage")
    assert ended.code == 5
    assert made(many) == ["p-2.pdf"]
    assert (many.folder / "p-2.pdf").read_text() == "mine"
    many.done("batch", "r.csv", "--packet", "p.pdf", "--layout", "onepage", "--force")
    assert made(many) == PARTS


def test_the_first_one_is_not_written_over_either(many: Terminal) -> None:
    many.file("p-1.pdf", "mine")
    assert many("batch", "r.csv", "--packet", "p.pdf", "--layout", "onepage").code == 5
    assert made(many) == ["p-1.pdf"]


def test_the_standard_output_takes_one_file_alone(many: Terminal) -> None:
    ended = many("batch", "r.csv", "--packet", "-", "--layout", "onepage")
    assert (ended.code, ended.out) == (2, b"")
    assert "Give the packet a name: it is divided then." in ended.err


def test_a_packet_that_fits_is_one_file(many: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_MOST_OBJECTS", 3 * MOST)
    ended = many.done("batch", "r.csv", "--packet", "p.pdf", "--layout", "onepage")
    assert made(many) == ["p.pdf"]
    assert ended.lines[-1].startswith("Wrote p.pdf (120 worksheets, ")
