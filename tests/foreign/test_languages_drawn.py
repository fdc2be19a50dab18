"""Pages in scripts that are shaped are drawn alike by two programs, and others read them without a complaint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.foreign.drawing import drawn_by_pdfium, drawn_by_poppler, worst_tile
from tests.foreign.languages import alliance_in, sheet_in
from tests.foreign.test_readers import first_pages
from tests.foreign.tools import output_of, program, ran

if TYPE_CHECKING:
    from pathlib import Path

SHAPED = ("ar", "he", "hi", "ja", "ko", "zh-Hans")


@pytest.fixture(params=[(language, kind) for language in SHAPED for kind in ("sheet", "alliance")], ids=" ".join)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    language, kind = request.param
    make = {"sheet": sheet_in, "alliance": alliance_in}[kind]
    return make(language).save(tmp_path / "made.pdf")


def test_two_programs_draw_the_same_pages(path: Path, tmp_path: Path) -> None:
    first = first_pages(path, tmp_path / "first.pdf")
    pictures = list(zip(drawn_by_poppler(first, tmp_path), drawn_by_pdfium(first), strict=True))
    differences = [worst_tile(*pair) for pair in pictures]
    assert max(differences) < 0.1, differences


def test_other_programs_have_no_complaint(path: Path) -> None:
    checked = ran(program("qpdf"), "--check", path)
    drawn = ran(program("mutool"), "draw", "-q", "-r", "36", "-F", "png", "-o", "/dev/null", path)
    said = [line for line in drawn.stderr.splitlines() if "ICC support is not available" not in line]
    assert (checked.returncode, drawn.returncode, said) == (0, 0, [])
    for name in ("pdfinfo", "pdffonts"):
        read = ran(program(name), path)
        assert (read.returncode, read.stderr) == (0, "")
    rows = output_of(program("pdffonts"), path).splitlines()[2:]
    embedded, _subset, unicode = zip(*(re.findall(r" (yes|no)(?= )", row) for row in rows), strict=True)
    assert {*embedded, *unicode} == {"yes"}, "\n".join(rows)
