"""No page of a worksheet is under 70 % full before the last one of its part, as ``benchmarks/fullness.py`` counts."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.composing.document import (
    AnsweredQuestion,
    AnswerSpace,
    ChecklistItem,
    Document,
    FieldRows,
    Heading,
    LabelledField,
    QuestionChecklist,
    QuestionForm,
    Signatures,
    TickBox,
)
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.layout import POINTS_PER_MM
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import CheckboxField, Text, TextField
from generator.words.messages import ENGLISH
from generator.workflows.inputs import load_layout
from tests.typesetting.placed import out_of_order, outside, overlaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.composing.document import Block
    from generator.model.layout import Layout
    from generator.typesetting.page import Page, Pages

FULLNESS = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "fullness.py"))
measure: Callable[[Layout], tuple[int, int, int, float]] = FULLNESS["measure"]


@pytest.mark.parametrize("paper", FULLNESS["PAPERS"])
@pytest.mark.parametrize("name", FULLNESS["LAYOUTS"])
@pytest.mark.slow
def test_pages_before_the_last_are_full(name: str, paper: str) -> None:
    _, _, low, _ = measure(load_layout(name).on(parse_paper(paper)))
    assert low == 0


def asked(layout: Layout, *, people: int, lines: int, columns: int = 1, text: str = "What do you want?") -> Pages:
    """A heading, and a question with room for so many people."""
    spaces = tuple(AnswerSpace(f"Person {number}", f"answer/{number}", "", "") for number in range(people))
    blocks = (Heading("Section"), QuestionForm(text, "", spaces, lines, columns, least=lines))
    document = Document("Title", ("Title", ""), blocks)
    return typeset(document, layout, fonts(), DisplayText(fonts()), fillable=True)


def rooms(page: Page) -> list[str]:
    return [mark.name for mark in page.content if isinstance(mark, TextField)]


def repeats(page: Page) -> bool:
    return any(isinstance(mark, Text) and mark.text.endswith(ENGLISH.continued) for mark in page.content)


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


def set_pages(layout: Layout, *blocks: Block) -> Pages:
    document = Document("Title", ("Title", ""), blocks)
    pages = typeset(document, layout, fonts(), DisplayText(fonts()), fillable=True)
    assert (outside(pages, layout), overlaps(pages), out_of_order(pages)) == ([], [], [])
    return pages


def test_a_page_ends_within_a_long_question_to_pick_rather_than_stay_half_empty() -> None:
    layout = load_layout("large-print").on(parse_paper("a5"))
    items = tuple(ChecklistItem("What do you want? " * 10, (TickBox(f"pick/{n}", "pick"),), None) for n in range(4))
    pages = set_pages(layout, QuestionChecklist("Section", ("AL",), items)).pages
    lines = [[mark.text for mark in page.content if isinstance(mark, Text) and "hat do" in mark.text] for page in pages]
    boxes = [sum(isinstance(mark, CheckboxField) for mark in page.content) for page in pages]
    assert sum(boxes) == len(items)
    assert all(len(found) > 1 for found in lines)
    assert [any(getattr(mark, "text", "").endswith(ENGLISH.continued) for mark in page.content) for page in pages] == [
        False,
        *[True] * (len(pages) - 1),
    ]
    assert all(FULLNESS["fullness"](page, layout) > FULLNESS["LEAST"] for page in pages[:-1])


def test_a_page_ends_between_those_who_sign_rather_than_stay_half_empty() -> None:
    layout = load_layout("large-print").on(parse_paper("a5"))
    day = FieldRows(((LabelledField("on", "review", "", ""),),))
    signed = Signatures(tuple(LabelledField("Maximiliane Konstantinopolskaya", f"sign/{n}", "", "") for n in range(6)))
    question = QuestionForm("What?", "", (AnswerSpace("Ana", "answer/0", "", ""),), 4, 1)
    first, *_ = set_pages(layout, question, Heading("Again"), day, signed).pages
    names = rooms(first)
    assert names[:2] == ["answer/0", "review"]
    assert 0 < len([name for name in names if name.startswith("sign/")]) < 6


def test_one_long_name_of_six_has_a_row_and_the_others_stand_side_by_side() -> None:
    layout = load_layout("classic")
    names = (FULLNESS["LONG_NAME"], *FULLNESS["PEOPLE"][1:])
    lines = tuple(LabelledField("and", f"name/{number}", "", name) for number, name in enumerate(names))
    (page,) = set_pages(layout, FieldRows((lines,))).pages
    rows: dict[float, list[str]] = {}
    for mark in page.content:
        if isinstance(mark, TextField):
            rows.setdefault(round(mark.rect.y + mark.rect.height), []).append(mark.name)
    assert list(rows.values()) == [["name/0"], ["name/1", "name/2", "name/3"], ["name/4", "name/5"]]


def test_narrow_paper_has_narrower_margins() -> None:
    layout = load_layout("classic")
    narrow = layout.on(parse_paper("a5")).margins
    assert layout.on(parse_paper("letter")).margins == layout.margins
    assert narrow.left / POINTS_PER_MM == pytest.approx(22 * 148 / 210)
    assert narrow.top / POINTS_PER_MM == pytest.approx(15)
    assert narrow.bottom == layout.margins.bottom


def test_a_question_without_answers_is_not_bound_to_what_follows() -> None:
    layout = load_layout("classic")
    question = AnsweredQuestion("What do you want? " * 20, ENGLISH.not_answered, ())
    pages = typeset(
        Document("Title", ("Title", ""), (question,) * 40, flows=True),
        layout,
        fonts(),
        DisplayText(fonts()),
        fillable=False,
    ).pages
    assert all(FULLNESS["fullness"](page, layout) > FULLNESS["LEAST"] for page in pages[:-1])
    texts = [[mark.text for mark in page.content if isinstance(mark, Text)] for page in pages]
    notes = [said.count(ENGLISH.not_answered) for said in texts]
    starts = [page.content[0] for page in pages]
    assert sum(notes) == 40
    assert all(isinstance(mark, Text) and mark.text.startswith("What do you want?") for mark in starts)
