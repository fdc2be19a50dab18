"""Setting a deck: questions on cards to be cut out, their fronts on one page and their backs on the next.

A sheet printed on both sides is flipped on its long edge, so the backs of an upright sheet stand in mirrored columns,
those of a lying one in mirrored rows. No mark reaches a cut, so backs may be a millimetre off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import Card
from generator.model.layout import POINTS_PER_MM, PRINTABLE
from generator.typesetting.card_faces import CardFace
from generator.typesetting.page import Page, Rect, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.composing.document import Cover, Deck
    from generator.model.layout import Layout
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

CUT_FROM, CUT_TO = 1 * POINTS_PER_MM, 4 * POINTS_PER_MM
"""From the corner of the cards to both ends of a mark to cut by."""
CUT_WIDTH = 0.35


def deck(ctx: TypesettingContext, block: Deck) -> Iterator[Page]:
    """Yield the pages of a deck: the fronts of as many cards as fit a sheet, their backs, the next fronts.

    Raises CardTooSmall where a text does not fit its card.
    """
    paper, cards = ctx.layout.page, ctx.layout.cards
    count = cards.across(paper) * cards.down(paper)
    faces: list[Cover | Card | None] = [block.cover, *block.cards]
    faces += [None] * (-len(faces) % count)
    for start in range(0, len(faces), count):
        on_sheet = faces[start : start + count]
        front = _fronts(ctx, block, on_sheet, start)
        back = [
            mark
            for card, cell in zip(on_sheet, cells(ctx.layout, mirrored=True), strict=True)
            for mark in CardFace(ctx, block, cell).back(card)
        ]
        for content in (front, back):
            yield Page(paper.width, paper.height, tuple(content))


def _fronts(
    ctx: TypesettingContext, block: Deck, on_sheet: Sequence[Cover | Card | None], start: int
) -> list[Mark | Field]:
    marks: list[Mark | Field] = list(_marks_to_cut_by(ctx.layout))
    section = None
    for number, (card, cell) in enumerate(zip(on_sheet, cells(ctx.layout), strict=True), start):
        this = (card.section, card.group) if isinstance(card, Card) else None
        marks += CardFace(ctx, block, cell).front(card, str(number), headed=this != section)
        section = this
    return marks


def cells(layout: Layout, *, mirrored: bool = False) -> list[Rect]:
    """Return the places of a sheet's cards, row by row from the top left; ``mirrored`` those of their backs."""
    paper, cards = layout.page, layout.cards
    across, down = cards.across(paper), cards.down(paper)
    left, top = (paper.width - across * cards.width) / 2, (paper.height + down * cards.height) / 2
    lying = paper.width > paper.height
    columns, rows = (
        range(count)[::-1] if mirrored and turned else range(count)
        for count, turned in ((across, not lying), (down, lying))
    )
    return [
        Rect(left + column * cards.width, top - (row + 1) * cards.height, cards.width, cards.height)
        for row in rows
        for column in columns
    ]


def _marks_to_cut_by(layout: Layout) -> Iterator[Rule]:
    """Yield the marks around all cards, at both ends of every cut."""
    paper, cards, grey = layout.page, layout.cards, layout.colours.grey
    across, down = cards.across(paper), cards.down(paper)
    left, bottom = (paper.width - across * cards.width) / 2, (paper.height - down * cards.height) / 2
    right, top = left + across * cards.width, bottom + down * cards.height
    # where the room is narrow, they are shorter, not where nothing is printed
    outwards, downwards = (max(2 * CUT_FROM, min(CUT_TO, room - PRINTABLE)) for room in (left, bottom))
    for column in range(across + 1):
        x = left + column * cards.width
        yield Rule(x, top + CUT_FROM, x, top + downwards, CUT_WIDTH, grey)
        yield Rule(x, bottom - downwards, x, bottom - CUT_FROM, CUT_WIDTH, grey)
    for row in range(down + 1):
        y = bottom + row * cards.height
        yield Rule(left - outwards, y, left - CUT_FROM, y, CUT_WIDTH, grey)
        yield Rule(right + CUT_FROM, y, right + outwards, y, CUT_WIDTH, grey)
