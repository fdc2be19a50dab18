"""Setting the card of an alliance: one lying A5 page, whatever stands on it.

Type is as large as there is room for; extracts that do not fit in the smallest type are counted. Marks at the edges
show where to fold the card for a wallet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM, PRINTABLE, Style
from generator.typesetting.card_columns import at_size, break_at_most, column_marks
from generator.typesetting.letterhead import logo_size
from generator.typesetting.page import Page, Picture, Rect, Rule, Tag, Text
from generator.typesetting.text_fitting import FittedText, fit_text
from generator.typesetting.unspaced import list_words

if TYPE_CHECKING:
    from generator.composing.document import AllianceCard
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

WIDTH, HEIGHT = 210 * POINTS_PER_MM, 148 * POINTS_PER_MM
MARGIN, TOP, BOTTOM = 14 * POINTS_PER_MM, 12 * POINTS_PER_MM, 12 * POINTS_PER_MM
MEASURE = WIDTH - 2 * MARGIN
GUTTER = 14 * POINTS_PER_MM
COLUMN = (MEASURE - GUTTER) / 2
"""On one side of the fold."""
SMALLEST_HALF = 0.6
"""A title is set across the fold rather than smaller than this part of its size, or than within a name."""
LONGEST_LINE = 140 * POINTS_PER_MM
"""Of a column that stands alone."""
FOLD_FROM, FOLD_TO, FOLD_WIDTH = PRINTABLE, PRINTABLE + 3.5 * POINTS_PER_MM, 0.35
TITLE, TITLE_HEIGHT = 30.0, 22 * POINTS_PER_MM
LABEL, REVIEW, SMALLEST = 10.5, 16.0, 7.5
BELOW_TITLE, ABOVE_FOOT = 6 * POINTS_PER_MM, 5 * POINTS_PER_MM
NOTE_WIDTH = 0.2
"""The part of the width that the note in the corner may take."""


def alliance_card(ctx: TypesettingContext, block: AllianceCard) -> Page:
    """Return the card's page, and add its elements to the structure."""
    return _Card(ctx, block).page()


class _Card(NamedTuple):
    ctx: TypesettingContext
    block: AllianceCard

    def page(self) -> Page:
        """Return the page, its marks in reading order."""
        head, top = self._head()
        columns = self._columns(top - BELOW_TITLE, BOTTOM + self._foot_height())
        return Page(WIDTH, HEIGHT, (*_folds(self.ctx), *head, *columns, *self._foot()))

    def _head(self) -> tuple[list[Mark | Field], float]:
        """Return the title and the lines around it, and the height of their lower edge."""
        ctx, tree = self.ctx, self.ctx.structure
        marks, width, lowest = self._brand()
        top = HEIGHT - TOP
        if self.block.subtitle:
            label = self._line(self.block.subtitle, Style.LABEL, LABEL, MEASURE - width)
            marks += label.marks(ctx, MARGIN, top, tree.add(Tag.P))
            top -= label.height
        kind = at_size(ctx, Style.TITLE, TITLE, self._least)
        title = fit_text(ctx, self.block.title, kind, COLUMN, TITLE_HEIGHT, max(self._least, TITLE * SMALLEST_HALF))
        whole = list_words(ctx.display_text.display(self.block.title))
        if title is None or [word for line in title.lines for word in list_words(line)] != whole:  # a name is broken
            title = fit_text(ctx, self.block.title, kind, MEASURE - width, TITLE_HEIGHT, self._least)
        if title is None:
            kind = at_size(ctx, Style.TITLE, self._least, self._least)
            most = max(1, int(TITLE_HEIGHT / kind.leading))
            title = FittedText(break_at_most(ctx, self.block.title, kind, MEASURE - width, most), kind)
        marks += title.marks(ctx, MARGIN - 0.5, top, tree.add(Tag.H1))
        return marks, min(top - title.height, lowest)

    def _brand(self) -> tuple[list[Mark | Field], float, float]:
        """Return the organisation's logo, else its name, in the right corner, the width it takes and its lower edge."""
        ctx, head = self.ctx, self.block.head
        if head is None:
            return [], 0.0, HEIGHT
        top, right = HEIGHT - TOP, WIDTH - MARGIN
        if head.image:
            width, height = logo_size(head.image, MEASURE)
            figure = ctx.structure.add(Tag.FIGURE, alternative=head.alternative)
            area = Rect(right - width, top - height, width, height)
            return [Picture(area, head.image, figure)], width + GUTTER, area.y
        name = self._line(head.organisation, Style.LETTERHEAD, LABEL, MEASURE / 3)
        width = ctx.metrics.width(name.lines[0], name.kind.face, name.kind.size)
        marks = name.marks(ctx, right - width, top, ctx.structure.add(Tag.P))
        return [*marks], width + GUTTER, top - name.height

    def _columns(self, top: float, bottom: float) -> list[Mark | Field]:
        columns, ctx = self.block.columns, self.ctx
        width = COLUMN if len(columns) > 1 else min(MEASURE, LONGEST_LINE)
        marks: list[Mark | Field] = []
        for number, column in enumerate(columns):
            if number:
                marks.append(ctx.spine(MARGIN + number * (width + GUTTER) - GUTTER / 2, top, bottom))
            area = Rect(MARGIN + number * (width + GUTTER), bottom, width, top - bottom)
            marks += column_marks(ctx, column, area, self._least)
        return marks

    def _foot_height(self) -> float:
        height = at_size(self.ctx, Style.QUESTION, REVIEW, self._least).leading if self.block.review[1] else 0.0
        return height + ABOVE_FOOT if height or self.block.note else 0.0

    def _foot(self) -> list[Mark | Field]:
        """Return the date of the next review on the left, and the note on the right."""
        ctx, tree = self.ctx, self.ctx.structure
        label_text, value = self.block.review
        note = self._line(self.block.note, Style.NOTE, LABEL, MEASURE * NOTE_WIDTH)
        marks: list[Mark | Field] = []
        if value:
            element = tree.add(Tag.P)
            label = self._line(f"{label_text} ", Style.LABEL, LABEL, MEASURE / 2)
            start = self._width(label) + 2
            date = self._line(value, Style.QUESTION, REVIEW, MEASURE - start - self._width(note) - GUTTER)
            accent = date.kind._replace(colour=ctx.layout.colours.accent)
            marks.append(_at(label, MARGIN, element))
            marks.append(_at(date._replace(kind=accent), MARGIN + start, tree.add(Tag.SPAN, element)))
        if self.block.note:
            marks.append(_at(note, WIDTH - MARGIN - self._width(note), tree.add(Tag.P)))
        return marks

    @property
    def _least(self) -> float:
        return max(SMALLEST, self.ctx.layout.smallest)

    def _line(self, text: str, style: Style, size: float, width: float) -> FittedText:
        """Return data in one line of a width: shrunk as far as it may be, then cut with an ellipsis."""
        kind = at_size(self.ctx.for_data(style), style, size, self._least)
        if found := fit_text(self.ctx, text, kind, width, kind.leading, self._least):
            return found if len(found.lines) == 1 else self._shorten(text, style, width)
        return self._shorten(text, style, width)

    def _shorten(self, text: str, style: Style, width: float) -> FittedText:
        kind = at_size(self.ctx.for_data(style), style, self._least, self._least)
        return FittedText(break_at_most(self.ctx, text, kind, width, 1), kind)

    def _width(self, line: FittedText) -> float:
        return self.ctx.metrics.width(line.lines[0], line.kind.face, line.kind.size)


def _folds(ctx: TypesettingContext) -> list[Rule]:
    """Return the marks to fold by: once for A6, twice for A7."""
    colour, length = ctx.layout.colours.line, FOLD_TO - FOLD_FROM
    across = [(start, HEIGHT / 2, start + length, HEIGHT / 2) for start in (FOLD_FROM, WIDTH - FOLD_TO)]
    along = [(WIDTH / 2, start, WIDTH / 2, start + length) for start in (FOLD_FROM, HEIGHT - FOLD_TO)]
    return [Rule(*ends, FOLD_WIDTH, colour) for ends in (*across, *along)]


def _at(line: FittedText, x: float, element: int) -> Text:
    """Return the line in the foot."""
    return Text(x, BOTTOM, line.lines[0], line.kind.face, line.kind.size, line.kind.colour, element)
