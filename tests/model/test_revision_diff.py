"""What became of an alliance from one meeting to the next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.composing.alliance import compose_alliance, list_shown_texts
from generator.fonts.metrics import fonts
from generator.formats.embedded_json import read_alliance, read_definition
from generator.model.alliance import Alliance, alliance_data, revisions, to_revisions
from generator.model.answers import Agreement, Answers, Decision
from generator.model.fields import CHECKED, FieldId, FieldKind
from generator.model.merging import ConflictingAnswers, merge
from generator.model.people import People
from generator.model.preferences import Preference
from generator.model.returned_answers import FieldValue
from generator.model.revision_diff import (
    Change,
    agreements_without_wording,
    change_of,
    changes,
    day_of,
    questions_chosen_before,
)
from generator.model.sources import Source, list_fields
from generator.model.worksheet import Meeting, canonical, definition, identity
from generator.typesetting import DisplayText, typeset
from generator.typesetting.completeness import check_all_text_shown
from generator.words.messages import ENGLISH
from generator.workflows.render_alliance import render_alliance
from generator.workflows.render_worksheet import render_worksheet
from tests.composing.alliances import FILLED, alliance_of, alliances
from tests.composing.worksheets import bank_of, classic

if TYPE_CHECKING:
    from generator.model.worksheet import Worksheet

slow = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BANK = bank_of(["A?", "B?", "C?", "D?"])
FIRST = alliance_of(
    BANK,
    ("Ana", "Ben"),
    {("q1", 0): "One", ("q1", 1): "Two", ("q2", 0): "Three"},
    agreements=(Agreement("Call", "Both"), Agreement("Lunch", "Ana"), Agreement("Write", "Ben")),
)
TICKS = {"kept": FieldKind.KEPT, "changed": FieldKind.CHANGED, "dropped": FieldKind.DROPPED}


def next_sheet(alliance: Alliance) -> Worksheet:
    return alliance.worksheet._replace(earlier_revisions=to_revisions(alliance))


def entries(texts: dict[FieldId, str], decisions: dict[int, str]) -> tuple[FieldValue, ...]:
    ticked = {FieldId(TICKS[word], number=number - 1): CHECKED for number, word in decisions.items()}
    return tuple(FieldValue(field_id, text, f"field '{field_id.path}'") for field_id, text in (ticked | texts).items())


def after(alliance: Alliance, texts: dict[FieldId, str], **decisions: str) -> Alliance:
    """The alliance after a meeting; ``_2="dropped"`` decides on its second agreement."""
    sheet = next_sheet(alliance)
    blank = {field_id: "" for field_id in list_fields(sheet) if field_id.kind is FieldKind.ANSWER}
    given = entries(blank | texts, {int(key[1:]): word for key, word in decisions.items()})
    return Alliance(sheet, merge(sheet, [Source("a.pdf", given, identity(sheet))], None), sheet.revision)


def answer(question: str, person: int) -> FieldId:
    return FieldId(FieldKind.ANSWER, question, person)


def what(number: int) -> FieldId:
    return FieldId(FieldKind.AGREED_WHAT, number=number - 1)


SECOND = after(
    FIRST, {answer("q1", 0): "Other", answer("q3", 1): "New", what(1): "Call daily", what(4): "Read"},
    _1="changed", _2="dropped",
)  # fmt: skip


def test_the_answers_that_were_left_empty_stand() -> None:
    assert SECOND.answers.texts == {("q1", 0): "Other", ("q1", 1): "Two", ("q2", 0): "Three", ("q3", 1): "New"}


def test_agreements_are_kept_changed_dropped_left_and_new() -> None:
    assert SECOND.answers.agreements == (
        Agreement("Call daily", "Both", 1, Decision.CHANGED),
        Agreement("Write", "Ben", 3, None),
        Agreement("Read", ""),
    )
    assert SECOND.answers.dropped == (Agreement("Lunch", "Ana", 2, Decision.DROPPED),)
    assert [change_of(each) for each in SECOND.answers.agreements] == [Change.CHANGED, Change.STANDS, Change.NEW]


def test_what_is_asked_anew_does_not_stand() -> None:
    first = FIRST._replace(
        answers=Answers(("Ana", "Ben"), "4 May", "Park", (("q1",), ()), {}, (), "June", ("Ana", "B"))
    )
    now = after(first, {}).answers
    assert (now.names, now.date, now.place, now.picks, now.review, now.signed) == (
        ("Ana", "Ben"), "", "", ((), ()), "", ("", ""),
    )  # fmt: skip


def test_a_new_wording_alone_means_changed() -> None:
    assert after(FIRST, {what(2): "Dinner"}).answers.agreements[1] == Agreement("Dinner", "Ana", 2, Decision.CHANGED)


def test_the_same_wording_again_means_nothing() -> None:
    assert after(FIRST, {what(2): "Lunch "}).answers.agreements[1] == Agreement("Lunch", "Ana", 2, None)


def test_changed_without_a_new_wording_keeps_the_wording_and_is_told() -> None:
    now = after(FIRST, {}, _2="changed")
    assert now.answers.agreements[1] == Agreement("Lunch", "Ana", 2, Decision.CHANGED)
    assert agreements_without_wording(now) == (2,)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            entries({}, {2: "kept"}) + entries({}, {2: "dropped"}),
            "'kept' (a.pdf, field 'agreement/2/kept') or 'dropped'",
        ),
        (entries({what(2): "Dinner"}, {2: "kept"}), "or 'changed' (a.pdf, field 'agreement/2/what')"),
        (entries({what(2): "Dinner"}, {2: "dropped"}), "what becomes of agreement 2: 'dropped'"),
    ],
)
def test_boxes_that_contradict_each_other_are_a_conflict_told_with_its_place(
    given: tuple[FieldValue, ...], told: str
) -> None:
    sheet = next_sheet(FIRST)
    for prefer in (None, Preference.BOTH):
        with pytest.raises(ConflictingAnswers) as conflict:
            merge(sheet, [Source("a.pdf", given)], prefer)
        assert told in str(conflict.value)
        assert str(conflict.value).endswith(
            'Decide with `prefer` first or `prefer` last; one place alone with `prefer` "agreement/2=last".'
        )


def test_a_preference_decides_between_boxes() -> None:
    given = entries({what(2): "Dinner"}, {2: "kept"})
    kept = merge(next_sheet(FIRST), [Source("a.pdf", given)], Preference.FIRST)
    assert kept.agreements[1] == Agreement("Lunch", "Ana", 2, Decision.KEPT)
    last = merge(next_sheet(FIRST), [Source("a.pdf", given)], Preference.LAST)
    assert last.agreements[1] == Agreement("Dinner", "Ana", 2, Decision.CHANGED)


def test_two_copies_that_tick_the_same_agree() -> None:
    given = entries({}, {2: "dropped"})
    assert merge(next_sheet(FIRST), [Source("a.pdf", given), Source("b.pdf", given)], None).dropped[0].what == "Lunch"


def test_changes_tell_new_and_changed_answers_and_every_earlier_agreement() -> None:
    found = changes(SECOND)
    assert found
    assert [tuple(each) for each in found.answers] == [("q1", 0, "One"), ("q3", 1, "")]
    assert found.unchanged == 2
    assert [each.change for each in found.agreements] == [Change.CHANGED, Change.DROPPED, Change.STANDS]
    assert [each.what for each in found.new_agreements] == ["Read"]


def test_a_first_alliance_has_no_changes() -> None:
    assert changes(FIRST) is None


def test_an_earlier_agreement_knows_its_wording_now() -> None:
    found = changes(SECOND)
    assert found
    assert [each.now and each.now.what for each in found.agreements] == ["Call daily", None, "Write"]


def test_questions_chosen_at_any_meeting_before_are_known() -> None:
    assert questions_chosen_before(next_sheet(SECOND)) == {"q1", "q2", "q3"}


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("4 December 2026, 12:30", "4 December 2026"),
        ("2026-12-04 9.30", "4 December 2026"),
        ("spring", "spring"),
        ("", "revision 1"),
    ],
)
def test_the_day_of_a_meeting_is_told_without_its_hour(date: str, day: str) -> None:
    first = FIRST._replace(answers=Answers(("Ana", "Ben"), date, "", ((), ()), {}, (), "", ("", "")))
    assert day_of(next_sheet(first).earlier_revisions[-1], ENGLISH) == day


def chain(length: int) -> Alliance:
    alliance = FIRST
    for number in range(2, length + 1):
        sheet = next_sheet(alliance)
        meeting = Meeting(dt.date(2026 + number, 1, 1), None, "", 90)
        people = People((*sheet.people.names, *([f"Person {number}"] if number < 5 else [])))
        sheet = sheet._replace(
            people=people, meeting=meeting, selection=sheet.selection._replace(picks=((),) * len(people))
        )
        given = entries({answer("q1", 0): f"At meeting {number}", what(9): f"Agreed {number}"}, {1: "kept"})
        alliance = Alliance(sheet, merge(sheet, [Source("a.pdf", given)], None), number)
    return alliance


@pytest.mark.parametrize("length", range(1, 7))
def test_a_chain_of_any_length_reads_back_and_every_revision_is_complete(length: int) -> None:
    alliance = chain(length)
    assert read_alliance(canonical(alliance_data(alliance)), "a.pdf") == alliance
    assert [each.revision for each in revisions(alliance)] == list(range(1, length + 1))
    assert revisions(alliance)[0] == FIRST
    sheet = next_sheet(alliance)
    assert read_definition(canonical(definition(sheet))) == sheet


def test_every_revision_has_the_identity_that_its_worksheet_had() -> None:
    third = after(SECOND, {})
    assert [identity(each.worksheet) for each in revisions(third)] == [
        identity(each.worksheet) for each in (FIRST, SECOND, third)
    ]


@pytest.mark.parametrize("length", [2, 3, 6])
def test_the_pages_of_a_revision_show_all_that_stands_and_what_was_dropped(length: int) -> None:
    alliance = after(chain(length), {answer("q2", 1): "x" * 5000}, _1="dropped")
    display_text = DisplayText(fonts())
    pages = typeset(compose_alliance(alliance), classic(), fonts(), display_text, fillable=False)
    assert any(each == "Call" for each in alliance.answers.iterate_texts())
    check_all_text_shown(list_shown_texts(alliance), pages, display_text)


@pytest.mark.slow
@slow
@given(alliance=alliances(), data=st.data())
def test_any_alliance_is_revised_and_its_revision_is_whole(alliance: Alliance, data: st.DataObject) -> None:
    sheet = next_sheet(alliance)
    for fillable in (True, False):
        assert render_worksheet(sheet, classic(), fillable=fillable).pages
    slots = [
        field_id
        for field_id in list_fields(sheet)
        if field_id.kind in {FieldKind.ANSWER, FieldKind.AGREED_WHAT, FieldKind.DROPPED}
    ]
    chosen = data.draw(st.lists(st.sampled_from(slots), max_size=5, unique=True))
    texts = {field_id: CHECKED if field_id.kind is FieldKind.DROPPED else data.draw(FILLED) for field_id in chosen}
    entered = tuple(FieldValue(field_id, text, "") for field_id, text in texts.items())
    second = Alliance(sheet, merge(sheet, [Source("a.pdf", entered)], Preference.LAST), sheet.revision)
    assert render_alliance(second, classic()).pages  # which proves that it shows everything
    assert read_alliance(canonical(alliance_data(second)), "a.pdf") == second
