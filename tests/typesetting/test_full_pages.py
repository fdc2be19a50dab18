"""No page of a worksheet is under 70 % full before the last one of its part, as ``benchmarks/fullness.py`` counts."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.composing.document import AnswerSpace, Document, Heading, QuestionForm
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import Text, TextField
from generator.words import english as words
from generator.workflows.inputs import load_layout
from tests.typesetting.placed import out_of_order, outside, overlaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.layout import Layout
    from generator.typesetting.page import Page, Pages

FULLNESS = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "fullness.py"))
measure: Callable[[Layout], tuple[int, int, int, float]] = FULLNESS["measure"]
LEFT = {("large-print", "a5"): 32}
"""Pages that are less full: there questions to pick from are as high as half a page."""


@pytest.mark.parametrize("paper", FULLNESS["PAPERS"])
@pytest.mark.parametrize("name", FULLNESS["LAYOUTS"])
def test_pages_before_the_last_are_full(name: str, paper: str) -> None:
    _, _, low, _ = measure(load_layout(name).on(parse_paper(paper)))
    assert low <= LEFT.get((name, paper), 0)


def asked(layout: Layout, *, people: int, lines: int, columns: int = 1, text: str = "What do you want?") -> Pages:
    """A heading, and a question with room for so many people."""
    spaces = tuple(AnswerSpace(f"Person {number}", f"answer/{number}", "", "") for number in range(people))
    blocks = (Heading("Section"), QuestionForm(text, "", spaces, lines, columns, least=lines))
    document = Document("Title", ("Title", ""), blocks)
    return typeset(document, layout, fonts(), DisplayText(fonts()), fillable=True)


def rooms(page: Page) -> list[str]:
    return [mark.name for mark in page.content if isinstance(mark, TextField)]


def repeats(page: Page) -> bool:
    return any(isinstance(mark, Text) and mark.text.endswith(words.CONTINUED) for mark in page.content)


def test_a_page_ends_between_peoples_rooms_where_no_page_holds_the_question() -> None:
    layout = load_layout("classic")
    pages = asked(layout, people=5, lines=12)
    assert [name for page in pages.pages for name in rooms(page)] == [f"answer/{number}" for number in range(5)]
    assert all(len(rooms(page)) > 1 for page in pages.pages[:-1])
    assert [repeats(page) for page in pages.pages] == [False, *[True] * (len(pages.pages) - 1)]
    assert (outside(pages, layout), overlaps(pages), out_of_order(pages)) == ([], [], [])


@pytest.mark.parametrize(("people", "lines"), [(1, 40), (2, 15), (3, 10), (6, 5)])
def test_rooms_give_up_lines_so_that_their_question_stands_whole_on_a_page(people: int, lines: int) -> None:
    layout = load_layout("classic")
    pages = asked(layout, people=people, lines=lines)
    (page,) = pages.pages
    heights = [mark.rect.height for mark in page.content if isinstance(mark, TextField)]
    assert len(heights) == people
    assert max(heights) - min(heights) < 0.01
    assert lines / 2 <= round(heights[0] / layout.line_pitch) < lines
    assert (outside(pages, layout), overlaps(pages)) == ([], [])


def test_rooms_of_a_parted_question_are_about_as_high_on_both_pages() -> None:
    layout = load_layout("booklet").on(parse_paper("a5"))
    for people in (2, 3, 4, 5):
        pages = asked(layout, people=people, lines=6)
        heights = [mark.rect.height for page in pages.pages for mark in page.content if isinstance(mark, TextField)]
        assert max(heights) <= 2 * min(heights)
        assert (outside(pages, layout), overlaps(pages)) == ([], [])


def test_a_question_that_takes_most_of_a_page_is_repeated_above_all_its_rooms_overleaf() -> None:
    layout = load_layout("classic")
    pages = asked(layout, people=3, lines=8, text="What do you want? " * 200)
    assert [name for page in pages.pages for name in rooms(page)] == [f"answer/{number}" for number in range(3)]
    assert (outside(pages, layout), overlaps(pages), out_of_order(pages)) == ([], [], [])
