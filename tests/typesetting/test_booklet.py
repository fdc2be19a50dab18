"""Booklets: margins at the fold and outside, page numbers outside, the title page, and what lies outside unseen."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.document import Notes, PageBreak, Signatures
from generator.composing.worksheet import compose_worksheet
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.layout import POINTS_PER_MM, Imposition, Layout, Part, Style
from generator.model.worksheet import Meeting
from generator.typesetting import DisplayText, impose, typeset
from generator.typesetting.imposition import bind_pages
from generator.typesetting.page import ARTIFACT, Page, Pages, Tag, Text, TextField
from generator.workflows.inputs import load_bank, load_layout
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, worksheet_of
from tests.typesetting.branding import SQUARE, branded
from tests.typesetting.placed import extents, is_foot, outside, overlaps

INNER, OUTER = 17 * POINTS_PER_MM, 12 * POINTS_PER_MM
LONG = "Konstantinopolskaya-Featherstonehaugh van der Wolkenstein-Tr"
PEOPLE = ("Ana Lima", "Ben Okafor", "Ελένη Παπαδοπούλου", "Дмитрий Щербаков", LONG, "W" * 60)
every_paper = pytest.mark.parametrize("paper", ["a4", "letter"])


def booklet(paper: str = "a4") -> Layout:
    return load_layout("booklet").on(parse_paper(paper))


def sheet(paper: str = "a4", names: tuple[str, ...] = PEOPLE[:2], *, picks: int = 0) -> Pages:
    bank, layout = load_bank(None), booklet(paper)
    ids = tuple(question.id for question in bank.questions())
    picked = tuple(ids[person * picks : (person + 1) * picks] for person in range(len(names)))
    worksheet = worksheet_of(bank, *names, picks=picked)
    return typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True)


def finished(answers: int, digest: str = "") -> Pages:
    """An alliance in which so many questions are answered."""
    texts = {
        (f"q{number}", person): "As long as it takes. " * 20 for number in range(1, answers + 1) for person in (0, 1)
    }
    alliance = alliance_of(bank_of([f"Question {number}?" for number in range(1, answers + 1)]), PEOPLE[:2], texts)
    document = compose_alliance(alliance, title_page=True, digest=digest)
    return typeset(document, booklet(), fonts(), DisplayText(fonts()), fillable=False)


def edges(page: Page, layout: Layout) -> tuple[float, float]:
    """The free space left and right of what stands on a page."""
    found = list(extents(page, fonts()))
    return min(extent.left for extent in found), layout.page.width - max(extent.right for extent in found)


def folio(page: Page, layout: Layout) -> Text:
    (found,) = (mark for mark in page.content if is_foot(mark, layout) and isinstance(mark, Text) and "of" in mark.text)
    return found


@every_paper
@pytest.mark.parametrize("pages_of", [sheet, lambda _: finished(9)], ids=["worksheet", "alliance"])
def test_the_inner_margin_is_17_and_the_outer_one_12_millimetres_and_page_numbers_stand_outside(
    paper: str, pages_of: object
) -> None:
    assert callable(pages_of)
    layout = booklet()
    pages = sheet(paper) if pages_of is sheet else finished(9)
    layout = booklet(paper) if pages_of is sheet else layout
    written = [(number, page) for number, page in enumerate(pages.pages, start=1) if page.content][1:]
    assert {number % 2 for number, _ in written} == {0, 1}
    for number, page in written:
        left, right = edges(page, layout)
        inner, outer = (left, right) if number % 2 else (right, left)
        assert inner >= INNER - 1.5  # a field reaches a point beyond its line
        assert outer >= OUTER - 1.5
        mark = folio(page, layout)
        assert mark.text == f"Page {number} of {len(pages.pages)}"
        if number % 2:
            end = mark.x + fonts().width(mark.text, mark.face, mark.size)
            assert end == pytest.approx(layout.page.width - OUTER, abs=0.1)
        else:
            assert mark.x == pytest.approx(OUTER, abs=0.1)
    assert (outside(pages, layout), overlaps(pages)) == ([], [])


def foot_of(page: Page, layout: Layout, *, mirrored: bool) -> list[tuple[str, float]]:
    """What stands in a foot but the page's number, and how far from the fold it begins or, ``mirrored``, ends."""
    found = []
    for mark in page.content:
        if isinstance(mark, Text) and mark.y < layout.margins.bottom and not mark.text.startswith("Page"):
            end = mark.x + fonts().width(mark.text.rstrip(), mark.face, mark.size)
            found.append((mark.text, round(page.width - end if mirrored else mark.x, 1)))
    return found


@every_paper
@pytest.mark.parametrize("names", [PEOPLE[:2], PEOPLE])
def test_the_whole_foot_of_a_left_hand_page_is_that_of_a_right_hand_one_mirrored(
    paper: str, names: tuple[str, ...]
) -> None:
    layout = booklet(paper)._replace(brand=branded())
    document = compose_worksheet(worksheet_of(load_bank(None), *names), layout)
    pages = typeset(document, layout, fonts(), DisplayText(fonts()), fillable=True).pages
    numbered = [(number, page) for number, page in enumerate(pages, start=1) if page.content][1:]
    feet = [foot_of(page, layout, mirrored=number % 2 == 0) for number, page in numbered]
    assert len(feet[0]) > 2
    assert [foot for foot in feet if foot != feet[0]] == []


def test_revision_and_digest_follow_each_other_on_left_hand_pages_too() -> None:
    feet = [
        foot_of(page, booklet(), mirrored=False)
        for number, page in enumerate(finished(9, "3b07 5ea2 90fd").pages, start=1)
        if number % 2 == 0 and page.content
    ]
    assert feet
    for foot in feet:
        at = dict(foot)
        assert at["Revision 1 · "] < at["3b07 5ea2 90fd"] < at["Designing the Alliance"]


@every_paper
def test_imposed_pages_have_their_inner_margins_on_both_sides_of_the_fold(paper: str) -> None:
    pages = impose(sheet(paper), Imposition.BOOKLET)
    for page in pages.pages:
        for extent in extents(page, fonts()):
            middle = page.width / 2
            assert extent.right <= middle - INNER + 1.5 or extent.left >= middle + INNER - 1.5


@pytest.mark.parametrize(
    ("count", "blank"), [(1, (1, 1)), (2, (0, 1)), (3, (1, 3)), (5, (1, 1)), (6, (0, 1)), (8, (1, 2))]
)
def test_the_outer_back_is_blank_and_the_back_of_the_title_where_that_costs_no_sheet(
    count: int, blank: tuple[int, int]
) -> None:
    bound = bind_pages(count, Imposition.BOOKLET, titled=True)
    assert (bound.blank_before, bound.blank_behind) == blank
    assert bound.pages == 1 + count + sum(blank)
    assert bound.pages % 4 == 0
    assert bound.first == 2 + bound.blank_before


@every_paper
@pytest.mark.parametrize("people", [1, 2, 6])
@pytest.mark.parametrize("picks", [0, 2])
def test_a_worksheet_fills_whole_sheets_with_nothing_on_the_outer_back(paper: str, people: int, picks: int) -> None:
    pages = sheet(paper, PEOPLE[:people], picks=picks)
    assert len(pages.pages) % 4 == 0
    assert not [mark for mark in pages.pages[-1].content if isinstance(mark, Text)]
    assert (outside(pages, booklet(paper)), overlaps(pages)) == ([], [])


@pytest.mark.parametrize("answers", [1, 2, 4, 6, 9, 12])
def test_an_alliance_fills_whole_sheets_with_nothing_on_the_outer_back(answers: int) -> None:
    pages = finished(answers)
    assert len(pages.pages) % 4 == 0
    assert not pages.pages[-1].content


def texts(page: Page) -> list[str]:
    return [mark.text for mark in page.content if isinstance(mark, Text)]


def heading(pages: Pages) -> str:
    """The heading of level 1 on the title page."""
    found = [
        mark.text
        for mark in pages.pages[0].content
        if isinstance(mark, Text) and mark.element != ARTIFACT and pages.elements[mark.element].tag is Tag.H1
    ]
    return " ".join(found)


def test_the_title_page_has_the_names_and_no_foot() -> None:
    pages = sheet()
    assert texts(pages.pages[0]) == ["Designing the Alliance", "Ana Lima", "and Ben Okafor"]
    sizes = [mark.size for mark in pages.pages[0].content if isinstance(mark, Text)]
    assert sizes[1] == sizes[2] > 2 * sizes[0]
    assert heading(pages) == "Designing the Alliance"
    nameless = sheet(names=("", ""))
    assert texts(nameless.pages[0]) == ["Designing the Alliance"]


def test_the_title_page_of_an_alliance_has_the_names_as_the_document_s_heading() -> None:
    pages = finished(2)
    assert heading(pages) == "Ana Lima and Ben Okafor"
    assert sum(element.tag is Tag.H1 for element in pages.elements) == 1


def test_names_on_the_title_page_are_smaller_rather_than_broken_within_a_word() -> None:
    page = sheet(names=("Donaudampfschiffahrtsgesellschaft", "Ben Okafor")).pages[0]
    assert texts(page)[1:] == ["Donaudampfschiffahrtsgesellschaft", "and Ben Okafor"]


@every_paper
def test_six_long_names_fit_the_title_page(paper: str) -> None:
    names = (*PEOPLE[:4], LONG, f"{LONG[:-2]}eu")
    page = sheet(paper, names).pages[0]
    shown = "".join(texts(page)[1:]).replace(" ", "")
    assert shown == "AnaLima,BenOkafor,ΕλένηΠαπαδοπούλου,ДмитрийЩербаков,{}and{}".format(
        *(name.replace(" ", "") for name in names[4:])
    )


def test_the_organisation_stands_on_the_title_page_alone() -> None:
    layout = booklet()._replace(brand=branded(image=SQUARE))
    worksheet = worksheet_of(load_bank(None), *PEOPLE[:2])
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True)
    assert layout.brand
    shown = [layout.brand.organisation in "".join(texts(page)) for page in pages.pages]
    assert shown == [True, *[False] * (len(pages.pages) - 1)]
    assert overlaps(pages) == []


def test_names_date_and_place_have_one_size() -> None:
    layout, bank = booklet(), load_bank(None)
    meeting = Meeting(dt.date(2026, 12, 4), dt.time(12, 30), "Café Lisboa", 90)
    worksheet = worksheet_of(bank, *PEOPLE[:2])._replace(meeting=meeting)
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True)
    fields = [mark for page in pages.pages for mark in page.content if isinstance(mark, TextField) and mark.value]
    assert [mark.value for mark in fields] == ["Ana Lima", "Ben Okafor", "4 December 2026, 12:30", "Café Lisboa"]
    assert {mark.size for mark in fields} == {layout.styles[Style.VALUE].size}


@pytest.mark.parametrize(
    ("name", "family"), [("classic", "-Wittgenstein"), ("onepage", "-Wittgenstein"), ("workbook", "")]
)
def test_values_side_by_side_have_one_size(name: str, family: str) -> None:
    layout = load_layout(name)
    worksheet = worksheet_of(load_bank(None), f"Maximiliane-Theodora von Hohenstaufen{family}", "Ben")
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True)
    long, short = (mark for mark in pages.pages[0].content if isinstance(mark, TextField) and mark.value)
    assert long.size == short.size < layout.styles[Style.VALUE].size
    assert long.rect.y == short.rect.y


def test_notes_stand_before_the_signatures_and_fill_their_page() -> None:
    layout = booklet()
    assert layout.parts.index(Part.NOTES) < layout.parts.index(Part.SIGNATURES)
    document = compose_worksheet(worksheet_of(load_bank(None), *PEOPLE[:2]), layout)
    kinds = [type(block) for block in document.blocks]
    assert kinds.index(Notes) < kinds.index(Signatures)
    assert PageBreak not in kinds[kinds.index(Notes) :]
    (page,) = (page for page in sheet().pages if "Notes" in texts(page))
    lowest = min(extent.bottom for extent in extents(page, fonts()) if extent.bottom > layout.margins.bottom - 1)
    assert lowest < layout.margins.bottom + layout.line_pitch


@pytest.mark.parametrize("imposed", ["none", "booklet"])
def test_any_layout_may_have_mirrored_margins(imposed: str) -> None:
    bound = load_layout("classic")._replace(imposition=Imposition(imposed))
    margins = bound.margins._replace(left=30.0 * POINTS_PER_MM, right=15 * POINTS_PER_MM, mirrored=True)
    layout = bound._replace(margins=margins)
    worksheet = worksheet_of(load_bank(None), *PEOPLE[:2])
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True)
    assert outside(pages, layout) == []
    assert edges(pages.pages[1], layout)[1] >= 30 * POINTS_PER_MM - 1.5
