"""Setting blocks to read: titles, running text, the questions to pick from, and the answers given.

Every function takes the context and a block, adds the block's elements to the structure, and returns its rows.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.page import ARTIFACT, Box, CheckboxField, Rect, Tag, Text, Tick
from generator.typesetting.rows import (
    Row,
    StructureBuilder,
    keep_paragraph_together,
    keep_together,
    move_down,
    row_by_row,
    side_by_side,
    total_height,
)
from generator.words import english as words

if TYPE_CHECKING:
    from generator.composing.document import (
        AnsweredQuestion,
        ChecklistItem,
        FieldRows,
        GivenAnswer,
        Heading,
        LabelledField,
        Opening,
        Paragraph,
        QuestionChecklist,
        TickBox,
        Title,
    )
    from generator.model.colour import Colour
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

COLUMN_GAP = 7 * POINTS_PER_MM
NAME_COLUMN = 0.23
"""The names' part of the width where answers are set."""
NARROWEST_STEPS = 9
"""The steps stand below the introduction rather than beside it in a column narrower than so many ems."""
STEP_INDENT = 4.6 * POINTS_PER_MM
FRAME = 0.6
"""The outline of a tick box."""
NOTE_LINE = 1.5
"""From the baseline of a question down to the line to note on beside it."""
ABOVE_NOTED = 2.2 * POINTS_PER_MM
READABLE = 34
"""The longest line of a question, in ems of its type."""
BESIDE = 2
MOST_BESIDE = 0.45
"""The most of a page's height that answers take side by side; longer ones stand in turns, over several pages."""


def title(ctx: TypesettingContext, block: Title) -> list[Row]:
    """Set the document's title."""
    element = ctx.structure.add(Tag.H1)
    lines = ctx.balance_lines(block.text, ctx.left - 0.5, ctx.layout.measure, Style.TITLE, element)
    return keep_together([*lines, Row(2 * POINTS_PER_MM, [])])


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


def opening(ctx: TypesettingContext, block: Opening) -> list[Row]:
    """Set the introduction with the steps beside it; below it, where they would not fit a page side by side."""
    measure = ctx.layout.measure
    aside = measure * ctx.layout.opening.steps
    gap = 6 * POINTS_PER_MM
    narrow = aside - COLUMN_GAP / 2 < NARROWEST_STEPS * ctx.style(Style.STEP).size
    if narrow or not block.paragraphs or not block.steps:
        return _opening_in_sequence(ctx, block, gap)
    begun = len(ctx.structure.elements)
    main = _paragraphs(ctx, block.paragraphs, measure - aside - COLUMN_GAP)
    start = ctx.right - aside + COLUMN_GAP / 2
    steps = _steps(ctx, block, start, ctx.right - start)
    both = side_by_side([main, steps])
    if both.height > ctx.layout.page.height / 2:
        del ctx.structure.elements[begun:]
        return _opening_in_sequence(ctx, block, gap)
    x = start - COLUMN_GAP / 2
    both.marks.append(ctx.spine(x, -1, -both.height))
    both.space_before = gap
    return [both]


def _opening_in_sequence(ctx: TypesettingContext, block: Opening, gap: float) -> list[Row]:
    width = min(ctx.layout.measure, READABLE * ctx.style(Style.BODY).size)
    main = _paragraphs(ctx, block.paragraphs, width)
    steps = _steps(ctx, block, ctx.left, width)
    for rows in (main, steps):
        if rows:
            rows[0].space_before = gap
    return main + steps


def _paragraphs(ctx: TypesettingContext, paragraphs: tuple[str, ...], width: float) -> list[Row]:
    rows: list[Row] = []
    for text in paragraphs:
        lines = ctx.paragraph(text, ctx.left, width, Style.BODY, ctx.structure.add(Tag.P))
        if rows:
            lines[0].space_before = ctx.style(Style.BODY).leading * 0.4
        rows += lines
    return rows


def _steps(ctx: TypesettingContext, block: Opening, x: float, width: float) -> list[Row]:
    if not block.steps:
        return []
    head = ctx.balance_lines(block.steps_title, x, width, Style.ASIDE, ctx.structure.add(Tag.H2))
    steps = keep_together([*head, Row(0, [])])
    steps[-1].keep_with_next = True
    listed = ctx.structure.add(Tag.L)
    indent = list_indent(ctx, "0 ", Style.ASIDE)
    for number, text in enumerate(block.steps, start=1):
        item = ctx.structure.add(Tag.LI, listed)
        label = ctx.structure.add(Tag.LBL, item)
        body = ctx.structure.add(Tag.LBODY, item)
        lines = ctx.paragraph(text, x + indent, width - indent, Style.STEP, body)
        mark = ctx.text(f"{number} ", x, -ctx.drop(Style.STEP), Style.ASIDE, label)
        lines[0].marks.insert(0, mark)
        lines[0].space_before = max(1.6 * POINTS_PER_MM, 0.25 * ctx.style(Style.STEP).leading)
        steps += lines
    return steps


def list_indent(ctx: TypesettingContext, mark: str, style: Style) -> float:
    """Return the indent of a list's lines, beside marks as wide as ``mark``."""
    return max(STEP_INDENT, ctx.width(mark, style) + 2)


def checklist(ctx: TypesettingContext, block: QuestionChecklist) -> list[Row]:
    """Set a section's questions with their tick boxes; a page ends between questions, never after the title."""
    ticks = ctx.layout.ticks
    between = len(block.columns) - 1
    wide = ticks.size + between * ticks.pitch + ticks.gap <= ticks.gutter
    pitch = ticks.pitch if wide else ticks.crowded_pitch
    boxes = ticks.size + between * pitch
    x = ctx.left + max(boxes + ticks.gap, min(boxes + 2 * ticks.gap, ticks.gutter))
    centres = [ctx.left + ticks.size / 2 + number * pitch for number in range(len(block.columns))]
    head = _checklist_head(ctx, block, x, centres)
    listed = ctx.structure.add(Tag.L)
    items = [_with_note_line(ctx, _checklist_item(ctx, choice, x, centres, listed)) for choice in block.items]
    again = Row(head[-1].height, _section_again(ctx, block, x, centres))
    head[-1].keep_with_next = True
    if len(items) > 1:
        items[-2][-1].keep_with_next = True
    rows = [row for item in items for row in item]
    for row in rows[1:]:
        row.continuation_head = again
    return head + rows


def _checklist_head(ctx: TypesettingContext, block: QuestionChecklist, x: float, centres: list[float]) -> list[Row]:
    element = ctx.structure.add(Tag.H2)
    lines = keep_together(ctx.balance_lines(block.title, x, ctx.right - x, Style.SECTION, element))
    above = ctx.style(Style.SECTION).leading + ctx.style(Style.CHOICE).leading
    lines[0].space_before = max(3.4 * POINTS_PER_MM, 0.3 * above)
    lines[-1].marks += _column_heads(ctx, block, x, centres)
    return lines


def _column_heads(
    ctx: TypesettingContext, block: QuestionChecklist, x: float, centres: list[float]
) -> list[Mark | Field]:
    """Return the heads, shrunk to stand above their boxes, left of ``x``: initials that no typeface covers are long."""
    baseline = -ctx.drop(Style.SECTION)
    kind = ctx.style(Style.INITIALS)
    sides = [ctx.left - 1, *((a + b) / 2 for a, b in pairwise(centres)), x]
    heads: list[Mark | Field] = []
    shown = map(ctx.display_text.display, filter(None, block.columns))
    for head, centre, (left, right) in zip(shown, centres, pairwise(sides), strict=False):
        size = ctx.fitting_size(head, 2 * min(centre - left, right - centre) - 2, Style.INITIALS)
        start = centre - ctx.width(head, Style.INITIALS) * size / kind.size / 2
        heads.append(Text(start, baseline, head, kind.face, size, kind.colour, ARTIFACT))
    return heads


def _section_again(
    ctx: TypesettingContext, block: QuestionChecklist, x: float, centres: list[float]
) -> list[Mark | Field]:
    baseline = -ctx.drop(Style.SECTION)
    text = ctx.shorten(block.title, x, baseline, ctx.right - x, Style.SECTION, words.CONTINUED)
    return [text, *_column_heads(ctx, block, x, centres)]


def _checklist_item(
    ctx: TypesettingContext, choice: ChecklistItem, x: float, centres: list[float], parent: int
) -> list[Row]:
    """Set a question with its boxes beside the first line as one row; as several, where no page could hold it."""
    item = ctx.structure.add(Tag.LI, parent)
    body = ctx.structure.add(Tag.LBODY, item)
    lines = ctx.balance_lines(choice.text, x, _checklist_edge(ctx) - x, Style.CHOICE, body)
    kind = ctx.style(Style.CHOICE)
    middle = -ctx.drop(Style.CHOICE) + ctx.metrics.x_height(kind.face) * kind.size / 2
    overhang = max(0.0, ctx.layout.ticks.size / 2 - middle - kind.leading)
    lines[-1].height += overhang
    whole = side_by_side([lines])
    rows = [whole] if whole.height < ctx.depth / 2 else keep_together([side_by_side([lines[:2]]), *lines[2:]])
    for box, centre in zip(choice.boxes, centres, strict=True):
        rows[0].marks += tick_box(ctx, box, centre, middle, body)
    rows[0].space_before = max(0.0, 1.45 * POINTS_PER_MM - overhang)
    return rows


def _checklist_edge(ctx: TypesettingContext) -> float:
    """Return the right edge of the questions to pick from; lines to note on begin a gap further on."""
    notes = ctx.layout.choices.notes
    return ctx.right - (ctx.layout.measure * notes + COLUMN_GAP if notes else 0.0)


def _with_note_line(ctx: TypesettingContext, row: list[Row]) -> list[Row]:
    """Add the line to note on beside a question's last line, at least a line pitch below the one before."""
    if ctx.layout.choices.notes:
        kind = ctx.style(Style.CHOICE)
        y = -row[-1].height + kind.leading - ctx.drop(Style.CHOICE) - NOTE_LINE
        start = _checklist_edge(ctx) + COLUMN_GAP
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
    size, colours = ctx.layout.ticks.size, ctx.layout.colours
    rect = Rect(centre - size / 2, middle - size / 2, size, size)
    frame = Box(rect, 0.5 * POINTS_PER_MM, FRAME * ctx.layout.weight, colour or colours.accent, None)
    if ctx.fillable:
        return [frame, CheckboxField(box.field, rect, box.tooltip, ctx.structure.add(Tag.FORM, parent))]
    if box.field in ctx.ticked:
        return [frame, Tick(rect, colours.ink, ctx.structure.add(Tag.SPAN, parent, box.tooltip))]
    return [frame]


def question_with_answers(ctx: TypesettingContext, block: AnsweredQuestion) -> list[Row]:
    """Set a question and its answers; the question is repeated where a page ends between them."""
    element = ctx.structure.add(Tag.H3)
    width = min(ctx.layout.measure, READABLE * ctx.style(block.style).size)
    head = ctx.balance_lines(block.text, ctx.left, width, block.style, element)
    head[0].space_before = 6 * POINTS_PER_MM
    if block.note:
        head += ctx.lines(block.note, ctx.left, width, Style.NOTE, ctx.structure.add(Tag.P))
    for line in head:
        line.keep_with_next = True
    again = question_again(ctx, block.text)
    if _stand_beside(ctx, block):
        return [*head, _beside(ctx, block.answers)]
    body = [row for answer in block.answers for row in _answer_row(ctx, answer)]
    for row in body[1:]:
        row.continuation_head = again
    return head + body


def _stand_beside(ctx: TypesettingContext, block: AnsweredQuestion) -> bool:
    """Tell whether two people's answers stand side by side: where the layout asks for it, and neither is long."""
    if not ctx.layout.side_by_side or block.seats != BESIDE or not block.answers:
        return False
    trial = ctx._replace(structure=StructureBuilder())
    return _beside(trial, block.answers).height <= ctx.depth * MOST_BESIDE


def _beside(ctx: TypesettingContext, answers: tuple[GivenAnswer, ...]) -> Row:
    """Set two people's answers side by side in one row, so that one column is read after the other."""
    width = (ctx.layout.measure - COLUMN_GAP) / BESIDE
    columns = []
    for answer in sorted(answers, key=lambda answer: answer.seat):  # all keep their column, whoever speaks first
        x = ctx.right - width if answer.seat else ctx.left
        name = ctx.lines(f"{answer.person} ", x, width, Style.SPEAKER, ctx.structure.add(Tag.P))
        name += ctx.lines(answer.mark, x, width, Style.FOOT, ctx.structure.add(Tag.P)) if answer.mark else []
        paragraphs = _answer_paragraphs(ctx, answer, x, width)
        paragraphs[0].space_before = 0.8 * POINTS_PER_MM
        columns.append(name + paragraphs)
    row = side_by_side(columns)
    row.space_before = 2.2 * POINTS_PER_MM
    return row


def question_again(ctx: TypesettingContext, text: str) -> Row:
    """Return the question as it is repeated at the head of a page."""
    baseline = -ctx.drop(Style.NOTE)
    mark = ctx.shorten(text, ctx.left, baseline, ctx.layout.measure, Style.NOTE, words.CONTINUED)
    return Row(ctx.style(Style.NOTE).leading + 2 * POINTS_PER_MM, [mark])


def _answer_row(ctx: TypesettingContext, answer: GivenAnswer) -> list[Row]:
    names = ctx.layout.measure * NAME_COLUMN
    x = ctx.left + names
    element = ctx.structure.add(Tag.P)
    name = ctx.lines(f"{answer.person} ", ctx.left, names - 4 * POINTS_PER_MM, Style.SPEAKER, element)
    for line_row in name:
        line_row.height = ctx.style(Style.ANSWER).leading
        line_row.marks = [move_down(mark, ctx.drop(Style.ANSWER) - ctx.drop(Style.SPEAKER)) for mark in line_row.marks]
    if answer.mark:
        name += _mark(ctx, answer.mark, names - 4 * POINTS_PER_MM)
    text = _answer_paragraphs(ctx, answer, x, ctx.right - x)
    rows = row_by_row([name, text])
    for row, line_row in zip(rows, text, strict=False):
        row.keep_with_next = line_row.keep_with_next
    for row in rows[: len(name) - 1]:
        row.keep_with_next = True
    rows[0].space_before = 2.2 * POINTS_PER_MM
    return rows


def _answer_paragraphs(ctx: TypesettingContext, answer: GivenAnswer, x: float, width: float) -> list[Row]:
    """Set an answer's text, a paragraph for every line typed; half a line for an empty one."""
    rows: list[Row] = []
    for line in (line for paragraph in answer.paragraphs for line in ctx.display_text.display_lines(paragraph)):
        if line.strip():
            rows += ctx.paragraph(line, x, width, Style.ANSWER, ctx.structure.add(Tag.P))
        else:
            rows.append(Row(ctx.style(Style.ANSWER).leading / 2, []))
    return rows


def _mark(ctx: TypesettingContext, mark: str, width: float) -> list[Row]:
    """Set the mark of an answer, small, in the lines below the name."""
    rows = ctx.lines(mark, ctx.left, width, ctx.small, ctx.structure.add(Tag.P))
    for row in rows:
        row.height = ctx.style(Style.ANSWER).leading
        row.marks = [move_down(mark_of_row, ctx.drop(Style.ANSWER) - ctx.drop(ctx.small)) for mark_of_row in row.marks]
    return rows


def text_row(ctx: TypesettingContext, row: tuple[LabelledField, ...], spans: list[tuple[float, float]]) -> list[Row]:
    """Set a row of labelled texts in columns, each a paragraph within its span."""
    columns = []
    for item, (x, width) in zip(row, spans, strict=True):
        element = ctx.structure.add(Tag.P)
        label = f"{item.label} " if item.label else ""
        start = x + (ctx.width(label, Style.LABEL) + 3 if label else 0)
        text = f"{item.value} {item.after}".strip()
        lines = ctx.lines(text, start, x + width - start, Style.VALUE, ctx.structure.add(Tag.SPAN, element))
        if label:
            lines[0].marks.insert(0, ctx.text(label, x, -ctx.drop(Style.VALUE), Style.LABEL, element))
        columns.append(keep_paragraph_together(lines))
    rows = row_by_row(columns)
    rows[0].space_before = 1.2 * POINTS_PER_MM
    return rows


def texts_with_labels(ctx: TypesettingContext, block: FieldRows) -> list[Row]:
    """Set rows of labelled texts without fields."""
    rows: list[Row] = []
    for row in block.rows:
        width = (ctx.layout.measure - COLUMN_GAP * (len(row) - 1)) / sum(item.share for item in row)
        x, spans = ctx.left, []
        for item in row:
            spans.append((x, width * item.share))
            x += width * item.share + COLUMN_GAP
        rows += text_row(ctx, row, spans)
    return rows
