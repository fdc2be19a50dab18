"""Setting an agenda: on a line with a mark at every step; in rows, where the line would be too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import Heading
from generator.composing.spoken import second_of
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.context import SECOND, SPINE
from generator.typesetting.grid import COLUMNS, span
from generator.typesetting.page import Rule, Tag
from generator.typesetting.reading_blocks import READABLE, heading
from generator.typesetting.rows import Row, keep_together, row_by_row, side_by_side, total_height
from generator.typesetting.unspaced import list_words

if TYPE_CHECKING:
    from generator.composing.document import AgendaItem, Timeline
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

TIME_GAP = 3 * POINTS_PER_MM
ABOVE = 2
"""Units of white above the line."""
TICK = 1.6 * POINTS_PER_MM
"""The length of a step's mark, down from the line."""


def timeline(ctx: TypesettingContext, block: Timeline) -> list[Row]:
    """Set an agenda."""
    width = span(ctx.layout, columns=1).width
    widest = max(_least_width(ctx, item) for item in block.items)
    if block.listed or len(block.items) > COLUMNS or widest > width:
        return _rows(ctx, block)
    return [_line(ctx, block)]


def _least_width(ctx: TypesettingContext, item: AgendaItem) -> float:
    """Return the width of the time or of the longest word, whichever is more."""
    texts = ((item.what, Style.STEP), (second_of(item.what) or "", SECOND))
    widths = (
        ctx.width(word, style) for text, style in texts if text for word in list_words(ctx.display_text.display(text))
    )
    return max(ctx.width(ctx.display_text.display(ctx.words.widest_elapsed()), Style.SPEAKER), *widths)


def _line(ctx: TypesettingContext, block: Timeline) -> Row:
    """Set all steps below a line, each in a column of the grid, from its mark on."""
    colours = ctx.layout.colours
    marks: list[Mark | Field] = [ctx.rule(ctx.left, ctx.right, 0, colours.accent, SPINE)]
    listed = ctx.structure.add(Tag.L)
    height = 0.0
    for number, item in enumerate(block.items):
        x, width = span(ctx.layout, number, 1)
        entry = ctx.structure.add(Tag.LI, listed)
        label, body = ctx.structure.add(Tag.LBL, entry), ctx.structure.add(Tag.LBODY, entry)
        time = ctx.lines(f"{item.time} ", x, width, Style.SPEAKER, label)
        what = ctx.balance_lines(item.what, x, width, Style.STEP, body)
        column = side_by_side([[Row(ctx.unit, []), *time, *what]])
        marks += [Rule(x, 0, x, -TICK, SPINE * ctx.layout.weight, colours.accent), *column.marks]
        height = max(height, column.height)
    return Row(height, marks, space_before=ABOVE * ctx.unit)


def _rows(ctx: TypesettingContext, block: Timeline) -> list[Row]:
    """Set a heading and a row for every step."""
    head = heading(ctx, Heading(block.title))
    listed = ctx.structure.add(Tag.L)
    indent = ctx.width(ctx.display_text.display(ctx.words.widest_elapsed()), Style.SPEAKER) + TIME_GAP
    width = min(ctx.layout.measure - indent, READABLE * ctx.style(Style.STEP).size)
    rows = []
    for item in block.items:
        entry = ctx.structure.add(Tag.LI, listed)
        label, body = ctx.structure.add(Tag.LBL, entry), ctx.structure.add(Tag.LBODY, entry)
        time = ctx.lines(f"{item.time} ", ctx.left, indent, Style.SPEAKER, label)
        what = ctx.paragraph(item.what, ctx.left + indent, width, Style.STEP, body)
        step = keep_together(row_by_row([time, what]))
        step[0].space_before = max(1.2 * POINTS_PER_MM, 0.2 * ctx.style(Style.STEP).leading)
        rows += step
    whole = [*head, *rows]
    if total_height(whole) > ctx.depth and any(second_of(item.what) for item in block.items):
        return whole  # a page ends between two steps, not within one
    return keep_together(whole)
