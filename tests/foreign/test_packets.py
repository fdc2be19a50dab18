"""Packets: PDF/UA-1 to veraPDF, whole to qpdf, and to poppler the very pages that compose prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdf
import pytest

from tests.foreign.tools import alliance_output, output_of, program
from tests.foreign.verapdf import failed_rules

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (
    "Ana Lima,Ben Okafor,,2026-12-04 12:30,Café,,",
    "Zoë Nuñez,Иван Петров,Cleo Ní Bhriain,,,,onepage",
    "Dana,Eva,,,,3,",
    "王芳,Łukasz (x) 0 R,,,,3,large-print",
    "Fay,Gus,,2026-12-05,,,",
    "Dana Maximiliane Featherstonehaugh-Cholmondeley,Ανδρέας,,,Großer Saal,,workbook",
)
PRINTED = ("-p", "Fay", "-p", "Gus", "--meeting", "2026-12-05", "--print-only", "--paper", "letter")


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packet")
    heads = "person_1,person_2,person_3,meeting,place,suggest,layout"
    (folder / "r.csv").write_text("\n".join([heads, *ROWS * 3]), encoding="utf-8")
    alliance_output("batch", folder / "r.csv", "--packet", folder / "p.pdf", "--paper", "letter")
    return folder / "p.pdf"


def test_a_packet_is_pdf_ua_1(packet: Path) -> None:
    assert failed_rules([("ua1", packet)])["ua1", packet] == []


def test_names_in_the_feet_of_left_hand_pages_end_where_compose_has_them_end(tmp_path: Path) -> None:
    layout = tmp_path / "l.yaml"
    layout.write_text("extends: classic\nmargins: {top: 17, bottom: 18, inner: 24, outer: 20}\n")
    (tmp_path / "r.csv").write_text("person_1,person_2\nCleo,Dan\nAna Lima,Ben Okafor\n")
    alliance_output("batch", tmp_path / "r.csv", "--layout", layout, "--packet", tmp_path / "p.pdf")
    people = ("-p", "Ana Lima", "-p", "Ben Okafor")
    alliance_output("compose", *people, "--layout", layout, "--print-only", "-o", tmp_path / "w.pdf")
    ends = {}
    for path in (tmp_path / "p.pdf", tmp_path / "w.pdf"):
        _, *pages = output_of(program("pdftotext"), "-bbox", path, "-").split("<page ")
        foot = re.compile(r'yMin="8[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">Okafor')
        ends[path.name] = [float(end) for page in pages[1::2] for end in foot.findall(page)]
    assert len(ends["w.pdf"]) > 1
    assert ends["p.pdf"] == pytest.approx(ends["w.pdf"], abs=0.05)


def test_qpdf_finds_a_packet_whole(packet: Path) -> None:
    assert "No syntax or stream encoding errors" in output_of(program("qpdf"), "--check", packet)


def test_poppler_draws_the_pages_that_compose_prints_but_for_the_number_in_their_feet(
    packet: Path, tmp_path: Path
) -> None:
    alliance_output("compose", *PRINTED, "-o", tmp_path / "alone.pdf")
    without_feet = ("-x", "0", "-y", "0", "-W", "510", "-H", "620")
    pictures = ("-r", "60", "-gray", *without_feet)
    output_of(program("pdftoppm"), *pictures, tmp_path / "alone.pdf", tmp_path / "alone")
    alone = sorted(tmp_path.glob("alone-*.pgm"))
    reader = pypdf.PdfReader(packet)
    marks = [each for each in reader.outline if not isinstance(each, list) and each.title == "Fay and Gus"]
    first = (reader.get_destination_page_number(marks[-1]) or 0) + 1
    pages = ("-f", str(first), "-l", str(first + len(alone) - 1))
    output_of(program("pdftoppm"), *pictures, *pages, packet, tmp_path / "packed")
    packed = sorted(tmp_path.glob("packed-*.pgm"))
    assert [path.read_bytes() for path in alone] == [path.read_bytes() for path in packed]
