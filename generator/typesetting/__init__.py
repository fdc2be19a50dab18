"""Typesetting: a document's blocks become pages.

1. Every block is set as *strips*: unbreakable slices of the text area (``prose``, ``writing``; lines by ``lines``).
2. Strips are piled into pages (``paging``): bound strips stay together, white space at a page's head is dropped, and
   what is continued says so.
3. A deck takes pages of its own, fronts and backs of its cards (``cards``); so does the card of an alliance
   (``alliance_card``).
4. For paper alone, pages are brought onto sheets where the layout asks for that (``imposition``).

One typesetter serves worksheets and finished alliances; what differs is the blocks and the layout.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from generator.document import (
    AllianceCard,
    Answered,
    Asked,
    Choices,
    Deck,
    DigitalSignature,
    Facts,
    Heading,
    Letterhead,
    Notes,
    Opening,
    PageBreak,
    Paragraph,
    Reconsidered,
    Remaining,
    Signatures,
    Table,
    Timeline,
    Title,
)
from generator.layout import POINTS_PER_MM
from generator.pages import HiddenField, Pages
from generator.typesetting import letterhead, paging, prose, timeline, writing
from generator.typesetting.imposition import imposed
from generator.typesetting.kept import Kept
from generator.typesetting.metrics import Showing
from generator.typesetting.setter import Setter
from generator.typesetting.strips import Strip, Tree, stacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.document import Block, Document
    from generator.layout import Layout
    from generator.pages import Page
    from generator.typesetting.metrics import Metrics

__all__ = ["Kept", "Showing", "imposed", "typeset"]

UNDER_HEADING = 2 * POINTS_PER_MM
"""The most white space below a heading, but where the layout gives sections more."""


BELOW_HEADS = 9 * POINTS_PER_MM
"""The white space that a question may have below what stands above it, at the usual sizes and at large ones."""


def typeset(
    document: Document, layout: Layout, metrics: Metrics, showing: Showing, *, fillable: bool, kept: Kept | None = None
) -> Pages:
    """Return the document's pages; with fields where ``fillable``, else for paper alone.

    ``showing`` collects the characters that no typeface covers. With ``kept``, which is for one layout and one way of
    showing, blocks set before are set no more, and pages have their content in groups. Where the layout is for few
    sides, a document that would need more goes without its introduction and its time plan, if that is enough.
    """
    whole = _typeset(document, layout, metrics, showing, fillable=fillable, kept=kept)
    if not 0 < layout.sides < len(whole.pages) or (less := _shortened(document)) == document:
        return whole
    shorter = _typeset(less, layout, metrics, showing, fillable=fillable, kept=kept)
    return shorter if len(shorter.pages) <= layout.sides else whole


def _shortened(document: Document) -> Document:
    """Return the document without the time plan and the introduction's text; the steps stay."""
    blocks = (block._replace(paragraphs=()) if isinstance(block, Opening) else block for block in document.blocks)
    return document._replace(blocks=tuple(block for block in blocks if not isinstance(block, Timeline)))


def _typeset(
    document: Document, layout: Layout, metrics: Metrics, showing: Showing, *, fillable: bool, kept: Kept | None
) -> Pages:
    outer = Setter(layout, metrics, showing, Tree(), fillable)
    contact = letterhead.contact_lines(outer, document.contact)
    setter = outer._replace(layout=letterhead.raised(layout, len(contact)))
    pages: list[Page] = []
    for whole, blocks in groupby(document.blocks, lambda block: isinstance(block, Deck | AllianceCard)):
        if whole:
            pages += [page for block in blocks for page in _whole_pages(outer, block)]
        else:
            contents = paging.pile(setter, _strips(setter, blocks, kept))
            pages += paging.with_feet(outer, contents, document, contact)
    if fillable:
        hidden = (HiddenField(name, value) for name, value in document.hidden)
        pages[0] = pages[0]._replace(content=paging.as_content([*pages[0].parts, *hidden]))
    return Pages(tuple(pages), tuple(outer.tree.elements), layout.faces)


def _whole_pages(setter: Setter, block: Block) -> Iterator[Page]:
    """Yield the pages of a block that has pages of its own."""
    if isinstance(block, Deck):
        from generator.typesetting.cards import deck  # noqa: PLC0415 - start-up is felt

        yield from deck(setter, block)
    elif isinstance(block, AllianceCard):
        from generator.typesetting.alliance_card import alliance_card  # noqa: PLC0415 - start-up is felt

        yield alliance_card(setter, block)


def _strips(setter: Setter, blocks: Iterable[Block], kept: Kept | None) -> list[Strip]:
    """Return the strips of blocks that follow each other."""
    strips: list[Strip] = []
    opens_page = False
    previous: Block | None = None
    heads: list[Strip] = []
    for block in blocks:
        if isinstance(block, PageBreak):
            opens_page = True
            continue
        placed = _set_or_kept(setter, block, heads, kept)
        if placed:
            heads = [*heads, *placed] if _is_head(block) else []
            if isinstance(previous, Heading):
                placed[0].before = _under(setter, previous, block, placed[0].before)
            previous = block
            placed[0].opens_page = opens_page
            opens_page = False
        strips += placed
    return strips


def _set_or_kept(setter: Setter, block: Block, heads: list[Strip], kept: Kept | None) -> list[Strip]:
    """Return the block's strips; a question's depend on the height of the ``heads`` above it."""
    if not kept:
        return _set(setter, block, heads)
    above = stacked(heads) if heads and isinstance(block, Asked) else None
    return kept.strips(
        setter, (type(block), block, above, setter.layout.margins), lambda apart: _set(apart, block, heads)
    )


def _under(setter: Setter, above: Heading, block: Block, usual: float) -> float:
    """Return the white space between a heading and the block below it, which would stand alone below its usual one."""
    sections = setter.layout.sections
    if isinstance(block, Asked) and above.style is sections.heading:
        return sections.space
    return min(usual, UNDER_HEADING)


def _is_head(block: Block) -> bool:
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.leads)


def _set(setter: Setter, block: Block, heads: list[Strip]) -> list[Strip]:
    """Return the block's strips; ``heads`` stand above it, bound to it."""
    match block:
        case Letterhead():
            return letterhead.letterhead(setter, block)
        case Title():
            return prose.title(setter, block)
        case Facts():
            return writing.facts(setter, block)
        case Opening():
            return prose.opening(setter, block)
        case Timeline():
            return timeline.timeline(setter, block)
        case Choices():
            return prose.choices(setter, block)
        case Heading():
            return prose.heading(setter, block)
        case Paragraph():
            return prose.paragraph(setter, block)
        case Asked():
            space = max(setter.layout.sections.space, BELOW_HEADS) if heads else 0.0
            return writing.asked(setter, block, stacked(heads) + space)
        case Table():
            return writing.table(setter, block)
        case Reconsidered():
            return writing.reconsidered(setter, block)
        case Notes():
            return writing.notes(setter, block)
        case DigitalSignature():
            return writing.digital_signature(setter, block)
        case Signatures():
            return writing.signatures(setter, block)
        case Answered():
            return prose.answered(setter, block)
        case Remaining():
            return prose.remaining(setter, block)
        case Deck() | AllianceCard() | PageBreak():
            return []  # what takes whole pages
        case _:
            assert_never(block)
