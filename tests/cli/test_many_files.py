"""Many files at once: files, folders and wildcards; a line each, what failed behind, the worst exit code."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from generator.errors import ExitCode
from tests.cli.filling import fill

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = """\
people: [{ana}, Ben Okafor]
meeting: {{date: "2026-12-04 12:30"}}
picks: {{{ana}: [hopes], Ben Okafor: [feedback]}}
answers:
  hopes:
    {ana}: "=That, we \\"laugh\\""
agreements: [{{what: We say it, who: Both}}]
review: 2027-03-01
"""
BROKEN = b"%PDF-1.7 broken"


def make(alliance: Terminal, name: str, ana: str = "Ana Lima") -> None:
    data = ANSWERS.format(ana=ana).encode()
    alliance.done("merge", "-", "-o", name, stdin=data)


@pytest.fixture
def kept(alliance: Terminal) -> Terminal:
    (alliance.folder / "kept" / "more").mkdir(parents=True)
    make(alliance, "kept/a.pdf")
    make(alliance, "kept/more/b.pdf", "Cleo Marsh")
    alliance.file("kept/notes.txt", "notes")
    return alliance


def test_verify_has_a_line_for_each_file_and_the_worst_exit_code(kept: Terminal) -> None:
    ended = kept.done("verify", "kept")
    assert [line.partition(",")[0] for line in ended.text.splitlines()] == [
        "kept/a.pdf: unaltered",
        "kept/more/b.pdf: unaltered",
    ]
    assert ended.lines[0].startswith("A digest shows damage")
    assert ended.lines[1:] == ["1 other file skipped."]
    kept.file("kept/broken.pdf", BROKEN)
    ended = kept("verify", "kept")
    assert ended.code == ExitCode.INVALID_INPUT
    assert len(ended.text.splitlines()) == 2
    assert ended.lines[-2].startswith("kept/broken.pdf: ")
    assert ended.lines[-1] == "1 of 3 files failed, as told above."
    files = json.loads(kept("verify", "kept", "--json").out)["files"]
    assert [(file["file"], file["unaltered"]) for file in files] == [
        ("kept/a.pdf", True), ("kept/broken.pdf", False), ("kept/more/b.pdf", True),
    ]  # fmt: skip
    assert files[1]["problems"][0]["file"] == "kept/broken.pdf"


def test_a_folder_without_such_files_is_no_success(alliance: Terminal) -> None:
    (alliance.folder / "kept").mkdir()
    alliance.file("kept/notes.txt", "notes")
    ended = alliance("verify", "kept")
    assert ended.code == ExitCode.INVALID_INPUT
    assert "kept: holds none of the files that are looked for. Check the name, or name the files." in ended.lines


def test_a_file_alone_is_told_as_ever(kept: Terminal) -> None:
    ended = kept.done("verify", "kept/a.pdf")
    assert len(ended.text.splitlines()) == len(ended.lines) == 1
    assert kept.done("answers", "kept/a.pdf").text.startswith("# ")
    assert kept("verify", "gone.pdf").err == "gone.pdf: there is no such file. Check the name and the folder.\n"


def test_check_takes_what_it_knows_of_a_folder(kept: Terminal) -> None:
    kept.file("kept/bank.yaml", "title: [")
    kept.done("compose", "-p", "Ana", "-o", "kept/w.pdf")
    ended = kept("check", "kept")
    assert ended.code == ExitCode.INVALID_INPUT
    assert [line.partition(":")[0] for line in ended.text.splitlines()] == [
        "kept/a.pdf", "kept/w.pdf", "kept/more/b.pdf",
    ]  # fmt: skip
    assert ended.lines[0] == "1 other file skipped."
    assert ended.lines[1].startswith("kept/bank.yaml:1:")


def test_the_answers_of_a_folder_are_one_table(kept: Terminal) -> None:
    ended = kept.done("answers", "kept", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.text)))
    assert list(rows[0]) == ["file", "people", "revision", "date", "question", "person", "picked", "answer"]
    own = [row for row in rows if row["file"] == "kept/more/b.pdf"]
    assert {(row["people"], row["revision"], row["date"]) for row in own} == {
        ("Cleo Marsh, Ben Okafor", "1", "2026-12-04 12:30")
    }
    told = [(row["question"], row["person"], row["picked"], row["answer"]) for row in own]
    assert ("hopes", "Cleo Marsh", "yes", '\'=That, we "laugh"') in told
    assert ("feedback", "Ben Okafor", "yes", "") in told
    assert ("/agreement", "Both", "", "We say it") in told
    assert ("/review", "", "", "2027-03-01") in told
    assert len(rows) == 2 * len(own)


def test_cards_beside_the_alliances_are_only_counted(kept: Terminal) -> None:
    kept.done("card", "kept/a.pdf", "-o", "kept/card.pdf")
    answers, checked = kept.done("answers", "kept", "--format", "csv"), kept.done("check", "kept", "kept/a.pdf")
    assert "card.pdf" not in answers.text + checked.text
    assert ["2 other files skipped." in ended.err for ended in (answers, checked)] == [True, True]
    for command in (("answers", "--format", "csv"), ("check",)):
        refused = kept(*command, "kept", "kept/card.pdf")
        assert (refused.code, "kept/card.pdf: is the card of an alliance" in refused.err) == (3, True)


def test_the_answers_of_a_folder_are_lines_of_json(kept: Terminal) -> None:
    kept.done("answers", "kept", "--format", "json", "-o", "all.jsonl")
    lines = (kept.folder / "all.jsonl").read_text("utf-8").splitlines()
    first, second = map(json.loads, lines)
    assert (first["format"], first["file"], first["revision"], first["date"]) == (
        1, "kept/a.pdf", 1, "2026-12-04 12:30",
    )  # fmt: skip
    assert second["people"] == ["Cleo Marsh", "Ben Okafor"]
    assert second["answers"] == {"hopes": {"Cleo Marsh": '=That, we "laugh"'}}


def test_answers_that_cannot_be_read_cost_the_others_nothing(kept: Terminal) -> None:
    kept.file("kept/broken.pdf", BROKEN)
    ended = kept("answers", "kept", "--format", "csv")
    assert ended.code == ExitCode.INVALID_INPUT
    assert {row["file"] for row in csv.DictReader(io.StringIO(ended.text))} == {"kept/a.pdf", "kept/more/b.pdf"}
    assert ended.lines[-1] == "1 of 3 files failed, as told above."


@pytest.mark.parametrize(
    "options", [(), ("--format", "xfdf"), ("--blank",), ("--format", "csv", "--worksheet", "w.pdf")]
)
def test_answers_of_many_files_are_a_table_or_lines(kept: Terminal, options: tuple[str, ...]) -> None:
    ended = kept("answers", "kept", *options)
    assert ended.code == ExitCode.USAGE
    assert ended.err == (
        "the answers of many files are written as one table, or as a line of JSON for each. "
        "Give --format csv or --format json.\n"
    )


def test_filled_worksheets_stand_beside_alliances(kept: Terminal) -> None:
    sheet = kept.done("compose", "-p", "Ana", "-p", "Ben", "-o", "-").out
    kept.file("kept/w.pdf", fill(sheet, {"answer/tone/p2": "Soft."}))
    rows = csv.DictReader(io.StringIO(kept.done("answers", "kept", "--format", "csv").text))
    assert [(row["question"], row["answer"]) for row in rows if row["file"] == "kept/w.pdf"] == [("tone", "Soft.")]


def test_each_alliance_of_a_folder_gets_its_next_worksheet(kept: Terminal) -> None:
    make(kept, "kept/again.pdf")
    kept.done("compose", "-p", "Ana", "-o", "kept/w.pdf")
    ended = kept.done("revise", "kept", "-o", "next", "--suggest", "2")
    names = ["worksheet-ana-lima-ben-okafor-revision-2-2.pdf", "worksheet-ana-lima-ben-okafor-revision-2.pdf",
             "worksheet-cleo-marsh-ben-okafor-revision-2.pdf"]  # fmt: skip
    assert sorted(path.name for path in (kept.folder / "next").iterdir()) == names
    assert sum(line.startswith("Wrote next/") for line in ended.lines) == 3
    assert ended.lines[-1] == "2 other files skipped."
    assert kept.done("check", f"next/{names[2]}").text.startswith(f"next/{names[2]}: worksheet for revision 2")


def test_worksheets_that_are_there_stay_and_the_others_are_made(kept: Terminal) -> None:
    (kept.folder / "next").mkdir()
    there = kept.file("next/worksheet-ana-lima-ben-okafor-revision-2.pdf", "mine")
    kept.file("kept/broken.pdf", BROKEN)
    ended = kept("revise", "kept", "-o", "next")
    assert ended.code == ExitCode.OUTPUT  # the worse one of two
    assert there.read_text("utf-8") == "mine"
    assert (kept.folder / "next" / "worksheet-cleo-marsh-ben-okafor-revision-2.pdf").is_file()
    assert "next/worksheet-ana-lima-ben-okafor-revision-2.pdf: exists already" in ended.err
    kept("revise", "kept", "-o", "next", "--force")
    assert there.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "many alliances make many worksheets. Give the folder for them with -o.\n"),
        (("-o", "-"), "many alliances make many worksheets. Give the folder for them with -o.\n"),
        (("-o", "n", "--ics", "x.ics"), "--ics goes with one alliance. Leave it out, or revise one by one.\n"),
    ],
)
def test_many_worksheets_need_a_folder(kept: Terminal, options: tuple[str, ...], told: str) -> None:
    ended = kept("revise", "kept", *options)
    assert (ended.code, ended.err) == (ExitCode.USAGE, told)


def test_a_worksheet_that_is_named_itself_is_refused(kept: Terminal) -> None:
    kept.done("compose", "-p", "Ana", "-o", "w.pdf")
    ended = kept("revise", "kept", "w.pdf", "-o", "next")
    assert ended.code == ExitCode.INVALID_INPUT
    assert ended.lines[-2].startswith("w.pdf: is a worksheet, not a finished alliance")


def test_a_terminal_sees_the_progress_where_nothing_else_is_shown(
    kept: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    paths = [f"kept/{number}.pdf" for number in range(12)]
    for path in paths:
        kept.file(path, BROKEN)
    assert "14/14" in kept("answers", "kept", "--format", "csv").err
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert "14/14" not in kept("verify", "kept").err
