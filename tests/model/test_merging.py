from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ExitCode, InvalidInput
from generator.model.answers import Agreement
from generator.model.fields import CHECKED, FieldId, FieldKind, parse_field_id
from generator.model.merging import ConflictingAnswers, decide, merge
from generator.model.preferences import Preference, TakenText
from generator.model.sources import describe_field, initial_values, list_fields
from tests.formats.worksheets import (
    ANA_PICKS_HOPES,
    ANAS_HOPES,
    BANK,
    BEN_PICKS_HOPES,
    BLANK,
    WORKSHEET,
    returned,
)

PLACE = FieldId(FieldKind.PLACE)
DATE = FieldId(FieldKind.DATE)


def conflicts_of(*texts: str, field_id: FieldId = ANAS_HOPES) -> ConflictingAnswers:
    sources = [returned(f"{number}.pdf", (field_id, text)) for number, text in enumerate(texts, start=1)]
    with pytest.raises(ConflictingAnswers) as caught:
        merge(WORKSHEET, sources, None)
    return caught.value


def joined_text(prefer: Preference | None, *texts: str) -> str:
    sources = [returned(f"{number}.pdf", (ANAS_HOPES, text)) for number, text in enumerate(texts, start=1)]
    return merge(WORKSHEET, sources, prefer).texts.get(("hopes", 0), "")


# What stands where nobody wrote anything


def test_without_returns_the_answers_are_what_the_worksheet_says() -> None:
    answers = merge(WORKSHEET, [], None)
    assert answers.names == ("Ana Lima", "Ben Okafor")
    assert (answers.date, answers.place) == ("4 December 2026, 12:30", "Café")
    assert answers.picks == (("hopes",), ())
    assert (answers.texts, answers.agreements, answers.review, answers.signed) == ({}, (), "", ("", ""))


def test_everything_that_came_back_has_its_place() -> None:
    source = returned(
        "a.pdf",
        (FieldId(FieldKind.NAME, number=1), " Benjamin  Okafor "),
        (BEN_PICKS_HOPES, CHECKED),
        (FieldId(FieldKind.ANSWER, "support", 1), "By listening.\n"),
        (FieldId(FieldKind.AGREED_WHAT, number=2), "We call."),
        (FieldId(FieldKind.AGREED_WHO, number=0), "Both"),
        (FieldId(FieldKind.REVIEW), "1 March"),
        (FieldId(FieldKind.SIGN, number=0), "Ana"),
    )
    answers = merge(WORKSHEET, [source], None)
    assert answers.names == ("Ana Lima", "Benjamin Okafor")
    assert answers.picks == (("hopes",), ("hopes",))
    assert answers.texts == {("support", 1): "By listening.\n"}
    assert answers.agreements == (Agreement("", "Both"), Agreement("We call.", ""))
    assert (answers.review, answers.signed) == ("1 March", ("Ana", ""))


def test_white_space_alone_is_no_answer() -> None:
    assert joined_text(None, " \n\t ") == ""
    assert joined_text(None, " ", "typed") == "typed"


def test_an_answer_is_kept_exactly() -> None:
    assert joined_text(None, "  e\u0301 \n\n end ") == "  e\u0301 \n\n end "


def test_slots_that_the_worksheet_does_not_have_are_left_out() -> None:
    source = returned(
        "a.pdf", (FieldId(FieldKind.ANSWER, "unknown", 0), "x"), (FieldId(FieldKind.ANSWER, "hopes", 5), "x")
    )
    assert merge(WORKSHEET, [source], None).texts == {}


# Three-way


def test_an_untouched_value_yields_to_a_changed_one() -> None:
    sources = [
        returned("a.pdf", (PLACE, "Café")),
        returned("b.pdf", (PLACE, "Park")),
        returned("c.pdf", (PLACE, "Café ")),
    ]
    assert merge(WORKSHEET, sources, None).place == "Park"


def test_an_emptied_value_is_a_change() -> None:
    assert merge(WORKSHEET, [returned("a.pdf", (PLACE, ""))], None).place == ""


@pytest.mark.parametrize("other", ["Café", "Park"])
def test_an_emptied_value_yields_to_any_other(other: str) -> None:
    sources = [returned("a.pdf", (PLACE, "")), returned("b.pdf", (PLACE, other))]
    assert merge(WORKSHEET, sources, None).place == other


def test_the_prefilled_date_is_the_one_on_paper() -> None:
    sources = [returned("a.pdf", (DATE, "4 December 2026, 12:30")), returned("b.pdf", (DATE, "5 December"))]
    assert merge(WORKSHEET, sources, None).date == "5 December"


@pytest.mark.parametrize("order", [1, -1])
def test_a_prefilled_tick_taken_away_by_one_is_gone(order: int) -> None:
    sources = [returned("a.pdf", (ANA_PICKS_HOPES, CHECKED)), returned("b.pdf", (ANA_PICKS_HOPES, ""))]
    assert merge(WORKSHEET, sources[::order], None).picks == ((), ())


@pytest.mark.parametrize("order", [1, -1])
def test_a_tick_set_by_one_is_set(order: int) -> None:
    sources = [returned("a.pdf", (BEN_PICKS_HOPES, CHECKED)), returned("b.pdf", (BEN_PICKS_HOPES, ""))]
    assert merge(WORKSHEET, sources[::order], None).picks == (("hopes",), ("hopes",))


# Conflicts


def test_two_different_answers_are_a_conflict() -> None:
    error = conflicts_of("long\u202eanswer", "other")
    assert error.exit_code is ExitCode.CONFLICT
    assert str(error) == (
        "Ana Lima's answer to 'hopes': 'long\\u202eanswer' (1.pdf, field 'answer/hopes/p1')"
        " or 'other' (2.pdf, field 'answer/hopes/p1').\n"
        "One place was filled in differently. Decide with `prefer` first, `prefer` last or `prefer` both; "
        'one place alone with `prefer` "hopes/Ana Lima=last".'
    )


def test_two_changes_of_a_prefilled_value_are_a_conflict() -> None:
    assert [
        version.content.text for version in conflicts_of("Park", "Café", "Pub", field_id=PLACE).conflicts[0].versions
    ] == [
        "Park",
        "Pub",
    ]


def test_a_field_that_one_file_has_twice_can_conflict_with_itself() -> None:
    with pytest.raises(ConflictingAnswers):
        merge(WORKSHEET, [returned("a.pdf", (ANAS_HOPES, "one"), (ANAS_HOPES, "two"))], None)


def test_all_conflicts_are_told_at_once_by_the_names_that_came_back() -> None:
    name = FieldId(FieldKind.NAME, number=0)
    sources = [
        returned("a.pdf", (ANAS_HOPES, "one"), (name, "Cleo"), (FieldId(FieldKind.REVIEW), "May")),
        returned("b.pdf", (ANAS_HOPES, "two"), (FieldId(FieldKind.REVIEW), "June")),
    ]
    with pytest.raises(ConflictingAnswers) as caught:
        merge(BLANK, sources, None)
    assert [conflict.words for conflict in caught.value.conflicts] == [
        "Cleo's answer to 'hopes'",
        "the next review date",
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("a\nb", "a \nb\n\n"), ("a\r\nb", "a\nb"), ("caf\u00e9", "cafe\u0301"), ("same", "same")]
)
def test_what_viewers_change_unasked_is_no_conflict(one: str, other: str) -> None:
    assert joined_text(None, one, other) == one


@pytest.mark.parametrize(
    ("prefer", "text"),
    [(Preference.FIRST, "one"), (Preference.LAST, "two"), (Preference.BOTH, "one\n\nthree\n\ntwo")],
)
def test_a_preference_decides(prefer: Preference, text: str) -> None:
    assert joined_text(prefer, "one", "three\n", "three", "two", "") == text


@pytest.mark.parametrize("text", ["one", "three", "two"])
def test_the_text_that_was_decided_for_is_taken_and_the_others_are_told(text: str) -> None:
    sources = [returned(f"{word}.pdf", (ANAS_HOPES, word)) for word in ("one", "three", "two")]
    found = decide(WORKSHEET, sources, None, decided={ANAS_HOPES: TakenText(text)})
    assert found.answers.texts == {("hopes", 0): text}
    (dropped,) = found.dropped
    assert dropped.versions[0].content.text == text
    assert {version.content.text for version in dropped.versions} == {"one", "three", "two"}


def test_what_was_decided_for_a_field_goes_over_every_preference() -> None:
    sources = [returned(f"{word}.pdf", (ANAS_HOPES, word), (PLACE, word)) for word in ("one", "two")]
    decided = {ANAS_HOPES: TakenText("one")}
    answers = decide(WORKSHEET, sources, Preference.LAST, [("hopes", Preference.BOTH)], decided).answers
    assert (answers.texts, answers.place) == ({("hopes", 0): "one"}, "two")


def test_a_decision_for_a_text_that_no_source_has_any_more_decides_nothing() -> None:
    sources = [returned(f"{word}.pdf", (ANAS_HOPES, word)) for word in ("one", "two")]
    with pytest.raises(ConflictingAnswers):
        decide(WORKSHEET, sources, None, decided={ANAS_HOPES: TakenText("three")})


def test_two_dates_are_no_date_whatever_was_decided() -> None:
    sources = [returned(f"{word}.pdf", (DATE, word)) for word in ("one", "two")]
    with pytest.raises(ConflictingAnswers):
        decide(WORKSHEET, sources, None, decided={DATE: Preference.BOTH})


def test_each_of_two_agreements_has_its_row_where_both_were_decided_for() -> None:
    what, who = FieldId(FieldKind.AGREED_WHAT), FieldId(FieldKind.AGREED_WHO)
    sources = [returned(f"{word}.pdf", (what, word), (who, f"who of {word}")) for word in ("one", "two")]
    answers = decide(WORKSHEET, sources, None, decided={what: Preference.BOTH}).answers
    assert answers.agreements == (Agreement("one", "who of one"), Agreement("two", "who of two"))


def test_both_of_a_line_stand_on_one_line() -> None:
    sources = [returned("a.pdf", (PLACE, "Park")), returned("b.pdf", (PLACE, "Pub"))]
    assert merge(WORKSHEET, sources, Preference.BOTH).place == "Park / Pub"


def test_forms_of_different_worksheets_are_refused() -> None:
    sources = [returned("a.pdf", identity="aaa"), returned("x.yaml"), returned("b.pdf", identity="bbb")]
    with pytest.raises(InvalidInput) as caught:
        merge(WORKSHEET, sources, Preference.FIRST)
    assert str(caught.value) == (
        "b.pdf: is a form of another worksheet (bbb) than a.pdf (aaa). Merge only copies of one worksheet."
    )


# Properties

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SLOTS = st.sampled_from([field_id for field_id in list_fields(WORKSHEET) if field_id.kind is not FieldKind.PICK])
SOURCES = st.lists(st.lists(st.tuples(SLOTS, TEXTS), max_size=4), max_size=4)


@given(SOURCES)
def test_one_return_twice_gives_what_it_gives_once(entries: list[list[tuple[FieldId, str]]]) -> None:
    sources = [returned("a.pdf", *said) for said in entries]
    once = merge(WORKSHEET, sources, Preference.FIRST)
    assert merge(WORKSHEET, [*sources, *sources], Preference.FIRST) == once


@given(SOURCES)
def test_the_last_of_all_is_the_first_of_all_turned_round(entries: list[list[tuple[FieldId, str]]]) -> None:
    sources = [returned("a.pdf", *dict(said).items()) for said in entries]
    texts = {text for said in entries for _, text in said}
    if all(unicodedata.normalize("NFC", text).rstrip() == text and "\r" not in text for text in texts):
        assert merge(WORKSHEET, sources, Preference.LAST) == merge(WORKSHEET, sources[::-1], Preference.FIRST)


@given(SOURCES)
def test_nothing_typed_is_lost_when_both_are_preferred(entries: list[list[tuple[FieldId, str]]]) -> None:
    try:
        answers = merge(WORKSHEET, [returned("a.pdf", *said) for said in entries], Preference.BOTH)
    except ConflictingAnswers as undecided:
        kinds = {conflict.field_id.kind for conflict in undecided.conflicts}
        if not kinds <= {FieldKind.DATE, FieldKind.REVIEW}:
            raise
        return
    for field_id, text in (entry for each in entries for entry in each):
        if field_id.kind is FieldKind.ANSWER and text.strip():
            found = unicodedata.normalize("NFC", answers.texts[field_id.question, field_id.number])
            lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
            assert all(line.rstrip() in found for line in lines)


@given(SOURCES)
def test_without_a_conflict_a_preference_changes_nothing_but_white_space(
    entries: list[list[tuple[FieldId, str]]],
) -> None:
    sources = [returned("a.pdf", *said) for said in entries]
    try:
        plain = merge(WORKSHEET, sources, None)
    except ConflictingAnswers:
        return
    for prefer in Preference:
        assert merge(WORKSHEET, sources, prefer).texts.keys() == plain.texts.keys()


# Slots


def test_every_expected_slot_is_found_again_by_its_path() -> None:
    slots = list_fields(WORKSHEET)
    assert len(set(slots)) == len(slots) == 2 + 2 + 6 + 8 + 8 + 1 + 2
    assert all(parse_field_id(field_id.path) == field_id for field_id in slots)


def test_every_slot_has_words() -> None:
    assert all(describe_field(FieldId(kind, "hopes"), WORKSHEET.people) for kind in FieldKind)


def test_a_blank_worksheet_is_prefilled_with_nothing() -> None:
    empty = BLANK._replace(bank=BANK, meeting=BLANK.meeting._replace(date=None, place=""))
    assert initial_values(empty) == {}
