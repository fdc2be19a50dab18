"""The finished alliance with the answers of two people side by side, where they fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from generator.composing.alliance import compose_alliance
from generator.fonts.metrics import fonts
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import ARTIFACT, Text
from generator.workflows.render_alliance import render_alliance
from tests.composing.alliances import alliance_of, alliances
from tests.composing.worksheets import bank_of, classic
from tests.typesetting.placed import outside, overlaps
from tests.typesetting.test_whole import slow

if TYPE_CHECKING:
    from generator.model.alliance import Alliance
    from generator.typesetting.page import Pages

TWO = ("Ana Lima", "Ben Okafor")
LAYOUT = classic()._replace(side_by_side=True)


def alliance(texts: dict[tuple[str, int], str], people: tuple[str, ...] = TWO) -> Alliance:
    bank = bank_of(["First?"], sections=1)
    return alliance_of(bank, people, texts, picks=(("q1",), *(() for _ in people[1:])))


def pages_of(what: Alliance) -> Pages:
    return typeset(compose_alliance(what), LAYOUT, fonts(), DisplayText(fonts()), fillable=False)


def place(pages: Pages, text: str) -> tuple[float, float]:
    (found,) = [
        (mark.x, mark.y)
        for page in pages.pages
        for mark in page.content
        if isinstance(mark, Text) and mark.element != ARTIFACT and mark.text.strip() == text
    ]
    return found


def test_two_answers_stand_side_by_side_each_in_its_column_whoever_speaks_first() -> None:
    pages = pages_of(alliance({("q1", 0): "Yes.", ("q1", 1): "No."}))
    (ana, height), (ben, same) = place(pages, "Yes."), place(pages, "No.")
    assert height == same
    assert ana == LAYOUT.margins.left
    assert ben > LAYOUT.page.width / 2


def test_one_answer_of_two_people_stands_in_its_column() -> None:
    assert place(pages_of(alliance({("q1", 1): "No."})), "No.")[0] > LAYOUT.page.width / 2


def test_answers_that_take_much_of_a_page_stand_in_turns() -> None:
    pages = pages_of(alliance({("q1", 0): "Yes.", ("q1", 1): "No.\n" * 30 + "The end."}))
    assert place(pages, "Yes.")[0] == place(pages, "The end.")[0]


def test_three_people_speak_in_turns() -> None:
    pages = pages_of(alliance({("q1", 0): "Yes.", ("q1", 1): "No."}, (*TWO, "Cleo")))
    assert place(pages, "Yes.")[0] == place(pages, "No.")[0]


def test_one_column_is_read_after_the_other() -> None:
    pages = pages_of(alliance({("q1", 0): "one\ntwo", ("q1", 1): "three\nfour"}))
    texts = [mark.text.strip() for mark in pages.pages[0].content if isinstance(mark, Text) and mark.element >= 0]
    assert texts[texts.index("Ana Lima", 5) :][:6] == ["Ana Lima", "one", "two", "Ben Okafor", "three", "four"]


def texts_by_page(pages: Pages) -> list[list[Text]]:
    """The texts of each page above its foot, in the order in which they are painted."""
    low = LAYOUT.margins.bottom - 1
    return [[mark for mark in page.content if isinstance(mark, Text) and mark.y > low] for page in pages.pages]


def test_a_page_ends_within_two_answers_two_lines_of_each_on_either_side_and_says_who_goes_on() -> None:
    parted = 0
    for before in range(40):
        texts = {("q1", 0): "Before.\n" * before + "Before.", ("q2", 0): "Ana. " * 60, ("q2", 1): "Ben. " * 80}
        what = alliance_of(bank_of(["First?", "Second?"], sections=1), TWO, texts, picks=(("q1", "q2"), ()))
        pages = texts_by_page(pages_of(what))
        for said in ("Ana.", "Ben."):
            lines = [[mark for mark in page if mark.text.startswith(said)] for page in pages]
            assert all(len(found) != 1 for found in lines)
            assert len({mark.x for found in lines for mark in found}) == 1  # all keep their column
        for page in pages[1:]:
            head = [mark.text for mark in page if mark.element == ARTIFACT]
            if page[0].text != "Second? (continued)":
                continue
            going_on = [name for name in TWO if f"{name[:3]}." in " ".join(mark.text for mark in page)]
            assert head[: 1 + len(going_on)] == ["Second? (continued)", *(f"{name}, continued" for name in going_on)]
            starts = [mark.text[:3] for mark in page if mark.text.startswith(("Ana.", "Ben."))]
            assert starts == sorted(starts)  # one column is read after the other here too
            parted += len(going_on)
    assert parted > 4


def test_pages_before_the_last_are_full_although_answers_stand_side_by_side() -> None:
    questions = [f"q{number}" for number in range(1, 9)]
    texts = {(question, person): "So it goes on. " * (24 + 4 * person) for question in questions for person in (0, 1)}
    bank = bank_of([question.title() for question in questions], sections=1)
    pages = texts_by_page(pages_of(alliance_of(bank, TWO, texts, picks=(tuple(questions), ()))))
    assert len(pages) > 2
    for page in pages[:-1]:
        assert min(mark.y for mark in page) < LAYOUT.margins.bottom + 0.12 * LAYOUT.page.height


@pytest.mark.slow
@slow
@given(what=alliances())
def test_whatever_is_said_is_whole_within_the_margins_and_apart(what: Alliance) -> None:
    pages = pages_of(what)
    assert (outside(pages, LAYOUT), overlaps(pages)) == ([], [])
    assert render_alliance(what, LAYOUT).pages == len(pages.pages)  # raises where a typed character is missing
