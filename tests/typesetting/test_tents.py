"""Name tents: names that are read from afar, on both faces of a folded sheet, each on a sheet of its own."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from PIL import ImageChops

from generator.composing.worksheet import compose_worksheet
from generator.fonts.metrics import fonts
from generator.model.layout import POINTS_PER_MM
from generator.model.people import People
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import ARTIFACT, Page, Pages, Picture, Rule, Tag, Text
from generator.typesetting.tents import CAPITALS, LEAST, SIDE, STRIP, TentTooSmall
from generator.web.pages_as_svg import draw_pages
from generator.workflows.compose import LONGEST_NAME, ComposeRequest, build_worksheet
from generator.workflows.inputs import LayoutChoice, load_bank
from generator.workflows.render_worksheet import RenderOptions, WorksheetRenderer
from tests.typesetting.placed import of_text

LONG = "Christopher Montgomery-Fitzgerald"
OTHER_SCRIPTS = ("דנה לוי", "محمد عبد الرحمن الشافعي", "สมชาย ใจดี", "Nguyễn Thị Ánh Ngọc", "Łukasz Żółć", "प्रिया शर्मा")
NAMES = ("Jo", "Ana Lima", "Sebastian Oberhuber", LONG, *OTHER_SCRIPTS)


def tents(*names: str, paper: str = "a4", brand: str | None = None) -> Pages:
    layout = LayoutChoice("tents", paper=paper, brand=brand).load()
    worksheet = build_worksheet(ComposeRequest(load_bank(), layout, people=names))
    measures = fonts(layout.faces)
    document = compose_worksheet(worksheet, layout)
    return typeset(document, layout, measures, DisplayText(measures), fillable=False)


def lines_of_name(pages: Pages, page: Page) -> list[Text]:
    elements = pages.elements
    return [mark for mark in page.content if isinstance(mark, Text) and elements[mark.element].tag is Tag.H1]


def capitals(name: str, paper: str = "a4") -> tuple[float, int]:
    """Return how high capitals of a name are, millimetres, and on how many lines it stands."""
    pages = tents(name, paper=paper)
    lines = lines_of_name(pages, pages.pages[0])
    return fonts().cap_height(lines[0].face) * lines[0].size / POINTS_PER_MM, len(lines)


def test_capitals_are_an_inch_high_for_each_ten_feet_of_four_metres() -> None:
    assert round(CAPITALS / POINTS_PER_MM, 1) == 33.3


@pytest.mark.parametrize(
    ("name", "paper", "height", "lines"),
    [
        ("Jo", "a4", 33.3, 1),
        ("Ben Okafor", "a4", 33.3, 1),
        ("Ben Okafor", "letter", 32.7, 1),
        ("Sebastian Oberhuber", "a4", 25.5, 2),
        ("Sebastian Oberhuber", "letter", 26.3, 2),
        ("Christopher", "a4", 32.4, 1),
        (LONG, "a4", 16.5, 2),
    ],
)
def test_a_name_is_as_large_as_it_fits_in_one_line_or_in_two(name: str, paper: str, height: float, lines: int) -> None:
    found, count = capitals(name, paper)
    assert count == lines
    assert height <= found <= height + 1


@pytest.mark.parametrize(
    ("name", "leading"),
    [(LONG, 1.1), ("Nguyễn Thị Ánh Ngọc Phương", 1.3), ("محمد عبد الرحمن الشافعي", 1.6)],
)
def test_lines_are_further_apart_in_scripts_that_reach_further_up_and_down(name: str, leading: float) -> None:
    pages = tents(name)
    upper, lower = lines_of_name(pages, pages.pages[0])
    assert round((upper.y - lower.y) / upper.size, 2) == leading


@pytest.mark.parametrize("paper", ["a4", "letter", "a3", "a5"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_whole_in_the_middle_of_its_half(name: str, paper: str) -> None:
    pages = tents(name, paper=paper)
    face = pages.pages[0]
    lines = lines_of_name(pages, face)
    assert sum(len(line.text.split()) for line in lines) == len(name.split())
    for line in lines:
        placed = of_text(line, fonts())
        assert placed.left >= SIDE - 1
        assert placed.right <= face.width - SIDE + 1
        assert abs(placed.left + placed.right - face.width) < 2
        assert placed.bottom > STRIP - 10
        assert placed.top < face.height / 2 - 5
    assert face.width > face.height


def test_both_faces_are_the_same_and_the_other_one_is_read_once() -> None:
    pages = tents("Ana Lima", brand="samples/brand.yaml")
    front, back = pages.pages
    assert pages.sides == (0, 0)
    assert (front.upside_down, back.upside_down) == (False, True)
    said = [mark for mark in front.content if not isinstance(mark, Rule)]
    assert [mark for mark in said if isinstance(mark, Picture)]
    assert [mark._replace(element=ARTIFACT) for mark in said if isinstance(mark, Text | Picture)] == list(back.content)
    assert {element.tag for element in pages.elements} == {Tag.H1, Tag.P, Tag.FIGURE}


def test_marks_at_both_edges_show_where_to_fold() -> None:
    page = tents("Ana").pages[0]
    folds = [mark for mark in page.content if isinstance(mark, Rule)]
    assert [round(mark.y1 - page.height / 2, 3) for mark in folds] == [0, 0]
    assert [mark.y1 == mark.y2 for mark in folds] == [True, True]
    left, right = folds
    assert round(left.x1 + right.x2, 3) == round(page.width, 3)


def test_each_stands_on_a_sheet_of_its_own_printed_on_both_sides_too() -> None:
    pages = tents("Ana", "Ben", "Cleo")
    assert pages.sides == (0, 0, 1, 2, 2, 3, 4, 4)
    assert [number for number, page in enumerate(pages.pages) if not page.content] == [2, 5]
    assert pages.printed == 5


def test_without_a_name_there_is_a_line_to_write_on() -> None:
    pages = tents()
    front, back = pages.pages[:2]
    for face in (front, back):
        lines = [mark for mark in face.content if isinstance(mark, Rule) and mark.x2 - mark.x1 > face.width / 2]
        assert len(lines) == 1
    (heading,) = lines_of_name(pages, front)
    assert heading.text == load_bank().title


def test_the_longest_name_is_set_whole_or_refused() -> None:
    name = ("Wilhelmina " * 30)[: LONGEST_NAME - 1].strip()
    assert capitals(name)[0] * POINTS_PER_MM >= fonts().cap_height(lines_of_name(*_first(name))[0].face) * LEAST
    with pytest.raises(TentTooSmall, match=r"does not fit a tent of 105x148mm paper\. Shorten it"):
        tents(name, paper="105x148mm")


def _first(name: str) -> tuple[Pages, Page]:
    pages = tents(name)
    return pages, pages.pages[0]


@pytest.mark.parametrize("name", ["Ana Lima", "דנה לוי"])
def test_the_sheet_looks_the_same_turned_round(name: str) -> None:
    layout = LayoutChoice("tents", brand="samples/brand.yaml").load()
    worksheet = build_worksheet(ComposeRequest(load_bank(), layout, people=(name,)))
    data = WorksheetRenderer(RenderOptions(layout, fillable=True)).render(worksheet).data
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        assert len(document) == 1
        drawn = document[0].render(scale=1).to_pil().convert("L")
    assert drawn.getextrema()[0] < 60
    assert drawn.width > drawn.height
    difference = ImageChops.difference(drawn, drawn.rotate(180))
    assert sum(value > 100 for value in difference.tobytes()) < 60  # but for how edges fall on pixels


def test_it_is_drawn_upside_down_on_the_screen_too() -> None:
    (drawn,) = draw_pages(tents("Ana Lima")).sides
    groups = [child for child in ET.fromstring(drawn) if child.tag.endswith("}g")]  # noqa: S314 - our own
    turned = [len(child) for child in groups if child.get("transform", "").startswith("rotate(180 ")]
    assert turned == [2]  # the name and the exercise, in groups of their own
    assert len(groups) == 3


def test_of_a_sheet_from_right_to_left_both_faces_are_mirrored() -> None:
    layout = LayoutChoice("tents").load()
    bank = load_bank()._replace(language="he")
    worksheet = build_worksheet(ComposeRequest(bank, layout, people=("דנה לוי",)))._replace(people=People(("דנה לוי",)))
    measures = fonts(layout.faces)
    document = compose_worksheet(worksheet, layout)
    pages = typeset(document, layout, measures, DisplayText(measures), fillable=False)
    assert pages.right_to_left
    assert [page.upside_down for page in pages.pages] == [False, True]
    assert [mark for mark in pages.pages[1].content if isinstance(mark, Text)] == [
        mark._replace(element=ARTIFACT) for mark in pages.pages[0].content if isinstance(mark, Text)
    ]
