"""Questions are found by their texts, as form services name them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model.bank import Question
from generator.model.question_lookup import resolve_question_ids
from generator.model.returned_answers import LocatedText, RawAnswers
from tests.formats.worksheets import BANK

ROOM = Question("room", "What’s the tone, or room, you want?")
SAME = (Question("first", "Why - now?"), Question("second", "why now"), Question("third", "Why - now!"))
WITH_MORE = BANK._replace(closing=BANK.closing._replace(questions=(*BANK.closing.questions, ROOM, *SAME)))


def matched(header: str) -> RawAnswers:
    answers = ((LocatedText(header, 1, 6), ((LocatedText("Ana", 2, 1), LocatedText("x", 2, 5)),)),)
    return resolve_question_ids(RawAnswers("a.csv", (), (), answers, (), ()), WITH_MORE)


def found(header: str) -> str:
    file = matched(header)
    assert file.problems == ()
    return file.answers[0][0].text


@pytest.mark.parametrize(
    "header",
    [
        "room",
        ROOM.text,
        "what's the tone or room you want",
        " What\u2019s the\xa0tone,\nor  room, you want? ",
        "3. What’s the tone, or room, you want?",
        "WHATS THE TONE, OR ROOM, YOU WANT ...",
    ],
)
def test_a_question_is_found_by_its_id_its_text_or_its_words(header: str) -> None:
    assert found(header) == "room"


def test_the_exact_text_goes_before_the_same_words() -> None:
    assert found("Why - now?") == "first"


def test_words_that_fit_several_questions_fit_none() -> None:
    (problem,) = matched("Why, now").problems
    assert str(problem) == (
        "a.csv:1:6: the text 'Why, now' is that of more than one question. Write an id: first or second or third."
    )


def test_a_text_of_no_question_is_told_with_the_nearest() -> None:
    file = matched("What is the tone or room you want")
    assert file.answers == ()
    assert str(file.problems[0]) == (
        "a.csv:1:6: no question has the text 'What is the tone or room you want'. "
        "Did you mean 'What’s the tone, or room, you want?'?"
    )


def test_a_text_like_none_is_told_with_what_to_do() -> None:
    (problem,) = matched("Which department are you in?").problems
    assert problem.hint == "Give the bank that it is from with `bank`, or take it away."


def test_an_unknown_id_is_left_for_the_check_of_ids() -> None:
    assert found("hoops") == "hoops"


def test_picks_are_found_by_text_too() -> None:
    file = replace(
        matched("hopes"), picks=((LocatedText("Ana"), (LocatedText("what ELSE"), LocatedText("no such text at all"))),)
    )
    again = resolve_question_ids(file, BANK)
    assert [question.text for question in again.picks[0][1]] == ["hopes"]
    assert len(again.problems) == 1
