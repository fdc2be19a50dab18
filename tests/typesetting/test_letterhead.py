"""A brand on the page: its letterhead on the first one, how to reach it in the foot of every one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.document import (
    Document,
    FieldRows,
    LabelledField,
    Notes,
    PageBreak,
    Paragraph,
    QuestionChecklist,
    Signatures,
    Title,
)
from generator.composing.worksheet import compose_worksheet
from generator.files.shipped import layout_names
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.layout import POINTS_PER_MM, Part, Style
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.typesetting import DisplayText, typeset
from generator.typesetting.letterhead import raise_bottom_margin
from generator.typesetting.page import ARTIFACT, Picture, Tag, Text, TextField
from generator.workflows.inputs import load_bank, load_layout
from generator.workflows.render_alliance import render_alliance
from generator.workflows.render_worksheet import RenderOptions, WorksheetRenderer, render_worksheet
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of
from tests.typesetting.branding import BANNER, LINE, SQUARE, TALL, WIDE, branded
from tests.typesetting.placed import as_it_is_set, outside, overlaps

if TYPE_CHECKING:
    from generator.model.brand import Brand, Image
    from generator.model.layout import Layout
    from generator.typesetting.page import Page, Pages

RETURNING = "Save it, do not print it to PDF, and send it to us."

every_layout = pytest.mark.parametrize("name", layout_names())


@cache
def layout_of(name: str, paper: str = "a4") -> Layout:
    return as_it_is_set(load_layout(name).on(parse_paper(paper)))


def sheet(layout: Layout, names: tuple[str, ...] = ("Ana Lima", "Ben Okafor"), picks: int = 0) -> Worksheet:
    bank, given = load_bank(None), nobody(len(names))
    chosen = suggest(bank, given=given, per_person=picks, seed=1) if picks else given
    meeting = Meeting(None, None, "", 90)
    return Worksheet(bank, People(names), chosen, meeting, layout.name, layout.paper.name, "1.0", layout.fillable_parts)


def pages_of(brand: Brand, layout: Layout) -> Pages:
    layout = layout._replace(brand=brand)
    return typeset(compose_worksheet(sheet(layout), layout), layout, fonts(), DisplayText(fonts()), fillable=True)


def said(text: str, brand: Brand) -> bool:
    return text.strip() in f"{brand.contact} {brand.website}"


def without(marks: set[Text], pages: Pages) -> Pages:
    """The pages without the feet that are read aloud, which so are no artifacts."""
    return pages._replace(
        pages=tuple(
            page._replace(content=tuple(each for each in page.content if each not in marks)) for page in pages.pages
        )
    )


def text_of(page: Page) -> str:
    return " ".join(mark.text for mark in page.content if isinstance(mark, Text))


def test_the_first_page_alone_has_the_logo_and_the_organisation() -> None:
    first, *others = pages_of(branded(), layout_of("classic")).pages
    assert [mark.image for mark in first.content if isinstance(mark, Picture)] == [WIDE]
    assert "Tandem Coaching" in text_of(first)
    for page in others:
        assert not any(isinstance(mark, Picture) for mark in page.content)
        assert "Tandem Coaching" not in text_of(page)


def test_every_page_tells_how_to_reach_the_organisation_and_the_last_one_says_it_aloud() -> None:
    pages = pages_of(branded(), layout_of("classic"))
    spoken = []
    for number, page in enumerate(pages.pages):
        contact = [mark for mark in page.content if isinstance(mark, Text) and "tandem.example" in mark.text]
        assert len(contact) == 2
        spoken += [(number, pages.elements[mark.element].tag) for mark in contact if mark.element != ARTIFACT]
    assert spoken == [(len(pages.pages) - 1, Tag.P)] * 2


def test_the_logo_is_a_figure_with_its_alternative_text() -> None:
    pages = pages_of(branded(), layout_of("classic"))
    (logo,) = (mark for page in pages.pages for mark in page.content if isinstance(mark, Picture))
    assert pages.elements[logo.element][:1] == (Tag.FIGURE,)
    assert pages.elements[logo.element].alternative == "Two circles that overlap"


@pytest.mark.parametrize(
    ("image", "width", "height"),
    [(WIDE, 28.28, 7.07), (SQUARE, 14.14, 14.14), (TALL, 1.8, 18), (BANNER, 52.92, 3.78), (LINE, 60, 1.5)],
)
def test_logos_of_all_proportions_have_one_area_within_a_height_and_a_width(
    image: Image, width: float, height: float
) -> None:
    pages = pages_of(branded(image=image), layout_of("classic"))
    (logo,) = (mark for mark in pages.pages[0].content if isinstance(mark, Picture))
    size = (logo.rect.width / POINTS_PER_MM, logo.rect.height / POINTS_PER_MM)
    assert size == pytest.approx((width, height), abs=0.01)


def test_a_logo_leaves_half_of_a_small_page_to_the_name() -> None:
    layout = layout_of("classic", "a5")
    (logo,) = (mark for mark in pages_of(branded(image=LINE), layout).pages[0].content if isinstance(mark, Picture))
    assert logo.rect.width == pytest.approx(layout.measure / 2)


@every_layout
def test_a_worksheet_says_at_its_end_how_to_return_it_and_needs_no_page_more_for_that(name: str) -> None:
    layout = layout_of(name)
    plain = pages_of(branded(), layout)
    pages = pages_of(branded()._replace(returning=RETURNING), layout)
    assert len(pages.pages) == len(plain.pages)
    said = [page for page in pages.pages if RETURNING in text_of(page)]
    assert len(said) == {"cards": 0, "prep": 2, "tents": 0}.get(name, 1)
    for mark in (
        mark
        for page in said
        for mark in page.content
        if isinstance(mark, Text) and mark.text in RETURNING and len(mark.text) > 5
    ):
        assert pages.elements[mark.element].tag is Tag.P
        assert mark.size == layout.styles[Style.NOTE].size


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("classic", Signatures, None),
        ("workbook", Signatures, Notes),
        ("onepage", FieldRows, Notes),
        ("prep", QuestionChecklist, PageBreak),
    ],
)
def test_how_to_return_a_worksheet_stands_below_all_there_is_to_fill_in(
    name: str, before: type, after: type | None
) -> None:
    layout = layout_of(name)._replace(brand=branded()._replace(returning=RETURNING))
    blocks = compose_worksheet(sheet(layout), layout).blocks
    place = [isinstance(block, Paragraph) and block.text == RETURNING for block in blocks].index(True)
    assert isinstance(blocks[place - 1], before)
    assert blocks[place + 1 :] == () if after is None else isinstance(blocks[place + 1], after)


def test_how_to_return_a_worksheet_stays_with_what_is_above_it() -> None:
    layout, parted = layout_of("classic"), set()
    for lines in range(30, 60):
        signed = Signatures((LabelledField("Ana Lima", "sign", "", ""),))
        above = Paragraph("and so on and on and on " * 4 * lines)
        for follows in (True, False):
            said = Paragraph(RETURNING, Style.NOTE, apart=True, follows=follows)
            document = Document("Title", ("Title", ""), (Title("Title"), above, signed, said), flows=True)
            pages = typeset(document, layout, fonts(), DisplayText(fonts()), fillable=True).pages
            alone = not any(isinstance(mark, TextField) for mark in pages[-1].content)
            parted |= {follows} if alone else set()
    assert parted == {False}


def test_a_finished_alliance_does_not_say_how_to_return_a_worksheet() -> None:
    alliance = alliance_of(bank_of(["First?"]), ("Ana", "Ben"), {("q1", 0): "Yes."})
    brand = branded()._replace(returning=RETURNING)
    assert compose_alliance(alliance, brand) == compose_alliance(alliance, branded())


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "a5", "letter"])
@every_layout
def test_nothing_overlaps_or_leaves_the_margins(name: str, paper: str) -> None:
    layout = layout_of(name, paper)
    for brand in (
        *map(branded, ("Tandem Coaching", "Company " * 40)),
        *(branded(image=image) for image in (None, TALL, SQUARE, LINE)),
        branded()._replace(contact="call " * 60, returning="send " * 60),
    ):
        pages = pages_of(brand, layout)
        last = next(page for page in reversed(pages.pages) if page.content)
        feet = {
            mark
            for mark in last.content
            if isinstance(mark, Text) and said(mark.text, brand) and mark.size == layout.styles[Style.FOOT].size
        }
        area = raise_bottom_margin(layout, len({mark.y for mark in feet}))
        assert (outside(without(feet, pages), area), overlaps(pages)) == ([], [])
        assert bool(feet) == {Part.CARDS, Part.TENTS}.isdisjoint(layout.parts)  # a deck is nothing but its cards
        assert all(mark.y > layout.margins.bottom - 26 > 10 for mark in feet)


def test_an_organisation_of_300_characters_stands_there_whole() -> None:
    name = ("The Honourable Society of Coaches and Companions " * 7)[:300].strip()
    first = pages_of(branded(name), layout_of("classic")).pages[0]
    assert name in " ".join(text_of(first).split())


def test_a_brand_costs_the_classic_layout_no_page() -> None:
    layout = layout_of("classic")
    for picks in (0, 3):
        plain = render_worksheet(sheet(layout, picks=picks), layout, fillable=True)
        mine = render_worksheet(sheet(layout, picks=picks), layout._replace(brand=branded()), fillable=True)
        assert mine.pages == plain.pages


def test_the_identity_and_the_definition_do_not_depend_on_the_brand() -> None:
    layout = layout_of("classic")
    plain, mine = (compose_worksheet(sheet(layout), layout._replace(brand=brand)) for brand in (None, branded()))
    assert mine.hidden == plain.hidden


def test_branded_worksheets_that_share_a_template_are_the_same_as_one_made_alone() -> None:
    layout = layout_of("classic")._replace(brand=branded())
    renderer = WorksheetRenderer(RenderOptions(layout, fillable=True))
    for names in (("Ana", "Ben"), ("Zoë Nuñez", "Łukasz"), ("A name that is much too long for its line " * 4, "Νίκος")):
        worksheet = sheet(layout, names)
        assert renderer.render(worksheet) == render_worksheet(worksheet, layout, fillable=True)


def test_an_alliance_is_branded_where_a_brand_is_given() -> None:
    alliance = alliance_of(bank_of(["First?"]), ("Ana", "Ben"), {("q1", 0): "Yes.\n" * 200})
    layout = layout_of("classic")._replace(brand=branded())
    pages = typeset(compose_alliance(alliance, layout.brand), layout, fonts(), DisplayText(fonts()), fillable=False)
    assert len(pages.pages) > 2
    assert overlaps(pages) == []
    assert "Tandem Coaching" in text_of(pages.pages[0])
    assert render_alliance(alliance, layout).data != render_alliance(alliance, layout_of("classic")).data
