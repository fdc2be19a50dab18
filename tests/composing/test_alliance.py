from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.composing.alliance import compose_alliance
from generator.composing.document import (
    AnsweredQuestion,
    BulletList,
    FieldRows,
    GivenAnswer,
    Heading,
    Paragraph,
    Signatures,
    Table,
    Title,
)
from generator.model.answers import Agreement
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of

if TYPE_CHECKING:
    from generator.model.alliance import Alliance
    from generator.model.answers import Answers

BANK = bank_of(["A?", "B?", "C?", "D?"], sections=2, closing=("How?",))
ALLIANCE = alliance_of(
    BANK,
    ("Ana", "Ben"),
    {("q1", 0): "One.\n\nTwo.", ("q1", 1): "Ben's.", ("q3", 1): "Unasked."},
    picks=(("q1",), ("q2",)),
)


def _signed(alliance: Alliance) -> Answers:
    return replace(alliance.answers, review="1 March 2027", signed=("A. L.", ""))


def answered(alliance: Alliance) -> dict[str, AnsweredQuestion]:
    return {block.text: block for block in compose_alliance(alliance).blocks if isinstance(block, AnsweredQuestion)}


def headings(alliance: Alliance) -> list[str]:
    return [block.text for block in compose_alliance(alliance).blocks if isinstance(block, Heading)]


def test_an_answer_stands_with_its_question_and_who_picked_it() -> None:
    block = answered(ALLIANCE)["A?"]
    assert (block.note, block.initials, block.picked_by) == ("", ("A",), "Picked by Ana")
    assert block.answers == (GivenAnswer("Ben", ("Ben's.",), seat=1), GivenAnswer("Ana", ("One.", "", "Two."), seat=0))


def test_a_pick_nobody_answered_is_shown_as_not_answered_yet() -> None:
    picked = AnsweredQuestion("B?", "Not answered yet", (), seats=2, initials=("B",), picked_by="Picked by Ben")
    assert answered(ALLIANCE)["B?"] == picked


def test_those_of_the_same_initials_are_told_apart_as_in_their_worksheet() -> None:
    alliance = alliance_of(BANK, ("Ana Lima", "Ann Low", "Ben"), {}, picks=(("q1",), ("q1", "q2"), ("q1",)))
    assert [answered(alliance)[text].initials for text in ("A?", "B?")] == [("1", "2", "B"), ("2",)]
    assert answered(alliance)["A?"].picked_by == "Picked by Ana Lima, Ann Low and Ben"


def test_initials_are_explained_once_where_there_are_any() -> None:
    said = [block.text for block in compose_alliance(ALLIANCE).blocks if isinstance(block, Paragraph)]
    assert said.count("The initials beside a question tell who picked it.") == 1
    unpicked = compose_alliance(alliance_of(BANK, ("Ana",), {("q3", 0): "x"})).blocks
    assert not any(isinstance(block, Paragraph) and "initials" in block.text for block in unpicked)


def test_a_question_that_nobody_picked_but_somebody_answered_is_there() -> None:
    assert answered(ALLIANCE)["C?"] == AnsweredQuestion("C?", "", (GivenAnswer("Ben", ("Unasked.",), seat=1),), seats=2)


def test_a_closing_question_without_answers_is_there() -> None:
    assert answered(ALLIANCE)["How?"] == AnsweredQuestion("How?", "Not answered yet", (), seats=2)


def test_the_questions_not_chosen_are_listed() -> None:
    *_, heading, listed = compose_alliance(ALLIANCE).blocks
    assert (heading, listed) == (Heading("Not chosen this time"), BulletList(("D?",), may_tighten=True))


def test_there_is_no_such_list_where_all_were_chosen() -> None:
    everything = alliance_of(BANK, ("Ana",), {}, picks=(("q1", "q2", "q3", "q4"),))
    assert "Not chosen this time" not in headings(everything)


def test_a_section_without_chosen_questions_has_no_heading() -> None:
    assert headings(alliance_of(BANK, ("Ana",), {("q3", 0): "x"})) == [
        "Section 2",
        "Closing",
        "What we agree",
        "Not chosen this time",
    ]


def test_agreements_are_a_table() -> None:
    alliance = alliance_of(BANK, ("Ana",), {}, agreements=(Agreement("Call\nweekly", "Ana"),))
    (table,) = (block for block in compose_alliance(alliance).blocks if isinstance(block, Table))
    assert [[(item.value, item.field) for item in row] for row in table.rows] == [[("Call\nweekly", ""), ("Ana", "")]]


def test_where_nothing_is_agreed_it_says_so() -> None:
    *_, paragraph = (block for block in compose_alliance(ALLIANCE).blocks if isinstance(block, Paragraph))
    assert paragraph.text == "Nothing is written down yet."


def test_the_title_is_the_names_and_above_it_stands_what_the_alliance_came_from() -> None:
    answers = replace(ALLIANCE.answers, date="4 December 2026", place="Café")
    title, *_ = compose_alliance(ALLIANCE._replace(answers=answers)).blocks
    assert title == Title("Ana and Ben", ("Designing the Alliance", "4 December 2026", "Café"))
    assert compose_alliance(ALLIANCE).blocks[0] == Title("Ana and Ben", ("Designing the Alliance",))


def test_the_review_date_and_the_signatures_stand_where_they_were_given() -> None:
    assert not [block for block in compose_alliance(ALLIANCE).blocks if isinstance(block, Signatures)]
    signed = ALLIANCE._replace(answers=_signed(ALLIANCE))
    blocks = compose_alliance(signed).blocks
    (lines,) = (block.lines for block in blocks if isinstance(block, Signatures))
    assert [(line.label, line.value, line.field) for line in lines] == [("Ana", "A. L.", ""), ("Ben", "", "")]
    assert [item.value for block in blocks if isinstance(block, FieldRows) for row in block.rows for item in row] == [
        "1 March 2027",
    ]


def test_the_names_are_those_that_came_back_and_the_foot_tells_the_revision() -> None:
    document = compose_alliance(ALLIANCE._replace(revision=2))
    assert document.foot == ("Designing the Alliance", "Revision 2")
    assert document.hidden == ()
