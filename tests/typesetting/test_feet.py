"""What stands in the feet, whole wherever two lines can hold it."""

from __future__ import annotations

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.worksheet import compose_worksheet
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.layout import PRINTABLE
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import Text
from generator.workflows.inputs import load_layout
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, worksheet_of
from tests.typesetting.placed import is_foot, outside, overlaps

THREE = ("Ana Lima", "Ben Okafor", "Chidi Eze")
LAYOUTS = ("classic", "large-print")


@pytest.mark.parametrize("paper", ["a4", "letter", "a5"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("people", [2, 3])
@pytest.mark.parametrize("finished", [True, False])
def test_no_foot_is_cut(layout: str, paper: str, people: int, *, finished: bool) -> None:
    kind = load_layout(layout).on(parse_paper(paper))
    bank = bank_of(["Why?"])
    if finished:
        document = compose_alliance(alliance_of(bank, THREE[:people], {("q1", 0): "Yes."}), digest="3b07 5ea2 90fd")
        said = ["Designing the Alliance", "Revision 1", "3b07 5ea2 90fd"]
    else:
        document = compose_worksheet(worksheet_of(bank, *THREE[:people]), kind)
        said = [document.foot[1]]
    pages = typeset(document, kind, fonts(kind.faces), DisplayText(fonts(kind.faces)), fillable=False)
    assert (outside(pages, kind), overlaps(pages)) == ([], [])
    for page in pages.pages:
        feet = [mark for mark in page.content if isinstance(mark, Text) and is_foot(mark, kind)]
        foot = " ".join(mark.text.strip() for mark in feet)
        assert [text for text in said if text not in foot] == []
        assert "…" not in foot
        assert min(mark.y for mark in feet) >= PRINTABLE
