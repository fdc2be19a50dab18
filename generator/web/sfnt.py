"""Font programs as a browser takes them: the tables that PDF does without, put round a program (OpenType 1.9.1).

Browsers ask for ``cmap``, ``OS/2``, ``name`` and ``post`` besides the outlines. Here a glyph is asked for by a
character of the private use area, its number counted from U+E000: no browser joins, turns round or composes those.
"""

from __future__ import annotations

import struct
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.pdf.cluster_program import ClusterProgram

FIRST_PRIVATE = 0xE000
"""The character of glyph 0."""
MOST_GLYPHS = 6400
"""As many as there are private characters in the basic plane."""
_LAST_CODE = 0xFFFF
_WINDOWS, _BASIC, _FULL = 3, 1, 10
"""A platform and its encodings."""
_TRUETYPE, _POSTSCRIPT = b"\0\1\0\0", b"OTTO"
_OUTLINES = {"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}
"""Tables of a TrueType file that draw; all else shapes, describes or colours glyphs."""
_NAME = "Sheet"
"""Of every font: browsers go by the name that the page gives it."""
_MAGIC = 0x5F0F3CF5
_CHECKSUM = 0xB1B0AFBA


def read_tables(program: bytes) -> dict[str, bytes]:
    """Return the tables of a TrueType file that is known to be sound, by their tags."""
    entries = struct.iter_unpack(">4s3L", program[12 : 12 + 16 * int.from_bytes(program[4:6], "big")])
    return {tag.decode("latin-1"): program[offset : offset + length] for tag, _, offset, length in entries}


def count_glyphs(tables: Mapping[str, bytes]) -> int:
    """Return how many glyphs a font has."""
    return int.from_bytes(tables["maxp"][4:6], "big")


def read_characters(cmap: bytes) -> dict[int, int]:
    """Return the glyph of each code point, of a ``cmap`` known to be sound that has Windows' subtables."""
    records = {(platform, kind): at for platform, kind, at in struct.iter_unpack(">2HL", cmap[4 : 4 + 8 * cmap[3]])}
    if (_WINDOWS, _FULL) in records:
        at = records[_WINDOWS, _FULL]
        count = int.from_bytes(cmap[at + 12 : at + 16], "big")
        groups = struct.iter_unpack(">3L", cmap[at + 16 : at + 16 + 12 * count])
        return {first + step: glyph + step for first, last, glyph in groups for step in range(last - first + 1)}
    at = records[_WINDOWS, _BASIC]
    count = int.from_bytes(cmap[at + 6 : at + 8], "big") // 2
    words = struct.unpack(f">{(len(cmap) - at) // 2}H", cmap[at : at + (len(cmap) - at) // 2 * 2])
    found: dict[int, int] = {}
    for index in range(count):
        last, first, step, offset = (words[7 + index + jump] for jump in (0, count + 1, 2 * count + 1, 3 * count + 1))
        for code in range(first, min(last, _LAST_CODE - 1) + 1):
            glyph = words[7 + 3 * count + 1 + index + offset // 2 + code - first] if offset else code
            found[code] = (glyph + step) & _LAST_CODE if glyph else 0
    return found


def complete_truetype(tables: Mapping[str, bytes], plain: Mapping[int, int] = {}) -> bytes:
    """Return a TrueType program that a browser takes; ``plain`` are codes that lead to glyphs beside the private ones.

    It has as many glyphs as there are private characters at most.
    """
    own = {tag: table for tag, table in tables.items() if tag in _OUTLINES}
    count = count_glyphs(tables)
    return _assemble(_TRUETYPE, own | _describe(own["hhea"]) | {"cmap": _map_characters(count, plain)})


def wrap_clusters(program: ClusterProgram, advances: Sequence[int], ascent: int, descent: int) -> bytes:
    """Return a CFF program of 1000 units as an OpenType file that a browser takes.

    ``advances`` are those of the glyphs from 1 on; glyph 0 has none. Ascent and descent are those of the typeface.
    """
    count, box = len(advances) + 1, [max(-32768, min(32767, edge)) for edge in program.box]
    widths = [0, *(max(0, min(_LAST_CODE, advance)) for advance in advances)]
    hhea = struct.pack(">L3hH11hH", 0x10000, ascent, descent, 0, max(widths), 0, 0, 0, 1, *[0] * 7, count)
    tables = {
        "CFF ": program.data,
        "head": struct.pack(">4L2H2q4h2H3h", 0x10000, 0x10000, 0, _MAGIC, 3, 1000, 0, 0, *box, 0, 8, 2, 0, 0),
        "hhea": hhea,
        "hmtx": b"".join(struct.pack(">Hh", width, 0) for width in widths),
        "maxp": struct.pack(">LH", 0x5000, count),
        "cmap": _map_characters(count, {}),
    }
    return _assemble(_POSTSCRIPT, tables | _describe(hhea))


def _map_characters(count: int, plain: Mapping[int, int]) -> bytes:
    """Return a ``cmap`` of one subtable of format 4: a segment for each plain code, one for the private characters."""
    segments = [(code, code, glyph - code) for code, glyph in sorted(plain.items())]
    segments += [(FIRST_PRIVATE, FIRST_PRIVATE + count - 1, -FIRST_PRIVATE), (_LAST_CODE, _LAST_CODE, 1)]
    number = len(segments)
    selector = number.bit_length() - 1
    search = 2 << selector
    firsts, lasts, steps = zip(*segments, strict=True)
    words = [*lasts, 0, *firsts, *(step & _LAST_CODE for step in steps), *[0] * number]
    head = (4, 14 + 2 * len(words), 0, 2 * number, search, selector, 2 * number - search)
    subtable = struct.pack(f">{len(head) + len(words)}H", *head, *words)
    return struct.pack(">4HL", 0, 1, 3, 1, 12) + subtable


def _describe(hhea: bytes) -> dict[str, bytes]:
    """Return the tables that say what a font is called and how high its letters are."""
    ascent, descent = struct.unpack(">2h", hhea[4:8])
    os2 = struct.pack(
        ">HhHHH10h h10s4L4s3H3h2H2L2h3H",
        4, 500, 400, 5, 0, *[0] * 10, 0, b"", 0, 1 << 28, 0, 0, b"    ",
        0x40, 0x20, 0xF8FF, ascent, descent, 0, max(0, ascent), max(0, -descent), 1, 0, 0, 0, 0, 0x20, 0,
    )  # fmt: skip
    told = {1: _NAME, 2: "Regular", 4: _NAME, 6: _NAME}
    texts = [text.encode("utf-16-be") for text in told.values()]
    records = b"".join(
        struct.pack(">6H", 3, 1, 0x409, number, len(text), end - len(text))
        for number, text, end in zip(told, texts, accumulate(map(len, texts)), strict=True)
    )
    return {
        "OS/2": os2,
        "name": struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + b"".join(texts),
        "post": struct.pack(">2L2h5L", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }


def _assemble(kind: bytes, tables: Mapping[str, bytes]) -> bytes:
    """Return a font file of these tables, its checksums set (OpenType 1.9.1, Organization of an OpenType Font)."""
    tables = dict(sorted(tables.items()))
    tables["head"] = tables["head"][:8] + bytes(4) + tables["head"][12:]
    selector = len(tables).bit_length() - 1
    search = 16 << selector
    directory = kind + struct.pack(">4H", len(tables), search, selector, 16 * len(tables) - search)
    padded = {tag: table + bytes(-len(table) % 4) for tag, table in tables.items()}
    sums = {tag: _sum_words(table) for tag, table in padded.items()}
    at = len(directory) + 16 * len(tables)
    for tag, table in tables.items():
        directory += struct.pack(">4s3L", tag.encode("latin-1"), sums[tag], at, len(table))
        at += len(padded[tag])
    whole = (_CHECKSUM - _sum_words(directory) - sum(sums.values())) & 0xFFFFFFFF
    padded["head"] = padded["head"][:8] + whole.to_bytes(4, "big") + padded["head"][12:]
    return directory + b"".join(padded.values())


def _sum_words(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}L", data)
    return sum(words) & 0xFFFFFFFF
