"""Answers in the finished alliance: who speaks on every page, and lists as they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.composing.alliance import compose_alliance
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.layout import Style
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import ARTIFACT, Text
from generator.workflows.inputs import load_layout
from generator.workflows.render_alliance import render_alliance
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, classic
from tests.typesetting.placed import outside, overlaps

LONG = "\n".join("So it goes on and on. " * (number % 7 * 3 + 1) for number in range(60))
HYPHENS = "Maximiliana Konstantinopolskaya-Featherstonehaugh y Cervante"
ONE_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
NAMES = ("Ana Lima", HYPHENS, ONE_WORD, "Ελευθερία Παπαδοπούλου", "Александра Преображенская")
LAYOUTS = {
    "classic": classic(),
    "a5": classic("a5"),
    "large-print": load_layout("large-print").on(parse_paper("a4")),
}


def texts_of(layout: str, texts: dict[tuple[str, int], str], people: tuple[str, ...]) -> list[list[Text]]:
    """The texts of each page, in the order in which they are painted."""
    alliance = alliance_of(bank_of(["First?"]), people, texts)
    kind = LAYOUTS[layout]
    pages = typeset(compose_alliance(alliance), kind, fonts(), DisplayText(fonts()), fillable=False)
    assert (outside(pages, kind), overlaps(pages)) == ([], [])
    render_alliance(alliance, kind)  # raises where a typed character is missing
    return [[mark for mark in page.content if isinstance(mark, Text)] for page in pages.pages]


def repeated_name(page: list[Text], layout: str = "classic") -> list[Text]:
    """What is repeated on a page of the name of whose answer goes on, in its colour."""
    colour = LAYOUTS[layout].styles[Style.SPEAKER].colour
    return [mark for mark in page if mark.element == ARTIFACT and mark.colour == colour]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_within_an_answer_says_whose_it_is(name: str, layout: str) -> None:
    pages = texts_of(layout, {("q1", 0): LONG * 2}, (name, "Ben Okafor"))
    within = [page for page in pages if page[0].element == ARTIFACT and page[0].text == "First? (continued)"]
    assert len(within) > 1
    for page in within:
        lines = repeated_name(page, layout)
        first = next(mark for mark in page if mark.element >= 0)
        said = "".join(mark.text for mark in lines)
        assert said.endswith(", continued")
        assert said == f"{name}, continued" or (layout == "large-print" and name.startswith(said.split("…")[0]))
        beside = lines[0].y == pytest.approx(first.y, abs=0.01)
        above = len(lines) == 1 and lines[0].y > first.y + first.size
        assert above if name == ONE_WORD else beside if name == "Ana Lima" else beside or above


def test_a_page_that_begins_with_an_answer_repeats_no_name() -> None:
    seen = set()
    for lines in range(30, 60):
        texts = {("q1", 0): "Yes.\n" * lines + "Yes.", ("q1", 1): "No."}
        for page in texts_of("classic", texts, ("Ana Lima", "Ben Okafor"))[1:]:
            first = next(mark for mark in page if mark.element >= 0)
            seen.add(first.text)
            assert bool(repeated_name(page)) == (first.text == "Yes.")
    assert {"Yes.", "Ben Okafor "} <= seen


@given(lines=st.integers(30, 60), more=st.integers(0, 3))
def test_a_long_name_that_is_repeated_ends_above_the_next_one(lines: int, more: int) -> None:
    text = "Yes.\n" * lines + "So it goes. " * 12 * more
    texts_of("classic", {("q1", 0): text, ("q1", 1): "No.", ("q1", 2): "No."}, (HYPHENS, "Ben Okafor", "Cleo"))
