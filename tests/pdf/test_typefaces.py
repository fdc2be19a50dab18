import io
import zlib

import pytest

pytest.importorskip("fontTools", reason="needs fonttools, which cuts the slices")

from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-untyped] # fontTools has no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types

from generator.pages import FontFile
from generator.pdf.fonts import Slice, typeface
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
def test_a_slices_code_leads_to_a_glyph_drawn_as_the_typeface_draws_the_character(name: str) -> None:
    whole = TTFont(io.BytesIO(read(f"{name}.ttf")))
    cmap = whole.getBestCmap()
    for each in typeface(FontFile(name)).slices:
        sliced = TTFont(io.BytesIO(zlib.decompress(each.program())))
        order = sliced.getGlyphOrder()
        glyphs = zlib.decompress(each.glyphs())
        for character in each.advances:
            code = ord(character)
            glyph = order[int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")]
            assert drawn(sliced, glyph) == drawn(whole, cmap[code]), character


def drawn(font: TTFont, glyph: str) -> tuple[object, object]:
    """Return how a glyph is spaced and drawn."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return font["hmtx"].metrics[glyph], pen.value


@pytest.mark.parametrize(
    "each", [each for name in NAMES for each in typeface(FontFile(name)).slices], ids=lambda each: each.font
)
def test_the_field_font_alone_draws_what_it_lacks(each: Slice) -> None:
    sliced = TTFont(io.BytesIO(zlib.decompress(each.program())))
    assert bool(drawn(sliced, ".notdef")[1]) is not ("+" in each.font)


@pytest.mark.parametrize("licence", ["OFL.txt", "DejaVu.txt"])
def test_every_licence_is_shipped(licence: str) -> None:
    assert b"Copyright" in read(licence)
