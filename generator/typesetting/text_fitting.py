"""Fitting a text into an area: at the size of its style where that fits, else smaller, and never cut."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from generator.typesetting.lines import break_balanced
from generator.typesetting.page import Text

if TYPE_CHECKING:
    from generator.model.layout import TypeStyle
    from generator.typesetting.context import TypesettingContext

STEP = 0.5
"""Type is shrunk in steps of so many points."""


class FittedText(NamedTuple):
    """Lines of a text, and the type in which they fit."""

    lines: tuple[str, ...]
    kind: TypeStyle

    @property
    def height(self) -> float:
        """The height of all lines."""
        return len(self.lines) * self.kind.leading

    def marks(self, ctx: TypesettingContext, x: float, top: float, element: int) -> list[Text]:
        """Return the lines as marks from ``x`` on, below ``top``."""
        face, size, leading, colour = self.kind
        baseline = top - (leading + ctx.metrics.cap_height(face) * size) / 2
        lines = [
            Text(x, baseline - number * leading, line, face, size, colour, element)
            for number, line in enumerate(self.lines)
        ]
        return ctx.direct(lines)


def fit_text(
    ctx: TypesettingContext, text: str, kind: TypeStyle, width: float, height: float, least: float
) -> FittedText | None:
    """Return the text in lines of about the same length that fit an area of so many points; None where none do.

    The type is as large as ``kind``, or as much smaller as needed, not below ``least`` points. A word wider than the
    area is broken at that size only.
    """
    shown = ctx.display_text.display(text)
    words = shown.split()
    size = max(kind.size, least)
    while True:
        leading = size * kind.leading / kind.size
        measure = partial(ctx.metrics.width, face=kind.face, size=size)
        smaller = max(least, size - STEP)
        # a text that by its area alone cannot fit is not worth breaking into lines
        if leading * measure(shown) <= width * height * 1.5 and (
            size == smaller or max(map(measure, words), default=0.0) <= width
        ):
            lines = tuple(break_balanced(shown, width, measure))
            if len(lines) * leading <= height:
                return FittedText(lines, kind._replace(size=size, leading=leading))
        if size == smaller:
            return None
        size = smaller
