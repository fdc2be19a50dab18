"""What is typed in any script into a sheet from the right or the left is in the alliance's data and on its pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.foreign.fillers import FILLERS, Filling, names_of
from tests.foreign.languages import COLLECTION, sheet_in
from tests.foreign.test_copied_text import read_by_pdfjs
from tests.foreign.test_languages_copied import strip
from tests.foreign.test_scripts import ANSWERS
from tests.foreign.tools import alliance_output

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS = ("PDFium", "pdf-lib", "pdf.js", "pdftk from XFDF", "pypdf")
SCRIPTS = ("ar", "he", "hi", "th", "ja", "zh-Hans", "ko")
TEXTS = [*(ANSWERS[language] for language in SCRIPTS), "Ἡ συμμαχία μας κρατάει όσο μιλάμε, 3 χρόνια."]


@pytest.mark.parametrize(
    ("language", "client"),
    [*(("de", client) for client in CLIENTS), *zip(("he", "ar", "he", "ar", "he"), CLIENTS, strict=True)],
)
def test_every_script_comes_back_and_is_printed(language: str, client: str, tmp_path: Path) -> None:
    sheet, filled, merged = (tmp_path / f"{name}.pdf" for name in ("sheet", "filled", "merged"))
    blank = sheet_in(language)
    blank.save(sheet)
    first, second = blank.worksheet.people.names
    questions = [question.id for question in blank.worksheet.bank.every_question()]
    answers = dict(zip(questions, TEXTS, strict=False))
    names = names_of(sheet)
    texts = {names[f"answer/{question}/p1"]: text for question, text in answers.items()}
    texts[names["answer/hopes/p2"]] = texts[names["agreement/1/what"]] = TEXTS[0]
    FILLERS[client](sheet, filled, Filling(texts))

    alliance_output("merge", filled, "--font", COLLECTION, "-o", merged)

    data = json.loads(alliance_output("answers", merged, "--format", "json"))
    assert data["people"] == [first, second]
    assert {question: by_name[first] for question, by_name in data["answers"].items()} == answers
    assert data["answers"]["hopes"][second] == data["agreements"][0]["what"] == TEXTS[0]
    copied = strip(read_by_pdfjs(merged))  # others turn some round, by the direction that most of the page has
    assert [text for text in TEXTS if strip(text) not in copied] == []
    assert copied.count(strip(TEXTS[0])) == 3
