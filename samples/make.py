"""Make the samples again: ``python samples/make.py [FOLDER]`` (needs pypdfium2 for the pictures)."""

from __future__ import annotations

import sys
from pathlib import Path

from generator.cli import alliance

HERE = Path(__file__).parent
MEETING = ["--meeting", "2026-12-04 12:30", "--place", "Café Lisboa"]
PEOPLE = ["-p", "Ana Lima", "-p", "Ben Okafor"]
COMMANDS = {
    "worksheet.pdf": ["compose"],
    "worksheet-ana-lima-ben-okafor.pdf": ["compose", *PEOPLE, *MEETING, "--suggest", "3"],
    "alliance-ana-lima-ben-okafor.pdf": ["merge", str(HERE / "answers.yaml")],
}
PICTURES = {
    "worksheet.png": ("worksheet.pdf", (0, 1, 3)),
    "suggested.png": ("worksheet-ana-lima-ben-okafor.pdf", (0, 1, 4)),
    "alliance.png": ("alliance-ana-lima-ben-okafor.pdf", (0, 1)),
}
"""Each picture: pages of a sample, side by side."""
SCALE = 0.75
"""Pixels a point."""
GAP = 12


def make_documents(folder: Path) -> None:
    """Write the sample PDFs."""
    for name, command in COMMANDS.items():
        alliance.main([*command, "-o", str(folder / name), "--force"], standalone_mode=False)


def make_pictures(folder: Path) -> None:
    """Draw pages of the sample PDFs."""
    import pypdfium2  # noqa: PLC0415 - the documents can be made without
    from PIL import Image  # noqa: PLC0415

    for name, (source, numbers) in PICTURES.items():
        with pypdfium2.PdfDocument(folder / source) as document:
            document.init_forms()
            pages = [document[number].render(scale=SCALE).to_pil().convert("RGB") for number in numbers]
        width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
        picture = Image.new("RGB", (width, pages[0].height + 2 * GAP), "#d0d0d0")
        for number, page in enumerate(pages):
            picture.paste(page, (GAP + number * (page.width + GAP), GAP))
        picture.quantize(64).save(folder / name, optimize=True)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    make_documents(target)
    make_pictures(target)
