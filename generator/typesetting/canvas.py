"""Setting a canvas: on the left what the sheet says, beside it what people write, everybody in a column of their own.

A column begins with its person's name and ends with the signature. Titles and headings hang on the left, beside the
blocks below them; questions stand there too, each in a row with its boxes and its answers (``canvas_rows``).
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from generator.composing.document import (
    AnsweredQuestion,
    BulletList,
    ColumnHeads,
    FieldRows,
    Heading,
    ListForm,
    Paragraph,
    QuestionChecklist,
    QuestionRow,
    Signatures,
    Table,
    Title,
)
from generator.composing.letterhead import Letterhead
from generator.model.layout import CANVAS_LEFT, POINTS_PER_MM, Style, TypedSize
from generator.typesetting.canvas_rows import BESIDE_LEFT, INITIALS_COLUMN, names_again
from generator.typesetting.context import COVER, FIELD_HEIGHT, ROUNDING, TYPED_INSET, TYPED_LINE
from generator.typesetting.reading_blocks import place_boxes
from generator.typesetting.rows import Row, side_by_side, total_height

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.composing.document import Block, LabelledField
    from generator.typesetting.context import TypesettingContext

    Place = Callable[[TypesettingContext, Block], list[Row]]
    """Sets a block in a context, and adds its elements to the structure."""

ABOVE_BAND = 5 * POINTS_PER_MM
"""The white space above a heading with what stands beside it."""
ABOVE_SECTION = 3 * POINTS_PER_MM
"""The white space above the heading of question rows."""
BELOW_HEADING = 1 * POINTS_PER_MM
BELOW_LEFT = 2 * POINTS_PER_MM
SMALLEST = 9.3
"""The least type on A3, points; on A4 it is 6.6."""
LEAST_TYPED = 8.0
"""The least type of what is typed into a room, on any paper."""
SIZES = (1, 0.95, 0.9, 0.85)
"""The parts of their size to which texts are shrunk, in turn, until one sheet is enough."""


def shrink(ctx: TypesettingContext, part: float) -> TypesettingContext:
    """Return the context in which type, and the pitch of lines to write on, has so much of its size.

    Lines are never nearer to each other than fields of one line are high, so that a ``part`` of 1 may change them too.
    """
    layout = ctx.layout
    typed = ctx.fillable and layout.typed is TypedSize.FIXED
    styles = {}
    for style, kind in layout.styles.items():
        least = LEAST_TYPED / layout.scale if typed and style is Style.ANSWER else SMALLEST
        size = ceil(max(kind.size * part, min(kind.size, least)) * 100 - ROUNDING) / 100
        styles[style] = kind._replace(size=size, leading=round(kind.leading * size / kind.size, 2))
    line = styles[Style.ANSWER].size * TYPED_LINE + 2 * TYPED_INSET / layout.scale - COVER if typed else 0.0
    pitch = max(layout.line_pitch * part, styles[Style.VALUE].size * FIELD_HEIGHT, line)
    return ctx._replace(layout=layout._replace(styles=styles, line_pitch=pitch))


def repeat_heads(chapters: list[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """Return the chapters, the names over the columns of each that has any: as text where they are no fields of it."""
    names: tuple[LabelledField, ...] = ()
    headed = []
    for chapter in chapters:
        own = [block for block in chapter if isinstance(block, ColumnHeads)]
        in_columns = any(isinstance(block, QuestionRow | AnsweredQuestion) for block in chapter)
        if own or not (names and in_columns):
            headed.append(chapter)
        else:
            first = int(isinstance(chapter[0], Heading) and chapter[0].style is Style.TITLE)
            headed.append((*chapter[:first], ColumnHeads(names), *chapter[first:]))
        if own:
            names = tuple(item._replace(field="") for item in own[0].names)
    return headed


def set_blocks(ctx: TypesettingContext, blocks: Iterable[Block], place: Place) -> list[Row]:
    """Return the rows of blocks that follow each other."""
    pile = _Pile(ctx, tuple(blocks), place)
    pile.add_all()
    return pile.rows


class _Pile:
    """The rows of a chapter while they are piled; what hangs on the left has a depth of its own."""

    def __init__(self, ctx: TypesettingContext, blocks: tuple[Block, ...], place: Place) -> None:
        self.rows: list[Row] = []
        self._ctx, self._blocks, self._place = ctx, blocks, place
        boxes = max((len(block.boxes) for block in blocks if isinstance(block, QuestionRow)), default=0)
        start = ctx.left + ctx.layout.measure * CANVAS_LEFT
        self._title = _between(ctx, ctx.left, start - BESIDE_LEFT)
        answered = any(isinstance(block, AnsweredQuestion) for block in blocks)
        begin = place_boxes(ctx, boxes)[0] if boxes else ctx.left + INITIALS_COLUMN * answered
        self._left = _between(ctx, begin, start - BESIDE_LEFT)
        self._right = _between(ctx, start, ctx.right)
        self._names: tuple[LabelledField, ...] = ()
        self._hangs = False
        """Whether nothing stands yet beside what hangs on the left."""
        self._heads = False
        """Whether that is the heading of what follows."""
        self._lower = 0.0
        """How much lower the left reaches than the right."""

    def add_all(self) -> None:
        """Add all blocks."""
        waiting = list(self._blocks)
        while waiting:
            block = waiting.pop(0)
            if isinstance(block, Heading) and (fitting := self._fit_on_left(block, waiting)):
                del waiting[:fitting]
            else:
                self._add(block)
        self._end_band()

    def _add(self, block: Block) -> None:
        match block:
            case Title():
                self._hang(self._place(self._title, block), 0.0)
            case Heading(style=Style.TITLE) | Letterhead():
                self._end_band()
                self._append(self._place(self._ctx, block))
            case Heading():
                self._hang(self._place(self._left, block), ABOVE_BAND)
            case QuestionChecklist() | QuestionRow() | AnsweredQuestion():
                headed = self._hangs and self._heads
                self._end_band()
                rows = self._place(self._ctx, block)
                if headed or isinstance(block, QuestionChecklist):
                    rows[0].space_before = BELOW_HEADING if headed else ABOVE_SECTION
                self._append(rows)
            case ColumnHeads():
                rows = self._place(self._ctx, block)
                lower = self._lower - total_height(rows)
                rows[0].space_before = 0.0 if self._lower > 0 else ABOVE_SECTION
                self._stand_beside([Row(lower, []), *rows] if lower > 0 else rows)
                self._names = block.names
            case Signatures():
                self._stand_beside(self._place(self._ctx, block))
            case BulletList(may_tighten=True, form=ListForm.LINES):
                self._stand_beside(self._place(self._right, block._replace(form=ListForm.COLUMNS)))
            case Paragraph(apart=True):
                if block.follows and self.rows:
                    self.rows[-1].keep_with_next = True
                self._hang(self._place(self._left, block), BELOW_LEFT)
                self._heads = False
            case _:
                self._stand_beside(self._place(self._right, block))

    def _hang(self, rows: list[Row], space_before: float) -> None:
        """Let rows hang on the left, beside the rows to come."""
        self._end_band()
        self._append([Row(0.0, side_by_side([rows]).marks, space_before, keep_with_next=True)])
        self._hangs, self._heads, self._lower = True, True, total_height(rows)

    def _stand_beside(self, rows: list[Row]) -> None:
        """Let rows stand on the right, beside what hangs on the left."""
        if not rows:
            return
        if self._hangs:
            rows[0].space_before = 0.0
        self._lower -= total_height(rows) + rows[0].space_before
        self._hangs = False
        self._append(rows)

    def _end_band(self) -> None:
        """Let the rows to come stand below what hangs on the left."""
        if self._lower > 0:
            self.rows[-1].keep_with_next = True
            self._append([Row(self._lower, [], keep_with_next=self._hangs)])
        self._hangs, self._lower = False, 0.0

    def _append(self, rows: list[Row]) -> None:
        if self._names:
            again = names_again(self._ctx, self._names)
            for row in rows:
                own = row.continuation_head
                row.continuation_head = side_by_side([[again, own]]) if own else again
        self.rows += rows

    def _fit_on_left(self, heading: Heading, waiting: Sequence[Block]) -> int:
        """Let a heading with few lines below it stand on the left, where a table to write in leaves room for them.

        Returns how many of the ``waiting`` blocks stand there.
        """
        before = self._blocks[len(self._blocks) - len(waiting) - 2] if len(waiting) + 2 <= len(self._blocks) else None
        small = 0
        while small < len(waiting) and isinstance(waiting[small], FieldRows | Paragraph):
            small += 1
        if not (isinstance(before, Table) and small and all(row.keep_with_next for row in self.rows[-2:-1])):
            return 0
        first = len(self._ctx.structure.elements)
        rows = [row for block in (heading, *waiting[:small]) for row in self._place(self._left, block)]
        rows[0].space_before = BELOW_LEFT
        height = total_height(rows)
        if height + BELOW_LEFT > -self._lower or not any(item.field for row in before.rows for item in row):
            self._ctx.structure.forget(first)
            return 0
        self.rows[-1].keep_with_next = True
        raised = Row(0.0, [mark.move(0.0, height) for mark in side_by_side([rows]).marks])
        self._append([raised])
        return small


def _between(ctx: TypesettingContext, left: float, right: float) -> TypesettingContext:
    """Return the context whose text area is between two edges; points."""
    layout = ctx.layout
    margins = layout.margins._replace(left=left, right=layout.page.width - right)
    return ctx._replace(layout=layout._replace(margins=margins))
