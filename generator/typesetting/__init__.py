"""Typesetting: a document's blocks become pages.

1. Every block is set as *strips*: unbreakable slices of the text area (``prose``, ``writing``; lines by ``lines``).
2. Strips are piled into pages (``paging``): bound strips stay together, white space at a page's head is dropped, and
   what is continued says so.

One typesetter serves worksheets and finished alliances; what differs is the blocks and the layout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from generator.document import (
    Answered,
    Asked,
    Choices,
    Facts,
    Heading,
    Opening,
    PageBreak,
    Paragraph,
    Remaining,
    Signatures,
    Table,
    Title,
)
from generator.layout import POINTS_PER_MM
from generator.pages import HiddenField, Pages
from generator.typesetting import paging, prose, writing
from generator.typesetting.metrics import Showing
from generator.typesetting.setter import Setter
from generator.typesetting.strips import Strip, Tree

if TYPE_CHECKING:
    from generator.document import Block, Document
    from generator.layout import Layout
    from generator.typesetting.metrics import Metrics

__all__ = ["Showing", "typeset"]

UNDER_HEADING = 2 * POINTS_PER_MM


def typeset(document: Document, layout: Layout, metrics: Metrics, showing: Showing, *, fillable: bool) -> Pages:
    """Return the document's pages; with fields where ``fillable``, else for paper alone.

    ``showing`` collects the characters that no typeface covers.
    """
    setter = Setter(layout, metrics, showing, Tree(), fillable)
    strips: list[Strip] = []
    opens_page = False
    previous: Block | None = None
    for block in document.blocks:
        if isinstance(block, PageBreak):
            opens_page = True
            continue
        placed = _set(setter, block)
        if placed:
            if isinstance(previous, Heading):
                placed[0].before = min(placed[0].before, UNDER_HEADING)
            previous = block
            placed[0].opens_page = opens_page
            opens_page = False
        strips += placed
    contents = paging.pile(setter, strips)
    if fillable:
        contents[0] += [HiddenField(name, value) for name, value in document.hidden]
    return Pages(paging.with_feet(setter, contents, document.foot), tuple(setter.tree.elements))


def _set(setter: Setter, block: Block) -> list[Strip]:
    match block:
        case Title():
            return prose.title(setter, block)
        case Facts():
            return writing.facts(setter, block)
        case Opening():
            return prose.opening(setter, block)
        case Choices():
            return prose.choices(setter, block)
        case Heading():
            return prose.heading(setter, block)
        case Paragraph():
            return prose.paragraph(setter, block)
        case Asked():
            return writing.asked(setter, block)
        case Table():
            return writing.table(setter, block)
        case Signatures():
            return writing.signatures(setter, block)
        case Answered():
            return prose.answered(setter, block)
        case Remaining():
            return prose.remaining(setter, block)
        case PageBreak():
            return []
        case _:
            assert_never(block)
