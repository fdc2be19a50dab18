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
from generator.typesetting.grid import span
from generator.typesetting.page import ARTIFACT, Text
from generator.workflows.inputs import load_layout
from generator.workflows.render_alliance import render_alliance
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, classic
from tests.typesetting.placed import out_of_order, outside, overlaps

LONG = "\n".join("So it goes on and on. " * (number % 7 * 3 + 1) for number in range(60))
HYPHENS = "Maximiliana Konstantinopolskaya-Featherstonehaugh y Cervante"
ONE_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
NAMES = ("Ana Lima", HYPHENS, ONE_WORD, "Ελευθερία Παπαδοπούλου", "Александра Преображенская")
LAYOUTS = {
    "classic": classic(),
    "a5": classic("a5"),
    "large-print": load_layout("large-print").on(parse_paper("a4")),
}
NO_ROOM_TO_GO_ON = ("large-print",)
"""The layouts whose names' column is too narrow for the words that an answer goes on."""


def texts_of(layout: str, texts: dict[tuple[str, int], str], people: tuple[str, ...]) -> list[list[Text]]:
    """The texts of each page, in the order in which they are painted."""
    alliance = alliance_of(bank_of(["First?"]), people, texts)
    kind = LAYOUTS[layout]
    pages = typeset(compose_alliance(alliance), kind, fonts(), DisplayText(fonts()), fillable=False)
    assert (outside(pages, kind), overlaps(pages), out_of_order(pages)) == ([], [], [])
    render_alliance(alliance, kind)  # raises where a typed character is missing
    return [[mark for mark in page.content if isinstance(mark, Text)] for page in pages.pages]


def repeated_name(page: list[Text], layout: str = "classic") -> list[Text]:
    """What is repeated on a page of the name of whose answer goes on, in its colour."""
    colour = LAYOUTS[layout].styles[Style.SPEAKER].colour
    return [mark for mark in page if mark.element == ARTIFACT and mark.colour == colour]


@pytest.mark.slow
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
        expected_above = name == ONE_WORD or layout in NO_ROOM_TO_GO_ON
        assert above if expected_above else beside if name == "Ana Lima" else beside or above


@pytest.mark.slow
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
@pytest.mark.slow
def test_a_long_name_that_is_repeated_ends_above_the_next_one(lines: int, more: int) -> None:
    text = "Yes.\n" * lines + "So it goes. " * 12 * more
    texts_of("classic", {("q1", 0): text, ("q1", 1): "No.", ("q1", 2): "No."}, (HYPHENS, "Ben Okafor", "Cleo"))


def test_names_leave_answers_of_large_print_five_columns_of_six() -> None:
    kind = LAYOUTS["large-print"]
    (page,) = texts_of("large-print", {("q1", 0): "So it goes on. " * 9, ("q1", 1): "Yes."}, ("Ana Lima", "Ben Okafor"))
    lines = {mark.text.strip(): mark for mark in page}
    answer = next(mark for mark in page if mark.text.startswith("So it goes on."))
    assert (answer.x, lines["Ana"].x) == (span(kind, 1).x, kind.margins.left)
    assert [lines["Ana"].y, lines["Ben"].y] == pytest.approx([answer.y, lines["Yes."].y])
    assert lines["Okafor"].y == pytest.approx(lines["Ben"].y - kind.styles[Style.ANSWER].leading)


@pytest.mark.parametrize(("paper", "person"), [("a4", "Konstantina Lima"), ("a5", "Ana Lima")])
def test_a_name_that_no_column_has_room_for_stands_above_its_answer(paper: str, person: str) -> None:
    kind = load_layout("large-print").on(parse_paper(paper))
    alliance = alliance_of(bank_of(["First?"]), (person, "Ben"), {("q1", 0): "So it goes on."})
    pages = typeset(compose_alliance(alliance), kind, fonts(), DisplayText(fonts()), fillable=False)
    marks = [mark for page in pages.pages for mark in page.content if isinstance(mark, Text)]
    name = next(mark for mark in marks if mark.text == f"{person} ")
    answer = next(mark for mark in marks if mark.text.startswith("So it"))
    assert name.y > answer.y + answer.size
    assert answer.x == (kind.margins.left if paper == "a5" else span(kind, 1).x)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_name_higher_than_a_page_in_its_column_stands_above_its_answer(layout: str) -> None:
    pages = texts_of(layout, {("q1", 0): "Yes."}, ("well " * 300, "Ben"))  # looks whether it leaves the margins
    assert any(mark.text == "Yes." for page in pages for mark in page)


# Lists as they were typed

LONG_POINT = "a point that goes on until the line is full and has to be continued, and then hangs there. " * 2
GREEK = "ένα σημείο στα ελληνικά, αρκετά μεγάλο ώστε να χρειάζεται δεύτερη γραμμή, για να φανεί ότι κρέμεται σωστά"
CYRILLIC = "пункт на русском языке, достаточно длинный, чтобы занять и вторую строку, и было видно, что он висит"


def typed(text: str) -> list[Text]:
    """The lines of an answer of this text."""
    (marks,) = texts_of("classic", {("q1", 0): text}, ("Ana",))
    begin = next(number for number, mark in enumerate(marks) if mark.text == "Ana " and mark.element >= 0)
    x = span(classic(), 1).x
    kind = classic().styles[Style.ANSWER]
    return [mark for mark in marks[begin:] if x <= mark.x < x + 60 and (mark.face, mark.size) == (kind.face, kind.size)]


@pytest.mark.parametrize("text", [LONG_POINT, GREEK, CYRILLIC], ids=["Latin", "Greek", "Cyrillic"])
@pytest.mark.parametrize("point", ["- ", "* ", "\N{BULLET} ", "\N{EN DASH} ", "1. ", "10) ", "  -  ", "\t- "])
def test_the_lines_of_a_typed_point_hang_from_its_text(point: str, text: str) -> None:
    first, second, *more = typed(point + text)
    shown = point.replace("\t", "    ")
    width = fonts().width(shown, first.face, first.size)
    assert first.text.startswith(shown)
    assert [mark.x for mark in (second, *more)] == pytest.approx([first.x + width] * (1 + len(more)))
    assert "".join(mark.text for mark in (first, second, *more)) == shown + text
    assert {mark.element for mark in (second, *more)} == {first.element}


@pytest.mark.parametrize("start", ["", "-", "-5 ", "2026. ", "-- ", "1.5 ", "*very* ", "- \u0301", " " * 60 + "- "])
def test_what_is_no_point_of_a_list_does_not_hang(start: str) -> None:
    lines = typed(start + LONG_POINT)
    assert len(lines) > 1
    assert len({mark.x for mark in lines}) == 1
    assert "".join(mark.text for mark in lines) == start + LONG_POINT


def test_each_point_hangs_by_its_own_mark() -> None:
    lines = typed(f"Three:\n- one\n10. {LONG_POINT}\n* {LONG_POINT}\nThat is all.")
    starts = [lines[0].x, lines[0].x + fonts().width("10. ", lines[0].face, lines[0].size)]
    assert [mark.text.strip()[:3] for mark in lines if mark.x == starts[0]] == ["Thr", "- o", "10.", "* a", "Tha"]
    assert len({round(mark.x, 3) for mark in lines}) == 3
