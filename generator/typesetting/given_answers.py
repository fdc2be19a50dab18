"""Setting the answers given: each beside its person's name, or two people's side by side."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.context import ROUNDING
from generator.typesetting.grid import equal_spans
from generator.typesetting.lines import ELLIPSIS
from generator.typesetting.margin_rule import margin_rule
from generator.typesetting.names import fit_name, set_name
from generator.typesetting.page import ARTIFACT, Base, Tag, Text
from generator.typesetting.question_heads import BESIDE, is_beside, names_and_answers, question_edge, question_head
from generator.typesetting.reading_blocks import READABLE, question_again
from generator.typesetting.rows import (
    Row,
    StructureBuilder,
    keep_paragraph_together,
    keep_together,
    move_down,
    side_by_side,
    total_height,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.composing.document import AnsweredQuestion, GivenAnswer
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

ABOVE_ANSWER = 2.2 * POINTS_PER_MM
BELOW_NAME = 0.8 * POINTS_PER_MM
"""Between a name and the answer below it."""
DEEPEST_POINT = 0.25
"""The most of an answer's width by which the lines of a list's point are indented."""
_POINT = r" *(?:[-*\u2022\u2013]|[0-9]{1,3}[.)]) +(?=\S)"
MOST_BESIDE = 0.45
"""The most of a page's height that answers take side by side; longer ones stand in turns, over several pages."""
LEAST_LINES = 2
"""So many of an answer's lines at least stand on either page where one ends within two side by side."""


def question_with_answers(ctx: TypesettingContext, block: AnsweredQuestion) -> list[Row]:
    """Set a question and its answers; where a page ends among them, the question is repeated, and who goes on."""
    head = question_head(ctx, block)
    head[0].space_before = 6 * POINTS_PER_MM
    for line in head:
        line.keep_with_next = True
    again = question_again(ctx, block.text, question_edge(ctx, block))
    if _stand_beside(ctx, block, again):
        return [*head, _beside(ctx, block.answers, again)]
    body = [row for answer in block.answers for row in _answer_rows(ctx, answer, again)]
    for row in body[:1]:
        row.continuation_head = None
    head[-1].keep_with_next = bool(body)
    return head + body


def _stand_beside(ctx: TypesettingContext, block: AnsweredQuestion, again: Row) -> bool:
    """Tell whether two people's answers stand side by side: where the layout asks for it, and neither is long."""
    if not is_beside(ctx, block) or not block.answers:
        return False
    trial = ctx._replace(structure=StructureBuilder())
    return _beside(trial, block.answers, again).height <= ctx.depth * MOST_BESIDE


class _Column(NamedTuple):
    """A person's answer, of two side by side."""

    rows: list[Row]
    goes_on: Row
    """The name, as it stands above the answer where that goes on overleaf."""

    def part(self, height: float) -> tuple[list[Row], list[Row]] | None:
        """Return the rows that are not higher than this and the others, ``LEAST_LINES`` at least each; None if none."""
        if total_height(self.rows) <= height:
            return self.rows, []
        for count in range(len(self.rows) - LEAST_LINES, LEAST_LINES, -1):  # the name is one of the rows
            if not self.rows[count - 1].keep_with_next and total_height(self.rows[:count]) <= height:
                return self.rows[:count], self.rows[count:]
        return None


def _beside(ctx: TypesettingContext, answers: tuple[GivenAnswer, ...], again: Row) -> Row:
    """Set two people's answers side by side in one row, so that one column is read after the other.

    Where a page ends within it, the next one begins with ``again``, the question, and who goes on.
    """
    small, places = _small_speaker(ctx), equal_spans(ctx.layout, BESIDE)
    columns = []
    for answer in sorted(answers, key=lambda answer: answer.seat):  # all keep their column, whoever speaks first
        x, width = places[answer.seat]
        element = ctx.structure.add(Tag.P)
        name = set_name(ctx, f"{answer.person} ", x, width, Style.SPEAKER, element)
        paragraphs = answer_paragraphs(ctx, answer, x, width)
        paragraphs[0].space_before = BELOW_NAME
        for line in name:
            line.keep_with_next = True
        y, leading = -small.drop(Style.SPEAKER), small.style(Style.SPEAKER).leading
        goes_on = small.shorten(answer.person, x, y, width, Style.SPEAKER, ctx.words.name_continued)
        rows = margin_rule(ctx, answer.mark, x, name + paragraphs, element)
        columns.append(_Column(rows, Row(leading + BELOW_NAME, [goes_on])))
    row = side_by_side([column.rows for column in columns])
    row.space_before = ABOVE_ANSWER
    row.part = partial(_part_beside, tuple(columns), again)
    return row


def _part_beside(columns: tuple[_Column, ...], again: Row, height: float) -> tuple[Row, Row] | None:
    """Return two answers side by side as two rows, the first one not higher than this; None where that parts a line."""
    parts = [column.part(height) for column in columns]
    begun = [part[0] for part in parts if part]
    going_on = [(column.goes_on, part[1]) for column, part in zip(columns, parts, strict=True) if part and part[1]]
    if len(begun) < len(columns) or not going_on:
        return None
    rest = side_by_side([rows for _, rows in going_on])
    names = side_by_side([[name] for name, _ in going_on])
    rest.continuation_head = side_by_side([[again, names]])
    return side_by_side(begun), rest


def _answer_rows(ctx: TypesettingContext, answer: GivenAnswer, again: Row) -> list[Row]:
    """Set an answer beside its person's name; below it, where the name does not fit its column.

    ``again`` is the question as every row but those below the name repeats it where it opens a page.
    """
    (_, width), (x, room) = names_and_answers(ctx)
    element = ctx.structure.add(Tag.P)
    beside = _set_name_beside(ctx, answer.person, width, element) if x > ctx.left else []
    name = beside or set_name(ctx, f"{answer.person} ", ctx.left, ctx.layout.measure, Style.SPEAKER, element)
    above = [] if beside else keep_together([*name, Row(BELOW_NAME, [], keep_with_next=True)])
    rows = answer_paragraphs(ctx, answer, x, min(room, READABLE * ctx.style(Style.ANSWER).size))
    count = _stand_name_beside(ctx, name, rows) if beside else 1
    keep_paragraph_together(rows)  # two lines on either page, however few were typed before or behind them
    for row in above + rows:
        row.continuation_head = again
    below_name = rows[count:]
    if beside and _can_continue_beside(ctx, width):
        _repeat_name_beside(ctx, answer.person, again, below_name, width)
    else:
        _repeat_name_above(ctx, answer.person, again, below_name)
    rows = above + rows
    rows[0].space_before = ABOVE_ANSWER
    return margin_rule(ctx, answer.mark, ctx.left, rows, element)


def _set_name_beside(ctx: TypesettingContext, person: str, width: float, element: int) -> list[Row]:
    """Return a name's lines in the names' column; none where they do not fit it, or would be high in it."""
    if fit_name(ctx, person, width, Style.SPEAKER) is None:
        return []
    name = set_name(ctx, f"{person} ", ctx.left, width, Style.SPEAKER, element)
    return name if total_height(name) <= ctx.depth * MOST_BESIDE else []


def _stand_name_beside(ctx: TypesettingContext, name: list[Row], rows: list[Row]) -> int:
    """Add a name's lines to the first of an answer's rows, ahead of them; return how many rows it stands beside."""
    column = side_by_side([_on_answer_lines(ctx, name, Style.SPEAKER)])
    rows[0].marks = [*column.marks, *rows[0].marks]
    count, depth = 1, rows[0].height
    while column.height - depth > ROUNDING * ctx.unit and count < len(rows):
        rows[count - 1].keep_with_next = True
        depth += rows[count].space_before + rows[count].height
        count += 1
    rows[count - 1].height += max(0.0, column.height - depth)
    return count


def _small_speaker(ctx: TypesettingContext) -> TypesettingContext:
    """Return the context in which names are as small as what stands small."""
    return ctx.resize(Style.SPEAKER, min(ctx.style(Style.SPEAKER).size, ctx.style(ctx.small).size))


def _can_continue_beside(ctx: TypesettingContext, width: float) -> bool:
    """Tell whether a name, if cut short, has room in the names' column for the words that it goes on."""
    continued = ctx.display_text.display(ELLIPSIS + ctx.words.name_continued)
    return _small_speaker(ctx).width(continued, Style.SPEAKER) <= width


def _repeat_name_above(ctx: TypesettingContext, person: str, again: Row, rows: list[Row]) -> None:
    """Let each row of an answer say below the question whose it is, where it opens a page."""
    small = _small_speaker(ctx)
    y, width = -small.drop(Style.SPEAKER), ctx.layout.measure
    name = small.shorten(person, ctx.left, y, width, Style.SPEAKER, ctx.words.name_continued)
    head = side_by_side([[again, Row(ctx.style(Style.SPEAKER).leading + BELOW_NAME, [name])]])
    for row in rows:
        row.continuation_head = head


def _repeat_name_beside(ctx: TypesettingContext, person: str, again: Row, rows: list[Row], width: float) -> None:
    """Let each row of an answer say in the names' column whose it is, where it opens a page.

    In several lines where as much of the answer is left, so that they end above the next name; else in one, cut short.
    """
    small = _small_speaker(ctx)
    text = person + ctx.words.name_continued
    lines = _on_answer_lines(small, set_name(small, text, ctx.left, width, Style.SPEAKER, ARTIFACT), Style.SPEAKER)
    whole = _head_with_name(again, side_by_side([lines]).marks)
    y = -ctx.drop(Style.ANSWER)
    cut = _head_with_name(again, [small.shorten(person, ctx.left, y, width, Style.SPEAKER, ctx.words.name_continued)])
    needed = total_height(lines) if fit_name(small, text, width, Style.SPEAKER) else inf
    left = 0.0
    for row in reversed(rows):
        left += row.height
        row.continuation_head = whole if left >= needed else cut


def _head_with_name(again: Row, name: Sequence[Mark | Field]) -> Row:
    """Return the head with a name that hangs below it, beside the row that follows."""
    return Row(again.height, [*again.marks, *(move_down(mark, again.height) for mark in name)])


def _on_answer_lines(ctx: TypesettingContext, rows: list[Row], style: Style) -> list[Row]:
    """Return the lines of a style with the height and the baselines of an answer's, beside which they stand."""
    for row in rows:
        row.height = ctx.style(Style.ANSWER).leading
        row.marks = [move_down(mark, ctx.drop(Style.ANSWER) - ctx.drop(style)) for mark in row.marks]
    return rows


def answer_paragraphs(ctx: TypesettingContext, answer: GivenAnswer, x: float, width: float) -> list[Row]:
    """Set an answer's text, a paragraph for every line typed; half a line for an empty one.

    Small above it stands what was said before.
    """
    rows: list[Row] = []
    if answer.earlier:
        before = ctx.paragraph(answer.earlier, x, width, Style.NOTE, ctx.structure.add(Tag.P), base=Base.OWN_SIDE)
        rows += keep_together(_on_answer_lines(ctx, before, Style.NOTE))
        rows[-1].keep_with_next = True
    for line in (line for paragraph in answer.paragraphs for line in ctx.display_text.display_lines(paragraph)):
        if line.strip():
            rows += _hang_point(ctx, line, x, width)
        else:
            rows.append(Row(ctx.style(Style.ANSWER).leading / 2, []))
    return rows


def _hang_point(ctx: TypesettingContext, line: str, x: float, width: float) -> list[Row]:
    """Set a line as it was typed; of a list's point, what goes on in further lines is indented to its text."""
    element = ctx.structure.add(Tag.P)
    point = _match_point(line)
    indent = ctx.width(point, Style.ANSWER)
    if not 0 < indent <= width * DEEPEST_POINT:
        return ctx.paragraph(line, x, width, Style.ANSWER, element, base=Base.OWN_SIDE)
    opposite = ctx.is_opposite(line)
    start, text = x if opposite else x + indent, line.removeprefix(point)
    rows = ctx.paragraph(text, start, width - indent, Style.ANSWER, element, base=Base.OWN_SIDE)
    first, *more = [mark for row in rows for mark in row.marks if isinstance(mark, Text)]
    pointed = first._replace(x=first.x if opposite else x, text=point + first.text)
    rows[0].marks = [pointed._replace(levels=ctx.direct([pointed, *more], Base.OWN)[0].levels)]
    return rows


def _match_point(line: str) -> str:
    """Return what a point of a typed list begins with, up to its text; empty where the line is no such point."""
    point = re.match(_POINT, line)
    if not point or unicodedata.category(line[point.end()])[0] == "M":
        return ""
    return point[0]
