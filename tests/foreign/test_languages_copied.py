"""The built-in bank in every language is copied and searched as it is written, white space and bidi controls apart."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeAlias

import pytest

from generator.fonts.direction import CONTROLS
from tests.foreign.languages import LANGUAGES, RIGHT_TO_LEFT, sheet_in
from tests.foreign.test_copied_text import read_all_by_pdfjs, read_by_pdfium
from tests.foreign.tools import output_of, program

if TYPE_CHECKING:
    from pathlib import Path

READERS = ("poppler", "pdf.js", "PDFium")
MARKS = {character for character in map(chr, range(0x600, 0x700)) if unicodedata.category(character) == "Mn"}
LEFT_OUT = {
    # it takes points that begin a line from the left for those of the line before
    ("pdf.js", "ar"): MARKS,
    # it drops Arabic points, and does not turn brackets round
    ("PDFium", "ar"): MARKS | set("()«»"),
    ("PDFium", "he"): set("()"),
}
"""Characters that a reader changes, whoever made the file."""
Texts: TypeAlias = "dict[tuple[str, str], str]"
"""By reader and language."""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    folder = tmp_path_factory.mktemp("sheets")
    paths = {language: sheet_in(language).save(folder / f"{language}.pdf") for language in LANGUAGES}
    by_pdfjs = dict(zip(paths, read_all_by_pdfjs(*paths.values()), strict=True))
    found = {("pdf.js", language): text for language, text in by_pdfjs.items()}
    for language, path in paths.items():
        found["poppler", language] = read_by_poppler(path)
        found["PDFium", language] = read_by_pdfium(path)
    return found


def read_by_poppler(path: Path) -> str:
    """Return the text in the order in which it is read; ``-layout`` would mix columns."""
    return output_of(program("pdftotext"), path, "-")


def strip(text: str, left_out: frozenset[str] | set[str] = frozenset()) -> str:
    """Return a text in normal form C without white space, controls and what is left out besides."""
    kept = (character for character in unicodedata.normalize("NFC", text) if character not in CONTROLS | left_out)
    return "".join("".join(kept).translate(dict.fromkeys(range(0x202A, 0x202F))).split())


@pytest.mark.parametrize("reader", ["poppler", "pdf.js"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_copied_exactly(language: str, reader: str, copied: Texts) -> None:
    questions = [question.text for question in sheet_in(language).worksheet.bank.every_question()]
    found = strip(copied[reader, language])
    assert [question for question in questions if strip(question) not in found] == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_texts_of_the_bank_and_the_names_are_copied(language: str, reader: str, copied: Texts) -> None:
    worksheet, left_out = sheet_in(language).worksheet, LEFT_OUT.get((reader, language), set())
    bank = worksheet.bank
    texts = [bank.title, *bank.introduction, *bank.instructions, *(section.title for section in bank.sections)]
    texts += [question.text for question in bank.every_question()]
    texts += [bank.closing.title, bank.closing.lead]
    if not (reader == "PDFium" and language in RIGHT_TO_LEFT):  # it has words of Latin in the other order there
        texts += worksheet.people.names
    found = strip(copied[reader, language], left_out)
    assert [text for text in texts if strip(text, left_out) not in found] == []
