"""What ``answers`` writes as XFDF fills the worksheet under pdftk, and what pdftk exports comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.foreign.tools import alliance_output, output_of, program

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = {
    "people": ["Ana Lima", "Ben Okafor"],
    "picks": {"Ana Lima": ["hopes", "tone"], "Ben Okafor": ["feedback"]},
    "answers": {
        "hopes": {"Ana Lima": "One line\nanother\n\nŽofie 🎉 Ἡ συμμαχία", "Ben Okafor": "=SUM(1) <b>&amp; \"'"},
        "tone": {"Ana Lima": "back\\slash (parens ) endobj 1 0 obj %%EOF"},
        "support": {"Ben Okafor": "'x"},
    },
    "agreements": [{"what": "We say it within a day", "who": "Both"}],
    "review": "2027-03-01",
    "meeting": {"date": "4 December", "place": "Café Ωmega"},
    "signed": {"Ana Lima": "A. L.", "Ben Okafor": ""},
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the worksheet that pdftk has filled from our XFDF."""
    folder = tmp_path_factory.mktemp("exchange")
    blank, answers, data = folder / "worksheet.pdf", folder / "answers.json", folder / "answers.xfdf"
    pdftk = program("pdftk")
    alliance_output("compose", "-p", "Ana Lima", "-p", "Ben Okafor", "-o", blank)
    answers.write_text(json.dumps(ANSWERS), encoding="utf-8")
    printed = alliance_output("answers", answers, "--worksheet", blank, "--format", "xfdf")
    data.write_text(printed, encoding="utf-8")
    output_of(pdftk, blank, "fill_form", data, "output", folder / "filled.pdf")
    return folder / "filled.pdf"


def held(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(alliance_output("answers", file, "--format", "json", "--strict"))
    return data


def test_our_xfdf_fills_the_worksheet(filled: Path) -> None:
    assert held(filled) == ANSWERS


@pytest.mark.parametrize("kind", ["fdf", "xfdf"])
def test_the_data_that_pdftk_exports_hold_the_answers(filled: Path, kind: str, tmp_path: Path) -> None:
    exported = tmp_path / f"exported.{kind}"
    if kind == "fdf":
        output_of(program("pdftk"), filled, "generate_fdf", "output", exported)
    else:
        exported.write_text(alliance_output("answers", filled, "--format", "xfdf"), encoding="utf-8")
    assert held(exported) == ANSWERS
