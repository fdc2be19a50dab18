"""Setting a brand: the letterhead on the first page, and the contact lines above every foot."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.lines import break_lines
from generator.typesetting.page import ARTIFACT, Base, Picture, Rect, Tag, Text
from generator.typesetting.rows import Row, keep_together, move_down, side_by_side, total_height

if TYPE_CHECKING:
    from generator.composing.letterhead import Letterhead
    from generator.model.brand import Image
    from generator.model.layout import Layout
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

LOGO_AREA = 200 * POINTS_PER_MM**2
LOGO_HEIGHT, LOGO_WIDTH = 18 * POINTS_PER_MM, 60 * POINTS_PER_MM
"""The highest logo and the widest one."""
LOGO_SHARE = 0.5
"""The most of the width that a logo takes, on small paper."""
GAP = 6 * POINTS_PER_MM
MOST_LINES = 7
"""A name of more lines stands above the logo, not beside it."""
CENTRED_LINES = 2
NEARER = 3 * POINTS_PER_MM
BELOW = 5 * POINTS_PER_MM


def letterhead(ctx: TypesettingContext, block: Letterhead) -> list[Row]:
    """Set the organisation's name on the left and its logo on the right, both in the middle of the head's height.

    Beside a name of several lines the logo stands at their top; a name too long for that stands above it.
    """
    width, height = logo_size(block.image, ctx.layout.measure)
    room = ctx.layout.measure - (width + GAP if width else 0)
    element = ctx.structure.add(Tag.P)
    name = ctx.lines(block.organisation, ctx.left, room, Style.LETTERHEAD, element, base=Base.OWN)
    logo: list[Mark | Field] = []
    if block.image:
        figure = ctx.structure.add(Tag.FIGURE, alternative=block.alternative)
        logo = [Picture(Rect(ctx.right - width, -height, width, height), block.image, figure)]
    if len(name) > MOST_LINES:
        name = ctx.lines(block.organisation, ctx.left, ctx.layout.measure, Style.LETTERHEAD, element, base=Base.OWN)
        return [*name, Row(NEARER + height, [move_down(mark, NEARER) for mark in logo]), Row(BELOW, [])]
    depth = max(height, total_height(name))
    above = (depth - height) / 2 if len(name) <= CENTRED_LINES else ctx.style(Style.LETTERHEAD).size / 4
    marks = [move_down(mark, (depth - total_height(name)) / 2) for mark in side_by_side([name]).marks]
    marks += [move_down(mark, above) for mark in logo]
    return keep_together([Row(depth, marks), Row(BELOW, [])])


def logo_size(image: Image | None, measure: float) -> tuple[float, float]:
    """Return width and height, points: of ``LOGO_AREA`` whatever its proportions, or as near to it as it may be."""
    if not image:
        return 0.0, 0.0
    widest = min(LOGO_WIDTH, measure * LOGO_SHARE)
    scale = min(sqrt(LOGO_AREA / (image.width * image.height)), widest / image.width, LOGO_HEIGHT / image.height)
    return image.width * scale, image.height * scale


def contact_lines(ctx: TypesettingContext, contact: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the contact's texts by lines: all in one, left and right, where they fit, else broken, one a line."""
    shown = tuple(ctx.display_text.display(text) for text in contact)
    if sum(ctx.width(text, Style.FOOT) for text in shown) + GAP <= ctx.layout.measure:
        return [shown] if shown else []
    measure = ctx.measure(Style.FOOT)
    return [(line.rstrip(),) for text in shown for line in break_lines(text, ctx.layout.measure, measure)]


def raise_bottom_margin(layout: Layout, lines: int) -> Layout:
    """Return the layout with its bottom margin raised for so many contact lines above the foot."""
    more = max(0.0, lines * layout.styles[Style.FOOT].leading - NEARER)
    return layout._replace(margins=layout.margins._replace(bottom=layout.margins.bottom + more))


def contact_marks(
    ctx: TypesettingContext, lines: list[tuple[str, ...]], foot: float, element: int = ARTIFACT
) -> list[Text]:
    """Return the marks of the contact lines, above a foot with this baseline; the second of a line stands right."""
    marks: list[Text] = []
    for up, texts in zip(range(len(lines), 0, -1), lines, strict=True):
        y = foot + up * ctx.style(Style.FOOT).leading
        for place, text in enumerate(texts):
            x = ctx.right - ctx.width(text, Style.FOOT) if place else ctx.left
            shown = text if place == len(texts) - 1 else f"{text} "
            marks.append(ctx.text(shown, x, y, Style.FOOT, element, Base.OWN))
    return marks
