from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.formats.answers_csv import count_unwritable, is_table, read_answers_csv, write_csv
from generator.model.answers import Agreement, Answers
from generator.model.merging import merge
from generator.model.people import People, normalise_line
from generator.model.returned_answers import RawAnswers, resolve_answers
from generator.model.selection import nobody
from generator.model.sources import Source
from tests.formats.worksheets import BANK, WORKSHEET

LONG = "question,person,picked,answer\nhopes,Ana,yes,One\nhopes,Ben,,Two\ntone,Ben,x,\n"
WIDE = "Timestamp,Your name,What else?\n1/2/2026,Ana,One\n1/3/2026,Ben,Two\n"


def read(table: str | bytes) -> RawAnswers:
    return read_answers_csv(table.encode() if isinstance(table, str) else table, "a.csv")


def answers(file: RawAnswers) -> dict[str, list[tuple[str, str]]]:
    return {question.text: [(name.text, text.text) for name, text in texts] for question, texts in file.answers}


def picks(file: RawAnswers) -> dict[str, list[str]]:
    return {name.text: [question.text for question in ids] for name, ids in file.picks}


def refusal(table: str | bytes) -> str:
    try:
        (problem,) = read(table).problems
    except InvalidInput as invalid:
        (problem,) = invalid.problems
    return str(problem)


# Our own table


def test_a_row_is_an_answer_and_a_pick() -> None:
    file = read(LONG)
    assert answers(file) == {"hopes": [("Ana", "One"), ("Ben", "Two")]}
    assert picks(file) == {"Ana": ["hopes"], "Ben": ["tone"]}
    assert [name.text for name in file.respondents] == ["Ana", "Ben"]


def test_columns_may_stand_in_any_order_and_case() -> None:
    file = read("Answer,PERSON, question \nOne,Ana,hopes\n")
    assert answers(file) == {"hopes": [("Ana", "One")]}


def test_rows_that_begin_with_a_slash_hold_the_rest() -> None:
    file = read(
        "question,person,picked,answer\n/person,Ana,,\n/person,Ben,,\n/date,,,May\n/place,,,Park\n/review,,,June\n"
        "/agreement,Both,,Lunch\n/signed,Ana,,A. L.\n"
    )
    assert [name.text for name in file.people] == ["Ana", "Ben"]
    assert [(entry.field.key, entry.name and entry.name.text, entry.text.text) for entry in file.sheet] == [
        ("date", None, "May"),
        ("place", None, "Park"),
        ("review", None, "June"),
        ("signed", "Ana", "A. L."),
    ]
    assert [(row.what.text, row.who.text) for row in file.agreements] == [("Lunch", "Both")]


def test_every_text_knows_its_line_and_column() -> None:
    file = read('question,person,picked,answer\r\nhopes,Ana,,"a\r\nb"\r\ntone,Ana,,"""x"""\r\n')
    ((_, ((_, first),)), (_, ((_, second),))) = file.answers
    assert (first.text, first.line, first.column) == ("a\nb", 2, 12)
    assert (second.text, second.line, second.column) == ('"x"', 4, 11)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_one(end: str) -> None:
    file = read(LONG.replace("\n", end))
    assert answers(file) == answers(read(LONG))
    assert file.answers[0][1][1][0].line == 3


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_detected(separator: str) -> None:
    assert answers(read(LONG.replace(",", separator))) == answers(read(LONG))


def test_a_spreadsheets_own_line_names_the_separator() -> None:
    file = read("sep=;\r\n" + LONG.replace(",", ";"))
    assert answers(file) == answers(read(LONG))
    assert file.answers[0][1][0][0].line == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_tell_themselves_are_read(encoding: str) -> None:
    assert not read(LONG.encode(encoding)).remarks
    assert answers(read(LONG.replace("One", "Žofie 🎉").encode(encoding)))["hopes"][0] == ("Ana", "Žofie 🎉")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (LONG.replace("One", "Надежда").encode("windows-1251"), "a.csv:2: is not UTF-8 (the byte CD)"),
        (LONG.replace("One", "Zażółć gęślą").encode("windows-1250"), "makes no sense as Windows-1252"),
        (LONG.encode("utf-16")[:-1], "is damaged: not utf-16 throughout"),
        (LONG.encode("utf-32"), "is UTF-32"),
    ],
)
def test_other_encodings_are_refused(data: bytes, words: str) -> None:
    assert words in refusal(data)
    assert "Save it as 'CSV UTF-8'" in refusal(data)


@pytest.mark.parametrize("said", ["Ça ira, “naïve” – 5 €", "¿Qué esperas? ¡Todo!", "£2½ × 3 • crème brûlée"])
def test_what_makes_sense_as_windows_1252_is_read_so_and_told(said: str) -> None:
    file = read(LONG.replace("One", f'"{said}"').encode("windows-1252"))
    assert answers(file)["hopes"][0] == ("Ana", said)
    (remark,) = file.remarks
    assert remark.startswith(f"a.csv is not UTF-8; it was read as Windows-1252, as in 'hopes,Ana,yes,\"{said}\"'. ")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "a.csv:1:1: the first row is not that of a table of answers"),
        ("a,b\n1,2\n", "the first row is not that of a table of answers"),
        ("question,person,answr\nhopes,Ana,x\n", "a.csv:1:17: unknown column 'answr'. Did you mean 'answer'?"),
        ("question,answer\nhopes,x\n", "the column 'person' is missing"),
        ("question,person,answer,answer\n", "a.csv:1:24: the column 'answer' stands there twice"),
        (LONG + "hopes,,,x\n", "a.csv:5:1: the row names no person"),
        (LONG + ",Ana,,x\n", "a.csv:5:1: the row names no question"),
        (LONG + "tone,Ana,maybe,x\n", "a.csv:5:10: 'picked' cannot be 'maybe'"),
        (LONG + "tone,Ana,,x,y\n", "a.csv:5:13: there is no header above this cell"),
        (LONG + "/reveiw,,,x\n", "a.csv:5:1: unknown row '/reveiw'. Did you mean '/review'?"),
        (LONG + "/date,,,x\n/date,,,y\n", "a.csv:6:1: the row '/date' stands there twice"),
        (LONG + 'tone,Ana,,"x\n', "a.csv:5:11: the quote that opens here is never closed"),
        (LONG + 'tone,Ana,,"x"y\n', "a.csv:5:14: text follows the quote"),
        (LONG + f"tone,Ana,,{'x' * 200_001}\n", "a.csv:5:11: the cell has 200,001 characters, and may have 200,000"),
        (LONG + "/person,A,,\n" * 7, "a.csv:11:9: the table names 7 people, and may name 6"),
        ("Name,x;Name\nAna,One;Two\n", "separated by commas or semicolons"),
    ],
)
def test_what_is_wrong_is_located(table: str, words: str) -> None:
    assert words in refusal(table)


def test_the_size_is_bounded() -> None:
    assert "larger than 4 MB" in refusal(b"x" * 4_000_001)
    assert "more than 50,000 cells" in refusal(LONG + "," * 60_000)


def test_an_apostrophe_before_what_computes_is_taken_off() -> None:
    file = read("question,person,answer\na,Ana,'=1+1\nb,Ana,'hello\nc,Ana,''=x\nd,Ana,'-\n")
    assert [texts[0][1] for texts in answers(file).values()] == ["=1+1", "'hello", "'=x", "-"]


def test_the_same_answer_twice_is_nothing_new_and_another_is_given_too() -> None:
    assert answers(read(LONG + "hopes,Ana,,One\n")) == answers(read(LONG))
    twice = read("question,person,answer\nhopes,Ana Lima,One\nhopes,Ana Lima,Two\n")
    given = resolve_answers(twice, WORKSHEET)
    assert [(entry.text, entry.place) for entry in given] == [("One", "line 2"), ("Two", "line 3")]


def test_our_own_table_is_known_without_a_name() -> None:
    assert is_table(LONG.encode())
    assert is_table(LONG.replace(",", ";").encode("utf-16"))
    assert not is_table(b"people: [question, person]\nanswers: {}\n")
    assert not is_table(b"\xff")


# Wide exports


def test_a_wide_table_has_a_person_a_row_and_a_question_a_column() -> None:
    file = read(WIDE)
    assert answers(file) == {"What else?": [("Ana", "One"), ("Ben", "Two")]}
    assert [name.text for name in file.respondents] == ["Ana", "Ben"]
    assert (file.answers[0][0].line, file.answers[0][0].column) == (1, 21)


def test_what_microsoft_forms_adds_is_left_out() -> None:
    file = read(
        "ID,Start time,Completion time,Email,Name,What's your name?,What else?\xa0\n"
        "1,5/1/26 10:00,5/1/26 10:05,anonymous,,Ana,One\n"
    )
    assert answers(file) == {"What else?\xa0": [("Ana", "One")]}


def test_quotes_around_a_header_with_separators_are_enough() -> None:
    assert list(answers(read('Name;"What; really, else?"\nAna;One\n'))) == ["What; really, else?"]


def test_rows_that_are_shorter_and_columns_without_texts_are_no_problem() -> None:
    file = read("Name,What else?,Who?,\nAna,One\n,,,\nBen,,\n")
    assert (answers(file), file.problems) == ({"What else?": [("Ana", "One")]}, ())


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (WIDE + "1/4/2026,,Three\n", "a.csv:4:10: the row names nobody"),
        (WIDE + "1/4/2026,Cleo,Three,Four\n", "a.csv:4:21: there is no header above this cell"),
        ("Name,\nAna,One\n", "a.csv:1:6: a column with texts has no header"),
        ("Name,Full name\nAna,Ana Lima\n", "a.csv:1:6: the names may be those of 'Name' or 'Full name'"),
    ],
)
def test_what_is_wrong_in_a_wide_table_is_located(table: str, words: str) -> None:
    assert words in refusal(table)


# Writing

printable = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"',;=+-@"), max_size=30)
awkward = st.sampled_from(["=1", "'=1", "''=", "-", "@x", "+", "\t", "\n=", "'", '"', 'a"b', "a,b", ";", " x ", "＝1"])
texts = printable | awkward
names = st.lists(
    texts.filter(str.strip), min_size=1, max_size=3, unique_by=lambda name: " ".join(name.casefold().split())
)
ids = st.sampled_from([question.id for question in BANK.every_question()])
pickable = st.sampled_from([question.id for question in BANK.questions()])


@st.composite
def any_answers(draw: st.DrawFn) -> Answers:
    people = tuple(map(normalise_line, draw(names)))
    texted = texts.filter(str.strip)
    return Answers(
        names=people,
        date=draw(texts),
        place=draw(texts),
        picks=tuple(tuple(draw(st.lists(pickable, max_size=3, unique=True))) for _ in people),
        texts=draw(st.dictionaries(st.tuples(ids, st.integers(0, len(people) - 1)), texted, max_size=5)),
        agreements=tuple(draw(st.lists(st.builds(Agreement, texted, texts), max_size=5))),
        review=draw(texts),
        signed=tuple(draw(texts) for _ in people),
    )


def said(answers: Answers) -> dict[str, object]:
    blank = {"date", "place", "review"}
    fields = {name: getattr(answers, name) for name in Answers.__dataclass_fields__}
    fields |= {name: text if text.strip() else "" for name, text in fields.items() if name in blank}
    fields["picks"] = [set(ids) for ids in answers.picks]
    fields["signed"] = [text if text.strip() else "" for text in answers.signed]
    fields["agreements"] = [(row.what, row.who if row.who.strip() else "") for row in answers.agreements]
    return fields


@given(answers=any_answers())
def test_what_is_written_as_csv_joins_into_the_same_answers(answers: Answers) -> None:
    assume(not count_unwritable(answers))
    worksheet = WORKSHEET._replace(people=People(answers.names), selection=nobody(len(answers.names)))
    worksheet = worksheet._replace(meeting=worksheet.meeting._replace(date=None, place=""))
    file = read(write_csv(answers, BANK))
    back = merge(worksheet, [Source("a.csv", resolve_answers(file, worksheet))], None)
    assert said(back) == said(answers)


@given(answers=any_answers())
def test_what_is_written_is_what_every_reader_of_csv_reads_and_nothing_computes(answers: Answers) -> None:
    rows = list(csv.reader(io.StringIO(write_csv(answers, BANK), newline=""), strict=True))
    assert rows[0] == ["question", "person", "picked", "answer"]
    assert {len(row) for row in rows} == {4}
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} and cell]


def test_characters_that_no_table_holds_are_replaced_and_counted() -> None:
    answers = Answers(("Ana",), "", "", ((),), {("hopes", 0): "a\x1b[1m\x9b\ud800\r\nb"}, (), "", ("",))
    assert "a\ufffd[1m\ufffd\ufffd\nb" in write_csv(answers, BANK)
    assert count_unwritable(answers) == 3


@pytest.mark.parametrize("error", ["#N/A", "#ref!", " #NAME? ", "#VALUE!", "#DIV/0!", "#NV", "#BEZUG!", "#WERT!"])
@pytest.mark.parametrize(
    "table",
    ["question,person,picked,answer\nhopes,{},,x\n", "question,person,picked,answer\n/person,{},,\n",
     "Name,hopes\nAna,y\n{},x\n", "First Name,Last Name,hopes\nAna,{},x\n"],
)  # fmt: skip
def test_an_error_of_a_spreadsheet_is_no_name(table: str, error: str) -> None:
    (problem,) = read_answers_csv(table.format(error).encode(), "a.csv").problems
    assert f"'{error.strip()}' is an error of the spreadsheet, no name. Mend the formula" in str(problem)
    assert problem.line == table.count("\n")


def test_an_answer_may_be_what_a_spreadsheet_shows_for_errors() -> None:
    (answer,) = read_answers_csv(b"Name,hopes\nAna,#N/A\n", "a.csv").answers
    assert answer[1][0][1].text == "#N/A"
