"""Imposition: pages brought onto the sides of sheets, as printers call it; the pages' order and structure stay."""

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from generator.model.layout import Imposition
from generator.typesetting.page import Page, Pages

PAGES_A_SHEET = 4


def impose(pages: Pages, imposition: Imposition) -> Pages:
    """Return pages of one size as they are printed: each a part of a side, still in reading order."""
    match imposition:
        case Imposition.NONE:
            return pages
        case Imposition.BOOKLET:
            return _saddle_stitch(pages)
        case _:
            assert_never(imposition)


class Binding(NamedTuple):
    """Where the pages with feet stand among all pages of a document."""

    first: int = 1
    """The number of the first of them."""
    pages: int = 0
    """How many pages there are in all."""
    blank_before: int = 0
    blank_behind: int = 0


def bind_pages(pages: int, imposition: Imposition, *, titled: bool) -> Binding:
    """Return how so many pages are bound, ``titled`` where they stand behind a title page.

    Of a booklet with a title page, which fills whole sheets, the last page is blank, for it lies outside where all can
    read it; so is the back of the title page, where that costs no sheet.
    """
    if not titled:
        return Binding(1, pages)
    if imposition is Imposition.NONE:
        return Binding(2, pages + 1)
    left = -(pages + 1) % PAGES_A_SHEET or PAGES_A_SHEET
    before = int(left > 1)
    return Binding(2 + before, 1 + pages + left, before, left - before)


def _saddle_stitch(pages: Pages) -> Pages:
    """Return the pages in pairs, blank ones added at the end to fill the last sheet.

    The sheets, each printed on both sides and flipped on its short edge, make a booklet when they are laid upon each
    other and folded: page 1 stands right of the last one, and page 2 behind it, left of the last but one; the other way
    round where they are read from right to left, so that the booklet is bound on the right.
    """
    width, height = pages.pages[0].width, pages.pages[0].height
    missing = -len(pages.pages) % PAGES_A_SHEET
    places = list(_places(len(pages.pages) + missing))
    filled = (*pages.pages, *[Page(width, height, ())] * missing)
    starts = [width if right != pages.right_to_left else 0.0 for _, right in places]
    placed = tuple(
        Page(2 * width, height, tuple(mark.move(start, 0.0) for mark in page.content))
        for page, start in zip(filled, starts, strict=True)
    )
    sides = tuple(side for side, _ in places)
    return pages._replace(pages=placed, sides=sides)


def _places(count: int) -> Iterator[tuple[int, bool]]:
    """Yield the side of each page and whether it stands behind the fold; of the outermost sheet first."""
    for page in range(count):
        yield min(page, count - 1 - page), page % 2 == 0
