"""Sheets from right to left in foreign readers: text is copied in its order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator.composing.alliance import compose_alliance
from generator.typesetting.page import ARTIFACT
from generator.workflows.inputs import load_layout
from generator.workflows.render_alliance import render_alliance
from generator.workflows.render_worksheet import RenderOptions, WorksheetRenderer, render_worksheet
from generator.workflows.rendered_file import set_language
from tests.foreign.test_copied_text import read_by_pdfjs, read_by_poppler
from tests.typesetting.test_mirroring import ANA, DANA, HEBREW, alliance_in, pages_of, sheet_of, texts_of

if TYPE_CHECKING:
    from pathlib import Path

    from generator.typesetting.page import Pages

NOT_COMPARED = re.compile("[\\s\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""White space, and what readers put in to say which way text runs."""
OTHER = re.compile("[A-Za-z0-9]")
"""Beside these readers guess where brackets, commas and hyphens belong."""


def fold(text: str) -> str:
    return NOT_COMPARED.sub("", text)


def lines_of(pages: Pages) -> list[str]:
    return [mark.text for mark in texts_of(pages) if mark.element != ARTIFACT and mark.text.strip()]


@pytest.fixture(scope="module", params=["classic", "workbook", "cards", "alliance"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Return a document and its lines as they are read."""
    path = tmp_path_factory.mktemp("hebrew") / "document.pdf"
    if request.param == "alliance":
        alliance = alliance_in("he", HEBREW * 3, "נפגשים ביום שני (כל שבוע), בצהריים; שָׁלוֹם לְכֻלָּם.")
        path.write_bytes(render_alliance(alliance, load_layout("classic")).data)
        return path, lines_of(pages_of(compose_alliance(alliance), "classic"))
    worksheet, layout = sheet_of(DANA, ANA), load_layout(request.param)
    path.write_bytes(render_worksheet(worksheet, layout, fillable=False).data)
    options = RenderOptions(set_language(layout, "he"), fillable=False)
    return path, lines_of(WorksheetRenderer(options).set_alone(worksheet).pages)


def test_every_line_is_copied_from_firefox_as_it_was_typed(document: tuple[Path, list[str]]) -> None:
    path, lines = document
    copied = fold(read_by_pdfjs(path))
    assert [line for line in lines if fold(line) not in copied] == []


def test_every_line_in_hebrew_alone_is_copied_by_poppler_as_it_was_typed(
    document: tuple[Path, list[str]],
) -> None:
    path, lines = document
    copied = fold(read_by_poppler(path))
    hebrew = [line for line in lines if not OTHER.search(line)]
    assert len(hebrew) > 30
    assert [line for line in hebrew if fold(line) not in copied] == []
