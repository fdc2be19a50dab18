"""Worksheets of people who are known by their place: names may be blank, as on the page."""

from __future__ import annotations

import pytest

from generator.errors import InvalidRequest
from generator.model.people import People
from generator.model.worksheet import definition
from generator.workflows.compose import (
    ComposeRequest,
    Pick,
    build_worksheet,
    check_people,
    lay_out,
    render,
)
from generator.workflows.inputs import LayoutChoice, load_bank
from generator.workflows.languages import LanguageChoice

LAYOUT = LayoutChoice().load()
ORDER = ComposeRequest(load_bank(), LAYOUT)


def test_ticks_by_place_are_the_picks_of_the_people_named_there() -> None:
    ticked = build_worksheet(ORDER._replace(people=("Ana", "Ben"), ticks=(("tone", "hopes"), ())))
    picked = build_worksheet(ORDER._replace(people=("Ana", "Ben"), picks=(Pick("Ana", ("hopes", "tone")),)))
    assert definition(ticked) == definition(picked)


def test_a_name_may_be_blank_beside_one_that_is_not() -> None:
    people = check_people((" ", "Ben"), some_blank=True)
    sheet = build_worksheet(ORDER._replace(ticks=(("hopes",), ("tone",)), suggest=3), people)
    assert people == People(("", "Ben"))
    assert [len(ids) for ids in sheet.selection.picks] == [3, 3]
    assert "hopes" in sheet.selection.picks[0]
    assert render(sheet, LAYOUT, fillable=True, date=None).data.startswith(b"%PDF")


def test_names_that_are_not_blank_are_told_apart_still() -> None:
    with pytest.raises(InvalidRequest, match="given twice"):
        check_people(("", "Ben", "ben"), some_blank=True)
    with pytest.raises(InvalidRequest, match="a name is empty"):
        check_people(("", "Ben"))


def test_a_tick_of_an_unknown_question_is_told_with_who_ticked_it() -> None:
    with pytest.raises(InvalidRequest, match="unknown question 'hope'") as told:
        build_worksheet(ORDER._replace(ticks=((), ("hope",))))
    assert [(problem.field, problem.item) for problem in told.value.problems] == [("picks", 1)]


def test_ticks_of_questions_that_are_left_out_do_not_count() -> None:
    sheet = build_worksheet(ORDER._replace(ticks=(("hopes", "tone"), ()), without=("hopes",)))
    assert sheet.selection.picks == (("tone",), ())


def test_somebody_without_a_name_has_a_language_of_their_own() -> None:
    german = LanguageChoice("de").load_bank().bank
    own = build_worksheet(ORDER._replace(tongues=(None, german)), People(("", "")))
    assert own.languages is not None
    assert own.languages.people == ("", "de")


def test_the_pages_have_the_remarks_of_the_file_but_for_those_on_picks() -> None:
    hebrew = LanguageChoice("he").load_bank().bank
    sheet = build_worksheet(ComposeRequest(hebrew, LAYOUT, people=("Ana", "Ben"), ticks=(("hopes",), ())))
    laid, made = (
        lay_out(sheet, LAYOUT, fillable=True),
        render(sheet, LAYOUT, fillable=True, date=None),
    )
    assert laid.remarks == made.remarks[1:]
    assert any("right to left" in remark for remark in laid.remarks)
    assert len(laid.pages.pages) == made.pages
