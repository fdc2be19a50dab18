"""What is filled into the copies of a document, drawn with fonts that each copy has of its own.

The document's fonts have what all copies show. Names in other scripts, or with rare letters, take a font that is made
for one copy: so it has the same bytes whichever others are made, and as few as can be.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.font_embedding import font_resources
from generator.pdf.placeholders import MOST_SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.pdf.font_embedding import DocumentFonts
    from generator.pdf.writer import PdfWriter

    Draw = Callable[[DocumentFonts, str], bytes]


class OpenFonts(NamedTuple):
    """The fonts of a document whose copies have further ones."""

    fonts: DocumentFonts
    numbers: dict[str, int]
    """Those of the document's own, by resource name."""
    resources: int
    """The number of the resources that what is filled in is drawn with."""

    def embed(self, copied: DocumentFonts, writer: PdfWriter) -> None:
        """Write the fonts of a copy, and the resources."""
        fonts = font_resources(self.numbers | copied.embed(writer))
        writer.add(b"<</Font%b>>" % fonts, self.resources)


class OpenDrawing:
    """Draws what is filled into one place, as ``Placeholder.encoding``."""

    __slots__ = ("_draw", "_fonts", "_remembered")

    def __init__(self, draw: Draw, fonts: DocumentFonts) -> None:
        """Take what returns the operators that draw with some fonts a text, and the document's fonts."""

        @lru_cache(MOST_SHOWN)
        def draw_alike(text: str) -> bytes:
            copied = fonts.for_copy()
            drawn = draw(copied, text)
            return b"" if copied.has_own else drawn

        self._draw, self._fonts, self._remembered = draw, fonts, draw_alike

    def __call__(self, text: str) -> bytes:
        """Return the operators that draw a text; ASCII that all copies draw alike is remembered."""
        return (text.isascii() and self._remembered(text)) or self._draw(self._fonts, text)

    def draw_with(self, fonts: DocumentFonts) -> OpenDrawing:
        """Return the same for a copy with these fonts."""
        other = object.__new__(OpenDrawing)
        other._draw, other._fonts, other._remembered = self._draw, fonts, self._remembered
        return other
