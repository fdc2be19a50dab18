"""Setting names in narrow columns: broken after their own hyphens, else smaller, and within a word only at last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.typesetting.lines import break_after_hyphens, split_after_hyphens
from generator.typesetting.page import Base
from generator.typesetting.rows import move_down

if TYPE_CHECKING:
    from generator.model.layout import Style
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.rows import Row

SMALLEST_NAME = 0.85
"""The least part of its size at which a name is set."""


def fit_name(ctx: TypesettingContext, name: str, width: float, style: Style) -> TypesettingContext | None:
    """Return the context in which no word of the name is broken but after a hyphen, the style smaller if need be.

    Figures in a name are data. None where it would have to be smaller than ``SMALLEST_NAME`` of its size, or than the
    layout's smallest type.
    """
    ctx = ctx.for_data(style)
    shown = ctx.display_text.display_breakable(name)
    if ctx.display_text.is_assumed_to_fit(shown, ctx.style(style), width):
        return ctx
    usual = ctx.style(style).size
    size = min((ctx.fitting_size(part, width, style) for part in split_after_hyphens(shown)), default=usual)
    return ctx.resize(style, size) if size >= _smallest(ctx, style) else None


def set_name(ctx: TypesettingContext, name: str, x: float, width: float, style: Style, element: int) -> list[Row]:
    """Return a name as rows of one line each; words that even the smallest size leaves too wide are broken."""
    fitting = fit_name(ctx, name, width, style) or ctx.for_data(style).resize(style, _smallest(ctx, style))
    rows = fitting.lines(name, x, width, style, element, break_after_hyphens, Base.OWN)
    for row in rows:
        row.marks = [move_down(mark, ctx.drop(style) - fitting.drop(style)) for mark in row.marks]
    return rows


def _smallest(ctx: TypesettingContext, style: Style) -> float:
    size = ctx.style(style).size
    return max(SMALLEST_NAME * size, min(size, ctx.layout.smallest))
