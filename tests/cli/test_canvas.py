"""The canvas from composing to the next meeting, in a batch and in a packet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest

from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, held, text_of, worksheet

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

CANVAS = ("--layout", "canvas")
FILLED = {
    "answer/hopes/p1": "That we laugh.",
    "answer/hopes/p2": "That we last.",
    "answer/champion/p2": "You are brave.",
    "agreement/1/what": "Lunch on Mondays",
    "agreement/1/who": "Both",
    "review": "2027-03-01",
    "sign/p1": "Ana Lima",
}


def pages_of(pdf: bytes) -> list[tuple[float, float]]:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages]


def fields_of(pdf: bytes) -> list[str]:
    fields = pypdf.PdfReader(io.BytesIO(pdf)).get_fields() or {}
    return sorted(name.partition("/")[2] for name in fields)


def test_it_is_filled_in_merged_and_revised_on_its_own_paper(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--suggest", "3", *CANVAS)
    assert fields_of(sheet) == fields_of(worksheet(alliance, *ANA_AND_BEN, "--suggest", "3"))
    alliance.file("w.pdf", fill(sheet, FILLED, ticked=("pick/requests/p1",)))
    merged = alliance.done("merge", "w.pdf", "-o", "a.pdf", "--strict")
    assert "missing" not in merged.err
    made = (alliance.folder / "a.pdf").read_bytes()
    assert pages_of(sheet) == pages_of(made) == [(1191, 842)]
    back = held(alliance, "a.pdf")
    assert back["answers"] == {
        "hopes": {"Ana Lima": "That we laugh.", "Ben Okafor": "That we last."},
        "champion": {"Ben Okafor": "You are brave."},
    }
    assert back["agreements"] == [{"what": "Lunch on Mondays", "who": "Both"}]
    alliance.done("revise", "a.pdf", "-o", "next.pdf", "--suggest", "3")
    again = (alliance.folder / "next.pdf").read_bytes()
    assert set(pages_of(again)) == {(1191, 842)}
    assert "That we laugh." in text_of(again)
    alliance.file("w2.pdf", fill(again, {"answer/hopes/p1": "That we laugh more."}, ticked=("agreement/1/kept",)))
    alliance.done("merge", "w2.pdf", "-o", "a2.pdf")
    assert "That we laugh more." in text_of((alliance.folder / "a2.pdf").read_bytes())
    assert "That we last." in text_of((alliance.folder / "a2.pdf").read_bytes())


def test_any_worksheet_becomes_an_alliance_on_a_canvas(alliance: Terminal) -> None:
    alliance.file("w.pdf", fill(worksheet(alliance, *ANA_AND_BEN), FILLED))
    alliance.done("merge", "w.pdf", "-o", "a4.pdf", *CANVAS)
    alliance.done("merge", "w.pdf", "-o", "a3.pdf", *CANVAS, "--paper", "a3")
    assert pages_of((alliance.folder / "a4.pdf").read_bytes()) == [(842, 595)]
    assert pages_of((alliance.folder / "a3.pdf").read_bytes()) == [(1191, 842)]


@pytest.mark.parametrize("paper", ["a3", "a4"])
def test_a_batch_makes_what_compose_makes_and_a_packet_holds_it(alliance: Terminal, paper: str) -> None:
    alliance.file("r.csv", "person_1,person_2,output\nAna,Ben,a\nÉva Łucja,Иван Петров,b\n")
    alliance.done("batch", "r.csv", "-o", "out", *CANVAS, "--paper", paper, "--suggest", "3")
    alone = worksheet(alliance, "-p", "Éva Łucja", "-p", "Иван Петров", *CANVAS, "--paper", paper, "--suggest", "3")
    assert (alliance.folder / "out" / "b.pdf").read_bytes() == alone
    alliance.done("batch", "r.csv", "--packet", "p.pdf", *CANVAS, "--paper", paper, "--suggest", "3")
    sizes = pages_of((alliance.folder / "p.pdf").read_bytes())
    assert pages_of(alone)[0] in sizes


def test_paper_too_small_for_it_is_refused_with_a_way_out(alliance: Terminal) -> None:
    ended = alliance("compose", *CANVAS, "--paper", "a5")
    assert (ended.code, alliance.files()) == (2, [])
    assert "its smallest type would be 4.6 points. Choose larger paper or another layout." in ended.err
