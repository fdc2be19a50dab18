"""Piling strips into pages, and the running feet."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.letterhead import contact_marks
from generator.typesetting.page import ARTIFACT, Content, Element, Group, Page, ShortDigest, Tag
from generator.typesetting.rows import Strip, stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.composing.document import Document
    from generator.model.layout import Layout
    from generator.typesetting.context import Setter
    from generator.typesetting.page import Field, Mark, Part

Placed = tuple[Strip, float]
"""A strip and the height of its top edge."""
USUAL_DIGEST = "3b07 5ea2 90fd"
"""About as wide as any."""
FOOT_DROP = 9 * POINTS_PER_MM
"""From the lower edge of the text area to the foot's baseline."""
LONGEST_NAME = 0.4
"""The most of the foot's width that the document's name takes."""
_BALANCING_STEPS = 7
MOST_SQUEEZED = 0.4
"""The part of the white space between strips that a page may go without so that one page is enough."""
STRETCHED_FROM = 3 * POINTS_PER_MM
"""The least white space above a strip that may be stretched."""


def pile(layout: Layout, strips: list[Strip]) -> list[list[Placed]]:
    """Return each page's strips: from the top, those bound to each other on one page where it fits."""
    top = layout.page.height - layout.margins.top
    room = top - layout.margins.bottom
    pages = _squeezed(strips, room) or _piled(strips, room, evenly=not layout.sections.page)
    return [_laid(page, top, room, layout.stretch) for page in pages]


def _squeezed(chapter: list[Strip], room: float) -> list[list[Strip]]:
    """Return the chapter as the one page that it fits with less white space between its strips, if it does."""
    needed = [strip for strip in chapter if not strip.spare]
    over = stacked(needed) - room
    return [needed] if 0 < over <= MOST_SQUEEZED * _space(needed) else []


def _space(strips: list[Strip]) -> float:
    """Return the white space between the strips of a page."""
    return sum(strip.before for strip in strips[1:])


def _piled(strips: list[Strip], room: float, *, evenly: bool) -> list[list[Strip]]:
    """Pile strips into as few pages as they need; of about the same height, unless it is text that flows.

    Where a section begins a page, one may end short, so pages are not made even.
    """
    bound = _bound(strips)
    if evenly and not any(strip.continued or strip.spare for strip in strips):
        room = _even(bound, room)
    pages = _Pile(room)
    left_out = False
    for each in bound:
        left_out = each.strips[0].spare and (left_out or not pages.takes(each))
        if not left_out:
            pages.put(each)
    return pages.finished


def _even(bound: list[_Bound], room: float) -> float:
    """Return how much of the room a page needs so that pages are of about the same height, and no more than must be."""
    pages, tallest = _pages(bound, room), max((each.height for each in bound), default=0.0)
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


def _pages(bound: list[_Bound], room: float) -> int:
    """Return how many pages are needed where each has so much room, if none needs more."""
    pages, depth = 0, inf
    for before, height, _ in bound:
        depth += before + height
        if depth > room:
            pages += 1
            depth = height
    return pages


class _Bound(NamedTuple):
    """Strips that are to stand on one page."""

    before: float
    """The white space above them."""
    height: float
    strips: list[Strip]


def _bound(strips: list[Strip]) -> list[_Bound]:
    """Group the strips by the page they are to stand on."""
    bound: list[_Bound] = []
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep or strip is strips[-1]:
            bound.append(_Bound(group[0].before, stacked(group), group))
            group = []
    return bound


class _Pile:
    def __init__(self, room: float) -> None:
        self._room = room
        self._depth = 0.0
        self.finished: list[list[Strip]] = [[]]

    def takes(self, bound: _Bound) -> bool:
        """Tell whether what is bound stands on this page, or begins there because no page holds all of it."""
        fits = self._depth + bound.before + bound.height <= self._room
        return not self.finished[-1] or fits or (bound.height > self._room and self._fits(bound.strips[0]))

    def put(self, bound: _Bound) -> None:
        """Put what is bound on this page or on the next one."""
        if not self.takes(bound):
            self._turn()
        for strip in bound.strips:
            if not self._fits(strip):
                self._turn()
            if self.finished[-1]:
                self._depth += strip.before
            elif strip.continued:
                self._add(strip.continued)
                self._depth += strip.before
            self._add(strip)

    def _fits(self, strip: Strip) -> bool:
        return not self.finished[-1] or self._depth + strip.before + strip.height <= self._room

    def _turn(self) -> None:
        self.finished.append([])
        self._depth = 0.0

    def _add(self, strip: Strip) -> None:
        self.finished[-1].append(strip)
        self._depth += strip.height


def _laid(strips: list[Strip], top: float, room: float, most: float) -> list[Placed]:
    rest = room - stacked(strips)
    gap = _stretch(strips, rest, most)
    squeezed = max(-MOST_SQUEEZED, min(0.0, rest / _space(strips))) if _space(strips) else 0.0
    placed: list[Placed] = []
    depth = 0.0
    for index, strip in enumerate(strips):
        if index:
            depth += strip.before * (1 + squeezed) + (gap if strip.before >= STRETCHED_FROM else 0.0)
        placed.append((strip, top - depth))
        depth += strip.height
    return placed


def _stretch(strips: list[Strip], rest: float, most: float) -> float:
    """Return what to add to every large gap so that a nearly full page ends where the others end."""
    gaps = sum(strip.before >= STRETCHED_FROM for strip in strips[1:])
    return rest / gaps if gaps and 0 <= rest / gaps <= most else 0.0


def with_feet(
    setter: Setter,
    contents: Sequence[Sequence[Part]],
    contact: list[tuple[str, ...]],
    feet: Sequence[Sequence[Part]],
) -> list[Page]:
    """Return the pages, each with its running foot, the contact lines above it; these are read aloud on the last."""
    paper, last = setter.layout.page, len(contents)
    return [
        Page(
            paper.width,
            paper.height,
            as_content([*content, *_contact(setter, contact, spoken=number == last), *foot]),
        )
        for number, (content, foot) in enumerate(zip(contents, feet, strict=True), start=1)
    ]


def _contact(setter: Setter, contact: list[tuple[str, ...]], *, spoken: bool) -> Sequence[Part]:
    """Return the contact lines, which are a paragraph where they are ``spoken``."""
    above = setter.layout.margins.bottom - FOOT_DROP
    if not (contact and spoken):
        return contact_marks(setter, contact, above)
    marks = contact_marks(setter, contact, above, element=0)
    return [Group(tuple(marks), 0.0, setter.tree.grow((Element(Tag.P, -1),)))]


def as_content(parts: list[Part]) -> Sequence[Mark | Field]:
    """Return the parts as a page has them: with its groups, if there are any."""
    if any(isinstance(part, Group) for part in parts):
        return Content(parts)
    return tuple(part for part in parts if not isinstance(part, Group))


def feet(setter: Setter, document: Document, count: int) -> list[list[Mark]]:
    """Return the running foot of each of so many pages."""
    return [foot_marks(setter, document, f"Page {number} of {count}") for number in range(1, count + 1)]


def foot_marks(setter: Setter, document: Document, number: str) -> list[Mark]:
    """Return a page's running foot, the page's number right."""
    y = setter.layout.margins.bottom - FOOT_DROP
    said = setter.showing.line(document.foot[1])
    middle = f"{said} · " if document.digested else said
    before = setter.width(middle, Style.FOOT)
    across = before + (setter.width(USUAL_DIGEST, Style.FOOT) if document.digested else 0.0)
    gap, end = setter.style(Style.FOOT).size, setter.right - setter.width(number, Style.FOOT)
    centre = min(setter.left + (setter.layout.measure - across) / 2, end - gap - across)
    left = min(setter.layout.measure * LONGEST_NAME, centre - gap - setter.left)
    texts = [
        setter.shortened(document.foot[0], setter.left, y, left, Style.FOOT),
        setter.text(middle, centre, y, Style.FOOT, ARTIFACT),
        setter.text(number, end, y, Style.FOOT, ARTIFACT),
    ]
    kind = setter.style(Style.FOOT)
    digest = [ShortDigest(centre + before, y, kind.face, kind.size, kind.colour)] if document.digested else []
    return [*(text for text in texts if text.text), *digest]
