"""Piling strips into pages, and the running feet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.layout import POINTS_PER_MM, Style
from generator.pages import ARTIFACT, Content, Element, Group, Page, ShortDigest, Tag
from generator.typesetting.letterhead import contact_marks
from generator.typesetting.strips import Strip, stacked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.document import Document
    from generator.layout import Layout
    from generator.pages import Field, Mark, Part
    from generator.typesetting.setter import Setter

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
    piled = _piled if layout.sections.page else _evenly_piled  # what begins a page may end short of one
    pages = _squeezed(strips, room) or piled(strips, room)
    return [_laid(page, top, room, layout.stretch) for page in pages]


def _squeezed(chapter: list[Strip], room: float) -> list[list[Strip]]:
    """Return the chapter as the one page that it fits with less white space between its strips, if it does."""
    needed = [strip for strip in chapter if not strip.spare]
    over = stacked(needed) - room
    return [needed] if 0 < over <= MOST_SQUEEZED * _space(needed) else []


def _space(strips: list[Strip]) -> float:
    """Return the white space between the strips of a page."""
    return sum(strip.before for strip in strips[1:])


def _evenly_piled(chapter: list[Strip], room: float) -> list[list[Strip]]:
    """Pile a chapter into as few pages as it needs; of about the same height, unless it is text that flows."""
    pages = _piled(chapter, room)
    if len(pages) == 1 or any(strip.continued or strip.spare for strip in chapter):
        return pages
    tallest = max(map(stacked, _bound(chapter)))  # what is bound must not be parted to balance pages
    low, high = min(room, max(room / 2, tallest)), room
    for _ in range(_BALANCING_STEPS):
        middle = (low + high) / 2
        balanced = _piled(chapter, middle)
        if len(balanced) > len(pages) or max(map(stacked, balanced)) > middle:
            low = middle
        else:
            high = middle
    return _piled(chapter, high)


def _piled(strips: list[Strip], room: float) -> list[list[Strip]]:
    pages = _Pile(room)
    left_out = False
    for bound in _bound(strips):
        left_out = bound[0].spare and (left_out or not pages.takes(bound))
        if left_out:
            continue
        if not pages.takes(bound):
            pages.turn()
        for strip in bound:
            pages.put(strip)
    return pages.finished


def _bound(strips: list[Strip]) -> list[list[Strip]]:
    """Group the strips that are to stand on one page."""
    groups: list[list[Strip]] = [[]]
    for strip in strips:
        groups[-1].append(strip)
        if not strip.keep:
            groups.append([])
    return [group for group in groups if group]


class _Pile:
    def __init__(self, room: float) -> None:
        self.room = room
        self._depth = 0.0
        self.finished: list[list[Strip]] = [[]]

    def takes(self, strips: list[Strip]) -> bool:
        if not self.finished[-1]:
            return True
        whole = stacked(strips)
        fits = self._depth + strips[0].before + whole <= self.room
        return fits or (whole > self.room and self._fits(strips[0]))

    def _fits(self, strip: Strip) -> bool:
        return not self.finished[-1] or self._depth + strip.before + strip.height <= self.room

    def turn(self) -> None:
        if self.finished[-1]:
            self.finished.append([])
        self._depth = 0.0

    def put(self, strip: Strip) -> None:
        if not self._fits(strip):
            self.turn()
        if not self.finished[-1] and strip.continued:
            self._add(strip.continued)
        if self.finished[-1]:
            self._depth += strip.before
        self._add(strip)

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
    foot: Callable[[str], Sequence[Part]],
) -> tuple[Page, ...]:
    """Return the pages, each with its running foot, the contact lines above it; these are read aloud on the last.

    ``foot`` returns a page's foot by its number.
    """
    paper, last = setter.layout.page, len(contents)
    pages: list[Page] = []
    for number, content in enumerate(contents, start=1):
        lines = _contact(setter, contact, spoken=number == last)
        running = foot(f"Page {number} of {last}")
        pages.append(Page(paper.width, paper.height, as_content([*content, *lines, *running])))
    return tuple(pages)


def _contact(setter: Setter, contact: list[tuple[str, ...]], *, spoken: bool) -> Sequence[Part]:
    """Return the contact lines, which are a paragraph where they are ``spoken``."""
    above = setter.layout.margins.bottom - FOOT_DROP
    if not (contact and spoken):
        return contact_marks(setter, contact, above)
    marks = contact_marks(setter, contact, above, element=0)
    return [Group(tuple(marks), 0.0, setter.tree.grow((Element(Tag.P, -1),)))]


def as_content(parts: list[Part]) -> Sequence[Mark | Field]:
    """Return the parts as a page has them: with its groups, if there are any."""
    marks = tuple(part for part in parts if not isinstance(part, Group))
    return marks if len(marks) == len(parts) else Content(parts)


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
