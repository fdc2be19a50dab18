"""What documents ask of the print dialogue: which sides, and that what is cut or folded keeps its size."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pypdfium2
import pytest

from tests.cli.reading import ANA_AND_BEN

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


def printing(pdf: bytes) -> tuple[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        preferences = document.Root.ViewerPreferences
        assert bool(preferences.DisplayDocTitle)
        return str(preferences.get("/Duplex", "")), str(preferences.get("/PrintScaling", ""))


@pytest.mark.parametrize(
    ("layout", "on_screen", "on_paper"),
    [
        ("classic", ("", ""), ("", "")),
        ("workbook", ("", ""), ("", "")),
        ("onepage", ("/DuplexFlipLongEdge", ""), ("/DuplexFlipLongEdge", "")),
        ("prep", ("/DuplexFlipLongEdge", ""), ("/DuplexFlipLongEdge", "")),
        ("canvas", ("/DuplexFlipShortEdge", "/None"), ("/DuplexFlipShortEdge", "/None")),
        ("cards", ("/DuplexFlipLongEdge", "/None"), ("/DuplexFlipLongEdge", "/None")),
        ("booklet", ("", ""), ("/DuplexFlipShortEdge", "/None")),
    ],
)
def test_a_worksheet_is_printed_as_its_layout_wants(
    alliance: Terminal, layout: str, on_screen: tuple[str, str], on_paper: tuple[str, str]
) -> None:
    command = ("compose", *ANA_AND_BEN, "--layout", layout, "-o", "-")
    assert printing(alliance.done(*command).out) == on_screen
    assert printing(alliance.done(*command, "--print-only").out) == on_paper


def test_card_and_canvas_keep_their_size_and_other_alliances_are_printed_as_anybody_likes(
    alliance: Terminal,
) -> None:
    alliance.file("a.yaml", "people: [Ana, Ben]\nanswers: {hopes: {Ana: x}}\n")
    alliance.done("merge", "a.yaml", "-o", "m.pdf", "--card", "c.pdf")
    assert printing((alliance.folder / "c.pdf").read_bytes()) == ("", "/None")
    assert printing((alliance.folder / "m.pdf").read_bytes()) == ("", "")
    alliance.done("merge", "a.yaml", "-o", "canvas.pdf", "--layout", "canvas")
    assert printing((alliance.folder / "canvas.pdf").read_bytes()) == ("/DuplexFlipShortEdge", "/None")


@pytest.mark.parametrize("layout", ["classic", "prep"])
def test_a_packet_is_printed_on_both_sides(alliance: Terminal, layout: str) -> None:
    alliance.file("r.csv", "person_1,person_2\nAna,Ben\nCleo,Dan\n")
    alliance.done("batch", "r.csv", "--layout", layout, "--packet", "p.pdf")
    assert printing((alliance.folder / "p.pdf").read_bytes()) == ("/DuplexFlipLongEdge", "")


@pytest.mark.parametrize("questions", [(), ("--bank", "b.yaml")])
def test_nobody_s_notes_lie_on_the_back_of_another_s(alliance: Terminal, questions: tuple[str, ...]) -> None:
    section = "{id: s, title: S, questions: [{id: a, text: A?}, {id: b, text: B?}]}"
    bank = "title: T\nintroduction: []\ninstructions: []\nmeeting: {minutes: 90}\npicks: {min: 1, max: 1}\n"
    alliance.file("b.yaml", f"{bank}sections: [{section}]\nclosing: {{title: C, questions: []}}\n")
    alliance.file("r.csv", "person_1,person_2\nAna,Ben\nCleo,Dan\n")
    alliance.done("batch", "r.csv", "--layout", "prep", *questions, "--packet", "p.pdf")
    alliance.done("batch", "r.csv", "--layout", "prep", *questions, "-o", "out")
    alliance.done("compose", "-p", "Ana", "-p", "Ben", "--layout", "prep", *questions, "-o", "w.pdf")
    for name, people in (("p.pdf", 4), ("w.pdf", 2), ("out/worksheet-cleo-dan.pdf", 2)):
        pages = [page.extract_text() for page in pypdf.PdfReader(alliance.folder / name).pages]
        fronts = [number for number, text in enumerate(pages, start=1) if "Before we meet" in text]
        assert (len(fronts), {number % 2 for number in fronts}) == (people, {1})
        for number in fronts:
            behind = "".join(pages[number : number + 1])
            assert not behind or "Page 2 of 2" in behind


def test_the_feet_of_a_person_s_sheet_name_that_person_alone(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,person_2,output\nAna Lima,Ben Okafor,a\nŽofie Łucja,,b\n")
    alliance.done("batch", "r.csv", "--layout", "prep", "--packet", "p.pdf")
    alliance.done("batch", "r.csv", "--layout", "prep", "-o", "out")
    alliance.done("compose", "-p", "Ana Lima", "-p", "Ben Okafor", "--layout", "prep", "-o", "w.pdf")
    wanted = {
        "p.pdf": ["No. 1 · Ana Lima", "No. 1 · Ben Okafor", "No. 2 · Žofie Łucja"],
        "w.pdf": ["Ana Lima", "Ben Okafor"],
        "out/a.pdf": ["Ana Lima", "Ben Okafor"],
        "out/b.pdf": ["Žofie Łucja"],
    }
    for name, sheets in wanted.items():
        with pypdfium2.PdfDocument(alliance.folder / name) as document:
            feet = [page.get_textpage().get_text_bounded(top=40).replace(" ", "") for page in document]
        for number in (1, 2):
            own = [foot for foot in feet if f"Page{number}of2" in foot]
            assert len(own) == len(sheets)
            for foot, whose in zip(own, sheets, strict=True):
                assert whose.replace(" ", "") in foot
                assert "and" not in foot
