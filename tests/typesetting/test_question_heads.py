"""Who picked a question stands beside it in the finished alliance, as initials."""

from __future__ import annotations

from itertools import product

import pytest

from generator.composing.alliance import compose_alliance
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.layout import Style
from generator.typesetting import DisplayText, typeset
from generator.typesetting.grid import span
from generator.typesetting.page import Pages, Tag, Text
from generator.workflows.inputs import load_layout
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of
from tests.typesetting.placed import out_of_order, outside, overlaps

NAMES = ("Ana Lima", "Ben Okafor", "Cleo Ray", "Dana Holt", "Eva Kern", "\u4f60\u597d")
LONG = "What do you want to say at the very beginning of all this, " * 4 + "if anything?"
LAYOUTS = ("classic", "side-by-side", "large-print", "booklet")


def pages_of(layout: str, question: str, people: int, paper: str = "a4") -> Pages:
    names = NAMES[:people]
    texts = {("q1", person): "Yes." for person in range(people)}
    picks = tuple(("q1",) for _ in names)
    kind = load_layout(layout).on(parse_paper(paper))
    document = compose_alliance(alliance_of(bank_of([question]), names, texts, picks=picks))
    pages = typeset(document, kind, fonts(), DisplayText(fonts()), fillable=False)
    assert (outside(pages, kind), overlaps(pages), out_of_order(pages)) == ([], [], [])
    return pages


def marks_of(pages: Pages, element: int) -> list[Text]:
    return [mark for page in pages.pages for mark in page.content if isinstance(mark, Text) and mark.element == element]


def head_of(pages: Pages) -> tuple[list[Text], list[Text]]:
    """The lines of the first question, and its initials."""
    question = next(index for index, element in enumerate(pages.elements) if element.tag is Tag.H3)
    initials = next(index for index, element in enumerate(pages.elements) if element.alternative)
    return marks_of(pages, question), marks_of(pages, initials)


@pytest.mark.parametrize(("layout", "people", "text"), [*product(LAYOUTS, (1, 2, 6), ("Why?", LONG))])
def test_the_initials_stand_beside_the_first_line_and_are_read_as_names_behind_the_question(
    layout: str, people: int, text: str
) -> None:
    pages = pages_of(layout, text, people)
    lines, initials = head_of(pages)
    spoken = [element.alternative for element in pages.elements if element.alternative]
    assert len(spoken) == 1
    assert spoken[0].startswith("Picked by Ana Lima")
    assert all(name in spoken[0] for name in NAMES[:people])
    kind = load_layout(layout).styles
    middle = lines[0].y - initials[0].y  # both are centred on their lines
    assert abs(middle) < kind[Style.QUESTION].size - kind[Style.INITIALS].size + 3
    assert "".join(line.text for line in lines) == text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_question_longer_than_a_page_has_its_initials_where_it_ends(layout: str) -> None:
    lines, initials = head_of(pages_of(layout, "\u4f60\u597d" * 300, 2))
    assert len(lines) > 1
    assert abs(lines[-1].y - initials[0].y) < lines[0].size


@pytest.mark.parametrize("layout", ["classic", "booklet"])
def test_a_question_begins_where_its_answers_do_with_the_initials_in_the_names_column(layout: str) -> None:
    lines, initials = head_of(pages := pages_of(layout, LONG, 2))
    (answer, *_) = (
        mark for page in pages.pages for mark in page.content if isinstance(mark, Text) and mark.text == "Yes."
    )
    kind = load_layout(layout).on(parse_paper("a4"))
    assert [line.x for line in lines] == pytest.approx([answer.x] * len(lines))
    assert answer.x == pytest.approx(span(kind, 1).x)
    assert initials[0].x == kind.margins.left


@pytest.mark.parametrize("layout", ["side-by-side", "large-print"])
def test_without_room_in_a_column_the_initials_end_the_line(layout: str) -> None:
    lines, initials = head_of(pages_of(layout, LONG, 2))
    kind = load_layout(layout).on(parse_paper("a4"))
    end = initials[0].x + fonts(kind.faces).width("A B", initials[0].face, initials[0].size)
    assert lines[0].x == kind.margins.left
    assert end <= kind.page.width - kind.margins.right + 0.1
    assert initials[0].x > kind.page.width / 2
