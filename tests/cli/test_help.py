"""The help: there for every command, and its examples work as they stand."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from generator import __version__
from generator.cli.commands import alliance as group
from generator.files.shipped import BANK, data_file
from tests.cli.filling import fill
from tests.web.serving import start_as_typed

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = "people: [Ana Lima, Ben Okafor]\nanswers: {hopes: {Ana Lima: x}}\nreview: 2027-03-01\n"


def examples(text: str) -> list[str]:
    after = text.partition("Examples:\n")[2].partition("\n\n")[0]
    return [line.strip() for line in after.splitlines() if line.strip()]


_CONTEXT = click.Context(group)
_NAMES = group.list_commands(_CONTEXT)
COMMANDS: dict[str, click.Command] = {
    "": group,
    **{name: command for name in _NAMES if (command := group.get_command(_CONTEXT, name))},
}
EXAMPLES = list(dict.fromkeys(line for command in COMMANDS.values() for line in examples(command.help or "")))
SERVING = [line for line in EXAMPLES if line.startswith("alliance open") and "--shortcut" not in line]
"""These end when somebody ends them."""


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_two_or_three_examples(alliance: Terminal, name: str, option: str) -> None:
    text = alliance.done(*filter(None, [name]), option).text
    assert text.startswith("Usage: alliance")
    assert len(examples(text)) in {2, 3}
    assert all(len(line) <= 100 for line in text.splitlines())


@pytest.mark.parametrize("name", _NAMES)
def test_the_list_of_commands_is_not_cut_off(alliance: Terminal, name: str) -> None:
    (line,) = [line for line in alliance.done("-h").text.splitlines() if line.startswith(f"  {name} ")]
    assert not line.endswith("...")


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_the_packages(alliance: Terminal, option: str) -> None:
    assert alliance.done(option).text == f"alliance, version {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_what_the_option_shows(alliance: Terminal, name: str) -> None:
    arguments = [name] if name else []
    assert alliance.done("help", *arguments).text == alliance.done(*arguments, "--help").text


def test_help_of_what_is_no_command_is_a_usage_error(alliance: Terminal) -> None:
    ended = alliance("help", "nothing")
    assert (ended.code, ended.lines[-1]) == (2, "Error: No such command 'nothing'. They are listed by: alliance help")


@pytest.mark.parametrize("arguments", [["-q", "compose"], ["compose", "-q"], ["--quiet", "compose", "--quiet"]])
def test_quiet_says_nothing_of_what_went_well(alliance: Terminal, arguments: list[str]) -> None:
    loud = alliance.done("compose", "-p", "Ana", "-p", "Ben", "--pick", "Ana: hopes", "-o", "a.pdf")
    assert len(loud.lines) > 1
    quiet = alliance.done(*arguments, "-p", "Ana", "-p", "Ben", "--pick", "Ana: hopes", "-o", "b.pdf")
    assert quiet.err == ""
    assert alliance.files() == ["a.pdf", "b.pdf"]


def test_quiet_still_says_what_is_wrong(alliance: Terminal) -> None:
    assert alliance("-q", "compose", "--layout", "clasic").lines == ["unknown layout 'clasic'. Did you mean 'classic'?"]
    alliance.file("roster.csv", "person_1,person_2\nAna,Ana\nAna,Ben\n")
    told = alliance("batch", "roster.csv", "-o", "sheets", "-q")
    assert (told.code, len(told.lines)) == (6, 2)


@pytest.mark.parametrize("name", _NAMES)
def test_every_command_can_be_quiet(name: str) -> None:
    assert [option.opts for option in COMMANDS[name].params].count(["-q", "--quiet"]) == 1


@pytest.mark.parametrize("line", SERVING)
def test_the_page_opens_as_its_example_tells(tmp_path: Path, line: str) -> None:
    with start_as_typed(tmp_path, *shlex.split(line)[2:]) as page:
        ended = page.end()
    assert (ended.code, ended.err.splitlines()[-1]) == (0, "Ended; everything is in the folder.")


@pytest.mark.parametrize("line", [line for line in EXAMPLES if line not in SERVING])
def test_the_example_works_as_it_stands(alliance: Terminal, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("HOME", str(alliance.folder))  # where `alliance open --shortcut` writes to
    sheet = alliance.done("compose", "-p", "Ana Lima", "-p", "Ben Okafor", "-o", "-").out
    program, *arguments = shlex.split(line.partition(" > ")[0])
    there = {
        "worksheet-ana-lima-ben-okafor.pdf": fill(sheet, {"answer/hopes/p1": "x"}),
        "from-ana.pdf": fill(sheet, {"answer/hopes/p1": "x"}),
        "from-ben.pdf": sheet,
        "filled.pdf": sheet,
        "answers.yaml": ANSWERS.encode(),
        "roster.csv": b"person_1,person_2\nAna Lima,Ben Okafor\n",
        "our-bank.yaml": Path(data_file(BANK)).read_bytes(),
        "alliance-ana-lima-ben-okafor.pdf": alliance.done("merge", "-", "-o", "-", stdin=ANSWERS.encode()).out,
    }
    (alliance.folder / "inbox").mkdir()
    alliance.file("inbox/filled.pdf", fill(sheet, {"answer/hopes/p1": "x"}))
    (alliance.folder / "alliances").mkdir()
    alliance.file("alliances/ana-lima-ben-okafor.pdf", there["alliance-ana-lima-ben-okafor.pdf"])
    if "worksheets/manifest.csv" in arguments:
        alliance.file("r.csv", there["roster.csv"])
        alliance.done("batch", "r.csv", "-o", "worksheets")
    for name, content in there.items():
        if name in arguments:
            alliance.file(name, content)
    assert program == "alliance"
    alliance.done(*arguments)
