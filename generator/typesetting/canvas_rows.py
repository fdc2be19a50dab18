"""Setting the rows of a canvas: names, questions with rooms or answers, and signatures, a column for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import AnsweredQuestion, ColumnHeads, QuestionChecklist, QuestionRow, Signatures
from generator.model.layout import CANVAS_LEFT, POINTS_PER_MM, Style
from generator.typesetting.answer_rooms import answer_room, set_earlier_answer
from generator.typesetting.context import FIELD_HEIGHT, HAIRLINE
from generator.typesetting.form_blocks import LABEL_GAP
from generator.typesetting.given_answers import answer_paragraphs
from generator.typesetting.margin_rule import margin_rule
from generator.typesetting.names import set_name
from generator.typesetting.page import Rect, Rule, Tag
from generator.typesetting.question_heads import set_initials
from generator.typesetting.reading_blocks import READABLE, checklist_head, place_boxes, tick_box
from generator.typesetting.rows import Row, keep_together, move_down, row_by_row, side_by_side, total_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.composing.document import GivenAnswer, LabelledField
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

BESIDE_LEFT = 8 * POINTS_PER_MM
"""The least white space right of what the sheet says."""
WIDE_GAP, NARROW_GAP = 9 * POINTS_PER_MM, 5 * POINTS_PER_MM
"""Between the columns of few people, and of many."""
FEW = 3
HEAD_RULE = 0.8
"""The line under a name."""
BELOW_LONG_NAMES = 2.0
"""How much lower that line is where names have several lines: their fields cover what is just below them."""
BELOW_HEADS = 1 * POINTS_PER_MM
INITIALS_COLUMN = 15 * POINTS_PER_MM
"""For the initials of who picked a question, left of it: about the width of two people's boxes."""
BETWEEN_ROWS = 0.9 * POINTS_PER_MM
BETWEEN_ANSWERS = 3.2 * POINTS_PER_MM
BELOW_RULE = 1 * POINTS_PER_MM
LOWERED = 1 * POINTS_PER_MM
"""How much lower than its row's top a question stands, so that it stands on the first line of the rooms beside it."""
NAME_SIZE = 1.25
"""The size of a name over its column, as a multiple of that of other values."""
MOST_WHOLE = 0.45
"""The most of a page's height that a question with its answers takes in one piece."""
SIGNED_ON = 1.35
"""The height of a line to sign on, as a multiple of others."""


def set_own_block(
    ctx: TypesettingContext, block: ColumnHeads | QuestionChecklist | QuestionRow | AnsweredQuestion | Signatures
) -> list[Row]:
    """Return the rows of a block that a canvas sets in its own way."""
    match block:
        case ColumnHeads():
            return column_heads(ctx, block)
        case QuestionChecklist():
            return rows_heading(ctx, block)
        case QuestionRow():
            return question_row(ctx, block)
        case AnsweredQuestion():
            return question_with_answers(ctx, block)
        case Signatures():
            return signatures(ctx, block)


def place_columns(ctx: TypesettingContext, count: int) -> list[tuple[float, float]]:
    """Return where everybody's column starts, and how wide it is; points."""
    gap = WIDE_GAP if count <= FEW else NARROW_GAP
    start = ctx.left + ctx.layout.measure * CANVAS_LEFT
    width = (ctx.right - start - gap * (count - 1)) / count
    return [(start + number * (width + gap), width) for number in range(count)]


def column_heads(ctx: TypesettingContext, block: ColumnHeads) -> list[Row]:
    """Set the names over their columns, on lines in the accent."""
    if not any(item.field for item in block.names):
        return [_set_names(ctx, block)]
    columns = place_columns(ctx, len(block.names))
    size = ctx.style(Style.VALUE).size
    large = ctx.resize(Style.VALUE, size * NAME_SIZE) if len(columns) <= FEW else ctx
    labels = [ctx.display_text.display(item.label) if len(columns) <= FEW else "" for item in block.names]
    taken = [ctx.width(label, Style.LABEL) + LABEL_GAP if label else 0.0 for label in labels]
    widths = [width - before for before, (_, width) in zip(taken, columns, strict=True)]
    lines = max(len(large.value_lines(item, width)) for item, width in zip(block.names, widths, strict=True))
    one = max(ctx.layout.line_pitch * NAME_SIZE, large.style(Style.VALUE).size * FIELD_HEIGHT)
    height = one + (lines - 1) * ctx.style(Style.VALUE).leading
    rule = -height - (BELOW_LONG_NAMES if lines > 1 else 0.0)
    marks: list[Mark | Field] = []
    for item, label, (x, width), room in zip(block.names, labels, columns, widths, strict=True):
        element = ctx.structure.add(Tag.P)
        baseline = -height + 1.5 * POINTS_PER_MM
        if label:
            marks.append(ctx.label(item.label, x, baseline, element))
        own = len(large.value_lines(item, room))
        entry = large.entry(item, x + width - room, room, -height, element, own)
        marks += [mark for mark in entry if not isinstance(mark, Rule)]
        marks.append(ctx.rule(x, x + width, rule, ctx.layout.colours.accent, HEAD_RULE))
    return keep_together([Row(-rule, marks), Row(BELOW_HEADS, [])])


def _set_names(ctx: TypesettingContext, block: ColumnHeads) -> Row:
    columns = place_columns(ctx, len(block.names))
    names = [
        set_name(ctx, item.value, x, width, Style.SPEAKER, ctx.structure.add(Tag.P))
        for item, (x, width) in zip(block.names, columns, strict=True)
    ]
    depth = max(map(total_height, names))
    ended = [[Row(depth - total_height(lines), []), *lines] for lines in names]
    row = side_by_side(ended)
    row.height += 1.2 * POINTS_PER_MM
    row.marks += [ctx.rule(x, x + width, -row.height, ctx.layout.colours.accent, HEAD_RULE) for x, width in columns]
    row.height += BELOW_HEADS
    return row


def names_again(ctx: TypesettingContext, names: Sequence[LabelledField]) -> Row:
    """Return the names as they are repeated at the head of a page."""
    marks: list[Mark | Field] = []
    height = ctx.style(Style.PERSON).leading + 1 * POINTS_PER_MM
    for item, (x, width) in zip(names, place_columns(ctx, len(names)), strict=True):
        marks.append(ctx.shorten(item.value, x, -ctx.drop(Style.PERSON), width, Style.PERSON))
        marks.append(ctx.rule(x, x + width, -height, ctx.layout.colours.accent, HEAD_RULE))
    return Row(height + BELOW_HEADS, marks)


def rows_heading(ctx: TypesettingContext, block: QuestionChecklist) -> list[Row]:
    """Set the heading of question rows."""
    x, centres = place_boxes(ctx, len(block.columns)) if block.columns else (ctx.left, [])
    rows = checklist_head(ctx, block, x, _edge_of_left(ctx), centres)
    rows[-1].keep_with_next = True
    return rows


def _edge_of_left(ctx: TypesettingContext) -> float:
    """Return the right edge of what the sheet says."""
    return ctx.left + ctx.layout.measure * CANVAS_LEFT - BESIDE_LEFT


def question_row(ctx: TypesettingContext, block: QuestionRow) -> list[Row]:
    """Set a question, its boxes, and beside it everybody's room; what no page could hold goes on below."""
    element = ctx.structure.add(Tag.H3)
    people = max(len(block.boxes), len(block.spaces))
    x, centres = place_boxes(ctx, len(block.boxes) or people)
    lines = ctx.balance_lines(block.text, x, _edge_of_left(ctx) - x, block.style, element)
    most = max(1, int(ctx.depth / 2 / ctx.style(block.style).leading))
    beside, below = lines[:most], lines[most:]
    text = side_by_side([[Row(LOWERED, []), *beside]])
    kind = ctx.style(block.style)
    middle = -LOWERED - ctx.drop(block.style) + ctx.metrics.x_height(kind.face) * kind.size / 2
    marks = list(text.marks)
    for box, centre in zip(block.boxes, centres, strict=False):
        marks += tick_box(ctx, box, centre, middle, ctx.structure.add(Tag.P))
    height = max(text.height, ctx.layout.ticks_as_set.size / 2 - middle if block.boxes else 0.0)
    if block.spaces:
        rooms, height = _rooms(ctx, block, height)
        marks += rooms
    rows = keep_together([Row(height, marks), *below])
    rows[0].space_before = BETWEEN_ROWS
    return rows


def _rooms(ctx: TypesettingContext, block: QuestionRow, height: float) -> tuple[list[Mark | Field], float]:
    """Return everybody's room, at least as high as ``height``, and how high they are, earlier answers included."""
    pitch, columns = ctx.layout.line_pitch, place_columns(ctx, len(block.spaces))
    parents = [ctx.structure.add(Tag.P) for _ in block.spaces]
    earlier = [
        set_earlier_answer(ctx, space.earlier, x, width, ctx.depth)
        for space, (x, width) in zip(block.spaces, columns, strict=True)
    ]
    above = max(map(total_height, earlier))
    lines = max(1, int((height - above) / pitch)) + block.lines
    height = max(height, above + lines * pitch)
    marks: list[Mark | Field] = []
    for space, said, (x, width), parent in zip(block.spaces, earlier, columns, parents, strict=True):
        marks += side_by_side([said]).marks if said else []
        element = ctx.say(space.tooltip, Tag.FORM, parent) if ctx.fillable else parent
        marks += answer_room(ctx, space, Rect(x, -height, width, height - above), element)
    return marks, height


def question_with_answers(ctx: TypesettingContext, block: AnsweredQuestion) -> list[Row]:
    """Set a question, and beside it the answers in their people's columns; a page may end within long ones."""
    element = ctx.structure.add(Tag.H3)
    start = ctx.left + INITIALS_COLUMN
    width = _edge_of_left(ctx) - start
    said = [Row(BELOW_RULE, []), *ctx.balance_lines(block.text, start, width, block.style, element)]
    if block.note:
        said += ctx.lines(block.note, start, width, Style.NOTE, ctx.structure.add(Tag.P))
    if block.initials:
        initials = set_initials(ctx, block, ctx.left, INITIALS_COLUMN - 1 * POINTS_PER_MM)
        said = [Row(BELOW_RULE, []), side_by_side([said[1:], initials])]
    columns = place_columns(ctx, block.seats or max(1, len(block.answers)))
    answers = enumerate(sorted(block.answers, key=lambda answer: answer.seat))
    given = [
        _answer(ctx, answer, *columns[answer.seat if block.seats else number], named=not block.seats)
        for number, answer in answers
    ]
    whole = side_by_side([said, *given])
    rows = [whole] if whole.height <= ctx.depth * MOST_WHOLE else _in_pieces([said, *given])
    for row in rows[len(said) :]:
        row.continuation_head = _question_again(ctx, block.text, start, width)
    rows[0].space_before = BETWEEN_ANSWERS
    return rows


def _question_again(ctx: TypesettingContext, text: str, x: float, width: float) -> Row:
    """Return the question as it is repeated on the left, beside the first line of a page; it has no height."""
    baseline = -ctx.drop(Style.ANSWER)
    return Row(0.0, [ctx.shorten(text, x, baseline, width, Style.NOTE, f" {ctx.words.continued}")])


def _in_pieces(columns: list[list[Row]]) -> list[Row]:
    """Return columns side by side, so that a page may end wherever each of them may part."""
    rows = row_by_row(columns)
    for number, row in enumerate(rows[:-1]):
        row.keep_with_next = any(column[number].keep_with_next for column in columns if number < len(column))
    rows[0].keep_with_next = len(rows) > 1
    return rows


def _answer(ctx: TypesettingContext, answer: GivenAnswer, x: float, width: float, *, named: bool) -> list[Row]:
    """Set an answer below a line that is read aloud as its person's name; where ``named``, below the name too."""
    parent = ctx.structure.add(Tag.P)
    speaks = ctx.structure.add(Tag.SPAN, parent, answer.person) if not named else -1
    line = Rule(x, 0.0, x + width, 0.0, HAIRLINE * ctx.layout.weight, ctx.layout.colours.line, speaks)
    name = set_name(ctx, answer.person, x, width, Style.SPEAKER, parent) if named else []
    readable = min(width, READABLE * ctx.style(Style.ANSWER).size)
    paragraphs = answer_paragraphs(ctx, answer, x, readable)
    return [Row(BELOW_RULE, [line]), *margin_rule(ctx, answer.mark, x, [*name, *paragraphs], parent)]


def signatures(ctx: TypesettingContext, block: Signatures) -> list[Row]:
    """Set lines to sign on at the foot of the people's columns, the names below."""
    columns = place_columns(ctx, len(block.lines))
    parents = [ctx.structure.add(Tag.P) for _ in block.lines]
    depth = ctx.layout.line_pitch * SIGNED_ON
    signed = [
        []
        if item.field or not item.value
        else set_name(ctx, item.value, x, width, Style.ANSWER, ctx.structure.add(Tag.SPAN, parent))
        for item, (x, width), parent in zip(block.lines, columns, parents, strict=True)
    ]
    depth = max(depth, max(map(total_height, signed)) + 1.5 * POINTS_PER_MM)
    marks: list[Mark | Field] = []
    for item, lines, (x, width), parent in zip(block.lines, signed, columns, parents, strict=True):
        if lines:
            lower = depth - total_height(lines) - 1 * POINTS_PER_MM
            marks += [move_down(mark, lower) for mark in side_by_side([lines]).marks]
        marks += ctx.entry(item._replace(value="") if lines else item, x, width, -depth, parent)
    names = [
        set_name(ctx, item.label, x, width, Style.PERSON, parent)
        for item, (x, width), parent in zip(block.lines, columns, parents, strict=True)
    ]
    row = Row(depth, marks, space_before=2.5 * POINTS_PER_MM)
    return keep_together([row, Row(1, []), side_by_side(names)])
