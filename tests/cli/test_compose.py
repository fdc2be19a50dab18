"""``alliance compose``: every option, and what it refuses."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest

from generator.files.shipped import layout_file
from generator.formats.filled_forms import read_forms

if TYPE_CHECKING:
    from generator.model.worksheet import Worksheet
    from tests.cli.terminal import Terminal

BANK = """\
title: Our own questions
sections:
  - {id: start, title: Start, questions: [{id: why, text: Why?}, {id: who, text: Who?}]}
closing: {title: End, questions: [{id: bye, text: Bye?}]}
"""
ANA_AND_BEN = ("-p", "Ana Lima", "-p", "Ben Okafor")


def composed(alliance: Terminal, *arguments: str | Path) -> Worksheet:
    """Return what the worksheet says of itself that this command line makes."""
    data = alliance.done("compose", *arguments, "-o", "-").out
    worksheet = read_forms(data, "w.pdf")[0].worksheet
    assert worksheet
    return worksheet


def ids(worksheet: Worksheet) -> list[str]:
    return [question.id for question in worksheet.bank.every_question()]


def page_size(data: bytes) -> tuple[float, float]:
    box = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    return float(box.width), float(box.height)


# What it makes


def test_without_options_it_makes_a_sheet_with_two_blank_names(alliance: Terminal) -> None:
    assert composed(alliance).people.names == ("", "")
    alliance.done("compose")
    assert alliance.files() == ["worksheet.pdf"]


def test_the_default_name_tells_the_people(alliance: Terminal) -> None:
    alliance.done("compose", *ANA_AND_BEN)
    assert alliance.files() == ["worksheet-ana-lima-ben-okafor.pdf"]


def test_one_closing_line_says_what_was_made_and_what_to_do_next(alliance: Terminal) -> None:
    ended = alliance.done("compose", "-p", "Ana", "-o", "our sheet.pdf")
    (line,) = ended.lines
    assert line.startswith("Wrote our sheet.pdf (")
    assert line.endswith('Print it; or fill it in, save it, and run: alliance merge "our sheet.pdf"')
    assert ended.out == b""


@pytest.mark.parametrize(
    ("name", "pasted"),
    [
        ("a.pdf", "a.pdf"),
        ("a b.pdf", '"a b.pdf"'),
        ("a'b.pdf", '"a\'b.pdf"'),
        ("$(a) b.pdf", "'$(a) b.pdf'"),
    ],
)
def test_the_next_command_can_be_pasted_whatever_the_file_is_called(alliance: Terminal, name: str, pasted: str) -> None:
    assert alliance.done("compose", "-o", name).err.endswith(f"alliance merge {pasted}\n")


def test_a_dash_writes_the_file_to_the_standard_output_and_says_nothing(alliance: Terminal) -> None:
    ended = alliance.done("compose", "-o", "-")
    assert ended.out.startswith(b"%PDF-1.7")
    assert ended.err == ""
    assert alliance.files() == []


def test_picks_are_given_by_name_in_any_case_and_any_order(alliance: Terminal) -> None:
    made = composed(
        alliance, *ANA_AND_BEN, "--pick", "ana lima: tone, hopes", "--pick", "Ben Okafor:feedback",
        "--pick", "Ana Lima: requests",
    )  # fmt: skip
    assert made.selection.picks == (("hopes", "tone", "requests"), ("feedback",))


def test_a_name_with_a_colon_can_pick(alliance: Terminal) -> None:
    assert composed(alliance, "-p", "Ana: L", "--pick", "Ana: L: hopes").selection.picks == (("hopes",),)


def test_suggested_picks_are_the_same_each_time_and_no_question_is_suggested_twice(alliance: Terminal) -> None:
    first = composed(alliance, *ANA_AND_BEN, "--suggest", "4").selection.picks
    assert composed(alliance, *ANA_AND_BEN, "--suggest", "4").selection.picks == first
    assert [len(own) for own in first] == [4, 4]
    assert len({question for own in first for question in own}) == 8


def test_another_seed_or_other_names_bring_another_suggestion(alliance: Terminal) -> None:
    by_names = composed(alliance, *ANA_AND_BEN, "--suggest", "3").selection
    others = composed(alliance, "-p", "Cleo", "-p", "Dan", "--suggest", "3").selection
    seeds = [composed(alliance, *ANA_AND_BEN, "--suggest", "3", "--seed", seed).selection for seed in ("1", "-2")]
    assert len({by_names, others, *seeds}) == 4


def test_a_suggestion_keeps_the_picks_given(alliance: Terminal) -> None:
    picks = composed(alliance, *ANA_AND_BEN, "--pick", "Ana Lima: way-back", "--suggest", "3").selection.picks
    assert "way-back" in picks[0]
    assert [len(own) for own in picks] == [3, 3]


def test_sections_and_questions_are_added_up_and_the_closing_stays(alliance: Terminal) -> None:
    made = composed(alliance, "--section", "atmosphere", "--question", "hopes")
    assert ids(made) == ["hopes", "tone", "contribution", "support", "champion"]


def test_questions_can_be_left_out_the_closing_ones_too(alliance: Terminal) -> None:
    made = composed(alliance, "--section", "atmosphere", "--without", "tone", "--without", "support")
    assert ids(made) == ["contribution", "champion"]


def test_a_bank_comes_from_a_file_or_the_standard_input(alliance: Terminal) -> None:
    bank = alliance.file("bank.yaml", BANK)
    assert ids(composed(alliance, "--bank", bank)) == ["why", "who", "bye"]
    piped = alliance.done("compose", "--bank", "-", "-o", "-", stdin=BANK.encode()).out
    assert piped == alliance.done("compose", "--bank", bank, "-o", "-").out


def test_a_layout_comes_from_a_file_under_its_whole_name(alliance: Terminal) -> None:
    layout = alliance.file("classic.yaml", builtin_layout())
    assert composed(alliance, "--layout", layout).layout == "classic.yaml"
    assert composed(alliance, "--layout", "classic").layout == "classic"


@pytest.mark.parametrize(
    ("paper", "size"),
    [("a4", (595.3, 841.9)), ("Letter", (612.0, 792.0)), ("legal", (612.0, 1008.0)), ("297x420mm", (841.9, 1190.6))],
)
def test_paper_is_a_name_or_a_size(alliance: Terminal, paper: str, size: tuple[float, float]) -> None:
    assert page_size(alliance.done("compose", "--paper", paper, "-o", "-").out) == pytest.approx(size, abs=0.1)


@pytest.mark.parametrize(
    ("given", "time"),
    [("2026-12-04 12:30", dt.time(12, 30)), ("2026-12-04T12:30", dt.time(12, 30)), ("2026-12-04", None)],
)
def test_the_meeting_has_a_date_a_time_a_place_and_minutes(
    alliance: Terminal, given: str, time: dt.time | None
) -> None:
    made = composed(alliance, "--meeting", given, "--place", "Cafe\u0301\n Roma", "--minutes", "60").meeting
    assert (made.date, made.time, made.place, made.minutes) == (dt.date(2026, 12, 4), time, "Café Roma", 60)


def test_the_minutes_are_the_banks_by_default(alliance: Terminal) -> None:
    assert composed(alliance).meeting.minutes == 90


def test_for_print_only_there_are_no_fields(alliance: Terminal) -> None:
    ended = alliance.done("compose", *ANA_AND_BEN, "--suggest", "3", "--print-only", "-o", "p.pdf")
    assert ended.err.endswith("Print it.\n")
    reader = pypdf.PdfReader("p.pdf")
    assert not reader.get_fields()
    assert "Ana Lima" in reader.pages[0].extract_text()


def test_a_name_of_60_characters_and_six_people_are_fine(alliance: Terminal) -> None:
    names = [letter * 60 for letter in "ABCDEF"]
    options = [option for name in names for option in ("-p", name)]
    assert composed(alliance, *options, "--suggest", "4").people.names == tuple(names)
    alliance.done("compose", *options)
    (made,) = alliance.files()
    assert len(made.encode()) <= 150


@pytest.mark.parametrize("names", [("李 明", "👩\u200d👧 Zoë"), ("عمر", "a\x1b[31mb"), ("x\u202eevil", "\ufeff")])
def test_a_name_in_any_writing_comes_back_as_it_was_given(alliance: Terminal, names: tuple[str, str]) -> None:
    assert composed(alliance, "-p", names[0], "-p", names[1]).people.names == names


def test_characters_that_no_typeface_has_are_listed(alliance: Terminal) -> None:
    ended = alliance.done("compose", "-p", "李", "--print-only", "-o", "li.pdf")
    assert ended.lines[0] == "No typeface has '李' (U+674E); it stands as [U+674E], first in: '李'."


def test_of_many_characters_that_no_typeface_has_a_few_are_listed(alliance: Terminal) -> None:
    lines = alliance.done("compose", "-p", "一二三四五六七", "-p", "Ana", "-o", "many.pdf").lines
    assert [line[:21] for line in lines[:5]] == [f"No typeface has '{name}' (" for name in "一二三四五"]
    assert lines[5] == "No typeface has 2 more characters; they stand as their numbers, too."
    assert not [line for line in lines[6:] if line.startswith("No typeface")]


def test_white_space_in_names_is_folded(alliance: Terminal) -> None:
    assert composed(alliance, "-p", " Ana\n\tLima ").people.names == ("Ana Lima",)


# Remarks


@pytest.mark.parametrize(
    ("picks", "remarks"),
    [
        ("hopes, tone, feedback", []),
        ("hopes", ["Ana has 1 pick; the bank asks for 3 to 4."]),
        ("hopes, tone, feedback, requests, conflict", ["Ana has 5 picks; the bank asks for 3 to 4."]),
    ],
)
def test_picks_outside_the_banks_rule_are_remarked_on(alliance: Terminal, picks: str, remarks: list[str]) -> None:
    ended = alliance.done("compose", "-p", "Ana", "--pick", f"Ana: {picks}", "-o", "a.pdf")
    assert ended.lines[:-1] == remarks


@pytest.mark.parametrize("layout", ["classic", "cards", "prep"])
def test_who_has_picked_nothing_yet_picks_on_the_sheet(alliance: Terminal, layout: str) -> None:
    picks = ("--pick", "Ana: hopes, tone, feedback")
    ended = alliance.done("compose", "-p", "Ana", "-p", "Ben", *picks, "--layout", layout, "-o", "a.pdf")
    assert len(ended.lines) == 1


def test_who_has_picked_nothing_is_told_of_a_sheet_without_boxes(alliance: Terminal) -> None:
    alliance.file("ours.yaml", "extends: classic\nparts: [title, facts, answers]\n")
    picks = ("--pick", "Ana: hopes, tone, feedback")
    ended = alliance.done("compose", "-p", "Ana", "-p", "Ben", *picks, "--layout", "ours.yaml", "-o", "a.pdf")
    assert ended.lines[:-1] == ["Ben has 0 picks; the bank asks for 3 to 4."]


# What it never does


def test_nothing_is_overwritten_without_force(alliance: Terminal) -> None:
    kept = alliance.file("worksheet.pdf", "mine")
    ended = alliance("compose")
    assert (ended.code, ended.lines) == (
        5, ["worksheet.pdf: exists already. Give another name with -o, or --force to replace it."],
    )  # fmt: skip
    assert kept.read_text() == "mine"
    alliance.done("compose", "--force")
    assert kept.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("option", ["--bank", "--layout"])
def test_it_never_writes_over_an_input_not_even_with_force(alliance: Terminal, option: str) -> None:
    text = BANK if option == "--bank" else builtin_layout()
    path = alliance.file("input.yaml", text)
    ended = alliance("compose", option, path, "-o", "./input.yaml", "--force")
    assert ended.code == 5
    assert "one of the inputs" in ended.err
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (".", "it is a folder"),
        ("folder/", "it is a folder"),
        ("gone/a.pdf", "No such file or directory"),
        ("/dev/null", "it is not a file"),
        ("x" * 300, "File name too long"),
    ],
)
def test_an_output_that_cannot_be_written_is_5_and_one_line(alliance: Terminal, output: str, words: str) -> None:
    (alliance.folder / "folder").mkdir()
    ended = alliance("compose", "-o", output, "--force")
    assert (ended.code, len(ended.lines)) == (5, 1)
    assert words in ended.err
    assert alliance.files() == ["folder"]


def test_a_folder_that_has_vanished_is_5_and_one_line(alliance: Terminal) -> None:
    alliance.folder.rmdir()
    ended = alliance("compose")
    assert (ended.code, len(ended.lines)) == (5, 1)


# What it refuses

USAGE = [
    (["-p", "Ana", "-p", "ana"], "the name 'Ana' is given twice. Tell the people apart, by a letter or so."),
    (["-p", " "], "a name is empty. Leave out -p for blank name lines."),
    ([option for name in "ABCDEFG" for option in ("-p", name)], "7 people are too many. An alliance has 1 to 6."),
    (["-p", "x" * 201], "is longer than 200 characters. Shorten it."),
    (["--place", "x" * 10_000], "--place has 10000 characters. Shorten it to 300."),
    (["-p", "Ana", "--pick", "Anna: hopes"], "--pick names 'Anna', who is not among the people. Did you mean 'Ana'?"),
    (["-p", "Ana", "--pick", "Ana hopes"], 'is not understood. Write it as "NAME: id, id".'),
    (["-p", "Ana", "--pick", "Ana:"], 'is not understood. Write it as "NAME: id, id".'),
    (["-p", "Ana", "--pick", "Ana: support"], "'support' is a closing question, which everybody answers."),
    (["--pick", "Ana: hopes"], "--pick names 'Ana', who is not among the people. Pick for a name given with -p."),
    (["--seed", "3"], "--seed goes with --suggest."),
    (["--suggest", "14"], "--suggest 14 is more than the 13 questions there are."),
    (["--section", "atmosfere"], "unknown section 'atmosfere'. Did you mean 'atmosphere'?"),
    (["--question", "hope"], "unknown question 'hope'. Did you mean 'hopes'?"),
    (["--question", "support"], "'support' is a closing question, always there. Leave it out of --question."),
    (["--without", "xyz"], "unknown question 'xyz'. See alliance questions."),
    (["--question", "tone", "--without", "tone"], "no question is left. Leave out fewer."),
    (["--paper", "leter"], "unknown paper 'leter'. Did you mean 'letter'?"),
    (["--paper", "10x10mm"], "sides are 100 to 1200 mm."),
    (["--layout", "booklet", "--paper", "100x100mm"], "too small for layout 'booklet'"),
    (["--layout", "clasic"], "unknown layout 'clasic'. Did you mean 'classic'?"),
    (["--meeting", "4 December"], "--meeting '4 December' is no date. Give a date, or date and time, such as"),
    (["--meeting", "2026-02-30"], "is no date"),
    (["--meeting", "2026-12-04 12:30:15+02:00"], "is no date"),
    (["--meeting", "2026-W49-5"], "is no date"),
    (["--meeting", ""], "is no date"),
    (["--minutes", "5"], "5 is not in the range 10<=x<=600"),
    (["--suggest", "0"], "0 is not in the range x>=1"),
    (["extra"], "unexpected extra argument (extra)"),
]


@pytest.mark.parametrize(("arguments", "words"), USAGE)
def test_options_that_make_no_sense_are_2_and_nothing_is_written(
    alliance: Terminal, arguments: list[str], words: str
) -> None:
    ended = alliance("compose", *arguments)
    assert ended.code == 2
    assert words in ended.err
    assert ended.out == b""
    assert alliance.files() == []


def test_every_unknown_id_is_told_at_once(alliance: Terminal) -> None:
    ended = alliance("compose", "--section", "atmosfere", "--question", "hope", "--without", "ton")
    assert [line.partition(".")[0] for line in ended.lines] == [
        "unknown section 'atmosfere'",
        "unknown question 'hope'",
        "unknown question 'ton'",
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("none.yaml", "none.yaml: there is no such file. Check the name and the folder."),
        (".", ".: is a folder. Give a file."),
        ("/dev/zero", "/dev/zero: is a pipe or a device, not a file. Save it to a file, or give - and pipe it in."),
        ("big.yaml", "big.yaml: is larger than 20 MB. Is it the right file?"),
        ("mid.yaml", "mid.yaml: the file is larger than 1 MB, which is the limit. Is it the right file?"),
        ("bad.yaml", "bad.yaml:1:1: missing key 'sections'. Add it: "),
    ],
)
def test_a_bank_that_cannot_be_used_is_3_and_nothing_is_written(alliance: Terminal, path: str, line: str) -> None:
    with alliance.file("big.yaml", "").open("wb") as big:
        big.truncate(50_000_000)
    alliance.file("mid.yaml", "title: " + "x" * 1_500_000)
    alliance.file("bad.yaml", "titel: x\n")
    ended = alliance("compose", "--bank", path, "-o", "a.pdf")
    assert ended.code == 3
    assert any(each.startswith(line) for each in ended.lines)
    assert "a.pdf" not in alliance.files()


def test_every_problem_of_a_bank_is_told_with_its_place(alliance: Terminal) -> None:
    bank = "titel: x\nsections:\n  - {id: A b, title: S, questions: [{id: q}]}\n"
    alliance.file("b.yaml", bank)
    places = [line.split(": ")[0] for line in alliance("compose", "--bank", "b.yaml").lines]
    assert {"b.yaml:1:1", "b.yaml:3:10", "b.yaml:3:37"} <= set(places)


# The environment


def test_the_date_in_the_environment_is_in_the_file(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    data = alliance.done("compose", "-o", "-").out
    assert pypdf.PdfReader(io.BytesIO(data)).metadata.creation_date == dt.datetime(  # type: ignore[union-attr]
        2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC
    )


@pytest.mark.parametrize("epoch", ["x", "-1", " 5", "\uff11", "253402300800", "9" * 5000, "\x1b[31m"])
def test_a_bad_date_in_the_environment_is_refused_in_one_line(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    ended = alliance("compose")
    assert (ended.code, len(ended.lines), alliance.files()) == (2, 1, [])
    assert ended.err.startswith("SOURCE_DATE_EPOCH is '")
    assert ended.err.endswith("Set it to seconds since 1970, or unset it.\n")


def builtin_layout() -> str:
    path = layout_file("classic")
    assert path
    return Path(path).read_text()


def test_picks_that_the_meeting_has_no_time_for_are_refused_where_a_plan_is_printed(alliance: Terminal) -> None:
    six = [part for name in "ABCDEF" for part in ("-p", name)]
    ended = alliance("compose", *six, "--suggest", "3", "--minutes", "30")
    assert (ended.code, alliance.files()) == (2, [])
    assert ended.err == (
        "13 questions were picked, and 30 minutes have room for 10, of 2 minutes each. "
        "Pick fewer, or allow more time: --minutes 40.\n"
    )
    alliance.done("compose", *six, "--suggest", "3", "--minutes", "30", "--layout", "prep")
    alliance.file("r.csv", "person_1,person_2,suggest\nA,B,5\nA,B,1\n")
    ended = alliance("batch", "r.csv", "-o", "out", "--minutes", "10")
    assert ended.code == 6
    assert ended.lines[0] == (
        "r.csv:2:1: 10 questions were picked, and 10 minutes have room for 2, of 2 minutes each. "
        "Pick fewer, or allow more time: --minutes 30."
    )
