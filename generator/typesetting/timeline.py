"""Setting an agenda: on a line with a mark at every step; in rows, where the line would be too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import Heading
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.context import SPINE
from generator.typesetting.page import Rule, Tag
from generator.typesetting.reading_blocks import READABLE, heading
from generator.typesetting.rows import Row, keep_together, row_by_row, side_by_side
from generator.words.dates import WIDEST_ELAPSED

if TYPE_CHECKING:
    from generator.composing.document import AgendaItem, Timeline
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

LEAST_GAP = 4 * POINTS_PER_MM
TIME_GAP = 3 * POINTS_PER_MM
ABOVE = 5 * POINTS_PER_MM
TICK = 1.6 * POINTS_PER_MM
"""The length of a step's mark, down from the line."""


def timeline(ctx: TypesettingContext, block: Timeline) -> list[Row]:
    """Set an agenda."""
    widths = [_natural_width(ctx, item) for item in block.items]
    gaps = len(widths) - 1
    if block.listed or sum(widths) + gaps * LEAST_GAP > ctx.layout.measure:
        return _rows(ctx, block)
    return [_line(ctx, block, widths, (ctx.layout.measure - sum(widths)) / gaps)]


def _natural_width(ctx: TypesettingContext, item: AgendaItem) -> float:
    return max(ctx.width(WIDEST_ELAPSED, Style.SPEAKER), ctx.width(ctx.display_text.display(item.what), Style.STEP))


def _line(ctx: TypesettingContext, block: Timeline, widths: list[float], gap: float) -> Row:
    """Set all steps side by side below a line, every one from its mark on."""
    colours = ctx.layout.colours
    marks: list[Mark | Field] = [ctx.rule(ctx.left, ctx.right, 0, colours.accent, SPINE)]
    listed = ctx.structure.add(Tag.L)
    x, height = ctx.left, 0.0
    for item, width in zip(block.items, widths, strict=True):
        entry = ctx.structure.add(Tag.LI, listed)
        label, body = ctx.structure.add(Tag.LBL, entry), ctx.structure.add(Tag.LBODY, entry)
        # a point more than is needed: what is as wide as its room must not be broken for a rounding
        time = ctx.lines(f"{item.time} ", x, width + gap, Style.SPEAKER, label)
        what = ctx.lines(item.what, x, width + 1, Style.STEP, body)
        column = side_by_side([[Row(TICK, []), *time, *what]])
        marks += [Rule(x, 0, x, -TICK, SPINE * ctx.layout.weight, colours.accent), *column.marks]
        height = max(height, column.height)
        x += width + gap
    return Row(height, marks, space_before=ABOVE)


def _rows(ctx: TypesettingContext, block: Timeline) -> list[Row]:
    """Set a heading and a row for every step."""
    head = heading(ctx, Heading(block.title))
    listed = ctx.structure.add(Tag.L)
    indent = ctx.width(WIDEST_ELAPSED, Style.SPEAKER) + TIME_GAP
    width = min(ctx.layout.measure - indent, READABLE * ctx.style(Style.STEP).size)
    rows = []
    for item in block.items:
        entry = ctx.structure.add(Tag.LI, listed)
        label, body = ctx.structure.add(Tag.LBL, entry), ctx.structure.add(Tag.LBODY, entry)
        time = ctx.lines(f"{item.time} ", ctx.left, indent, Style.SPEAKER, label)
        what = ctx.paragraph(item.what, ctx.left + indent, width, Style.STEP, body)
        rows += row_by_row([time, what])
        rows[-len(what)].space_before = max(1.2 * POINTS_PER_MM, 0.2 * ctx.style(Style.STEP).leading)
    return keep_together([*head, *rows])
