"""The running feet: the document's name, whose it is or its digest, and the page's number."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from generator.model.layout import POINTS_PER_MM, PRINTABLE, Style
from generator.typesetting.grid import span
from generator.typesetting.letterhead import contact_marks
from generator.typesetting.page import ARTIFACT, Page, Tag, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.composing.document import Document
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.imposition import Binding
    from generator.typesetting.page import Field, Mark

USUAL_DIGEST = "3b07 5ea2 90fd"
"""About as wide as any."""
FOOT_DROP = 9 * POINTS_PER_MM
"""From the lower edge of the text area to the foot's baseline."""
LONGEST_NAME = 0.4
"""The most of the foot's width that the document's name takes."""
MIDDLE = 2
"""The column, counted from 0, at whose edge whose document it is begins in the foot."""
SHORTEST_MIDDLE = 20
"""So many ems hold two usual names; where there are less, the document's name stands on the first page alone."""


def with_feet(
    ctx: TypesettingContext,
    document: Document,
    contents: Sequence[Sequence[Mark | Field]],
    contact: list[tuple[str, ...]],
    bound: Binding,
    *,
    ends: bool,
) -> list[Page]:
    """Return the pages, each with its running foot, the contact lines above it; read aloud on the last that ``ends``.

    Contents are set as on right-hand pages; with mirrored margins, they are moved on left-hand ones, feet mirrored.
    """
    paper = ctx.layout.page
    numbers = range(bound.first, bound.first + len(contents))
    widest = max(ctx.width(page_number(ctx, number, bound.pages), Style.FOOT) for number in numbers)
    above = ctx.layout.margins.bottom - FOOT_DROP
    pages: list[Page] = []
    for number, content in zip(numbers, contents, strict=True):
        element = ctx.structure.add(Tag.P) if contact and ends and number == numbers[-1] else ARTIFACT
        lines = contact_marks(ctx, contact, above, element)
        on_left = ctx.layout.margins.mirrored and number % 2 == 0
        foot = foot_marks(ctx, document, page_number(ctx, number, bound.pages), widest, on_left=on_left)
        if on_left:
            mirrored = (mark for line in lines for mark in _mirror(ctx, [line], document.digest))
            marks = tuple(mark.move(ctx.layout.margins.shift, 0.0) for mark in (*content, *mirrored, *foot))
        else:
            marks = (*content, *lines, *foot)
        pages.append(Page(paper.width, paper.height, marks))
    return pages


def page_number(ctx: TypesettingContext, number: int, count: int) -> str:
    """Return a page's number of so many, as it is shown in a foot."""
    return ctx.display_text.display(ctx.words.page_of(number, count))


def foot_marks(
    ctx: TypesettingContext, document: Document, number: str, widest: float, *, on_left: bool = False
) -> list[Text]:
    """Return a page's running foot, the page's number right; mirrored where the page is ``on_left`` of the fold.

    ``widest`` is how wide the document's widest number is.
    """
    y = ctx.layout.margins.bottom - FOOT_DROP
    outside = ctx.text(number, ctx.right - ctx.width(number, Style.FOOT), y, Style.FOOT, ARTIFACT)
    end = ctx.right - widest - ctx.style(Style.FOOT).size
    runs = _foot_with_digest(ctx, document, y, end) if document.digest else _foot_of_names(ctx, document, y, end)
    runs = [[mark for mark in run if mark.text] for run in (*runs, [outside])]
    return [mark for run in runs if run for mark in (_mirror(ctx, run, document.digest) if on_left else run)]


def _mirror(ctx: TypesettingContext, run: list[Text], digest: str) -> list[Text]:
    """Return marks that follow each other in a line, as far from the right edge as they were from the left one."""
    last = run[-1]
    if ctx.display_text.is_assumed_to_fit(last.text, ctx.style(Style.FOOT), inf, is_cut=True):
        return [mark._replace(x=ctx.left + ctx.right - mark.x, ends=True) for mark in run]
    end = last.x + ctx.width(USUAL_DIGEST if last.text == digest else last.text.rstrip(), Style.FOOT)
    return [mark.move(ctx.left + ctx.right - end - run[0].x, 0.0) for mark in run]


def _foot_with_digest(ctx: TypesettingContext, document: Document, y: float, end: float) -> list[list[Text]]:
    """Return the runs of the document's name left, and of its revision with the digest in the middle, up to ``end``.

    They stand on a line of their own where the name would be cut beside them, and the edge of the paper is not near.
    """
    middle = f"{ctx.display_text.display(document.foot[1])} · "
    before, gap = ctx.width(middle, Style.FOOT), ctx.style(Style.FOOT).size
    across = before + ctx.width(USUAL_DIGEST, Style.FOOT)
    centre = min(ctx.left + (ctx.layout.measure - across) / 2, end - across)
    left = min(ctx.layout.measure * LONGEST_NAME, centre - gap - ctx.left)
    below = y - ctx.style(Style.FOOT).leading
    if ctx.width(ctx.display_text.display(document.foot[0]), Style.FOOT) > left and below >= PRINTABLE:
        name = ctx.shorten(document.foot[0], ctx.left, y, end - ctx.left, Style.FOOT)
        start, y = ctx.left, below
    else:
        name, start = ctx.shorten(document.foot[0], ctx.left, y, left, Style.FOOT), centre
    revision = ctx.text(middle, start, y, Style.FOOT, ARTIFACT)
    return [[name], [revision, ctx.text(document.digest, start + before, y, Style.FOOT, ARTIFACT)]]


def _foot_of_names(ctx: TypesettingContext, document: Document, y: float, end: float) -> list[list[Text]]:
    """Return the runs of the document's name left, and behind it of whose it is, up to ``end``.

    Where there is no room for both, they are those of whose it is alone.
    """
    title, said = document.foot
    if not said:
        return [[ctx.shorten(title, ctx.left, y, end - ctx.left, Style.FOOT)]]
    measure, em = ctx.layout.measure, ctx.style(Style.FOOT).size
    name = ctx.shorten(title, ctx.left, y, measure * LONGEST_NAME, Style.FOOT)
    start = max(span(ctx.layout, MIDDLE).x, ctx.left + ctx.width(name.text, Style.FOOT) + 2 * em)
    if end - start < SHORTEST_MIDDLE * em:
        return _foot_of_two_lines(ctx, said, y, end)
    return [[name], [ctx.shorten(said, start, y, end - start, Style.FOOT)]]


def _foot_of_two_lines(ctx: TypesettingContext, said: str, y: float, end: float) -> list[list[Text]]:
    """Return the runs of whose document it is: of two lines where one is too short and the paper's edge is not near."""
    width, leading = end - ctx.left, ctx.style(Style.FOOT).leading
    if y - leading < PRINTABLE:
        return [[ctx.shorten(said, ctx.left, y, width, Style.FOOT)]]
    lines = [mark for row in ctx.lines(said, ctx.left, width, Style.FOOT, ARTIFACT) for mark in row.marks]
    first, *more = (mark.text for mark in lines if isinstance(mark, Text))
    both = [[ctx.text(first.rstrip(), ctx.left, y, Style.FOOT, ARTIFACT)]]
    return [*both, [ctx.shorten("".join(more), ctx.left, y - leading, width, Style.FOOT)]] if more else both
