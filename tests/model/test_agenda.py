"""The time plan: sensible for the usual lengths of a meeting, the closing safe, and an error where it cannot be."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.agenda import LEAST, PicksDoNotFit, agenda_of, require_time
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.words.messages import ENGLISH
from generator.workflows.inputs import load_bank
from tests.composing.worksheets import bank_of

if TYPE_CHECKING:
    from generator.model.agenda import Agenda
    from generator.model.bank import QuestionBank

BANK = load_bank(None)


def sheet(minutes: int, picks: int = 0, people: int = 2, bank: QuestionBank = BANK) -> Worksheet:
    given = nobody(people)
    selection = suggest(bank, given=given, per_person=picks, seed=1) if picks else given
    meeting = Meeting(None, None, "", minutes)
    return Worksheet(bank, People(("",) * people), selection, meeting, "classic", "a4", "1.0")


def told(minutes: int, picks: int = 0, people: int = 2, bank: QuestionBank = BANK) -> list[tuple[int, str]]:
    plan = agenda_of(sheet(minutes, picks, people, bank))
    assert plan
    return [(step.start, step.what) for step in plan.with_questions_together()]


def test_ninety_minutes_with_three_picks_each() -> None:
    assert told(90, picks=3) == [
        (0, "Arrive"),
        (5, "See the picks"),
        (10, "6 questions, 9 minutes each"),
        (65, "Closing"),
        (85, "Agree the next date"),
        (90, "End"),
    ]


def test_sixty_minutes_with_three_picks_each() -> None:
    assert told(60, picks=3)[2:] == [
        (10, "6 questions, 5 minutes each"),
        (40, "Closing"),
        (55, "Agree the next date"),
        (60, "End"),
    ]


def test_thirty_minutes_with_three_picks_each() -> None:
    assert told(30, picks=3)[1:] == [
        (1, "See the picks"),
        (2, "6 questions, 3 minutes each"),
        (20, "Closing"),
        (29, "Agree the next date"),
        (30, "End"),
    ]


def test_before_any_pick_the_plan_is_for_as_many_as_the_bank_asks_for_and_has_time_to_choose() -> None:
    assert told(90)[1:4] == [(5, "Choose"), (15, "6 to 8 questions, 6 minutes each"), (65, "Closing")]
    assert told(90, people=6)[2] == (15, "13 questions, 4 minutes each")
    assert told(90, bank=bank_of(["Only one?"]))[2] == (15, "1 question, 50 minutes")


def test_before_any_pick_a_short_meeting_has_as_many_questions_as_fit() -> None:
    assert told(10)[2] == (3, "2 questions, 2 minutes each")
    require_time(sheet(10, people=6))


def test_every_question_picked_has_its_own_step_in_the_order_of_the_sheet() -> None:
    worksheet = sheet(90, picks=3)
    plan = agenda_of(worksheet)
    assert plan
    asked = [step.question for step in plan.steps if step.question]
    picked = {question for ids in worksheet.selection.picks for question in ids}
    assert asked == [question.text for question in BANK.questions() if question.id in picked]
    assert [step.start for step in plan.steps if step.question] == [10, 20, 30, 40, 45, 55]


def test_more_than_eight_questions_are_one_step() -> None:
    plan = agenda_of(sheet(90, picks=3, people=6))
    assert plan
    assert not [step for step in plan.steps if step.question]
    assert plan.with_questions_together() == plan.steps


def test_picks_that_cannot_fit_are_an_error_that_says_what_to_do() -> None:
    with pytest.raises(PicksDoNotFit) as refused:
        require_time(sheet(30, picks=3, people=6))
    assert str(refused.value) == (
        "13 questions were picked, and 30 minutes have room for 10, of 2 minutes each. "
        "Pick fewer, or allow more time: `minutes` 40."
    )
    require_time(sheet(40, picks=3, people=6))
    assert agenda_of(sheet(30, picks=3, people=6)) is None


def test_a_meeting_of_an_old_worksheet_that_has_no_sensible_length_has_no_plan() -> None:
    for minutes in (0, 9, 601):
        assert agenda_of(sheet(minutes, picks=3)) is None
        require_time(sheet(minutes, picks=3))


def test_without_closing_questions_there_is_no_step_for_them() -> None:
    bank = bank_of(["One?", "Two?"])._replace(closing=BANK.closing._replace(questions=()))
    assert "Closing" not in [what for _, what in told(90, bank=bank)]


def lengths(plan: Agenda) -> list[int]:
    return [after.start - before.start for before, after in pairwise(plan.steps)]


@given(st.integers(10, 600), st.integers(0, 4), st.integers(1, 6))
def test_every_step_has_time_and_the_closing_a_fifth(minutes: int, picks: int, people: int) -> None:
    plan = agenda_of(sheet(minutes, picks, people))
    if plan is None:
        with pytest.raises(PicksDoNotFit):
            require_time(sheet(minutes, picks, people))
        return
    steps = dict(zip([step.what or step.question for step in plan.steps], lengths(plan), strict=False))
    assert (plan.steps[0].start, plan.steps[-1].start) == (0, minutes)
    assert min(steps.values()) >= 1
    assert steps["Closing"] >= max(2, minutes // 5)
    assert all(length >= LEAST for what, length in steps.items() if "?" in what or "questions" in what)


@pytest.mark.parametrize("minutes", range(60, 200, 5))
@pytest.mark.parametrize("picks", [0, 3])
def test_from_an_hour_on_every_step_begins_on_five_minutes(minutes: int, picks: int) -> None:
    plan = agenda_of(sheet(minutes, picks))
    assert plan
    assert [start for start in plan.starts if start % 5] == []
    assert sorted(set(plan.starts)) == list(plan.starts)


def test_no_question_loses_its_time_for_the_sake_of_five_minutes() -> None:
    many = bank_of([f"Number {number}?" for number in range(16)])
    assert told(60, picks=3, people=6, bank=many)[2:4] == [(6, "16 questions, 2 minutes each"), (38, "Closing")]
    assert told(90, people=6)[2:4] == [(15, "13 questions, 4 minutes each"), (65, "Closing")]


def test_clocks_go_on_after_midnight_and_count_minutes_where_no_time_is_known() -> None:
    date = dt.date(2026, 12, 4)
    assert Meeting(date, dt.time(23, 30), "", 90).clocks((0, 29, 30, 90), ENGLISH) == (
        "23:30",
        "23:59",
        "00:00",
        "01:00",
    )
    assert Meeting(date, None, "", 90).clocks((0, 5), ENGLISH) == ("0 min", "5 min")
