"""Setting a document's title, with what it came from above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.page import ARTIFACT, Base, Tag
from generator.typesetting.rows import Row, keep_together, move_down
from generator.typesetting.text_fitting import fit_text

if TYPE_CHECKING:
    from generator.composing.document import Title
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

BETWEEN_FACTS = " · "
ABOVE_TITLE = 1 * POINTS_PER_MM
MOST_LINES = 2
"""The lines of a title in its own size; a longer one is smaller."""
SMALLEST_TITLE = 0.4
"""The part of its usual size to which a long title is shrunk."""


def title(ctx: TypesettingContext, block: Title) -> list[Row]:
    """Set the document's title, smaller where it would take too many lines in its size."""
    above = _occasion(ctx, block.above) if block.above else []
    element, kind = ctx.structure.add(Tag.H1), ctx.style(Style.TITLE)
    least = max(SMALLEST_TITLE * kind.size, ctx.layout.smallest)
    fitted = fit_text(ctx, block.text, kind, ctx.layout.measure, MOST_LINES * kind.leading, least)
    if fitted is None:
        lines = ctx.balance_lines(block.text, ctx.left - 0.5, ctx.layout.measure, Style.SECTION, element)
    else:
        height = ctx.whole_units(fitted.height)
        marks = fitted.marks(ctx, ctx.left - 0.5, 0.0, element)
        onto_unit = height - ctx.below_baseline + marks[-1].y
        lines = [Row(height, [move_down(mark, onto_unit) for mark in marks])]
    lines[0].space_before = ABOVE_TITLE if above else 0.0
    # labelled lines, which stand half a unit off, bring what follows back onto it
    return keep_together([*above, *lines, Row(ctx.unit, [])])


def _occasion(ctx: TypesettingContext, texts: tuple[str, ...]) -> list[Row]:
    """Set what a document came from: in one line with dots between, else a line each."""
    parent = ctx.structure.add(Tag.P)
    elements = [ctx.structure.add(Tag.SPAN, parent) for _ in texts]
    shown = [ctx.display_text.display(text) for text in texts]
    if ctx.width(BETWEEN_FACTS.join(shown), Style.LABEL) > ctx.layout.measure:
        return [
            row
            for text, element in zip(texts, elements, strict=True)
            for row in ctx.lines(text, ctx.left, ctx.layout.measure, Style.LABEL, element, base=Base.OWN)
        ]
    x, baseline = ctx.left, -ctx.drop(Style.LABEL)
    marks: list[Mark | Field] = []
    for text, element in zip(shown, elements, strict=True):
        if marks:
            marks.append(ctx.text(BETWEEN_FACTS, x, baseline, Style.LABEL, ARTIFACT))
            x += ctx.width(BETWEEN_FACTS, Style.LABEL)
        marks.append(ctx.text(text, x, baseline, Style.LABEL, element, Base.OWN))
        x += ctx.width(text, Style.LABEL)
    return [Row(ctx.style(Style.LABEL).leading, marks)]
