"""Setting blocks to read: titles, running text, and the questions to pick from.

Every function takes the context and a block, adds the block's elements to the structure, and returns its rows.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.composing.spoken import second_of
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.names import fit_name, set_name
from generator.typesetting.page import ARTIFACT, Box, CheckboxField, Rect, Tag, Text, Tick
from generator.typesetting.rows import (
    Row,
    keep_paragraph_together,
    keep_together,
    move_down,
    row_by_row,
    side_by_side,
    total_height,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.composing.document import (
        AnswerSpace,
        ChecklistItem,
        FieldRows,
        Heading,
        LabelledField,
        Paragraph,
        QuestionChecklist,
        TickBox,
    )
    from generator.model.colour import Colour
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

    Part = Callable[[float], tuple[Row, Row] | None]
    AddRoom = Callable[[TypesettingContext, AnswerSpace, list[Row], int], list[Row]]

COLUMN_GAP = 7 * POINTS_PER_MM
STEP_INDENT = 4.6 * POINTS_PER_MM
FRAME = 0.6
"""The outline of a tick box."""
NOTE_LINE = 1.5
"""From the baseline of a question down to the line to note on beside it."""
BETWEEN_BOXES = 1.5 * POINTS_PER_MM
"""The least white space between the tick boxes of two questions."""
ABOVE_NOTED = 2.2 * POINTS_PER_MM
FEWEST_LINES = 2
"""A question to pick from has so many on either side of the end of a page."""
READABLE = 34
"""The longest line of a question, in ems of its type."""


def heading(ctx: TypesettingContext, block: Heading) -> list[Row]:
    """Set a heading, bound to what follows."""
    element = ctx.structure.add(Tag.H2)
    lines = ctx.balance_lines(block.text, ctx.left, ctx.layout.measure, block.style, element)
    lines[0].space_before = 7 * POINTS_PER_MM
    for line in lines:
        line.keep_with_next = True
    return lines


def paragraph(ctx: TypesettingContext, block: Paragraph) -> list[Row]:
    """Set a paragraph of running text."""
    width = min(ctx.layout.measure, READABLE * ctx.style(block.style).size)
    lines = ctx.paragraph(block.text, ctx.left, width, block.style, ctx.structure.add(Tag.P))
    lines[0].space_before = (4 if block.apart else 1.5) * POINTS_PER_MM
    lines[-1].keep_with_next = block.leads
    return lines


def list_indent(ctx: TypesettingContext, mark: str, style: Style) -> float:
    """Return the indent of a list's lines, beside marks as wide as ``mark``."""
    return max(STEP_INDENT, ctx.width(mark, style) + 2)


def checklist(ctx: TypesettingContext, block: QuestionChecklist, add_room: AddRoom) -> list[Row]:
    """Set a section's questions with their tick boxes; a page ends between questions, never after the title.

    ``add_room`` adds the room to note of questions that have one to their rows.
    """
    x, centres = place_boxes(ctx, len(block.columns))
    head = checklist_head(ctx, block, x, ctx.right, centres)
    listed = ctx.structure.add(Tag.L)
    items = [_set_item(ctx, choice, x, centres, listed, add_room) for choice in block.items]
    again = Row(max(head[-1].height, ctx.style(Style.SECTION).leading), _section_again(ctx, block, x, centres))
    head[-1].keep_with_next = True
    if len(items) > 1:
        items[-2][-1].keep_with_next = items[-2][-1].loose = True
    rows = [row for item in items for row in item]
    for row in rows[1:]:
        row.continuation_head = again
    for row in rows:
        row.part = partial(_part_item, row.part, again) if row.part else None
    return head + rows


def place_boxes(ctx: TypesettingContext, count: int) -> tuple[float, list[float]]:
    """Return where questions start behind so many boxes, which hang from the left margin, and the boxes' centres."""
    ticks = ctx.layout.ticks_as_set
    wide = ticks.size + (count - 1) * ticks.pitch + ticks.gap <= ticks.gutter
    pitch = ticks.pitch if wide else ticks.crowded_pitch
    boxes = ticks.size + (count - 1) * pitch
    x = ctx.left + max(boxes + ticks.gap, min(boxes + 2 * ticks.gap, ticks.gutter))
    return x, [ctx.left + ticks.size / 2 + number * pitch for number in range(count)]


def checklist_head(
    ctx: TypesettingContext, block: QuestionChecklist, x: float, right: float, centres: list[float]
) -> list[Row]:
    """Set the heading of questions between two edges, and what stands over the columns of their boxes."""
    element = ctx.structure.add(Tag.H2)
    lines = keep_together(ctx.balance_lines(block.title, x, right - x, Style.SECTION, element))
    lines[0].space_before = 2 * ctx.unit
    style = ctx.below(Style.SECTION) if second_of(block.title) else Style.SECTION
    lines[-1].marks += _column_heads(ctx, block, x, centres, -ctx.drop(style))
    return lines


def _column_heads(
    ctx: TypesettingContext, block: QuestionChecklist, x: float, centres: list[float], baseline: float
) -> list[Mark | Field]:
    """Return the heads, shrunk to stand above their boxes, left of ``x``: initials that no typeface covers are long."""
    kind = ctx.style(Style.INITIALS)
    sides = [ctx.left - 1, *((a + b) / 2 for a, b in pairwise(centres)), x]
    heads: list[Mark | Field] = []
    shown = map(ctx.display_text.display, filter(None, block.columns))
    for head, centre, (left, right) in zip(shown, centres, pairwise(sides), strict=False):
        most = 2 * min(centre - left, right - centre) - 2
        is_open = ctx.display_text.is_assumed_to_fit(head, kind, most, is_shrunk=True)
        size = kind.size if is_open else ctx.fitting_size(head, most, Style.INITIALS)
        start = centre - ctx.width(head, Style.INITIALS) * size / kind.size / 2
        limit = most if is_open else 0.0
        heads.append(Text(start, baseline, head, kind.face, size, kind.colour, ARTIFACT, limit=limit))
    return heads


def _section_again(
    ctx: TypesettingContext, block: QuestionChecklist, x: float, centres: list[float]
) -> list[Mark | Field]:
    baseline = -ctx.drop(Style.SECTION)
    text = ctx.shorten(block.title, x, baseline, ctx.right - x, Style.SECTION, f" {ctx.words.continued}")
    return [text, *_column_heads(ctx, block, x, centres, baseline)]


def _set_item(
    ctx: TypesettingContext,
    choice: ChecklistItem,
    x: float,
    centres: list[float],
    listed: int,
    add_room: AddRoom,
) -> list[Row]:
    body = ctx.structure.add(Tag.LBODY, ctx.structure.add(Tag.LI, listed))
    rows = _checklist_item(ctx, choice, x, centres, body)
    return add_room(ctx, choice.note, rows, body) if choice.note else _with_note_line(ctx, rows)


def _checklist_item(
    ctx: TypesettingContext, choice: ChecklistItem, x: float, centres: list[float], body: int
) -> list[Row]:
    """Set a question with its boxes beside the first line as one row; as several, where no page could hold it."""
    lines = ctx.balance_lines(choice.text, x, checklist_edge(ctx) - x, Style.CHOICE, body)
    kind = ctx.style(Style.CHOICE)
    middle = -ctx.drop(Style.CHOICE) + ctx.metrics.x_height(kind.face) * kind.size / 2
    overhang = max(0.0, ctx.layout.ticks_as_set.size / 2 - middle - kind.leading)
    pitch = ctx.half_units(max(kind.leading + ctx.layout.choices.space, ctx.layout.ticks_as_set.size + BETWEEN_BOXES))
    further = total_height(lines[1:])
    lines[-1].height += max(overhang, ctx.half_units(further) - further)
    boxes = [
        mark
        for box, centre in zip(choice.boxes, centres, strict=True)
        for mark in tick_box(ctx, box, centre, middle, body)
    ]
    whole = side_by_side([lines])
    rows = [whole]
    if whole.height >= ctx.depth / 2:
        rows = keep_together([side_by_side([lines[:FEWEST_LINES]]), *lines[FEWEST_LINES:]])
        for row in rows[:-FEWEST_LINES]:
            row.loose = True
    elif not (ctx.layout.choices.notes or second_of(choice.text)):
        whole.part = partial(_part_lines, lines, boxes)
    rows[0].marks += boxes
    rows[0].space_before = pitch - kind.leading
    return rows


def _part_lines(lines: list[Row], boxes: list[Mark | Field], height: float) -> tuple[Row, Row] | None:
    """Return a question's lines as two rows, the first one with its boxes; nothing where one had a line alone."""
    for place in range(len(lines) - FEWEST_LINES, FEWEST_LINES - 1, -1):
        if total_height(lines[:place]) <= height:
            first = side_by_side([lines[:place]])
            first.marks += boxes
            return first, side_by_side([lines[place:]])
    return None


def _part_item(part: Part, again: Row, height: float) -> tuple[Row, Row] | None:
    """Return a question to pick from in two parts, its section's heading repeated above the second one."""
    if parts := part(height):
        parts[1].continuation_head = again
    return parts


def checklist_edge(ctx: TypesettingContext) -> float:
    """Return the right edge of the questions to pick from; lines to note on begin a gap further on."""
    notes = ctx.layout.choices.notes
    return ctx.right - (ctx.layout.measure * notes + COLUMN_GAP if notes else 0.0)


def _with_note_line(ctx: TypesettingContext, row: list[Row]) -> list[Row]:
    """Add the line to note on beside a question's last line, at least a line pitch below the one before."""
    if ctx.layout.choices.notes:
        kind = ctx.style(Style.CHOICE)
        y = -row[-1].height + kind.leading - ctx.drop(Style.CHOICE) - NOTE_LINE
        start = checklist_edge(ctx) + COLUMN_GAP
        row[-1].marks.append(ctx.rule(start, ctx.right, y, ctx.layout.colours.line))
        row[0].space_before = max(row[0].space_before, ABOVE_NOTED)
        more = max(0.0, ctx.layout.line_pitch - total_height(row) - row[0].space_before)
        row[0].height += more
        row[0].marks = [move_down(mark, more) for mark in row[0].marks]
    return row


def tick_box(
    ctx: TypesettingContext, box: TickBox, centre: float, middle: float, parent: int, colour: Colour | None = None
) -> list[Mark | Field]:
    """Return a tick box around its centre, its frame in the accent or in another ``colour``."""
    size, colours = ctx.layout.ticks_as_set.size, ctx.layout.colours
    rect = Rect(centre - size / 2, middle - size / 2, size, size)
    frame = Box(rect, 0.5 * POINTS_PER_MM, FRAME * ctx.layout.weight, colour or colours.accent, None)
    if ctx.fillable:
        return [frame, CheckboxField(box.field, rect, box.tooltip, ctx.say(box.tooltip, Tag.FORM, parent))]
    if box.field in ctx.ticked:
        return [frame, Tick(rect, colours.ink, ctx.structure.add(Tag.SPAN, parent, box.tooltip))]
    return [frame]


def question_again(ctx: TypesettingContext, text: str, x: float) -> Row:
    """Return the question as it is repeated at the head of a page, from ``x`` on."""
    mark = ctx.shorten(text, x, -ctx.drop(Style.NOTE), ctx.right - x, Style.NOTE, f" {ctx.words.continued}")
    return Row(ctx.style(Style.NOTE).leading + 2 * POINTS_PER_MM, [mark])


def text_row(ctx: TypesettingContext, row: tuple[LabelledField, ...], spans: list[tuple[float, float]]) -> list[Row]:
    """Set a row of labelled texts in columns, each a paragraph within its span."""
    columns = []
    for item, (x, width) in zip(row, spans, strict=True):
        element = ctx.structure.add(Tag.P)
        label, text, start = _label_and_text(ctx, item, x)
        lines = set_name(ctx, text, start, x + width - start, Style.ANSWER, ctx.structure.add(Tag.SPAN, element))
        if label:
            lines[0].marks.insert(0, ctx.text(label, x, -ctx.drop(Style.ANSWER), Style.LABEL, element))
        columns.append(keep_paragraph_together(lines))
    rows = row_by_row(columns)
    rows[0].space_before = 1.2 * POINTS_PER_MM
    return rows


def _label_and_text(ctx: TypesettingContext, item: LabelledField, x: float) -> tuple[str, str, float]:
    """Return a text's label, the text, and where it starts behind the label."""
    label = f"{ctx.display_text.display(item.label)} " if item.label else ""
    start = x + (ctx.width(label, Style.LABEL) + 3 if label else 0)
    return label, f"{item.value} {item.after}".strip(), start


def texts_with_labels(ctx: TypesettingContext, block: FieldRows) -> list[Row]:
    """Set rows of labelled texts without fields; where one does not fit its column, each on a row of its own."""
    rows: list[Row] = []
    for row in block.rows:
        spans = _spans(ctx, row)
        starts = (_label_and_text(ctx, item, x) for item, (x, _) in zip(row, spans, strict=True))
        fit = all(
            fit_name(ctx, text, x + width - start, Style.ANSWER)
            for (_, text, start), (x, width) in zip(starts, spans, strict=True)
        )
        for part in [row] if fit else [(item,) for item in row]:
            rows += text_row(ctx, part, _spans(ctx, part))
    return rows


def _spans(ctx: TypesettingContext, row: tuple[LabelledField, ...]) -> list[tuple[float, float]]:
    """Return where each text's column starts and how wide it is."""
    unit = (ctx.layout.measure - COLUMN_GAP * (len(row) - 1)) / sum(item.share for item in row)
    x, spans = ctx.left, []
    for item in row:
        spans.append((x, unit * item.share))
        x += unit * item.share + COLUMN_GAP
    return spans
