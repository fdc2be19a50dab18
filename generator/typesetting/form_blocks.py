"""Setting blocks to write on: labelled lines, room to answer, tables of lines, notes.

Every function takes the context and a block, adds the block's elements to the structure, and returns its rows.
"""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import TYPE_CHECKING, assert_never

from generator.composing.document import Heading
from generator.model.layout import POINTS_PER_MM, Lines, Style, TypedSize
from generator.typesetting.context import COVER, FIELD_LIFT, HAIRLINE
from generator.typesetting.grid import GUTTER, equal_spans, spans
from generator.typesetting.lines import ELLIPSIS
from generator.typesetting.margin_rule import margin_rule
from generator.typesetting.names import set_name
from generator.typesetting.page import ARTIFACT, Entry, Rect, Rule, Tag, Text, TextField
from generator.typesetting.reading_blocks import (
    COLUMN_GAP,
    NOTE_LINE,
    READABLE,
    checklist,
    checklist_edge,
    heading,
    question_again,
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
    from collections.abc import Iterator

    from generator.composing.document import (
        AgreementReview,
        AnswerSpace,
        LabelledField,
        Notes,
        QuestionChecklist,
        QuestionForm,
        Table,
    )
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.grid import Span
    from generator.typesetting.page import Field, Mark

LABEL_GAP = 2 * POINTS_PER_MM
ABOVE_ROOM = 1.2 * POINTS_PER_MM
BETWEEN_ROOMS = 2.4 * POINTS_PER_MM
BETWEEN_NOTED = 3 * POINTS_PER_MM
LONGEST_ROW = 1 / 3
"""The most of a page's height that a table's row takes whole; a page may end within a longer one."""
FEWEST_ROWS = 2
"""Of a table, on either side of the end of a page."""
FEWEST_NOTES, MOST_NOTES = 3, 60
"""The lines for notes: bound to their heading, and at most."""
DOT = 0.9


def question_form(ctx: TypesettingContext, block: QuestionForm, above: float = 0.0) -> list[Row]:
    """Set a question and the room for all answers as one row; as several, where no page could hold it.

    ``above`` is the height of the headings that are bound to it; points.
    """
    element = ctx.structure.add(Tag.H3)
    width = min(ctx.layout.measure, READABLE * ctx.style(block.style).size)
    head = ctx.balance_lines(block.text, ctx.left, width, block.style, element)
    if block.note:
        head += ctx.lines(block.note, ctx.left, width, Style.NOTE, ctx.structure.add(Tag.P))
    again = question_again(ctx, block.text, ctx.left)
    space_rows = [
        _room_row(ctx, block.spaces[start : start + block.columns], block, ctx.depth - again.height - ABOVE_ROOM)
        for start in range(0, len(block.spaces), block.columns)
    ]
    for space_row in space_rows:
        space_row.space_before = ABOVE_ROOM if space_row is space_rows[0] else BETWEEN_ROOMS + block.apart
    whole = side_by_side([[*head, *space_rows]])
    rows = [whole] if above + whole.height <= ctx.depth else [*head, *space_rows]
    for row in rows[: len(head)]:
        row.keep_with_next = len(rows) > 1
    for row in rows[1:]:
        row.continuation_head = again
    rows[0].space_before = max(5.5 * POINTS_PER_MM, 0.85 * ctx.style(block.style).leading)
    return rows


def _room_row(ctx: TypesettingContext, rooms: tuple[AnswerSpace, ...], block: QuestionForm, most: float) -> Row:
    """Set people's room side by side, with as many of the block's lines as ``most`` points of height can hold."""
    places = equal_spans(ctx.layout, min(block.columns, len(block.spaces)))
    width, starts = places[0].width, [place.x for place in places[: len(rooms)]]
    parents = [ctx.structure.add(Tag.P) for _ in rooms]
    people = [
        set_name(ctx, room.person, x, width, Style.PERSON, parent)
        + set_earlier_answer(ctx, room.earlier, x, width, most)
        for room, x, parent in zip(rooms, starts, parents, strict=True)
    ]
    label = max(map(total_height, people))
    height = label + min(block.lines, int((most - label) / ctx.layout.line_pitch)) * ctx.layout.line_pitch
    marks: list[Mark | Field] = []
    for room, x, name, parent in zip(rooms, starts, people, parents, strict=True):
        element = ctx.structure.add(Tag.FORM, parent) if ctx.fillable else parent
        marks += side_by_side([name]).marks + answer_room(ctx, room, Rect(x, -height, width, height - label), element)
    marks += [ctx.spine(x - GUTTER / 2, -2, -height) for x in starts[1:]]
    return Row(height, marks)


def set_earlier_answer(ctx: TypesettingContext, text: str, x: float, width: float, most: float) -> list[Row]:
    """Set a person's earlier answer, small, in no more than a third of ``most`` points of height."""
    if not text:
        return []
    style = ctx.small
    leading = ctx.style(style).leading
    fitting = max(1, int(most / 3 / leading))
    rows = ctx.paragraph(text, x, width, style, ctx.structure.add(Tag.P))
    if len(rows) > fitting:
        element = ctx.structure.add(Tag.P)
        del rows[fitting - 1 :]
        rows += ctx.lines(ELLIPSIS, x, width, style, element)
    rows[-1].height += 0.4 * leading
    return rows


def answer_room(ctx: TypesettingContext, room: AnswerSpace, rect: Rect, element: int) -> list[Mark | Field]:
    """Return a person's room to answer: the pattern to write on, and its field, where there are any, over all of it."""
    marks: list[Mark | Field] = list(_lines(ctx, rect))
    if ctx.fillable:
        kind = ctx.style(Style.ANSWER)
        entry = Entry.SCROLLING if ctx.layout.typed is TypedSize.FIXED else Entry.MULTI_LINE
        below = ctx.cover(HAIRLINE)
        whole = Rect(rect.x - COVER, rect.y - below, rect.width + 2 * COVER, rect.height + below)
        marks.append(TextField(room.field, whole, room.tooltip, room.value, entry, kind.size, kind.leading, element))
    return marks


def checklist_with_notes(ctx: TypesettingContext, block: QuestionChecklist) -> list[Row]:
    """Set a section's questions with their tick boxes, and beside each its room to note, which may grow."""
    return checklist(ctx, block, _add_room_to_note)


def _add_room_to_note(ctx: TypesettingContext, note: AnswerSpace, rows: list[Row], parent: int) -> list[Row]:
    """Set a question so that its first line stands on the first line to note on; its last row may grow."""
    pitch = ctx.layout.line_pitch
    down = max(0.0, pitch - ctx.drop(Style.CHOICE) - NOTE_LINE)
    element = ctx.structure.add(Tag.FORM, parent) if ctx.fillable else parent
    lines = max(ctx.layout.choices.lines, ceil((down + rows[0].height) / pitch))
    rows[0].marks = [move_down(mark, down) for mark in rows[0].marks]
    grow = partial(_with_room_to_note, ctx, note, rows[0].marks, element, lines)
    noted = grow(0, 0.0)
    noted.space_before, noted.keep_with_next = BETWEEN_NOTED, rows[0].keep_with_next
    noted.growth = Growth(pitch, lines, 0, grow)
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


def _lines(ctx: TypesettingContext, rect: Rect) -> Iterator[Rule]:
    """Yield the pattern of the room to answer, from the top: lines, dots, or one line at the foot."""
    layout = ctx.layout
    number = round(rect.height / layout.line_pitch)
    match layout.lines:
        case Lines.RULED:
            for line in reversed(range(number)):
                yield ctx.rule(rect.x, rect.x + rect.width, rect.y + line * layout.line_pitch, layout.colours.line)
        case Lines.DOTTED:
            step = layout.line_pitch / 2
            dot = DOT * layout.weight
            across = int((rect.width - dot) / step) + 1
            for row in reversed(range(2 * number)):
                y = rect.y + row * step + dot / 2
                for column in range(across):
                    x = rect.x + column * step
                    yield Rule(x, y, x + dot, y, dot, layout.colours.line)
        case Lines.PLAIN:
            yield ctx.rule(rect.x, rect.x + rect.width, rect.y, layout.colours.line)
        case _:
            assert_never(layout.lines)


def notes(ctx: TypesettingContext, block: Notes) -> list[Row]:
    """Set a heading and lines to write on, on paper only: as many as the page has room for.

    Where the block says how many, they are one row below the heading, which may grow.
    """
    head = heading(ctx, Heading(block.title))
    pitch = ctx.layout.line_pitch
    if block.lines:
        room = partial(_room_for_notes, ctx, block.lines)
        row = room(0, 0.0)
        row.growth = Growth(pitch, MOST_NOTES, 0, room)
        return [*head, row]
    area = Rect(ctx.left, -pitch, ctx.layout.measure, pitch)
    rows = [Row(pitch, list(_lines(ctx, area))) for _ in range(MOST_NOTES)]
    for row in [*head, *rows] if block.optional else rows[FEWEST_NOTES:]:
        row.optional = True
    return [*keep_together([*head, *rows[:FEWEST_NOTES]]), *rows[FEWEST_NOTES:]]


def _room_for_notes(ctx: TypesettingContext, lines: int, further: int, _: float) -> Row:
    depth = (lines + further) * ctx.layout.line_pitch
    return Row(depth, list(_lines(ctx, Rect(ctx.left, -depth, ctx.layout.measure, depth))))


def table(ctx: TypesettingContext, block: Table) -> list[Row]:
    """Set a table: lines to write on, or texts of any length, whose heads are repeated on the next page."""
    columns = spans(ctx.layout, block.shares)
    element = ctx.structure.add(Tag.TABLE)
    head_row = ctx.structure.add(Tag.TR, element)
    heads = row_by_row(
        [
            ctx.lines(head, x, width, Style.LABEL, ctx.structure.add(Tag.TH, head_row))
            for head, (x, width) in zip(block.heads, columns, strict=True)
        ]
    )
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
        set_name(ctx, line, x, width, Style.ANSWER, cell) if names else ctx.lines(line, x, width, Style.ANSWER, cell)
        for line in ctx.display_text.display_lines(text)
    )
    return keep_paragraph_together([line_row for line in lines for line_row in line])


def agreement_review(ctx: TypesettingContext, block: AgreementReview) -> list[Row]:
    """Set an earlier agreement, the boxes for what becomes of it, and the lines for its new wording."""
    columns = spans(ctx.layout, (5, 2))
    texts = row_by_row(
        [
            ctx.lines(block.what, *columns[0], Style.ANSWER, ctx.structure.add(Tag.P)) if block.what else [],
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
    size, kind = ctx.layout.ticks.size, ctx.style(Style.NOTE)
    height = max(kind.leading, size + 3)
    baseline = -height / 2 - ctx.metrics.x_height(kind.face) * kind.size / 2
    element = ctx.structure.add(Tag.P)
    rows = [Row(height, [], space_before=1)]
    x = ctx.left
    for word, box in zip(block.words, block.boxes, strict=True):
        width = size + LABEL_GAP + ctx.width(word, Style.NOTE)
        if x > ctx.left and x + width > ctx.right:
            rows.append(Row(height, [], space_before=2))
            x = ctx.left
        rows[-1].marks += tick_box(ctx, box, x + size / 2, -height / 2, element)
        rows[-1].marks.append(ctx.text(f"{word} ", x + size + LABEL_GAP, baseline, Style.NOTE, element))
        x += width + COLUMN_GAP
    return rows
