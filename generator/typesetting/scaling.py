"""Scaling pages: the same page, smaller or larger, on other paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from generator.typesetting.page import (
    Box,
    CheckboxField,
    HiddenField,
    Page,
    Picture,
    Rect,
    Rule,
    Ruling,
    SignatureField,
    Text,
    TextField,
    Tick,
)

if TYPE_CHECKING:
    from generator.typesetting.page import Field, Mark, Pages


def scale_pages(pages: Pages, factor: float) -> Pages:
    """Return the pages with all measures multiplied."""
    if factor == 1:
        return pages
    scaled = (
        Page(page.width * factor, page.height * factor, tuple(_scale(mark, factor) for mark in page.content))
        for page in pages.pages
    )
    return pages._replace(pages=tuple(scaled))


def _scale(mark: Mark | Field, factor: float) -> Mark | Field:
    match mark:
        case Text(x, y, _, _, size, _, _, spacing, _):
            return mark._replace(
                x=x * factor, y=y * factor, size=size * factor, spacing=spacing * factor, limit=mark.limit * factor
            )
        case Rule(x1, y1, x2, y2, width):
            return mark._replace(x1=x1 * factor, y1=y1 * factor, x2=x2 * factor, y2=y2 * factor, width=width * factor)
        case Ruling(x1, x2, y, pitch, _, width, _, gap):
            moved = mark._replace(x1=x1 * factor, x2=x2 * factor, y=y * factor)
            return moved._replace(pitch=pitch * factor, width=width * factor, gap=gap * factor)
        case Box(rect, radius, width):
            return mark._replace(rect=_scale_rect(rect, factor), radius=radius * factor, width=width * factor)
        case Tick() | Picture() | CheckboxField():
            return mark._replace(rect=_scale_rect(mark.rect, factor))
        case TextField() | SignatureField():
            return mark._replace(
                rect=_scale_rect(mark.rect, factor), size=mark.size * factor, leading=mark.leading * factor
            )
        case HiddenField():
            return mark
        case _:
            assert_never(mark)


def _scale_rect(rect: Rect, factor: float) -> Rect:
    return Rect(*(side * factor for side in rect))
