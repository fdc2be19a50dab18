"""The worksheet drawn with fpdf2, in the fonts that every viewer has; it writes no fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fpdf
import peer
import pen

if TYPE_CHECKING:
    from collections.abc import Sequence


class FpdfPen:
    """A pen on a page of fpdf2's."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - a library that need not be there
        self._document = document
        self._page_wanted = True

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide the text is."""
        self._font(size, bold=bold)
        return float(self._document.get_string_width(text))

    def text(self, x: float, y: float, text: str, size: float, colour: pen.Colour, *, bold: bool = False) -> None:
        """Draw a line of text."""
        self._font(size, bold=bold)
        self._document.set_text_color(*(round(255 * part) for part in colour))
        self._document.text(x, y, text)

    def line(self, x1: float, x2: float, y: float, colour: pen.Colour) -> None:
        """Draw a level line."""
        self._document.set_draw_color(*(round(255 * part) for part in colour))
        self._document.set_line_width(0.4)
        self._document.line(x1, y, x2, y)

    def box(self, x: float, y: float, side: float) -> None:
        """Draw a square."""
        self._document.set_draw_color(0, 0, 0)
        self._document.set_line_width(0.7)
        self._document.rect(x, y, side, side)

    def end_page(self) -> None:
        """Go on on a new page, once there is something to draw."""
        self._page_wanted = True

    def _font(self, size: float, *, bold: bool) -> None:
        if self._page_wanted:
            self._document.add_page()
            self._page_wanted = False
        self._document.set_font("Helvetica", "B" if bold else "", size)


def together(people: Sequence[peer.Names]) -> bytes:
    """Return the worksheets of all, one after the other."""
    document = fpdf.FPDF(unit="pt", format="A4")
    document.set_auto_page_break(auto=False)
    page = FpdfPen(document)
    for names in people:
        pen.draw(page, names)
    return bytes(document.output())


if __name__ == "__main__":
    peer.run(lambda names: together([names]), together)
