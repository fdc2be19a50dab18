"""``alliance batch --preview``: pictures of the first worksheets, before the others are made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pypdf
import pytest

from generator.workflows.preview import page_pictures

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ROSTER = "person_1,person_2\nAna,Ben\nCleo,Cleo\nDan,Eva\nFay,Gus\nHal,Ida\n"
STEMS = ["worksheet-ana-ben", "worksheet-dan-eva", "worksheet-fay-gus"]
PICTURES = [f"{stem}-{page}.png" for stem in STEMS for page in (1, 2)]
DREW = "Drew the first 3 worksheets on 6 pictures in the folder pages."


@pytest.fixture
def five(alliance: Terminal) -> Terminal:
    """A roster of five rows, of which the second makes no worksheet."""
    alliance.file("r.csv", ROSTER)
    return alliance


def drawn(alliance: Terminal) -> list[str]:
    return sorted(path.name for path in (alliance.folder / "pages").iterdir())


@pytest.mark.slow
def test_the_first_three_that_can_be_made_are_drawn_and_it_is_told_where(five: Terminal) -> None:
    ended = five("batch", "r.csv", "-o", "out", "--layout", "onepage", "--preview", "pages")
    assert ended.code == 6  # one row fails as ever
    assert ended.lines[0] == DREW
    assert drawn(five) == PICTURES
    made = (five.folder / "out" / "worksheet-dan-eva.pdf").read_bytes()
    assert [(five.folder / "pages" / name).read_bytes() for name in PICTURES[2:4]] == list(page_pictures(made))


@pytest.mark.slow
def test_a_dry_run_draws_them_too_and_writes_nothing_else(five: Terminal) -> None:
    ended = five("batch", "r.csv", "-o", "out", "--layout", "onepage", "--preview", "pages", "--dry-run")
    assert ended.lines[0] == DREW
    assert drawn(five) == PICTURES
    assert not (five.folder / "out").exists()


@pytest.mark.slow
def test_of_a_packet_the_first_worksheets_are_drawn(five: Terminal) -> None:
    five("batch", "r.csv", "--packet", "p.pdf", "--layout", "onepage", "--preview", "pages")
    assert drawn(five) == PICTURES
    assert len(pypdf.PdfReader(five.folder / "p.pdf").pages) == 10


@pytest.mark.slow
def test_of_files_for_each_person_the_first_persons_are_drawn(five: Terminal) -> None:
    five("batch", "r.csv", "-o", "out", "--per", "person", "--preview", "pages")
    names = ("ana", "ben", "dan")
    assert drawn(five) == [f"worksheet-{name}-{page}.png" for name in names for page in (1, 2)]


@pytest.mark.slow
def test_run_again_they_are_left_alone_and_others_are_not_overwritten(five: Terminal) -> None:
    command = ("batch", "r.csv", "-o", "out", "--layout", "onepage", "--preview", "pages")
    five(*command)
    first = five.folder / "pages" / PICTURES[0]
    before = first.stat().st_mtime_ns
    assert five(*command).lines[0] == DREW
    assert first.stat().st_mtime_ns == before
    first.write_text("mine")
    ended = five(*command)
    assert ended.code == 5
    assert first.read_text() == "mine"
    assert five(*command, "--force").lines[0] == DREW
    assert first.read_bytes().startswith(b"\x89PNG")


def test_where_no_row_makes_a_worksheet_nothing_is_drawn(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,person_2\nCleo,Cleo\n")
    ended = alliance("batch", "r.csv", "-o", "out", "--preview", "pages")
    assert not [line for line in ended.lines if line.startswith("Drew")]
    assert not (alliance.folder / "pages").exists()


def test_without_the_extra_nothing_is_made(five: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    ended = five("batch", "r.csv", "-o", "out", "--preview", "pages")
    assert "Install the extra 'preview'" in ended.err
    assert sorted(path.name for path in five.folder.iterdir()) == ["r.csv"]
