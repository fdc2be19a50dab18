"""Typesetting: a document's blocks become pages.

1. Every block is set as *strips* (``blocks``): unbreakable slices of the text area (``prose``, ``writing``; lines by
   ``lines``).
2. The strips between two page breaks, a *chapter*, are piled into pages (``paging``): bound strips stay together, white
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
from generator.typesetting.context import Setter
from generator.typesetting.dispatch import chapter_of, set_block
from generator.typesetting.display_text import Showing
from generator.typesetting.imposition import imposed
from generator.typesetting.kept import Kept
from generator.typesetting.page import Content, Group, HiddenField, Pages
from generator.typesetting.rows import Tree, lowered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.composing.document import Block, Document
    from generator.model.layout import Layout
    from generator.typesetting.display_text import Metrics
    from generator.typesetting.page import Page, Part

__all__ = ["Kept", "Showing", "imposed", "typeset"]

_WHOLE_PAGES = (Deck, AllianceCard)
"""The blocks that have pages of their own."""


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
    outer = Setter(layout, metrics, showing, Tree(), fillable, document.ticked)
    contact = letterhead.contact_lines(outer, document.contact)
    setter = outer._replace(layout=letterhead.raised(layout, len(contact)))
    pages: list[Page] = []
    for whole, blocks in groupby(document.blocks, lambda block: isinstance(block, _WHOLE_PAGES)):
        if whole:
            pages += [page for block in blocks for page in _in_groups(outer, block)]
        else:
            contents = _contents(setter, blocks, kept)
            pages += pagination.with_feet(outer, contents, contact, _feet(outer, document, len(contents), kept))
    if fillable:
        hidden = (HiddenField(name, value) for name, value in document.hidden)
        pages[0] = pages[0]._replace(content=pagination.as_content([*pages[0].parts, *hidden]))
    ticked = document.ticked if fillable else frozenset[str]()
    return Pages(tuple(pages), outer.tree.grown(), layout.faces, ticked=ticked)


def _feet(setter: Setter, document: Document, count: int, kept: Kept | None) -> Sequence[Sequence[Part]]:
    """Return the running foot of each of so many pages."""
    return (
        [(foot,) for foot in kept.feet(setter, document, count)] if kept else pagination.feet(setter, document, count)
    )


def _in_groups(setter: Setter, block: Block) -> list[Page]:
    """Return the pages of a block that has pages of its own, each a group, and add its elements to the tree."""
    tree = Tree()
    pages = list(_whole_pages(setter._replace(tree=tree), block))
    first = setter.tree.grow(tuple(tree.elements))
    return [page._replace(content=Content((Group(tuple(page.content), 0.0, first),))) for page in pages]


def _whole_pages(setter: Setter, block: Block) -> Iterator[Page]:
    """Yield the pages of a block that has pages of its own."""
    if isinstance(block, Deck):
        from generator.typesetting.cards import deck  # noqa: PLC0415 - start-up is felt

        yield from deck(setter, block)
    elif isinstance(block, AllianceCard):
        from generator.typesetting.alliance_card import alliance_card  # noqa: PLC0415 - start-up is felt

        yield alliance_card(setter, block)


def _contents(setter: Setter, blocks: Iterable[Block], kept: Kept | None) -> list[Sequence[Part]]:
    """Return the content of each page of blocks that follow each other; of one page at least."""
    set_chapter = partial(kept.chapter, setter) if kept else partial(_chapter, setter)
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


def _chapter(setter: Setter, blocks: tuple[Block, ...]) -> list[list[Part]]:
    """Return the content of each page of blocks between two page breaks."""
    pages = pagination.pile(setter.layout, chapter_of(setter.layout, blocks, partial(set_block, setter)))
    return [[lowered(mark, -top) for strip, top in page for mark in strip.marks] for page in pages]
