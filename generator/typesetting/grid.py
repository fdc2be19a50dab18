"""The grid: six columns over the text area with a gutter between them, the same for every layout and paper.

What stands in a page begins at the edge of a column and takes whole columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.layout import Layout

COLUMNS = 6
GUTTER = 4 * POINTS_PER_MM
"""Between two columns."""


class Span(NamedTuple):
    """Where something begins, from the left edge of the page, and how wide it is; points."""

    x: float
    width: float

    @property
    def end(self) -> float:
        """The right edge."""
        return self.x + self.width


def column_step(layout: Layout) -> float:
    """Return the distance from the edge of a column to that of the next one."""
    return (layout.measure + GUTTER) / COLUMNS


def span(layout: Layout, first: int = 0, columns: int = COLUMNS) -> Span:
    """Return the span of so many columns from the ``first`` one on, which is counted from 0."""
    step = column_step(layout)
    return Span(layout.margins.left + first * step, columns * step - GUTTER)


def equal_spans(layout: Layout, number: int) -> list[Span]:
    """Return the spans of so many things side by side that are equally wide: whole columns of 1, 2, 3 or 6."""
    step = (layout.measure + GUTTER) / number
    return [Span(layout.margins.left + place * step, step - GUTTER) for place in range(number)]


def spans(layout: Layout, shares: Sequence[float]) -> list[Span]:
    """Return the spans of whole columns that come nearest to these parts of the width, a column each at least."""
    wanted = [share / sum(shares) * COLUMNS for share in shares]
    whole = [max(1, int(columns)) for columns in wanted]
    while sum(whole) < COLUMNS:
        largest = max(range(len(whole)), key=lambda place: wanted[place] - whole[place])
        whole[largest] += 1
    return [span(layout, sum(whole[:place]), columns) for place, columns in enumerate(whole)]


def nearest_columns(share: float) -> int:
    """Return how many columns come nearest to this part of the width; one and five are the ends."""
    return min(COLUMNS - 1, max(1, round(share * COLUMNS)))
