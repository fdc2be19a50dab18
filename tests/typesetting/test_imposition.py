"""Booklets: which page stands where on which side, and that what is read aloud stays as it was."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

import pytest
from pypdf.generic import ContentStream, Destination, DictionaryObject

from generator.composing.alliance import compose_alliance
from generator.files.shipped import layout_files
from generator.fonts.faces import Face
from generator.fonts.metrics import fonts
from generator.formats.layout import read_layout
from generator.formats.paper import parse_paper
from generator.model.colour import Colour
from generator.model.layout import POINTS_PER_MM, Imposition
from generator.model.people import People
from generator.model.selection import nobody
from generator.model.worksheet import Meeting, Worksheet
from generator.pdf import Conformance, Properties, render
from generator.typesetting import DisplayText, impose, typeset
from generator.typesetting.page import ARTIFACT, Page, Pages, Rule, Text
from generator.workflows.inputs import load_bank, load_layout
from generator.workflows.render_worksheet import render_worksheet
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of
from tests.pdf.sheets import looked_up, opened
from tests.typesetting.placed import extents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PageObject

    from generator.model.layout import Layout

BLACK = Colour(0, 0, 0)
StructureBuilder = tuple["str | bytes | StructureBuilder", ...]


def numbered_pages(count: int) -> Pages:
    """Pages of 100 x 150 points with their numbers on them."""
    pages = (
        Page(100, 150, (Text(10, 20, str(number), Face.TEXT, 9, BLACK, ARTIFACT),)) for number in range(1, count + 1)
    )
    return Pages(tuple(pages), ())


def on_sides(pages: Pages) -> list[tuple[str, str]]:
    """What stands left and right on each side."""
    sides = [["", ""] for _ in range(pages.printed)]
    for page, side in pages.with_sides():
        for mark in page.content:
            assert isinstance(mark, Text)
            sides[side][mark.x > page.width / 2] = mark.text
    return [(left, right) for left, right in sides]


def folded(sides: list[tuple[str, str]]) -> list[str]:
    """What is read in the booklet: each sheet flipped on its short edge, laid into the one before, all folded."""
    leaves: deque[str] = deque()
    for front, back in reversed(list(zip(sides[::2], sides[1::2], strict=True))):
        leaves.extendleft((back[0], front[1]))
        leaves.extend((back[1], front[0]))
    return list(leaves)


def test_eight_pages_stand_on_two_sheets_the_last_beside_the_first() -> None:
    booklet = impose(numbered_pages(8), Imposition.BOOKLET)
    assert on_sides(booklet) == [("8", "1"), ("2", "7"), ("6", "3"), ("4", "5")]
    assert {(page.width, page.height) for page in booklet.pages} == {(200, 150)}


@pytest.mark.parametrize("count", range(1, 14))
def test_folded_sheets_are_read_in_order_with_blank_pages_at_the_end(count: int) -> None:
    sides = on_sides(impose(numbered_pages(count), Imposition.BOOKLET))
    assert len(sides) == 2 * -(-count // 4)
    assert folded(sides) == [str(number) for number in range(1, count + 1)] + [""] * (-count % 4)


def test_pages_that_are_not_imposed_stay_as_they_are() -> None:
    pages = numbered_pages(3)
    assert impose(pages, Imposition.NONE) is pages
    assert pages.printed == 3


def test_a_booklet_keeps_its_pages_in_reading_order_and_its_elements() -> None:
    pages = long_alliance()
    booklet = impose(pages, Imposition.BOOKLET)
    assert [len(page.content) for page in booklet.pages][: len(pages.pages)] == [len(p.content) for p in pages.pages]
    assert booklet.elements == pages.elements


def long_alliance() -> Pages:
    """More than four pages, paragraphs running over their ends."""
    texts = {(f"q{number}", 0): "It goes on and on, as it has to. " * 120 for number in (1, 2)}
    alliance = alliance_of(bank_of(["One?", "Two?"]), ("Ana",), texts)
    document = compose_alliance(alliance)
    return typeset(document, booklet(), fonts(), DisplayText(fonts()), fillable=False)


def booklet(paper: str = "a4") -> Layout:
    return load_layout("booklet").on(parse_paper(paper))


def rendered(pages: Pages) -> bytes:
    return render(pages, Properties("A title", "en"), conformance=Conformance.UA1)


def drawn(page: PageObject) -> dict[int, bytes]:
    """What is drawn in each marked-content sequence."""
    found: dict[int, bytes] = {}
    current: int | None = None
    stream = page.get_contents()
    assert stream is not None
    for operands, operator in ContentStream(stream, page.pdf).operations:
        if operator == b"BDC":
            current = int(operands[1]["/MCID"])
            assert current not in found
            found[current] = b""
        elif operator == b"EMC":
            current = None
        elif operator == b"Tj" and current is not None:
            found[current] += operands[0].original_bytes + b"|"
    return found


def read_aloud(data: bytes) -> StructureBuilder:
    """The structure tree with the content of each element."""
    reader = opened(data)
    pages = {page.indirect_reference.idnum: drawn(page) for page in reader.pages if page.indirect_reference}

    def described(element: DictionaryObject) -> StructureBuilder:
        parts: list[str | bytes | StructureBuilder] = [str(element["/S"])]
        for kid in element.get("/K", ()):
            found = kid.get_object()
            if isinstance(found, DictionaryObject) and "/S" in found:
                parts.append(described(found))
            elif isinstance(found, DictionaryObject):
                parts.append(pages[found.raw_get("/Pg").idnum][int(str(found["/MCID"]))])
            else:
                parts.append(pages[element.raw_get("/Pg").idnum][int(str(found))])
        return tuple(parts)

    document = looked_up(reader.root_object, "/StructTreeRoot", "/K")
    assert isinstance(document, DictionaryObject)
    return described(document)


def test_what_is_read_aloud_is_the_same_however_pages_are_imposed() -> None:
    pages = long_alliance()
    assert len(pages.pages) > 4
    as_pages, as_booklet = rendered(pages), rendered(impose(pages, Imposition.BOOKLET))
    assert as_booklet != as_pages
    assert read_aloud(as_booklet) == read_aloud(as_pages)


def entries(outline: object) -> Iterator[Destination]:
    if isinstance(outline, list):
        for each in outline:
            yield from entries(each)
    elif isinstance(outline, Destination):
        yield outline


def test_bookmarks_lead_to_the_side_that_the_heading_is_on() -> None:
    reader = opened(rendered(impose(long_alliance(), Imposition.BOOKLET)))
    sides = {str(entry.title): reader.get_destination_page_number(entry) for entry in entries(reader.outline)}
    assert sides["Ana"] == 0
    assert sides["What we agree"] == 3
    assert "What we agree" in reader.pages[3].extract_text()


def made(paper: str, people: int = 2, *, fillable: bool = False) -> bytes:
    bank, layout = load_bank(None), booklet(paper)
    names = ("Ana Lima", "Ben Okafor", "Chloé", "Dmitri", "Eleni", "Farid")[:people]
    worksheet = Worksheet(
        bank, People(names), nobody(people), Meeting(None, None, "", 90), "booklet", paper, "1.0", layout.fillable_parts
    )
    return render_worksheet(worksheet, layout, fillable=fillable).data


def halves(data: bytes) -> list[tuple[str, str]]:
    """The text that PDFium finds left and right of the middle of each page."""
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    found = []
    with pdfium.PdfDocument(data) as document:
        for page in document:
            (width, height), text = page.get_size(), page.get_textpage()
            left, right = (text.get_text_bounded(x, 0, x + width / 2, height) for x in (0, width / 2))
            found.append((left, right))
    return found


def page_number(text: str) -> int:
    """The number in a page's foot; 0 on a blank page and on the title page."""
    number = re.search(r"Page (\d+) of", text)
    assert number or not text.strip() or text.startswith("Designing the Alliance")
    return int(number[1]) if number else 0


@pytest.mark.parametrize(("paper", "people"), [("a4", 1), ("a4", 2), ("letter", 6), ("legal", 2), ("250x353mm", 2)])
@pytest.mark.slow
def test_the_pages_of_a_printed_booklet_stand_in_saddle_stitch_order(paper: str, people: int) -> None:
    pages = [page_number(page.extract_text()) for page in opened(made(paper, people, fillable=True)).pages]
    assert (pages[0], pages[-1], len(pages) % 4) == (0, 0, 0)
    assert all(number in {0, place} for place, number in enumerate(pages, start=1))
    sides = halves(made(paper, people))
    for number, side in enumerate(sides):
        outer, inner = 2 * len(sides) - number, number + 1
        wanted = (outer, inner) if number % 2 == 0 else (inner, outer)
        assert tuple(map(page_number, side)) == tuple(pages[place - 1] for place in wanted)


@pytest.mark.parametrize(
    ("paper", "sheet"), [("a4", (297, 210)), ("letter", (279.4, 215.9)), ("300x200mm", (300, 200))]
)
def test_two_pages_are_as_large_as_the_paper(paper: str, sheet: tuple[float, float]) -> None:
    page, side = (opened(made(paper, fillable=fillable)).pages[0].mediabox for fillable in (True, False))
    assert [round(float(each) / POINTS_PER_MM, 1) for each in (side.width, side.height)] == list(sheet)
    assert float(page.width) == pytest.approx(float(side.width) / 2, abs=0.02)
    assert page.height == side.height


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_nothing_lies_across_the_fold(paper: str) -> None:
    layout = booklet(paper)
    pages = impose(long_alliance(), layout.imposition)
    for page in pages.pages:
        middle = page.width / 2
        for extent in extents(page, fonts(pages.faces)):
            assert extent.right < middle - 20 or extent.left > middle + 20
        assert not any(isinstance(mark, Rule) and mark.x1 == middle for mark in page.content)


def test_any_layout_becomes_a_booklet() -> None:
    source = b"extends: workbook\nimposition: booklet\n"
    layout = read_layout(source, "l.yaml", "mine", layout_files())
    assert layout.page.width == pytest.approx(148.5 * POINTS_PER_MM)
    assert layout.paper == parse_paper("a4")
