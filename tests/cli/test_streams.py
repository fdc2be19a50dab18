"""Streams, arguments and options as other systems have them, simulated here."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from generator.cli.reporting import _quote, echo_err
from generator.cli.streams import expand_wildcards, prepare_streams
from tests.cli.filling import fill

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Terminal

ANSWERS = "people: [Zoë Nuñez, Иван Петров]\nanswers: {hopes: {Zoë Nuñez: Ich höre zu 😀}}\n"


class TerminalStream(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_takes_utf_8_whatever_the_code_page(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.BytesIO()
    alliance.file("a.yaml", ANSWERS)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(piped, encoding="cp1252"))
        alliance.done("answers", "a.yaml")
        sys.stdout.flush()
    written = piped.getvalue()
    assert "Иван Петров" in written.decode()
    alliance.file("b.yaml", written)
    assert alliance.done("answers", "b.yaml").out == written


def test_a_terminal_keeps_its_encoding_and_shows_what_it_lacks_as_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    stream = TerminalStream(shown, encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stream)
    prepare_streams()
    stream.write("häl И")
    stream.flush()
    assert shown.getvalue() == "häl \\u0418".encode("cp1252")


def test_answers_are_written_into_a_file(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS)
    printed = alliance.done("answers", "a.yaml").out
    ended = alliance.done("answers", "a.yaml", "-o", "b.yaml")
    assert (ended.out, ended.lines) == (
        b"",
        ["Wrote b.yaml. Type into it, or keep it; then: alliance merge b.yaml"],
    )
    assert (alliance.folder / "b.yaml").read_bytes() == printed
    assert alliance("answers", "a.yaml", "-o", "b.yaml").code == 5
    assert alliance("answers", "a.yaml", "-o", "a.yaml", "--force").code == 5
    assert alliance.done("answers", "a.yaml", "-o", "-").out == printed


def test_a_pdf_is_not_poured_onto_a_terminal(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", TerminalStream(shown))
    ended = alliance("compose", "-o", "-")
    assert (ended.code, shown.getvalue()) == (5, b"")
    assert ended.lines == [
        (
            "standard output: cannot be written (it is a terminal, and a PDF nothing to read there). "
            "Choose another place with -o."
        )
    ]


def test_wildcards_stand_for_files_where_the_shell_leaves_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.pdf", "a.pdf", "[1] c.pdf"):
        (tmp_path / name).touch()
    given = ["merge", "?.pdf", "[1]*.pdf", "--pick", "hopes=*", "Where?", "-o*", "x.pdf"]
    assert expand_wildcards(given) == ["merge", "a.pdf", "b.pdf", "[1] c.pdf", *given[3:]]
    assert expand_wildcards(["*.pdf"]) == ["[1] c.pdf", "a.pdf", "b.pdf"]


@pytest.mark.parametrize(
    ("path", "quoted"),
    [
        ("a.pdf", "a.pdf"),
        ("our sheet.pdf", '"our sheet.pdf"'),
        ("Ana's.pdf", '"Ana\'s.pdf"'),
        ("a&b (1).pdf", '"a&b (1).pdf"'),
        ("a$b.pdf", "'a$b.pdf'"),
    ],
)
def test_names_in_hints_are_quoted_as_every_shell_knows_it(path: str, quoted: str) -> None:
    assert _quote(path) == quoted


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "a.yaml", "--bank", "a", "--bank=b"], "Error: --bank was given twice, and one value counts."),
        (["compose", "--ruled", "--dotted"], "Error: --ruled and --dotted were given, and one value counts."),
        (["compose", "-o", "a", "--output", "b"], "Error: --output was given twice, and one value counts."),
    ],
)
def test_an_option_with_one_value_is_refused_twice(alliance: Terminal, arguments: list[str], told: str) -> None:
    ended = alliance(*arguments)
    assert (ended.code, ended.lines[-1]) == (2, told)
    assert alliance.files() == []


def test_options_that_repeat_and_flags_may_be_given_twice(alliance: Terminal) -> None:
    alliance.done("compose", "-p", "A", "-p", "B", "--force", "--force", "--ruled", "--ruled", "-o", "a.pdf")


def test_a_full_standard_error_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.TextIOWrapper):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    stream = Full(io.BytesIO(), write_through=True)
    monkeypatch.setattr(sys, "stderr", stream)
    echo_err("Wrote a.pdf.")
    monkeypatch.setattr(Full, "flush", lambda _: None)


def test_a_returned_worksheet_is_read_where_nothing_can_be_forked(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    sheet = alliance.done("compose", "-p", "Ana", "-p", "Ben", "-o", "-").out
    alliance.file("ana.pdf", fill(sheet, {"answer/hopes/p1": "In a helper."}))
    assert "In a helper." in alliance.done("answers", "ana.pdf").text


def test_utf_16_answers_are_read(alliance: Terminal) -> None:
    alliance.file("a.yaml", f"\ufeff{ANSWERS}".encode("utf-16-le"))
    assert "Иван Петров" in alliance.done("answers", "a.yaml").text


def test_check_tells_what_yaml_takes_for_a_comment_in_a_bank(alliance: Terminal) -> None:
    alliance.file("b.yaml", "title: T\nsections:\n- {id: s, title: S, questions: [\n  {id: q, text: Who is #1?\n}]}\n")
    ended = alliance.done("check", "b.yaml")
    assert ended.lines[0].startswith("b.yaml:4:23: '#1?' is a comment, and no part of the text before it. ")
