"""Translations of banks, by ids."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.errors import InvalidInput
from generator.files.shipped import BANK, data_file, translation_files
from generator.formats.bank import read_bank
from generator.formats.kinds import FileKind, recognise_kind
from generator.formats.translation import read_translation
from generator.model.translation import list_untranslated, translate
from generator.words.catalogue import describe_languages

FILES = sorted(map(Path, translation_files().values()))
SHIPPED = read_bank(Path(data_file(BANK)).read_bytes(), BANK)
SMALL = read_bank(
    b"title: T\nintroduction: [a, b]\nsections: [{id: s, title: S, questions: [{id: q, text: Q?}]}]\n"
    b"closing: {lead: L, questions: [{id: c, text: C?}]}\n",
    "bank.yaml",
)


def test_the_built_in_bank_is_translated_into_every_language_that_has_words() -> None:
    assert {path.name.split(".")[1] for path in FILES} == set(describe_languages())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_translation_that_is_shipped_is_whole_and_a_draft(path: Path) -> None:
    translation = read_translation(path.read_bytes(), path.name, SHIPPED)
    assert list(list_untranslated(SHIPPED, translation)) == []
    assert translation.language == path.name.split(".")[1]
    assert translation.state == "draft"
    bank = translate(SHIPPED, translation)
    assert [question.id for question in bank.every_question()] == [item.id for item in SHIPPED.every_question()]
    texts = {question.text for question in bank.every_question()}
    assert not texts & {question.text for question in SHIPPED.every_question()}
    assert (bank.minutes, bank.picks) == (SHIPPED.minutes, SHIPPED.picks)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_numbers_of_the_instructions_stay(path: Path) -> None:
    steps = yaml.safe_load(path.read_text("utf-8"))["instructions"]
    assert "90" in steps[0]
    assert "3" in steps[1] and "4" in steps[1]  # noqa: PT018 - one thing


def test_what_is_not_translated_stands_as_in_the_bank_and_is_named() -> None:
    translation = read_translation(b"translates: b\nlanguage: de\nquestions: {q: F?}\n", "bank.de.yaml", SMALL)
    bank = translate(SMALL, translation)
    assert (bank.language, bank.title, bank.sections[0].questions[0].text) == ("de", "T", "F?")
    assert list(list_untranslated(SMALL, translation)) == [
        "title", "introduction", "sections: s", "questions: c", "closing: title", "closing: lead",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("questions: {qq: F?}", (3, 13), "the bank has no question 'qq'"),
        ("sections: {t: A}", (3, 12), "the bank has no section 't'"),
        ("introduction: [a, b, c]", (3, 15), "'introduction' has 3 parts, and 2 in the bank"),
        ("state: fine", (3, 8), "must be draft, or reviewed by NAME"),
        ("closng: {title: A}", (3, 1), "closng"),
    ],
)
def test_what_does_not_fit_the_bank_is_told_where(text: str, place: tuple[int, int], told: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_translation(f"translates: b\nlanguage: de\n{text}\n".encode(), "bank.de.yaml", SMALL)
    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == place
    assert told in problem.message


def test_a_misspelt_id_is_suggested() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_translation(b"translates: b\nlanguage: de\nquestions: {hoeps: F?}\n", "x.de.yaml", SHIPPED)
    assert "'hopes'" in refused.value.problems[0].hint


def test_a_translation_is_told_from_a_bank() -> None:
    assert recognise_kind(FILES[0].read_bytes(), FILES[0].name) is FileKind.TRANSLATION
