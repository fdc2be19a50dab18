"""The objects of a font: what a font program of any kind needs around it (ISO 32000-1, 9.7 to 9.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PER_BLOCK = 100
OF_COPY = "COPIES"
"""The tag of a font that one copy of a document has besides those that all copies have (9.6.4)."""


class Adding(Protocol):
    """Takes a document's objects and numbers them: those of a file that is held, or of one that is streamed."""

    def reserve(self, count: int = 1) -> int:
        """Return the first of so many numbers of objects."""
        ...

    def add(self, body: bytes, number: int = 0) -> int:
        """Add an object that is no stream."""
        ...

    def add_stream(self, entries: bytes, data: bytes, /) -> int:
        """Add a stream."""
        ...

    def add_encoded(self, body: bytes, /) -> int:
        """Add a stream whose body is written already."""
        ...


class FontProgram(NamedTuple):
    """What a font's objects are made of."""

    base: bytes
    """The font's name, as it is written."""
    file: bytes
    """Streams, as they are written: the program,"""
    glyphs: bytes
    """the glyph of each code, empty in a CFF program, which is keyed by codes,"""
    to_unicode: bytes
    """and the character."""
    widths: bytes
    descriptor: bytes
    """The font descriptor, but for the number of the program."""


def blocks_of(operator: str, lines: list[str]) -> Iterator[str]:
    """Return the lines in blocks of at most 100 (Adobe Technical Note 5014, 7.1)."""
    for start in range(0, len(lines), _PER_BLOCK):
        block = lines[start : start + _PER_BLOCK]
        yield f"{len(block)} begin{operator}\n" + "\n".join(block) + f"\nend{operator}\n"


def to_unicode(blocks: Iterable[str]) -> bytes:
    """Return a ToUnicode CMap (9.10.3)."""
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        f"{''.join(blocks)}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def embed_font(font: FontProgram, objects: Adding, maps: dict[bytes, int]) -> int:
    """Add a font's objects; fonts of equal repertoires share a ToUnicode map of those that ``maps`` has."""
    file = objects.add_encoded(font.file)
    glyphs = objects.add_encoded(font.glyphs) if font.glyphs else 0
    if font.to_unicode not in maps:
        maps[font.to_unicode] = objects.add_encoded(font.to_unicode)
    described = objects.add(b"%b/FontFile%b %d 0 R>>" % (font.descriptor, b"2" if glyphs else b"3", file))
    descendant = objects.add(
        b"<</Type/Font/Subtype/CIDFontType%b/BaseFont%b/FontDescriptor %d 0 R%b/W[%b]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
        % (
            b"2" if glyphs else b"0",
            font.base,
            described,
            b"/CIDToGIDMap %d 0 R" % glyphs if glyphs else b"",
            font.widths,
        )
    )
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (font.base, descendant, maps[font.to_unicode])
    )
