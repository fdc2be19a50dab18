"""``--add``: a question of one's own, from the command line to the finished alliance and the sheet after it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator.errors import ExitCode
from generator.formats.filled_forms import read_forms
from tests.cli.filling import fill
from tests.cli.reading import text_of

if TYPE_CHECKING:
    from generator.model.worksheet import Worksheet
    from tests.cli.terminal import Terminal

MONEY = "How do we talk about money?"
ID = "how-do-we-talk-about-money"
PAIR = ("-p", "Ana", "-p", "Ben")


def worksheet_in(data: bytes) -> Worksheet:
    worksheet = read_forms(data, "w.pdf")[0].worksheet
    assert worksheet
    return worksheet


def own_ids(worksheet: Worksheet) -> list[str]:
    return [question.id for section in worksheet.bank.sections[-1:] for question in section.questions]


def test_a_question_of_ones_own_comes_back_in_the_alliance_and_on_the_next_sheet(alliance: Terminal) -> None:
    made = alliance.done("compose", *PAIR, "--add", MONEY, "--pick", f"Ana: {ID}", "-o", "w.pdf")
    assert f"'{MONEY}' is added; its id is {ID}." in made.lines
    sheet = (alliance.folder / "w.pdf").read_bytes()
    assert "Questions of our own" in text_of(sheet)
    assert worksheet_in(sheet).selection.picks[0] == (ID,)
    alliance.file("filled.pdf", fill(sheet, {f"answer/{ID}/p2": "Once a month, with figures."}))
    alliance.done("merge", "filled.pdf", "-o", "a.pdf")
    assert "Once a month, with figures." in text_of((alliance.folder / "a.pdf").read_bytes())
    answers = json.loads(alliance.done("answers", "a.pdf", "--format", "json").text)
    assert answers["answers"] == {ID: {"Ben": "Once a month, with figures."}}
    again = alliance.done("revise", "a.pdf", "--add", "And about time?", "-o", "next.pdf")
    assert "'And about time?' is added; its id is and-about-time." in again.lines
    following = (alliance.folder / "next.pdf").read_bytes()
    assert own_ids(worksheet_in(following)) == [ID, "and-about-time"]
    alliance.file("filled2.pdf", fill(following, {"answer/and-about-time/p1": "On Fridays."}))
    alliance.done("merge", "filled2.pdf", "-o", "a2.pdf")
    answers = json.loads(alliance.done("answers", "a2.pdf", "--format", "json").text)
    assert set(answers["answers"]) == {ID, "and-about-time"}


def test_it_is_suggested_like_any_other(alliance: Terminal) -> None:
    data = alliance.done("compose", *PAIR, "--question", "hopes", "--add", MONEY, "--suggest", "1", "-o", "-").out
    assert {picked for ids in worksheet_in(data).selection.picks for picked in ids} == {"hopes", ID}


@pytest.mark.parametrize("chosen", [("--section", "atmosphere"), ("--question", "hopes"), ()])
def test_it_is_asked_whatever_else_is_chosen(alliance: Terminal, chosen: tuple[str, ...]) -> None:
    data = alliance.done("compose", *chosen, "--add", MONEY, "--add", "Wo bleibt der Spaß?", "-o", "-").out
    assert own_ids(worksheet_in(data)) == [ID, "wo-bleibt-der-spass"]


def test_its_section_is_titled_in_every_language_of_the_sheet(alliance: Terminal) -> None:
    data = alliance.done("compose", *PAIR, "--language", "de,fr", "--add", MONEY, "-o", "-").out
    said = text_of(data)
    assert "Eigene Fragen" in said
    assert "Nos propres questions" in said
    assert "Questions of our own" not in said


def test_words_of_the_users_own_title_it(alliance: Terminal) -> None:
    title = 'msgctxt "heading, of the section of questions that the people added"\nmsgid "Questions of our own"\n'
    alliance.file("ours.po", f'msgid ""\nmsgstr "Language: en\\n"\n\n{title}msgstr "What we ask besides"\n')
    data = alliance.done("compose", "--words", "ours.po", "--add", MONEY, "-o", "-").out
    assert "What we ask besides" in text_of(data)


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ((" ",), "a question is empty. Write its text, or leave out --add."),
        (
            ("what are your HOPES for our alliance",),
            "HOPES for our alliance' already, as 'hopes'. Leave it out of --add.",
        ),
        ((MONEY, "how do we talk about money"), "the question 'how do we talk about money' is given twice."),
        (("x" * 2001,), "has 2,001 characters, and may have 2,000. Shorten it."),
        (tuple(f"Question {number}?" for number in range(500)), "questions, and there may be 500. Add fewer."),
    ],
)
def test_what_is_no_further_question_is_refused(alliance: Terminal, added: tuple[str, ...], said: str) -> None:
    question = '{id: hopes, text: "What are your hopes for our alliance?"}'
    alliance.file("bank.yaml", f"title: T\nsections: [{{id: s, title: S, questions: [{question}]}}]")
    options = [part for text in added for part in ("--add", text)]
    refused = alliance("compose", "--bank", "bank.yaml", *options)
    assert refused.code == ExitCode.USAGE
    assert said in refused.err
    assert alliance.files() == ["bank.yaml"]


def test_every_worksheet_of_a_batch_has_it_in_its_language(alliance: Terminal) -> None:
    alliance.file("r.csv", f"person_1,person_2,language,pick_1\nAna,Ben,,{ID}\nCleo,Dan,de,\n")
    made = alliance.done("batch", "r.csv", "-o", "out", "--add", MONEY)
    assert made.lines.count(f"'{MONEY}' is added; its id is {ID}.") == 1
    sheets = [(alliance.folder / "out" / f"worksheet-{names}.pdf").read_bytes() for names in ("ana-ben", "cleo-dan")]
    assert [own_ids(worksheet_in(sheet)) for sheet in sheets] == [[ID], [ID]]
    assert worksheet_in(sheets[0]).selection.picks == ((ID,), ())
    assert "Questions of our own" in text_of(sheets[0])
    assert "Eigene Fragen" in text_of(sheets[1])
    assert sheets[0] == alliance.done("compose", *PAIR, "--add", MONEY, "--pick", f"Ana: {ID}", "-o", "-").out
