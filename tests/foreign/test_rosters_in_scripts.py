"""Rosters of names in many scripts: PDF/UA-1 to veraPDF, whole to qpdf, and copied as they were typed."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from generator.fonts import scripts
from tests.foreign.languages import COLLECTION
from tests.foreign.test_copied_text import read_all_by_pdfjs
from tests.foreign.test_languages_copied import read_by_poppler, strip
from tests.foreign.tools import alliance_output, output_of, program
from tests.foreign.verapdf import failed_rules

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not scripts.can_shape(), reason="needs uharfbuzz")]

ROWS = (
    ("ليلى حداد", "محمد الخطيب"),
    ("प्रिया शर्मा", "Ana Lima"),
    ("田中 太郎", "山本 花子"),
    ("Nguyễn Thị Hạnh", "Łucja Wójcik"),
    ("ליאור כהן", "Елена Щербакова"),
    ("ياسمين", "田中 太郎"),
    ("Ana ליאור", "Ben"),  # set alone
)
LANGUAGES = ("en", "ar", "hi")


@pytest.fixture(scope="module", params=LANGUAGES)
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The worksheets of the rows, in their order, and their packet."""
    folder = tmp_path_factory.mktemp(request.param)
    rows = [f"{first},{second},2026-12-04 12:30,قاعة" for first, second in ROWS]
    (folder / "r.csv").write_text("\n".join(["person_1,person_2,meeting,place", *rows]), encoding="utf-8")
    options = ("--language", request.param, "--font", COLLECTION)
    alliance_output("batch", folder / "r.csv", "-o", folder / "out", *options)
    alliance_output("batch", folder / "r.csv", "--packet", folder / "packet.pdf", *options)
    with (folder / "out" / "manifest.csv").open(encoding="utf-8-sig", newline="") as manifest:
        return [*(folder / "out" / row["file"] for row in csv.DictReader(manifest)), folder / "packet.pdf"]


def test_worksheets_and_their_packet_are_pdf_ua_1(files: list[Path]) -> None:
    checks = [("ua1", path) for path in files]
    assert len(files) == len(ROWS) + 1
    assert failed_rules(checks) == {check: [] for check in checks}


def test_qpdf_finds_them_whole(files: list[Path]) -> None:
    for path in files:
        assert "No syntax or stream encoding errors" in output_of(program("qpdf"), "--check", path)


def test_names_are_copied_as_they_were_typed(files: list[Path]) -> None:
    by_poppler = [strip(read_by_poppler(path)) for path in files]
    by_pdfjs = [strip(text) for text in read_all_by_pdfjs(*files)]
    for *sheets, packet in (by_poppler, by_pdfjs):
        for names, sheet in zip(ROWS, sheets, strict=True):
            words = [word for name in names for word in name.split()]  # readers turn those of several directions round
            assert [word for word in words if strip(word) not in sheet or strip(word) not in packet] == []
