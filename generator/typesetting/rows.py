"""Strips: slices of the text area as wide as the page, set but not yet placed.

Every block becomes a run of strips; a page is a pile of strips. A strip is never broken.
"""

from __future__ import annotations

from generator.typesetting.page import Element, Elements, Field, Mark, Subtree, Tag, shifted


class Strip:
    """One slice: its marks lie below its top edge, so their y is negative."""

    __slots__ = ("before", "content", "continued", "elements", "height", "keep", "marks", "spare")

    def __init__(self, height: float, marks: list[Mark | Field], before: float = 0.0, *, keep: bool = False) -> None:
        self.height = height
        self.marks = marks
        """In reading order."""
        self.before = before
        """White space above; dropped at the head of a page."""
        self.keep = keep
        """Whether the next strip stands on the same page."""
        self.continued: Strip | None = None
        """What is repeated above this strip where it opens a page."""
        self.spare = False
        """Whether it only fills a page: it is left out where it does not fit, and so are the spare ones below it."""
        self.content: tuple[Mark | Field, ...] = ()
        """The marks where they are painted as one, and not changed any more."""
        self.elements = 0
        """From where their elements are counted."""

    def counted_from(self, elements: int) -> Strip:
        """Return the strip with its elements counted from this one."""
        strip = Strip(self.height, self.marks, self.before, keep=self.keep)
        strip.continued = self.continued
        strip.spare = self.spare
        strip.content = self.content
        strip.elements = elements
        return strip


class Tree:
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


def lowered(mark: Mark | Field, distance: float) -> Mark | Field:
    """Return the mark moved down by ``distance`` points (up, where it is negative)."""
    return shifted(mark, 0.0, -distance) if distance else mark


def stacked(strips: list[Strip]) -> float:
    """Return the height of the strips piled up, the space above the first one left out."""
    height = 0.0
    for strip in strips:
        height += strip.height + strip.before
    return height - strips[0].before if strips else 0.0


def merged(columns: list[list[Strip]]) -> Strip:
    """Return one strip that holds whole columns of strips side by side, read one column after the other."""
    marks: list[Mark | Field] = []
    for column in columns:
        depth = 0.0
        for index, strip in enumerate(column):
            depth += strip.before if index else 0.0
            marks += [lowered(mark, depth) for mark in strip.marks]
            depth += strip.height
    return Strip(max(stacked(column) for column in columns), marks)


def zipped(columns: list[list[Strip]]) -> list[Strip]:
    """Return strips that hold the n-th strips of all columns side by side, so that a page may end between them."""
    rows = max(len(column) for column in columns)
    return [
        Strip(
            max(column[row].height for column in columns if row < len(column)),
            [mark for column in columns if row < len(column) for mark in column[row].marks],
            before=max(column[row].before for column in columns if row < len(column)),
        )
        for row in range(rows)
    ]


def kept_together(strips: list[Strip]) -> list[Strip]:
    """Bind the strips to each other; the last one stays free."""
    for strip in strips[:-1]:
        strip.keep = True
    return strips


def without_widows(strips: list[Strip]) -> list[Strip]:
    """Bind a paragraph's first two lines to each other, and its last two."""
    if len(strips) > 1:
        strips[0].keep = strips[-2].keep = True
    return strips
