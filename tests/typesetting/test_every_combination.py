"""Every layout in every style, on every paper, for one, two and six people, with or without picks.

Each combination is set once and looked at in every way that is cheap; what a layout promises of its own is tested in
``test_layouts``.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from generator.composing.worksheet import compose_worksheet
from generator.files.shipped import layout_names, style_files
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.sources import list_fields
from generator.model.worksheet import Meeting, Worksheet, identity
from generator.pdf.conformance import Conformance, violations
from generator.pdf.document_info import Properties
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import CheckboxField, TextField
from generator.workflows.inputs import load_bank, load_layout
from tests.typesetting.placed import as_it_is_set, out_of_order, outside, overlaps

if TYPE_CHECKING:
    from generator.model.layout import Layout
    from generator.typesetting.page import Pages

pytestmark = pytest.mark.slow

SIX = ("Ana Lima", "Ben Okafor", "Chloé Martin", "Дмитрий Орлов", "Ελένη Παπαδοπούλου", "Farid Haddad")
PAPERS = ("a4", "letter", "a5", "legal", "150x260mm")
STYLES = (None, *style_files())
CASES = tuple(product((1, 2, 6), (0, 3)))
"""Numbers of people and of picks. Every second one is tried, and the others on the next paper and in the next style."""


def sheet(layout: Layout, people: int, picks: int) -> Worksheet:
    bank, given = load_bank(None), nobody(people)
    chosen = suggest(bank, given=given, per_person=picks, seed=1) if picks else given
    meeting = Meeting(None, None, "", 90)
    return Worksheet(
        bank, People(SIX[:people]), chosen, meeting, layout.name, layout.paper.name, "1.0", layout.fillable_parts
    )


def field_names(pages: Pages) -> list[str]:
    marks = (mark for page in pages.pages for mark in page.content)
    return sorted(mark.name for mark in marks if isinstance(mark, TextField | CheckboxField))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", layout_names())
def test_nothing_is_wrong_with_any_combination(name: str, style: str | None, paper: str) -> None:
    layout = as_it_is_set(load_layout(name, style).on(parse_paper(paper)))
    measures = fonts(layout.faces)
    for people, picks in CASES[(PAPERS.index(paper) + STYLES.index(style)) % 2 :: 2]:
        worksheet = sheet(layout, people, picks)
        document = compose_worksheet(worksheet, layout)
        pages = typeset(document, layout, measures, DisplayText(measures), fillable=True)
        case = (people, picks)
        assert (case, outside(pages, layout)) == (case, [])
        assert (case, overlaps(pages)) == (case, [])
        assert (case, out_of_order(pages)) == (case, [])
        assert (case, violations(pages, Properties("T", "en"), Conformance.UA1)) == (case, ())
        assert field_names(pages) == sorted(
            f"{identity(worksheet)}/{field_id.path}" for field_id in list_fields(worksheet)
        )
