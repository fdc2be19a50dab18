"""Fitting a text into an area: at the size of its style where that fits, else smaller, and never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.composing.spoken import second_of
from generator.typesetting.display_text import measure_type
from generator.typesetting.lines import break_balanced
from generator.typesetting.page import ARTIFACT, Base, Tag, Text
from generator.typesetting.unspaced import list_words

if TYPE_CHECKING:
    from generator.model.layout import TypeStyle
    from generator.typesetting.context import TypesettingContext

STEP = 0.5
"""Type is shrunk in steps of so many points."""
SMALLEST_SECOND = 7.0
"""The least size of what stands below a text in a second language; points."""


class FittedText(NamedTuple):
    """Lines of a text, and the type in which they fit."""

    lines: tuple[str, ...]
    kind: TypeStyle
    second: FittedText | None = None
    """The same in a second language, to stand below it."""
    language: str = ""
    """The BCP 47 tag of the text that stands below another one."""
    width: float = 0.0
    """How wide the column of that text is."""

    @property
    def height(self) -> float:
        """The height of all lines."""
        own = len(self.lines) * self.kind.leading
        return own + self.second.height if self.second else own

    def marks(self, ctx: TypesettingContext, x: float, top: float, element: int) -> list[Text]:
        """Return the lines as marks from ``x`` on, below ``top``."""
        face, size, leading, colour = self.kind
        baseline = top - (leading + ctx.metrics.cap_height(face) * size) / 2
        own = [
            Text(x, baseline - number * leading, line, face, size, colour, element)
            for number, line in enumerate(self.lines)
        ]
        own = ctx.direct(own, Base.OWN if self.language else Base.DOCUMENT)
        if self.language and ctx.is_opposite("".join(self.lines)):
            from generator.typesetting.directed_lines import move_to_other_side  # noqa: PLC0415 - few documents need it

            own = move_to_other_side(own, self.width, ctx.metrics)
        if self.second is None:
            return own
        read = element != ARTIFACT
        below = ctx.structure.add(Tag.SPAN, element, language=self.second.language) if read else ARTIFACT
        return own + self.second.marks(ctx, x, top - len(own) * leading, below)


def fit_said(
    ctx: TypesettingContext, text: str, kind: TypeStyle, lower: TypeStyle, width: float, height: float, least: float
) -> FittedText | None:
    """Return the text as ``fit_text`` does, with what it is in a second language below it, in the ``lower`` type.

    That is as much smaller as ``lower`` is than ``kind``, but never below ``SMALLEST_SECOND`` points.
    """
    first, second = fit_text(ctx, text, kind, width, height, least), second_of(text)
    while first and second:
        size = first.kind.size
        scale = max(size / kind.size, SMALLEST_SECOND / lower.size)
        small = lower._replace(size=lower.size * scale, leading=lower.leading * scale)
        below = fit_text(ctx, second, small, width, height - first.height, small.size)
        if below:
            return first._replace(second=below._replace(language=second.language, width=width))
        smaller = size - STEP
        at = kind._replace(size=smaller, leading=kind.leading * smaller / kind.size)
        first = fit_text(ctx, text, at, width, height, least) if smaller >= least else None
    return first


def fit_text(
    ctx: TypesettingContext, text: str, kind: TypeStyle, width: float, height: float, least: float
) -> FittedText | None:
    """Return the text in lines of about the same length that fit an area of so many points; None where none do.

    The type is as large as ``kind``, or as much smaller as needed, not below ``least`` points. A word wider than the
    area is broken at that size only.
    """
    shown = ctx.display_text.display(text)
    words = list_words(shown)
    size = max(kind.size, least)
    while True:
        leading = size * kind.leading / kind.size
        measure = measure_type(ctx.metrics, kind.face, size)
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
