"""Shaping: text of one script and direction to clusters of glyphs, by HarfBuzz, which is imported here only.

A *cluster* is what a letter is drawn as with the signs on it, or several letters that are drawn as one glyph. Lengths
are thousandths of the type size, whole ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb

from generator.errors import AllianceError, escape
from generator.fonts.drawing import AS_CHARACTERS, AS_MIRRORED, DRAWN
from generator.fonts.scripts import find_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.fonts.faces import FontFile

UNIT = 1000
"""Steps of the size."""
_MOST_WORDS, _LONGEST_WORD = 4096, 24
"""How many words a typeface remembers as they are shaped, and how many characters they have at most."""
_MOST_GLYPHS = 16
"""A letter becomes so many at most: a damaged typeface could make thousands of it."""
_REGULAR = {"wght": 400.0, "wdth": 100.0}
"""Of variable typefaces."""
_OUTLINES = {"glyf", "CFF ", "CFF2"}
_FEATURES = {"kern": False}
"""Letters that are kerned would be a cluster more for each letter before them."""
_NO_LANGUAGE = "und"
_WORDS = re.compile(" +|[^ ]+")


class PlacedGlyph(NamedTuple):
    """A glyph in a cluster."""

    number: int
    """In its typeface."""
    x: int
    """From the cluster's origin."""
    y: int


class Cluster(NamedTuple):
    """Characters and what they are drawn as."""

    glyphs: tuple[PlacedGlyph, ...]
    """Nothing where other characters' glyphs draw them."""
    advance: int
    text: str


Stroke = tuple[float, ...]
"""A part of an outline, x and y of its points: those of where a contour begins, and ``MOVE`` behind them; of a line's
end; or of the three points of a curve.
"""
MOVE = 0.0


class ShapingFont:
    """A typeface that text is shaped in."""

    def __init__(self, file: FontFile) -> None:
        """Take a file, whose content may be damaged: then it has no characters, or empty glyphs."""
        self._name = file.name
        blob = hb.Blob(file.data) if file.data else hb.Blob.from_file_path(find_file(file.name))
        self._face = hb.Face(blob, file.number)
        self._font = hb.Font(self._face)
        self._font.scale = (UNIT, UNIT)
        if axes := {axis.tag for axis in self._face.axis_infos}:
            self._font.set_variations({tag: value for tag, value in _REGULAR.items() if tag in axes})
        self._pen = _make_pen()
        self._shape_word = lru_cache(_MOST_WORDS)(self._shape)

    def has(self, code: str) -> bool:
        """Tell whether the typeface has a character, or what draws a glyph code."""
        return self._font.get_nominal_glyph(ord(code.translate(AS_CHARACTERS))) is not None

    def shape(self, codes: str, language: str, *, right_to_left: bool) -> tuple[Cluster, ...]:
        """Return characters and glyph codes as clusters from left to right; each of one character from right to left.

        Words are shaped by themselves, so that they are as wide as in their line.
        """
        words = _WORDS.findall(codes)
        clusters: list[Cluster] = []
        for word in reversed(words) if right_to_left else words:
            shape = self._shape_word if len(word) <= _LONGEST_WORD else self._shape
            clusters += shape(word, language, right_to_left)
        return tuple(clusters)

    def _shape(self, word: str, language: str, right_to_left: bool) -> tuple[Cluster, ...]:  # noqa: FBT001 - a key
        buffer = hb.Buffer()
        buffer.add_str(word.translate(AS_MIRRORED if right_to_left else AS_CHARACTERS))
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        # without one HarfBuzz takes that of the system
        buffer.language = language or _NO_LANGUAGE
        hb.shape(self._font, buffer, _FEATURES)
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        if len(infos) > _MOST_GLYPHS * (len(word) + 1):
            told = f"The typeface '{escape(self._name)}' makes {len(infos)} glyphs of '{escape(word)}'."
            raise AllianceError(f"{told} Give another one with `fonts`.")
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(word)], strict=True))
        found: list[tuple[int, list[PlacedGlyph]]] = []
        advances: dict[int, int] = dict.fromkeys(starts, 0)
        for info, place in zip(infos, places, strict=True):
            start = info.cluster
            if not (found and found[-1][0] == start):
                found.append((start, []))
            found[-1][1].append(PlacedGlyph(info.codepoint, advances[start] + place.x_offset, place.y_offset))
            advances[start] += place.x_advance
        clusters = [Cluster(tuple(glyphs), advances[start], word[start : ends[start]]) for start, glyphs in found]
        return tuple(_part(clusters) if right_to_left else map(_spell, clusters))

    def count_remembered(self) -> int:
        """Return how many words are remembered."""
        return self._shape_word.cache_info().currsize

    def measures(self) -> tuple[int, int]:
        """Return how far the typeface reaches above the baseline, and below it (negative)."""
        extents = self._font.get_font_extents("ltr")
        return extents.ascender, extents.descender

    def outline(self, glyph: int) -> list[Stroke]:
        """Return the outline of a glyph."""
        strokes: list[Stroke] = []
        self._font.draw_glyph(glyph, self._pen, strokes)
        return strokes


def _spell(cluster: Cluster) -> Cluster:
    """Return a cluster with characters in place of glyph codes."""
    if DRAWN.keys().isdisjoint(cluster.text):
        return cluster
    return cluster._replace(text="".join(DRAWN.get(code, code) for code in cluster.text))


def _part(clusters: list[Cluster]) -> Iterator[Cluster]:
    """Yield clusters of one character: the first draws all, and each letter has its part of the width.

    Readers of a file turn text from right to left round code by code, so that two characters of one code would change
    places.
    """
    for cluster in clusters:
        text = cluster.text
        if len(text) == 1:
            yield _spell(cluster)
            continue
        letters = [at for at, code in enumerate(text) if unicodedata.category(code)[0] != "M"] or [0]
        width, rest = divmod(cluster.advance, len(letters))
        parts = []
        for at, code in enumerate(text):
            advance = width + (rest if at == letters[0] else 0) if at in letters else 0
            glyphs: tuple[PlacedGlyph, ...] = ()
            if at == letters[0]:
                left = cluster.advance - advance
                glyphs = tuple(PlacedGlyph(number, x - left, y) for number, x, y in cluster.glyphs)
            parts.append(_spell(Cluster(glyphs, advance, code)))
        yield from reversed(parts)


def _make_pen() -> hb.DrawFuncs:
    # called for every point: as little is done as can be
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, strokes: strokes.append((x, y, MOVE)))
    pen.set_line_to_func(lambda x, y, strokes: strokes.append((x, y)))
    pen.set_cubic_to_func(lambda *points: points[-1].append(points[:-1]))
    return pen


@lru_cache(maxsize=64)
def shaping_font(file: FontFile) -> ShapingFont:
    """Return a typeface to shape with, opened once; as many as are shipped, and more."""
    return ShapingFont(file)


class FaceInfo(NamedTuple):
    """What is to be known of a typeface in a file that somebody gives."""

    name: str
    """Its PostScript name; may be empty."""
    characters: int
    """How many it has; none where the file is damaged."""
    draws: bool
    """Whether it has outlines, not only pictures of its characters."""
    os2: bytes
    """The table ``OS/2``, empty where there is none."""


def list_faces(data: bytes, most: int) -> list[FaceInfo]:
    """Return the typefaces in an OpenType file, of a collection so many at most."""
    blob = hb.Blob(data)
    return [_describe_face(hb.Face(blob, number)) for number in range(min(most, hb.Face(blob).count))]


def _describe_face(face: hb.Face) -> FaceInfo:
    name = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or ""
    if face.axis_infos:  # named for their default, which for many is the thinnest weight
        name = f"{name.partition('-')[0]}-Regular"
    draws = not _OUTLINES.isdisjoint(face.table_tags)
    return FaceInfo(name, len(face.unicodes), draws, face.reference_table("OS/2").data)
