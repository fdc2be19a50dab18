"""The rule in the margin beside what is new or changed in a revised alliance."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from generator.composing.document import AnsweredQuestion, Document, GivenAnswer, LabelledField, Table, Title
from generator.files.shipped import layout_names
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import ARTIFACT, Rule, Tag, Text
from generator.workflows.inputs import load_layout
from tests.composing.worksheets import classic
from tests.typesetting.placed import out_of_order, overlaps

if TYPE_CHECKING:
    from generator.composing.document import Block
    from generator.model.layout import Layout
    from generator.typesetting.page import Page, Pages

LONG_NAME = "Maximiliana Konstantinopolskaya-Featherstonehaugh y Cervante"


def pages_of(*blocks: Block, layout: Layout | None = None) -> Pages:
    document = Document("Title", ("Title", ""), (Title("Title"), *blocks), flows=True)
    pages = typeset(document, layout or classic(), fonts(), DisplayText(fonts()), fillable=False)
    assert overlaps(pages) == out_of_order(pages) == []
    return pages


def rules_of(page: Page) -> list[Rule]:
    return [mark for mark in page.content if isinstance(mark, Rule) and mark.x1 == mark.x2]


def answers(*marks: str, text: str = "Yes, and no.", name: str = "Ana") -> AnsweredQuestion:
    given = tuple(GivenAnswer(f"{name} {seat}", (text,), mark, seat) for seat, mark in enumerate(marks))
    return AnsweredQuestion("First?", "", given, seats=len(marks))


def table(*marks: str) -> Table:
    rows = tuple((LabelledField("", "", "", f"We do {row}"), LabelledField("", "", "", "All")) for row in range(3))
    return Table(("what", "who"), (5, 2), rows, marks)


def lines_of(page: Page, rule: Rule) -> list[str]:
    """The texts whose baseline is beside a rule."""
    return [mark.text for mark in page.content if isinstance(mark, Text) and rule.y2 < mark.y < rule.y1]


@pytest.mark.parametrize("name", [name for name in layout_names() if not load_layout(name).canvas])
def test_a_rule_stands_beside_what_is_marked_and_nothing_else_within_the_paper(name: str) -> None:
    layout = load_layout(name).on(parse_paper("a4"))
    pages = pages_of(answers("", "changed", ""), table("", "new", ""), layout=layout)
    (page,) = pages.pages
    answer, agreement = rules_of(page)
    assert "Yes, and no." in lines_of(page, answer)
    assert lines_of(page, agreement)[0] == "We do 1"
    assert agreement.x1 == pytest.approx(layout.margins.left - 8.5, abs=0.1)
    assert all(rule.x1 > 20 and rule.colour == layout.colours.accent for rule in (answer, agreement))


def test_without_marks_there_is_no_rule() -> None:
    pages = pages_of(answers("", ""), table())
    assert not any(rules_of(page) for page in pages.pages)


@pytest.mark.parametrize("mark", ["new", "changed"])
def test_those_who_hear_the_page_are_told_ahead_of_what_is_marked(mark: str) -> None:
    pages = pages_of(answers(mark), table("", "", mark))
    spans = [element for element in pages.elements if element.alternative]
    assert [(span.tag, span.alternative, pages.elements[span.parent].tag) for span in spans] == [
        (Tag.SPAN, mark, Tag.P), (Tag.SPAN, mark, Tag.TD),
    ]  # fmt: skip
    content = list(pages.pages[0].content)
    for rule in rules_of(pages.pages[0]):
        after = content[content.index(rule) + 1]
        assert isinstance(after, Text)
        assert after.element == pages.elements[rule.element].parent


def test_a_mark_makes_no_answer_higher() -> None:
    for block, other in (
        (answers("", ""), answers("new", "changed")),
        (table("", "", ""), table("new", "", "changed")),
    ):
        heights = [
            [mark.y for mark in pages_of(kind).pages[0].content if isinstance(mark, Text)] for kind in (block, other)
        ]
        assert heights[0] == heights[1]


@pytest.mark.parametrize("name", ["Ana", LONG_NAME])
def test_the_rule_goes_on_without_a_gap_on_every_page_of_a_long_answer_and_is_told_once(name: str) -> None:
    pages = pages_of(answers("changed", text="So it goes on and on. " * 500, name=name))
    assert len(pages.pages) > 1
    for page in pages.pages:
        for above, below in pairwise(rules_of(page)):
            assert below.y1 == pytest.approx(above.y2, abs=0.01)
        assert rules_of(page)
    assert [rule.element != ARTIFACT for page in pages.pages for rule in rules_of(page)].count(True) == 1


def test_side_by_side_the_rule_stands_beside_its_own_column() -> None:
    layout = load_layout("side-by-side").on(parse_paper("a4"))
    (page,) = pages_of(answers("", "changed"), layout=layout).pages
    left, right = (mark.x for mark in page.content if isinstance(mark, Text) and mark.text == "Yes, and no.")
    assert {left < rule.x1 < right for rule in rules_of(page)} == {True}
