"""``alliance revise``, and merging what comes back: the living document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator.files.reading import read_file
from generator.workflows.revise import read_finished_alliance
from tests.cli.filling import EMPTIED, fill
from tests.cli.reading import attached, held, refusal, text_of

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = """\
people: [Ana Lima, Ben Okafor]
meeting: {date: "4 December 2026, 12:30", place: Park}
picks: {Ana Lima: [hopes]}
answers:
  hopes: {Ana Lima: That it works., Ben Okafor: That it is fun.}
  support: {Ben Okafor: I take your side.}
agreements:
  - {what: We call, who: Both}
  - {what: Lunch on Fridays, who: Ana}
  - {what: No mail at night, who: Both}
review: 1 March 2027
"""
ANSWERED = {
    "answer/hopes/p1": "That it lasts.",
    "answer/tone/p2": "Light.",
    "agreement/2/what": "Lunch on Mondays",
    "agreement/4/what": "We read drafts",
    "agreement/4/who": "Ben",
    "review": "June",
}
CHECKED = ("agreement/1/kept", "agreement/2/changed", "agreement/3/dropped", "pick/tone/p1")


@pytest.fixture
def first(alliance: Terminal) -> str:
    alliance.done("merge", "-", "-o", "first.pdf", stdin=ANSWERS.encode())
    return "first.pdf"


@pytest.fixture
def sheet(alliance: Terminal, first: str) -> bytes:
    return alliance.done("revise", first, "--meeting", "2027-03-01", "-o", "-").out


@pytest.fixture
def second(alliance: Terminal, sheet: bytes) -> str:
    alliance.file("filled.pdf", fill(sheet, ANSWERED, ticked=CHECKED))
    alliance.done("merge", "filled.pdf", "-o", "second.pdf")
    return "second.pdf"


def test_the_worksheet_shows_what_was_said_and_is_named_for_its_revision(alliance: Terminal, first: str) -> None:
    ended = alliance.done("revise", first)
    assert "Wrote worksheet-ana-lima-ben-okafor-revision-2.pdf (" in ended.err
    text = text_of((alliance.folder / "worksheet-ana-lima-ben-okafor-revision-2.pdf").read_bytes())
    for words in ("That it is fun.", "No mail at night", "Last time we said: 1 March 2027", "Revision 2", "dropped"):
        assert words in text
    assert "We met on 4 December 2026, 12:30, Park." in text


def test_the_questions_not_chosen_before_come_first(sheet: bytes) -> None:
    text = text_of(sheet)
    assert text.index("assumptions") < text.index("Chosen before") < text.index("highest hopes")


def test_the_default_names_do_not_collide_with_the_revision_before(alliance: Terminal) -> None:
    alliance.done("merge", "-", stdin=ANSWERS.encode())
    alliance.done("revise", "alliance-ana-lima-ben-okafor.pdf")
    alliance.done("merge", "worksheet-ana-lima-ben-okafor-revision-2.pdf", "--allow-empty")
    assert "alliance-ana-lima-ben-okafor-revision-2.pdf" in alliance.files()


def test_what_is_new_changed_kept_or_dropped_is_in_the_revision(alliance: Terminal, second: str) -> None:
    found = held(alliance, second)
    assert found["answers"] == {
        "hopes": {"Ana Lima": "That it lasts.", "Ben Okafor": "That it is fun."},
        "tone": {"Ben Okafor": "Light."},
        "support": {"Ben Okafor": "I take your side."},
    }
    assert found["agreements"] == [
        {"what": "We call", "who": "Both", "was": 1, "decision": "kept"},
        {"what": "Lunch on Mondays", "who": "Ana", "was": 2, "decision": "changed"},
        {"what": "No mail at night", "who": "Both", "was": 3, "decision": "dropped"},
        {"what": "We read drafts", "who": "Ben"},
    ]


def test_the_page_of_changes_lists_them(alliance: Terminal, second: str) -> None:
    text = text_of((alliance.folder / second).read_bytes())
    page = text[text.index("What changed since 4 December 2026") :]
    for words in (
        "Answers: 1 new, 1 changed, 2 as before. Agreements: 1 new, 1 changed, 1 kept, 1 dropped.",
        "Ana Lima Before: That it works. That it lasts.",
        "Ben Okafor Light.",
        "No mail at night Both dropped",
        "Lunch on Fridays Ana changed Lunch on Mondays Ana now",
        "We read drafts",
    ):
        assert words in page
    assert "from revision" not in text


def test_every_earlier_revision_is_whole_inside(alliance: Terminal, first: str, second: str) -> None:
    for form in ("yaml", "json", "csv", "xfdf"):
        own = alliance.done("answers", first, "--format", form).out
        assert alliance.done("answers", second, "--revision", "1", "--format", form).out == own
    assert alliance.done("answers", second, "--revision", "2").out == alliance.done("answers", second).out


def test_a_worksheet_holds_the_revisions_before_it(alliance: Terminal, first: str, sheet: bytes) -> None:
    alliance.file("sheet.pdf", sheet)
    own = alliance.done("answers", first).out
    assert alliance.done("answers", "sheet.pdf", "--revision", "1").out == own


def test_a_revision_that_is_not_there_is_refused(alliance: Terminal, second: str) -> None:
    ended = alliance("answers", second, "--revision", "3")
    assert (ended.code, ended.lines) == (3, ["second.pdf: has no revision 3. It holds the revisions 1, 2."])


@pytest.mark.parametrize("form", ["yaml", "json", "csv", "xfdf"])
def test_a_revision_comes_back_from_every_format(alliance: Terminal, sheet: bytes, second: str, form: str) -> None:
    alliance.file("sheet.pdf", sheet)
    alliance.file(f"answers.{form}", alliance.done("answers", "filled.pdf", "--format", form).out)
    alliance.done("merge", "sheet.pdf", f"answers.{form}", "-o", "again.pdf")
    assert attached((alliance.folder / "again.pdf").read_bytes()) == attached((alliance.folder / second).read_bytes())


def test_a_blank_answers_file_has_a_place_for_every_decision(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("sheet.pdf", sheet)
    blank = alliance.done("answers", "sheet.pdf", "--blank").text
    filled = blank.replace("was: 2\n    decision: # kept", "was: 2\n    decision: dropped # kept")
    assert filled != blank
    alliance.file("answers.yaml", filled)
    alliance.done("merge", "sheet.pdf", "answers.yaml", "-o", "second.pdf")
    assert {"was": 2, "decision": "dropped"}.items() <= held(alliance, "second.pdf")["agreements"][1].items()  # type: ignore[index]


def test_contradicting_boxes_are_a_conflict_with_their_place(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("filled.pdf", fill(sheet, {}, ticked=("agreement/2/kept", "agreement/2/dropped")))
    ended = alliance("merge", "filled.pdf")
    assert ended.code == 4
    assert ended.lines[0].startswith("what becomes of agreement 2: 'kept' (filled.pdf, field '")


def test_two_copies_are_joined(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("ana.pdf", fill(sheet, {"answer/hopes/p1": "New"}, ticked=("agreement/1/kept",)))
    alliance.file("ben.pdf", fill(sheet, {"answer/hopes/p2": "Newer"}, ticked=("agreement/1/kept",)))
    alliance.done("merge", "ana.pdf", "ben.pdf", "-o", "second.pdf")
    assert held(alliance, "second.pdf")["answers"]["hopes"] == {"Ana Lima": "New", "Ben Okafor": "Newer"}  # type: ignore[index]
    alliance.file("other.pdf", fill(sheet, {}, ticked=("agreement/1/dropped",)))
    assert alliance("merge", "ana.pdf", "other.pdf").code == 4


def test_changed_without_a_new_wording_is_told(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("filled.pdf", fill(sheet, {}, ticked=("agreement/1/changed",)))
    ended = alliance.done("merge", "filled.pdf", "-o", "second.pdf")
    assert ended.lines[0] == ("Agreement 1 is ticked as changed, and has no new wording; the earlier wording stands.")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("[{was: 4, decision: kept}]", "a.yaml:1:20: there is no earlier agreement 4. Write a number from 1 to 3."),
        (
            "[{decision: kept}]",
            "a.yaml:1:25: a decision is made on an earlier agreement. Say which one it was, such as",
        ),
        ("[{was: 1, decision: keept}]", "a.yaml:1:33: 'decision' cannot be 'keept'. Did you mean 'kept'?"),
    ],
)
def test_a_wrong_decision_is_told_with_its_place(alliance: Terminal, sheet: bytes, rows: str, told: str) -> None:
    alliance.file("sheet.pdf", sheet)
    alliance.file("a.yaml", f"agreements: {rows}\n")
    ended = alliance("merge", "sheet.pdf", "a.yaml")
    assert ended.code == 3
    assert ended.lines[0].startswith(told)


def test_a_decision_needs_a_worksheet_with_earlier_agreements(alliance: Terminal) -> None:
    alliance.file("a.yaml", "people: [Ana]\nagreements: [{was: 1, decision: kept}]\n")
    told = "a.yaml:2:20: there is no earlier agreement 1, for there are none. Give the worksheet of the next meeting"
    assert refusal(alliance("merge", "a.yaml"), alliance, "a.yaml").startswith(told)


# People, banks and picks


def test_a_person_joins(alliance: Terminal, second: str) -> None:
    sheet = alliance.done("revise", second, "-p", "Cleo", "-o", "-").out
    alliance.file("third.yaml", "answers: {hopes: {Cleo: Me too.}}\n")
    alliance.file("sheet.pdf", sheet)
    alliance.done("merge", "sheet.pdf", "third.yaml", "-o", "third.pdf")
    assert held(alliance, "third.pdf")["people"] == ["Ana Lima", "Ben Okafor", "Cleo"]
    assert "Cleo is with us for the first time." in text_of((alliance.folder / "third.pdf").read_bytes())
    assert alliance.done("answers", "third.pdf", "--revision", "2").out == alliance.done("answers", second).out


def test_somebody_who_is_there_does_not_join(alliance: Terminal, first: str) -> None:
    ended = alliance("revise", first, "-p", "ana lima")
    assert (ended.code, "'ana lima' is in the alliance already." in ended.err) == (2, True)


def test_another_bank_keeps_the_questions_that_were_answered(alliance: Terminal, first: str) -> None:
    alliance.file(
        "bank.yaml",
        "title: Ours\nsections: [{id: intentions, title: Why, questions: [{id: why, text: Why now?}]}]\n"
        "closing: {title: End, questions: [{id: bye, text: Bye?}]}\n",
    )
    sheet = alliance.done("revise", first, "--bank", "bank.yaml", "-o", "-").out
    alliance.file("filled.pdf", fill(sheet, {"answer/why/p1": "Because."}))
    alliance.done("merge", "filled.pdf", "-o", "second.pdf")
    found = held(alliance, "second.pdf")["answers"]
    assert isinstance(found, dict)
    assert list(found) == ["hopes", "why", "support"] or list(found) == ["why", "hopes", "support"]


def test_a_suggestion_takes_what_nobody_chose_before(alliance: Terminal, first: str) -> None:
    alliance.done("revise", first, "--suggest", "3", "-o", "sheet.pdf")
    picks = held(alliance, "sheet.pdf")["picks"]
    assert isinstance(picks, dict)
    assert [len(ids) for ids in picks.values()] == [3, 3]
    assert all("hopes" not in ids for ids in picks.values())


def test_picks_may_be_given(alliance: Terminal, first: str) -> None:
    alliance.done("revise", first, "--pick", "Ana Lima: hopes, tone", "-o", "sheet.pdf")
    assert held(alliance, "sheet.pdf")["picks"] == {"Ana Lima": ["hopes", "tone"], "Ben Okafor": []}


# What cannot be revised


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sheet.pdf", "sheet.pdf: is a worksheet, not a finished alliance. Make the alliance of it first"),
        ("a.yaml", "a.yaml: is not a PDF."),
        ("none.pdf", "none.pdf: there is no such file."),
    ],
)
def test_only_a_finished_alliance_is_revised(alliance: Terminal, sheet: bytes, name: str, told: str) -> None:
    alliance.file("sheet.pdf", sheet)
    alliance.file("a.yaml", "{}")
    ended = alliance("revise", name)
    assert (ended.code, ended.lines[0].startswith(told)) == (3, True)


def test_a_worksheet_that_lost_its_description_is_not_merged_as_if_nothing_was_before(
    alliance: Terminal, sheet: bytes
) -> None:
    alliance.file("filled.pdf", fill(sheet, {**ANSWERED, **EMPTIED}, attachment=False))
    ended = alliance("merge", "filled.pdf")
    assert ended.code == 3
    assert ended.lines[-1].startswith(
        "filled.pdf: is a worksheet for revision 2, and what was said before is not in it"
    )
    alliance.file("sheet.pdf", sheet)
    alliance.done("merge", "filled.pdf", "sheet.pdf", "-o", "second.pdf")
    assert held(alliance, "second.pdf")["review"] == "June"


# Much text


def test_long_answers_are_short_on_the_worksheet_and_whole_in_its_data(alliance: Terminal) -> None:
    long = "We talked about everything that matters. " * 480
    answers = {"people": ["Ana", "Ben"], "answers": {"hopes": {"Ana": long, "Ben": long}}}
    alliance.done("merge", "-", "-o", "first.pdf", stdin=json.dumps(answers).encode())
    ended = alliance.done("revise", "first.pdf", "-o", "sheet.pdf")
    assert any(f"({pages} pages)" in ended.err for pages in (4, 5))
    alliance.done("merge", "sheet.pdf", "--allow-empty", "-o", "second.pdf")
    assert held(alliance, "second.pdf")["answers"] == {"hopes": {"Ana": long, "Ben": long}}


@pytest.mark.slow
def test_a_description_too_large_for_a_field_is_attached_only(alliance: Terminal) -> None:
    answers = {"people": ["Ana", "Ben"], "answers": {"hopes": {"Ana": "x" * 199_000, "Ben": "y" * 199_000}}}
    alliance.done("merge", "-", "-o", "first.pdf", stdin=json.dumps(answers).encode())
    sheet = alliance.done("revise", "first.pdf", "-o", "-").out
    alliance.file("whole.pdf", fill(sheet, {"review": "June"}))
    alliance.done("merge", "whole.pdf", "-o", "second.pdf")
    assert (
        len(read_finished_alliance(read_file(alliance.folder / "second.pdf")).alliance.worksheet.earlier_revisions) == 1
    )
    alliance.file("bare.pdf", fill(sheet, {"review": "June"}, attachment=False))
    ended = alliance("merge", "bare.pdf")
    assert (ended.code, "is a worksheet for revision 2" in ended.err) == (3, True)


def test_more_than_a_worksheet_can_carry_is_refused(
    alliance: Terminal, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.workflows.revise.MOST_CHARACTERS", 1000)
    ended = alliance("revise", first)
    assert ended.code == 3
    assert ended.lines[0].endswith(
        "characters of meetings before, and a worksheet carries 1,000. "
        "Begin a new alliance with a new worksheet, and keep this one beside it."
    )


def test_check_says_for_which_revision_a_worksheet_is(alliance: Terminal, first: str) -> None:
    alliance.done("revise", first, "-o", "next.pdf")
    assert alliance.done("check", "next.pdf").text.startswith("next.pdf: worksheet for revision 2, ")
