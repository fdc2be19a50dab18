"""Make the samples again: ``python samples/make.py [FOLDER]`` (the pictures need the extra ``preview``)."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator.cli.commands import alliance

HERE = Path(__file__).parent
MEETING = ["--meeting", "2026-12-04 12:30", "--place", "Café Lisboa"]
PEOPLE = ["-p", "Ana Lima", "-p", "Ben Okafor"]
COMMANDS = {
    "worksheet.pdf": ["compose"],
    "worksheet-ana-lima-ben-okafor.pdf": ["compose", *PEOPLE, *MEETING, "--suggest", "3"],
    "alliance-ana-lima-ben-okafor.pdf": ["merge", str(HERE / "answers.yaml")],
}
NEXT_MEETING = ["--meeting", "2027-03-01 12:30"]


class Picture(NamedTuple):
    """Pages of a document, side by side."""

    source: str
    pages: tuple[int, ...]
    resolution: int = 54
    """Pixels per inch."""
    options: tuple[str, ...] = ()
    """Of ``compose``, for a document of a layout; or a whole other command."""


PICTURES = {
    "worksheet.png": Picture("worksheet.pdf", (0, 1, 3)),
    "suggested.png": Picture("worksheet-ana-lima-ben-okafor.pdf", (0, 1, 4)),
    "alliance.png": Picture("alliance-ana-lima-ben-okafor.pdf", (0, 1)),
    "card.png": Picture("card.pdf", (0,), 72),
    "brand.png": Picture("layout-classic.pdf", (0, 1, -1), 45, ("--brand", str(HERE / "brand.yaml"), "--suggest", "3")),
    "easy-reading.png": Picture("layout-classic.pdf", (0, 2), 45, ("--style", "easy-reading", "--suggest", "3")),
    "revise.png": Picture("revise.pdf", (2, 5)),
    "revision.png": Picture("revision.pdf", (0, -1)),
    "layout-booklet.png": Picture("layout-booklet.pdf", (0, 3), 34, ("--print-only", "--suggest", "3")),
    "layout-canvas.png": Picture("layout-canvas.pdf", (0,), 60, ("--suggest", "3")),
    "canvas.png": Picture("layout-canvas.pdf", (0,), 60, ("merge", str(HERE / "answers.yaml"), "--paper", "a3")),
    "layout-cards.png": Picture("layout-cards.pdf", (0, 1), 45),
    "layout-classic.png": Picture("layout-classic.pdf", (0, 1), 45),
    "layout-large-print.png": Picture("layout-large-print.pdf", (0, 2), 45),
    "layout-onepage.png": Picture("layout-onepage.pdf", (0, 1), 45),
    "layout-prep.png": Picture("layout-prep.pdf", (0, 1), 45),
    "layout-side-by-side.png": Picture("layout-side-by-side.pdf", (0, 1), 45, ("merge", str(HERE / "answers.yaml"))),
    "layout-tents.png": Picture("layout-tents.pdf", (0, 2), 45),
    "layout-workbook.png": Picture("layout-workbook.pdf", (0, 2), 45),
}
"""The documents of the layouts, of the next meeting and the card are made for their pictures only."""
GAP = 12
LOGO = ((11, 79, 108, 255), (138, 59, 18, 200))
"""The colours of its two circles."""


def make_logo(folder: Path) -> None:
    """Draw the logo of the sample brand, which can be seen through outside its circles."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - the documents can be made without

    side, apart, finer = 200, 130, 4
    size = (finer * (side + apart), finer * side)
    whole = Image.new("RGBA", size, (0, 0, 0, 0))
    for number, colour in enumerate(LOGO):
        layer = Image.new("RGBA", size, (0, 0, 0, 0))
        left = finer * apart * number
        ImageDraw.Draw(layer).ellipse((left, 0, left + finer * side - 1, finer * side - 1), fill=colour)
        whole = Image.alpha_composite(whole, layer)
    whole.resize((side + apart, side), Image.Resampling.LANCZOS).save(folder / "logo.png", optimize=True)


def make_documents(folder: Path) -> None:
    """Write the sample PDFs."""
    for name, command in COMMANDS.items():
        alliance.main([*command, "-o", str(folder / name), "--force"], standalone_mode=False)


def make_pictures(folder: Path) -> None:
    """Draw pages of the sample PDFs in the folder, and of a worksheet in every layout."""
    from PIL import Image  # noqa: PLC0415 - the documents can be made without

    from generator.workflows.preview import page_pictures  # noqa: PLC0415 - the same

    for name, (source, numbers, resolution, options) in PICTURES.items():
        drawn = list(page_pictures(_document(folder, source, options), resolution))
        pages = [Image.open(io.BytesIO(drawn[number])).convert("RGB") for number in numbers]
        width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
        picture = Image.new("RGB", (width, pages[0].height + 2 * GAP), "#d0d0d0")
        for number, page in enumerate(pages):
            picture.paste(page, (GAP + number * (page.width + GAP), GAP))
        picture.quantize(64).save(folder / name, optimize=True)


def _document(folder: Path, name: str, options: tuple[str, ...]) -> bytes:
    if name in COMMANDS:
        return (folder / name).read_bytes()
    if name in {"revise.pdf", "revision.pdf"}:
        return _of_the_next_meeting(folder, name)
    if name == "card.pdf":
        return _card(folder)
    layout = name.removesuffix(".pdf").removeprefix("layout-")
    with TemporaryDirectory() as aside:
        path = Path(aside, name)
        command = [*options] if options[:1] == ("merge",) else ["compose", *PEOPLE, *MEETING, *options]
        alliance.main([*command, "--layout", layout, "-o", str(path)], standalone_mode=False)
        return path.read_bytes()


def _card(folder: Path) -> bytes:
    """Return the card of the sample alliance."""
    with TemporaryDirectory() as aside:
        card = Path(aside, "card.pdf")
        whole = str(folder / "alliance-ana-lima-ben-okafor.pdf")
        alliance.main(["merge", whole, "--card", str(card), "-o", str(Path(aside, "again.pdf"))], standalone_mode=False)
        return card.read_bytes()


def _of_the_next_meeting(folder: Path, name: str) -> bytes:
    """Return the worksheet for the next meeting, or the revision that it leads to."""
    with TemporaryDirectory() as aside:
        sheet, revision = Path(aside, "revise.pdf"), Path(aside, "revision.pdf")
        first = str(folder / "alliance-ana-lima-ben-okafor.pdf")
        alliance.main(["revise", first, *NEXT_MEETING, "-o", str(sheet)], standalone_mode=False)
        answers = str(HERE / "answers-revision-2.yaml")
        alliance.main(["merge", str(sheet), answers, "-o", str(revision)], standalone_mode=False)
        return Path(aside, name).read_bytes()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    make_logo(target)
    make_documents(target)
    make_pictures(target)
