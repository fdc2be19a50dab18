"""``alliance answers``: what a file holds, as text that reads back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pikepdf
import pytest
import yaml
from pypdf import PdfReader

from generator.formats.answers_yaml import read_answers_yaml
from tests.cli.filling import fill, flattened
from tests.cli.reading import ANA_AND_BEN, worksheet
from tests.formats.pdfs import form

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

HOSTILE = "x\x1b[31m\x07\x9b1m\x7f\u202e\u2028 end"


@pytest.fixture
def filled(alliance: Terminal) -> Terminal:
    sheet = alliance.done("compose", "-p", "Ana", "-p", "Ben", "-o", "-").out
    alliance.file("w.pdf", fill(sheet, {"answer/hopes/p1": "one\r\n\rthree", "answer/tone/p2": HOSTILE}))
    return alliance


def test_it_prints_yaml_that_any_reader_of_yaml_reads(filled: Terminal) -> None:
    printed = yaml.safe_load(filled.done("answers", "w.pdf").out)
    assert printed["people"] == ["Ana", "Ben"]
    assert printed["answers"]["hopes"] == {"Ana": "one\n\nthree\n"}
    assert printed["answers"]["tone"] == {"Ben": HOSTILE}


def test_it_prints_json(filled: Terminal) -> None:
    printed = json.loads(filled.done("answers", "w.pdf", "--format", "json").out)
    assert printed["answers"] == {"hopes": {"Ana": "one\n\nthree"}, "tone": {"Ben": HOSTILE}}


@pytest.mark.parametrize("options", [[], ["--format", "json"], ["--blank"]])
def test_nothing_that_a_terminal_obeys_is_printed(filled: Terminal, options: list[str]) -> None:
    printed = filled.done("answers", "w.pdf", *options).text
    assert printed.replace("\n", "").isprintable()


def test_every_question_is_a_comment_above_its_id(filled: Terminal) -> None:
    blank = filled.done("answers", "w.pdf", "--blank").text
    assert "  # Name your highest hopes and dreams for this partnership.\n  hopes:\n    Ana: |\n" in blank
    assert blank.count("    Ana: |\n") == 15
    assert read_answers_yaml(blank.encode(), "blank.yaml").answers == ()


def test_the_blank_of_a_finished_alliance_can_be_had_too(filled: Terminal) -> None:
    filled.done("merge", "w.pdf", "-o", "m.pdf")
    assert filled.done("answers", "m.pdf", "--blank").out == filled.done("answers", "w.pdf", "--blank").out


@pytest.mark.parametrize("file", ["w.pdf", "m.pdf"])
def test_a_pdf_may_come_from_the_standard_input_or_under_any_name(filled: Terminal, file: str) -> None:
    filled.done("merge", "w.pdf", "-o", "m.pdf")
    data = (filled.folder / file).read_bytes()
    filled.file("without-suffix", data)
    expected = filled.done("answers", file).out
    assert filled.done("answers", "-", stdin=data).out == expected
    assert filled.done("answers", "without-suffix").out == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a":' + b"[" * 5000, "nesting deeper than 50 levels"),
        (b"", "the file ends where a value is missing"),
        (b'{"format":"designed-alliance/alliance","version":99}', "a newer version of this program made it"),
        (b'{"version":1}', "missing key"),
    ],
)
def test_an_alliance_with_damaged_data_is_3_for_answers_and_check(alliance: Terminal, data: bytes, words: str) -> None:
    alliance.file("m.pdf", form([], attached=[("alliance.json", data)]))
    for command in ("answers", "check"):
        ended = alliance(command, "m.pdf")
        assert (ended.code, ended.out) == (3, b"")
        assert words in ended.err


def test_a_flattened_worksheet_is_3(filled: Terminal) -> None:
    filled.file("flat.pdf", flattened((filled.folder / "w.pdf").read_bytes()))
    assert filled("answers", "flat.pdf").code == 3


def test_a_form_without_its_definition_takes_the_bank_named(alliance: Terminal) -> None:
    alliance.file("b.yaml", "title: T\nsections: [{id: s, title: S, questions: [{id: why, text: Why now?}]}]\n")
    sheet = alliance.done("compose", "--bank", "b.yaml", "-p", "Ana", "-o", "-").out
    alliance.file("w.pdf", fill(sheet, {"answer/why/p1": "x", "definition": ""}, attachment=False))
    assert alliance("answers", "w.pdf").code == 3
    assert "# Why now?" in alliance.done("answers", "w.pdf", "--bank", "b.yaml").text


def test_a_format_that_does_not_exist_is_2(filled: Terminal) -> None:
    assert filled("answers", "w.pdf", "--format", "xml").code == 2


def test_altered_data_of_an_alliance_are_taken_only_when_that_is_accepted(filled: Terminal) -> None:
    filled.done("merge", "w.pdf", "-o", "m.pdf")
    with pikepdf.open(filled.folder / "m.pdf") as pdf:
        file = pdf.attachments["alliance.json"].get_file()
        altered = file.read_bytes().replace(b'"Ben"', b'"Bea"')
        assert altered != file.read_bytes()
        pdf.attachments["alliance.json"].obj.EF.F.write(altered)
        pdf.save(filled.folder / "altered.pdf")
    for command in (["answers"], ["revise"], ["merge", "-o", "again.pdf"], ["check"]):
        ended = filled(command[0], "altered.pdf", *command[1:])
        assert ended.code == 3
        assert "its data are not as they were written" in ended.err
    assert b"Bea" in filled.done("answers", "altered.pdf", "--accept-altered").out
    filled.done("revise", "altered.pdf", "--accept-altered", "-o", "next.pdf")
    filled.done("merge", "altered.pdf", "--accept-altered", "-o", "again.pdf")


def test_answers_in_yaml_name_their_worksheet_and_keep_its_layout_and_paper(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--paper", "letter", "--layout", "side-by-side")
    alliance.file("w.pdf", fill(sheet, {"answer/hopes/p1": "Laugh"}))
    alliance.done("answers", "w.pdf", "-o", "a.yaml")
    alliance.done("merge", "w.pdf", "-o", "from-pdf.pdf")
    alliance.done("merge", "a.yaml", "-o", "m.pdf")
    sizes = [PdfReader(alliance.folder / name).pages[0].mediabox for name in ("m.pdf", "from-pdf.pdf")]
    assert sizes[0] == sizes[1] == [0, 0, 612, 792]
    alliance.done("answers", "m.pdf", "-o", "b.yaml")
    assert (alliance.folder / "b.yaml").read_text() == (alliance.folder / "a.yaml").read_text()
