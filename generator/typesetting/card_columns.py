"""Setting a column of the alliance card: in the largest type in which all fits, else as much as fits and a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.display_text import measure_type
from generator.typesetting.lines import ELLIPSIS, break_lines
from generator.typesetting.page import ARTIFACT, Base, Box, Rect, Tag, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import CardColumn, Extract
    from generator.model.layout import TypeStyle
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

LARGEST, STEP = 15.0, 0.5
"""The type sizes of extracts, tried in steps; points."""
SMALL = 0.78
"""The size of names and questions, as a part of the extracts'."""
HEADING = 14.0
UNDER_HEADING = 2.5 * POINTS_PER_MM
BETWEEN_ITEMS, BETWEEN_GROUPS, BELOW_QUESTION = 0.45, 1.0, 0.2
"""White space, in ems of the extracts."""
DOT, INDENT = 0.28, 0.95
"""The diameter of a list's dots, and the indent of its lines, in ems."""
MOST = 60
"""The most extracts and lines that are tried; a column never has room for more."""


class _Piece(NamedTuple):
    """A heading or an extract, set but not yet placed."""

    above: float
    """White space above it; points."""
    lines: tuple[str, ...]
    style: Style
    kind: TypeStyle
    tail: Text | None = None
    """The name behind the last line or on a line of its own; its place is counted from that line's start."""
    own_line: bool = False

    @property
    def height(self) -> float:
        """The height of all lines."""
        return (len(self.lines) + self.own_line) * self.kind.leading


def at_size(ctx: TypesettingContext, style: Style, size: float, least: float) -> TypeStyle:
    """Return a style at another size, not below ``least`` points, its leading in proportion."""
    kind = ctx.style(style)
    size = max(size, least)
    return kind._replace(size=size, leading=kind.leading * size / kind.size)


def break_at_most(ctx: TypesettingContext, text: str, kind: TypeStyle, width: float, most: int) -> tuple[str, ...]:
    """Return the lines of a text; one that has more than ``most`` ends with an ellipsis."""
    measure = measure_type(ctx.metrics, kind.face, kind.size)
    lines = break_lines(ctx.display_text.display(text), width, measure)
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1].rstrip()
    while last and measure(last + ELLIPSIS) > width:
        last = last[:-1].rstrip()
    return (*lines[: most - 1], last + ELLIPSIS)


def column_marks(ctx: TypesettingContext, column: CardColumn, area: Rect, least: float) -> list[Mark | Field]:
    """Return a column's marks within its area, its type not below ``least`` points.

    Extracts that do not fit are counted in a line below the others.
    """
    heading = at_size(ctx, Style.SECTION, HEADING, least)
    title = _Piece(0.0, break_at_most(ctx, column.title, heading, area.width, 2), Style.SECTION, heading)
    below = Rect(area.x, area.y, area.width, area.height - title.height - UNDER_HEADING)
    marks: list[Mark | Field] = []
    _add_piece(ctx, title, area.x, area.y + area.height, ctx.structure.add(Tag.H2), marks)
    top = below.y + below.height
    parent = -1
    for piece in _pieces_that_fit(_Column(ctx, column, below.width, least), below.height):
        top -= piece.above
        if piece.style is Style.QUESTION and column.listed:
            parent = ctx.structure.add(Tag.L) if parent < 0 else parent
            body = ctx.structure.add(Tag.LBODY, ctx.structure.add(Tag.LI, parent))
            marks.append(_dot(ctx, piece, area.x, top))
            _add_piece(ctx, piece, area.x + INDENT * piece.kind.size, top, body, marks)
        else:
            tag = Tag.H3 if piece.style is Style.LABEL else Tag.P
            _add_piece(ctx, piece, area.x, top, ctx.structure.add(tag), marks)
        top -= piece.height
    return marks


class _Column(NamedTuple):
    """A column and the width that it is set to."""

    ctx: TypesettingContext
    column: CardColumn
    width: float
    least: float

    def pieces(self, size: float, most: int) -> Iterator[_Piece]:
        """Yield headings and extracts in a type size, every one cut to ``most`` lines."""
        for number, (title, extracts) in enumerate(self.column.groups):
            above = BETWEEN_GROUPS * size if number else 0.0
            if title:
                kind = at_size(self.ctx, Style.LABEL, SMALL * size, self.least)
                yield _Piece(above, break_at_most(self.ctx, title, kind, self.width, most), Style.LABEL, kind)
                above = BELOW_QUESTION * size
            for extract in extracts[:MOST]:
                yield self._extract(extract, size, most)._replace(above=above)
                above = BETWEEN_ITEMS * size

    def more(self, number: int) -> _Piece:
        """Return the line with the number of extracts that are left out."""
        text = self.ctx.words.more_in_alliance(number)
        kind = at_size(self.ctx, Style.NOTE, self.least, self.least)
        return _Piece(BETWEEN_GROUPS * self.least, break_at_most(self.ctx, text, kind, self.width, 2), Style.NOTE, kind)

    @property
    def total(self) -> int:
        """The number of all extracts."""
        return sum(len(extracts) for _, extracts in self.column.groups)

    def _extract(self, extract: Extract, size: float, most: int) -> _Piece:
        ctx = self.ctx
        kind = at_size(ctx, Style.QUESTION, size, self.least)
        width = self.width - (INDENT * size if self.column.listed else 0.0)
        lines = break_at_most(ctx, extract.text, kind, width, most)
        if not extract.by:
            return _Piece(0.0, lines, Style.QUESTION, kind)
        face, small, _, colour = at_size(ctx, Style.SPEAKER, SMALL * size, self.least)
        who = kind._replace(face=face, size=small, colour=colour)
        by = break_at_most(ctx, f"\N{EN DASH} {extract.by}", who, width, 1)[0]
        last = f"{lines[-1].rstrip()} "
        start = ctx.metrics.width(last, kind.face, kind.size) + 0.2 * size
        own_line = start + ctx.metrics.width(by, face, small) > width
        cut = f" {ELLIPSIS}" if last.rstrip().endswith(f" {ELLIPSIS}") else ""
        before, space, word = last.rstrip().removesuffix(cut).rpartition(" ")
        word += cut
        if own_line and space:  # a name does not stand alone where a word can stand with it
            brought = ctx.metrics.width(f"{word} ", kind.face, kind.size) + 0.2 * size
            if brought + ctx.metrics.width(by, face, small) <= width:
                lines, last, start, own_line = (*lines[:-1], f"{before} ", ""), f"{word} ", brought, False
        tail = Text(0.0 if own_line else start, 0.0, by, face, small, colour, ARTIFACT)
        return _Piece(0.0, (*lines[:-1], last), Style.QUESTION, kind, tail, own_line)


def _pieces_that_fit(column: _Column, room: float) -> list[_Piece]:
    """Return all pieces in the largest type in which they fit; in the smallest, those that fit and a count."""
    size = max(LARGEST, column.least)
    while column.total <= MOST:
        pieces = list(column.pieces(size, most=MOST))
        if _total_height(pieces) <= room:
            return pieces
        if size <= column.least:
            break
        size = max(column.least, size - STEP)
    return _as_many_as_fit(column, room)


def _as_many_as_fit(column: _Column, room: float) -> list[_Piece]:
    leading = at_size(column.ctx, Style.QUESTION, column.least, column.least).leading
    left = room - _total_height([column.more(column.total)]) - BETWEEN_GROUPS * column.least
    pieces = list(column.pieces(column.least, most=max(1, int(left / leading / 2))))
    extracts = [piece for piece in pieces if piece.style is Style.QUESTION]
    taken = _pieces_within(pieces, left) or _pieces_within(extracts, left)
    rest = column.total - sum(piece.style is Style.QUESTION for piece in taken)
    return [*taken, column.more(rest)]


def _pieces_within(pieces: list[_Piece], room: float) -> list[_Piece]:
    """Return the first pieces, as many as fit; never a heading without an extract below it."""
    taken: list[_Piece] = []
    for piece in pieces:
        if _total_height([*taken, piece]) > room:
            break
        taken.append(piece)
    while taken and taken[-1].style is Style.LABEL:
        taken.pop()
    return taken


def _total_height(pieces: list[_Piece]) -> float:
    return sum(piece.above + piece.height for piece in pieces)


def _add_piece(
    ctx: TypesettingContext, piece: _Piece, x: float, top: float, element: int, marks: list[Mark | Field]
) -> None:
    """Append the piece's marks, its lines content of the element."""
    face, size, leading, colour = piece.kind
    baseline = top - (leading + ctx.metrics.cap_height(face) * size) / 2
    base = Base.OWN if piece.style is Style.QUESTION else Base.DOCUMENT
    lines = [
        Text(x, baseline - number * leading, line, face, size, colour, element)
        for number, line in enumerate(piece.lines)
    ]
    marks += ctx.direct(lines, base)
    if piece.tail:
        rows = len(piece.lines) - 1 + piece.own_line
        span = ctx.structure.add(Tag.SPAN, element)
        marks.append(piece.tail._replace(x=x + piece.tail.x, y=baseline - rows * leading, element=span))


def _dot(ctx: TypesettingContext, piece: _Piece, x: float, top: float) -> Box:
    """Return the dot before a point of a list, in the middle of the first line's small letters."""
    face, size, leading, _ = piece.kind
    baseline = top - (leading + ctx.metrics.cap_height(face) * size) / 2
    middle, radius = baseline + ctx.metrics.x_height(face) * size / 2, DOT * size / 2
    return Box(Rect(x, middle - radius, 2 * radius, 2 * radius), radius, 0, None, ctx.layout.colours.accent)
