"""What is left of a page goes to the rooms to write in, evenly, and sets them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.composing.document import QuestionForm, Timeline
from generator.composing.worksheet import compose_worksheet
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.layout import POINTS_PER_MM, AnswerSpaceSize, Style
from generator.typesetting import DisplayText, pagination, typeset
from generator.typesetting.answer_rooms import BETWEEN_ROOMS, share_lines
from generator.typesetting.page import CheckboxField, Text, TextField
from generator.typesetting.pagination import MOST_APART
from generator.workflows.inputs import load_layout
from tests.composing.worksheets import bank_of, worksheet_of
from tests.typesetting.placed import outside, overlaps

if TYPE_CHECKING:
    from generator.model.layout import Layout
    from generator.typesetting.page import Page, Pages

PEOPLE = ("Ana Lima", "Ben Okafor", "Chidi Eze", "Dana Holt", "Eva Kern", "Finn Moe")
QUESTIONS = [f"What do you want to say about the thing with the number {number}?" for number in range(7)]


def layout_of(name: str, paper: str = "a4") -> Layout:
    return load_layout(name).on(parse_paper(paper))


def pages_of(layout: Layout, people: int) -> Pages:
    worksheet = worksheet_of(
        bank_of(QUESTIONS, closing=("And now?",)), *PEOPLE[:people], picks=(("q1", "q2"),) * people
    )
    return typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True)


def rooms_of(page: Page) -> list[TextField]:
    return [mark for mark in page.content if isinstance(mark, TextField) and "/answer/" in f"/{mark.name}"]


@pytest.mark.parametrize("name", ["classic", "workbook", "large-print", "booklet"])
@pytest.mark.parametrize("people", [1, 2, 3, 6])
def test_rooms_of_a_page_differ_by_a_line_and_nothing_overlaps(name: str, people: int) -> None:
    layout = layout_of(name)
    pages = pages_of(layout, people)
    assert (outside(pages, layout), overlaps(pages)) == ([], [])
    names = [room.name for page in pages.pages for room in rooms_of(page)]
    assert len(names) == len(set(names)) == people * 8
    for page in pages.pages:
        lines = [round(room.rect.height / layout.line_pitch) for room in rooms_of(page)]
        asked = {layout.rooms.generous.lines, layout.rooms.compact.lines, layout.rooms.closing.lines}
        assert all(least <= 2 * max(asked) for least in lines)
        if len(asked) == 1 and lines:
            assert max(lines) - min(lines) <= 1


def test_a_page_has_no_room_left_for_a_line_of_each_question_unless_rooms_are_twice_as_high() -> None:
    layout = layout_of("workbook")
    sizes = (layout.rooms.generous, layout.rooms.compact, layout.rooms.closing)
    full = {size.lines for size in sizes}  # two people have half of them each, and twice that at most
    seen = 0
    for page in pages_of(layout, 2).pages:
        rooms = rooms_of(page)
        others = [mark for mark in page.content if isinstance(mark, TextField) and mark not in rooms]
        if rooms and not others and full.isdisjoint(round(room.rect.height / layout.line_pitch) for room in rooms):
            seen += 1
            foot = min(room.rect.y for room in rooms)
            assert foot - layout.margins.bottom < 2 * layout.line_pitch + 1
    assert seen


def test_a_name_below_another_room_stands_nearer_to_its_own() -> None:
    layout = layout_of("workbook")
    page = next(page for page in pages_of(layout, 2).pages if len(rooms_of(page)) == 2)
    first, second = sorted(rooms_of(page), key=lambda room: -room.rect.y)
    above = first.rect.y - (second.rect.y + second.rect.height)
    label = layout.styles[Style.PERSON].leading
    assert above - label == pytest.approx(BETWEEN_ROOMS + MOST_APART, abs=1.5)
    assert above - label > 5.5 * POINTS_PER_MM


def test_growing_changes_no_element(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = layout_of("workbook")
    grown = pages_of(layout, 2)
    monkeypatch.setattr(pagination, "_grow_rooms", lambda rows, _room: rows)
    plain = pages_of(layout, 2)
    assert grown.elements == plain.elements
    for page, before in zip(grown.pages, plain.pages, strict=True):
        rooms, smaller = rooms_of(page), rooms_of(before)
        assert [(room.name, room.element) for room in rooms] == [(room.name, room.element) for room in smaller]
        assert all(room.rect.height >= least.rect.height - 1e-6 for room, least in zip(rooms, smaller, strict=True))


def opened(questions: int) -> tuple[bool, list[int]]:
    """Return whether a sheet for six has its time plan, and how many questions to pick stand on each page."""
    layout = layout_of("classic")
    texts = [f"Question {number}?" for number in range(questions)]
    document = compose_worksheet(worksheet_of(bank_of(texts), *PEOPLE), layout)
    timeline = next(block for block in document.blocks if isinstance(block, Timeline))
    pages = typeset(document, layout, fonts(), DisplayText(fonts()), fillable=True)
    shown = {mark.text for page in pages.pages for mark in page.content if isinstance(mark, Text)}
    ticks = (sum(isinstance(mark, CheckboxField) for mark in page.content) for page in pages.pages)
    return timeline.items[0].what in shown, [count // len(PEOPLE) for count in ticks if count]


@pytest.mark.slow
def test_the_time_plan_makes_way_where_a_page_would_be_opened_for_a_few_questions() -> None:
    found = {questions: opened(questions) for questions in range(10, 30)}
    assert {plan for plan, _ in found.values()} == {True, False}
    for questions, (plan, pages) in found.items():
        assert sum(pages) == questions
        if not plan:
            assert len(pages) < len(found[max(found)][1])
    without = [questions for questions, (plan, _) in found.items() if not plan]
    assert found[min(without) - 1][0]
    assert found[max(without) + 1][0]


def shared(layout: Layout, people: int) -> QuestionForm:
    """The first question, as so many people share its lines."""
    document = compose_worksheet(worksheet_of(bank_of(["Why?"]), *"ABCDEF"[:people]), layout)
    return share_lines(layout, next(block for block in document.blocks if isinstance(block, QuestionForm)))


def test_many_people_share_the_room_but_each_has_two_lines() -> None:
    layout, six = layout_of("classic"), AnswerSpaceSize(6, 2)
    layout = layout._replace(rooms=layout.rooms._replace(compact=six, generous=six))
    assert [shared(layout, people).lines for people in (1, 2, 3, 4, 6)] == [6, 6, 6, 3, 2]


@pytest.mark.parametrize(("paper", "people", "columns"), [("a4", 2, 2), ("a4", 3, 3), ("a4", 4, 2), ("a5", 3, 2)])
def test_three_people_have_three_columns_where_the_page_is_wide(paper: str, people: int, columns: int) -> None:
    assert shared(layout_of("classic", paper), people).columns == columns
