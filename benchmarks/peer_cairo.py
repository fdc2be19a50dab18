"""The worksheet drawn with cairo, by pycairo or else by cairocffi; cairo writes no fields."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import peer
import pen

if TYPE_CHECKING:
    from collections.abc import Sequence

try:
    import cairo
except ImportError:  # pycairo is compiled where it is installed; cairocffi takes the library that is there
    import cairocffi as cairo


class CairoPen:
    """A pen on a page of cairo's."""

    def __init__(self, context: Any) -> None:  # noqa: ANN401 - a library without types
        self._context = context

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide the text is."""
        self._font(size, bold=bold)
        return float(self._context.text_extents(text)[4])

    def text(self, x: float, y: float, text: str, size: float, colour: pen.Colour, *, bold: bool = False) -> None:
        """Draw a line of text."""
        self._font(size, bold=bold)
        self._context.set_source_rgb(*colour)
        self._context.move_to(x, y)
        self._context.show_text(text)

    def line(self, x1: float, x2: float, y: float, colour: pen.Colour) -> None:
        """Draw a level line."""
        self._context.set_source_rgb(*colour)
        self._context.set_line_width(0.4)
        self._context.move_to(x1, y)
        self._context.line_to(x2, y)
        self._context.stroke()

    def box(self, x: float, y: float, side: float) -> None:
        """Draw a square."""
        self._context.set_source_rgb(*pen.BLACK)
        self._context.set_line_width(0.7)
        self._context.rectangle(x, y, side, side)
        self._context.stroke()

    def end_page(self) -> None:
        """Go on on a new page."""
        self._context.show_page()

    def _font(self, size: float, *, bold: bool) -> None:
        weight = cairo.FONT_WEIGHT_BOLD if bold else cairo.FONT_WEIGHT_NORMAL
        self._context.select_font_face("Noto Sans", cairo.FONT_SLANT_NORMAL, weight)
        self._context.set_font_size(size)


def together(people: Sequence[peer.Names]) -> bytes:
    """Return the worksheets of all, one after the other."""
    buffer = io.BytesIO()
    surface = cairo.PDFSurface(buffer, pen.WIDTH, pen.HEIGHT)
    page = CairoPen(cairo.Context(surface))
    for names in people:
        pen.draw(page, names)
    surface.finish()
    return buffer.getvalue()


if __name__ == "__main__":
    peer.run(lambda names: together([names]), together)
