"""Figures: lining ones where they are data, old-style ones in running text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.card import compose_card
from generator.composing.worksheet import compose_worksheet
from generator.fonts.faces import Face
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.answers import Agreement
from generator.model.worksheet import Meeting
from generator.typesetting import DisplayText, typeset
from generator.typesetting.index import Index, IndexText
from generator.typesetting.page import Text
from generator.workflows.inputs import load_bank, load_layout
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, worksheet_of

if TYPE_CHECKING:
    from generator.composing.document import Document
    from generator.model.alliance import Alliance
    from generator.typesetting.page import Pages

RUNNING = (Face.RUNNING, Face.RUNNING_ITALIC)
QUESTION, ANSWER, AGREED = "What for 90 minutes?", "In 30 minutes, on 4 December.", "We meet for 15 minutes."
PEOPLE = ("Ana 2", "Ben Okafor")


def figures_of(*documents: Pages) -> dict[bool, set[str]]:
    """Return the texts with figures: in running text, and as data."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for pages in documents:
        for page in pages.pages:
            for mark in page.content:
                if isinstance(mark, Text) and any(map(str.isdigit, mark.text)):
                    found[mark.face in RUNNING].add(mark.text.strip())
    return found


def set_in(layout: str, document: Document) -> Pages:
    kind = load_layout(layout).on(parse_paper("a4"))
    measures = fonts(kind.faces)
    return typeset(document, kind, measures, DisplayText(measures), fillable=False)


def sheet(layout: str) -> Pages:
    """A worksheet on paper, of people of whom one has a figure in the name, with date, time and place."""
    worksheet = worksheet_of(load_bank(), *PEOPLE, picks=(("hopes",), ("tone",)))
    worksheet = worksheet._replace(meeting=Meeting(dt.date(2026, 12, 4), dt.time(12, 30), "Café 7", 90))
    return set_in(layout, compose_worksheet(worksheet, load_layout(layout)))


def finished() -> Alliance:
    agreements = (Agreement(AGREED, "Ana 2"),)
    alliance = alliance_of(bank_of([QUESTION]), PEOPLE, {("q1", 0): ANSWER, ("c1", 1): ANSWER}, agreements=agreements)
    answers = replace(alliance.answers, date="4 December 2026", review="1 March 2027", signed=PEOPLE)
    return alliance._replace(answers=answers)


@pytest.mark.parametrize("layout", ["classic", "workbook", "onepage"])
def test_on_a_worksheet_those_in_sentences_are_old_style_ones_and_all_others_lining(layout: str) -> None:
    figures = figures_of(sheet(layout))
    running = " ".join(sorted(figures[True]))
    assert "Schedule a 90-minute" in running
    assert "Choose 3 or 4 questions" in running
    assert {"Ana 2", "4 December 2026, 12:30", "Café 7", "for 90 minutes", "1", "4", "12:30", "14:00"} <= figures[False]
    assert {text for text in figures[True] if text.endswith(("12:30", "1 of 5", "Ana 2")) or text.isdigit()} == set()
    assert any(text.startswith("Page 1 of") for text in figures[False])


def test_in_a_finished_alliance_what_people_say_has_old_style_ones() -> None:
    figures = figures_of(set_in("classic", compose_alliance(finished(), digest="3b07 5ea2 90fd")))
    assert figures[True] == {QUESTION, ANSWER, AGREED}
    parts = {part.strip(" ·") for text in figures[False] for part in (text, *text.split(" · "))}
    assert {"Ana 2", "4 December 2026", "1 March 2027", "Revision 1", "3b07 5ea2 90fd", "Page 1 of 1"} <= parts


def test_on_the_card_of_an_alliance_its_dates_and_revision_have_lining_ones() -> None:
    figures = figures_of(set_in("classic", compose_card(finished())))
    assert all((AGREED + ANSWER).count(text) for text in figures[True])
    assert any(ANSWER.startswith(text) for text in figures[True])
    assert "1 March 2027" in figures[False]
    assert any("Ana 2" in text for text in figures[False])


def test_cards_are_numbered_with_lining_ones_and_so_are_their_steps() -> None:
    figures = figures_of(sheet("cards"))
    assert {"1", "2", "3", "4", "12"} <= figures[False]
    assert {text for text in figures[True] if text.isdigit()} == set()
    assert any("90-minute" in text for text in figures[True])


def test_the_index_of_a_packet_has_lining_ones() -> None:
    layout = load_layout("classic")
    words = IndexText("Packet", "To be cut.", ("Packet", "Index"))
    index = Index(words, ["Ana 2 and Ben 3"] * 12, layout, fonts(layout.faces), DisplayText(fonts(layout.faces)))
    figures = figures_of(*index.set())
    assert figures[True] == set()
    assert {"Ana 2 and Ben 3", "12"} <= figures[False]


def test_large_print_has_lining_ones_everywhere() -> None:
    alliance = set_in("large-print", compose_alliance(finished()))
    figures = figures_of(sheet("large-print"), alliance)
    assert figures[True] == set()
    assert {QUESTION, ANSWER, AGREED} <= figures[False]
