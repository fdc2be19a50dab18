"""Draw pages with poppler and with PDFium, and measure how far two drawings of a page differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from tests.foreign.tools import output_of, program

if TYPE_CHECKING:
    from pathlib import Path

DPI = 96
BLUR = 1.6
"""Pixels: takes away what anti-aliasing makes different."""
CLEARLY = 64
"""Of 255 steps of lightness."""
TILE_WIDTH, TILE_HEIGHT = DPI // 2, DPI // 8
"""Pixels; about the size of a word."""


def drawn_by_poppler(path: Path, folder: Path) -> list[Image.Image]:
    """Return a picture of each page."""
    output_of(program("pdftoppm"), "-r", str(DPI), "-gray", path, folder / "page")
    return [Image.open(picture).convert("L") for picture in sorted(folder.glob("page*.pgm"))]


def drawn_by_pdfium(path: Path) -> list[Image.Image]:
    """Return a picture of each page, its form fields with it."""
    document = pypdfium2.PdfDocument(path)
    try:
        document.init_forms()
        return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def first_by_poppler(path: Path, folder: Path) -> Image.Image:
    """Return a coloured picture of the first page."""
    output_of(program("pdftoppm"), "-r", str(DPI), "-singlefile", path, folder / "first")
    return Image.open(folder / "first.ppm").convert("RGB")


def first_by_pdfium(path: Path) -> Image.Image:
    """Return a coloured picture of the first page."""
    document = pypdfium2.PdfDocument(path)
    try:
        drawn: Image.Image = document[0].render(scale=DPI / 72).to_pil()
        return drawn.convert("RGB")
    finally:
        document.close()


def worst_tile(one: Image.Image, other: Image.Image) -> float:
    """Return the share (0 to 1) of clearly different pixels in the tile of the page where it is greatest.

    Up to a few hundredths is anti-aliasing; a tenth is a word that one of the two draws elsewhere or not at all.
    """
    gap = ImageChops.difference(_blurred(one), _blurred(other.resize(one.size)))
    marked = gap.point([0] * CLEARLY + [255] * (256 - CLEARLY))
    tiles = marked.resize((one.width // TILE_WIDTH, one.height // TILE_HEIGHT), Image.Resampling.BOX)
    _, worst = tiles.getextrema()
    assert isinstance(worst, (int, float))
    return worst / 255


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(BLUR))
