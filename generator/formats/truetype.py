"""TrueType files of brands: inspected with care, since a typeface is a program for its parsers.

Whether it may be embedded is read from ``OS/2`` (OpenType 1.9.1, fsType), which characters it has from ``cmap``.
"""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING, Any

from generator.errors import AssetError, escape, missing_extra
from generator.fonts import OWN
from generator.fonts.faces import FontFile
from generator.fonts.metrics import prepare_own

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 5_000_000
MOST_TABLES = 64
MOST_POINTS = 20_000
"""Points of one glyph, with those of the glyphs it is made of."""
_NEEDED = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post", "OS/2", "name")
_VARYING = ("fvar", "gvar", "avar", "HVAR", "MVAR", "cvar", "cvt ")
_REGULAR = {"wght": 400, "wdth": 100, "ital": 0, "slnt": 0}
"""By axes of variable typefaces; others stay at their defaults (OpenType 1.9.1, fvar)."""
_OTHERS = {
    b"OTTO": "is OpenType with PostScript outlines",
    b"ttcf": "is a collection of typefaces",
    b"wOFF": "is a WOFF file",
    b"wOF2": "is a WOFF file",
}
_RESTRICTED, _PRINTING, _EDITING = 0x2, 0x4, 0x8
_NO_SUBSETTING, _BITMAPS_ONLY = 0x100, 0x200
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9-]")
_HINT = "Give a TrueType file (.ttf)."
_EXPORT = "Get the file again from who made it."


def read_typeface(data: bytes) -> FontFile:
    """Return the typeface in a TrueType file's bytes; raise AssetError where it is damaged or may not be embedded."""
    if what := _OTHERS.get(data[:4]):
        raise AssetError(what, _HINT)
    if data[:4] not in {b"\0\1\0\0", b"true"}:
        raise AssetError("is no TrueType file", _HINT)
    tables = dict(_read_tables(data))
    if missing := [name for name in _NEEDED if name not in tables]:
        raise AssetError(f"lacks the table '{missing[0]}'", _HINT)
    require_embeddable(tables["OS/2"])
    _require_bounded(tables["cmap"])
    return _parse(data)


def _read_tables(data: bytes) -> Iterator[tuple[str, bytes]]:
    count = int.from_bytes(data[4:6], "big")
    if count > MOST_TABLES:
        raise AssetError("is damaged (too many tables)", _EXPORT)
    for number in range(count):
        entry = data[12 + 16 * number : 28 + 16 * number]
        if len(entry) < 16:  # noqa: PLR2004 - the length of an entry
            raise AssetError("is damaged (it is cut off)", _EXPORT)
        tag, _, offset, length = struct.unpack(">4s3L", entry)
        if offset + length > len(data):
            raise AssetError("is damaged (it is cut off)", _EXPORT)
        yield tag.decode("latin-1"), data[offset : offset + length]


def require_embeddable(os2: bytes) -> None:
    """Raise AssetError where this table forbids what documents do with a typeface."""
    kind = int.from_bytes(os2[8:10], "big")
    if kind & _RESTRICTED and not kind & (_PRINTING | _EDITING):
        raise AssetError("forbids to be embedded in documents", "Use a typeface whose licence allows it.")
    if kind & (_NO_SUBSETTING | _BITMAPS_ONLY):
        raise AssetError("forbids to be embedded in parts", "Use a typeface whose licence allows it.")


def _require_bounded(cmap: bytes) -> None:
    """Raise Unusable where a map of characters claims more of them than there are."""
    for number in range(min(int.from_bytes(cmap[2:4], "big"), MOST_TABLES)):
        offset = int.from_bytes(cmap[8 + 8 * number : 12 + 8 * number], "big")
        if int.from_bytes(cmap[offset : offset + 2], "big") not in {8, 12, 13}:
            continue
        groups = int.from_bytes(cmap[offset + 12 : offset + 16], "big")
        if offset + 16 + 12 * groups > len(cmap):
            raise AssetError("is damaged (its map of characters is cut off)", _EXPORT)
        spans = struct.iter_unpack(">3L", cmap[offset + 16 : offset + 16 + 12 * groups])
        if sum(max(0, last - first + 1) for first, last, _ in spans) > 0x110000:  # noqa: PLR2004 - all of Unicode
            raise AssetError("is damaged (its map of characters makes no sense)", _EXPORT)


def _parse(data: bytes) -> FontFile:
    try:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # noqa: PLC0415 - an extra, without types
    except ImportError:
        raise missing_extra("fonttools", "to read typefaces") from None

    try:
        font = TTFont(io.BytesIO(data), lazy=True)
        cmap = font.getBestCmap() or {}
        if lacking := [letter for letter in _LETTERS if ord(letter) not in cmap]:
            raise AssetError(f"has no letter '{lacking[0]}'", "Give a typeface with the Latin letters and digits.")  # noqa: TRY301
        wanted = {code for part in OWN for first, last in part.ranges for code in range(first, last + 1)}
        _require_simple(font["glyf"], {cmap[code] for code in wanted & cmap.keys()})
        named = str(font["name"].getDebugName(6) or "")
        if "fvar" in font:
            data, named = _instantiate_regular(font, wanted), f"{font['name'].getBestFamilyName() or 'Brand'}-Regular"
        file = FontFile(_NOT_IN_NAMES.sub("", named)[:60] or "Brand", data)
        prepare_own(file.name, file.data)
    except AssetError:
        raise
    except Exception as error:  # noqa: BLE001 - parsers raise whatever a damaged file makes them
        raise AssetError(f"is damaged ({escape(type(error).__name__)}: {escape(error)})", _EXPORT) from None
    return file


def _instantiate_regular(font: Any, wanted: set[int]) -> bytes:  # noqa: ANN401 - fontTools has no types
    """Return the upright regular weight, in normal width, of a variable typeface, with these characters.

    Its outlines as they stand are those of its default, which for many typefaces is the thinnest weight.
    """
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped] # noqa: PLC0415 - an extra
    from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped] # noqa: PLC0415

    for tag in set(font.keys()) - {"GlyphOrder", *_NEEDED, *_VARYING}:
        del font[tag]
    subsetter = Subsetter(Options(notdef_outline=True, name_IDs=["*"], glyph_names=False, hinting=False))
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    places = {
        axis.axisTag: min(max(_REGULAR.get(axis.axisTag, axis.defaultValue), axis.minValue), axis.maxValue)
        for axis in font["fvar"].axes
    }
    instance = instantiateVariableFont(font, places)
    file = io.BytesIO()
    instance.save(file)
    return file.getvalue()


def _require_simple(glyf: Any, names: set[str]) -> None:  # noqa: ANN401 - fontTools has no types
    """Raise Unusable where a glyph is made of others without end, or of very many points."""
    points: dict[str, int] = {}

    def count(name: str, path: tuple[str, ...]) -> int:
        if name in path or len(path) > 8:  # noqa: PLR2004 - deeper than any typeface has it
            raise AssetError(f"is damaged (the glyph '{escape(name)}' is made of itself)", _EXPORT)
        if name not in points:
            glyph = glyf[name]
            parts = glyph.components if glyph.isComposite() else ()
            own = 0 if glyph.isComposite() else len(getattr(glyph, "coordinates", ()))
            points[name] = own + sum(count(part.glyphName, (*path, name)) for part in parts)
        if points[name] > MOST_POINTS:
            raise AssetError(f"has a glyph, '{escape(name)}', of too many points", "Give a simpler typeface.")
        return points[name]

    for name in names:
        count(name, ())
