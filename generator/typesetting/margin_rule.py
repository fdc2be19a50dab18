"""The rule in the margin that marks what is new or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.layout import POINTS_PER_MM
from generator.typesetting.page import ARTIFACT, Rule, Tag

if TYPE_CHECKING:
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.rows import Row

OUTSIDE = 3 * POINTS_PER_MM
"""From the rule to what it marks, which stands right of it."""
WEIGHT = 1.2


def margin_rule(ctx: TypesettingContext, mark: str, x: float, rows: list[Row], parent: int) -> list[Row]:
    """Return the rows with a rule left of ``x`` (points) over all their height; as they are, where ``mark`` is empty.

    ``mark`` is the word that is read aloud in place of the rule (ISO 32000-1, 14.9.3), ahead of what it marks, as a
    child of the element ``parent``. A row has its own piece, so that the rule goes on where a page ends between rows.
    """
    if not mark:
        return rows
    element = ctx.structure.add(Tag.SPAN, parent, mark)
    x -= OUTSIDE
    above = 0.0
    for index, row in enumerate(rows):
        piece = Rule(x, above, x, -row.height, WEIGHT * ctx.layout.weight, ctx.layout.colours.accent, element)
        row.marks = [piece, *row.marks]
        above = rows[index + 1].space_before if index + 1 < len(rows) else 0.0
        element = ARTIFACT
    return rows
