"""The style easy-reading, over every layout: another typeface, larger and wider, and still in its place."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from generator.composing.alliance import compose_alliance
from generator.composing.worksheet import compose_worksheet
from generator.files.shipped import layout_names
from generator.fonts.faces import ATKINSON, ATKINSON_FIELD, NOTO_SANS, Face
from generator.fonts.metrics import HOUSE, coverage, fonts
from generator.formats.paper import parse_paper
from generator.model.layout import Style
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.pdf.font_embedding import field_subset
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import CheckboxField, Entry, Text, TextField
from generator.workflows.inputs import load_bank, load_layout
from generator.workflows.render_worksheet import RenderOptions, WorksheetRenderer, render_worksheet
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of
from tests.typesetting.placed import as_it_is_set, outside, overlaps

if TYPE_CHECKING:
    from generator.model.layout import Layout

SIX = ("Ana Lima", "Bengt-Åke Sörensen-Lindqvist", "Chloé Martin", "Дмитрий Орлов", "Ελένη Παπαδοπούλου", "Farid")
every_layout = pytest.mark.parametrize("name", layout_names())


@cache
def easy(name: str, paper: str = "a4") -> Layout:
    return as_it_is_set(load_layout(name, "easy-reading").on(parse_paper(paper)))


def sheet(layout: Layout, people: int, picks: int) -> Worksheet:
    bank, given = load_bank(None), nobody(people)
    chosen = suggest(bank, given=given, per_person=picks, seed=1) if picks else given
    meeting = Meeting(None, None, "", 90)
    return Worksheet(
        bank, People(SIX[:people]), chosen, meeting, layout.name, layout.paper.name, "1.0", layout.fillable_parts
    )


@pytest.mark.slow
@pytest.mark.parametrize(("people", "picks"), [(1, 0), (2, 3), (6, 2)])
@pytest.mark.parametrize("paper", ["a4", "letter", "a5"])
@every_layout
def test_nothing_overlaps_or_leaves_the_margins(name: str, paper: str, people: int, picks: int) -> None:
    layout = easy(name, paper)
    measures = fonts(layout.faces)
    document = compose_worksheet(sheet(layout, people, picks), layout)
    for fillable in (True, False):
        pages = typeset(document, layout, measures, DisplayText(measures), fillable=fillable)
        assert (outside(pages, layout), overlaps(pages)) == ([], [])


@pytest.mark.parametrize(("paper", "most"), [("a4", 6), ("letter", 2), ("legal", 6)])
def test_onepage_stays_one_sheet_and_keeps_steps_and_questions(paper: str, most: int) -> None:
    layout = easy("onepage", paper)
    measures = fonts(layout.faces)
    for people, picks in ((1, 0), (2, 3), (most, 0)):
        document = compose_worksheet(sheet(layout, people, picks), layout)
        front, _ = typeset(document, layout, measures, DisplayText(measures), fillable=True).pages
        texts = [mark.text for mark in front.content if isinstance(mark, Text)]
        assert "How it goes" in texts
        assert sum(isinstance(mark, CheckboxField) for mark in front.content) == 13 * people
        words = [mark for mark in front.content if isinstance(mark, Text) and len(mark.text) > 3]  # initials may shrink
        assert min(mark.size for mark in words) >= 11


def test_what_does_not_help_is_not_left_out() -> None:
    layout = easy("onepage", "a5")  # too small for one sheet anyway
    measures = fonts(layout.faces)
    pages = typeset(
        compose_worksheet(sheet(layout, 6, 0), layout), layout, measures, DisplayText(measures), fillable=True
    ).pages
    texts = " ".join(mark.text for page in pages for mark in page.content if isinstance(mark, Text))
    assert "Imagine a world" in texts
    assert "How the time goes" in texts


@every_layout
def test_an_alliance_takes_the_style_too(name: str) -> None:
    texts = {("q1", 0): "So it goes on.\n" * 90, ("c1", 1): "Ελλάδα, Москва, Łódź"}
    alliance = alliance_of(bank_of(["First?", "Second?"]), SIX[:2], texts)
    layout = easy(name)
    pages = typeset(
        compose_alliance(alliance), layout, fonts(layout.faces), DisplayText(fonts(layout.faces)), fillable=False
    )
    assert (outside(pages, layout), overlaps(pages)) == ([], [])


@every_layout
def test_no_type_is_small_and_none_smaller_than_the_layouts_own(name: str) -> None:
    usual, eased = load_layout(name), easy(name)
    for style in Style:
        assert eased.styles[style].size >= max(11, usual.styles[style].size)
        assert eased.styles[style].leading / eased.styles[style].size >= 1.15


def test_what_is_read_is_in_atkinson_and_what_it_lacks_in_the_usual_typefaces() -> None:
    layout = easy("classic")
    made = render_worksheet(sheet(layout, 6, 2), layout, fillable=False)
    reader = PdfReader(io.BytesIO(made.data))
    used = {font["/BaseFont"].partition("+")[2] for page in reader.pages for font in _fonts_of(page)}
    assert ATKINSON.name in used
    assert not any("Vollkorn" in name for name in used)
    assert made.remarks == ()
    assert coverage(ATKINSON).fallback_font("Ж") == coverage(ATKINSON).fallback_font("λ") == NOTO_SANS
    assert "Дмитрий Орлов" in reader.pages[0].extract_text()


def test_fields_are_typed_in_atkinson_too_and_in_one_font_for_all_alphabets() -> None:
    layout = easy("classic")
    made = render_worksheet(sheet(layout, 6, 2), layout, fillable=True)
    reader = PdfReader(io.BytesIO(made.data))
    used = {
        font["/BaseFont"].partition("+")[2] or font["/BaseFont"] for page in reader.pages for font in _fonts_of(page)
    }
    assert used == {"/" + ATKINSON_FIELD.name, ATKINSON.name}
    form: Any = reader.trailer["/Root"]["/AcroForm"]  # type: ignore[index] # pypdf's objects are untyped
    named = {name: font["/BaseFont"] for name, font in form["/DR"]["/Font"].items()}
    assert named == {"/F1": f"/{ATKINSON_FIELD.name}"}
    usual, own = (field_subset(fonts(faces)).advances.keys() for faces in (HOUSE, layout.faces))
    assert own >= usual


@every_layout
def test_no_face_keeps_a_typeface_of_the_layouts_own(name: str) -> None:
    faces = easy(name).faces
    assert {faces.text, faces.display, faces.italic, faces.semibold} == {ATKINSON}


def _fonts_of(page: object) -> list[dict[str, str]]:
    resources = page["/Resources"]["/Font"]  # type: ignore[index] # pypdf's objects are untyped
    return [each.get_object() for each in resources.values()]


def test_characters_stand_further_apart_on_paper_and_not_in_fields() -> None:
    faces = easy("classic").faces
    text, wide, usual = "What we agree", fonts(faces), fonts(faces._replace(tracking=0))
    assert wide.width(text, Face.DISPLAY, 10) == pytest.approx(
        usual.width(text, Face.DISPLAY, 10) + len(text) * 10 * faces.tracking
    )
    assert wide.width(text, Face.FIELD, 10) == usual.width(text, Face.FIELD, 10)


def test_what_is_filled_in_already_fits_its_field_in_the_fields_own_face() -> None:
    layout = easy("classic")
    long = ("Wilhelmina Wolkenstein-Wassermann of Wittenberg", "Maximiliane Mommsen-Müller vom Münstermarkt")
    worksheet = sheet(layout, 2, 0)._replace(people=People(long))
    measures = fonts(layout.faces)
    pages = typeset(compose_worksheet(worksheet, layout), layout, measures, DisplayText(measures), fillable=True)
    values = [mark for mark in pages.pages[0].content if isinstance(mark, TextField) and mark.value]
    assert len(values) == 2
    for field in values:
        assert field.entry is Entry.SINGLE_LINE
        assert measures.width(field.value, Face.FIELD, field.size) <= field.rect.width - 3.9


def test_worksheets_that_share_a_template_are_the_same_as_one_made_alone() -> None:
    layout = easy("workbook")
    renderer = WorksheetRenderer(RenderOptions(layout, fillable=True))
    for names in (("Ana", "Ben"), ("Zoë Nuñez", "Łukasz"), ("Мария", "Νίκος")):
        worksheet = sheet(layout, 2, 0)._replace(people=People(names))
        assert renderer.render(worksheet) == render_worksheet(worksheet, layout, fillable=True)


def test_the_drawn_text_is_spaced_as_it_was_measured() -> None:
    layout = easy("classic")
    made = render_worksheet(sheet(layout, 2, 0), layout, fillable=False)
    content = PdfReader(io.BytesIO(made.data)).pages[0].get_contents()
    assert content is not None
    title = layout.styles[Style.TITLE].size
    assert f"{title * layout.faces.tracking:.2f} Tc".encode() in content.get_data()
    texts = [mark for mark in typeset(compose_worksheet(sheet(layout, 2, 0), layout), layout, fonts(layout.faces),
             DisplayText(fonts(layout.faces)), fillable=False).pages[0].content if isinstance(mark, Text)]  # fmt: skip
    assert all(mark.spacing == 0 for mark in texts)  # the tracking is the typefaces' own
