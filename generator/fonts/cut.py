"""Cut the subsets: ``python -m generator.fonts.cut`` rewrites the folder ``prepared`` (needs fonttools and zopfli).

For every typeface ``NAME.json`` (measures, kerning, the subsets' advances) and ``NAME.further.json`` (the advances of
what the subsets lack); for every subset ``NAME.SUBSET.ttf.z`` (the font program) and ``NAME.SUBSET.gid.z`` (the
CIDToGIDMap), both deflated as they go into a document. The subsets' programs have no hinting, layout, names or
character map: a PDF viewer goes by the CIDToGIDMap alone (ISO 32000-1, 9.9, table 126). Characters that look alike
share a glyph, and only the field font, in which anything may be typed, has one for what it lacks.
"""

from __future__ import annotations

import io
import json
import unicodedata
import zlib
from copy import deepcopy
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-untyped] # fontTools has no types
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped] # fontTools has no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates  # type: ignore[import-untyped] # fontTools has no types

from generator.fonts import FOLDER, TYPEFACES, ShippedTypeface, SubsetRanges, read
from generator.fonts.drawing import DRAWN, FIGURES, LIGATURES, SIGNS
from generator.fonts.opentype import find_kerning, find_ligatures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DROPPED = ["OS/2", "name", "post"]
_READ = {"GlyphOrder", "head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post"}
"""All else hints, shapes, varies or colours glyphs, which is not used."""
_LEAST_KERNING = 15
"""Thousandths of the size: closer or further apart than this, letters are seen to be."""
_MOST_KERNING = 0.45
"""A part of the word space: PDFium copies a gap of half of it as a space."""
# Control characters, surrogates and private use; a byte order mark may not stand in a ToUnicode map
# (ISO 14289-1, 7.21.7), and PDF/A wants an explanation with each private character (ISO 19005-3, 6.2.11.7.3).
_UNPRINTABLE = {"Cc", "Cs", "Co"}
_BYTE_ORDER_MARK = 0xFEFF
_LINING = ".lf"
_FLAGGED = ".ss11"
"""Of Vollkorn's figures only the one has such an alternative, which is not drawn as a small capital I is."""
_OVER = ".over"
_LOW = 0.85
"""A one that is lower than this part of the capitals is an old-style one."""
_WITH_SPACE, _NARROW_SPACE = ".spaced", 1 / 8
"""What names a mark with its space; how wide that is, a part of the size."""
_GRID = 500
"""Steps of an outline's coordinates to the size."""
# PANOSE: https://monotype.github.io/panose/pan2.htm
_LATIN_TEXT = 2
_SERIFS = range(2, 11)


def cut(typeface: ShippedTypeface, *data: bytes) -> dict[str, bytes]:
    """Return the prepared files of a typeface, by name, from its TrueType file; none for a subset without characters.

    A composite one is made of several files. Raises all that fontTools raises where a file is damaged.
    """
    paired = TTFont(io.BytesIO(data[0]), lazy=True)
    glyph_codes = _find_glyph_codes(paired)
    open_whole = partial(_open_font, data[0], glyph_codes) if len(data) == 1 else partial(_put_together, typeface, data)
    whole = open_whole()
    files: dict[str, bytes] = {}
    subsets: list[dict[str, object]] = []
    advances = _advances(whole)
    further = advances.keys() - map(ord, DRAWN)
    for ranges in typeface.subsets:
        wanted = {code for first, last in ranges.ranges for code in range(first, last + 1)}
        found = wanted & (further | glyph_codes.keys())
        if not found:
            continue
        further -= found
        # a space stands in each, or viewers that copy text lose some of those that stand alone in their font
        codes = sorted(found | ({ord(" ")} & advances.keys()))
        program, glyphs = _build_program(open_whole(), codes, missing=not ranges.subset)
        stem = f"{typeface.name}.{ranges.name}"
        files[f"{stem}.ttf.z"] = zlib.compress(program, 9)
        files[f"{stem}.gid.z"] = zlib.compress(glyphs, 9)
        subsets.append(_describe(typeface, ranges, {code: advances[code] for code in codes}, len(program)))
    kerning = _find_kerning(paired, whole, sorted(advances.keys() - further)) if len(data) == 1 else {}
    files[f"{typeface.name}.json"] = _json({**_measures(whole), "kerning": kerning, "subsets": subsets})
    files[f"{typeface.name}.further.json"] = _json(
        _group_by_advance({code: advances[code] for code in sorted(further)})
    )
    return files


def _open_font(data: bytes, glyph_codes: dict[int, str]) -> TTFont:
    """Return a typeface with a character map that has glyph codes as well."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    for tag in set(font.keys()) - _READ:  # before anything reads them, which takes longer than all else
        del font[tag]
    _choose_lining_figures(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(glyph_codes)
    _add_spaced_glyphs(font, glyph_codes)
    return font


def _put_together(typeface: ShippedTypeface, data: Sequence[bytes]) -> TTFont:
    """Return a composite typeface of the characters of its subsets alone, as high as the last of its files.

    All have as many units to the size.
    """
    *uppers, font = (_open_font(content, {}) for content in data)
    for upper in reversed(uppers):
        _lay_over(font, upper)
    wanted = {code for ranges in typeface.subsets for first, last in ranges.ranges for code in range(first, last + 1)}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = {code: glyph for code, glyph in table.cmap.items() if code in wanted}
    return font


def _lay_over(font: TTFont, upper: TTFont) -> None:
    """Have the upper typeface draw the characters that it has, and say how high letters are."""
    names = {glyph: f"{glyph}{_OVER}" for glyph in upper.getGlyphOrder()}
    for glyph, renamed in names.items():
        outline = upper["glyf"][glyph]
        for part in outline.components if outline.isComposite() else ():
            part.glyphName = names[part.glyphName]
        font["glyf"][renamed] = outline
        font["hmtx"].metrics[renamed] = upper["hmtx"].metrics[glyph]
    font.setGlyphOrder(font["glyf"].glyphOrder)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({code: names[glyph] for code, glyph in upper.getBestCmap().items()})
    font["OS/2"].sCapHeight, font["OS/2"].sxHeight = upper["OS/2"].sCapHeight, upper["OS/2"].sxHeight


def _add_spaced_glyphs(font: TTFont, glyph_codes: dict[int, str]) -> None:
    """Draw what ``_find_glyph_codes`` named for its space: the mark itself, with that much white in front or behind."""
    outlines, metrics = font["glyf"], font["hmtx"].metrics
    space = round(font["head"].unitsPerEm * _NARROW_SPACE)
    for code, name in glyph_codes.items():
        if not name.endswith(_WITH_SPACE):
            continue
        plain = name.removesuffix(_WITH_SPACE)
        advance, bearing = metrics[plain]
        shift = space if SIGNS[chr(code)][1][0].isspace() else 0
        glyph = deepcopy(outlines[plain])
        if glyph.isComposite():
            for part in glyph.components:
                part.x += shift
        else:
            glyph.coordinates.translate((shift, 0))
        outlines[name] = glyph
        metrics[name] = (advance + space, bearing + shift)
    font.getReverseGlyphMap(rebuild=True)


def _find_glyph_codes(font: TTFont) -> dict[int, str]:
    """Return the glyph of every glyph code that the typeface has one for; a mark's with a space has its own name."""
    cmap, ligatures = font.getBestCmap(), find_ligatures(font)
    found = {code: cmap.get(ord(sign.strip())) for code, (_, sign) in SIGNS.items()}
    found |= {
        code: f"{found[code]}{_WITH_SPACE}" for code, (_, sign) in SIGNS.items() if sign.strip() != sign and found[code]
    }
    for code, letters in LIGATURES.items():
        found[code] = ligatures.get(tuple(cmap.get(ord(letter)) for letter in letters))
    if _find_lining_figures(font):
        glyphs = set(font.getGlyphOrder())
        for code, figure in FIGURES.items():
            usual = cmap.get(ord(figure))
            found[code] = flagged if (flagged := f"{usual}{_FLAGGED}") in glyphs else usual
    return {ord(code): glyph for code, glyph in found.items() if glyph}


def _find_kerning(paired: TTFont, font: TTFont, codes: list[int]) -> dict[str, object]:
    """Return the kerning of these characters, as ``drawing.Kerning`` takes it: none before a space, for lines.

    Characters that are kerned alike share a class.
    """
    unit = 1000 / font["head"].unitsPerEm
    cmap = font.getBestCmap()
    most = font["hmtx"].metrics[cmap[ord(" ")]][0] * unit * _MOST_KERNING if ord(" ") in cmap else 0
    characters: dict[str, list[str]] = {}
    for code in codes:
        characters.setdefault(cmap[code], []).append(chr(code))
    lefts = [glyph for glyph in characters if glyph != cmap.get(ord(" "))]
    rows: dict[str, dict[str, float]] = {}
    columns: dict[str, list[tuple[str, float]]] = {}
    for left, right, value in find_kerning(paired, lefts, characters):
        if abs(value * unit) >= _LEAST_KERNING:
            rows.setdefault(left, {})[right] = _round(min(value * unit, most))
            columns.setdefault(right, []).append((left, value))
    classes: dict[object, list[str]] = {}
    for right, column in columns.items():
        classes.setdefault(tuple(column), []).append(right)
    alike: dict[tuple[float, ...], str] = {}
    for left, row in rows.items():
        kerned = ((index, row[rights[0]]) for index, rights in enumerate(classes.values()) if rights[0] in row)
        key = tuple(number for pair in kerned for number in pair)
        alike[key] = alike.get(key, "") + "".join(characters[left])
    rights = ["".join(character for glyph in glyphs for character in characters[glyph]) for glyphs in classes.values()]
    return {"rights": rights, "rows": [[lefts, key] for key, lefts in alike.items()]}


def _choose_lining_figures(font: TTFont) -> None:
    """Have old-style figures lead to the lining ones, for a one as high as an x would be read as a letter in data."""
    lining = _find_lining_figures(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(lining)


def _find_lining_figures(font: TTFont) -> dict[int, str]:
    """Return the glyphs of lining figures, by code, of a typeface whose usual figures are old-style; else nothing.

    They are found by their names: the figure's own with the suffix ``.lf``, as type designers name them.
    """
    cmap = font.getBestCmap()
    one = cmap.get(ord("1"))
    if one is None or font["glyf"][one].yMax >= _measures(font)["cap_height"] * font["head"].unitsPerEm / 1000 * _LOW:
        return {}
    glyphs = set(font.getGlyphOrder())
    lining = {code: f"{cmap.get(code)}{_LINING}" for code in map(ord, FIGURES.values())}
    return {code: glyph for code, glyph in lining.items() if glyph in glyphs}


def _advances(font: TTFont) -> dict[int, float]:
    """Return the advance of every character that can be printed, in thousandths of the size."""
    unit = 1000 / font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    return {
        code: _round(metrics[glyph][0] * unit)
        for code, glyph in sorted(font.getBestCmap().items())
        if glyph != ".notdef"
        and code != _BYTE_ORDER_MARK
        and (chr(code) in DRAWN or unicodedata.category(chr(code)) not in _UNPRINTABLE)
    }


def _round(number: float) -> float:
    return int(number) if number == int(number) else round(number, 1)


def _build_program(font: TTFont, codes: list[int], *, missing: bool) -> tuple[bytes, bytes]:
    """Return the font program of these characters, and its CIDToGIDMap: two bytes for every code from 0.

    With ``missing``, the glyph for characters that the program lacks is drawn.
    """
    options = Options(hinting=False, layout_features=[], notdef_outline=missing, recalc_bounds=True)
    options.drop_tables += _DROPPED
    alike = _same_glyphs(font, codes)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=alike.values())
    subsetter.subset(font)
    cmap = font.getBestCmap()
    glyphs = bytearray(2 * (max(codes) + 1))
    for code in codes:
        glyphs[2 * code : 2 * code + 2] = font.getGlyphID(cmap[alike[code]]).to_bytes(2, "big")
    del font["cmap"]
    _move_to_grid(font)
    file = io.BytesIO()
    font.save(file, reorderTables=True)
    return file.getvalue(), bytes(glyphs)


def _same_glyphs(font: TTFont, codes: list[int]) -> dict[int, int]:
    """Return for every character the first one that is drawn and spaced like it."""
    cmap, drawn, metrics = font.getBestCmap(), font.getGlyphSet(), font["hmtx"].metrics
    first: dict[object, int] = {}
    alike: dict[int, int] = {}
    for code in codes:
        pen = DecomposingRecordingPen(drawn)
        drawn[cmap[code]].draw(pen)
        alike[code] = first.setdefault((metrics[cmap[code]], tuple(pen.value)), code)
    return alike


def _describe(
    typeface: ShippedTypeface, ranges: SubsetRanges, advances: dict[int, float], length: int
) -> dict[str, object]:
    tag = "".join(chr(65 + zlib.crc32(ranges.name.encode()) // 26**place % 26) for place in range(6))
    return {
        "name": ranges.name,
        "font": f"{tag}+{typeface.name}" if ranges.subset else typeface.name,
        "length": length,
        "widths": _widths(advances),
        "ranges": _ranges(code for code in advances if chr(code) not in DRAWN),
        "advances": _group_by_advance(advances),
    }


def _measures(font: TTFont) -> dict[str, Any]:
    unit = 1000 / font["head"].unitsPerEm
    os2, hhea, head = font["OS/2"], font["hhea"], font["head"]
    measures = {
        "ascender": hhea.ascent,
        "descender": hhea.descent,
        "cap_height": os2.sCapHeight if os2.version > 1 else font["glyf"]["H"].yMax,
        "x_height": os2.sxHeight if os2.version > 1 else font["glyf"]["x"].yMax,
    }
    box = [head.xMin, head.yMin, head.xMax, head.yMax]
    return {
        **{key: _round(value * unit) for key, value in measures.items()},
        "box": [round(value * unit) for value in box],
        "weight": os2.usWeightClass,
        "angle": font["post"].italicAngle,
        "serif": os2.panose.bFamilyType == _LATIN_TEXT and os2.panose.bSerifStyle in _SERIFS,
    }


def _runs(codes: Iterable[int]) -> list[tuple[int, int]]:
    """Return first and last of each unbroken run of the sorted codes."""
    runs = (list(run) for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]))
    return [(run[0][1], run[-1][1]) for run in runs]


def _widths(advances: dict[int, float]) -> str:
    """Return the ``W`` array's inside (ISO 32000-1, 9.7.4.3)."""
    return "".join(
        f"{first}[{' '.join(f'{advances[code]:g}' for code in range(first, last + 1))}]"
        for first, last in _runs(advances)
    )


def _ranges(codes: Iterable[int]) -> list[list[int]]:
    """Return the runs for a ToUnicode map: none goes beyond its last byte (ISO 32000-1, 9.10.3)."""
    pages = (list(page) for _, page in groupby(codes, lambda code: code >> 8))
    return [[first, last] for page in pages for first, last in _runs(page)]


def _group_by_advance(advances: dict[int, float]) -> list[list[object]]:
    """Return pairs of an advance and all characters that have it."""
    groups: dict[float, list[str]] = {}
    for code, advance in advances.items():
        groups.setdefault(advance, []).append(chr(code))
    return [[advance, "".join(characters)] for advance, characters in groups.items()]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _move_to_grid(font: TTFont) -> None:
    """Move every point to the next even thousandth of the size, all alike, so that stems and lines stay even.

    That is 4 micrometres at 12 points, and 6 % of a deflated program. Advances stay.
    """
    step = font["head"].unitsPerEm / _GRID
    outlines, metrics = font["glyf"], font["hmtx"].metrics
    for glyph in map(outlines.__getitem__, font.getGlyphOrder()):
        for part in glyph.components if glyph.isComposite() else ():
            part.x, part.y = (round(round(ordinate / step) * step) for ordinate in (part.x, part.y))
        if glyph.numberOfContours > 0:
            moved = [(round(round(x / step) * step), round(round(y / step) * step)) for x, y in glyph.coordinates]
            glyph.coordinates = GlyphCoordinates(moved)
    for name in font.getGlyphOrder():
        outlines[name].recalcBounds(outlines)
        # where outlines begin, or a viewer moves them back
        metrics[name] = (metrics[name][0], getattr(outlines[name], "xMin", 0))


def main() -> None:
    """Rewrite the folder ``prepared``."""
    # much slower than zlib, and 2 % smaller
    from zopfli import zlib as thorough  # noqa: PLC0415 - needed here only

    for typeface in TYPEFACES:
        for name, content in cut(typeface, *map(read, typeface.files)).items():
            packed = name.endswith(".z")
            data = thorough.compress(zlib.decompress(content), numiterations=50) if packed else content
            (Path(FOLDER) / "prepared" / name).write_bytes(data)


if __name__ == "__main__":
    main()
