"""Pages that are read from right to left: each is the mirror image of a page that is read from left to right.

Everything is set as on such a page, and mirrored once it has its place; texts, ticks and pictures are moved, not turned
round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from generator.fonts.bidi_levels import find_levels
from generator.fonts.direction import holds_unknown
from generator.typesetting.feet import USUAL_DIGEST
from generator.typesetting.page import (
    Box,
    CheckboxField,
    HiddenField,
    Picture,
    Rule,
    Ruling,
    SignatureField,
    Text,
    TextField,
    Tick,
)

if TYPE_CHECKING:
    from generator.model.layout import Layout
    from generator.typesetting.display_text import Metrics
    from generator.typesetting.page import Field, Mark, Pages, Rect


def choose_lining_figures(layout: Layout) -> Layout:
    """Return a layout in which all figures are as high as capitals: Hebrew and Arabic have no small letters."""
    return layout._replace(styles={style: kind.for_data() for style, kind in layout.styles.items()})


def mirror_pages(pages: Pages, metrics: Metrics, digest: str = "", *, right_to_left: bool = True) -> Pages:
    """Return the pages mirrored, texts that have no levels yet running from right to left.

    Of a document from right to left those that are ``turned`` stay as they are, of another one they alone are mirrored.
    A text that is the ``digest`` marks the place of one, which runs from left to right.
    """
    mirrored = tuple(
        page
        if (number in pages.turned) == right_to_left
        else page._replace(content=tuple(_mirror(mark, page.width, metrics, digest) for mark in page.content))
        for number, page in enumerate(pages.pages)
    )
    return pages._replace(pages=mirrored, right_to_left=right_to_left)


def _mirror(mark: Mark | Field, across: float, metrics: Metrics, digest: str) -> Mark | Field:
    """Return a mark as it stands on a page so wide that begins on the right."""
    match mark:
        case Text():
            if digest and mark.text == digest:
                return mark._replace(x=across - mark.x - metrics.width(USUAL_DIGEST, mark.face, mark.size))
            return _mirror_text(mark, across, metrics)
        case Rule(x1, y1, x2, y2):
            return mark._replace(x1=across - x2, y1=y2, x2=across - x1, y2=y1)
        case Ruling(x1, x2):
            return mark._replace(x1=across - x2, x2=across - x1)
        case TextField() | SignatureField():
            return mark._replace(rect=_mirror_rect(mark.rect, across), from_right=True)
        case Box() | Tick() | Picture() | CheckboxField():
            return mark._replace(rect=_mirror_rect(mark.rect, across))
        case HiddenField():
            return mark
        case _:
            assert_never(mark)


def _mirror_text(mark: Text, across: float, metrics: Metrics) -> Text:
    """Return a text at the mirrored place of its letters: white space where a line ends stands beside them."""
    levels = mark.levels or find_levels(mark.text, right_to_left=True)
    if holds_unknown(mark.text):
        return mark._replace(x=across - mark.x, levels=levels, ends=not mark.ends)
    ends_on_left = levels[-1:] > b"" and levels[-1] % 2
    shown = mark.text if ends_on_left else mark.text.rstrip(" ")
    width = metrics.width(shown, mark.face, mark.size) + mark.spacing * len(shown)
    return mark._replace(x=across - mark.x - width, levels=levels)


def _mirror_rect(rect: Rect, across: float) -> Rect:
    return rect._replace(x=across - rect.x - rect.width)
