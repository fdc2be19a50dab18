"""Web fonts: complete files, of the glyphs that the PDF embeds, found by names that tell their content."""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-untyped] # fontTools has no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types

from generator.fonts import TYPEFACES, read
from generator.fonts.faces import NOTO_SANS, FontFile
from generator.fonts.metrics import FontSubset, further, typeface
from generator.fonts.shaping import shaping_font
from generator.pdf.font_embedding import ShapedText, Supplement
from generator.web import web_fonts
from generator.web.web_fonts import HOUSE_FONTS, WebFont, find_web_font, make_web_font

if TYPE_CHECKING:
    from generator.fonts.shaping import Cluster

NEEDED = {"OS/2", "cmap", "head", "hhea", "hmtx", "maxp", "name", "post"}
"""What browsers ask of every font."""
ARABIC = FontFile("NotoSansArabic-Regular")
SUBSETS = [subset for shipped in TYPEFACES for subset in typeface(FontFile(shipped.name)).subsets]


def open_font(program: bytes) -> TTFont:
    """Return the font as fontTools reads all of it."""
    font = TTFont(io.BytesIO(program))
    for tag in font.keys():  # noqa: SIM118 - a font is no dictionary
        font[tag]
    assert set(font.keys()) >= NEEDED
    return font


def outline(font: TTFont, glyph: str) -> list[object]:
    """Return a glyph's outline."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    drawn: list[object] = pen.value
    return drawn


def draw(font: TTFont, web_font: WebFont, code: int) -> tuple[int, list[object]]:
    """Return the advance and the outline of a code of the PDF's font."""
    markup = web_font.characters.get(code, chr(code))
    character = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}.get(markup, markup)
    glyph = font.getBestCmap()[ord(character)]
    return font["hmtx"].metrics[glyph][0], outline(font, glyph)


def shape(text: str) -> list[Cluster]:
    """Return the clusters of an Arabic text, each once."""
    return list(dict.fromkeys(shaping_font(ARABIC).shape(text, "ar", right_to_left=True)))


@pytest.mark.parametrize("subset", SUBSETS, ids=lambda subset: f"{subset.file.name} {subset.name}")
def test_a_slice_has_the_glyphs_of_the_pdf_for_all_its_codes(subset: FontSubset) -> None:
    web_font = make_web_font(subset)
    embedded, served = TTFont(io.BytesIO(zlib.decompress(subset.program()))), open_font(web_font.program)
    glyphs = zlib.decompress(subset.glyphs())
    unit = embedded["head"].unitsPerEm / 1000
    for code in map(ord, subset.advances):
        glyph = embedded.getGlyphName(int.from_bytes(glyphs[2 * code : 2 * code + 2], "big"))
        advance, drawn = draw(served, web_font, code)
        assert drawn == outline(embedded, glyph)
        assert advance == pytest.approx(subset.advances[chr(code)] * unit, abs=unit)


def test_only_ascii_stands_in_markup_as_it_is() -> None:
    web_font = make_web_font(SUBSETS[0])
    for code in map(ord, SUBSETS[0].advances):
        markup = web_font.characters.get(code, chr(code))
        assert markup.isascii() or 0xE000 <= ord(markup) <= 0xF8FF
    assert [web_font.characters[ord(sign)] for sign in "&<>"] == ["&amp;", "&lt;", "&gt;"]


@pytest.mark.parametrize("name", ["NotoSans-Regular", "DejaVuSans", "Vollkorn-Italic"])
def test_characters_cut_for_one_file_come_from_the_whole_typeface(name: str) -> None:
    whole = TTFont(io.BytesIO(read(f"{name}.ttf")))
    characters = sorted(further(FontFile(name)))[::97]
    codes = {character: code for code, character in enumerate([*characters, f"{characters[0]}x"], 1)}
    web_font = make_web_font(Supplement(FontFile(name), codes))
    served = open_font(web_font.program)
    for character, code in codes.items():
        assert draw(served, web_font, code)[1] == outline(whole, whole.getBestCmap()[ord(character[0])])
    assert web_font.part(struct.pack(">2H", 1, 2), ()).advance > 0


def test_the_clusters_of_a_document_are_a_font() -> None:
    clusters = shape("محمد الأمين")
    web_font = make_web_font(ShapedText(ARABIC, clusters))
    served = open_font(web_font.program)
    assert web_font.program.startswith(b"OTTO")
    for code, cluster in enumerate(clusters, 1):
        advance, drawn = draw(served, web_font, code)
        assert (advance, bool(drawn)) == (
            cluster.advance,
            any(shaping_font(ARABIC).outline(g.number) for g in cluster.glyphs),
        )
    assert find_web_font(web_font.name) == web_font.program


def test_clusters_in_another_order_are_the_same_font() -> None:
    clusters = shape("ليلى حداد")
    one, other = (make_web_font(ShapedText(ARABIC, order)) for order in (clusters, clusters[::-1]))
    assert one.name == other.name
    assert one.characters[1] == other.characters[len(clusters)]


def test_checksums_are_those_of_the_format() -> None:
    for content in (SUBSETS[0], ShapedText(ARABIC, shape("محمد"))):
        program = make_web_font(content).program
        assert sum(struct.unpack(f">{len(program) // 4}L", program)) & 0xFFFFFFFF == 0xB1B0AFBA


def test_a_text_is_parted_where_it_is_kerned() -> None:
    font = WebFont("x", b"", {2: "&lt;"}, {"\1": 500, "\2": 250, "a": 600})
    found = font.part("\1\2a".encode("utf-16-be"), ((1, -20.0), (3, 5.0)))
    assert [(part.start, part.before, part.text) for part in found.parts] == [(0, 0, "\1"), (480, 1, "&lt;a")]
    assert (found.advance, found.length) == (1335, 3)


def test_names_are_safe_everywhere_and_stay_those_of_their_content() -> None:
    fonts = [make_web_font(subset) for subset in SUBSETS]
    assert len({font.name for font in fonts}) == len(fonts)
    for font in fonts:
        assert re.fullmatch("[A-Za-z][A-Za-z0-9-]+-[0-9a-f]{16}", font.name)


def test_shipped_fonts_are_found_by_a_server_that_has_drawn_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    font = make_web_font(SUBSETS[0])
    monkeypatch.setattr(web_fonts, "_KEPT", type(web_fonts._KEPT)())  # noqa: SLF001 - as in another process
    web_fonts._make_slice.cache_clear()  # noqa: SLF001
    assert find_web_font(font.name) == font.program


@pytest.mark.parametrize(
    "name", ["", "NotoSans", "NotoSans-Regular-", "NotoSans-Regular-field-0", "../NotoSans-Regular", "x" * 9999, "\0"]
)
def test_other_names_are_unknown(name: str) -> None:
    assert find_web_font(name) is None


def test_the_house_s_typefaces_are_given_whole() -> None:
    assert {"Vollkorn-Regular", "Vollkorn-Italic", "Vollkorn-SemiBold", "NotoSans-Regular"} == set(HOUSE_FONTS)
    for name, path in HOUSE_FONTS.items():
        with open(path, "rb") as file:  # noqa: PTH123 - as it is given
            assert find_web_font(name) == file.read()


def test_fonts_of_single_documents_are_kept_so_many_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_fonts, "_MOST_KEPT", 2)
    monkeypatch.setattr(web_fonts, "_KEPT", type(web_fonts._KEPT)())  # noqa: SLF001 - kept for this test
    first, second = (make_web_font(ShapedText(ARABIC, shape(text))) for text in ("محمد", "ليلى"))
    assert find_web_font(first.name)
    third = make_web_font(ShapedText(ARABIC, shape("حداد")))
    assert [find_web_font(font.name) is not None for font in (first, second, third)] == [True, False, True]
    monkeypatch.setattr(web_fonts, "_MOST_BYTES", 1)
    make_web_font(ShapedText(ARABIC, shape("محمد")))
    assert [find_web_font(font.name) is not None for font in (first, third)] == [True, False]


def test_a_typeface_that_somebody_brings_is_kept_under_a_name_of_ours() -> None:
    own = FontFile("Mine; x", read("AtkinsonHyperlegibleNext-Regular.ttf"))
    font = make_web_font(typeface(own).subsets[0])
    assert font.name.startswith("own-")
    assert find_web_font(font.name) == font.program


def test_no_shipped_typeface_has_more_glyphs_than_private_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_fonts, "MOST_GLYPHS", 100)
    web_fonts._make_whole.cache_clear()  # noqa: SLF001 - made anew
    with pytest.raises(ValueError, match="more glyphs"):
        make_web_font(Supplement(NOTO_SANS, {"a": 1}))
