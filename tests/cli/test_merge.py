"""``alliance merge``: answers files become the finished alliance, what is neither is refused in one clear line."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pypdf
import pytest
import yaml

from tests.cli.filling import fill, flattened, written
from tests.cli.reading import ANA_AND_BEN, BANK, attached, held, refusal, text_of, worksheet
from tests.formats.pdfs import form, widget

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = """\
people: [Ana Lima, Ben Okafor]
picks: {Ana Lima: [hopes, tone], Ben Okafor: [feedback]}
answers:
  hopes:
    Ana Lima: |
      As long as it needs to be.

      Line breaks are kept.
    Ben Okafor: Whatever comes.
  support: {Ana Lima: no, Ben Okafor: 12:30}
agreements: [{what: We say it within a day, who: Both}]
review: 2027-03-01
"""


# Answers files


def test_an_answers_file_alone_becomes_an_alliance(alliance: Terminal) -> None:
    alliance.file("answers.yaml", ANSWERS)
    (line,) = alliance.done("merge", "answers.yaml").lines
    assert line.startswith("Wrote alliance-ana-lima-ben-okafor.pdf (")
    assert line.endswith("Send it and keep it; its answers can be had again with: "
                         "alliance answers alliance-ana-lima-ben-okafor.pdf")  # fmt: skip
    made = (alliance.folder / "alliance-ana-lima-ben-okafor.pdf").read_bytes()
    for text in ("Ana Lima", "Ben Okafor", "Line breaks are kept.", "12:30", "We say it within a day", "1 March 2027"):
        assert text in text_of(made)


def test_the_finished_alliance_gives_back_what_was_typed(alliance: Terminal) -> None:
    alliance.file("answers.yaml", ANSWERS)
    alliance.done("merge", "answers.yaml", "-o", "a.pdf")
    assert held(alliance, "a.pdf") == held(alliance, "answers.yaml")
    assert yaml.safe_load(alliance.done("answers", "a.pdf").out)["answers"]["hopes"]["Ana Lima"] == (
        "As long as it needs to be.\n\nLine breaks are kept.\n"
    )


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_what_answers_prints_merges_into_the_same_bytes(alliance: Terminal, kind: str) -> None:
    alliance.file("answers.yaml", ANSWERS)
    first = alliance.done("merge", "answers.yaml", "-o", "-").out
    alliance.file("a.pdf", first)
    alliance.file(f"back.{kind}", alliance.done("answers", "a.pdf", "--format", kind).out)
    assert alliance.done("merge", f"back.{kind}", "-o", "-").out == first


@pytest.mark.parametrize("kind", ["yaml", "json", "pdf"])
def test_a_dash_reads_any_source_from_the_standard_input(alliance: Terminal, kind: str) -> None:
    alliance.file("answers.yaml", ANSWERS)
    if kind == "pdf":
        data = fill(worksheet(alliance, *ANA_AND_BEN), {"answer/hopes/p1": "As long"})
    else:
        data = alliance.done("answers", "answers.yaml", "--format", kind).out
    made = alliance.done("merge", "-", "-o", "-", stdin=data).out
    assert "As long" in text_of(made)


def test_the_standard_input_is_read_once_only(alliance: Terminal) -> None:
    ended = alliance("merge", "-", "-", stdin=ANSWERS.encode())
    assert (ended.code, ended.lines) == (2, ["the standard input (-) can be read once only. Give the others as files."])


def test_the_data_is_attached_and_complete(alliance: Terminal) -> None:
    alliance.file("answers.yaml", ANSWERS)
    data = attached(alliance.done("merge", "answers.yaml", "-o", "-").out)
    assert data["names"] == ["Ana Lima", "Ben Okafor"]
    assert data["picks"] == [["hopes", "tone"], ["feedback"]]
    assert data["answers"] == {
        "hopes": {"p1": "As long as it needs to be.\n\nLine breaks are kept.", "p2": "Whatever comes."},
        "support": {"p1": "no", "p2": "12:30"},
    }
    assert data["agreements"] == [{"what": "We say it within a day", "who": "Both"}]


def test_an_answers_file_without_people_needs_a_worksheet(alliance: Terminal) -> None:
    alliance.file("a.yaml", "answers: {hopes: {Ana Lima: x}}")
    line = refusal(alliance("merge", "a.yaml"), alliance, "a.yaml")
    assert line == (
        "a.yaml: names no people. Begin it with people: [Ana Lima, Ben Okafor], or give the worksheet's PDF as well."
    )
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN))
    alliance.done("merge", "a.yaml", "w.pdf", "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ana Lima": "x"}}


def test_unknown_ids_and_people_are_all_told_with_their_places_and_nothing_is_written(alliance: Terminal) -> None:
    alliance.file("a.yaml", """\
people: [Ana Lima, Ben Okafor]
picks: {Ana Lma: [hopes, tne, support]}
answers:
  hope: {Ana Lima: x}
  tone: {Ben Okafur: x}
  "h\\x1b[31m": {"A\\x07": x}
""")  # fmt: skip
    ended = alliance("merge", "a.yaml")
    assert ended.code == 3
    assert ended.lines == [
        "a.yaml:2:9: 'Ana Lma' is nobody on this worksheet. Did you mean 'Ana Lima'?",
        "a.yaml:2:26: unknown question 'tne'. Did you mean 'tone'?",
        "a.yaml:2:31: 'support' is a closing question, which everybody answers. Pick others.",
        "a.yaml:4:3: unknown question 'hope'. Did you mean 'hopes'?",
        "a.yaml:5:10: 'Ben Okafur' is nobody on this worksheet. Did you mean 'Ben Okafor'?",
        "a.yaml:6:3: unknown question 'h\\x1b[31m'. 'alliance questions' lists the ids of the built-in bank.",
        "a.yaml:6:17: 'A\\x07' is nobody on this worksheet. Its people are Ana Lima, Ben Okafor.",
    ]
    assert alliance.files() == ["a.yaml"]


def test_wrong_types_are_told_with_their_places(alliance: Terminal) -> None:
    alliance.file("a.json", '{"people": ["Ana"],\n "picks": {"Ana": "hopes"},\n "answers": {"hopes": {"Ana": [1]}}}')
    ended = alliance("merge", "a.json")
    assert (ended.code, [line.split(": ")[0] for line in ended.lines]) == (3, ["a.json:2:19", "a.json:3:31"])


def test_problems_of_several_files_are_told_together(alliance: Terminal) -> None:
    alliance.file("a.yaml", "peple: [Ana]")
    alliance.file("b.pdf", b"junk")
    ended = alliance("merge", "a.yaml", "b.pdf")
    assert (ended.code, [line.split(":")[0] for line in ended.lines]) == (3, ["a.yaml", "b.pdf"])


def test_the_paper_of_the_alliance_can_be_chosen(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS)
    made = alliance.done("merge", "a.yaml", "--paper", "letter", "-o", "-").out
    assert float(pypdf.PdfReader(io.BytesIO(made)).pages[0].mediabox.width) == 612


def test_a_style_is_laid_over_the_alliance(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS)
    usual, saved = (alliance.done("merge", "a.yaml", *style, "-o", "-").out for style in ((), ("--style", "ink-saver")))
    assert usual != saved
    digest = re.compile("( [0-9a-f]{4}){3}")
    assert digest.sub("", text_of(usual)) == digest.sub("", text_of(saved))
    assert alliance("merge", "a.yaml", "--style", "x").code == 2


# Refusals


def _encrypted(sheet: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sheet))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def test_what_is_no_worksheet_is_3_and_one_line(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN)
    refused = {
        flattened(sheet): "w.pdf: has no form fields. Printing to PDF, flattening and scanning lose what was typed: ",
        form([widget("street", b"(x)")]): "w.pdf: has form fields, but none of a worksheet. Is it the right file?",
        _encrypted(sheet): "w.pdf: is encrypted. Give its password with --password, ",
        sheet[:300]: "w.pdf: is cut off: its end is missing. Ask for the file again.",
        b"": "w.pdf: is empty. Ask for the file again.",
        b"people: [Ana]": "w.pdf: is not a PDF. Give the PDF of a worksheet or of a finished alliance.",
        form([b"<< /T (a) /Kids [5 0 R] /Parent 5 0 R >>"]): "w.pdf: has ",
    }
    for data, words in refused.items():
        alliance.file("w.pdf", data)
        assert refusal(alliance("merge", "w.pdf"), alliance, "w.pdf").startswith(words)


def test_a_finished_alliance_is_no_source_among_others(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS)
    alliance.done("merge", "a.yaml", "-o", "m.pdf")
    line = refusal(alliance("merge", "m.pdf", "a.yaml"), alliance, "a.yaml", "m.pdf")
    assert line == "m.pdf: is a finished alliance, not a worksheet. Give the worksheet that was filled in."


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("none.pdf", "none.pdf: there is no such file."),
        (".", ".: is a folder."),
        ("a.yaml/b.yaml", "a.yaml/b.yaml: cannot be read (Not a directory)."),
        ("x" * 300, "xxx"),
        ("/dev/zero", "/dev/zero: is a pipe or a device, not a file."),
        ("\x1b[31mnone.yaml", "\\x1b[31mnone.yaml: there is no such file."),
    ],
)
def test_what_is_no_file_is_3_and_one_line(alliance: Terminal, source: str, words: str) -> None:
    alliance.file("a.yaml", ANSWERS)
    assert refusal(alliance("merge", source), alliance, "a.yaml").startswith(words)


def test_nothing_is_overwritten_without_force(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS)
    kept = alliance.file("alliance-ana-lima-ben-okafor.pdf", "mine")
    ended = alliance("merge", "a.yaml")
    assert (ended.code, len(ended.lines), kept.read_text()) == (5, 1, "mine")
    alliance.done("merge", "a.yaml", "--force")
    assert kept.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("output", ["a.yaml", "./a.yaml", "link.yaml", "hard.yaml"])
def test_it_never_writes_over_an_input_not_even_with_force(alliance: Terminal, output: str) -> None:
    path = alliance.file("a.yaml", ANSWERS)
    (alliance.folder / "link.yaml").symlink_to("a.yaml")
    (alliance.folder / "hard.yaml").hardlink_to(path)
    ended = alliance("merge", "a.yaml", "-o", output, "--force")
    assert (ended.code, len(ended.lines)) == (5, 1)
    assert "it is one of the inputs" in ended.err
    assert path.read_text() == ANSWERS


def test_it_never_writes_over_the_bank(alliance: Terminal) -> None:
    bank = alliance.file("bank.yaml", BANK)
    alliance.file("a.yaml", "people: [Ana]\nanswers: {why: {Ana: x}}")
    assert alliance("merge", "a.yaml", "--bank", bank, "-o", bank, "--force").code == 5
    assert bank.read_text() == BANK


def test_wrong_shapes_and_unknown_ids_and_people_are_told_at_once(alliance: Terminal) -> None:
    alliance.file(
        "a.yaml", "people: [Ana, Ben]\nanswers:\n  hoops: {Ana: yes}\n  hopes: {Zed: yes, Ana: [no]}\nagreemens: []\n"
    )
    ended = alliance("merge", "a.yaml")
    assert ended.code == 3
    assert [line.split(". ")[0] for line in ended.err.splitlines()] == [
        "a.yaml:3:3: unknown question 'hoops'",
        "a.yaml:4:11: 'Zed' is nobody on this worksheet",
        "a.yaml:4:26: 'Ana' must be text, not a list",
        "a.yaml:5:1: unknown key 'agreemens'",
    ]
    assert alliance.files() == ["a.yaml"]


def test_a_soft_hyphen_is_shown_where_a_line_breaks_and_nowhere_else(alliance: Terminal) -> None:
    word = "\u00ad".join(["ka", "pi", "tän"] * 60)
    alliance.file("a.yaml", f"people: [Ana, Ben]\nanswers:\n  hopes:\n    Ana: {word}\n")
    alliance.done("merge", "a.yaml", "-o", "m.pdf")
    text = text_of((alliance.folder / "m.pdf").read_bytes())
    assert "kapitänkapitän" in text
    assert 2 <= text.count("\u00ad") <= 8
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ana": word}}
