"""Setting a question above its answers: beside it, as initials in the names' column, who picked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.layout import Style
from generator.typesetting.grid import COLUMNS, GUTTER, span
from generator.typesetting.page import Tag
from generator.typesetting.reading_blocks import READABLE
from generator.typesetting.rows import move_down, side_by_side, total_height

if TYPE_CHECKING:
    from generator.composing.document import AnsweredQuestion
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.grid import Span
    from generator.typesetting.rows import Row

NARROWEST_NAMES = 3.6
"""Names stand above the answers, which then have all the width, where a column is narrower than so many ems."""
MOST_FOR_INITIALS = 2
"""So many columns at most are taken by initials right of a question."""
LEAST_BESIDE = 20
"""A question stands beside its initials where it has so many ems of its type there."""
BETWEEN_INITIALS = " "
BESIDE = 2
"""So many people's answers may stand side by side, without a column for names."""


def is_beside(ctx: TypesettingContext, block: AnsweredQuestion) -> bool:
    """Tell whether two people's answers may stand side by side."""
    return ctx.layout.side_by_side and block.seats == BESIDE


def names_and_answers(ctx: TypesettingContext) -> tuple[Span, Span]:
    """Return the columns of the grid that names and answers have: the same, where names stand above the answers."""
    first = span(ctx.layout, columns=1)
    if first.width < NARROWEST_NAMES * ctx.style(Style.SPEAKER).size:
        return span(ctx.layout), span(ctx.layout)
    return first, span(ctx.layout, 1, COLUMNS - 1)


def question_edge(ctx: TypesettingContext, block: AnsweredQuestion) -> float:
    """Return where a question's lines begin: above the answers' where the names' column leaves it room to be read."""
    _, answers = names_and_answers(ctx)
    hangs = not is_beside(ctx, block) and answers.width >= LEAST_BESIDE * ctx.style(block.style).size
    return answers.x if hangs else ctx.left


def question_head(ctx: TypesettingContext, block: AnsweredQuestion) -> list[Row]:
    """Set a question and what stands below it; the initials left of it, or right of it where it has no column."""
    start = question_edge(ctx, block)
    hangs = start > ctx.left
    initials = BETWEEN_INITIALS.join(map(ctx.display_text.display, block.initials))
    beside = 0.0
    if block.initials and not hangs:
        most = span(ctx.layout, columns=MOST_FOR_INITIALS).width
        beside = min(ctx.width(initials, Style.INITIALS) + 1, most) + GUTTER
    width = min(ctx.right - start - beside, READABLE * ctx.style(block.style).size)
    head = ctx.balance_lines(block.text, start, width, block.style, ctx.structure.add(Tag.H3))
    if block.initials:
        x = ctx.left if hangs else ctx.right - beside + GUTTER
        lines = set_initials(ctx, block, x, (start - x if hangs else beside) - GUTTER)
        both = side_by_side([head, lines])
        if both.height < ctx.depth / 2:
            head = [both]
        else:  # a page may end within the question, behind which they are read
            head[-1].marks += side_by_side([lines]).marks
            head[-1].height = max(head[-1].height, total_height(lines))
    if block.note:
        head += ctx.lines(block.note, start, ctx.right - start, Style.NOTE, ctx.structure.add(Tag.P))
    return head


def set_initials(ctx: TypesettingContext, block: AnsweredQuestion, x: float, width: float) -> list[Row]:
    """Return the initials to stand beside a question's first lines, with full names to be read aloud behind it."""
    element = ctx.structure.add(Tag.SPAN, ctx.structure.add(Tag.P), block.picked_by)
    initials = BETWEEN_INITIALS.join(map(ctx.words.isolate, block.initials))
    rows = ctx.lines(f"{initials} ", x, width, Style.INITIALS, element)
    down = ctx.drop(block.style) - ctx.drop(Style.INITIALS)
    for row in rows:
        row.marks = [move_down(mark, down) for mark in row.marks]
    return rows
