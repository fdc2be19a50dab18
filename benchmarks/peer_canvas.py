"""The worksheet drawn on ReportLab's canvas: ``plain_worksheet``; a packet has boxes and lines in place of fields."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import peer
import plain_worksheet
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Printed(Canvas):  # type: ignore[misc]  # a library without types
    """A canvas that draws what a field would show."""

    @property
    def acroForm(self) -> _Printed:  # noqa: N802 - ReportLab's name
        """What draws fields."""
        return self

    def textfield(self, *, value: str, x: float, y: float, **_: object) -> None:
        """Draw the value."""
        self.drawString(x, y + 3, value)

    def checkbox(self, *, x: float, y: float, size: float, **_: object) -> None:
        """Draw the box."""
        self.rect(x, y, size, size)


def together(people: Sequence[peer.Names]) -> bytes:
    """Return the worksheets of all, one after the other."""
    buffer = io.BytesIO()
    canvas = _Printed(buffer, pagesize=A4, invariant=1)
    for names in people:
        plain_worksheet.draw(plain_worksheet.Sheet(names, 4, canvas))
    canvas.save()
    return buffer.getvalue()


if __name__ == "__main__":
    peer.run(plain_worksheet.compose, together)
