"""Languages on the command line: words, a bank's translation, and both in a roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Terminal

BANK = """\
title: Our lunch
language: en
sections:
  - id: work
    title: Work
    questions:
      - {id: help, text: How can I help?}
      - {id: stop, text: What shall I stop?}
"""
GERMAN = """\
translates: bank.yaml
language: de
title: Unser Essen
sections: {work: Arbeit}
questions: {help: Wie kann ich helfen?, stop: Was soll ich lassen?}
"""


def read_language(path: Path) -> str:
    return str(PdfReader(path).root_object["/Lang"])


def read_text(path: Path) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_index_of_a_packet_lists_names_in_its_language(alliance: Terminal) -> None:
    (alliance.folder / "roster.csv").write_text("person_1,person_2\nAna,Ben\n", "utf-8")
    alliance.done("batch", "roster.csv", "--language", "de", "--packet", "packet.pdf")
    assert "Ana und Ben" in read_text(alliance.folder / "packet.pdf")


def test_whoever_types_from_right_to_left_is_told_that_it_is_kept(alliance: Terminal) -> None:
    told = "may look odd in some viewers"
    assert told in alliance.done("compose", "--language", "he", "-o", "he.pdf").err
    assert told not in alliance.done("compose", "--language", "he", "--print-only", "-o", "paper.pdf").err
    assert told not in alliance.done("compose", "--language", "de", "-o", "de.pdf").err
    preferences = PdfReader(alliance.folder / "he.pdf").root_object["/ViewerPreferences"]
    assert preferences["/Direction"] == "/R2L"  # type: ignore[index] # a dictionary


def test_a_sheet_is_in_the_language_that_is_asked_for(alliance: Terminal) -> None:
    alliance.done("compose", "--language", "de", "-p", "Ana", "-p", "Ben", "--meeting", "2026-12-04", "-o", "w.pdf")
    reader, text = PdfReader(alliance.folder / "w.pdf"), read_text(alliance.folder / "w.pdf")
    assert read_language(alliance.folder / "w.pdf") == "de"
    assert "Die Allianz gestalten" in text
    assert "Seite 1 von" in text
    assert "Page 1" not in text
    fields = reader.get_fields() or {}
    assert "4. Dezember 2026" in {field.value for field in fields.values()}
    assert "Datum und Uhrzeit des Treffens" in {field.alternate_name for field in fields.values()}


def test_a_filled_sheet_becomes_an_alliance_in_its_language_and_the_next_one_too(alliance: Terminal) -> None:
    alliance.done("compose", "--language", "fr", "-p", "Ana", "-p", "Ben", "--suggest", "1", "-o", "w.pdf")
    alliance.file("a.yaml", "answers: {hopes: {Ana: Du temps.}}\nagreements: [{what: Parler tôt, who: Ana}]\n")
    alliance.done("merge", "w.pdf", "a.yaml", "-o", "a.pdf")
    text = read_text(alliance.folder / "a.pdf")
    assert "Du temps." in text
    assert "What we agree" not in text
    assert read_language(alliance.folder / "a.pdf") == "fr"
    alliance.done("revise", "a.pdf", "-o", "next.pdf")
    assert "Page 1 of" not in read_text(alliance.folder / "next.pdf")
    ended = alliance.done("revise", "a.pdf", "--language", "es", "-o", "es.pdf")
    assert read_language(alliance.folder / "es.pdf") == "es"
    assert "not translated" not in ended.err.lower()


def test_the_translation_beside_a_bank_is_found(alliance: Terminal) -> None:
    alliance.file("bank.yaml", BANK)
    alliance.file("bank.de.yaml", GERMAN)
    alliance.done("compose", "--bank", "bank.yaml", "--language", "de-AT", "-o", "w.pdf")
    text = read_text(alliance.folder / "w.pdf")
    assert "Wie kann ich helfen?" in text
    assert "How can I help?" not in text
    assert "bank.de.yaml: translation into de, draft" in alliance.done("check", "bank.de.yaml").text


def test_what_a_translation_lacks_is_named(alliance: Terminal) -> None:
    alliance.file("bank.yaml", BANK)
    alliance.file("bank.de.yaml", GERMAN.replace("stop: Was soll ich lassen?", ""))
    ended = alliance.done("compose", "--bank", "bank.yaml", "--language", "de", "-o", "w.pdf")
    told = "Not translated into 'de', so it stands as in the bank: questions: stop."
    assert ended.lines[0] == told
    assert alliance.done("check", "bank.de.yaml").lines == [told]


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--language", "dee"), 2, "the bank is not translated into 'dee'. Did you mean 'de'?"),
        (("--language", "../x"), 2, "--language '../x' is none. Give a language tag such as de or pt-BR."),
        (("--bank", "bank.yaml", "--language", "de"), 2, "'bank.yaml' has no translation into 'de'. Write it as"),
        (("--language", "fr", "--translation", "x.yaml", "--bank", "bank.yaml"), 2, "--translation is in 'de', and"),
        (("--words", "bank.yaml"), 3, "bank.yaml: is no .po file."),
        (("--words", "gone.po"), 3, "gone.po: there is no such file."),
        (("--translation", "gone.yaml"), 3, "gone.yaml: there is no such file."),
    ],
)
def test_what_cannot_be_is_told(alliance: Terminal, options: tuple[str, ...], code: int, told: str) -> None:
    alliance.file("bank.yaml", BANK)
    alliance.file("x.yaml", GERMAN)
    ended = alliance("compose", *options, "-o", "w.pdf")
    assert (ended.code, ended.lines[0][: len(told)]) == (code, told)
    assert not (alliance.folder / "w.pdf").exists()


WORDS = (
    'msgid ""\nmsgstr ""\n"Language: fi\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    'msgctxt "foot"\nmsgid "Page {number} of {count}"\nmsgstr "Sivu {number}/{count}"\n\n'
    'msgctxt "foot"\nmsgid "No such message"\nmsgstr "Ei"\n'
)


def test_words_of_ones_own_are_used_and_checked(alliance: Terminal) -> None:
    alliance.file("bank.yaml", BANK.replace("language: en", "language: fi"))
    alliance.file("ours.po", WORDS)
    ended = alliance.done("compose", "--bank", "bank.yaml", "-p", "Ana", "-o", "english.pdf")
    assert ended.lines[0] == "There are no words in 'fi', so ours are English. Give yours with --words."
    meeting = ("--meeting", "2026-12-04")
    alliance.done("compose", "--bank", "bank.yaml", "--words", "ours.po", "-p", "Ana", *meeting, "-o", "w.pdf")
    assert "Sivu 1/" in read_text(alliance.folder / "w.pdf")
    fields = PdfReader(alliance.folder / "w.pdf").get_fields() or {}
    assert "4. joulukuuta 2026" in {field.value for field in fields.values()}
    alliance.file("a.yaml", "answers: {help: {Ana: Puhu.}}\n")
    alliance.done("merge", "w.pdf", "a.yaml", "--words", "ours.po", "-o", "a.pdf")
    assert "Sivu 1/" in read_text(alliance.folder / "a.pdf")
    checked = alliance.done("check", "ours.po")
    assert checked.text.startswith("ours.po: words in fi, draft, 1 of ")
    assert checked.lines[0] == "No message of ours: 1. They are not used."
    assert checked.lines[1].startswith("No words for: 'with', 'on', ")


def test_languages_are_listed_with_their_state(alliance: Terminal) -> None:
    listed = alliance.done("languages").text.splitlines()
    assert listed[0] == "en       English  the original"
    assert "de       Deutsch  draft" in listed
    assert len(listed) == 21


def test_rows_of_a_roster_have_their_own_language(alliance: Terminal) -> None:
    alliance.file("bank.yaml", BANK)
    alliance.file("bank.de.yaml", GERMAN)
    alliance.file("r.csv", "person_1,language\nAna,\nBen,de\nCleo,EN\nDan,fr\n")
    ended = alliance("batch", "r.csv", "--bank", "bank.yaml", "-o", "out")
    assert ended.code == 6
    assert ended.lines[0].startswith(
        "r.csv:5:5: column language: 'bank.yaml' has no translation into 'fr'. Write it as"
    )
    made = {name: read_text(alliance.folder / "out" / f"worksheet-{name}.pdf") for name in ("ana", "ben", "cleo")}
    assert ["Seite 1 von" in made[name] for name in made] == [False, True, False]
    assert "Wie kann ich helfen?" in made["ben"]
    alone = alliance.done("compose", "--bank", "bank.yaml", "--language", "de", "-p", "Ben", "-o", "-").out
    assert (alliance.folder / "out" / "worksheet-ben.pdf").read_bytes() == alone


def test_rows_are_quoted_in_their_language_as_worksheets_made_alone(alliance: Terminal) -> None:
    alliance.file("r.csv", 'person_1,person_2,language\n"Ana ""A"" Lima",Bo,pt-PT\n"Ben ""B"" Lima",Bo,de-AT\n')
    alliance.done("batch", "r.csv", "--layout", "workbook", "-o", "out")
    for name, language in (('Ana "A" Lima', "pt-PT"), ('Ben "B" Lima', "de-AT")):
        people = ("-p", name, "-p", "Bo", "--language", language)
        alone = alliance.done("compose", "--layout", "workbook", *people, "-o", "-").out
        first = name[:3].lower()
        (row,) = (alliance.folder / "out").glob(f"worksheet-{first}*.pdf")
        assert row.read_bytes() == alone


def test_rows_of_a_packet_have_their_own_language(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,language\nAna,de\nBen,pt-BR\n")
    alliance.done("batch", "r.csv", "--packet", "p.pdf")
    text = read_text(alliance.folder / "p.pdf")
    assert "Die Allianz gestalten" in text
    assert "Construir" in text
