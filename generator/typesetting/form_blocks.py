"""Setting blocks to write on: labelled lines, room to answer, tables of lines, notes.

Every function takes the context and a block, adds the block's elements to the structure, and returns its rows.
"""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from generator.composing.document import Heading
from generator.composing.spoken import Spoken, second_of
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.answer_rooms import answer_room, pattern
from generator.typesetting.context import BETWEEN_LABELS, FIELD_LIFT
from generator.typesetting.grid import spans
from generator.typesetting.margin_rule import margin_rule
from generator.typesetting.names import set_name
from generator.typesetting.page import ARTIFACT, Base, Rect, Tag, Text
from generator.typesetting.reading_blocks import (
    COLUMN_GAP,
    NOTE_LINE,
    checklist,
    checklist_edge,
    heading,
    tick_box,
)
from generator.typesetting.rows import (
    Growth,
    Row,
    keep_paragraph_together,
    keep_together,
    move_down,
    row_by_row,
    side_by_side,
    total_height,
)

if TYPE_CHECKING:
    from generator.composing.document import (
        AgreementReview,
        AnswerSpace,
        LabelledField,
        Notes,
        QuestionChecklist,
        Table,
    )
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.grid import Span
    from generator.typesetting.page import Field, Mark

LABEL_GAP = 2 * POINTS_PER_MM
BETWEEN_NOTED = 3 * POINTS_PER_MM
LONGEST_ROW = 1 / 3
"""The most of a page's height that a table's row takes whole; a page may end within a longer one."""
FEWEST_ROWS = 2
"""Of a table, on either side of the end of a page."""
FEWEST_NOTES, MOST_NOTES = 3, 60
"""The lines for notes: bound to their heading, and at most."""


def checklist_with_notes(ctx: TypesettingContext, block: QuestionChecklist) -> list[Row]:
    """Set a section's questions with their tick boxes, and beside each its room to note, which may grow."""
    return checklist(ctx, block, _add_room_to_note)


def _add_room_to_note(ctx: TypesettingContext, note: AnswerSpace, rows: list[Row], parent: int) -> list[Row]:
    """Set a question so that its first line stands on the first line to note on; its last row may grow."""
    pitch = ctx.layout.line_pitch
    down = max(0.0, pitch - ctx.drop(Style.CHOICE) - NOTE_LINE)
    element = ctx.say(note.tooltip, Tag.FORM, parent) if ctx.fillable else parent
    lines = max(ctx.layout.choices.lines, ceil((down + rows[0].height) / pitch))
    rows[0].marks = [move_down(mark, down) for mark in rows[0].marks]
    grow = partial(_with_room_to_note, ctx, note, rows[0].marks, element, lines)
    noted = grow(0, 0.0)
    noted.space_before, noted.keep_with_next = BETWEEN_NOTED, rows[0].keep_with_next
    noted.growth = Growth(pitch, lines, lines, 0, grow)
    return [noted, *rows[1:]]


def _with_room_to_note(
    ctx: TypesettingContext,
    note: AnswerSpace,
    marks: list[Mark | Field],
    element: int,
    lines: int,
    further: int,
    _: float,
) -> Row:
    """Return the row of a question with so many lines to note on beside it, and ``further`` ones."""
    start, depth = checklist_edge(ctx) + COLUMN_GAP, (lines + further) * ctx.layout.line_pitch
    return Row(depth, [*marks, *answer_room(ctx, note, Rect(start, -depth, ctx.right - start, depth), element)])


def notes(ctx: TypesettingContext, block: Notes) -> list[Row]:
    """Set a heading and lines to write on, on paper only: as many as the page has room for.

    Where the block says how many, they are one row below the heading, which may grow.
    """
    head = heading(ctx, Heading(block.title))
    pitch = ctx.layout.line_pitch
    if block.lines:
        room = partial(_room_for_notes, ctx, block.lines)
        row = room(0, 0.0)
        row.growth = Growth(pitch, MOST_NOTES, MOST_NOTES, 0, room)
        return [*head, row]
    area = Rect(ctx.left, -pitch, ctx.layout.measure, pitch)
    rows = [Row(pitch, [pattern(ctx, area)]) for _ in range(MOST_NOTES)]
    for row in [*head, *rows] if block.optional else rows[FEWEST_NOTES:]:
        row.optional = True
    return [*keep_together([*head, *rows[:FEWEST_NOTES]]), *rows[FEWEST_NOTES:]]


def _room_for_notes(ctx: TypesettingContext, lines: int, further: int, _: float) -> Row:
    depth = (lines + further) * ctx.layout.line_pitch
    return Row(depth, [pattern(ctx, Rect(ctx.left, -depth, ctx.layout.measure, depth))])


def table(ctx: TypesettingContext, block: Table) -> list[Row]:
    """Set a table: lines to write on, or texts of any length, whose heads are repeated on the next page."""
    columns = spans(ctx.layout, block.shares)
    element = ctx.structure.add(Tag.TABLE)
    head_row = ctx.structure.add(Tag.TR, element)
    titles = [
        ctx.lines(head, x, width, Style.LABEL, ctx.structure.add(Tag.TH, head_row))
        for head, (x, width) in zip(block.heads, columns, strict=True)
    ]
    # in two languages, each column is read from top to bottom
    heads = [side_by_side(titles)] if any(map(second_of, block.heads)) else row_by_row(titles)
    for line in heads:
        line.keep_with_next = True
    heads[0].space_before = ctx.unit / 2
    marks = block.marks or ("",) * len(block.rows)
    rows = [
        _table_row(ctx, row, columns, ctx.structure.add(Tag.TR, element), mark)
        for row, mark in zip(block.rows, marks, strict=True)
    ]
    flat = [line for row in rows for line in row]
    if any(item.field for row in block.rows for item in row):
        return keep_together(heads + flat)
    again = side_by_side([heads])
    again.marks = [mark._replace(element=ARTIFACT) for mark in again.marks if isinstance(mark, Text)]
    for line in flat[1:]:
        line.continuation_head = again
    if len(rows) > FEWEST_ROWS:  # none stands alone on its page
        rows[0][-1].keep_with_next = rows[-2][-1].keep_with_next = True
    return heads + flat


def _table_row(
    ctx: TypesettingContext, row: tuple[LabelledField, ...], columns: list[Span], parent: int, mark: str
) -> list[Row]:
    if any(item.field for item in row):
        marks: list[Mark | Field] = []
        for item, (x, width) in zip(row, columns, strict=True):
            marks += ctx.entry(item, x, width, -ctx.layout.line_pitch, ctx.structure.add(Tag.TD, parent))
        return [Row(ctx.layout.line_pitch, marks)]
    texts, cells = [], []
    for item, column in zip(row, columns, strict=True):
        cells.append(ctx.structure.add(Tag.TD, parent))
        texts.append(_cell_lines(ctx, item.value, column, cells[-1], names=item is not row[0]))
    rows = margin_rule(ctx, mark, ctx.left, row_by_row(texts), cells[0])
    if total_height(rows) < ctx.depth * LONGEST_ROW:
        keep_together(rows)
    rows[0].space_before = 1.5 * POINTS_PER_MM
    x, width = ctx.left, ctx.layout.measure
    rows[-1].marks.append(ctx.rule(x, x + width, -rows[-1].height - 2, ctx.layout.colours.line))
    rows[-1].height += 2
    return rows


def _cell_lines(ctx: TypesettingContext, text: str, column: Span, cell: int, *, names: bool) -> list[Row]:
    """Set the text of a table's cell; behind what is agreed stand names, in narrow columns."""
    x, width = column
    lines = (
        set_name(ctx, line, x, width, Style.ANSWER, cell)
        if names
        else ctx.lines(line, x, width, Style.ANSWER, cell, base=Base.OWN_SIDE)
        for line in ctx.display_text.display_lines(text)
    )
    return keep_paragraph_together([line_row for line in lines for line_row in line])


def agreement_review(ctx: TypesettingContext, block: AgreementReview) -> list[Row]:
    """Set an earlier agreement, the boxes for what becomes of it, and the lines for its new wording."""
    columns = spans(ctx.layout, (5, 2))
    texts = row_by_row(
        [
            ctx.lines(block.what, *columns[0], Style.ANSWER, ctx.structure.add(Tag.P), base=Base.OWN_SIDE)
            if block.what
            else [],
            set_name(ctx, block.who, *columns[1], Style.ANSWER, ctx.structure.add(Tag.P)) if block.who else [],
        ]
    )
    element = ctx.structure.add(Tag.P)
    label = ctx.display_text.display(block.wording[0].label)
    baseline = -ctx.layout.line_pitch + FIELD_LIFT
    marks: list[Mark | Field] = [ctx.text(f"{label} ", ctx.left, baseline, Style.LABEL, element)]
    indent = ctx.width(label, Style.LABEL) + LABEL_GAP
    for item, (x, width) in zip(block.wording, columns, strict=True):
        start = x + (indent if item.label else 0)
        marks += ctx.entry(item, start, width - (start - x), -ctx.layout.line_pitch, element)
    rows = keep_together([*texts, *_boxes(ctx, block), Row(ctx.layout.line_pitch, marks)])
    rows[0].space_before = 4.5 * POINTS_PER_MM
    return rows


def _boxes(ctx: TypesettingContext, block: AgreementReview) -> list[Row]:
    """Set a row of boxes, each with its word; several rows where they would leave the text area."""
    size, kind = ctx.layout.ticks_as_set.size, ctx.style(Style.NOTE)
    height = max(kind.leading, size + 3)
    baseline = -height / 2 - ctx.metrics.x_height(kind.face) * kind.size / 2
    element = ctx.structure.add(Tag.P)
    rows = [Row(height, [], space_before=1)]
    x = ctx.left
    for word, box in zip(block.words, block.boxes, strict=True):
        words, second = [Spoken(ctx.display_text.display(word))], second_of(word)
        if second:
            below = Spoken(ctx.display_text.display(second), second.language)
            words = [Spoken(f"{words[0]}{BETWEEN_LABELS}"), below]
        width = size + LABEL_GAP + ctx.width(" ".join(words), Style.NOTE)
        if x > ctx.left and x + width > ctx.right:
            rows.append(Row(height, [], space_before=2))
            x = ctx.left
        rows[-1].marks += tick_box(ctx, box, x + size / 2, -height / 2, element)
        start = x + size + LABEL_GAP
        for said in words:
            own = ctx.say(said, Tag.SPAN, element) if said.language else element
            base = Base.OWN if said.language else Base.DOCUMENT
            rows[-1].marks.append(ctx.text(f"{said} ", start, baseline, Style.NOTE, own, base))
            start += ctx.width(f"{said} ", Style.NOTE)
        x += width + COLUMN_GAP
    return rows
