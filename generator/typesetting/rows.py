"""Rows: slices of the text area as wide as the page, set but not yet placed.

Every block becomes a run of rows; a page is a pile of rows. A row is broken where it says how alone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from generator.typesetting.page import Element, new_tuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.typesetting.page import Field, Mark, Tag


class Growth(NamedTuple):
    """How a row with room to write may grow."""

    pitch: float
    """How much higher each further line makes it; points."""
    most: int
    """How many further lines it may have, more than ``usual`` only for a page that would hold too little."""
    usual: int
    gaps: int
    """How many of its rooms stand below another."""
    grow: Callable[[int, float], Row]
    """Returns the row with so many further lines, and so many points more in each gap."""
    spare: float = 0.0
    """How much less higher the first further line makes it: it is as high as something beside the room."""


class Row:
    """One slice: its marks lie below its top edge, so their y is negative."""

    __slots__ = (
        "continuation_head",
        "first",
        "growth",
        "height",
        "keep_with_next",
        "loose",
        "marks",
        "optional",
        "part",
        "space_before",
    )

    def __init__(
        self, height: float, marks: list[Mark | Field], space_before: float = 0.0, *, keep_with_next: bool = False
    ) -> None:
        self.height = height
        self.marks = marks
        """In reading order."""
        self.space_before = space_before
        """White space above; dropped at the head of a page."""
        self.keep_with_next = keep_with_next
        """Whether the next row stands on the same page."""
        self.loose = False
        """Whether a page that would hold too little ends below it, though the next row is to stand on the same one."""
        self.continuation_head: Row | None = None
        """What is repeated above this row where it opens a page."""
        self.optional = False
        """Whether it only fills a page: it is left out where it does not fit, and so are the spare ones below it."""
        self.growth: Growth | None = None
        """Nothing for a row that does not grow."""
        self.part: Callable[[float], tuple[Row, Row] | None] | None = None
        """Returns it as two rows, the first no higher than so many points; nothing where a page never ends within."""
        self.first = 0
        """The index of the element that the elements of its marks are counted from."""

    def count_from(self, first: int) -> Row:
        """Return a row with the same marks, their elements counted from the one with this index."""
        row = Row(self.height, self.marks, self.space_before, keep_with_next=self.keep_with_next)
        row.continuation_head = self.continuation_head
        row.optional = self.optional
        row.loose = self.loose
        row.first = first
        if self.growth:
            grow = self.growth.grow
            row.growth = self.growth._replace(grow=lambda lines, apart: grow(lines, apart).count_from(first))
        if self.part:
            row.part = partial(_count_parts_from, self.part, first)
        return row


def _count_parts_from(
    part: Callable[[float], tuple[Row, Row] | None], first: int, height: float
) -> tuple[Row, Row] | None:
    if not (parts := part(height)):
        return None
    return parts[0].count_from(first), parts[1].count_from(first)


class StructureBuilder:
    """The structure tree while it grows."""

    __slots__ = ("elements", "root")

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.root = -1
        """The element that holds those without a parent; -1 for the document."""

    def add(self, tag: Tag, parent: int = -1, alternative: str = "", language: str = "") -> int:
        """Append an element as the last child of its parent; return its index."""
        self.elements.append(Element(tag, parent if parent >= 0 else self.root, alternative, language))
        return len(self.elements) - 1

    def forget(self, first: int) -> None:
        """Take back the elements from the one with this index on."""
        del self.elements[first:]

    def append(self, elements: Iterable[Element]) -> int:
        """Append elements whose parents are counted from the first of them; return the index of that."""
        first, root = len(self.elements), self.root
        self.elements += [
            new_tuple(Element, (tag, parent + first if parent >= 0 else root, alternative, language))
            for tag, parent, alternative, language in elements
        ]
        return first


def move_down(mark: Mark | Field, distance: float) -> Mark | Field:
    """Return the mark moved down by ``distance`` points (up, where it is negative)."""
    return mark.move(0.0, -distance) if distance else mark


def total_height(rows: list[Row]) -> float:
    """Return the height of the rows piled up, the space above the first one left out."""
    height = 0.0
    for row in rows:
        height += row.height + row.space_before
    return height - rows[0].space_before if rows else 0.0


def side_by_side(columns: list[list[Row]]) -> Row:
    """Return one row that holds whole columns of rows side by side, read one column after the other."""
    marks: list[Mark | Field] = []
    for column in columns:
        depth = 0.0
        for index, row in enumerate(column):
            depth += row.space_before if index else 0.0
            marks += [mark.move(0.0, -depth, row.first) if depth or row.first else mark for mark in row.marks]
            depth += row.height
    return Row(max(total_height(column) for column in columns), marks)


def row_by_row(columns: list[list[Row]]) -> list[Row]:
    """Return rows that hold the n-th rows of all columns side by side, so that a page may end between them."""
    rows = max(len(column) for column in columns)
    return [
        Row(
            max(column[row].height for column in columns if row < len(column)),
            [mark for column in columns if row < len(column) for mark in column[row].marks],
            space_before=max(column[row].space_before for column in columns if row < len(column)),
        )
        for row in range(rows)
    ]


def keep_together(rows: list[Row]) -> list[Row]:
    """Bind the rows to each other; the last one stays free."""
    for row in rows[:-1]:
        row.keep_with_next = True
    return rows


def keep_paragraph_together(rows: list[Row]) -> list[Row]:
    """Bind a paragraph's first two lines to each other, and its last two."""
    if len(rows) > 1:
        rows[0].keep_with_next = rows[-2].keep_with_next = True
    return rows
