"""The ends of finished alliances: no page that holds next to nothing, no table's row in two, heads repeated."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from generator.composing.document import (
    BulletList,
    Document,
    FieldRows,
    Heading,
    LabelledField,
    ListForm,
    Paragraph,
    Signatures,
    Table,
    Title,
)
from generator.fonts.metrics import fonts
from generator.model.layout import Style
from generator.typesetting import DisplayText, typeset
from generator.typesetting.bullet_lists import BULLET
from generator.typesetting.page import ARTIFACT, Tag, Text
from generator.typesetting.pagination import MOST_SQUEEZED, is_nearly_empty, paginate
from generator.typesetting.rows import Row
from tests.composing.worksheets import classic

if TYPE_CHECKING:
    from generator.composing.document import Block
    from generator.typesetting.page import Pages

LAYOUT = classic()
ROOM = LAYOUT.page.height - LAYOUT.margins.top - LAYOUT.margins.bottom
ITEMS = tuple(f"What do you expect of each other on day {number} of the week?" for number in range(9))


def pages_of(*blocks: Block, flows: bool = True) -> Pages:
    document = Document("Title", ("Title", ""), blocks, flows=flows)
    return typeset(document, LAYOUT, fonts(), DisplayText(fonts()), fillable=False)


def texts_of(pages: Pages) -> list[list[str]]:
    """Return the texts of each page but for its foot."""
    above = LAYOUT.margins.bottom - 1
    return [[mark.text for mark in page.content if isinstance(mark, Text) and mark.y > above] for page in pages.pages]


def lines(count: int, *, before: float = 10.0) -> list[Row]:
    return [Row(ROOM / 10 - before, [], space_before=before) for _ in range(count)]


@pytest.mark.parametrize(("count", "pages"), [(10, 1), (11, 1), (12, 2), (21, 2), (23, 3), (24, 3)])
def test_white_space_is_squeezed_where_little_is_left_for_the_last_page(count: int, pages: int) -> None:
    placed = paginate(LAYOUT, lines(count, before=20.0), flows=True)
    assert len(placed) == pages
    for page in placed:
        for (row, top), (following, below) in pairwise(page):
            assert top - row.height - below >= (1 - MOST_SQUEEZED) * following.space_before - 1e-6
        assert page[-1][1] - page[-1][0].height >= LAYOUT.margins.bottom - 1e-6


def test_pages_of_text_run_full_and_others_are_of_about_the_same_height() -> None:
    assert [len(page) for page in paginate(LAYOUT, lines(16), flows=True)] == [10, 6]
    assert [len(page) for page in paginate(LAYOUT, lines(16), flows=False)] == [8, 8]


def test_pages_are_of_the_same_height_only_where_all_but_the_last_are_about_full() -> None:
    assert [len(page) for page in paginate(LAYOUT, lines(13), flows=False)] == [10, 3]


def test_a_page_is_nearly_empty_below_a_quarter() -> None:
    full, quarter, less = ([(row, 0.0) for row in lines(count, before=0)] for count in (10, 3, 2))
    assert is_nearly_empty([full, less], ROOM)
    assert not is_nearly_empty([full, quarter], ROOM)
    assert not is_nearly_empty([less], ROOM)


def height_of(block: BulletList) -> float:
    (page,) = pages_of(Heading("Above"), block).pages
    baselines = [mark.y for mark in page.content if isinstance(mark, Text) and mark.y > LAYOUT.margins.bottom - 1]
    return max(baselines) - min(baselines)


def test_each_form_of_a_list_is_tighter_and_says_the_same() -> None:
    said = []
    heights = []
    for form in ListForm:
        block = BulletList(ITEMS, form)
        heights.append(height_of(block))
        (texts,) = texts_of(pages_of(block))
        said.append("".join(texts).replace(" ", "").replace(BULLET.strip(), ""))
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(heights)
    assert len(set(said)) == 1


def test_two_columns_are_read_one_after_the_other_as_one_list() -> None:
    pages = pages_of(BulletList(ITEMS, ListForm.COLUMNS))
    by_item: defaultdict[int, str] = defaultdict(str)
    for mark in pages.pages[0].content:
        if isinstance(mark, Text) and mark.element != ARTIFACT and pages.elements[mark.element].tag is Tag.LBODY:
            by_item[mark.element] += mark.text
    assert [text.replace(" ", "") for text in by_item.values()] == [item.replace(" ", "") for item in ITEMS]
    assert [element.tag for element in pages.elements].count(Tag.L) == 1
    edges = {round(mark.x) for mark in pages.pages[0].content if isinstance(mark, Text) and mark.text == BULLET}
    assert len(edges) == 2


def test_two_columns_that_no_page_should_hold_whole_stay_lines() -> None:
    long = BulletList(ITEMS * 20, ListForm.COLUMNS)
    assert texts_of(pages_of(long)) == texts_of(pages_of(long._replace(form=ListForm.LINES)))


def filled(*, may_tighten: bool) -> list[list[str]]:
    """Return the pages of a text that ends with a list just too high for its page."""
    listed = BulletList(ITEMS, may_tighten=may_tighten)
    line = Paragraph("A line.", Style.ANSWER)
    least = next(
        count
        for count in range(1, 100)
        if len(pages_of(*[line] * count, Heading("Left"), listed._replace(may_tighten=False)).pages) > 1
    )
    return texts_of(pages_of(*[line] * least, Heading("Left"), listed))


def test_a_page_ends_within_a_high_list_alone_and_between_items_two_on_either_side() -> None:
    line = Paragraph("A line.", Style.ANSWER)
    for times, may_break in ((1, False), (6, True)):
        parted = set()
        for count in range(40):
            pages = texts_of(pages_of(*[line] * count, Heading("Left"), BulletList(ITEMS * times)))
            items = [page.count(BULLET) for page in pages]
            parted.add(len([number for number in items if number]))
            assert 1 not in items
            assert all(page[0] in {"A line.", "Left", BULLET} for page in pages)
            assert all(("Left" in page) <= (BULLET in page) for page in pages)
        assert parted == ({1, 2} if may_break else {1})


def test_a_list_that_may_takes_a_tighter_form_rather_than_a_page() -> None:
    assert [len(filled(may_tighten=may)) for may in (False, True)] == [2, 1]


def test_a_tables_rows_are_whole_and_its_heads_stand_on_each_page() -> None:
    cells = [(f"{number} " + "We say what we saw. " * 20, "Ana") for number in range(40)]
    rows = tuple(tuple(LabelledField("", "", "", text) for text in row) for row in cells)
    pages = pages_of(Table(("what", "who"), (5.0, 2.0), rows))
    texts = texts_of(pages)
    assert len(texts) > 2
    for page in texts:
        assert page[:2] == ["what", "who"]
        assert page[2].split()[0].isdigit()
        assert page.count("Ana") >= 2
        assert page.count("Ana") == sum(text.split()[0].isdigit() for text in page)
    heads = [element.tag for element in pages.elements].count(Tag.TH)
    assert heads == 2
    shown = [mark for page in pages.pages for mark in page.content if isinstance(mark, Text) and mark.text == "what"]
    assert [mark.element == ARTIFACT for mark in shown] == [False, *[True] * (len(texts) - 1)]


def test_the_last_row_of_a_table_never_stands_alone() -> None:
    line = Paragraph("A line.", Style.ANSWER)
    rows = tuple(
        (LabelledField("", "", "", f"Agreement {number}"), LabelledField("", "", "", "Ana")) for number in range(4)
    )
    for count in range(20, 40):
        pages = texts_of(pages_of(*[line] * count, Table(("what", "who"), (5.0, 2.0), rows), BulletList(ITEMS * 2)))
        assert {page.count("Ana") for page in pages} <= {0, 2, 4}


def test_the_date_to_look_at_it_again_stands_with_those_who_signed() -> None:
    line = Paragraph("A line.", Style.ANSWER)
    review = FieldRows(((LabelledField("on", "", "", "1 March 2027"),),))
    signed = Signatures((LabelledField("Ana", "", "", "A. L."), LabelledField("Ben", "", "", "B. O.")))
    rest = BulletList(ITEMS * 2)
    for count in range(20, 60):
        for page in texts_of(pages_of(*[line] * count, Heading("We look at this again"), review, signed, rest)):
            assert ("1 March 2027" in page) == ("A. L." in page)


@pytest.mark.parametrize(
    "people", [("Ana", "Ben"), ("Maximilian Featherstonehaugh-Konstantinopolskaya the Younger",) * 3]
)
def test_a_title_is_smaller_rather_than_longer_than_two_lines_of_its_size(people: tuple[str, ...]) -> None:
    kind = LAYOUT.styles[Style.TITLE]
    (page,) = pages_of(Title(" and ".join(people), ("The exercise", "4 December 2026"))).pages
    marks = [mark for mark in page.content if isinstance(mark, Text) and mark.y > LAYOUT.margins.bottom - 1]
    title = [mark for mark in marks if mark.colour == kind.colour]
    assert len(title) * title[0].size * kind.leading / kind.size <= 2 * kind.leading + 1e-6
    assert (title[0].size == kind.size) == (len(people) == 2)
    assert [mark.text for mark in marks[:3]] == ["The exercise", " · ", "4 December 2026"]


def test_what_a_document_came_from_takes_a_line_each_where_it_is_long() -> None:
    (texts,) = texts_of(pages_of(Title("Ana", ("The exercise", "A place that is described at length, " * 5))))
    assert texts[0] == "The exercise"
    assert " · " not in texts
