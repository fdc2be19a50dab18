"""Answers come and go as XFDF, FDF and CSV too, alone and joined with others; ``--strict`` wants every field."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.files.shipped import BANK, data_file
from generator.formats.filled_forms import read_forms
from tests.cli.filling import EMPTIED, fill
from tests.cli.reading import ANA_AND_BEN, held, refusal, worksheet
from tests.formats.pdfs import text_string

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = """\
people: [Ana Lima, Ben Okafor]
picks: {Ana Lima: [hopes, tone], Ben Okafor: [feedback]}
answers:
  hopes:
    Ana Lima: |
      =As long as it needs to be.

      Line breaks are kept: "Žofie", <b> & 🎉
    Ben Okafor: ...
  support: {Ana Lima: "'no", Ben Okafor: 12:30}
agreements: [{what: We say it, who: Both}, {what: 2}, {what: 3}, {what: 4}, {what: more than rows, who: -}]
review: 2027-03-01
meeting: {date: May, place: Roma}
signed: {Ana Lima: A. L.}
"""
HOPES, TONE = (
    "Name your highest hopes and dreams for this partnership.",
    "What is the tone or relational environment you want to create?",
)


@pytest.fixture
def sheet(alliance: Terminal) -> bytes:
    data = worksheet(alliance, *ANA_AND_BEN, "--pick", "Ana Lima: hopes")
    alliance.file("w.pdf", data)
    return data


def fdf(sheet: bytes, values: dict[str, str]) -> bytes:
    """Return FDF with values for the fields of these paths."""
    slug = read_forms(sheet, "w.pdf")[0].identity
    rows = b"".join(
        b"<< /T %s /V %s >>\n" % (text_string(f"{slug}/{path}"), text_string(text)) for path, text in values.items()
    )
    return b"%%FDF-1.2\n1 0 obj\n<< /FDF << /Fields [%s] >> >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%%%EOF\n" % rows


# Written and read


@pytest.mark.usefixtures("sheet")
@pytest.mark.parametrize("form", ["csv", "xfdf"])
def test_what_answers_writes_merges_into_the_same_bytes(alliance: Terminal, form: str) -> None:
    alliance.file("answers.yaml", ANSWERS)
    alliance.done("merge", "w.pdf", "answers.yaml", "-o", "m.pdf")
    made = (alliance.folder / "m.pdf").read_bytes()
    alliance.file(f"back.{form}", alliance.done("answers", "m.pdf", "--format", form).out)
    assert held(alliance, "m.pdf") == held(alliance, f"back.{form}")
    assert alliance.done("merge", "w.pdf", f"back.{form}", "-o", "-").out == made


@pytest.mark.usefixtures("sheet")
@pytest.mark.parametrize("form", ["csv", "xfdf"])
def test_what_answers_writes_is_known_without_a_name(alliance: Terminal, form: str) -> None:
    alliance.file("answers.yaml", ANSWERS)
    data = alliance.done("answers", "answers.yaml", "--worksheet", "w.pdf", "--format", form).out
    assert json.loads(alliance.done("answers", "-", "--format", "json", stdin=data).out) == held(
        alliance, "answers.yaml"
    )


def test_csv_has_the_columns_told_and_no_cell_that_computes(alliance: Terminal) -> None:
    alliance.file("answers.yaml", ANSWERS)
    header, *rows = csv.reader(
        io.StringIO(alliance.done("answers", "answers.yaml", "--format", "csv").text, newline="")
    )
    assert header == ["question", "person", "picked", "answer"]
    assert ["support", "Ben Okafor", "", "12:30"] in rows
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_xfdf_needs_a_worksheet_whose_fields_it_fills(alliance: Terminal) -> None:
    alliance.file("answers.yaml", ANSWERS)
    ended = alliance("answers", "answers.yaml", "--format", "xfdf")
    assert (ended.code, ended.out) == (2, b"")
    assert "Give it with --worksheet FILE." in ended.err


@pytest.mark.parametrize("form", ["csv", "xfdf"])
def test_a_blank_is_no_csv_or_xfdf(alliance: Terminal, sheet: bytes, form: str) -> None:
    assert sheet
    assert alliance("answers", "w.pdf", "--blank", "--format", form).code == 2


@pytest.mark.usefixtures("sheet")
@pytest.mark.parametrize("form", ["csv", "xfdf"])
def test_characters_that_the_format_cannot_hold_are_told(alliance: Terminal, form: str) -> None:
    alliance.file("a.yaml", 'answers: {hopes: {Ana Lima: "a\\x1b[31mb"}}')
    ended = alliance.done("answers", "a.yaml", "--worksheet", "w.pdf", "--format", form)
    assert ended.err == (
        f"1 control characters stand as U+FFFD, because {form.upper()} cannot hold them; YAML and JSON can.\n"
    )
    assert "a\ufffd[31mb" in ended.text


# Exported data


def test_exported_data_merge_like_the_form(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("data.fdf", fdf(sheet, {"answer/hopes/p1": "Žofie\r🎉", "pick/tone/p2": "Yes", "review": "June"}))
    alliance.done("merge", "w.pdf", "data.fdf", "-o", "m.pdf")
    made = held(alliance, "m.pdf")
    assert (made["answers"], made["review"]) == ({"hopes": {"Ana Lima": "Žofie\n🎉"}}, "June")
    assert made["picks"] == {"Ana Lima": ["hopes"], "Ben Okafor": ["tone"]}


def test_exported_data_alone_take_their_questions_from_the_bank(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("data.fdf", fdf(sheet, {"name/p1": "Ana", "name/p2": "Ben", "answer/hopes/p2": "x"}))
    assert held(alliance, "data.fdf")["answers"] == {"hopes": {"Ben": "x"}}


def test_sources_of_every_kind_that_agree_are_no_conflict(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("a.yaml", "answers: {hopes: {Ana Lima: one}}")
    alliance.file("b.csv", "question,person,answer\nhopes,Ana Lima,one\n")
    alliance.file("c.fdf", fdf(sheet, {"answer/hopes/p1": "one"}))
    alliance.file("d.pdf", fill(sheet, {"answer/hopes/p1": "one"}))
    alliance.file("e.xfdf", alliance.done("answers", "d.pdf", "--format", "xfdf").out)
    alliance.file("f.csv", f"Timestamp,Name,{HOPES}\n1/2/2026,Ana Lima,one\n")
    files = ["a.yaml", "b.csv", "c.fdf", "d.pdf", "e.xfdf", "f.csv"]
    alliance.done("merge", *files, "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ana Lima": "one"}}


def test_a_conflict_tells_the_file_and_place_of_every_source(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("b.csv", "question,person,answer\ntone,Ana Lima,same\nhopes,Ana Lima,two\n")
    alliance.file("c.fdf", fdf(sheet, {"answer/hopes/p1": "three"}))
    alliance.file("d.pdf", fill(sheet, {"answer/hopes/p1": "four"}))
    alliance.file("e.xfdf", alliance.done("answers", "d.pdf", "--format", "xfdf").text.replace("four", "five"))
    alliance.file("f.csv", f"Name,{HOPES}\nAna Lima,six\n")
    ended = alliance("merge", "b.csv", "c.fdf", "d.pdf", "e.xfdf", "f.csv", "-o", "m.pdf")
    assert ended.code == 4
    line = ended.lines[0]
    assert line.startswith("Ana Lima's answer to 'hopes': 'two' (b.csv, line 3) or 'three' (c.fdf, field '")
    assert "or 'four' (d.pdf, field '" in line
    assert "or 'five' (e.xfdf, field '" in line
    assert line.endswith("or 'six' (f.csv, line 2).")


def test_data_of_another_worksheet_are_refused(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("o.fdf", fdf(worksheet(alliance, "-p", "Cleo"), {"answer/hopes/p1": "x"}))
    line = refusal(alliance("merge", "w.pdf", "o.fdf"), alliance, "w.pdf", "o.fdf")
    assert line.startswith("o.fdf: is a form of another worksheet (")
    assert sheet


# Form services


def test_a_wide_export_alone_becomes_an_alliance(alliance: Terminal) -> None:
    alliance.file("form.csv", f'Timestamp,Your name,{HOPES},"{TONE}"\n1/2/2026 9:00,Ana,one,two\n1/3/2026,Ben,three,\n')
    alliance.done("merge", "form.csv", "-o", "m.pdf")
    made = held(alliance, "m.pdf")
    assert made["people"] == ["Ana", "Ben"]
    assert made["answers"] == {"hopes": {"Ana": "one", "Ben": "three"}, "tone": {"Ana": "two"}}


def test_headers_are_found_by_their_words_and_others_told_with_the_nearest(alliance: Terminal) -> None:
    near = TONE.replace("tone", "sound")
    alliance.file("form.csv", f"Name;2. {HOPES.upper()}\xa0;{near}\nAna;one;two\n")
    line = refusal(alliance("merge", "form.csv"), alliance, "form.csv")
    assert line == f"form.csv:1:{len(HOPES) + 11}: no question has the text '{near}'. Did you mean '{TONE}'?"


def test_headers_are_found_in_the_bank_that_is_given(alliance: Terminal) -> None:
    bank = Path(data_file(BANK)).read_text("utf-8").replace(HOPES, "What do you hope for?")
    alliance.file("bank.yaml", bank)
    alliance.file("form.csv", "Name,What do you hope for?\nAna,one\n")
    assert alliance("check", "form.csv").code == 3
    assert alliance.done("check", "form.csv", "--bank", "bank.yaml").text == "form.csv: answers, 1 answer of 1 person\n"
    alliance.done("merge", "form.csv", "--bank", "bank.yaml", "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ana": "one"}}


def test_who_answered_a_form_service_twice_is_a_conflict_that_a_preference_decides(alliance: Terminal) -> None:
    alliance.file("form.csv", f"Name,{HOPES}\nAna,one\nBen,other\nAna,two\n")
    ended = alliance("merge", "form.csv")
    assert ended.code == 4
    assert ended.lines[0] == "Ana's answer to 'hopes': 'one' (form.csv, line 2) or 'two' (form.csv, line 4)."
    alliance.done("merge", "form.csv", "--prefer", "last", "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ana": "two", "Ben": "other"}}
    assert b"two" in alliance.done("answers", "form.csv", "--prefer", "last").out


@pytest.mark.parametrize("dots", ["...", "…"])
def test_an_untouched_placeholder_is_no_answer_and_that_is_said(alliance: Terminal, dots: str) -> None:
    alliance.file("a.yaml", f"people: [Ana, Ben]\nanswers:\n  hopes:\n    Ana: {dots}\n    Ben: yes ...\n")
    ended = alliance.done("merge", "a.yaml", "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ben": "yes ..."}}
    assert ended.lines[0] == f"a.yaml:4: Ana's answer to 'hopes' is '{dots}', which is taken for no answer yet."


def test_a_table_that_was_taken_for_windows_1252_is_said_to_be(alliance: Terminal) -> None:
    alliance.file("form.csv", f"Name,{HOPES}\nAna,Crème brûlée\nBen,two\n".encode("windows-1252"))
    said = "form.csv is not UTF-8; it was read as Windows-1252, as in 'Ana,Crème brûlée'. "
    for arguments in (["merge", "form.csv", "-o", "m.pdf"], ["answers", "form.csv"], ["check", "form.csv"]):
        assert alliance.done(*arguments).lines[0].startswith(said)
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ana": "Crème brûlée", "Ben": "two"}}


def test_two_exports_name_the_people_together(alliance: Terminal) -> None:
    alliance.file("ana.csv", f"Name,{HOPES}\nAna,one\n")
    alliance.file("ben.csv", f"Name,{HOPES}\nBEN,two\nana,one\n")
    alliance.done("merge", "ana.csv", "ben.csv", "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ana": "one", "BEN": "two"}}


def test_more_people_than_an_alliance_has_are_refused(alliance: Terminal) -> None:
    rows = "".join(f"P{number},x\n" for number in range(7))
    alliance.file("form.csv", f"Name,{HOPES}\n{rows}")
    line = refusal(alliance("merge", "form.csv"), alliance, "form.csv")
    assert line == (
        "form.csv: holds answers of 7 people, and 6 at most make an alliance. Keep the rows of one alliance."
    )


def test_people_in_a_table_are_not_guessed_onto_blank_lines(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance))
    alliance.file("form.csv", f"Name,{HOPES}\nAna,one\n")
    line = refusal(alliance("merge", "w.pdf", "form.csv"), alliance, "w.pdf", "form.csv")
    assert line == (
        "form.csv:2:1: 'Ana' is nobody on this worksheet. "
        "The worksheet's names are blank: give each a row '/person', or merge without the worksheet."
    )


def test_a_table_that_lists_the_people_names_the_blank_lines(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance))
    alliance.file("a.csv", "question,person,answer\n/person,Ana,\n/person,Ben,\nhopes,Ben,one\n")
    alliance.done("merge", "w.pdf", "a.csv", "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ben": "one"}}


# Checking, and missing fields


def test_check_tells_what_the_files_are(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("a.csv", "question,person,answer\nhopes,Ana,one\n")
    alliance.file("b.fdf", fdf(sheet, {"answer/hopes/p1": "x"}))
    alliance.file("c.xfdf", alliance.done("answers", "w.pdf", "--format", "xfdf").out)
    ended = alliance.done("check", "a.csv", "b.fdf", "c.xfdf")
    assert [line.rpartition(": ")[0] or line for line in ended.text.splitlines()] == [
        "a.csv",
        "b.fdf: a form's data, 1 field found, 1 filled in",
        "c.xfdf: a form's data, 71 fields found, none filled in",
    ]


MISSING = "70 of 71 fields found, 1 answered, 1 missing: the next review date"


@pytest.fixture
def incomplete(alliance: Terminal, sheet: bytes) -> Terminal:
    lines = alliance.done("answers", "w.pdf", "--format", "xfdf").text.splitlines(keepends=True)
    data = "".join(line for line in lines if "/review" not in line)
    alliance.file("c.xfdf", data.replace('/answer/hopes/p1"><value>', '/answer/hopes/p1"><value>typed'))
    assert sheet
    return alliance


@pytest.mark.parametrize("command", ["merge", "answers", "check"])
def test_missing_fields_are_remarked_on(incomplete: Terminal, command: str) -> None:
    assert incomplete.done(command, "c.xfdf").lines[0] == f"c.xfdf: {MISSING}."


@pytest.mark.parametrize("command", ["merge", "answers", "check"])
def test_missing_fields_are_3_where_all_are_wanted(incomplete: Terminal, command: str) -> None:
    line = refusal(incomplete(command, "c.xfdf", "--strict"), incomplete, "w.pdf", "c.xfdf")
    assert line == f"c.xfdf: {MISSING}. Ask for the file again, or leave out --strict."


@pytest.mark.parametrize("command", ["merge", "answers", "check"])
def test_a_form_that_has_every_field_is_done(alliance: Terminal, sheet: bytes, command: str) -> None:
    assert sheet
    alliance.done(command, "w.pdf", "--strict", *(["--allow-empty"] if command == "merge" else []))


def test_without_its_worksheets_definition_no_form_is_known_to_be_whole(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("f.pdf", fill(sheet, EMPTIED, attachment=False))
    line = refusal(alliance("check", "f.pdf", "--strict"), alliance, "w.pdf", "f.pdf")
    assert line.startswith("f.pdf: does not tell its worksheet any more")
