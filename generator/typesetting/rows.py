"""Rows: slices of the text area as wide as the page, set but not yet placed.

Every block becomes a run of rows; a page is a pile of rows. A row is never broken.
"""

from __future__ import annotations

from generator.typesetting.page import Element, Elements, Field, Mark, Subtree, Tag, shifted


class Row:
    """One slice: its marks lie below its top edge, so their y is negative."""

    __slots__ = (
        "content",
        "continuation_head",
        "elements",
        "height",
        "keep_with_next",
        "marks",
        "optional",
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
        self.continuation_head: Row | None = None
        """What is repeated above this row where it opens a page."""
        self.optional = False
        """Whether it only fills a page: it is left out where it does not fit, and so are the spare ones below it."""
        self.content: tuple[Mark | Field, ...] = ()
        """The marks where they are painted as one, and not changed any more."""
        self.elements = 0
        """From where their elements are counted."""

    def counted_from(self, elements: int) -> Row:
        """Return the row with its elements counted from this one."""
        row = Row(self.height, self.marks, self.space_before, keep_with_next=self.keep_with_next)
        row.continuation_head = self.continuation_head
        row.optional = self.optional
        row.content = self.content
        row.elements = elements
        return row


class StructureBuilder:
    """The structure tree while it grows."""

    __slots__ = ("_first", "_subtrees", "elements")

    def __init__(self) -> None:
        self.elements: list[Element] = []
        """Those added since subtrees were grown; they are a subtree themselves."""
        self._first = 0
        self._subtrees: list[Subtree] = []

    def add(self, tag: Tag, parent: int = -1, alternative: str = "") -> int:
        """Append an element as the last child of its parent, which was added here too; return its index."""
        self.elements.append(Element(tag, parent - self._first if parent >= 0 else parent, alternative))
        return self._first + len(self.elements) - 1

    def grow(self, elements: tuple[Element, ...]) -> int:
        """Append a subtree of elements; return the index of its first."""
        if self.elements:
            added, self.elements = tuple(self.elements), []
            self.grow(added)
        first = self._first
        if elements:
            self._subtrees.append(Subtree(elements, first))
            self._first += len(elements)
        return first

    def grown(self) -> Elements:
        """Return the whole tree."""
        self.grow(())
        return Elements(self._subtrees)


def move_down(mark: Mark | Field, distance: float) -> Mark | Field:
    """Return the mark moved down by ``distance`` points (up, where it is negative)."""
    return shifted(mark, 0.0, -distance) if distance else mark


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
            marks += [move_down(mark, depth) for mark in row.marks]
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
