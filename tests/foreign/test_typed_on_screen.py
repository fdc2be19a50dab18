"""What is typed stands where the same is printed, in the size that the layout promises."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.foreign.fillers import Filling, names_of, pdfium_types, pdfjs_fills
from tests.foreign.tools import alliance_output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORD = "Hxgp"
NEARLY = 0.3 * 72 / 25.4
"""Points; 0.3 mm."""
FILLERS = [pdfium_types, pdfjs_fills]


class Letter(NamedTuple):
    """Where a letter stands."""

    page: int
    baseline: float
    size: float
    font: str


def letters_of(path: Path, word: str) -> list[Letter]:
    """Return the first letters of a word on all pages, those in fields with them."""
    document = pypdfium2.PdfDocument(path)
    try:
        document.init_forms()
        return [letter for number in range(len(document)) for letter in _letters(document, number, word)]
    finally:
        document.close()


def _letters(document: pypdfium2.PdfDocument, number: int, word: str) -> list[Letter]:
    page = document[number]
    if page.formenv:
        page.flatten()
    texts = document[number].get_textpage()
    text = "".join(chr(pdfium.FPDFText_GetUnicode(texts, index)) for index in range(texts.count_chars()))
    return [
        Letter(number, _baseline(texts, index), pdfium.FPDFText_GetFontSize(texts, index), _font(texts, index))
        for index in range(len(text))
        if text.startswith(word, index)
    ]


def _baseline(texts: pypdfium2.PdfTextPage, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(texts, index, x, y)
    return y.value


def _font(texts: pypdfium2.PdfTextPage, index: int) -> str:
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(texts, index, name, len(name), None)
    return name.value.decode()


@pytest.mark.parametrize("fill", FILLERS)
@pytest.mark.parametrize("layout", ["classic", "large-print", "onepage", "classic --style easy-reading"])
def test_what_is_typed_on_a_line_stands_on_the_printed_baseline(
    layout: str, fill: Callable[[Path, Path, Filling], None], tmp_path: Path
) -> None:
    blank, filled, drawn, printed = (tmp_path / f"{name}.pdf" for name in ("blank", "filled", "drawn", "printed"))
    people = ("-p", "Ana", "-p", "Ben", "--layout", *layout.split())
    alliance_output("compose", *people, "-o", blank)
    alliance_output("compose", *people, "--place", WORD, "-o", drawn)
    alliance_output("compose", *people, "--place", WORD, "--print-only", "-o", printed)
    fill(blank, filled, Filling({names_of(blank)["meeting/place"]: WORD}))
    (wanted,) = letters_of(printed, WORD)
    for path in (filled, drawn):
        (found,) = letters_of(path, WORD)
        assert found.page == wanted.page
        assert abs(found.baseline - wanted.baseline) < NEARLY


@pytest.mark.parametrize("fill", FILLERS)
@pytest.mark.parametrize("words", [1, 400])
@pytest.mark.parametrize(("layout", "size"), [("large-print", 18), ("canvas", 8.2)])
def test_a_promised_size_is_kept_however_much_is_typed(
    layout: str, size: float, words: int, fill: Callable[[Path, Path, Filling], None], tmp_path: Path
) -> None:
    blank, filled = tmp_path / "blank.pdf", tmp_path / "filled.pdf"
    alliance_output("compose", "-p", "Ana", "-p", "Ben", "--layout", layout, "--paper", "a4", "-o", blank)
    text = " ".join([WORD] * words)
    fill(blank, filled, Filling({names_of(blank)["answer/hopes/p1"]: text}))
    assert {round(letter.size, 1) for letter in letters_of(filled, WORD)} == {size}


@pytest.mark.parametrize("fill", FILLERS)
def test_what_is_typed_in_the_style_easy_reading_is_in_its_typeface(
    fill: Callable[[Path, Path, Filling], None], tmp_path: Path
) -> None:
    blank, filled = tmp_path / "blank.pdf", tmp_path / "filled.pdf"
    alliance_output("compose", "-p", "Ana", "-p", "Ben", "--style", "easy-reading", "-o", blank)
    names = names_of(blank)
    fill(blank, filled, Filling({names["answer/hopes/p1"]: WORD, names["meeting/place"]: WORD}))
    fonts = [letter.font for letter in letters_of(filled, WORD)]
    assert len(fonts) == 2
    assert all("AtkinsonHyperlegibleNext" in font for font in fonts)
