"""Failures: exit codes, one clear line each, and nothing on the terminal that it would obey."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from generator.cli import reporting

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


def _raise(error: BaseException) -> NoReturn:
    raise error


def publishing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the writing of the file end with this."""
    monkeypatch.setattr(reporting, "publish", lambda *_args, **_options: _raise(error))


def test_an_interruption_is_130_and_one_line(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    publishing(monkeypatch, KeyboardInterrupt())
    ended = alliance("compose")
    assert (ended.code, ended.err.strip()) == (130, "Stopped; nothing half-written is left.")


def test_an_unexpected_failure_is_1_and_one_line_that_says_how_to_see_more(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing(monkeypatch, RuntimeError("what\x1b[31m"))
    ended = alliance("compose")
    told = "Unexpected failure: RuntimeError: what\\x1b[31m."
    hint = "Run alliance --debug ... to see where."
    assert (ended.code, ended.lines) == (1, [f"{told} {hint}"])


def test_only_debug_shows_the_traceback(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (["--layout", "none"], ["--bank", "none"], ["-o", "."]):
        assert "Traceback" not in alliance("compose", *error).err
        assert "Traceback" in alliance("--debug", "compose", *error).err
    publishing(monkeypatch, RuntimeError("what"))
    assert "Traceback" not in alliance("compose").err
    ended = alliance("--debug", "compose")
    assert ended.code == 1
    assert "Traceback" in ended.err


def test_a_command_that_does_not_exist_or_none_is_2_with_help(alliance: Terminal) -> None:
    assert alliance("composse").code == 2
    ended = alliance()
    assert ended.code == 2
    assert "Commands:" in ended.err


NASTY = "a\x07b\x1b]0;owned\x07\x9b31m\u202ec"


@pytest.mark.parametrize(
    "arguments",
    [
        [NASTY],
        ["compose", NASTY],
        ["compose", f"--{NASTY}"],
        ["compose", "--suggest", NASTY],
        ["compose", "--pick", NASTY],
        ["compose", "--pick", f"{NASTY}: hopes"],
        ["compose", "-p", "A", "--pick", f"A: {NASTY}"],
        ["compose", "-p", NASTY, "-p", NASTY],
        ["compose", "-p", NASTY, "--pick", f"{NASTY}: hopes", "-o", f"{NASTY}.pdf"],
        ["compose", "--section", NASTY, "--question", NASTY, "--without", NASTY],
        ["compose", "--bank", NASTY],
        ["compose", "--layout", NASTY],
        ["compose", "--layout", f"{NASTY}.yaml"],
        ["compose", "--paper", NASTY],
        ["compose", "--meeting", NASTY],
        ["compose", "-o", f"{NASTY}/x"],
        ["merge", NASTY],
        ["merge", "x", "--prefer", NASTY],
        ["answers", NASTY],
        ["answers", "x", "--format", NASTY],
        ["check", NASTY],
        ["questions", NASTY],
    ],
)
def test_nothing_given_reaches_the_terminal_as_it_is(alliance: Terminal, arguments: list[str]) -> None:
    ended = alliance(*arguments)
    assert ended.err.replace("\n", "").isprintable()
    assert ended.out == b""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("key.yaml", '"k\\e[31m": 1\npeople: [A]'),
        ("person.yaml", 'people: [A]\nanswers: {hopes: {"\\e[31m\\x07": x}}'),
        ("question.json", '{"people": ["A"], "answers": {"\\u001b[31m\\u202e": {"A": "x"}}}'),
        ("anchor.yaml", "people: &a\u202e [A]"),
        ("raw.yaml", "people: [\x1b[31m]"),
        ("bytes.yaml", b"people: [\xff\x1b]"),
        ("text.json", "\x1b[31m"),
        ("two\x1b[31m.yaml", "people: {}"),
        ("pdf\x1b[31m.pdf", "%PDF-\x1b[31m"),
    ],
)
def test_nothing_in_a_file_reaches_the_terminal_as_it_is(alliance: Terminal, name: str, content: str | bytes) -> None:
    alliance.file(name, content)
    for command in ("merge", "check", "answers"):
        ended = alliance(command, name)
        assert ended.code == 3
        assert ended.err.replace("\n", "").isprintable()


def test_what_a_form_holds_reaches_the_terminal_escaped_only(alliance: Terminal) -> None:
    people = r'people: ["A\e[31m", B]' + "\n"
    alliance.file("a.yaml", people + r'answers: {hopes: {B: "\e[31m\u4f60"}}')
    alliance.file("b.yaml", people + r'answers: {hopes: {B: "\x07"}}')
    for arguments in (["merge", "a.yaml"], ["merge", "a.yaml", "b.yaml"]):
        ended = alliance(*arguments)
        assert ended.err.replace("\n", "").isprintable()
        assert "\\x1b[31m" in ended.err
