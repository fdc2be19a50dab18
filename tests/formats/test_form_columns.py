"""Exports of form services are read whatever columns the services add, and nothing typed is lost silently."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.formats.answers_csv import read_answers_csv
from generator.model.question_lookup import resolve_question_ids
from tests.formats.worksheets import BANK

if TYPE_CHECKING:
    from generator.model.returned_answers import RawAnswers

FIRST, SECOND = [question for question in BANK.every_question() if ":" not in question.text][:2]


def read(*rows: str) -> RawAnswers:
    table = "\n".join(rows).replace("FIRST", FIRST.text).replace("SECOND", SECOND.text)
    return resolve_question_ids(read_answers_csv(table.encode(), "a.csv"), BANK)


def said(file: RawAnswers) -> list[tuple[str, str, str]]:
    assert file.problems == ()
    return [(question.text, name.text, text.text) for question, texts in file.answers for name, text in texts]


ONE = [(FIRST.id, "Ana Lima", "x")]


@pytest.mark.parametrize(
    "rows",
    [
        ('"Name","FIRST"', 'Ana Lima, "x"'),
        ("sep=;;", 'Name;"FIRST"', "Ana Lima;x"),
        ('"sep=;"', 'Name;"FIRST"', "Ana Lima;x"),
        ('"sep=;";;', 'Name;"FIRST"', "Ana Lima;x"),
        ("SEP=\t", 'Name\t"FIRST"', "Ana Lima\tx"),
        ('First Name,Last Name,"FIRST"', "Ana,Lima,x"),
        ('Nachname,Vorname,"FIRST"', "Lima,Ana,x"),
        ('Name,Name2,"FIRST"', ",Ana Lima,x"),
        ('Please enter your name,"FIRST"', "Ana Lima,x"),
        ('Na\u00adme,"\u200bFIRST\u00ad"', "Ana Lima,x"),
    ],
)
def test_what_the_programs_write_is_one_table(rows: tuple[str, ...]) -> None:
    file = read(*rows)
    assert (said(file), file.left_out, file.remarks) == (ONE, (), ())


@pytest.mark.parametrize(
    ("header", "text", "words"),
    [
        ("Startzeit", "04.12.2026 12:30", "time stamps"),
        ("Horodatage de fin", "2026/12/04 9:30:00 AM GMT+1", "time stamps"),
        ("Courriel", "ana@example.org", "e-mail addresses"),
        ("Puntuación", "0 / 10", "points"),
        ("#", "5f2b7075eb27335f2b70", "numbers of replies"),
        ("Adresse IP", "192.0.2.7", "addresses of computers"),
        ("Punkte - FIRST", "3", "points or feedback"),
        ("Language", "they typed this", "1 typed"),
    ],
)
def test_columns_that_a_service_adds_are_known_by_what_they_hold_and_told(header: str, text: str, words: str) -> None:
    file = read(f'"{header}",Name,"FIRST"', f"{text},Ana Lima,x")
    assert said(file) == ONE
    (remark,) = map(str, file.left_out)
    assert remark.startswith("a.csv:1:1: the column")
    assert words in remark


def test_feedback_counts_as_such_only_beside_points() -> None:
    graded = read('Name,"FIRST","Punkte - FIRST","Feedback - FIRST"', "Ana Lima,x,1,well said")
    assert (said(graded), len(graded.left_out)) == (ONE, 2)
    alone = read('Name,"FIRST","Ben - FIRST"', "Ana Lima,x,well said")
    assert (len(alone.problems), alone.left_out) == (1, ())


def test_a_column_of_typed_texts_is_never_left_out() -> None:
    assert "no question has the text" in str(read('Name,"FIRST",What else is there', "Ana Lima,x,y").problems[0])


def test_a_question_is_answered_by_whatever_was_typed() -> None:
    assert said(read('Name,"FIRST"', "Ana Lima,04.12.2026 12:30")) == [(FIRST.id, "Ana Lima", "04.12.2026 12:30")]


def test_a_title_above_the_headers_is_told() -> None:
    file = read("Table 1", 'Name,"FIRST"', "Ana Lima,x")
    assert said(file) == ONE
    assert file.remarks == ("a.csv:1:1: the row 'Table 1' above the headers was left out.",)


def test_what_may_be_a_title_with_another_separator_is_none_above_our_own_columns() -> None:
    table = read_answers_csv(b"question,person,picked,answer\n/person,|,,\n", "a.csv")
    assert [name.text for name in table.people] == ["|"]


def test_the_message_lists_what_was_taken_for_questions() -> None:
    with pytest.raises(InvalidInput) as caught:
        read("Timestamp,Which one,What else", "t,x,y")
    message = str(caught.value.problems[0])
    assert "the column with names is missing (taken for questions: 'Which one', 'What else')" in message


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(' ",;\t\n'), max_size=9)
WRITERS = st.tuples(
    st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
)


@given(text=TEXTS, writer=WRITERS, bom=st.booleans(), sep=st.sampled_from(["", "sep={}", '"sep={}"', "sep={0}{0}"]))
def test_what_spreadsheets_write_is_read_back(text: str, writer: tuple[str, str, int], sep: str, *, bom: bool) -> None:
    separator, end, quoting = writer
    file = io.StringIO()
    out = csv.writer(file, delimiter=separator, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    out.writerows([["Name", FIRST.text], ["Ana Lima", f"x{text}"]])
    table = (sep.format(separator) + end if sep else "") + file.getvalue()
    read_back = resolve_question_ids(read_answers_csv(table.encode("utf-8-sig" if bom else "utf-8"), "a.csv"), BANK)
    assert (said(read_back), read_back.remarks) == ([(FIRST.id, "Ana Lima", f"x{text}")], ())


@given(text=TEXTS, before=st.sampled_from(["", " ", "   "]), behind=st.sampled_from(["", " "]))
def test_spaces_around_a_cell_in_quotes_are_no_part_of_it(text: str, before: str, behind: str) -> None:
    quoted = text.replace('"', '""')
    file = read('Name,"FIRST","SECOND"', f'Ana Lima,{before}"x{quoted}"{behind},"y"')
    assert said(file) == [(FIRST.id, "Ana Lima", f"x{text}"), (SECOND.id, "Ana Lima", "y")]


def test_quotes_within_a_text_are_part_of_it() -> None:
    assert said(read('Name,"FIRST"', 'Ana Lima, "Yes" she said')) == [(FIRST.id, "Ana Lima", ' "Yes" she said')]
