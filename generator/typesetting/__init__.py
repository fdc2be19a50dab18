"""Typesetting: a document's blocks become pages.

1. Every block is set as *rows* (``blocks``): unbreakable slices of the text area (``prose``, ``writing``; lines by
   ``lines``).
2. The rows between two page breaks, a *chapter*, are piled into pages (``paging``): bound rows stay together, white
   space at a page's head is dropped, and what is continued says so. What was set before is used again (``kept``).
3. A deck takes pages of its own, fronts and backs of its cards (``cards``); so does the card of an alliance
   (``alliance_card``).
4. For paper alone, pages are brought onto sheets where the layout asks for that (``imposition``).

One typesetter serves worksheets and finished alliances; what differs is the blocks and the layout.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from generator.composing.document import AllianceCard, Deck, Opening, PageBreak, Timeline
from generator.typesetting import letterhead, pagination
from generator.typesetting.context import TypesettingContext
from generator.typesetting.dispatch import chapter_of, set_block
from generator.typesetting.display_text import DisplayText
from generator.typesetting.imposition import impose
from generator.typesetting.kept import Kept
from generator.typesetting.page import Content, Group, HiddenField, Pages
from generator.typesetting.rows import StructureBuilder, move_down

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.composing.document import Block, Document
    from generator.model.layout import Layout
    from generator.typesetting.display_text import Metrics
    from generator.typesetting.page import Page, Part

__all__ = ["DisplayText", "Kept", "impose", "typeset"]

_WHOLE_PAGES = (Deck, AllianceCard)
"""The blocks that have pages of their own."""


def typeset(
    document: Document,
    layout: Layout,
    metrics: Metrics,
    display_text: DisplayText,
    *,
    fillable: bool,
    kept: Kept | None = None,
) -> Pages:
    """Return the document's pages; with fields where ``fillable``, else for paper alone.

    ``display_text`` collects the characters that no typeface covers. With ``kept``, which is for one layout and one way
    of showing, blocks set before are set no more, and pages have their content in groups. Where the layout has a
    ``max_pages``, a longer document goes without its introduction and its time plan, if that is enough.
    """
    whole = _typeset(document, layout, metrics, display_text, fillable=fillable, kept=kept)
    if not 0 < layout.max_pages < len(whole.pages) or (less := _without_introduction(document)) == document:
        return whole
    shorter = _typeset(less, layout, metrics, display_text, fillable=fillable, kept=kept)
    return shorter if len(shorter.pages) <= layout.max_pages else whole


def _without_introduction(document: Document) -> Document:
    """Return the document without the time plan and the introduction's text; the steps stay."""
    blocks = (block._replace(paragraphs=()) if isinstance(block, Opening) else block for block in document.blocks)
    return document._replace(blocks=tuple(block for block in blocks if not isinstance(block, Timeline)))


def _typeset(
    document: Document,
    layout: Layout,
    metrics: Metrics,
    display_text: DisplayText,
    *,
    fillable: bool,
    kept: Kept | None,
) -> Pages:
    outer = TypesettingContext(layout, metrics, display_text, StructureBuilder(), fillable, document.ticked)
    contact = letterhead.contact_lines(outer, document.contact)
    ctx = outer._replace(layout=letterhead.raise_bottom_margin(layout, len(contact)))
    pages: list[Page] = []
    for whole, blocks in groupby(document.blocks, lambda block: isinstance(block, _WHOLE_PAGES)):
        if whole:
            pages += [page for block in blocks for page in _in_groups(outer, block)]
        else:
            contents = _contents(ctx, blocks, kept)
            pages += pagination.with_feet(outer, contents, contact, _feet(outer, document, len(contents), kept))
    if fillable:
        hidden = (HiddenField(name, value) for name, value in document.hidden)
        pages[0] = pages[0]._replace(content=pagination.as_content([*pages[0].parts, *hidden]))
    ticked = document.ticked if fillable else frozenset[str]()
    return Pages(tuple(pages), outer.structure.grown(), layout.faces, ticked=ticked)


def _feet(ctx: TypesettingContext, document: Document, count: int, kept: Kept | None) -> Sequence[Sequence[Part]]:
    """Return the running foot of each of so many pages."""
    return [(foot,) for foot in kept.feet(ctx, document, count)] if kept else pagination.feet(ctx, document, count)


def _in_groups(ctx: TypesettingContext, block: Block) -> list[Page]:
    """Return the pages of a block that has pages of its own, each a group, and add its elements to the tree."""
    tree = StructureBuilder()
    pages = list(_whole_pages(ctx._replace(structure=tree), block))
    first = ctx.structure.grow(tuple(tree.elements))
    return [page._replace(content=Content((Group(tuple(page.content), 0.0, first),))) for page in pages]


def _whole_pages(ctx: TypesettingContext, block: Block) -> Iterator[Page]:
    """Yield the pages of a block that has pages of its own."""
    if isinstance(block, Deck):
        from generator.typesetting.cards import deck  # noqa: PLC0415 - start-up is felt

        yield from deck(ctx, block)
    elif isinstance(block, AllianceCard):
        from generator.typesetting.alliance_card import alliance_card  # noqa: PLC0415 - start-up is felt

        yield alliance_card(ctx, block)


def _contents(ctx: TypesettingContext, blocks: Iterable[Block], kept: Kept | None) -> list[Sequence[Part]]:
    """Return the content of each page of blocks that follow each other; of one page at least."""
    set_chapter = partial(kept.chapter, ctx) if kept else partial(_chapter, ctx)
    contents: list[Sequence[Part]] = [page for chapter in _chapters(blocks) for page in set_chapter(chapter)]
    return contents or [()]


def _chapters(blocks: Iterable[Block]) -> list[tuple[Block, ...]]:
    """Part the blocks where a page is opened."""
    chapters: list[list[Block]] = [[]]
    for block in blocks:
        if not isinstance(block, PageBreak):
            chapters[-1].append(block)
        elif chapters[-1]:
            chapters.append([])
    return [tuple(chapter) for chapter in chapters if chapter]


def _chapter(ctx: TypesettingContext, blocks: tuple[Block, ...]) -> list[list[Part]]:
    """Return the content of each page of blocks between two page breaks."""
    pages = pagination.paginate(ctx.layout, chapter_of(ctx.layout, blocks, partial(set_block, ctx)))
    return [[move_down(mark, -top) for row, top in page for mark in row.marks] for page in pages]
