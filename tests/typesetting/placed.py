"""Where the things on a page are, and which of them are where they should not be."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts.metrics import fonts
from generator.model.layout import POINTS_PER_MM, Margins, Part
from generator.typesetting.page import ARTIFACT, Box, CheckboxField, Picture, Rule, Ruling, Text, TextField, Tick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.fonts.metrics import Fonts
    from generator.model.layout import Layout
    from generator.typesetting.page import Field, Mark, Page, Pages, Rect

DEPTH = 0.22
"""How far letters reach below the baseline, as a fraction of the type size."""
SLACK = 0.6
COVERED = 3
"""So far a field, which shows nothing of its own, may reach beyond the line that is written on; points."""
"""The title's letters are set half a point to the left, so that their stems are in line with the text."""


LARGEST_TICK_BOX = 40


def as_it_is_set(layout: Layout) -> Layout:
    """Return the layout on paper as large as its pages are set; a canvas's pages are scaled to the paper."""
    return layout.on(layout.page) if layout.canvas else layout


class Extent(NamedTuple):
    """What something covers, points."""

    left: float
    bottom: float
    right: float
    top: float
    what: str

    def meets(self, other: Extent) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.05
            and min(self.top, other.top) - max(self.bottom, other.bottom) > 0.05
        )


def of_text(mark: Text, measures: Fonts) -> Extent:
    left, right = edges_of_text(mark, measures)
    top = mark.y + measures.cap_height(mark.face) * mark.size
    return Extent(left, mark.y - DEPTH * mark.size, right, top, f"text {mark.text!r}")


def edges_of_text(mark: Text, measures: Fonts) -> tuple[float, float]:
    """Return where a text's letters begin and end: white space at its end stands left of them from right to left."""
    shown = measures.width(mark.text.rstrip(), mark.face, mark.size)
    whole = measures.width(mark.text, mark.face, mark.size)
    left = mark.x + (whole - shown if mark.levels and mark.levels[-1] % 2 else 0.0)
    return left, left + shown


def of_rect(rect: Rect, what: str) -> Extent:
    return Extent(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height, what)


def extents(page: Page, measures: Fonts) -> Iterator[Extent]:
    """What all marks and fields cover."""
    for mark in page.content:
        match mark:
            case Text():
                yield of_text(mark, measures)
            case Rule(x1, y1, x2, y2):
                yield Extent(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), "rule")
            case Ruling(x1, x2, y, pitch, lines):
                yield Extent(x1, y - (lines - 1) * pitch, x2, y, "ruling")
            case Box(rect) | Tick(rect) | Picture(rect):
                yield of_rect(rect, "box")
            case TextField(name, rect) | CheckboxField(name, rect):
                yield of_rect(rect, f"field {name}")


def lines_on(page: Page) -> Iterator[Rule]:
    """Every line, those to write on and dots one by one."""
    for mark in page.content:
        if isinstance(mark, Rule):
            yield mark
        elif isinstance(mark, Ruling):
            step = mark.width + mark.gap
            dots = round((mark.x2 - mark.x1 + mark.gap) / step) if mark.gap else 1
            width = mark.width if mark.gap else mark.x2 - mark.x1
            for y in mark.heights():
                for x in (mark.x1 + dot * step for dot in range(dots)):
                    yield Rule(x, y, x + width, y, mark.width, mark.colour)


def is_foot(mark: Mark | Field, layout: Layout) -> bool:
    return isinstance(mark, Text) and mark.element == ARTIFACT and mark.y < layout.margins.bottom - 10


def _margins(layout: Layout, page: Page) -> Margins:
    """Cards and name tents reach into the margins; marks to cut and to fold by stay a millimetre off the edge."""
    edge = POINTS_PER_MM
    is_tent = Part.TENTS in layout.parts and page.width > page.height
    return Margins(edge, edge, edge, edge) if is_tent or Part.CARDS in layout.parts else layout.margins


def outside(pages: Pages, layout: Layout) -> list[str]:
    """What leaves the margins; a foot may stand in the lower one, not beside the text area nor off the page."""
    measures = fonts(pages.faces)
    found = []
    for number, page in enumerate(pages.pages, start=1):
        margins = _margins(layout, page)
        feet = {of_text(mark, measures) for mark in page.content if isinstance(mark, Text) and is_foot(mark, layout)}
        moved = margins.shift if number % 2 == 0 else 0.0
        for extent in extents(page, measures):
            floor = 10 if extent in feet else margins.bottom
            slack = COVERED if extent.what.startswith("field") else SLACK
            if (
                extent.left < margins.left + moved - slack
                or extent.right > page.width - margins.right + moved + slack
                or extent.top > page.height - margins.top + SLACK
                or extent.bottom < floor - slack
            ):
                found.append(f"page {number}: {extent}")
    return found


def overlaps(pages: Pages) -> list[str]:
    """Which texts, fields and tick boxes lie upon each other; a tick box and its own field are one."""
    found = []
    for number, page in enumerate(pages.pages, start=1):
        solid = sorted(_solid(page, fonts(pages.faces)), key=lambda extent: -extent.top)
        open_: list[Extent] = []
        for extent in solid:
            open_ = [other for other in open_ if other.bottom < extent.top]
            found += [f"page {number}: {other} | {extent}" for other in open_ if other.meets(extent)]
            open_.append(extent)
    return found


def _solid(page: Page, measures: Fonts) -> Iterator[Extent]:
    for mark in page.content:
        match mark:
            case Text():
                yield of_text(mark, measures)
            case TextField(name, rect):
                yield of_rect(rect, f"field {name}")
            case Box(rect, radius) if rect.width < LARGEST_TICK_BOX and 2 * radius < rect.width:
                yield of_rect(rect, "box")
            case Picture(rect):
                yield of_rect(rect, "box")
            case _:
                pass  # the panels of cards lie below text
    for before, mark in pairwise(page.content):
        if isinstance(mark, CheckboxField) and not (isinstance(before, Box) and before.rect == mark.rect):
            yield of_rect(mark.rect, f"tick box without its frame: {mark.name}")


def out_of_order(pages: Pages) -> list[str]:
    """What has content on a page before something that the structure tree has before it."""
    place = {element: number for number, element in enumerate(_read_aloud(pages))}
    kinds = Text | Tick | Rule | TextField | CheckboxField | Picture
    marks = [mark for page in pages.pages for mark in page.content if isinstance(mark, kinds)]
    order = [mark.element for mark in marks if mark.element != ARTIFACT]
    went_on = {pages.elements[element].parent for element in order}  # after the field within a paragraph
    wrong = [two for one, two in pairwise(order) if place[two] < place[one] and two not in went_on]
    return [f"element {element} ({pages.elements[element].tag})" for element in wrong]


def _read_aloud(pages: Pages) -> list[int]:
    """The elements in the order in which the structure tree has them."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for index, each in enumerate(pages.elements):
        children[each.parent].append(index)
    order: list[int] = []
    waiting = children[-1][::-1]
    while waiting:
        order.append(element := waiting.pop())
        waiting += children[element][::-1]
    return order
