from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from generator.fonts import read
from generator.pdf.glyph_fallback import program

if TYPE_CHECKING:
    from pathlib import Path


def test_a_characters_glyph_is_the_one_that_the_typeface_has_for_it() -> None:
    fonts = pytest.importorskip("fontTools.ttLib", reason="needs fonttools, to read what ReportLab wrote")
    whole = fonts.TTFont(io.BytesIO(read("NotoSans-Regular.ttf")))
    made = program("NotoSans-Regular", "Ḁℵẵ")
    cut = fonts.TTFont(io.BytesIO(made.data))
    for character, glyph in made.glyphs.items():
        expected = whole["glyf"][whole.getBestCmap()[ord(character)]].getCoordinates(whole["glyf"])[0]
        assert cut["glyf"][cut.getGlyphName(glyph)].getCoordinates(cut["glyf"])[0] == expected


def test_glyphs_are_counted_from_one_as_the_program_has_them() -> None:
    assert program("DejaVuSans", "☃☂").glyphs == {"☃": 1, "☂": 2}


@pytest.mark.skipif(sys.platform == "win32", reason="a working folder cannot be removed there")
def test_where_reportlab_cannot_start_the_failure_says_why(tmp_path: Path) -> None:
    script = (
        "import os, sys; from generator.pdf import glyph_fallback; os.rmdir(os.getcwd())\n"
        "try: glyph_fallback.program('DejaVuSans', 'x')\n"
        "except glyph_fallback.EngineUnavailable as failure: sys.exit('Start again in a folder' not in str(failure))\n"
        "sys.exit(3)"
    )
    folder = tmp_path / "gone"
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", script], check=False, cwd=folder, env=environment)
    assert run.returncode == 0
