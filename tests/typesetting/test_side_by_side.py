"""The finished alliance with the answers of two people side by side, where they fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


@slow
@given(what=alliances())
def test_whatever_is_said_is_whole_within_the_margins_and_apart(what: Alliance) -> None:
    pages = pages_of(what)
    assert (outside(pages, LAYOUT), overlaps(pages)) == ([], [])
    assert render_alliance(what, LAYOUT).pages == len(pages.pages)  # raises where a typed character is missing
