"""``--json``: one document for programs, with the keys that ``docs/files.md`` tells."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator.files.shipped import layout_names
from generator.words.catalogue import describe_languages
from tests.cli.filling import fill

if TYPE_CHECKING:
    from tests.cli.terminal import Ended, Terminal

FILES = Path(__file__).parents[2] / "docs" / "files.md"
ROSTER = "person_1,person_2,suggest\nAna,Ben,3\nCleo,Cleo,\n"
KEYS = {
    command: (set(document), set(listed))
    for command, *cells in re.findall(
        r"^\| `(\w+)` \| (`format`.*) \| (.*) \|$", FILES.read_text("utf-8"), re.MULTILINE
    )
    for document, listed in [[re.findall(r"`(\w+)`", cell) for cell in cells]]
}
LISTS = {"batch": "rows", "questions": "sections", "verify": "files", "check": "files"}


def read(ended: Ended) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(ended.text)
    assert document["format"] == 1
    return document


@pytest.fixture
def filled(alliance: Terminal) -> Terminal:
    sheet = alliance.done("compose", "-p", "Ana", "-p", "Ben", "-o", "-").out
    alliance.file("sheet.pdf", sheet)
    alliance.file("filled.pdf", fill(sheet, {"answer/hopes/p1": "x"}))
    alliance.done("merge", "filled.pdf", "-o", "done.pdf")
    alliance.file("roster.csv", ROSTER)
    return alliance


@pytest.mark.parametrize("command", KEYS)
def test_documents_have_the_keys_that_are_told(filled: Terminal, command: str) -> None:
    arguments = {"batch": ["roster.csv", "-o", "sheets"], "check": ["done.pdf"], "verify": ["done.pdf"]}
    ended = filled(command, *arguments.get(command, []), "--json")
    document = read(ended)
    told, listed = KEYS[command]
    assert set(document) == told
    assert document[LISTS.get(command, command)]
    assert all(set(item) == listed for item in document[LISTS.get(command, command)])


def test_check_describes_good_files_and_bad_ones_with_places(filled: Terminal) -> None:
    filled.file("bad.yaml", "peple: [Ana]\nanswers: {hopes: {Ana: x}}\n")
    ended = filled("check", "bad.yaml", "gone", "filled.pdf", "done.pdf", "--json")
    assert ended.code == 3
    files = {told["file"]: told for told in read(ended)["files"]}
    assert [told["valid"] for told in files.values()] == [False, False, True, True]
    assert [told["kind"] for told in files.values()] == [None, None, "worksheet", "alliance"]
    (problem,) = files["bad.yaml"]["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("bad.yaml", 1, 1)
    assert problem["hint"] == "Did you mean 'people'?"
    assert files["gone"]["problems"][0]["line"] is None
    assert [line.partition(":")[0] for line in ended.lines[:2]] == ["bad.yaml", "gone"]


def test_verify_tells_whether_a_file_is_unaltered(filled: Terminal) -> None:
    (told,) = read(filled.done("verify", "done.pdf", "--json"))["files"]
    assert told["unaltered"]
    assert told["description"].startswith("a finished alliance; its digest is ")
    filled.file("cut.pdf", (filled.folder / "done.pdf").read_bytes()[:-900])
    ended = filled("verify", "cut.pdf", "--json")
    (told,) = read(ended)["files"]
    assert (ended.code, told["unaltered"], told["description"]) == (3, False, None)
    assert told["problems"][0]["message"] in ended.err
    (told,) = read(filled("verify", "gone.pdf", "--json"))["files"]
    assert not told["unaltered"]


def test_the_lists_are_those_that_are_printed(alliance: Terminal) -> None:
    layouts = read(alliance.done("layouts", "--json"))["layouts"]
    assert [layout["name"] for layout in layouts] == list(layout_names())
    tags = [language["tag"] for language in read(alliance.done("languages", "--json"))["languages"]]
    assert tags == ["en", *describe_languages()]
    german = read(alliance.done("questions", "--language", "de", "--json"))
    ids = [question["id"] for section in german["sections"] for question in section["questions"]]
    assert (german["language"], len(ids), len(german["closing"]["questions"])) == ("de", 13, 2)


def test_batch_reports_every_row_and_still_ends_with_6(filled: Terminal) -> None:
    ended = filled("batch", "roster.csv", "-o", "sheets", "--json")
    report = read(ended)
    assert (ended.code, report["made"], report["failed"], report["dry_run"]) == (6, 1, 1, False)
    done, failed = report["rows"]
    assert (done["row"], done["status"], done["problem"]) == (2, "done", None)
    assert (filled.folder / "sheets" / done["file"]).is_file()
    assert (failed["row"], failed["status"], failed["sha256"]) == (3, "failed", None)
    assert "'Cleo' is given twice" in failed["problem"]
    assert failed["problem"] in ended.err
    assert [row["kept"] for row in read(filled("batch", "roster.csv", "-o", "sheets", "--json"))["rows"]] == [
        True,
        False,
    ]


def test_a_rehearsal_and_a_packet_report_alike(filled: Terminal) -> None:
    rehearsed = read(filled("batch", "roster.csv", "-o", "sheets", "--dry-run", "--json"))
    assert (rehearsed["dry_run"], rehearsed["made"], len(rehearsed["rows"])) == (True, 1, 2)
    packed = read(filled("batch", "roster.csv", "--packet", "p.pdf", "--json"))
    assert (packed["output"], packed["made"], packed["rows"][0]["people"]) == ("p.pdf", 1, "Ana and Ben")
    rehearsed = read(filled("batch", "roster.csv", "--packet", "q.pdf", "--dry-run", "--json"))
    assert (rehearsed["dry_run"], rehearsed["made"]) == (True, 1)
    ended = filled("batch", "roster.csv", "--packet", "-", "--json")
    assert (ended.code, ended.out) == (2, b"")


def test_remarks_are_in_the_document_alone(filled: Terminal) -> None:
    filled.file("few.csv", "person_1,person_2,pick_1\nAna,Ben,hopes\n")
    spoken = filled.done("batch", "few.csv", "-o", "a")
    ended = filled.done("batch", "few.csv", "-o", "b", "--json")
    remarks = [line for line in spoken.lines if line.startswith("few.csv")]
    assert remarks
    assert read(ended)["rows"][0]["remarks"] == remarks
    assert not any(line.startswith("few.csv") for line in ended.lines)


def test_no_escape_of_a_terminal_comes_through(alliance: Terminal) -> None:
    alliance.file(
        "bank.yaml", 'title: T\nsections: [{id: s, title: "\\e[2J", questions: [{id: q, text: "\\u009b\\u202e?"}]}]'
    )
    ended = alliance.done("questions", "--bank", "bank.yaml", "--json")
    assert set(ended.text) & {"\x1b", "\x9b", "\u202e"} == set()
    (section,) = read(ended)["sections"]
    assert (section["title"], section["questions"][0]["text"]) == ("\x1b[2J", "\x9b\u202e?")
