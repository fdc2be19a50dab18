"""Piling rows into pages."""

from __future__ import annotations

from math import floor, inf
from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM
from generator.typesetting.rows import Row, total_height

if TYPE_CHECKING:
    from generator.model.layout import Layout
    from generator.typesetting.rows import Growth

Placed = tuple[Row, float]
"""A row and the height of its top edge."""
_BALANCING_STEPS = 7
MOST_SQUEEZED = 0.4
"""The part of the white space between rows that a page may go without so that one page is enough."""
TIGHTER = (0.9, 0.8, 0.7, 1 - MOST_SQUEEZED)
"""The parts of the white space between rows that are tried."""
LEAST_FULL = 0.75
"""The part of a page's height that the rows of a page before the last one take at least, if they can be parted for it;
the last mark stands a little above their end."""
LITTLE = 0.25
"""The part of a page's height below which it is nearly empty."""
FEW_QUESTIONS = 1 / 3
"""The same where it holds the last of the questions to pick alone, which have room if the introduction makes way."""
MOST_LINES = 99
"""More lines than any page has."""
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
        _run_full(rows, room, least=room) if flows else _fill_pages(rows, room, evenly=not layout.sections.page)
    )
    placed = [_place_rows(_grow_rooms(page, room), top, room, layout.stretch, layout.unit) for page in pages]
    if not flows and (low := _count_low(placed, top, room)):
        parted = _run_full(rows, room, least=LEAST_FULL * room)
        grown = [_grow_rooms(page, room, is_last=page is parted[-1]) for page in parted]
        grown[:-1] = [_spread(page, room) for page in grown[:-1]]
        fuller = [_place_rows(page, top, room, layout.stretch, layout.unit) for page in grown]
        return fuller if _count_low(fuller, top, room) < low else placed
    return placed


def _count_low(pages: list[list[Placed]], top: float, room: float) -> int:
    """Return how many pages before the last one end above ``LEAST_FULL`` of their room."""
    ends = (top - page[-1][1] + page[-1][0].height for page in pages[:-1])
    return sum(end < LEAST_FULL * room for end in ends)


def _run_full(rows: list[Row], room: float, least: float) -> list[list[Row]]:
    """Pile rows into full pages, with less white space between them if that saves a page.

    What is bound is parted where a page would hold less than ``least`` points: in text that flows wherever it can be.
    """
    pages = _fill_pages(rows, room, evenly=False, least=least)
    if len(pages) == 1 or not _holds_little(pages[-1], room):
        return pages
    tighter = (_fill_pages(rows, room, evenly=False, white=white, least=least) for white in TIGHTER)
    return next((fewer for fewer in tighter if len(fewer) < len(pages)), pages)


def is_nearly_empty(pages: list[list[Placed]], room: float, least: float = LITTLE) -> bool:
    """Tell whether the last of several pages holds little: less than this part of its room."""
    return len(pages) > 1 and _holds_little([row for row, _ in pages[-1]], room, least)


def _holds_little(rows: list[Row], room: float, least: float = LITTLE) -> bool:
    return total_height(rows) < least * room


def _squeeze_onto_one(chapter: list[Row], room: float) -> list[list[Row]]:
    """Return the chapter as the one page that it fits with less white space between its rows, if it does."""
    needed = [row for row in chapter if not row.optional]
    over = total_height(needed) - room
    return [needed] if 0 < over <= MOST_SQUEEZED * _space(needed) else []


def _space(rows: list[Row]) -> float:
    """Return the white space between the rows of a page."""
    return sum(row.space_before for row in rows[1:])


def _fill_pages(
    rows: list[Row], room: float, *, evenly: bool, white: float = 1.0, least: float = 0.0
) -> list[list[Row]]:
    """Pile rows into as few pages as they need; of about the same height, unless it is text that flows.

    Where a section begins a page, one may end short, so pages are not made even. Of the white space between rows the
    part ``white`` is kept. What is bound is parted where a page would hold less than ``least`` points.
    """
    bound = _group_bound(rows, white)
    if evenly and not any(row.continuation_head or row.optional for row in rows):
        room = _even(bound, room)
    pages = PageBuilder(room, white, least)
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
    """Fills pages of ``room`` points with rows, from the top, the part ``white`` of their white space between them.

    What no page holds is parted, and so is what a page has no room for that would hold less than ``least`` points.
    """

    def __init__(self, room: float, white: float = 1.0, least: float = 0.0) -> None:
        self._room = room
        self._white = white
        self._least = least
        self._depth = 0.0
        self.finished: list[list[Row]] = [[]]

    def takes(self, bound: KeepTogether) -> bool:
        """Tell whether what is bound stands on this page, or begins there because no page holds all of it."""
        flows_on = bound.height > self._room and not any(row.part or row.loose for row in bound.rows)
        return not self.finished[-1] or self._fits_whole(bound) or (flows_on and self._fits(bound.rows[0]))

    def add_group(self, bound: KeepTogether) -> None:
        """Put what is bound on this page or on the next one, or in parts on both."""
        parts = None if self._fits_whole(bound) else self._part(bound)
        if parts:
            self._add_rows(parts[0])
            self._turn()
            self.add_group(KeepTogether(0.0, total_height(parts[1]), parts[1]))
        elif self.takes(bound):
            self._add_rows(bound.rows)
        else:
            self._turn()
            self.add_group(bound)

    def _part(self, bound: KeepTogether) -> tuple[list[Row], list[Row]] | None:
        """Return what is bound as rows for this page and for the next one; None where it is not to be parted."""
        if self.finished[-1] and bound.height <= self._room and not self._would_be_low():
            return None
        left = self._room - self._depth - self._white_above(bound.rows[0])
        for place in reversed(range(len(bound.rows))):
            above, row, behind = bound.rows[:place], bound.rows[place], bound.rows[place + 1 :]
            if row.loose and behind and total_height([*above, row]) <= left:
                return [*above, row], behind
            if row.part and (parts := row.part(left - total_height([*above, row]) + row.height)):
                parts[0].space_before = row.space_before
                parts[0].continuation_head = row.continuation_head
                return [*above, parts[0]], [parts[1], *behind]
        heads = next((place for place, row in enumerate(bound.rows) if row.part), 0)
        return None if self.finished[-1] or not heads else (bound.rows[:heads], bound.rows[heads:])

    def _would_be_low(self) -> bool:
        """Tell whether this page holds too little, even with all that its rooms may grow."""
        grown = sum(row.growth.pitch * row.growth.most for row in self.finished[-1] if row.growth)
        return 0 < self._depth < self._least - grown

    def _white_above(self, row: Row) -> float:
        """Return the height of what stands on this page above a row: white space, or what is repeated."""
        white = row.space_before * self._white
        if self.finished[-1]:
            return white
        return row.continuation_head.height + white if row.continuation_head else 0.0

    def _fits_whole(self, bound: KeepTogether) -> bool:
        return self._depth + self._white_above(bound.rows[0]) + bound.height <= self._room

    def _add_rows(self, rows: list[Row]) -> None:
        for row in rows:
            if not self._fits(row):
                self._turn()
            self._depth += self._white_above(row)
            if row.continuation_head and not self.finished[-1]:
                self.finished[-1].append(row.continuation_head)
            self.finished[-1].append(row)
            self._depth += row.height

    def _fits(self, row: Row) -> bool:
        return not self.finished[-1] or self._depth + row.space_before * self._white + row.height <= self._room

    def _turn(self) -> None:
        self.finished.append([])
        self._depth = 0.0


def _grow_rooms(rows: list[Row], room: float, *, is_last: bool = True) -> list[Row]:
    """Return the rows of a page, with what is left of it given to the rooms to write in.

    First those that stand one below the other are set apart, so that a name belongs to its own room; then each question
    gets a line in turn, up to twice its lines. Where that leaves a page before the last one low, they get more.
    """
    growing = {index: row.growth for index, row in enumerate(rows) if row.growth}
    rest, gaps = room - total_height(rows), sum(growth.gaps for growth in growing.values())
    if not growing or rest <= 0:
        return rows
    apart = floor(min(MOST_APART, rest / gaps)) if gaps else 0
    rest -= apart * gaps
    further, rest = _add_lines(growing, {index: growth.usual for index, growth in growing.items()}, rest)
    if room - rest < LEAST_FULL * room:
        more = {index: growth.most - further[index] for index, growth in growing.items()}
        most, rest = _add_lines(growing, more, rest)
        further = {index: lines + most[index] for index, lines in further.items()}
    if room - rest < LEAST_FULL * room and not is_last:
        # what follows has no room here even for a part, and half a page of white would be worse than long rooms
        pitch = max(growth.pitch for growth in growing.values())
        wanted = min(rest, rest - (1 - LEAST_FULL) * room + pitch)
        endless, _ = _add_lines(growing, dict.fromkeys(growing, MOST_LINES), wanted)
        further = {index: lines + endless[index] for index, lines in further.items()}
    grown = list(rows)
    for index, growth in growing.items():
        if further[index] or apart:
            grown[index] = growth.grow(further[index], apart)
            grown[index].space_before, grown[index].growth = rows[index].space_before, growth
    return grown


def _spread(rows: list[Row], room: float) -> list[Row]:
    """Return the rows of a page, those of one that would hold too little with more white between them."""
    short = LEAST_FULL * room - total_height(rows)
    gaps = [index for index, row in enumerate(rows) if index and row.space_before]
    if short <= 0 or not gaps:
        return rows
    spread = list(rows)
    for index in gaps:
        spread[index] = rows[index].count_from(rows[index].first)
        spread[index].space_before += short / len(gaps)
    return spread


def _add_lines(growing: dict[int, Growth], most: dict[int, int], rest: float) -> tuple[dict[int, int], float]:
    """Return how many lines each of the rows gets in turn, at most so many, and what is left of ``rest`` then."""
    further = dict.fromkeys(growing, 0)
    waiting = list(growing)
    while waiting:
        for index in list(waiting):
            higher = growing[index].pitch - (0.0 if further[index] else growing[index].spare)
            if higher <= rest and further[index] < most[index]:
                further[index] += 1
                rest -= higher
            else:
                waiting.remove(index)
    return further, rest


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
