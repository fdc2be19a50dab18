"""Decks: how many cards a sheet holds, backs that meet their fronts, texts that fit, and what is read aloud."""

from __future__ import annotations

import io
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from generator.composing.worksheet import compose_worksheet
from generator.errors import InvalidRequest
from generator.files.shipped import style_files
from generator.fonts.metrics import fonts
from generator.formats.paper import check_paper, parse_paper
from generator.model.brand import Brand
from generator.model.colour import LEAST, WHITE, Colour, contrast
from generator.model.layout import POINTS_PER_MM, SHEET_EDGE
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.typesetting import DisplayText, typeset
from generator.typesetting.card_faces import CardTooSmall
from generator.typesetting.cards import cells
from generator.typesetting.page import ARTIFACT, Box, CheckboxField, Rule, Tag, Text, TextField
from generator.workflows.inputs import load_bank, load_layout
from generator.workflows.render_worksheet import render_worksheet
from tests.composing.worksheets import bank_of
from tests.typesetting.placed import of_text

if TYPE_CHECKING:
    from generator.model.bank import QuestionBank
    from generator.model.layout import Layout
    from generator.typesetting.page import Page, Pages, Rect

SIX = ("Ana Lima", "Ben Okafor", "Chloé Martin", "Dmitri Orlow", "Eleni Papadopoulou", "Farid Haddad")


def deck_layout(paper: str = "a4", style: str | None = None) -> Layout:
    return load_layout("cards", style).on(parse_paper(paper))


def worksheet(bank: QuestionBank, people: int, paper: str, picks: int = 0) -> Worksheet:
    given = nobody(people)
    selection = suggest(bank, given=given, per_person=picks, seed=1) if picks else given
    meeting = Meeting(None, None, "", 90)
    return Worksheet(
        bank, People(SIX[:people]), selection, meeting, "cards", paper, "1.0", deck_layout(paper).fillable_parts
    )


def deck(
    bank: QuestionBank, people: int = 2, paper: str = "a4", *, fillable: bool = True, layout: Layout | None = None
) -> Pages:
    layout = layout or deck_layout(paper)
    document = compose_worksheet(worksheet(bank, people, paper), layout)
    return typeset(document, layout, fonts(layout.faces), DisplayText(fonts(layout.faces)), fillable=fillable)


@cache
def builtin(people: int = 2, paper: str = "a4") -> Pages:
    return deck(load_bank(None), people, paper)


def texts_in(page: Page, cell: Rect) -> str:
    """What stands within a cell, all of it."""
    inside = [
        mark.text
        for mark in page.content
        if isinstance(mark, Text) and cell.x <= mark.x < cell.x + cell.width and cell.y <= mark.y < cell.y + cell.height
    ]
    return "".join(inside)


@pytest.mark.parametrize(
    ("paper", "a_sheet"),
    [("a4", 8), ("letter", 8), ("legal", 10), ("a5", 3), ("297x210mm", 9), ("120x100mm", 1), ("297x420mm", 18)],
)
def test_a_sheet_holds_as_many_cards_as_fit(paper: str, a_sheet: int) -> None:
    pages = builtin(2, paper).pages
    assert len(cells(deck_layout(paper))) == a_sheet
    assert len(pages) == 2 * -(-16 // a_sheet)


@pytest.mark.parametrize("paper", ["100x100mm", "104x200mm", "1200x100mm"])
def test_paper_that_holds_no_card_is_refused(paper: str) -> None:
    layout = deck_layout(paper)
    if paper.startswith("1200"):
        layout = layout._replace(cards=layout.cards._replace(height=91 * POINTS_PER_MM))
    with pytest.raises(InvalidRequest, match="is too small for layout 'cards': a card is 95 x"):
        check_paper(layout)


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "letter", "legal", "a5", "297x210mm"])
@pytest.mark.parametrize("people", [1, 2, 6])
def test_every_back_lies_behind_its_front_when_the_sheet_is_flipped_on_its_long_edge(paper: str, people: int) -> None:
    bank, layout = load_bank(None), deck_layout(paper)
    section_of = {question.text: section.title for section in bank.sections for question in section.questions}
    section_of |= {question.text: bank.closing.title for question in bank.closing.questions}
    pages, lying = builtin(people, paper).pages, layout.page.width > layout.page.height
    seen = []
    for front, back in zip(pages[::2], pages[1::2], strict=True):
        for cell in cells(layout):
            behind = (
                cell._replace(y=layout.page.height - cell.y - cell.height)
                if lying
                else cell._replace(x=layout.page.width - cell.x - cell.width)
            )
            found = [text for text in section_of if text in texts_in(front, cell)]
            for text in found:
                assert texts_in(back, behind) == section_of[text]
            seen += found
    assert Counter(seen) == Counter(section_of.keys())


def test_backs_stand_where_the_rendered_file_has_them() -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    sheet, layout = worksheet(load_bank(None), 2, "letter"), deck_layout("letter")
    made = render_worksheet(sheet, layout, fillable=False)
    assert made.pages == 4
    with pdfium.PdfDocument(io.BytesIO(made.data)) as document:
        fronts, backs = document[2].get_textpage(), document[3].get_textpage()
        words = [
            [page.get_text_bounded(c.x, c.y, c.x + c.width, c.y + c.height) for c in cells(layout, mirrored=mirrored)]
            for page, mirrored in ((fronts, False), (backs, True))
        ]
    for front, back in zip(*words, strict=True):
        assert back.split()[0] in front.split()
    assert words[1][-1].split() == ["Closing"]


def test_cards_do_not_reach_their_cuts_and_marks_stand_outside_of_all_cards() -> None:
    layout, pages = deck_layout(), builtin(6)
    for number, page in enumerate(pages.pages):
        held = cells(layout)
        left, right = min(c.x for c in held), max(c.x + c.width for c in held)
        bottom, top = min(c.y for c in held), max(c.y + c.height for c in held)
        cuts = [
            mark
            for mark in page.content
            if isinstance(mark, Rule)
            and (max(mark.x1, mark.x2) < left or min(mark.x1, mark.x2) > right or mark.y2 < bottom or mark.y1 > top)
        ]
        assert len(cuts) == (0 if number % 2 else 2 * (3 + 5))
        for mark in page.content:
            if isinstance(mark, Text):
                extent = of_text(mark, fonts(pages.faces))
                clear = [
                    c.x + 9 <= extent.left
                    and extent.right <= c.x + c.width - 9
                    and c.y + 9 <= extent.bottom
                    and extent.top <= c.y + c.height - 9
                    for c in held
                ]
                assert sum(clear) == 1, mark


def test_cards_stand_where_printers_print() -> None:
    for paper in ("a4", "letter", "legal", "a5", "297x210mm", "150x260mm"):
        layout = deck_layout(paper)
        for cell in cells(layout):
            assert min(cell.x, cell.y) >= SHEET_EDGE
            assert cell.x + cell.width <= layout.page.width - SHEET_EDGE
            assert cell.y + cell.height <= layout.page.height - SHEET_EDGE


@pytest.mark.parametrize("paper", ["a4", "letter", "legal"])
def test_marks_to_cut_by_stand_where_printers_print(paper: str) -> None:
    page, held = builtin(2, paper).pages[0], cells(deck_layout(paper))
    left, bottom = min(c.x for c in held), min(c.y for c in held)
    cuts = [mark for mark in page.content if isinstance(mark, Rule) and (mark.x1 < left or mark.y1 < bottom)]
    assert cuts
    for mark in cuts:
        assert min(mark.x1, mark.y1) >= 6 * POINTS_PER_MM - 0.01
        assert max(mark.x2 - mark.x1, mark.y2 - mark.y1) >= POINTS_PER_MM


def test_every_question_card_has_a_box_and_initials_for_each_person_and_closing_cards_have_none() -> None:
    layout, pages = deck_layout(), builtin(6)
    for page in pages.pages[::2]:
        for cell in cells(layout):
            boxes = [
                mark
                for mark in page.content
                if isinstance(mark, CheckboxField)
                and cell.x < mark.rect.x < cell.x + cell.width
                and cell.y < mark.rect.y < cell.y + cell.height
            ]
            text = texts_in(page, cell)
            is_question = not (text.startswith(("Closing", "Designing", "A question")))
            assert len(boxes) == (6 if is_question else 0)
            assert all(mark.rect.width >= 4 * POINTS_PER_MM for mark in boxes)
            assert text.endswith("ALBOCMDOEPFH") is is_question


def test_the_cover_has_a_field_for_every_name() -> None:
    for people in (1, 2, 3, 4, 6):
        fields = [mark for mark in builtin(people).pages[0].content if isinstance(mark, TextField)]
        assert [mark.value for mark in fields] == list(SIX[:people])


def test_the_cover_has_the_steps_on_its_back_where_they_fit() -> None:
    bank = load_bank(None)
    back = builtin().pages[1]
    assert "How it goes" in "".join(mark.text for mark in back.content if isinstance(mark, Text))
    long = bank._replace(instructions=("Take your time, and then some more of it. " * 60,))
    texts = "".join(mark.text for mark in deck(long).pages[1].content if isinstance(mark, Text))
    assert "Take your time" not in texts
    assert texts.count(bank.title) == 1


def test_long_questions_are_set_smaller_and_nothing_of_them_is_lost() -> None:
    short, long = "Why?", "What do you want to remember of this when all is said and done? " * 5
    pages = deck(bank_of([short, long.strip()]))
    marks = [mark for mark in pages.pages[0].content if isinstance(mark, Text)]
    of_long = [mark for mark in marks if mark.text.strip() and mark.text.strip() in long and len(mark.text) > 20]
    assert " ".join("".join(mark.text for mark in of_long).split()) == long.strip()
    sizes = {mark.text: mark.size for mark in marks}
    assert sizes[short] == 17
    assert {8 <= mark.size < 17 for mark in of_long} == {True}


@pytest.mark.parametrize("text", ["word " * 400, "W" * 700])
def test_a_question_that_fits_no_card_is_refused_and_told(text: str) -> None:
    with pytest.raises(CardTooSmall) as refused:
        deck(bank_of([text.strip()]))
    assert "does not fit a card of 95 x 65 mm. Shorten it, leave it out, or choose" in str(refused.value)
    assert f"({len(text.strip())} characters)" in str(refused.value)


def test_a_word_wider_than_a_card_is_broken_only_at_the_smallest_size() -> None:
    pages = deck(bank_of(["Donaudampfschifffahrtsgesellschaft" * 3]))
    sizes = {mark.size for mark in pages.pages[0].content if isinstance(mark, Text) and "dampfschiff" in mark.text}
    assert sizes == {8}


def test_cards_left_over_are_there_to_write_on() -> None:
    pages = deck(bank_of(["Why?"], closing=("How?",)))
    spare = [mark.text for mark in pages.pages[0].content if isinstance(mark, Text) and "of our own" in mark.text]
    assert len(spare) == 8 - 3


def test_each_section_is_a_heading_once_a_sheet_and_nothing_of_a_usual_back_is_read() -> None:
    pages = builtin()
    for number, page in enumerate(pages.pages):
        read = [mark for mark in page.content if isinstance(mark, Text) and mark.element != ARTIFACT]
        heads = Counter(mark.text for mark in read if pages.elements[mark.element].tag is Tag.H2)
        assert set(heads.values()) <= {1}
        wanted = {
            0: {"Identifying Intentions", "Creating the Atmosphere", "Sharing Responsibility"},
            1: {"How it goes"},
            2: {"Sharing Responsibility", "Creating a Backup Plan", "Closing"},
            3: set(),
        }
        assert set(heads) == wanted[number]
        assert bool(read) is (number < 3)


def test_closing_cards_are_turned_inside_out() -> None:
    pages = builtin()
    front, back = (
        [mark for mark in page.content if isinstance(mark, Box) and mark.rect.width > 100] for page in pages.pages[2:4]
    )
    assert [bool(box.fill) for box in front] == [True, True]
    assert [bool(box.fill) for box in back] == [True] * 6 + [False] * 2


BARELY = Brand("Tandem", accent=Colour(0x76 / 255, 0x76 / 255, 0x76 / 255), second=Colour(0.0, 0x7F / 255, 0x7F / 255))
"""A brand whose colours have little more than the contrast that is asked for."""


def background(text: Text, page: Page) -> Colour:
    """The colour of the last panel below a text; else the paper's."""
    fills = [WHITE]
    for mark in page.content:
        if mark == text:
            break
        if isinstance(mark, Box) and mark.fill:
            x, y, width, height = mark.rect
            if x <= text.x <= x + width and y <= text.y <= y + height:
                fills.append(mark.fill)
    return fills[-1]


@pytest.mark.parametrize("brand", [None, BARELY])
@pytest.mark.parametrize("style", [None, *style_files()])
def test_all_text_on_cards_has_the_contrast_of_wcag_aa_with_what_it_stands_on(
    style: str | None, brand: Brand | None
) -> None:
    layout = load_layout("cards", style, brand).on(parse_paper("a4"))
    pages = deck(load_bank(None), layout=layout)
    texts = [(mark, page) for page in pages.pages for mark in page.content if isinstance(mark, Text)]
    assert [mark.text for mark, page in texts if contrast(mark.colour, background(mark, page)) < LEAST] == []
    assert any(background(mark, page) != WHITE for mark, page in texts) == (style != "ink-saver")


def test_each_section_has_a_colour_and_those_of_a_brand_are_the_first() -> None:
    house, branded = (load_layout("cards", None, brand).cards.colours for brand in (None, BARELY))
    assert len(set(house)) == len(set(branded)) == len(load_bank(None).sections)
    assert branded[:2] == (BARELY.accent, BARELY.second)
    saved = load_layout("cards", "ink-saver")
    assert load_layout("cards", "ink-saver", BARELY).cards.colours == (saved.colours.accent,)


def test_without_ink_to_spare_there_is_nothing_but_frames() -> None:
    layout = deck_layout(style="ink-saver")
    pages = deck(load_bank(None), layout=layout)
    assert not [mark for page in pages.pages for mark in page.content if isinstance(mark, Box) and mark.fill]


def test_decks_with_picks_show_them_for_paper_alone() -> None:
    sheet, layout = worksheet(load_bank(None), 2, "a4", picks=3), deck_layout()
    pages = typeset(compose_worksheet(sheet, layout), layout, fonts(), DisplayText(fonts()), fillable=False)
    spoken = [element.alternative for element in pages.elements if element.alternative]
    assert sum(text.startswith("Ana Lima picks: ") for text in spoken) == 3
    assert len(spoken) == 6
