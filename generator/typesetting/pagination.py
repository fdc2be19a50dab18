"""Piling rows into pages, and the running feet."""

from __future__ import annotations

from math import floor, inf
from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM, PRINTABLE, Style
from generator.typesetting.grid import span
from generator.typesetting.letterhead import contact_marks
from generator.typesetting.page import ARTIFACT, Page, Tag, Text
from generator.typesetting.rows import Row, total_height
from generator.words import english as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.composing.document import Document
    from generator.model.layout import Layout
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.imposition import Binding
    from generator.typesetting.page import Field, Mark

Placed = tuple[Row, float]
"""A row and the height of its top edge."""
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
_BALANCING_STEPS = 7
MOST_SQUEEZED = 0.4
"""The part of the white space between rows that a page may go without so that one page is enough."""
TIGHTER = (0.9, 0.8, 0.7, 1 - MOST_SQUEEZED)
"""The parts of the white space between rows that are tried."""
LITTLE = 0.25
"""The part of a page's height below which it is nearly empty."""
MOST_APART = 3.6 * POINTS_PER_MM
"""The most white space that is added between a room and the name of the next one."""
MOST_BETWEEN = 6 * POINTS_PER_MM
"""The most white space that is added between questions whose rooms have all that they may have."""
STRETCHED_FROM = 3 * POINTS_PER_MM
"""The least white space above a row that may be stretched."""


def paginate(layout: Layout, rows: list[Row], *, flows: bool = False) -> list[list[Placed]]:
    """Return each page's rows: from the top, those bound to each other on one page where it fits.

    Pages of text that ``flows`` run full; if little of it is left for the last one, the white space of the others is
    squeezed where that makes room for it.
    """
    top = layout.page.height - layout.margins.top
    room = top - layout.margins.bottom
    pages = _squeeze_onto_one(rows, room) or (
        _run_full(rows, room) if flows else _fill_pages(rows, room, evenly=not layout.sections.page)
    )
    return [_place_rows(_grow_rooms(page, room), top, room, layout.stretch, layout.unit) for page in pages]


def _run_full(rows: list[Row], room: float) -> list[list[Row]]:
    """Pile the rows of text that flows into full pages, with less white space between them if that saves a page."""
    pages = _fill_pages(rows, room, evenly=False)
    if len(pages) == 1 or not _holds_little(pages[-1], room):
        return pages
    tighter = (_fill_pages(rows, room, evenly=False, white=white) for white in TIGHTER)
    return next((fewer for fewer in tighter if len(fewer) < len(pages)), pages)


def is_nearly_empty(pages: list[list[Placed]], room: float) -> bool:
    """Tell whether the last of several pages holds little: less than ``LITTLE`` of its room."""
    return len(pages) > 1 and _holds_little([row for row, _ in pages[-1]], room)


def _holds_little(rows: list[Row], room: float) -> bool:
    return total_height(rows) < LITTLE * room


def _squeeze_onto_one(chapter: list[Row], room: float) -> list[list[Row]]:
    """Return the chapter as the one page that it fits with less white space between its rows, if it does."""
    needed = [row for row in chapter if not row.optional]
    over = total_height(needed) - room
    return [needed] if 0 < over <= MOST_SQUEEZED * _space(needed) else []


def _space(rows: list[Row]) -> float:
    """Return the white space between the rows of a page."""
    return sum(row.space_before for row in rows[1:])


def _fill_pages(rows: list[Row], room: float, *, evenly: bool, white: float = 1.0) -> list[list[Row]]:
    """Pile rows into as few pages as they need; of about the same height, unless it is text that flows.

    Where a section begins a page, one may end short, so pages are not made even. Of the white space between rows the
    part ``white`` is kept.
    """
    bound = _group_bound(rows, white)
    if evenly and not any(row.continuation_head or row.optional for row in rows):
        room = _even(bound, room)
    pages = PageBuilder(room, white)
    left_out = False
    for group in bound:
        left_out = group.rows[0].optional and (left_out or not pages.takes(group))
        if not left_out:
            pages.add_group(group)
    return pages.finished


def _even(bound: list[KeepTogether], room: float) -> float:
    """Return how much of the room a page needs so that pages are of about the same height, and no more than must be."""
    pages, tallest = _pages(bound, room), max((group.height for group in bound), default=0.0)
    if pages == 1 or tallest >= room:
        return room
    low, high = max(room / 2, tallest), room  # what is bound must not be parted to balance pages
    for _ in range(_BALANCING_STEPS):
        middle = (low + high) / 2
        if _pages(bound, middle) > pages:
            low = middle
        else:
            high = middle
    return high


def _pages(bound: list[KeepTogether], room: float) -> int:
    """Return how many pages are needed where each has so much room, if none needs more."""
    pages, depth = 0, inf
    for before, height, _ in bound:
        depth += before + height
        if depth > room:
            pages += 1
            depth = height
    return pages


class KeepTogether(NamedTuple):
    """Rows that are to stand on one page."""

    before: float
    """The white space above them."""
    height: float
    rows: list[Row]


def _group_bound(rows: list[Row], white: float = 1.0) -> list[KeepTogether]:
    """Group the rows by the page they are to stand on; of the white space between them the part ``white`` is kept."""
    bound: list[KeepTogether] = []
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keep_with_next or row is rows[-1]:
            height = total_height(group) - (1 - white) * _space(group)
            bound.append(KeepTogether(group[0].space_before * white, height, group))
            group = []
    return bound


class PageBuilder:
    """Fills pages of ``room`` points with rows, from the top, the part ``white`` of their white space between them."""

    def __init__(self, room: float, white: float = 1.0) -> None:
        self._room = room
        self._white = white
        self._depth = 0.0
        self.finished: list[list[Row]] = [[]]

    def takes(self, bound: KeepTogether) -> bool:
        """Tell whether what is bound stands on this page, or begins there because no page holds all of it."""
        fits = self._depth + bound.before + bound.height <= self._room
        return not self.finished[-1] or fits or (bound.height > self._room and self._fits(bound.rows[0]))

    def add_group(self, bound: KeepTogether) -> None:
        """Put what is bound on this page or on the next one."""
        if not self.takes(bound):
            self._turn()
        for row in bound.rows:
            if not self._fits(row):
                self._turn()
            if self.finished[-1]:
                self._depth += row.space_before * self._white
            elif row.continuation_head:
                self._add(row.continuation_head)
                self._depth += row.space_before * self._white
            self._add(row)

    def _fits(self, row: Row) -> bool:
        return not self.finished[-1] or self._depth + row.space_before * self._white + row.height <= self._room

    def _turn(self) -> None:
        self.finished.append([])
        self._depth = 0.0

    def _add(self, row: Row) -> None:
        self.finished[-1].append(row)
        self._depth += row.height


def _grow_rooms(rows: list[Row], room: float) -> list[Row]:
    """Return the rows of a page, with what is left of it given to the rooms to write in.

    First those that stand one below the other are set apart, so that a name belongs to its own room; then each question
    gets a line in turn.
    """
    growing = {index: row.growth for index, row in enumerate(rows) if row.growth}
    rest, gaps = room - total_height(rows), sum(growth.gaps for growth in growing.values())
    if not growing or rest <= 0:
        return rows
    apart = floor(min(MOST_APART, rest / gaps)) if gaps else 0
    rest -= apart * gaps
    further = dict.fromkeys(growing, 0)
    waiting = list(growing)
    while waiting:
        for index in list(waiting):
            higher = growing[index].pitch - (0.0 if further[index] else growing[index].spare)
            if higher <= rest and further[index] < growing[index].most:
                further[index] += 1
                rest -= higher
            else:
                waiting.remove(index)
    grown = list(rows)
    for index, growth in growing.items():
        if further[index] or apart:
            grown[index] = growth.grow(further[index], apart)
            grown[index].space_before, grown[index].growth = rows[index].space_before, growth
    return grown


def _place_rows(rows: list[Row], top: float, room: float, most: float, unit: float) -> list[Placed]:
    rest = room - total_height(rows)
    more = _stretch(rows, rest, most, unit)
    squeezed = max(-MOST_SQUEEZED, min(0.0, rest / _space(rows))) if _space(rows) else 0.0
    placed: list[Placed] = []
    depth = 0.0
    for index, row in enumerate(rows):
        if index:
            depth += row.space_before * (1 + squeezed) + more.get(index, 0.0)
        placed.append((row, top - depth))
        depth += row.height
    return placed


def _stretch(rows: list[Row], rest: float, most: float, unit: float) -> dict[int, float]:
    """Return what to add above every row with a large gap so that a nearly full page ends where the others end.

    Between questions with room to write it is as much as is left, up to ``MOST_BETWEEN``; elsewhere whole units, so
    that lines stay on them, the first gaps having one more where they do not come out even.
    """
    gaps = [index for index, row in enumerate(rows) if index and row.space_before >= STRETCHED_FROM]
    if not gaps or rest <= 0:
        return {}
    if any(row.growth for row in rows):
        return dict.fromkeys(gaps, min(rest / len(gaps), max(most, MOST_BETWEEN)))
    if rest / len(gaps) > most:
        return {}
    units, further = divmod(int(rest / unit), len(gaps))
    return {index: (units + (place < further)) * unit for place, index in enumerate(gaps)}


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

    Contents are set as on right-hand pages; with mirrored margins, they are moved on left-hand ones.
    """
    paper = ctx.layout.page
    numbers = range(bound.first, bound.first + len(contents))
    widest = max(ctx.width(words.page_of(number, bound.pages), Style.FOOT) for number in numbers)
    above = ctx.layout.margins.bottom - FOOT_DROP
    pages: list[Page] = []
    for number, content in zip(numbers, contents, strict=True):
        element = ctx.structure.add(Tag.P) if contact and ends and number == numbers[-1] else ARTIFACT
        lines = contact_marks(ctx, contact, above, element)
        on_left = ctx.layout.margins.mirrored and number % 2 == 0
        foot = foot_marks(ctx, document, words.page_of(number, bound.pages), widest, on_left=on_left)
        marks: tuple[Mark | Field, ...] = (*content, *lines, *foot)
        if on_left:
            marks = tuple(mark.move(ctx.layout.margins.shift, 0.0) for mark in marks)
        pages.append(Page(paper.width, paper.height, marks))
    return pages


def foot_marks(
    ctx: TypesettingContext, document: Document, number: str, widest: float, *, on_left: bool = False
) -> list[Text]:
    """Return a page's running foot, the page's number right, or left where the page is ``on_left`` of the fold.

    ``widest`` is how wide the document's widest number is.
    """
    y = ctx.layout.margins.bottom - FOOT_DROP
    start = ctx.left if on_left else ctx.right - ctx.width(number, Style.FOOT)
    outside = ctx.text(number, start, y, Style.FOOT, ARTIFACT)
    end = ctx.right - widest - ctx.style(Style.FOOT).size
    marks = _foot_with_digest(ctx, document, y, end) if document.digest else _foot_of_names(ctx, document, y, end)
    if on_left:  # all that stands left of the number on a right-hand page stands right of it, as far from it
        marks = [mark.move(ctx.right - end, 0.0) for mark in marks]
    return [mark for mark in (*marks, outside) if mark.text]


def _foot_with_digest(ctx: TypesettingContext, document: Document, y: float, end: float) -> list[Text]:
    """Return the document's name left, and its revision with the digest in the middle, up to ``end``.

    They stand on a line of their own where the name would be cut beside them, and the edge of the paper is not near.
    """
    middle = f"{ctx.display_text.display(document.foot[1])} · "
    before, gap = ctx.width(middle, Style.FOOT), ctx.style(Style.FOOT).size
    across = before + ctx.width(USUAL_DIGEST, Style.FOOT)
    centre = min(ctx.left + (ctx.layout.measure - across) / 2, end - across)
    left = min(ctx.layout.measure * LONGEST_NAME, centre - gap - ctx.left)
    below = y - ctx.style(Style.FOOT).leading
    if ctx.width(ctx.display_text.display(document.foot[0]), Style.FOOT) > left and below >= PRINTABLE:
        return [
            ctx.shorten(document.foot[0], ctx.left, y, end - ctx.left, Style.FOOT),
            ctx.text(middle, ctx.left, below, Style.FOOT, ARTIFACT),
            ctx.text(document.digest, ctx.left + before, below, Style.FOOT, ARTIFACT),
        ]
    return [
        ctx.shorten(document.foot[0], ctx.left, y, left, Style.FOOT),
        ctx.text(middle, centre, y, Style.FOOT, ARTIFACT),
        ctx.text(document.digest, centre + before, y, Style.FOOT, ARTIFACT),
    ]


def _foot_of_names(ctx: TypesettingContext, document: Document, y: float, end: float) -> list[Text]:
    """Return the document's name left, and behind it whose it is, up to ``end``; that alone where there is no room."""
    title, said = document.foot
    if not said:
        return [ctx.shorten(title, ctx.left, y, end - ctx.left, Style.FOOT)]
    measure, em = ctx.layout.measure, ctx.style(Style.FOOT).size
    name = ctx.shorten(title, ctx.left, y, measure * LONGEST_NAME, Style.FOOT)
    start = max(span(ctx.layout, MIDDLE).x, ctx.left + ctx.width(name.text, Style.FOOT) + 2 * em)
    if end - start < SHORTEST_MIDDLE * em:
        return _foot_of_two_lines(ctx, said, y, end)
    return [name, ctx.shorten(said, start, y, end - start, Style.FOOT)]


def _foot_of_two_lines(ctx: TypesettingContext, said: str, y: float, end: float) -> list[Text]:
    """Return whose document it is, in a second line where one is too short and the edge of the paper is not near."""
    width, leading = end - ctx.left, ctx.style(Style.FOOT).leading
    if y - leading < PRINTABLE:
        return [ctx.shorten(said, ctx.left, y, width, Style.FOOT)]
    lines = [mark for row in ctx.lines(said, ctx.left, width, Style.FOOT, ARTIFACT) for mark in row.marks]
    first, *more = (mark.text for mark in lines if isinstance(mark, Text))
    both = [ctx.text(first.rstrip(), ctx.left, y, Style.FOOT, ARTIFACT)]
    return [*both, ctx.shorten("".join(more), ctx.left, y - leading, width, Style.FOOT)] if more else both
