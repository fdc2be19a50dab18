"""Two partners' copies that somebody joined into one file: each program renames the fields in its own way, or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pypdf
import pytest

from tests.foreign.fillers import Filling, names_of, pypdf_fills
from tests.foreign.tools import alliance, alliance_output, output_of, program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def by_qpdf(one: Path, other: Path, joined: Path) -> None:
    output_of(program("qpdf"), "--empty", "--pages", one, other, "--", joined)


def by_pdftk(one: Path, other: Path, joined: Path) -> None:
    output_of(program("pdftk"), one, other, "cat", "output", joined)


def by_poppler(one: Path, other: Path, joined: Path) -> None:
    output_of(program("pdfunite"), one, other, joined)


def by_pypdf(one: Path, other: Path, joined: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.append(one)
    writer.append(other)
    writer.write(joined)


JOINERS: dict[str, Callable[[Path, Path, Path], None]] = {
    "qpdf": by_qpdf,
    "pdftk": by_pdftk,
    "poppler": by_poppler,
    "pypdf": by_pypdf,
}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("joined") / "worksheet.pdf"
    alliance_output("compose", "-p", "Ana Lima", "-p", "Ben Okafor", "-o", path)
    return path


def joined_copies(joiner: str, blank: Path, folder: Path, *, anas: dict[str, str], bens: dict[str, str]) -> Path:
    names = names_of(blank)
    one, other, joined = (folder / f"{name}.pdf" for name in ("ana", "ben", "joined"))
    for path, texts in ((one, anas), (other, bens)):
        pypdf_fills(blank, path, Filling({names[slot]: text for slot, text in texts.items()}))
    JOINERS[joiner](one, other, joined)
    return joined


@pytest.mark.parametrize("joiner", JOINERS)
def test_both_partners_answers_are_found_in_joined_copies(joiner: str, blank: Path, tmp_path: Path) -> None:
    anas, bens = {"answer/hopes/p1": "Ana's hopes"}, {"answer/hopes/p2": "Ben's hopes"}
    joined = joined_copies(joiner, blank, tmp_path, anas=anas, bens=bens)
    answers = json.loads(alliance_output("answers", joined, "--format", "json"))["answers"]
    assert answers == {"hopes": {"Ana Lima": "Ana's hopes", "Ben Okafor": "Ben's hopes"}}


@pytest.mark.parametrize("joiner", JOINERS)
def test_a_disagreement_between_joined_copies_is_a_conflict(joiner: str, blank: Path, tmp_path: Path) -> None:
    anas, bens = {"answer/hopes/p1": "One thing"}, {"answer/hopes/p1": "Another thing"}
    joined = joined_copies(joiner, blank, tmp_path, anas=anas, bens=bens)
    done = alliance("merge", joined, "-o", tmp_path / "alliance.pdf")
    assert done.returncode == 4
    assert "One thing" in done.stderr
    assert "Another thing" in done.stderr
