"""A worksheet in two languages, people with a language of their own, and the alliance and next worksheet of them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pypdf import PdfReader

from generator.files.shipped import layout_names
from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, attached, text_of, worksheet
from tests.pdf_marked_text import MarkedText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.terminal import Terminal

TWO = ("--language", "de,pt", "--meeting", "2026-12-04 12:30")
HOPES = "Was sind eure größten Hoffnungen und Träume für diese Zusammenarbeit?"
HOPES_BELOW = "Quais são as maiores esperanças e os maiores sonhos de vocês para esta parceria?"
TONE_BELOW = "Que tom e que clima vocês querem criar nesta relação?"


def spoken_in(pdf: bytes, language: str) -> list[str]:
    """Return the texts of a file's elements that have this language, or are in an element that has it."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        marked = MarkedText(file)
        return [text for text in _texts(file.Root.StructTreeRoot.K, language, marked, said=False) if text.strip()]


def _texts(element: pikepdf.Object, language: str, marked: MarkedText, *, said: bool) -> Iterator[str]:
    own = str(element.get("/Lang", ""))
    said = own == language if own else said
    text = ""
    kids: list[Any] = list(element.get("/K", ()))
    for kid in kids:
        kind = "" if isinstance(kid, int) else str(kid.get("/Type", ""))
        if kind == "/OBJR":
            yield str(kid.Obj.get("/TU", "")) if said else ""
        elif kind or isinstance(kid, int):
            place = (int(kid.Pg.StructParents), int(kid.MCID)) if kind else (int(element.Pg.StructParents), int(kid))
            text += marked.texts.get(place, "") if said else ""
        else:
            yield from _texts(kid, language, marked, said=said)
    yield " ".join(text.split())


def language_of(pdf: bytes) -> str:
    return str(PdfReader(io.BytesIO(pdf)).root_object["/Lang"])


def tooltips(pdf: bytes) -> dict[str, str]:
    """Return what is read aloud, by the fields' paths."""
    fields = PdfReader(io.BytesIO(pdf)).get_fields() or {}
    return {name.partition("/")[2]: str(field.alternate_name) for name, field in fields.items()}


def definition_of(pdf: bytes) -> dict[str, object]:
    (data,) = PdfReader(io.BytesIO(pdf)).attachments["worksheet.json"]
    loaded = json.loads(data)
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("layout", [name for name in layout_names() if name != "tents"])  # which have names alone
def test_both_languages_stand_on_every_layout_each_known_as_its_own(alliance: Terminal, layout: str) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, *TWO, "--layout", layout)
    text, below = text_of(sheet), spoken_in(sheet, "pt")
    assert language_of(sheet) == "de"
    assert {HOPES_BELOW, TONE_BELOW} <= set(below)
    assert HOPES.split()[4] in text
    assert not {HOPES, "Ana Lima", "Ben Okafor"} & set(below)
    assert "4 de dezembro" not in text, "dates are in the first language"


def test_introduction_headings_labels_and_agenda_stand_in_both(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, *TWO)
    text, below = text_of(sheet), spoken_in(sheet, "pt")
    assert {"Chegada", "Como fazer", "entre", "Nossos acordos", "quem", "Encerramento"} <= set(below)
    assert any(said.startswith("Imaginem um mundo") for said in below)
    assert "Seite 1 von" in text
    assert "Página" not in text
    assert tooltips(sheet)["meeting/date"] == "Datum und Uhrzeit des Treffens"


def test_the_finished_alliance_and_the_next_worksheet_are_in_both(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN, *TWO, "--suggest", "2"))
    alliance.file("a.yaml", "answers: {hopes: {Ana Lima: Tempo.}}\nagreements: [{what: Reden, who: Ana}]\n")
    finished = alliance.done("merge", "w.pdf", "a.yaml", "-o", "-").out
    below = spoken_in(finished, "pt")
    assert {HOPES_BELOW, "Nossos acordos"} <= set(below)
    assert "Tempo." not in below
    assert language_of(finished) == "de"
    alliance.file("alliance.pdf", finished)
    again = alliance.done("revise", "alliance.pdf", "-o", "-").out
    assert HOPES_BELOW in spoken_in(again, "pt")
    assert definition_of(again)["version"] == 2
    turned = alliance.done("revise", "alliance.pdf", "--language", "pt,de", "-o", "-").out
    assert (language_of(turned), HOPES in spoken_in(turned, "de")) == ("pt", True)
    alone = alliance.done("revise", "alliance.pdf", "--language", "de", "-o", "-").out
    assert spoken_in(alone, "pt") == []
    shared = alliance.done("merge", "alliance.pdf", "--without", "tone", "-o", "-").out
    assert HOPES_BELOW in spoken_in(shared, "pt")
    assert TONE_BELOW not in json.dumps(attached(shared), ensure_ascii=False)


def test_copies_of_one_worksheet_merge_whatever_language_they_were_filled_in(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, *TWO, "--language", "Ana Lima=pt")
    alliance.file("ana.pdf", fill(sheet, {"answer/hopes/p1": "Que dure."}, ticked=("pick/hopes/p1",)))
    alliance.file("ben.pdf", fill(sheet, {"answer/hopes/p2": "Dass es hält."}))
    alliance.done("merge", "ana.pdf", "ben.pdf", "-o", "alliance.pdf")
    finished = (alliance.folder / "alliance.pdf").read_bytes()
    assert attached(finished)["answers"] == {"hopes": {"p1": "Que dure.", "p2": "Dass es hält."}}


def test_a_person_has_labels_tooltips_and_a_prep_sheet_in_their_own_language(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--language", "de,Ana Lima=pt", "--meeting", "2026-12-04")
    said = tooltips(sheet)
    assert said["answer/hopes/p1"] == f"Ana Lima responde a: {HOPES_BELOW}"
    assert HOPES in said["answer/hopes/p2"]
    assert said["answer/hopes/p1"] in spoken_in(sheet, "pt")
    assert "entre" in spoken_in(sheet, "pt")
    prep = worksheet(
        alliance, *ANA_AND_BEN, "--language", "de,Ana Lima=pt", "--layout", "prep", "--meeting", "2026-12-04"
    )
    ana, ben = (
        " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(prep)).pages[two]).split())
        for two in (slice(0, 2), slice(2, 4))
    )
    assert all(text in ana for text in ("Construir a aliança", "4 de dezembro de 2026", "Página 1 de 2", "Antes do"))
    assert "Seite" not in ana
    assert all(text in ben for text in ("Die Allianz gestalten", "4. Dezember 2026", "Seite 1 von 2"))
    assert "Construir" not in ben
    assert "Construir a aliança" in spoken_in(prep, "pt")
    assert "Die Allianz gestalten" not in spoken_in(prep, "pt")


def test_a_table_names_questions_by_their_text_in_any_language(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN, *TWO))
    for question in (HOPES, HOPES_BELOW, "hopes"):
        alliance.file("a.csv", f"name,{question}\nAna Lima,Zeit.\n")
        alliance.done("merge", "w.pdf", "a.csv", "-o", "a.pdf", "--force")
        assert attached((alliance.folder / "a.pdf").read_bytes())["answers"] == {"hopes": {"p1": "Zeit."}}
    english = "What are your highest hopes and dreams for this partnership?"
    alliance.file("a.csv", f'name,"{english}"\nAna Lima,Zeit.\n')
    assert alliance("merge", "w.pdf", "a.csv", "-o", "a.pdf", "--force").code == 3


def test_a_sheet_in_one_language_carries_nothing_of_it(alliance: Terminal) -> None:
    for languages in ((), ("--language", "de"), ("--language", "de,Ana Lima=de")):
        definition = definition_of(worksheet(alliance, *ANA_AND_BEN, *languages))
        assert (definition["version"], "languages" in definition) == (1, False)
    assert definition_of(worksheet(alliance, *ANA_AND_BEN, *TWO))["version"] == 2


def test_languages_of_a_bank_of_ones_own_are_found_and_their_gaps_named(alliance: Terminal) -> None:
    alliance.file(
        "bank.yaml",
        "title: Our lunch\nlanguage: en\nsections: [{id: work, title: Work, questions: "
        "[{id: help, text: How can I help?}, {id: stop, text: Why?}]}]\n",
    )
    alliance.file("bank.de.yaml", "translates: bank.yaml\nlanguage: de\nquestions: {help: Wie kann ich helfen?}\n")
    ended = alliance.done("compose", "--bank", "bank.yaml", "--language", "en,de", "-o", "w.pdf")
    assert ended.lines[0].startswith("Not translated into 'de', so it stands as in the bank: title, sections: work")
    sheet = (alliance.folder / "w.pdf").read_bytes()
    assert "Wie kann ich helfen?" in spoken_in(sheet, "de")
    assert "Why?" not in spoken_in(sheet, "de")
    alliance.done("compose", "--bank", "bank.yaml", "--language", "de,en", "-o", "other.pdf")
    assert "How can I help?" in spoken_in((alliance.folder / "other.pdf").read_bytes(), "en")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de,pt,fr", "--language names 3 languages, and a sheet has 2 at most."),
        ("de,de-AT", "--language names 'de' twice."),
        ("de,Cleo=pt", "--language names 'Cleo', who is not among the people."),
        ("de,Ana Lima=", "--language '' is none."),
        ("de,ptt", "the bank is not translated into 'ptt'. Did you mean 'pt'?"),
    ],
)
def test_what_cannot_be_is_told(alliance: Terminal, language: str, told: str) -> None:
    ended = alliance("compose", *ANA_AND_BEN, "--language", language, "-o", "w.pdf")
    assert (ended.code, ended.lines[0][: len(told)]) == (2, told)


def test_rows_of_a_roster_in_two_languages_are_as_those_made_alone(alliance: Terminal) -> None:
    alliance.file(
        "r.csv",
        "person_1,person_2,meeting,language\nAna Lima,Ben Okafor,2026-12-04 12:30,\nCleo,Dan,,de\n"
        'Eva,Finn,,"fr,Eva=pt"\n',
    )
    alliance.done("batch", "r.csv", "--language", "de,pt", "-o", "out")

    def made(name: str) -> bytes:
        return (alliance.folder / "out" / f"worksheet-{name}.pdf").read_bytes()

    assert made("ana-lima-ben-okafor") == worksheet(alliance, *ANA_AND_BEN, *TWO)
    assert made("cleo-dan") == worksheet(alliance, "-p", "Cleo", "-p", "Dan", "--language", "de")
    assert made("eva-finn") == worksheet(alliance, "-p", "Eva", "-p", "Finn", "--language", "fr,Eva=pt")


def test_worksheets_of_a_packet_are_known_in_the_languages_of_their_rows(alliance: Terminal) -> None:
    alliance.file("r.csv", 'person_1,person_2,language\nAna,Ben,"de,pt"\nCleo,Dan,fr\nEva,Finn,\n')
    alliance.done("batch", "r.csv", "--packet", "p.pdf")
    packet = (alliance.folder / "p.pdf").read_bytes()
    assert language_of(packet) == "en"
    assert HOPES in spoken_in(packet, "de")
    assert HOPES_BELOW in spoken_in(packet, "pt")
    assert HOPES_BELOW not in spoken_in(packet, "de")
    assert "Construire l\N{RIGHT SINGLE QUOTATION MARK}alliance" in spoken_in(packet, "fr")
    assert spoken_in(packet, "en") == []
