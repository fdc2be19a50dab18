import io
import zlib

import pytest

pytest.importorskip("fontTools", reason="needs fonttools, which cuts the slices")

from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types

from generator.pages import FontFile
from generator.pdf.fonts import typeface
from generator.typefaces import TYPEFACES, Typeface, read
from generator.typefaces.cut import cut

NAMES = [each.name for each in TYPEFACES]


def inflated(name: str, content: bytes) -> bytes:
    """Other versions of zlib deflate the same content to other bytes."""
    return zlib.decompress(content) if name.endswith(".z") else content


@pytest.mark.parametrize("each", TYPEFACES, ids=NAMES)
def test_the_prepared_files_are_what_the_cutter_makes_of_the_typefaces(each: Typeface) -> None:
    for name, content in cut(each, read(f"{each.name}.ttf")).items():
        assert inflated(name, read(f"prepared/{name}")) == inflated(name, content), name


@pytest.mark.parametrize("name", NAMES)
def test_a_slices_code_leads_to_the_glyph_that_the_typeface_has_for_the_character(name: str) -> None:
    whole = TTFont(io.BytesIO(read(f"{name}.ttf")))
    cmap = whole.getBestCmap()
    for each in typeface(FontFile(name)).slices:
        sliced = _shapes(zlib.decompress(each.program()))
        glyphs = zlib.decompress(each.glyphs())
        for character in each.advances:
            code = ord(character)
            glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
            original = whole["glyf"][cmap[code]]
            assert sliced[glyph] == (original.numberOfContours, getattr(original, "xMin", 0)), character


def _shapes(program: bytes) -> list[tuple[int, int]]:
    font = TTFont(io.BytesIO(program))
    glyphs = (font["glyf"][name] for name in font.getGlyphOrder())
    return [(glyph.numberOfContours, getattr(glyph, "xMin", 0)) for glyph in glyphs]


@pytest.mark.parametrize("licence", ["OFL.txt", "DejaVu.txt"])
def test_every_licence_is_shipped(licence: str) -> None:
    assert b"Copyright" in read(licence)
