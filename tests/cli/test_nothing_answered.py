"""What came back says nothing: no alliance is made of it, and who said nothing is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, held, worksheet

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

SAID = "nobody has answered anything (sent back without saving?)"


@pytest.fixture
def sheet(alliance: Terminal) -> bytes:
    """A worksheet with picks, a date and a place printed on it, lying there as ``w.pdf`` as well."""
    made = worksheet(alliance, *ANA_AND_BEN, "--suggest", "3", "--meeting", "2026-12-04 12:30", "--place", "Rome")
    alliance.file("w.pdf", made)
    return made


def test_blanks_make_no_alliance_unless_allowed(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("v.pdf", sheet)
    before = alliance.files()
    ended = alliance("merge", "w.pdf", "v.pdf")
    assert ended.code == 3
    assert [line.split(". ")[0] for line in ended.lines] == [f"w.pdf: {SAID}", f"v.pdf: {SAID}"]
    assert alliance.files() == before
    assert "allow-empty" in ended.err
    ended = alliance.done("merge", "w.pdf", "--allow-empty", "-o", "m.pdf")
    assert ended.lines[-2].startswith("Nothing was filled in for Ana Lima and Ben Okafor. ")


def test_an_answers_file_with_nothing_in_it_is_no_answer(alliance: Terminal) -> None:
    alliance.file("a.yaml", "people: [Ana Lima, Ben Okafor]\nanswers: {hopes: {Ana Lima: '...'}}\n")
    ended = alliance("merge", "a.yaml", "-o", "m.pdf")
    assert (ended.code, f"a.yaml: {SAID}" in ended.err) == (3, True)
    assert "which is taken for no answer yet" in ended.err  # what was remarked on is told with the refusal


@pytest.mark.parametrize(
    ("values", "ticked"),
    [
        ({"answer/hopes/p1": "x"}, ()),
        ({"agreement/1/what": "Lunch"}, ()),
        ({"review": "June"}, ()),
        ({"meeting/place": "Milan"}, ()),
        ({"name/p2": "Benjamin"}, ()),
        ({}, ("pick/broken-agreement/p1",)),
    ],
)
def test_anything_typed_or_ticked_is_an_answer(
    alliance: Terminal, values: dict[str, str], ticked: tuple[str, ...]
) -> None:
    alliance.file("f.pdf", fill(worksheet(alliance, *ANA_AND_BEN), values, ticked=ticked))
    alliance.done("merge", "f.pdf", "-o", "m.pdf")


def test_picks_alone_are_told_from_answers(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("a.yaml", alliance.done("answers", "w.pdf").text)
    assert "No question is answered yet." in alliance.done("merge", "a.yaml", "-o", "m.pdf").lines
    alliance.file("f.pdf", fill(sheet, {"answer/hopes/p1": "Laughing"}))
    assert "No question is answered yet." not in alliance.done("merge", "a.yaml", "f.pdf", "-o", "n.pdf").lines


def test_who_said_nothing_is_named(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("f.pdf", fill(sheet, {"answer/hopes/p1": "Laughing", "name/p2": "Benjamin Okafor"}))
    ended = alliance.done("merge", "f.pdf", "w.pdf", "-o", "m.pdf")
    assert ended.lines[-2].startswith("Nothing was filled in for Benjamin Okafor. ")
    alliance.file("g.pdf", fill(sheet, {"answer/tone/p2": "Calm"}))
    assert "Nothing was filled in" not in alliance.done("merge", "f.pdf", "g.pdf", "-o", "n.pdf").err
    assert held(alliance, "n.pdf")["answers"] == {
        "hopes": {"Ana Lima": "Laughing"},
        "tone": {"Benjamin Okafor": "Calm"},
    }


def test_a_worksheet_for_the_next_meeting_sent_back_untouched_says_nothing(alliance: Terminal) -> None:
    alliance.file("a.yaml", "people: [Ana Lima, Ben Okafor]\nanswers: {hopes: {Ana Lima: x}}\n")
    alliance.done("merge", "a.yaml", "-o", "m.pdf")
    alliance.done("revise", "m.pdf", "-o", "next.pdf")
    ended = alliance("merge", "next.pdf")
    assert (ended.code, SAID in ended.err) == (3, True)


def test_check_counts_what_was_typed_and_names_people_and_identity(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("f.pdf", fill(sheet, {"answer/hopes/p1": "Laughing"}))
    blank, filled = alliance.done("check", "w.pdf", "f.pdf").text.splitlines()
    assert blank.endswith(" (Ana Lima and Ben Okafor)")
    assert filled.endswith(" (Ana Lima and Ben Okafor)")
    assert blank.startswith("w.pdf: worksheet, 71 fields found, none filled in: ")
    assert filled.startswith("f.pdf: worksheet, 71 fields found, 1 filled in: ")
    identity = blank.removesuffix(" (Ana Lima and Ben Okafor)")[-10:]
    alliance.done("merge", "f.pdf", "-o", "m.pdf")
    told = f"m.pdf: finished alliance, 1 answer of Ana Lima and Ben Okafor, worksheet {identity}\n"
    assert alliance.done("check", "m.pdf").text == told
