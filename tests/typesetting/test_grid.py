"""One grid of six columns, five sizes, one baseline unit: page 1 of every layout that opens with a letter."""

from __future__ import annotations

from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest

from generator.composing.worksheet import compose_worksheet
from generator.files.shipped import layout_names
from generator.fonts.faces import Face
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.layout import POINTS_PER_MM, Part, Style
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.typesetting import DisplayText, typeset
from generator.typesetting.context import FIELD_DROP, FIELD_LIFT
from generator.typesetting.grid import COLUMNS, GUTTER, equal_spans, nearest_columns, span, spans
from generator.typesetting.page import ARTIFACT, CheckboxField, Text, TextField
from generator.workflows.inputs import load_bank, load_layout
from tests.typesetting.placed import is_foot, lines_on

if TYPE_CHECKING:
    from generator.model.layout import Layout
    from generator.typesetting.page import Page

PEOPLE = ("Ana Lima", "Ben Okafor", "Chloé Martin", "Dmitri Orlow", "Eleni Papadopoulou", "Farid Haddad")
OPENING = ("classic", "side-by-side", "onepage", "workbook")
WITH_TEXT = [
    name for name in layout_names() if not load_layout(name).canvas and Part.CARDS not in load_layout(name).parts
]
every_first_page = pytest.mark.parametrize(
    ("name", "paper", "people"), [*product(OPENING, ("a4", "letter"), (1, 2, 3, 6))]
)


@cache
def layout_of(name: str, paper: str = "a4") -> Layout:
    return load_layout(name).on(parse_paper(paper))


@cache
def first_page(name: str, paper: str, people: int) -> Page:
    layout, bank = layout_of(name, paper), load_bank(None)
    worksheet = Worksheet(
        bank,
        People(PEOPLE[:people]),
        suggest(bank, given=nobody(people), per_person=3, seed=1),
        Meeting(None, None, "Café Lisboa", bank.minutes),
        name,
        paper,
        "1.0",
        layout.fillable_parts,
    )
    document = compose_worksheet(worksheet, layout)
    return typeset(document, layout, fonts(), DisplayText(fonts()), fillable=True).pages[0]


def edges_of(layout: Layout) -> list[float]:
    return [span(layout, number, 1).x for number in range(COLUMNS)]


def texts_in(page: Page, layout: Layout, *styles: Style) -> list[Text]:
    """What is read on a page in the face and size of one of the styles."""
    kinds = {(layout.styles[style].face, layout.styles[style].size) for style in styles}
    return [mark for mark in page.content if isinstance(mark, Text) and (mark.face, mark.size) in kinds]


def is_on(value: float, edges: list[float]) -> bool:
    """The title stands half a point further left, for its letters' stems."""
    return any(abs(value - edge) < 0.6 for edge in edges)


def test_the_columns_of_classic_on_a4_are_where_the_guide_says() -> None:
    assert [round(edge / POINTS_PER_MM, 1) for edge in edges_of(layout_of("classic"))] == [
        22.0,
        50.3,
        78.7,
        107.0,
        135.3,
        163.7,
    ]


@pytest.mark.parametrize("paper", ["a4", "letter", "a5", "legal"])
@pytest.mark.parametrize("name", layout_names())
def test_columns_fill_the_text_area_with_a_gutter_between_them(name: str, paper: str) -> None:
    layout = layout_of(name, paper)
    columns = [span(layout, number, 1) for number in range(COLUMNS)]
    assert columns[0].x == layout.margins.left
    assert columns[-1].end == pytest.approx(layout.page.width - layout.margins.right)
    assert all(b.x - a.end == pytest.approx(GUTTER) for a, b in pairwise(columns))
    assert span(layout).width == pytest.approx(layout.measure)


def test_parts_of_the_width_become_whole_columns() -> None:
    layout = layout_of("classic")
    step = edges_of(layout)[1] - edges_of(layout)[0]
    widths = [
        [round((place.width + GUTTER) / step) for place in spans(layout, shares)] for shares in ((5, 2), (1, 1, 1))
    ]
    assert widths == [[4, 2], [2, 2, 2]]
    assert [round((place.x - layout.margins.left) / step) for place in equal_spans(layout, 3)] == [0, 2, 4]
    assert [nearest_columns(share) for share in (0.05, 0.27, 0.5, 0.98)] == [1, 2, 3, 5]


@every_first_page
def test_everything_on_the_first_page_begins_at_a_column_or_hangs_from_one(name: str, paper: str, people: int) -> None:
    layout, page = layout_of(name, paper), first_page(name, paper, people)
    columns, indent = edges_of(layout), 2 * layout.unit
    ticks = [mark.rect.x + mark.rect.width for mark in page.content if isinstance(mark, CheckboxField)]
    questions = (
        {round(mark.x, 2) for mark in texts_in(page, layout, Style.CHOICE, Style.SECTION) if mark.x > max(ticks)}
        if ticks
        else set()
    )
    beside_ticks = [x for x in questions if not is_on(x, columns)]
    assert len(beside_ticks) <= 1  # questions stand right of their boxes
    allowed = [*columns, *(column + indent for column in columns), *beside_ticks]
    starts = [mark.x for mark in page.content if isinstance(mark, Text) and mark.element != ARTIFACT]
    starts += [mark.rect.x for mark in page.content if isinstance(mark, TextField)]
    starts += [mark.x1 for mark in lines_on(page) if mark.y1 == mark.y2]
    feet = [mark.x for mark in page.content if is_foot(mark, layout) and isinstance(mark, Text)][:-1]
    assert [round(x / POINTS_PER_MM, 1) for x in (*starts, *feet) if not is_on(x, allowed)] == []
    assert len({round(x) for x in starts}) <= 9


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", WITH_TEXT)
def test_a_layout_has_five_sizes_of_type_at_most(name: str, paper: str) -> None:
    layout = layout_of(name, paper)
    assert len({style.size for style in layout.styles.values()}) <= 5
    if name in OPENING:
        drawn = {
            mark.size
            for people in (1, 2, 3)
            for mark in first_page(name, paper, people).content
            if isinstance(mark, Text)
        }
        assert drawn <= {style.size for style in layout.styles.values()}


@pytest.mark.parametrize(
    ("name", "paper", "people"),
    [
        *product(("classic", "side-by-side"), ("a4",), (1, 2)),
        *product(("onepage", "workbook"), ("a4", "letter"), (1, 2)),
    ],
)
def test_lines_of_the_first_page_stand_on_the_unit(name: str, paper: str, people: int) -> None:
    layout, page = layout_of(name, paper), first_page(name, paper, people)
    styles = (Style.TITLE, Style.SPEAKER, Style.STEP, Style.BODY, Style.ASIDE)
    lines = [mark.y for mark in texts_in(page, layout, *styles) if not is_foot(mark, layout)]
    lines += [mark.rect.y + FIELD_DROP * mark.size for mark in page.content if isinstance(mark, TextField)]
    assert len(lines) > 15
    title = max(lines)
    off = [(title - y) / layout.unit for y in lines]
    assert [round(units, 2) for units in off if abs(units - round(units)) > 0.05] == []


@every_first_page
def test_steps_are_upright_no_higher_than_the_introduction_and_on_its_lines(name: str, paper: str, people: int) -> None:
    layout, page = layout_of(name, paper), first_page(name, paper, people)
    assert layout.styles[Style.STEP].face is Face.RUNNING
    heads = [mark for mark in page.content if isinstance(mark, Text) and mark.text.startswith("How it goes")]
    beside = [mark for mark in heads if mark.x > layout.margins.left + 1]
    if not beside:
        assert (name, people) in {("classic", 6), ("side-by-side", 6)}  # without an introduction
        return
    after = page.content[page.content.index(beside[0]) :]
    steps = [mark for mark in after if isinstance(mark, Text) and mark.x >= beside[0].x and mark.element != ARTIFACT]
    steps = [mark for mark in steps if (mark.face, mark.size) == layout.styles[Style.STEP][:2]]
    text = [
        mark
        for mark in texts_in(page, layout, Style.BODY)
        if mark.x < beside[0].x - GUTTER and mark.y <= beside[0].y + 1
    ]
    text = text[: len({mark.y for mark in text})]
    assert abs(text[0].y - beside[0].y) < 0.1
    lines = [mark.y for mark in text]
    assert min(mark.y for mark in steps) >= min(lines) - layout.styles[Style.BODY].leading - 0.1
    whole = [(lines[0] - mark.y) / layout.styles[Style.BODY].leading for mark in steps]
    assert all(abs(number - round(number)) < 0.05 for number in whole)


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "letter", "a5"])
@pytest.mark.parametrize("name", WITH_TEXT)
def test_labels_stand_above_their_lines_and_nearer_to_them_than_to_the_line_before(name: str, paper: str) -> None:
    for people in (1, 2, 6):
        layout, page = layout_of(name, paper), first_page(name, paper, people)
        rules = {(round(mark.x1, 1), mark.y1) for mark in lines_on(page) if mark.y1 == mark.y2}
        for label in texts_in(page, layout, Style.LABEL):
            if label.text.strip() in {"between", "and", "for", "on", "at"}:
                below = [label.y - y for x, y in rules if abs(x - label.x) < 0.2 and y < label.y]
                assert FIELD_LIFT + layout.styles[Style.VALUE].size < min(below) < 3 * layout.styles[Style.VALUE].size
