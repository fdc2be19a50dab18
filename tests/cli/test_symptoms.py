"""What ``docs/returns.md`` says that the program says of sheets that come back, it says."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
from PIL import Image

from tests.cli.filling import fill, flattened, written
from tests.cli.reading import ANA_AND_BEN, worksheet
from tests.cli.test_written_marks import annotate, place_of, write_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.terminal import Ended, Terminal

PAGE = (Path(__file__).parents[2] / "docs" / "returns.md").read_text("utf-8")
SYMPTOMS = re.sub(r"\*\*[^*]+\*\*", "", PAGE.split("## When something is wrong")[1])
SAID = [" ".join(said.split()) for said in re.findall(r"\*([^*]+)\*", SYMPTOMS)]
"""What stands there in italics."""
FILLED = {"answer/hopes/p1": "Time."}


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("L", (600, 800), 200).save(out, "PDF")
    return out.getvalue()


def encrypted(sheet: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sheet))
    writer.encrypt("secret", algorithm="AES-256")
    return written(writer)


def merged(alliance: Terminal, *returned: bytes) -> Ended:
    files = [alliance.file(f"returned{number}.pdf", data).name for number, data in enumerate(returned)]
    return alliance("merge", *files, "-o", "alliance.pdf")


def alliance_among_sheets(alliance: Terminal, sheet: bytes) -> Ended:
    merged(alliance, fill(sheet, FILLED))
    return alliance("merge", "returned0.pdf", "alliance.pdf", "-o", "again.pdf")


SITUATIONS: dict[str, Callable[[Terminal, bytes], Ended]] = {
    "nobody has answered anything (sent back without saving?)": merged,
    "Nothing was filled in for Ben Okafor.": lambda alliance, sheet: merged(alliance, fill(sheet, FILLED)),
    "has no form fields": lambda alliance, sheet: merged(alliance, flattened(sheet)),
    "is a scan: pictures of pages, without any text": lambda alliance, _: merged(alliance, scan()),
    "stands in a text box on page 2; it was taken": lambda alliance, sheet: merged(
        alliance, write_over(sheet, "answer/hopes/p1", "Time.")
    ),
    "belongs to no field, and is not among the answers": lambda alliance, sheet: merged(
        alliance, annotate(fill(sheet, FILLED), 0, "Stamp", place_of(sheet, "answer/hopes/p1")[1])
    ),
    "is cut off: its end is missing": lambda alliance, sheet: merged(alliance, sheet[: len(sheet) // 2]),
    "is encrypted": lambda alliance, sheet: merged(alliance, encrypted(sheet)),
    "is a worksheet, not a finished alliance": lambda alliance, sheet: alliance(
        "revise", alliance.file("sheet.pdf", sheet)
    ),
    "is a finished alliance, not a worksheet": alliance_among_sheets,
    "exists already": lambda alliance, sheet: alliance(
        "compose", *ANA_AND_BEN, "-o", alliance.file("sheet.pdf", sheet)
    ),
}


def test_every_symptom_is_tried() -> None:
    assert sorted(SAID) == sorted(SITUATIONS)


@pytest.mark.parametrize("said", SITUATIONS)
def test_the_program_says_so(alliance: Terminal, said: str) -> None:
    assert said in SITUATIONS[said](alliance, worksheet(alliance, *ANA_AND_BEN)).err
