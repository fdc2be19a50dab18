"""Passwords: a share copy that opens with one only, and files that come back encrypted."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click
import pikepdf
import pypdf
import pytest

from generator.workflows.encrypt import decrypt
from tests.cli.filling import fill, written
from tests.cli.reading import ANA_AND_BEN, text_of, worksheet
from tests.foreign.tools import output_of, program

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = "people: [Ana Lima, Ben Okafor]\nanswers: {hopes: {Ana Lima: As long as it needs to be.}}\n"
PHRASE = "geheim (ß) Ω"


@pytest.fixture
def shut(alliance: Terminal) -> Terminal:
    alliance.file("answers.yaml", ANSWERS)
    alliance.file("password", f"{PHRASE}\nnot this line\n")
    alliance.file("wrong", "Geheim")
    alliance.done("merge", "answers.yaml", "--password-file", "password", "-o", "a.pdf")
    return alliance


def test_an_encrypted_alliance_opens_with_its_password_only(shut: Terminal) -> None:
    made = (shut.folder / "a.pdf").read_bytes()
    assert b"Ana Lima" not in made
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made))
    with pikepdf.open(io.BytesIO(made), password=PHRASE) as pdf:
        assert (pdf.encryption.R, pdf.encryption.stream_method.name) == (6, "aesv3")
        assert pdf.allow.accessibility


def test_it_says_that_such_a_file_is_no_pdf_a_and_does_not_claim_it(shut: Terminal) -> None:
    ended = shut.done("merge", "answers.yaml", "--password-file", "password", "-o", "b.pdf")
    assert ended.lines[0] == (
        "Encrypted with AES-256: without the password nobody reads it again. Such a file is no PDF/A."
    )
    with pikepdf.open(shut.folder / "b.pdf", password=PHRASE) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
    assert b"pdfuaid:part" in metadata
    assert b"pdfaid:part" not in metadata


def test_qpdf_decrypts_it_and_it_is_unaltered_then(shut: Terminal) -> None:
    output_of(program("qpdf"), f"--password={PHRASE}", "--decrypt", shut.folder / "a.pdf", shut.folder / "b.pdf")
    assert "As long as it needs to be." in text_of((shut.folder / "b.pdf").read_bytes())
    assert b"unaltered" in shut.done("verify", "b.pdf").out


@pytest.mark.parametrize("command", ["answers", "check", "verify"])
def test_with_the_password_it_is_read_as_any_other(shut: Terminal, command: str) -> None:
    shut.done("merge", "answers.yaml", "-o", "open.pdf")
    said = shut.done(command, "a.pdf", "--password-file", "password").text
    if command == "answers":
        assert said == shut.done("answers", "open.pdf").text
    else:
        kind = {"check": "", "verify": "unaltered, a "}[command]
        assert said.startswith(f"a.pdf: {kind}finished alliance")


def test_a_worksheet_that_comes_back_encrypted_is_merged_with_its_password(shut: Terminal) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(fill(worksheet(shut, *ANA_AND_BEN), {"answer/hopes/p1": "Much"})))
    writer.encrypt(PHRASE, algorithm="AES-256")
    shut.file("w.pdf", written(writer))
    shut.done("merge", "w.pdf", "--password-file", "password", "-o", "m.pdf")
    assert "Much" in shut.done("answers", "m.pdf", "--password-file", "password").text


@pytest.mark.parametrize("command", ["answers", "check", "verify", "merge"])
def test_without_the_password_or_with_a_wrong_one_it_is_refused_in_one_line(shut: Terminal, command: str) -> None:
    ended = shut(command, "a.pdf")
    assert (ended.code, ended.lines) == (
        3,
        ["a.pdf: is encrypted. Give its password with --password, or save a copy without protection."],
    )
    ended = shut(command, "a.pdf", "--password-file", "wrong")
    assert (ended.code, ended.lines) == (3, ["a.pdf: does not open with this password. Check it, capitals and all."])
    assert shut.files() == ["a.pdf", "answers.yaml", "password", "wrong"]


def test_the_password_is_asked_for_on_a_terminal_twice_where_it_is_new(
    shut: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def prompt(text: str, **how: object) -> str:
        asked.append((text, how["hide_input"], how["confirmation_prompt"]))
        return PHRASE

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr("generator.cli.passwords._is_terminal", lambda: True)
    shut.done("merge", "answers.yaml", "--password", "-o", "b.pdf")
    shut.done("verify", "b.pdf", "--password")
    assert asked == [("Password", True, True), ("Password", True, False)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--password"], "Password wanted, and there is no terminal to ask on. Give --password-file FILE."),
        (["--password", "--password-file", "password"], "--password asks for what --password-file reads. "),
        (["--password-file", "long"], "a password may have 127 bytes of UTF-8, and this one has more. "),
        (["--password-file", "empty"], "empty: has nothing on its first line. "),
        (["--password-file", "bytes"], "bytes: is not UTF-8 text. "),
        (["--password-file", "none"], "none: there is no such file. "),
    ],
)
def test_a_password_that_cannot_be_is_refused_and_nothing_is_written(
    shut: Terminal, arguments: list[str], said: str
) -> None:
    shut.file("long", "x" * 128)
    shut.file("empty", "\n")
    shut.file("bytes", b"\xe9\n")
    ended = shut("merge", "answers.yaml", "-o", "b.pdf", *arguments)
    assert ended.code in {2, 3}
    assert len(ended.lines) == 1
    assert ended.lines[0].startswith(said)
    assert "b.pdf" not in shut.files()


def test_without_the_extra_it_says_what_to_install(shut: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    ended = shut("merge", "answers.yaml", "--password-file", "password", "-o", "b.pdf")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert ended.lines[0].endswith('pip install "designed-alliance[cryptography]"')


def test_the_file_of_a_password_is_never_written_over(alliance: Terminal) -> None:
    alliance.file("secret", "our own words\n")
    alliance.file("a.yaml", "people: [Ana]\nanswers: {hopes: {Ana: x}}\n")
    ended = alliance("merge", "a.yaml", "--password-file", "secret", "-o", "secret", "--force")
    assert (ended.code, "it is one of the inputs" in ended.err) == (5, True)
    assert (alliance.folder / "secret").read_text() == "our own words\n"


def test_answers_that_speak_of_encryption_are_read_as_they_are(shut: Terminal) -> None:
    shut.file("b.yaml", "people: [Ana]\nanswers: {hopes: {Ana: /Encrypt}}\n")
    shut.file("b.csv", "question,person,picked,answer\nhopes,Ana,x,/Encrypt\n")
    shut.file("b.json", '{"people": ["Ana"], "answers": {"hopes": {"Ana": "/Encrypt"}}}')
    for name in ("b.yaml", "b.csv", "b.json"):
        shut.done("merge", name, "--password-file", "password", "-o", "b.pdf", "--force")
        assert "/Encrypt" in shut.done("answers", "b.pdf", "--password-file", "password").text


def test_a_pdf_that_only_speaks_of_encryption_stays_as_it_is(shut: Terminal) -> None:
    sheet = worksheet(shut, *ANA_AND_BEN) + b"% /Encrypt\n"
    assert decrypt(sheet, "w.pdf", "wrong") == sheet
