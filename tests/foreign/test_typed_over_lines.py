"""The lines to write on print from an empty field, and do not run through what is typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.foreign.drawing import DPI, drawn_by_pdfium, drawn_by_poppler
from tests.foreign.fillers import names_of
from tests.foreign.tools import alliance_output
from tests.foreign.typing_in_pdfium import type_into

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PIL.Image import Image

DARK = 200
"""Of 255 steps of lightness: a line to write on is darker."""


def by_poppler(path: Path) -> list[Image]:
    return drawn_by_poppler(path, path.parent)


def right_half_of_field(path: Path, name: str, pages: list[Image]) -> Image:
    """Return what is drawn in the right half of a field, where a single typed letter does not reach."""
    for page, picture in zip(PdfReader(path).pages, pages, strict=True):
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            if widget.get("/T") == name:
                left, bottom, right, top = (float(edge) * DPI / 72 for edge in widget["/Rect"])
                inset, height = 2, picture.height
                return picture.crop(
                    (
                        round((left + right) / 2),
                        round(height - top),
                        round(right) - inset,
                        round(height - bottom) - inset,
                    )
                )
    pytest.fail(f"no field {name}")


def darkest(picture: Image) -> int:
    return next(lightness for lightness, pixels in enumerate(picture.histogram()) if pixels)


@pytest.mark.parametrize("drawn", [by_poppler, drawn_by_pdfium])
def test_lines_show_in_an_empty_field_and_not_behind_what_is_typed(
    drawn: Callable[[Path], list[Image]], tmp_path: Path
) -> None:
    blank, filled = tmp_path / "blank.pdf", tmp_path / "filled" / "filled.pdf"
    filled.parent.mkdir()
    alliance_output("compose", "-p", "Ana", "-p", "Ben", "-o", blank)
    name = names_of(blank)["answer/hopes/p1"]
    type_into(blank, filled, {name: "x"}, frozenset())
    before = darkest(right_half_of_field(blank, name, drawn(blank)))
    after = darkest(right_half_of_field(filled, name, drawn(filled)))
    assert before < DARK < after


def around_field(path: Path, name: str, pages: list[Image]) -> list[Image]:
    """Return the strips along a field's left, right and lower edge, three points on either side; not the upper one."""
    wide, low = 3 * DPI / 72, 12 * DPI / 72
    for page, picture in zip(PdfReader(path).pages, pages, strict=True):
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            if widget.get("/T") == name:
                left, bottom, right, top = (float(edge) * DPI / 72 for edge in widget["/Rect"])
                upper, lower = picture.height - top + low, picture.height - bottom
                edges = [
                    (left - wide, upper + low, left + wide, lower + wide),
                    (right - wide, upper, right + wide, lower + wide),
                    (left - wide, lower - wide, right + wide, lower + wide),
                ]
                return [picture.crop((round(a), round(b), round(c), round(d))) for a, b, c, d in edges]
    pytest.fail(f"no field {name}")


@pytest.mark.parametrize("drawn", [by_poppler, drawn_by_pdfium])
@pytest.mark.parametrize("layout", ["classic", "large-print", "booklet"])
def test_nothing_is_left_of_the_lines_at_the_edges_of_a_field_that_is_filled_in(
    layout: str, drawn: Callable[[Path], list[Image]], tmp_path: Path
) -> None:
    blank, filled = tmp_path / "blank.pdf", tmp_path / "filled" / "filled.pdf"
    filled.parent.mkdir()
    alliance_output("compose", "-p", "Ana", "-p", "Ben", "--layout", layout, "-o", blank)
    rooms = [name for slot, name in names_of(blank).items() if slot.startswith("answer/")]
    type_into(blank, filled, dict.fromkeys(rooms, "x"), frozenset())
    pages = drawn(filled)
    assert {name: min(map(darkest, around_field(filled, name, pages))) for name in rooms} == dict.fromkeys(rooms, 255)
