from __future__ import annotations

import pytest

from generator.words.messages import ENGLISH


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ((), ""),
        (("",), ""),
        (("Ana",), "Ana"),
        (("Ana", "Ben"), "Ana and Ben"),
        (("Ana", "", "Ben", "Cleo"), "Ana, Ben and Cleo"),
    ],
)
def test_names_are_listed_as_a_sentence_has_them(names: tuple[str, ...], text: str) -> None:
    assert ENGLISH.list_names(names) == text


@pytest.mark.parametrize(("place", "people", "word"), [(0, 1, "for"), (0, 2, "between"), (1, 2, "and"), (5, 6, "and")])
def test_the_word_before_a_name_depends_on_how_many_there_are(place: int, people: int, word: str) -> None:
    assert ENGLISH.name_label(place, people) == word


@pytest.mark.parametrize(("least", "most", "number"), [(3, 3, "3"), (3, 4, "3 or 4"), (1, 5, "1 to 5")])
def test_the_picks_that_are_asked_for_are_a_number_or_a_range(least: int, most: int, number: str) -> None:
    assert ENGLISH.what_to_do_before(least, most).startswith(f"Tick the {number} questions that ")


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (1, 1, "1 question, 9 minutes"),
        (6, 6, "6 questions, 9 minutes each"),
        (3, 6, "3 to 6 questions, 9 minutes each"),
    ],
)
def test_the_step_of_all_questions_says_how_many_and_how_long(least: int, most: int, text: str) -> None:
    assert ENGLISH.questions_together(least, most, 9) == text


@pytest.mark.parametrize(
    ("date", "place", "text"),
    [
        ("1 May 2027", "Lisbon", "We met on 1 May 2027, Lisbon. "),
        ("1 May 2027", "", "We met on 1 May 2027. "),
        ("", "Lisbon", "We met for revision 2, Lisbon. "),
        ("", "", "We met for revision 2. "),
    ],
)
def test_the_meeting_before_is_told_by_what_is_known_of_it(date: str, place: str, text: str) -> None:
    assert ENGLISH.met_before(date, place, 2).startswith(text)


def test_changes_in_short_leave_out_what_there_is_none_of() -> None:
    answers = {"new": 1, "changed": 0, "as before": 12}
    assert ENGLISH.changes_in_short(answers, {"new": 0}) == "Answers: 1 new, 12 as before. Agreements: none."


@pytest.mark.parametrize(
    ("revision", "excerpt", "text"),
    [(1, False, ""), (1, True, "Excerpt"), (3, False, "Revision 3"), (3, True, "Excerpt of revision 3")],
)
def test_a_card_says_which_revision_it_is_of_from_the_second_on(revision: int, *, excerpt: bool, text: str) -> None:
    assert ENGLISH.card_note(revision, excerpt=excerpt) == text


@pytest.mark.parametrize(("count", "text"), [(1, "Bank: 1 worksheet"), (1200, "Bank: 1,200 worksheets")])
def test_a_packet_is_titled_by_the_number_of_its_worksheets(count: int, text: str) -> None:
    assert ENGLISH.packet_title("Bank", count) == text
