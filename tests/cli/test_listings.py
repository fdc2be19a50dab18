"""``alliance questions``, ``alliance layouts`` and ``alliance check``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.files.shipped import BANK, data_file, layout_file, layout_names
from tests.cli.filling import fill

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

OWN_BANK = """\
title: "Ours \\e[31m"
sections: [{id: start, title: "S\\e[2J", questions: [{id: why, text: "Why\\x07?"}]}]
"""


def test_the_questions_are_listed_with_their_ids_by_section(alliance: Terminal) -> None:
    lines = alliance.done("questions").text.splitlines()
    assert lines[0] == "Identifying Intentions (intentions)"
    assert lines[2].split() == [
        "hopes",
        "Name",
        "your",
        "highest",
        "hopes",
        "and",
        "dreams",
        "for",
        "this",
        "partnership.",
    ]
    assert len(lines) == 15 + 5


def test_the_questions_of_another_bank_are_listed_safely(alliance: Terminal) -> None:
    alliance.file("bank.yaml", OWN_BANK)
    assert alliance.done("questions", "--bank", "bank.yaml").text == "S\\x1b[2J (start)\n  why  Why\\x07?\n"
    assert alliance.done("questions", "--bank", "-", stdin=OWN_BANK.encode()).text.startswith("S\\x1b[2J")


def test_the_layouts_are_listed_with_what_they_are_and_their_paper(alliance: Terminal) -> None:
    *lines, told, papers = alliance.done("layouts").text.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [name, "a3" if name == "canvas" else "a4"] for name in layout_names()
    ]
    assert {"classic", "onepage", "workbook"} <= set(layout_names())
    assert max(map(len, lines)) <= 130
    assert told == "Pages are for two people who have picked nothing yet."
    assert "--paper a3, a4, a5, letter, legal" in papers


def test_the_layouts_are_listed_with_the_pages_that_compose_makes_for_two(alliance: Terminal) -> None:
    *lines, _, _ = alliance.done("layouts").text.splitlines()
    listed = {name: int(pages) for name, _, pages, *_ in map(str.split, lines)}
    made = {}
    for name in layout_names():
        wrote = alliance.done(
            "compose", "-p", "Ana", "-p", "Ben", "--layout", name, "--print-only", "-o", f"{name}.pdf"
        )
        found = re.search(r"[(]([0-9]+) page", wrote.lines[-1])
        made[name] = int(found[1]) if found else 0
    assert listed == made
    assert {line.index(" page") for line in lines} == {lines[0].index(" page")}


def test_check_knows_a_layout_that_extends_another(alliance: Terminal) -> None:
    alliance.file("ours.yaml", "extends: workbook\npaper: letter\n")
    assert alliance.done("check", "ours.yaml").text == "ours.yaml: layout, letter by default\n"
    alliance.file("ours.yaml", "extends: worbook\n")
    assert alliance("check", "ours.yaml").lines == [
        "ours.yaml:1:10: unknown layout 'worbook'. Did you mean 'workbook'?"
    ]


def test_check_says_what_every_file_is(alliance: Terminal) -> None:
    layout = layout_file("classic")
    assert layout
    alliance.file("bank.yaml", Path(data_file(BANK)).read_bytes())
    alliance.file("layout.yaml", Path(layout).read_bytes())
    alliance.file("a.yaml", "people: [Ana, Ben]\nanswers: {hopes: {Ana: x}}")
    alliance.file("a.json", '{"answers": {"hopes": {"Ana": "x"}, "tone": {"Ana": ""}}}')
    alliance.done("merge", "a.yaml", "-o", "m.pdf")
    sheet = alliance.done("compose", "-p", "Ana", "-o", "-").out
    alliance.file("w.pdf", fill(sheet, {"answer/hopes/p1": "x"}))
    files = ["bank.yaml", "layout.yaml", "a.yaml", "a.json", "m.pdf", "w.pdf"]
    *told, finished, filled = alliance.done("check", *files).text.splitlines()
    assert told == [
        "bank.yaml: question bank, 13 questions in 4 sections, 2 closing questions",
        "layout.yaml: layout, a4 by default",
        "a.yaml: answers, 1 answer of 2 people",
        "a.json: answers, 1 answer of 1 person",
    ]
    assert finished.startswith("m.pdf: finished alliance, 1 answer of Ana and Ben, worksheet ")
    assert filled.startswith("w.pdf: worksheet, 41 fields found, 1 filled in: ")
    assert filled.endswith(" (Ana)")


@pytest.mark.parametrize("file", ["bank.yaml", "layout.yaml", "a.yaml", "w.pdf"])
def test_check_reads_any_kind_from_the_standard_input(alliance: Terminal, file: str) -> None:
    layout = layout_file("classic")
    assert layout
    data = {
        "bank.yaml": Path(data_file(BANK)).read_bytes(),
        "layout.yaml": Path(layout).read_bytes(),
        "a.yaml": b"answers: {hopes: {Ana: x}}",
        "w.pdf": alliance.done("compose", "-o", "-").out,
    }[file]
    alliance.file(file, data)
    expected = alliance.done("check", file).text.partition(": ")[2]
    assert alliance.done("check", "-", stdin=data).text == f"-: {expected}"


def test_check_tells_the_problems_of_all_files_at_once_and_goes_on(alliance: Terminal) -> None:
    (alliance.folder / "folder").mkdir()
    alliance.file("good.yaml", "people: [Ana]")
    alliance.file("typo.yaml", "peple: [Ana]\nreview: x\n")
    alliance.file("ids.yaml", "people: [Ana]\nanswers: {hope: {Ana: x}}")
    alliance.file("text.txt", "Dear Ana,")
    alliance.file("scan.pdf", "%PDF-1.4 junk")
    alliance.file("esc.yaml", "\x1b[31m: 1")
    files = ["none", "folder", "typo.yaml", "ids.yaml", "text.txt", "scan.pdf", "esc.yaml", "/dev/zero", "good.yaml"]
    ended = alliance("check", *files)
    assert (ended.code, ended.text) == (3, "good.yaml: answers, 0 answers of 1 person\n")
    assert [line.partition(": ")[0] for line in ended.lines] == [
        "folder", "none", "typo.yaml:1:1", "ids.yaml:2:11", "text.txt:1:1", "scan.pdf", "esc.yaml:1:1", "/dev/zero",
        "8 of 9 files failed, as told above.",
    ]  # fmt: skip
    assert "Did you mean 'people'?" in ended.err
    assert "\x1b" not in ended.err


def test_check_takes_the_bank_that_answers_belong_to(alliance: Terminal) -> None:
    alliance.file("bank.yaml", OWN_BANK)
    alliance.file("a.yaml", "answers: {why: {Ana: x}}")
    assert alliance("check", "a.yaml").code == 3
    alliance.done("check", "a.yaml", "--bank", "bank.yaml")


def test_a_wrong_bank_is_told_with_line_and_column(alliance: Terminal) -> None:
    alliance.file("bank.yaml", OWN_BANK.replace("text:", "txet:"))
    ended = alliance("check", "bank.yaml")
    assert (ended.code, ended.lines[-1]) == (
        3, "bank.yaml:2:63: unknown key 'txet'. Did you mean 'text'?"
    )  # fmt: skip
