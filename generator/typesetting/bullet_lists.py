"""Setting small lists, in the form that the end of a document leaves room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import ListForm
from generator.composing.spoken import Spoken, second_of
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.page import Tag
from generator.typesetting.reading_blocks import COLUMN_GAP, READABLE, list_indent
from generator.typesetting.rows import (
    Row,
    keep_paragraph_together,
    keep_together,
    side_by_side,
    total_height,
)

if TYPE_CHECKING:
    from generator.composing.document import BulletList
    from generator.typesetting.context import TypesettingContext

BULLET = "\N{EN DASH} "
LONGEST_LINE = 1.4 * READABLE
"""In ems of the type."""
BETWEEN_ITEMS = f" {BULLET}"
ABOVE_LIST = 1.5 * POINTS_PER_MM
BETWEEN_LINES = 0.6 * POINTS_PER_MM
MOST_TOGETHER = 0.4
"""The most of a page's height that a list takes within which no page ends."""
LEAST_ITEMS = 2
"""So many of a list's items at least stand on either page where one ends within it."""


def bullet_list(ctx: TypesettingContext, block: BulletList) -> list[Row]:
    """Set a small list in its form; two columns that would be too high become lines."""
    if block.form is ListForm.PARAGRAPH:
        width = min(ctx.layout.measure, LONGEST_LINE * ctx.style(Style.NOTE).size)
        text = BULLET + BETWEEN_ITEMS.join(block.items)
        rows = ctx.paragraph(text, ctx.left, width, Style.NOTE, ctx.structure.add(Tag.P))
        if seconds := list(filter(None, map(second_of, block.items))):
            again = Spoken(BULLET + BETWEEN_ITEMS.join(seconds), seconds[0].language)
            rows += ctx.paragraph(again, ctx.left, width, Style.NOTE, ctx.say(again, Tag.P, -1))
    elif block.form is ListForm.COLUMNS and (columns := _two_columns(ctx, block)):
        rows = [columns]
    else:
        rows = _in_lines(ctx, block)
    rows[0].space_before = ABOVE_LIST
    return rows


def _in_lines(ctx: TypesettingContext, block: BulletList) -> list[Row]:
    """Set the items one below the other; a page may end within a high list, between its items."""
    items = _items(ctx, block.items, ctx.layout.measure)
    rows = [line for item in items for line in item]
    if total_height(rows) <= ctx.depth * MOST_TOGETHER or len(items) < 2 * LEAST_ITEMS:
        return keep_together(rows)
    for item in items:
        keep_together(item)
    for item in (*items[: LEAST_ITEMS - 1], *items[-LEAST_ITEMS:-1]):
        item[-1].keep_with_next = True
    return rows


def _two_columns(ctx: TypesettingContext, block: BulletList) -> Row | None:
    """Set the items in two columns of about the same height, as one row; None where it would be too high."""
    begin = len(ctx.structure.elements)
    width = (ctx.layout.measure - COLUMN_GAP) / 2
    items = _items(ctx, block.items, width)
    half = sum(map(total_height, items)) / 2
    left, height = 0, 0.0
    while height < half:
        height += total_height(items[left])
        left += 1
    if height > ctx.depth * MOST_TOGETHER:
        ctx.structure.forget(begin)
        return None
    first, second = ([line for item in column for line in item] for column in (items[:left], items[left:]))
    for line in second:
        line.marks = [mark.move(width + COLUMN_GAP, 0.0) for mark in line.marks]
    return side_by_side([column for column in (first, second) if column])


def _items(ctx: TypesettingContext, texts: tuple[str, ...], measure: float) -> list[list[Row]]:
    """Return the lines of each of a list's items, from the left edge on."""
    listed = ctx.structure.add(Tag.L)
    indent = list_indent(ctx, BULLET, Style.NOTE)
    width = min(measure, LONGEST_LINE * ctx.style(Style.NOTE).size) - indent
    items = []
    for text in texts:
        item = ctx.structure.add(Tag.LI, listed)
        label = ctx.structure.add(Tag.LBL, item)
        body = ctx.structure.add(Tag.LBODY, item)
        lines = keep_paragraph_together(ctx.lines(text, ctx.left + indent, width, Style.NOTE, body))
        lines[0].marks.insert(0, ctx.text(BULLET, ctx.left, -ctx.drop(Style.NOTE), Style.NOTE, label))
        lines[0].space_before = BETWEEN_LINES
        items.append(lines)
    return items
