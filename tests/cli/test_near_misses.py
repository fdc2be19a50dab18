"""What is typed that does not exist: what is meant is offered, though no letters are alike, and all is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from generator.cli import near_misses
from generator.cli.commands import alliance as group

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

_CONTEXT = click.Context(group)
COMMANDS = [command for name in group.list_commands(_CONTEXT) if (command := group.get_command(_CONTEXT, name))]
OPTIONS = {option for command in COMMANDS for parameter in command.params for option in parameter.opts}
KINDS = ("bank", "layout", "brand", "roster", "answers")
UNKNOWN = [
    ("compose --logo x.png", "'--logo'. Did you mean '--brand'? (a brand's file names logo and colours)"),
    ("compose --name Ana", "'--name'. Did you mean '--person'? (each person is named once with it)"),
    ("compose --out=x.pdf", "'--out'. Did you mean '--output'?"),
    ("compose --Person Ana", "'--Person'. Did you mean '--person'?"),
    ("batch r.csv -o d --no_brand", "'--no_brand'. Did you mean '--no-brand'?"),
    ("compose --peper a4", "'--peper'. Did you mean '--paper'?"),
    ("compose --dry-run", "'--dry-run'. These commands have it: batch."),
    ("merge a.pdf --debug", "'--debug'. It stands before the command: alliance --debug merge"),
    ("--paper a4 compose", "'--paper'. An option of a command stands behind it: alliance COMMAND --paper"),
    ("compose -x", "'-x'."),
    ("compose --xyzzy", "'--xyzzy'."),
]


def problems(alliance: Terminal, line: str) -> list[str]:
    ended = alliance(*line.split())
    assert (ended.code, ended.out, alliance.files()) == (2, b"", [])
    return [told.removeprefix("Error: ") for told in ended.lines if told.startswith("Error: ")]


@pytest.mark.parametrize(("line", "told"), UNKNOWN)
def test_an_unknown_option_is_told_with_what_is_meant(alliance: Terminal, line: str, told: str) -> None:
    assert problems(alliance, line) == [f"No such option {told}"]


@pytest.mark.parametrize(
    ("command", "meant"),
    [("make", "compose"), ("Compose", "compose"), ("validate", "check"), ("compos", "compose"), ("export", "answers")],
)
def test_an_unknown_command_is_told_with_what_is_meant(alliance: Terminal, command: str, meant: str) -> None:
    told = [f"No such command '{command}'. Did you mean '{meant}'?"]
    assert problems(alliance, command) == problems(alliance, f"help {command}") == told


def test_a_command_that_nobody_knows_leads_to_the_list(alliance: Terminal) -> None:
    assert problems(alliance, "xyzzy") == ["No such command 'xyzzy'. They are listed by: alliance help"]


def test_all_problems_of_options_are_told_at_once(alliance: Terminal) -> None:
    line = "compose --name Ana --suggest three --minutes 5 --xyzzy x --out b.pdf --place a --place b"
    assert problems(alliance, line) == [
        "No such option '--name'. Did you mean '--person'? (each person is named once with it)",
        "No such option '--xyzzy'.",
        "No such option '--out'. Did you mean '--output'?",
        "Invalid value for '--suggest': 'three' is no whole number. Write it as 3.",
        "Invalid value for '--minutes': 5 is not in the range 10<=x<=600.",
        "--place was given twice, and one value counts.",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("merge --output", ["Option '--output' requires an argument.", "Missing argument 'SOURCE...'."]),
        ("collect", ["Missing argument 'FILE|FOLDER...'.", "Missing option '-o' / '--output'."]),
        ("compose --force=yes Ana", [
            "Option '--force' does not take a value.",
            "Got unexpected extra argument (Ana). Name people with -p, once for each.",
        ]),
        ("compose --bogus Ana", ["No such option '--bogus'."]),
        ("new banks", [
            (f"Invalid value for '[{'|'.join(KINDS)}]': 'banks' is not one of {', '.join(map(repr, KINDS))}. "
            "Did you mean 'bank'?"),
        ]),
        ("compose --minutes 1h", ["Invalid value for '--minutes': '1h' is no whole number. Write it in digits."]),
    ],
)  # fmt: skip
def test_what_is_missing_too_much_or_no_value_is_told(alliance: Terminal, line: str, told: list[str]) -> None:
    assert problems(alliance, line) == told


def test_values_that_make_no_sense_are_told_at_once(alliance: Terminal) -> None:
    options = ("--layout", "clasic", "--style", "inksaver", "--paper", "leter", "--language", "german")
    ended = alliance("compose", *options, "--meeting", "tomorrow", "--pick", "hopes", "--without", "ton")
    assert (ended.code, alliance.files()) == (2, [])
    assert [line.partition(". ")[0] for line in ended.lines] == [
        "unknown style 'inksaver'",
        "unknown layout 'clasic'",
        "unknown paper 'leter'",
        "the bank is not translated into 'german'",
        "--pick 'hopes' is not understood",
        "unknown question 'ton'",
    ]
    ended = alliance("compose", *options[:2], "--meeting", "tomorrow", "--pick", "Ana: hopes")
    assert [line.partition(". ")[0] for line in ended.lines] == [
        "unknown layout 'clasic'",
        "--pick names 'Ana', who is not among the people",
        "--meeting 'tomorrow' is no date",
    ]


def test_help_is_shown_whatever_else_is_wrong(alliance: Terminal) -> None:
    assert alliance.done("merge", "--help").text == alliance.done("merge", "--help", "--prefer", "x").text


def test_every_near_miss_leads_to_what_there_is() -> None:
    assert {option for option, _ in near_misses.OPTIONS.values()} <= OPTIONS
    names = set(group.list_commands(_CONTEXT))
    assert names & set(near_misses.COMMANDS) == set()


@pytest.mark.parametrize(
    ("language", "tag"), [("german", "de"), ("Deutsch", "de"), ("fra", "fr"), ("Chinese", "zh-Hans")]
)
def test_a_language_may_be_called_by_its_name(alliance: Terminal, language: str, tag: str) -> None:
    ended = alliance("compose", "--language", language)
    assert ended.lines == [f"the bank is not translated into '{language}'. Did you mean '{tag}'?"]


@pytest.mark.parametrize(
    ("language", "hint"), [("german", "Did you mean 'de'?"), ("pt-BR", "Write it as own.pt-BR.yaml ")]
)
def test_a_bank_of_ones_own_may_be_in_any_language(alliance: Terminal, language: str, hint: str) -> None:
    alliance.file("own.yaml", "title: T\nsections: [{id: s, title: S, questions: [{id: q, text: Q}]}]\n")
    assert hint in alliance("compose", "--language", language, "--bank", "own.yaml").lines[0]


def test_a_rosters_column_that_is_left_out_is_told_with_what_it_may_be_for(alliance: Terminal) -> None:
    alliance.file("r.csv", "person1,Person 2,Date,Where,Shoe size,suggest\nAna,Ben,x,y,42,three\n")
    meant = "If it is for the worksheets, call 'date' 'meeting', 'where' 'place'."
    assert alliance("batch", "r.csv", "-o", "sheets", "--dry-run").lines[:2] == [
        f"r.csv:1:18: the columns 'Date', 'Where', 'Shoe size' are none of a roster's, and were left out. {meant}",
        "r.csv:2:16: column suggest: 'three' is no number of picks. Write it as 3.",
    ]
