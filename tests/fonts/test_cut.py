import io
import zlib

import pytest

pytest.importorskip("fontTools", reason="needs fonttools, which cuts the slices")

from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-untyped] # fontTools has no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types

from generator.fonts import TYPEFACES, ShippedTypeface, read
from generator.fonts.cut import cut
from generator.fonts.drawing import FIGURES, SIGNS
from generator.fonts.faces import FontFile
from generator.fonts.metrics import FontSubset, typeface

OLD_STYLE = ("Vollkorn-Regular", "Vollkorn-Italic", "Vollkorn-SemiBold")
"""Typefaces whose figures are old-style ones, if nothing else is asked for."""
LIGATURES = {0x80: "f_f", 0x81: "f_i.liga", 0x82: "f_l.liga", 0x83: "f_f_i", 0x84: "f_f_l"}
SPACED = {"\x9c": False, "\x9d": True}
"""Marks with a narrow space, and whether it stands in front."""
NAMES = [each.name for each in TYPEFACES]


def inflated(name: str, content: bytes) -> bytes:
    """Other versions of zlib deflate the same content to other bytes."""
    return zlib.decompress(content) if name.endswith(".z") else content


@pytest.mark.parametrize("each", TYPEFACES, ids=NAMES)
@pytest.mark.slow
def test_the_prepared_files_are_what_the_cutter_makes_of_the_typefaces(each: ShippedTypeface) -> None:
    for name, content in cut(each, *map(read, each.files)).items():
        assert inflated(name, read(f"prepared/{name}")) == inflated(name, content), name


@pytest.mark.slow
@pytest.mark.parametrize("name", [each.name for each in TYPEFACES if not each.sources])
def test_a_slices_code_leads_to_a_glyph_drawn_as_the_typeface_draws_the_character(name: str) -> None:
    whole = TTFont(io.BytesIO(read(f"{name}.ttf")))
    cmap = whole.getBestCmap() | (
        (lining_figures(whole) | old_style_figures(whole) | LIGATURES) if name in OLD_STYLE else {}
    )
    cmap |= {ord(code): cmap[ord(sign.strip())] for code, (_, sign) in SIGNS.items()}
    for each in typeface(FontFile(name)).subsets:
        sliced = TTFont(io.BytesIO(zlib.decompress(each.program())))
        order = sliced.getGlyphOrder()
        glyphs = zlib.decompress(each.glyphs())
        for character in each.advances:
            code = ord(character)
            glyph = order[int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")]
            (advance, outline), (wanted, original) = drawn(sliced, glyph), drawn(whole, cmap[code])
            if character in SPACED:
                space = whole["head"].unitsPerEm // 8
                wanted, original = wanted + space, shift(original, space if SPACED[character] else 0)
            assert advance == wanted, character
            assert alike(outline, original), character


def shift(outline: object, right: int) -> object:
    """Return a drawing further to the right."""
    if isinstance(outline, tuple) and len(outline) == 2 and all(isinstance(value, int | float) for value in outline):
        return (outline[0] + right, outline[1])
    return type(outline)(shift(part, right) for part in outline) if isinstance(outline, tuple | list) else outline


@pytest.mark.parametrize("composite", [each for each in TYPEFACES if each.sources], ids=lambda each: each.name)
def test_a_composite_draws_each_character_as_the_first_of_its_typefaces_that_has_it(composite: ShippedTypeface) -> None:
    sources = [TTFont(io.BytesIO(read(file))) for file in composite.files]
    (field,), (usual, *_) = (
        typeface(FontFile(composite.name)).subsets,
        typeface(FontFile(composite.sources[-1])).subsets,
    )
    assert field.advances.keys() >= usual.advances.keys()
    sliced = TTFont(io.BytesIO(zlib.decompress(field.program())))
    glyphs = zlib.decompress(field.glyphs())
    lenders = set()
    for character in field.advances:
        code = ord(character)
        glyph = sliced.getGlyphOrder()[int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")]
        source = next(source for source in sources if code in source.getBestCmap())
        (advance, outline), (wanted, original) = drawn(sliced, glyph), drawn(source, source.getBestCmap()[code])
        assert advance == wanted == field.advances[character], character
        assert alike(outline, original), character
        lenders.add(sources.index(source))
    assert lenders == set(range(len(sources)))


def lining_figures(whole: TTFont) -> dict[int, str]:
    """By code, of a typeface that has lining figures beside its old-style ones."""
    named = {ord(figure): f"{whole.getBestCmap().get(ord(figure))}.lf" for figure in "0123456789"}
    return {code: glyph for code, glyph in named.items() if glyph in whole.getGlyphOrder()}


def old_style_figures(whole: TTFont) -> dict[int, str]:
    """By glyph code; the one is the alternative that no capital I looks like."""
    return {ord(code): whole.getBestCmap()[ord(figure)] for code, figure in FIGURES.items()} | {0x91: "one.ss11"}


@pytest.mark.parametrize("name", OLD_STYLE)
def test_figures_are_as_high_as_capitals(name: str) -> None:
    for figure in "0123456789":
        low, high = reach(name, figure)
        assert abs(high - typeface(FontFile(name)).cap_height) < 60, figure
        assert low > -30, figure


@pytest.mark.parametrize("name", OLD_STYLE)
def test_old_style_figures_are_as_high_as_small_letters_or_reach_as_they_do_above_or_below(name: str) -> None:
    x_height = typeface(FontFile(name)).x_height
    for code, figure in FIGURES.items():
        low, high = reach(name, code)
        assert (high > x_height + 100) is (figure in "68"), figure
        assert (low < -100) is (figure in "34579"), figure


def reach(name: str, code: str) -> tuple[float, float]:
    """Return from where to where a glyph reaches, thousandths of the size from the baseline."""
    (subset,) = (subset for subset in typeface(FontFile(name)).subsets if code in subset.advances)
    font = TTFont(io.BytesIO(zlib.decompress(subset.program())))
    glyphs = zlib.decompress(subset.glyphs())
    glyph = font["glyf"][font.getGlyphOrder()[int.from_bytes(glyphs[2 * ord(code) :][:2], "big")]]
    unit = 1000 / font["head"].unitsPerEm
    return glyph.yMin * unit, glyph.yMax * unit


STEP = 3.0
"""Thousandths of the size: a point moves by one at most, and a part of a part by as much for each of its offsets."""


def alike(one: object, other: object) -> bool:
    """Tell whether two drawings are the same but for the grid."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= STEP
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other


def drawn(font: TTFont, glyph: str) -> tuple[int, object]:
    """Return how wide a glyph is, and how it is drawn."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return font["hmtx"].metrics[glyph][0], pen.value


@pytest.mark.parametrize(
    "each", [each for name in NAMES for each in typeface(FontFile(name)).subsets], ids=lambda each: each.font
)
def test_the_field_font_alone_draws_what_it_lacks(each: FontSubset) -> None:
    sliced = TTFont(io.BytesIO(zlib.decompress(each.program())))
    assert bool(drawn(sliced, ".notdef")[1]) is not ("+" in each.font)


@pytest.mark.parametrize("licence", ["OFL.txt", "DejaVu.txt"])
def test_every_licence_is_shipped(licence: str) -> None:
    assert b"Copyright" in read(licence)
