"""Setting a question with everybody's room to answer, which may grow, and among which a page may end."""

from __future__ import annotations

from functools import lru_cache, partial
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, assert_never

from generator.model.layout import POINTS_PER_MM, Lines, Style, TypedSize
from generator.typesetting.context import COVER, HAIRLINE, TYPED_INSET, TYPED_LINE
from generator.typesetting.grid import GUTTER, equal_spans
from generator.typesetting.lines import ELLIPSIS
from generator.typesetting.names import set_name
from generator.typesetting.page import Base, Entry, Rect, Ruling, Tag, TextField
from generator.typesetting.reading_blocks import READABLE, question_again
from generator.typesetting.rows import Growth, Row, keep_together, side_by_side, total_height

if TYPE_CHECKING:
    from generator.composing.document import AnswerSpace, QuestionForm
    from generator.model.layout import Layout
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.grid import Span
    from generator.typesetting.page import Field, Mark

THREE = 3
WIDE_ENOUGH = 160 * POINTS_PER_MM
"""Text as wide as this has room for three people side by side."""
ABOVE_ROOM = 1.2 * POINTS_PER_MM
BETWEEN_ROOMS = 2.4 * POINTS_PER_MM
FEWER = 1 / 2
"""A question that gives up lines to stand whole on a page keeps so many of them at least."""
FEWEST_LINES = 2
"""The first room has so many below its question; else what is asked takes most of a page, and its lines are rows."""
PARTED = 3 / 4
"""Rooms of one question on two pages grow up to so much of what others may have, so that they are about as high."""
DOT = 0.9
_MOST_ROWS = 64
"""The heights of a question's rooms that are remembered."""


class _Tier(NamedTuple):
    """People's rooms side by side."""

    rooms: tuple[AnswerSpace, ...]
    places: list[Span]
    names: list[list[Mark | Field]]
    """What stands above each."""
    height: float
    """The height of that; points."""
    elements: list[int]
    """Each room's."""


class _Form:
    """A question with its rooms, one tier below the other."""

    def __init__(
        self, ctx: TypesettingContext, head: list[Row], again: Row, tiers: list[_Tier], lines: int, most: int
    ) -> None:
        """Rooms have so many lines at least, and ``most`` where a page has room for them."""
        self._pitch = ctx.layout.line_pitch
        self._again = again
        self._count = len(tiers)
        self._lines = lines
        self._most = most
        # of no method: what holds itself stays in memory until Python looks for garbage
        self._stack = lru_cache(_MOST_ROWS)(partial(_stack_tiers, ctx, head, tiers))

    def row(self, first: int, end: int, further: int = 0, apart: float = 0.0) -> Row:
        """Return the tiers from ``first`` up to ``end`` as one row, the question above the first of all.

        A room has ``further`` lines more than at least, and stands ``apart`` points further below another.
        """
        row = Row(*self._stack(first, end, self._lines + further, apart), ABOVE_ROOM)
        stacked = end - first
        usual = self._most if stacked == self._count else ceil(PARTED * self._most)
        most, usual = self._most - self._lines, max(0, usual - self._lines)
        row.growth = Growth(stacked * self._pitch, most, usual, stacked - 1, partial(self.row, first, end))
        row.part = partial(self._part, first, end) if stacked > 1 else None
        return row

    def _part(self, first: int, end: int, height: float) -> tuple[Row, Row] | None:
        """Return the tiers as two rows, the first one with as many as are no higher than this; None where none is."""
        for place in reversed(range(first + 1, end)):
            row = self.row(first, place)
            if row.height <= height:
                rest = self.row(place, end)
                rest.continuation_head = self._again
                return row, rest
        return None


def _stack_tiers(
    ctx: TypesettingContext, head: list[Row], tiers: list[_Tier], first: int, end: int, lines: int, apart: float
) -> tuple[float, list[Mark | Field]]:
    """Return the height and the marks of the tiers from ``first`` up to ``end``, as ``_Form.row`` does."""
    tier_rows = [_tier_row(ctx, tier, lines) for tier in tiers[first:end]]
    for tier_row in tier_rows:
        tier_row.space_before = BETWEEN_ROOMS + apart
    tier_rows[0].space_before = ABOVE_ROOM
    row = side_by_side([[*head, *tier_rows] if not first else tier_rows])
    return row.height, row.marks


def _tier_row(ctx: TypesettingContext, tier: _Tier, lines: int) -> Row:
    width, depth = tier.places[0].width, lines * ctx.layout.line_pitch
    height = tier.height + depth
    marks: list[Mark | Field] = []
    for room, place, names, element in zip(tier.rooms, tier.places, tier.names, tier.elements, strict=False):
        marks += names + answer_room(ctx, room, Rect(place.x, -height, width, depth), element)
    marks += [ctx.spine(place.x - GUTTER / 2, -2, -height) for place in tier.places[1 : len(tier.rooms)]]
    return Row(height, marks)


def question_form(ctx: TypesettingContext, block: QuestionForm, above: float = 0.0) -> list[Row]:
    """Set a question and the room for all answers as one row, between whose rooms a page may end.

    Where no page holds the question with a room, its lines are rows, and so are its rooms. ``above`` is the height of
    the headings that are bound to it; points.
    """
    block = share_lines(ctx.layout, block)
    element = ctx.structure.add(Tag.H3)
    width = min(ctx.layout.measure, READABLE * ctx.style(block.style).size)
    head = ctx.balance_lines(block.text, ctx.left, width, block.style, element)
    if block.note:
        head += ctx.lines(block.note, ctx.left, width, Style.NOTE, ctx.structure.add(Tag.P))
    again = question_again(ctx, block.text, ctx.left)
    overleaf = ctx.depth - again.height
    starts = range(0, len(block.spaces), block.columns)
    tiers = [_set_tier(ctx, block, block.spaces[start : start + block.columns], overleaf) for start in starts]
    lines = min(block.lines, _most_lines(ctx, tiers, overleaf))
    below = ctx.depth - above - total_height(head)
    whole, first = _most_lines(ctx, tiers, below, stacked=True), _most_lines(ctx, tiers[:1], below)
    fewest = min(FEWEST_LINES, lines)
    fewer = whole if whole >= max(fewest, FEWER * block.lines) else first
    if fewer >= fewest:
        rows = [_Form(ctx, head, again, tiers, min(lines, fewer), 2 * block.lines).row(0, len(tiers))]
    else:
        form = _Form(ctx, [], again, tiers, lines, 2 * block.lines)
        rows = [*head, *(form.row(place, place + 1) for place in range(len(tiers)))]
        keep_together(rows[: len(head) + 1])
        for row in rows[1:]:
            row.continuation_head = again
        for row in rows[len(head) + 1 :]:
            row.space_before = BETWEEN_ROOMS
    rows[0].space_before = max(5.5 * POINTS_PER_MM, 0.85 * ctx.style(block.style).leading)
    return rows


def share_lines(layout: Layout, block: QuestionForm) -> QuestionForm:
    """Return the question with each room's lines, and how many stand side by side: of three all, rather than two."""
    people, columns = len(block.spaces), block.columns
    if people == THREE and columns == THREE - 1 and layout.measure >= WIDE_ENOUGH:
        columns = THREE
    lines = max(min(block.lines, block.least), ceil(block.lines / ceil(people / columns)))
    return block._replace(lines=lines, columns=columns)


def _most_lines(ctx: TypesettingContext, tiers: list[_Tier], height: float, *, stacked: bool = False) -> int:
    """Return how many lines a room may have so that each tier is no higher than this, or all of them ``stacked``."""
    if stacked:
        height -= ABOVE_ROOM + (len(tiers) - 1) * BETWEEN_ROOMS + sum(tier.height for tier in tiers)
        return int(height / (len(tiers) * ctx.layout.line_pitch))
    return int((height - ABOVE_ROOM - max(tier.height for tier in tiers)) / ctx.layout.line_pitch)


def _set_tier(ctx: TypesettingContext, block: QuestionForm, rooms: tuple[AnswerSpace, ...], most: float) -> _Tier:
    """Set what stands above people's rooms side by side; earlier answers take a third of ``most`` points of height."""
    places = equal_spans(ctx.layout, min(block.columns, len(block.spaces)))
    parents = [ctx.structure.add(Tag.P) for _ in rooms]
    above = [
        set_name(ctx, room.person, x, width, Style.PERSON, parent)
        + set_earlier_answer(ctx, room.earlier, x, width, most)
        for room, (x, width), parent in zip(rooms, places, parents, strict=False)
    ]
    elements = [
        ctx.say(room.tooltip, Tag.FORM, parent) if ctx.fillable else parent
        for room, parent in zip(rooms, parents, strict=True)
    ]
    names = [side_by_side([rows]).marks for rows in above]
    return _Tier(rooms, places, names, max(map(total_height, above)), elements)


def set_earlier_answer(ctx: TypesettingContext, text: str, x: float, width: float, most: float) -> list[Row]:
    """Set a person's earlier answer, small, in no more than a third of ``most`` points of height."""
    if not text:
        return []
    style = ctx.small
    leading = ctx.style(style).leading
    fitting = max(1, int(most / 3 / leading))
    rows = ctx.paragraph(text, x, width, style, ctx.structure.add(Tag.P), base=Base.OWN_SIDE)
    if len(rows) > fitting:
        element = ctx.structure.add(Tag.P)
        del rows[fitting - 1 :]
        rows += ctx.lines(ELLIPSIS, x, width, style, element)
    rows[-1].height += 0.4 * leading
    return rows


def answer_room(ctx: TypesettingContext, room: AnswerSpace, rect: Rect, element: int) -> list[Mark | Field]:
    """Return a person's room to answer: the pattern to write on, and its field, where there are any, over all of it."""
    marks: list[Mark | Field] = [pattern(ctx, rect)]
    if ctx.fillable:
        kind = ctx.style(Style.ANSWER)
        entry = Entry.SCROLLING if ctx.layout.typed is TypedSize.FIXED else Entry.MULTI_LINE
        below = ctx.cover(HAIRLINE)
        height = rect.height + below
        if entry is Entry.SCROLLING:
            height = _height_of_whole_lines(ctx, height)
        over = Rect(rect.x - COVER, rect.y - below, rect.width + 2 * COVER, height)
        marks.append(TextField(room.field, over, room.tooltip, room.value, entry, kind.size, kind.leading, element))
    return marks


def _height_of_whole_lines(ctx: TypesettingContext, height: float) -> float:
    """Return as much of a scrolling field's height as whole lines take, so that none is shown in part.

    It is enough to cover all lines to write on.
    """
    line, around = TYPED_LINE * ctx.style(Style.ANSWER).size, 2 * TYPED_INSET / ctx.layout.scale
    whole = around + int((height - around) / line) * line
    return min(height, max(whole, height - ctx.layout.line_pitch + COVER))


def pattern(ctx: TypesettingContext, rect: Rect) -> Ruling:
    """Return the pattern of the room to answer: lines, dots, or one line at the foot."""
    layout = ctx.layout
    pitch, colour = layout.line_pitch, layout.colours.line
    number = 1 if layout.lines is Lines.PLAIN else round(rect.height / pitch)
    match layout.lines:
        case Lines.RULED | Lines.PLAIN:
            top = rect.y + (number - 1) * pitch
            return Ruling(rect.x, rect.x + rect.width, top, pitch, number, HAIRLINE * layout.weight, colour)
        case Lines.DOTTED:
            step, dot = pitch / 2, DOT * layout.weight
            across = int((rect.width - dot) / step) * step + dot
            top = rect.y + (2 * number - 1) * step + dot / 2
            return Ruling(rect.x, rect.x + across, top, step, 2 * number, dot, colour, step - dot)
        case _:
            assert_never(layout.lines)
