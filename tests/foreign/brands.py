"""Brands for the documents that foreign software judges: with a logo to be seen through, one in SVG, and a typeface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.fonts import read

if TYPE_CHECKING:
    from pathlib import Path

LOGO = (0, 90, 160)
"""Its colour."""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><circle cx="10" cy="10" r="10" fill="#005AA0"/></svg>'
)
TOLD = "organisation: Tandem Coaching\ncontact: hello@tandem.example\nwebsite: tandem.example\n"
COLOURS = 'colours: {accent: "#0B4F6C", second: "#8A3B12"}\n'
BRANDS = {
    "alpha": 'logo: {file: logo.png, alternative: "A disc, half seen through"}\n' + COLOURS,
    "vector": "logo: {file: logo.svg, alternative: A disc}\n",
    "typeface": "logo: {file: logo.png, alternative: A disc}\nfont: mine.ttf\n" + COLOURS,
}


def write_brands(folder: Path) -> None:
    """Write ``alpha.yaml`` and the others, and the files that they name; skip the test where the extra is missing."""
    pillow = pytest.importorskip("PIL.Image", reason="needs the extra brand")
    draw = pytest.importorskip("PIL.ImageDraw", reason="needs the extra brand")
    for module in ("fontTools", "resvg_py"):
        pytest.importorskip(module, reason="needs the extra brand")
    picture = pillow.new("RGBA", (80, 40), (0, 0, 0, 0))
    draw.Draw(picture).ellipse((0, 0, 39, 39), fill=(*LOGO, 255))
    draw.Draw(picture).rectangle((50, 0, 79, 39), fill=(*LOGO, 96))
    picture.save(folder / "logo.png")
    (folder / "logo.svg").write_text(SVG)
    (folder / "mine.ttf").write_bytes(read("AtkinsonHyperlegibleNext-Regular.ttf"))
    for name, brand in BRANDS.items():
        (folder / f"{name}.yaml").write_text(TOLD + brand)
