"""The further languages of a worksheet, and what a definition may say of them that nobody composed."""

from __future__ import annotations

import pytest

from generator.composing.document import Opening
from generator.composing.spoken import second_of
from generator.composing.worksheet import compose_worksheet
from generator.model.bank import Closing, Question, QuestionBank, Section
from generator.model.languages import Languages, collect_languages, say_in
from generator.model.people import People
from generator.model.selection import nobody
from generator.model.worksheet import Meeting, Worksheet
from generator.workflows.inputs import load_layout

BANK = QuestionBank(
    "Unsere Allianz",
    "de",
    introduction=("Eins.", "Zwei."),
    instructions=("Los.",),
    sections=(Section("a", "Anfang", (Question("hopes", "Hoffnungen?"), Question("tone", "Ton?"))),),
    closing=Closing("Abschluss", "", (Question("bye", "Und?"),)),
)
PORTUGUESE = QuestionBank(
    "Nossa aliança",
    "pt",
    introduction=("Um.", "Dois."),
    instructions=("Vamos.",),
    sections=(Section("a", "Começo", (Question("tone", "Tom?"), Question("hopes", "Esperanças?"))),),
    closing=Closing("Fim", "", (Question("bye", "E?"),)),
)


def sheet(languages: Languages | None) -> Worksheet:
    meeting = Meeting(None, None, "", 90)
    people = People(("Ana", "Ben"))
    return Worksheet(BANK, people, nobody(2), meeting, "classic", "a4", "1.0", languages=languages)


def test_texts_are_found_by_ids_and_stand_in_the_order_of_the_bank() -> None:
    spoken = say_in(BANK, PORTUGUESE)
    assert [question.text for question in spoken.every_question()] == ["Esperanças?", "Tom?", "E?"]
    assert (spoken.language, spoken.title, spoken.closing.title) == ("pt", "Nossa aliança", "Fim")


@pytest.mark.parametrize(
    "other",
    [
        PORTUGUESE._replace(introduction=("Um.",)),
        PORTUGUESE._replace(introduction=("Um.", "Dois.", "Três.")),
        PORTUGUESE._replace(instructions=("Um.", "Dois.")),
        PORTUGUESE._replace(closing=Closing("Fim", "Uma frase a mais.", ())),
        PORTUGUESE._replace(sections=(), closing=Closing()),
        PORTUGUESE._replace(sections=(Section("z", "Outra", (Question("x", "X?"),)), *PORTUGUESE.sections)),
        QuestionBank("", "pt"),
    ],
)
def test_a_bank_of_other_parts_adds_none_and_a_sheet_is_composed_all_the_same(other: QuestionBank) -> None:
    worksheet = sheet(Languages((other,), "pt", ("pt", "xx")))
    blocks = compose_worksheet(worksheet, load_layout("classic")).blocks
    alone = compose_worksheet(sheet(None), load_layout("classic")).blocks
    assert list(map(type, blocks)) == list(map(type, alone))


def test_what_is_not_there_of_a_language_is_not_said_twice() -> None:
    other = PORTUGUESE._replace(introduction=BANK.introduction, instructions=BANK.instructions)
    document = compose_worksheet(sheet(Languages((other,), "pt")), load_layout("classic"))
    (opening,) = (block for block in document.blocks if isinstance(block, Opening))
    assert opening.steps_title == "So geht\N{RIGHT SINGLE QUOTATION MARK}s"
    assert opening.second is not None
    assert second_of(opening.steps_title) is None


def test_people_who_have_the_language_of_the_sheet_need_none() -> None:
    assert collect_languages(BANK, None, (BANK, None)) is None
    languages = collect_languages(BANK, PORTUGUESE, (None, PORTUGUESE))
    assert languages is not None
    assert [bank.language for bank in languages.banks] == ["pt"]
    assert (languages.second, languages.people) == ("pt", ("", "pt"))
    worksheet = sheet(languages)
    assert [worksheet.language_of(person) for person in range(3)] == ["", "pt", ""]
    assert [bank.language for bank in worksheet.banks] == ["de", "pt"]


def test_left_out_questions_are_left_out_in_every_language() -> None:
    worksheet = sheet(collect_languages(BANK, PORTUGUESE, ()))
    fewer = worksheet.with_bank(worksheet.bank.restrict_to({"tone"}))
    assert [[question.id for question in bank.questions()] for bank in fewer.banks] == [["tone"], ["tone"]]
    assert fewer.speak("pt").bank.title == "Nossa aliança"
    assert fewer.speak("xx").bank == fewer.bank
