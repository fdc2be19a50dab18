from __future__ import annotations

from dataclasses import replace

import pytest

from generator.errors import InvalidInput
from generator.model.fields import CHECKED, SHEET_FIELDS, FieldId, FieldKind
from generator.model.people import People
from generator.model.returned_answers import (
    AgreementRow,
    FieldValue,
    LocatedText,
    RawAnswers,
    SheetText,
    resolve_answers,
)
from tests.formats.worksheets import ANA_PICKS_HOPES, ANAS_HOPES, BLANK, WORKSHEET

DATE, PLACE, REVIEW, SIGNED = SHEET_FIELDS
EMPTY = RawAnswers("a.yaml", (), (), (), (), ())


def at(text: str, line: int = 1) -> LocatedText:
    return LocatedText(text, line, 3)


def people(*names: str) -> RawAnswers:
    return replace(EMPTY, people=tuple(at(name, line) for line, name in enumerate(names, start=1)))


def answering(name: str, question: str = "hopes", text: str = "typed") -> RawAnswers:
    return replace(EMPTY, answers=((at(question, 4), ((at(name, 5), at(text, 5)),)),))


def picking(name: str, *ids: str) -> RawAnswers:
    return replace(EMPTY, picks=((at(name, 2), tuple(at(question, 3) for question in ids)),))


def problems(file: RawAnswers, worksheet: object = None) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        resolve_answers(file, BLANK if worksheet == "blank" else WORKSHEET)
    return [str(problem) for problem in caught.value.problems]


def test_an_answer_has_its_slot_and_its_line() -> None:
    assert resolve_answers(answering("Ana Lima"), WORKSHEET) == (FieldValue(ANAS_HOPES, "typed", "line 5"),)


def test_an_empty_answer_says_nothing() -> None:
    assert resolve_answers(answering("Ana Lima", text=" \n"), WORKSHEET) == ()


def test_closing_questions_are_answered_too() -> None:
    (entry,) = resolve_answers(answering("Ben Okafor", "support"), WORKSHEET)
    assert entry.field_id == FieldId(FieldKind.ANSWER, "support", 1)


@pytest.mark.parametrize("name", ["Ana Lima", " Ana\u00a0 Lima ", "ANA LIMA", "ana lima"])
def test_a_name_is_found_in_any_case_and_spacing(name: str) -> None:
    (entry,) = resolve_answers(answering(name), WORKSHEET)
    assert entry.field_id == ANAS_HOPES


def test_a_name_is_found_in_any_normal_form() -> None:
    worksheet = WORKSHEET._replace(people=People(("Zo\u00eb", "Ben")))
    (entry,) = resolve_answers(answering("Zoe\u0308"), worksheet)
    assert entry.field_id == ANAS_HOPES


def test_the_exact_name_goes_before_one_in_another_case() -> None:
    worksheet = WORKSHEET._replace(people=People(("ANA", "Ana")))
    (entry,) = resolve_answers(answering("Ana"), worksheet)
    assert entry.field_id.number == 1
    assert len(problems(answering("aNA"), WORKSHEET)) == 1


def test_a_list_of_picks_is_the_whole_of_it() -> None:
    given = resolve_answers(picking("Ana Lima", "assumptions", "way-back"), WORKSHEET)
    assert [(entry.field_id.question, entry.text) for entry in given] == [
        ("assumptions", CHECKED), ("hopes", ""), ("way-back", CHECKED),
    ]  # fmt: skip


def test_an_empty_list_of_picks_says_nothing() -> None:
    assert resolve_answers(picking("Ana Lima"), WORKSHEET) == ()


def test_the_files_people_fill_blank_names_in_order() -> None:
    file = replace(answering("Ben"), people=(at("Ana"), at("Ben", 2)))
    name, other, answer = resolve_answers(file, BLANK)
    assert (name.field_id, name.text) == (FieldId(FieldKind.NAME, number=0), "Ana")
    assert (other.field_id, other.text) == (FieldId(FieldKind.NAME, number=1), "Ben")
    assert answer.field_id == FieldId(FieldKind.ANSWER, "hopes", 1)


def test_names_typed_into_a_form_count_for_blank_ones() -> None:
    (entry,) = resolve_answers(answering("ben"), BLANK, typed_names=("Ana", "Ben"))
    assert entry.field_id == FieldId(FieldKind.ANSWER, "hopes", 1)


def test_a_blank_person_may_be_called_by_the_number() -> None:
    (entry,) = resolve_answers(answering("Person 2"), BLANK)
    assert entry.field_id.number == 1


def test_names_that_the_worksheet_has_are_not_given_anew() -> None:
    assert resolve_answers(people("Ben Okafor", "ana lima"), WORKSHEET) == ()


def test_everything_else_has_its_slot() -> None:
    file = replace(
        EMPTY,
        agreements=(AgreementRow(at("We call."), at("")), AgreementRow(at(""), at("Both"))),
        sheet=(
            SheetText(REVIEW, at("2027-03-01")),
            SheetText(DATE, at("May")),
            SheetText(PLACE, at("Park")),
            SheetText(SIGNED, at("B."), at("Ben Okafor")),
        ),
    )
    assert {entry.field_id: entry.text for entry in resolve_answers(file, WORKSHEET)} == {
        FieldId(FieldKind.AGREED_WHAT, number=0): "We call.",
        FieldId(FieldKind.AGREED_WHO, number=1): "Both",
        FieldId(FieldKind.REVIEW): "2027-03-01",
        FieldId(FieldKind.DATE): "May",
        FieldId(FieldKind.PLACE): "Park",
        FieldId(FieldKind.SIGN, number=1): "B.",
    }


def test_more_agreements_than_rows_are_kept() -> None:
    given = resolve_answers(replace(EMPTY, agreements=(AgreementRow(at("x"), at("y")),) * 999), WORKSHEET)
    assert given[-1].field_id == FieldId(FieldKind.AGREED_WHO, number=998)
    assert len(problems(replace(EMPTY, agreements=(AgreementRow(at("x"), at("y")),) * 1001))) == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (answering("Ana Lima", "hoops"), "a.yaml:4:3: unknown question 'hoops'. Did you mean 'hopes'?"),
        (answering("Ana Lma"), "a.yaml:5:3: 'Ana Lma' is nobody on this worksheet. Did you mean 'Ana Lima'?"),
        (answering("Zed"), "a.yaml:5:3: 'Zed' is nobody on this worksheet. Its people are Ana Lima, Ben Okafor."),
        (picking("Ana Lma", "hopes"), "a.yaml:2:3: 'Ana Lma' is nobody"),
        (picking("Ana Lima", "hoops"), "a.yaml:3:3: unknown question 'hoops'. Did you mean 'hopes'?"),
        (picking("Ana Lima", "support"), "a.yaml:3:3: 'support' is a closing question"),
        (picking("Ana Lima", "hopes", "hopes"), "'hopes' is picked twice by 'Ana Lima'"),
        (people("Ana Lima", "Ben Okafor", "Cleo"), "a.yaml:3:3: 'Cleo' is nobody"),
        (people("Ana Lima", "ANA lima"), "a.yaml:2:3: 'ANA lima' is listed twice"),
        (replace(EMPTY, sheet=(SheetText(SIGNED, at("x"), at("Zed")),)), "'Zed' is nobody"),
    ],
)
def test_what_does_not_fit_the_worksheet_is_located(file: RawAnswers, words: str) -> None:
    (problem,) = problems(file)
    assert words in problem


def test_two_answers_of_one_person_are_a_problem() -> None:
    one = answering("Ana Lima").answers[0]
    other = answering("ana lima").answers[0]
    (problem,) = problems(replace(EMPTY, answers=(one, other)))
    assert "given twice" in problem


def test_picks_of_one_person_in_two_places_are_a_problem() -> None:
    one, other = picking("Ana Lima", "hopes").picks[0], picking("ana lima", "way-back").picks[0]
    (problem,) = problems(replace(EMPTY, picks=(one, other)))
    assert "given twice" in problem


def test_names_for_blank_lines_must_be_listed() -> None:
    (problem,) = problems(answering("Ana"), "blank")
    assert "list them under 'people'" in problem


def test_a_longer_list_than_the_worksheet_has_people_is_a_problem() -> None:
    (problem,) = problems(people("A", "B", "C"), "blank")
    assert problem.startswith("a.yaml:3:3: 'C' is")


def test_all_problems_are_told_at_once() -> None:
    file = replace(answering("Zed", "hoops"), picks=picking("Ana Lima", "hopses", "support").picks)
    assert len(problems(file)) == 4


def test_ticks_of_a_file_say_where_they_stand() -> None:
    given = resolve_answers(picking("Ana Lima", "hopes"), WORKSHEET)
    assert {entry.field_id: entry.place for entry in given}[ANA_PICKS_HOPES] == "line 3"
