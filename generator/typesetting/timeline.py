"""Setting a time plan: in a line with a mark at each step; in rows, where the line would be too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import Heading
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.context import SPINE
from generator.typesetting.page import Rule, Tag
from generator.typesetting.reading_blocks import READABLE, heading
from generator.typesetting.rows import Strip, kept_together, merged, zipped

if TYPE_CHECKING:
    from generator.composing.document import Moment, Timeline
    from generator.typesetting.context import Setter
    from generator.typesetting.page import Field, Mark

LONGEST_TIME = "000 min"
"""What the room for a time is measured by."""
LEAST_GAP = 4 * POINTS_PER_MM
TIME_GAP = 3 * POINTS_PER_MM
ABOVE = 5 * POINTS_PER_MM
TICK = 1.6 * POINTS_PER_MM
"""How far the mark of a step reaches down from the line."""


def timeline(setter: Setter, block: Timeline) -> list[Strip]:
    """Set a time plan."""
    widths = [_natural_width(setter, moment) for moment in block.moments]
    gaps = len(widths) - 1
    if block.listed or sum(widths) + gaps * LEAST_GAP > setter.layout.measure:
        return _rows(setter, block)
    return [_line(setter, block, widths, (setter.layout.measure - sum(widths)) / gaps)]


def _natural_width(setter: Setter, moment: Moment) -> float:
    return max(setter.width(LONGEST_TIME, Style.SPEAKER), setter.width(setter.showing.line(moment.what), Style.STEP))


def _line(setter: Setter, block: Timeline, widths: list[float], gap: float) -> Strip:
    """Set all steps side by side below a line, each from its mark on."""
    colours = setter.layout.colours
    marks: list[Mark | Field] = [setter.rule(setter.left, setter.right, 0, colours.accent, SPINE)]
    listed = setter.tree.add(Tag.L)
    x, height = setter.left, 0.0
    for moment, width in zip(block.moments, widths, strict=True):
        item = setter.tree.add(Tag.LI, listed)
        label, body = setter.tree.add(Tag.LBL, item), setter.tree.add(Tag.LBODY, item)
        # a point more than is needed: what is as wide as its room must not be broken for a rounding
        time = setter.lines(f"{moment.time} ", x, width + gap, Style.SPEAKER, label)
        what = setter.lines(moment.what, x, width + 1, Style.STEP, body)
        column = merged([[Strip(TICK, []), *time, *what]])
        marks += [Rule(x, 0, x, -TICK, SPINE * setter.layout.weight, colours.accent), *column.marks]
        height = max(height, column.height)
        x += width + gap
    return Strip(height, marks, before=ABOVE)


def _rows(setter: Setter, block: Timeline) -> list[Strip]:
    """Set a heading and a row for each step."""
    head = heading(setter, Heading(block.title))
    listed = setter.tree.add(Tag.L)
    indent = setter.width(LONGEST_TIME, Style.SPEAKER) + TIME_GAP
    width = min(setter.layout.measure - indent, READABLE * setter.style(Style.STEP).size)
    rows = []
    for moment in block.moments:
        item = setter.tree.add(Tag.LI, listed)
        label, body = setter.tree.add(Tag.LBL, item), setter.tree.add(Tag.LBODY, item)
        time = setter.lines(f"{moment.time} ", setter.left, indent, Style.SPEAKER, label)
        what = setter.paragraph(moment.what, setter.left + indent, width, Style.STEP, body)
        rows += zipped([time, what])
        rows[-len(what)].before = max(1.2 * POINTS_PER_MM, 0.2 * setter.style(Style.STEP).leading)
    return kept_together([*head, *rows])
