"""What somebody enters with a foreign program into a worksheet comes back as it was entered."""

from __future__ import annotations

import json
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from generator.files.shipped import layout_names
from generator.model.layout import Part
from generator.workflows.inputs import load_layout
from tests.foreign.fillers import FILLERS, Filling, names_of
from tests.foreign.tools import alliance, alliance_output

if TYPE_CHECKING:
    from pathlib import Path

ANA, BEN = "Ana Lima", "Ben Okafor"
TEXTS = {
    "assumptions": "We trust each other from the first day.",
    "hopes": "Façade, naïve, Žofie, Łódź, smørrebrød, ﬁancé — “quoted”, ½ ≤ 13 €",
    "tone": "Ἡ συμμαχία μας κρατάει όσο μιλάμε",
    "contribution": "Съешь же ещё этих мягких французских булок; їжак, ґанок",
    "expectations": "One line\nanother\n\nand one after an empty line",
    "count-on": "back\\slash, (parens, ) unbalanced, <angle> & 'quotes' \"double\" \\n \\r \\052 %EOF",
    "requests": "=SUM(1) @x #tag {a: [b]} | - yes no ~ 12:30 null 017",
    "confidentiality": "/Name <FEFF0041> (0) Tj endobj endstream 1 0 R",
    "feedback": ("0123456789 twenty-nine of these. " * 91)[:3000].rstrip() + ".",
    "champion": "a",
}
EMOJI = "Thank you 🎉, both of you"
TICKED = {ANA: ["hopes", "tone", "broken-alliance"], BEN: ["feedback"]}


@pytest.fixture(scope="module", params=["usual", "easy-reading"])
def blank(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a worksheet whose fields have the usual font, or that of the style."""
    path = tmp_path_factory.mktemp("blank") / "worksheet.pdf"
    style = () if request.param == "usual" else ("--style", request.param)
    alliance_output("compose", "-p", ANA, "-p", BEN, *style, "-o", path)
    return path


@pytest.fixture(scope="module")
def filling(blank: Path) -> Filling:
    names = names_of(blank)
    first = {names[f"answer/{question}/p1"]: text for question, text in TEXTS.items()}
    second = {names["answer/hopes/p2"]: "Another answer to the same question"}
    rest = {
        names["meeting/place"]: "Café Ωmega",
        names["agreement/1/what"]: "We say it within a day",
        names["agreement/1/who"]: "Both",
        names["review"]: "2027-03-01",
        names["sign/p1"]: "A. Lima",
    }
    people = {ANA: 1, BEN: 2}
    ticks = [names[f"pick/{question}/p{people[name]}"] for name, ids in TICKED.items() for question in ids]
    return Filling(first | second | rest, tuple(ticks))


@pytest.fixture(scope="module", params=FILLERS)
def returned(
    request: pytest.FixtureRequest, blank: Path, filling: Filling, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Return what the command line reads from the worksheet as each program filled it."""
    filled = tmp_path_factory.mktemp("filled") / "filled.pdf"
    FILLERS[request.param](blank, filled, filling)
    data: dict[str, Any] = json.loads(alliance_output("answers", filled, "--format", "json"))
    return data


def test_every_answer_comes_back_as_it_was_entered(returned: dict[str, Any]) -> None:
    assert {question: people[ANA] for question, people in returned["answers"].items()} == TEXTS


def test_the_answers_of_two_people_to_one_question_stay_apart(returned: dict[str, Any]) -> None:
    assert returned["answers"]["hopes"] == {ANA: TEXTS["hopes"], BEN: "Another answer to the same question"}


def test_every_tick_comes_back_and_no_other(returned: dict[str, Any]) -> None:
    assert returned["picks"] == TICKED


def test_agreements_place_and_review_date_come_back(returned: dict[str, Any]) -> None:
    assert returned["agreements"] == [{"what": "We say it within a day", "who": "Both"}]
    assert (returned["meeting"]["place"], returned["review"]) == ("Café Ωmega", "2027-03-01")
    assert returned["signed"][ANA] == "A. Lima"


@pytest.mark.parametrize("filler", [name for name in FILLERS if name != "PDFium"])
def test_emoji_come_back(filler: str, blank: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.pdf"
    FILLERS[filler](blank, filled, Filling({names_of(blank)["answer/support/p1"]: EMOJI}))
    assert json.loads(alliance_output("answers", filled, "--format", "json"))["answers"] == {"support": {ANA: EMOJI}}


def test_an_emoji_that_pdfium_cuts_in_half_costs_no_other_character(blank: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.pdf"
    FILLERS["PDFium"](blank, filled, Filling({names_of(blank)["answer/support/p1"]: EMOJI}))
    text = json.loads(alliance_output("answers", filled, "--format", "json"))["answers"]["support"][ANA]
    assert len(text) == len(EMOJI)
    assert text.replace(text[10], "🎉") == EMOJI


def test_what_pdfium_makes_of_an_emoji_is_reported_when_it_is_merged(blank: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.pdf"
    FILLERS["PDFium"](blank, filled, Filling({names_of(blank)["answer/support/p1"]: EMOJI}))
    done = alliance("merge", filled, "-o", tmp_path / "alliance.pdf")
    assert done.returncode == 0
    assert "Thank you" in done.stderr


TO_FILL_IN = [name for name in layout_names() if Part.CLOSING in load_layout(name).parts]


@pytest.mark.parametrize(("layout", "filler"), list(zip(TO_FILL_IN, cycle(["pdftk from FDF", "PDFium"]), strict=False)))
def test_a_worksheet_of_every_layout_is_filled_in_and_merges(layout: str, filler: str, tmp_path: Path) -> None:
    sheet, filled, merged = (tmp_path / name for name in ("sheet.pdf", "filled.pdf", "alliance.pdf"))
    alliance_output("compose", "-p", ANA, "-p", BEN, "--layout", layout, "-o", sheet)
    names = names_of(sheet)
    texts = {names["answer/support/p1"]: "One line\nand another", names["agreement/4/what"]: "Lunch"}
    FILLERS[filler](sheet, filled, Filling(texts, (names["pick/tone/p2"],)))
    done = alliance("merge", filled, "-o", merged)
    assert (done.returncode, "missing" in done.stderr) == (0, False)
    data = json.loads(alliance_output("answers", merged, "--format", "json"))
    assert data["answers"] == {"support": {ANA: "One line\nand another"}}
    assert {name: ids for name, ids in data["picks"].items() if ids} == {BEN: ["tone"]}
    assert data["agreements"][0]["what"] == "Lunch"


@pytest.mark.parametrize("filler", ["pdftk from FDF", "PDFium"])
def test_a_sheet_of_cards_is_filled_in_and_merges(filler: str, tmp_path: Path) -> None:
    sheet, filled, merged = (tmp_path / name for name in ("sheet.pdf", "filled.pdf", "alliance.pdf"))
    alliance_output("compose", "--layout", "cards", "-o", sheet)
    names = names_of(sheet)
    ticks = tuple(names[f"pick/{pick}"] for pick in ("tone/p1", "broken-alliance/p1", "tone/p2"))
    FILLERS[filler](sheet, filled, Filling({names["name/p1"]: ANA, names["name/p2"]: BEN}, ticks))
    done = alliance("merge", filled, "-o", merged)
    assert (done.returncode, "missing" in done.stderr) == (0, False)
    data = json.loads(alliance_output("answers", merged, "--format", "json"))
    assert data["picks"] == {ANA: ["tone", "broken-alliance"], BEN: ["tone"]}
    assert data["people"] == [ANA, BEN]


@pytest.mark.parametrize("filler", ["pdftk from FDF", "PDFium"])
def test_a_prep_sheet_is_filled_in_and_merges(filler: str, tmp_path: Path) -> None:
    sheet, filled, merged = (tmp_path / name for name in ("sheet.pdf", "filled.pdf", "alliance.pdf"))
    alliance_output("compose", "-p", ANA, "-p", BEN, "--layout", "prep", "-o", sheet)
    names = names_of(sheet)
    ticks = tuple(names[f"pick/{pick}"] for pick in ("tone/p1", "hopes/p1", "feedback/p2"))
    FILLERS[filler](sheet, filled, Filling({names["name/p2"]: "Ben O."}, ticks))
    done = alliance("merge", filled, "-o", merged)
    assert (done.returncode, "missing" in done.stderr) == (0, False)
    data = json.loads(alliance_output("answers", merged, "--format", "json"))
    assert data["picks"] == {ANA: ["hopes", "tone"], "Ben O.": ["feedback"]}


def test_a_blank_worksheet_holds_no_answers(blank: Path) -> None:
    assert not json.loads(alliance_output("answers", blank, "--format", "json")).get("answers")
