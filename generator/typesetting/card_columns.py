"""Setting a column of the alliance card: as large as fits, then as much as fits, then how much did not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.context import ELLIPSIS
from generator.typesetting.lines import break_lines
from generator.typesetting.page import ARTIFACT, Box, Rect, Tag, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import CardColumn, Extract
    from generator.model.layout import TypeStyle
    from generator.typesetting.context import Setter
    from generator.typesetting.page import Field, Mark

LARGEST, STEP = 15.0, 0.5
"""The type sizes of what is extracted."""
SMALL = 0.78
"""The size of names and questions as a part of that."""
HEADING = 14.0
UNDER_HEADING = 2.5 * POINTS_PER_MM
BETWEEN_ITEMS, BETWEEN_GROUPS, BELOW_QUESTION = 0.45, 1.0, 0.2
"""White space, in ems of the extracts."""
DOT, INDENT = 0.28, 0.95
"""How large a list's dots are, and how far its lines stand in, in ems."""
MOST = 60
"""More extracts never fit a column."""


class _Piece(NamedTuple):
    """A heading or an extract, set but not yet placed."""

    above: float
    """White space, dropped at the head of the column."""
    lines: tuple[str, ...]
    style: Style
    kind: TypeStyle
    tail: Text | None = None
    """Whose it is, behind the last line or on a line of its own; its place is counted from there."""
    own_line: bool = False

    @property
    def height(self) -> float:
        """All lines."""
        return (len(self.lines) + self.own_line) * self.kind.leading


def sized(setter: Setter, style: Style, size: float, least: float) -> TypeStyle:
    """Return a style at another size, its leading in proportion, but not smaller than ``least``."""
    kind = setter.style(style)
    size = max(size, least)
    return kind._replace(size=size, leading=kind.leading * size / kind.size)


def broken(setter: Setter, text: str, kind: TypeStyle, width: float, most: int) -> tuple[str, ...]:
    """Return the lines of a text; one that has more than ``most`` ends with an ellipsis."""
    measure = partial(setter.metrics.width, face=kind.face, size=kind.size)
    lines = break_lines(setter.showing.line(text), width, measure)
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1].rstrip()
    while last and measure(last + ELLIPSIS) > width:
        last = last[:-1].rstrip()
    return (*lines[: most - 1], last + ELLIPSIS)


def column_marks(setter: Setter, column: CardColumn, area: Rect, least: float, more: str) -> list[Mark | Field]:
    """Return a column in its area, its type not smaller than ``least`` points.

    What does not fit in that is counted: ``more`` with the number.
    """
    heading = sized(setter, Style.SECTION, HEADING, least)
    title = _Piece(0.0, broken(setter, column.title, heading, area.width, 2), Style.SECTION, heading)
    below = Rect(area.x, area.y, area.width, area.height - title.height - UNDER_HEADING)
    marks: list[Mark | Field] = []
    _put(setter, title, area.x, area.y + area.height, setter.tree.add(Tag.H2), marks)
    top = below.y + below.height
    parent = -1
    for piece in _pieces_that_fit(_Column(setter, column, below.width, least), below.height, more):
        top -= piece.above
        if piece.style is Style.QUESTION and column.listed:
            parent = setter.tree.add(Tag.L) if parent < 0 else parent
            body = setter.tree.add(Tag.LBODY, setter.tree.add(Tag.LI, parent))
            marks.append(_dot(setter, piece, area.x, top))
            _put(setter, piece, area.x + INDENT * piece.kind.size, top, body, marks)
        else:
            tag = Tag.H3 if piece.style is Style.LABEL else Tag.P
            _put(setter, piece, area.x, top, setter.tree.add(tag), marks)
        top -= piece.height
    return marks


class _Column(NamedTuple):
    """A column's content and the measure it is set to."""

    setter: Setter
    column: CardColumn
    width: float
    least: float

    def pieces(self, size: float, most: int) -> Iterator[_Piece]:
        """Yield headings and extracts in a type size, none of more lines than ``most``."""
        for number, (title, extracts) in enumerate(self.column.groups):
            above = BETWEEN_GROUPS * size if number else 0.0
            if title:
                kind = sized(self.setter, Style.LABEL, SMALL * size, self.least)
                yield _Piece(above, broken(self.setter, title, kind, self.width, most), Style.LABEL, kind)
                above = BELOW_QUESTION * size
            for extract in extracts[:MOST]:
                yield self._extract(extract, size, most)._replace(above=above)
                above = BETWEEN_ITEMS * size

    def more(self, text: str) -> _Piece:
        """Return what tells how many extracts are left out."""
        kind = sized(self.setter, Style.NOTE, self.least, self.least)
        return _Piece(BETWEEN_GROUPS * self.least, broken(self.setter, text, kind, self.width, 2), Style.NOTE, kind)

    @property
    def total(self) -> int:
        """How many extracts there are."""
        return sum(len(extracts) for _, extracts in self.column.groups)

    def _extract(self, extract: Extract, size: float, most: int) -> _Piece:
        setter = self.setter
        kind = sized(setter, Style.QUESTION, size, self.least)
        width = self.width - (INDENT * size if self.column.listed else 0.0)
        lines = broken(setter, extract.text, kind, width, most)
        if not extract.by:
            return _Piece(0.0, lines, Style.QUESTION, kind)
        face, small, _, colour = sized(setter, Style.SPEAKER, SMALL * size, self.least)
        who = kind._replace(face=face, size=small, colour=colour)
        by = broken(setter, f"\N{EN DASH} {extract.by}", who, width, 1)[0]
        last = f"{lines[-1].rstrip()} "
        start = setter.metrics.width(last, kind.face, kind.size) + 0.2 * size
        own_line = start + setter.metrics.width(by, face, small) > width
        tail = Text(0.0 if own_line else start, 0.0, by, face, small, colour, ARTIFACT)
        return _Piece(0.0, (*lines[:-1], last), Style.QUESTION, kind, tail, own_line)


def _pieces_that_fit(column: _Column, room: float, more: str) -> list[_Piece]:
    """Return everything in the largest size that fits; in the smallest, as much as fits and the number of the rest."""
    size = max(LARGEST, column.least)
    while column.total <= MOST:
        pieces = list(column.pieces(size, most=MOST))
        if _stacked(pieces) <= room:
            return pieces
        if size <= column.least:
            break
        size = max(column.least, size - STEP)
    return _as_many_as_fit(column, room, more)


def _as_many_as_fit(column: _Column, room: float, more: str) -> list[_Piece]:
    leading = sized(column.setter, Style.QUESTION, column.least, column.least).leading
    left = room - _stacked([column.more(more.format(column.total))]) - BETWEEN_GROUPS * column.least
    pieces = list(column.pieces(column.least, most=max(1, int(left / leading / 2))))
    extracts = [piece for piece in pieces if piece.style is Style.QUESTION]
    taken = _taken(pieces, left) or _taken(extracts, left)
    rest = column.total - sum(piece.style is Style.QUESTION for piece in taken)
    return [*taken, column.more(more.format(rest))]


def _taken(pieces: list[_Piece], room: float) -> list[_Piece]:
    """Return the first pieces, as many as fit; no heading without an extract below it."""
    taken: list[_Piece] = []
    for piece in pieces:
        if _stacked([*taken, piece]) > room:
            break
        taken.append(piece)
    while taken and taken[-1].style is Style.LABEL:
        taken.pop()
    return taken


def _stacked(pieces: list[_Piece]) -> float:
    return sum(piece.above + piece.height for piece in pieces)


def _put(setter: Setter, piece: _Piece, x: float, top: float, element: int, marks: list[Mark | Field]) -> None:
    """Append the piece's marks, its lines content of the element."""
    face, size, leading, colour = piece.kind
    baseline = top - (leading + setter.metrics.cap_height(face) * size) / 2
    for number, line in enumerate(piece.lines):
        marks.append(Text(x, baseline - number * leading, line, face, size, colour, element))
    if piece.tail:
        rows = len(piece.lines) - 1 + piece.own_line
        span = setter.tree.add(Tag.SPAN, element)
        marks.append(piece.tail._replace(x=x + piece.tail.x, y=baseline - rows * leading, element=span))


def _dot(setter: Setter, piece: _Piece, x: float, top: float) -> Box:
    """Return the dot before a point of a list, in the middle of the first line's small letters."""
    face, size, leading, _ = piece.kind
    baseline = top - (leading + setter.metrics.cap_height(face) * size) / 2
    middle, radius = baseline + setter.metrics.x_height(face) * size / 2, DOT * size / 2
    return Box(Rect(x, middle - radius, 2 * radius, 2 * radius), radius, 0, None, setter.layout.colours.accent)
