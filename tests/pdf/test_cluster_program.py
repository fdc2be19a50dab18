"""The font program that is made of clusters, as fontTools reads it."""

from __future__ import annotations

import io

import pytest
from fontTools.cffLib import CFFFontSet  # type: ignore[import-untyped] # fontTools has no types
from fontTools.pens.recordingPen import RecordingPen  # type: ignore[import-untyped] # fontTools has no types

from generator.fonts.faces import Face, Faces, FontFile
from generator.fonts.shaping import Cluster, PlacedGlyph, shaping_font
from generator.pdf.cluster_fonts import ClusterCodes
from generator.pdf.cluster_program import ClusterProgram, build_program
from generator.pdf.font_embedding import DocumentFonts

SQUARE = [(0.0, 0.0, 0.0), (100.0, 0.0), (100.0, 100.4), (0.0, 100.0)]
DROP = [(10.0, 500.0, 0.0), (20.0, 600.0, 30.0, 700.0, 40.0, 500.0), (-2000.0, -5000.0, 0.0), (40000.0, 90.0)]
OUTLINES = {1: SQUARE, 2: DROP, 3: []}


def outline(number: int) -> list[tuple[float, ...]]:
    return OUTLINES[number]


def drawing(program: ClusterProgram, code: int) -> tuple[float, list[tuple[str, tuple[tuple[float, float], ...]]]]:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program.data), None)
    (font,) = (fonts[name] for name in fonts.keys())  # noqa: SIM118 - no mapping
    glyph = font.CharStrings[font.charset[code]]
    pen = RecordingPen()
    glyph.draw(pen)
    return glyph.width, [
        (operator, points) for operator, points in pen.value if operator not in {"endPath", "closePath"}
    ]


def test_a_cluster_is_drawn_as_its_glyphs_are_at_their_places() -> None:
    clusters = [
        Cluster((PlacedGlyph(1, 0, 0),), 120, "a"),
        Cluster((PlacedGlyph(1, 5, -7), PlacedGlyph(3, 0, 0), PlacedGlyph(2, 0, 0)), 1200, "ab"),
        Cluster((), 300, " "),
    ]
    program = build_program("SHAPED+Test", clusters, outline)
    square = [("moveTo", ((0, 0),)), ("lineTo", ((100, 0),)), ("lineTo", ((100, 100),)), ("lineTo", ((0, 100),))]
    assert drawing(program, 0) == (0, [])
    assert drawing(program, 1) == (120, square)
    width, both = drawing(program, 2)
    assert width == 1200
    assert both[:2] == [("moveTo", ((5, -7),)), ("lineTo", ((105, -7),))]
    assert both[4:6] == [("moveTo", ((10, 500),)), ("curveTo", ((20, 600), (30, 700), (40, 500)))]
    assert both[6:7] == [("moveTo", ((-2000, -5000),))]
    assert drawing(program, 3) == (300, [])
    assert program.box[:2] == (-2000, -5000)


@pytest.mark.parametrize("text", ["क्षत्रिय हिन्दी", "น้ำที่"])
def test_outlines_of_a_typeface_stay_what_they_are(text: str) -> None:
    script = "Devanagari" if text[0] == "क" else "Thai"
    font = shaping_font(FontFile(f"NotoSans{script}-Regular"))
    clusters = font.shape(text, "", right_to_left=False)
    program = build_program("SHAPED+Test", clusters, font.outline)
    for code, cluster in enumerate(clusters, 1):
        points = [
            (round(stroke[at]) + x, round(stroke[at + 1]) + y)
            for number, x, y in cluster.glyphs
            for stroke in font.outline(number)
            for at in range(0, len(stroke) - 1, 2)
        ]
        width, drawn = drawing(program, code)
        assert width == cluster.advance
        assert [point for _, stroke in drawn for point in stroke] == points


def test_more_clusters_than_a_font_has_codes_begin_another_one() -> None:
    names = iter(("F1", "F2"))
    codes = ClusterCodes()
    clusters = [Cluster((), width, "a") for width in range(65_537)]
    found = [codes.code(cluster, lambda: next(names)) for cluster in clusters]
    assert (found[0], found[65_534], found[65_535]) == (("F1", 1), ("F1", 65_535), ("F2", 1))
    assert codes.code(clusters[0], lambda: next(names)) == ("F1", 1)
    assert [len(own) for own in codes.fonts.values()] == [65_535, 2]


def test_a_shaped_line_is_one_string_of_codes() -> None:
    fonts = DocumentFonts(Faces(language="hi"), for_fields=False)
    (run,) = fonts.runs("हिन्दी, 4 दिन", Face.TEXT)
    assert run.operators().endswith(b")Tj")
    assert run.shaped
    assert [len(run.codes) // 2 for run in fonts.runs("Ana दिन", Face.TEXT)] == [4, 2]
