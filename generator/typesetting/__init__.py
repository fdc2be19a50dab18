"""Typesetting: a document's blocks become pages.

1. Every block is set as *rows* (``dispatch``): slices of the text area (``reading_blocks``,
   ``form_blocks``, ``answer_rooms``; lines by ``lines``).
2. The rows between two page breaks, a *chapter*, are piled into pages (``pagination``): bound rows stay together, white
   space at a page's head is dropped, and what is continued says so.
3. A deck takes pages of its own, fronts and backs of its cards (``cards``); so do name tents (``tents``), the card of
   an alliance (``alliance_card``) and a title page (``title_page``).
4. Pages of a language from right to left are mirrored (``mirroring``).
5. For paper alone, pages are brought onto sheets where the layout asks for that (``imposition``).

One typesetter serves worksheets and finished alliances; what differs is the blocks and the layout.
"""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from generator.composing.document import (
    AllianceCard,
    BulletList,
    Deck,
    ListForm,
    Opening,
    PageBreak,
    Tent,
    Timeline,
)
from generator.composing.letterhead import TitlePage
from generator.model.layout import Part
from generator.typesetting import feet, letterhead, pagination
from generator.typesetting.context import TypesettingContext
from generator.typesetting.dispatch import BlockSetter
from generator.typesetting.display_text import DisplayText
from generator.typesetting.imposition import bind_pages, impose
from generator.typesetting.page import HiddenField, Page, Pages, Tag
from generator.typesetting.rows import StructureBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.composing.document import Block, Document
    from generator.model.layout import Layout
    from generator.typesetting.display_text import Metrics
    from generator.typesetting.page import Field, Mark
    from generator.words.messages import Words

__all__ = ["BlockSetter", "DisplayText", "impose", "typeset"]

_WHOLE_PAGES = (Deck, Tent, AllianceCard, TitlePage)
"""The blocks that have pages of their own."""


def typeset(
    document: Document,
    layout: Layout,
    metrics: Metrics,
    display_text: DisplayText,
    *,
    fillable: bool,
    block_setter: BlockSetter | None = None,
) -> Pages:
    """Return the document's pages; with fields where ``fillable``, else for paper alone.

    ``display_text`` collects the characters that no typeface covers. A ``block_setter``, which is for one layout and
    one way of showing text, remembers the blocks of other documents. Where the layout has a ``max_pages``, a longer
    document goes without its introduction and its time plan, if that is enough.
    """
    sheets = [block.words.right_to_left for block in document.blocks if isinstance(block, PageBreak) and block.words]
    if not (document.words.right_to_left or any(sheets)):
        return _typeset_from_left(document, layout, metrics, display_text, block_setter, fillable=fillable)
    from generator.typesetting import mirroring  # noqa: PLC0415 - few documents are from right to left

    if document.words.right_to_left:
        layout = mirroring.choose_lining_figures(layout)
    pages = _typeset_from_left(document, layout, metrics, display_text, block_setter, fillable=fillable)
    return mirroring.mirror_pages(pages, metrics, document.digest, right_to_left=document.words.right_to_left)


def _typeset_from_left(
    document: Document,
    layout: Layout,
    metrics: Metrics,
    display_text: DisplayText,
    block_setter: BlockSetter | None,
    *,
    fillable: bool,
) -> Pages:
    """Return the pages as they are read from left to right."""
    block_setter = block_setter or BlockSetter(layout, display_text, fillable=fillable)
    ctx = TypesettingContext(
        layout, metrics, display_text, StructureBuilder(), fillable, document.ticked, document.words
    )
    if layout.canvas:
        from generator.typesetting.scaling import scale_pages  # noqa: PLC0415 - few documents are on a canvas

        return scale_pages(_as_large_as_fits(document, ctx, block_setter), layout.scale)
    whole = _typeset(document, ctx, block_setter)
    if not 0 < layout.max_pages < len(whole.pages):
        return whole
    for less in _shorten(document.blocks):
        fresh = ctx._replace(structure=StructureBuilder())
        shorter = _typeset(document._replace(blocks=less), fresh, block_setter)
        if len(shorter.pages) <= layout.max_pages:
            return shorter._replace(left_out=tuple(sorted(_parts_to_leave_out(document.blocks))))
    return whole


def _shorten(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield the blocks without what may make way: in two languages, at last without the steps, too."""
    less = _without_introduction(blocks)
    if less != blocks:
        yield less
    if any(isinstance(block, Opening) and block.second for block in blocks):
        yield tuple(block for block in less if not isinstance(block, Opening))


def _as_large_as_fits(document: Document, ctx: TypesettingContext, block_setter: BlockSetter) -> Pages:
    """Return a canvas's pages in the largest type that needs no more of them than the smallest."""
    from generator.typesetting.canvas import SIZES  # noqa: PLC0415 - few documents are on one

    usual = _shrink(document, ctx, block_setter, SIZES[0])
    if len(usual.pages) == 1:
        return usual
    smallest = _shrink(document, ctx, block_setter, SIZES[-1])
    if len(smallest.pages) == len(usual.pages):
        return usual
    larger = (_shrink(document, ctx, block_setter, part) for part in SIZES[1:-1])
    return next((pages for pages in larger if len(pages.pages) == len(smallest.pages)), smallest)


def _shrink(document: Document, ctx: TypesettingContext, block_setter: BlockSetter, part: float) -> Pages:
    """Return a canvas's pages with type that has so much of its size."""
    from generator.typesetting.canvas import shrink  # noqa: PLC0415 - few documents are on one

    small = shrink(ctx._replace(structure=StructureBuilder()), part)
    if small.layout == ctx.layout:
        return _typeset(document, small, block_setter)
    return _typeset(document, small, BlockSetter(small.layout, small.display_text, fillable=small.fillable))


def _without_introduction(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks without the time plan and the introduction's text; the steps stay."""
    less = (_without_paragraphs(block) if isinstance(block, Opening) else block for block in blocks)
    return tuple(block for block in less if not isinstance(block, Timeline))


def _without_paragraphs(opening: Opening) -> Opening:
    return opening._replace(paragraphs=(), second=opening.second and _without_paragraphs(opening.second))


def _parts_to_leave_out(blocks: tuple[Block, ...]) -> set[Part]:
    """Return what there is of the time plan and the introduction's text."""
    return {
        Part.PLAN if isinstance(block, Timeline) else Part.OPENING
        for block in blocks
        if isinstance(block, Timeline) or (isinstance(block, Opening) and block.paragraphs)
    }


def _typeset(document: Document, outer: TypesettingContext, block_setter: BlockSetter) -> Pages:
    return _Typesetter(document, outer, block_setter).typeset()


class _Typesetter:
    """Sets the pages of one document."""

    def __init__(self, document: Document, outer: TypesettingContext, block_setter: BlockSetter) -> None:
        self._document = document
        self._foot = document.foot
        """That of the sheet that is being set."""
        self._outer = outer
        self._block_setter = block_setter
        self._contact = letterhead.contact_lines(outer, document.contact)
        self._turned: set[int] = set()
        """The pages of sheets that run otherwise than the document."""
        self._left_out: set[Part] = set()
        """What has made way for the questions to pick."""

    def typeset(self) -> Pages:
        """Return the pages."""
        document, outer = self._document, self._outer
        pages: list[Page] = []
        for whole, blocks in groupby(document.blocks, lambda block: isinstance(block, _WHOLE_PAGES)):
            if whole:
                for block in blocks:
                    pages += _whole_pages(outer, block, follows=bool(pages))
            else:
                parted = _sheets(blocks)
                for number, sheet in enumerate(parted, start=1):
                    pages += [_blank(outer.layout)] * (len(pages) % 2 if number > 1 else 0)
                    made = self._sheet(sheet, ends=number == len(parted))
                    if _find_words(sheet, document).right_to_left != document.words.right_to_left:
                        self._turned |= set(range(len(pages), len(pages) + len(made)))
                    pages += made
        if outer.fillable:
            hidden = (HiddenField(name, value, outer.words.hidden_tooltip) for name, value in document.hidden)
            pages[0] = pages[0]._replace(content=(*pages[0].content, *hidden))
        return Pages(
            tuple(pages),
            tuple(outer.structure.elements),
            outer.layout.faces,
            _find_sides(pages),
            ticked=document.ticked if outer.fillable else frozenset(),
            left_out=tuple(sorted(self._left_out)),
            turned=frozenset(self._turned),
        )

    def _sheet(self, blocks: tuple[Block, ...], *, ends: bool) -> list[Page]:
        """Return the pages of blocks that are numbered together, each with its foot, and the blank ones they need.

        ``ends`` tells whether they are the last with a foot, where the contact is read aloud.
        """
        begun = blocks[0] if blocks and isinstance(blocks[0], PageBreak) else PageBreak()
        outer = self._outer._replace(words=_find_words(blocks, self._document))
        outer.structure.root = outer.structure.add(Tag.SECT, language=begun.language) if begun.language else -1
        if begun.whose is not None:
            self._foot = (begun.title or self._document.title, begun.whose)
        ctx = outer._replace(layout=letterhead.raise_bottom_margin(outer.layout, len(self._contact)))
        contents = [page for chapter in _chapters(ctx, blocks) for page in self._chapter(ctx, chapter)] or [[]]
        titled = isinstance(self._document.blocks[0], TitlePage)
        bound = bind_pages(len(contents), outer.layout.imposition, titled=titled)
        document = self._document._replace(foot=self._foot)
        pages = feet.with_feet(outer, document, contents, self._contact, bound, ends=ends)
        outer.structure.root = -1
        blank = _blank(self._outer.layout)
        return [*[blank] * bound.blank_before, *pages, *[blank] * bound.blank_behind]

    def _chapter(self, ctx: TypesettingContext, blocks: tuple[Block, ...]) -> list[list[Mark | Field]]:
        """Return the content of each page of blocks between two page breaks."""
        first = len(ctx.structure.elements)
        pages = self._paginate(ctx, blocks)
        opens = any(isinstance(block, Opening) for block in blocks)
        if pagination.is_nearly_empty(pages, ctx.depth, pagination.FEW_QUESTIONS if opens else pagination.LITTLE):
            for tighter in _tighten(blocks):
                ctx.structure.forget(first)
                fewer = self._paginate(ctx, tighter)
                if len(fewer) < len(pages) or tighter == blocks:
                    pages = fewer
                    self._left_out |= _parts_to_leave_out(blocks) - _parts_to_leave_out(tighter)
                    break
        return [
            [mark.move(0.0, up, row.first) for row, top in page for up in (round(top, 2),) for mark in row.marks]
            for page in pages
        ]

    def _paginate(self, ctx: TypesettingContext, blocks: tuple[Block, ...]) -> list[list[pagination.Placed]]:
        rows = self._block_setter.set_chapter(ctx, blocks)
        return pagination.paginate(ctx.layout, rows, flows=self._document.flows)


def _find_sides(pages: Sequence[Page]) -> tuple[int, ...]:
    """Return the side of each page; nothing where each is a whole side."""
    if not any(page.upside_down for page in pages):
        return ()
    return tuple(accumulate((int(not page.upside_down) for page in pages[1:]), initial=0))


def _find_words(sheet: tuple[Block, ...], document: Document) -> Words:
    """Return what we say on a sheet."""
    begun = sheet[0] if sheet else None
    return (begun.words if isinstance(begun, PageBreak) else None) or document.words


def _blank(layout: Layout) -> Page:
    return Page(layout.page.width, layout.page.height, ())


def _whole_pages(ctx: TypesettingContext, block: Block, *, follows: bool) -> Iterator[Page]:
    """Yield the pages of a block that has pages of its own; ``follows``: others are before them."""
    if isinstance(block, Deck):
        from generator.typesetting.cards import deck  # noqa: PLC0415 - few documents have one

        yield from deck(ctx, block)
    elif isinstance(block, Tent):
        from generator.typesetting.tents import tent  # noqa: PLC0415 - few documents have one

        yield from tent(ctx, block, follows=follows)
    elif isinstance(block, AllianceCard):
        from generator.typesetting.alliance_card import alliance_card  # noqa: PLC0415 - few documents have one

        yield alliance_card(ctx, block)
    elif isinstance(block, TitlePage):
        from generator.typesetting.title_page import title_page  # noqa: PLC0415 - few documents have one

        yield title_page(ctx, block)


def _sheets(blocks: Iterable[Block]) -> list[tuple[Block, ...]]:
    """Part the blocks where a sheet of paper is begun; the break is the first of its blocks."""
    found: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, PageBreak) and block.whose is not None and found[-1]:
            found.append([])
        found[-1].append(block)
    return [tuple(sheet) for sheet in found]


def _chapters(ctx: TypesettingContext, blocks: Iterable[Block]) -> list[tuple[Block, ...]]:
    """Part the blocks where a page is opened."""
    chapters: list[list[Block]] = [[]]
    for block in blocks:
        if not isinstance(block, PageBreak):
            chapters[-1].append(block)
        elif chapters[-1]:
            chapters.append([])
    parted = [tuple(chapter) for chapter in chapters if chapter]
    if not ctx.layout.canvas:
        return parted
    from generator.typesetting.canvas import repeat_heads  # noqa: PLC0415 - few documents are on one

    return repeat_heads(parted)


def _tighten(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield the blocks in ever tighter forms, at last as they are; nothing where there are none.

    Lists that may are set tighter; of what opens a worksheet the time plan is left out, then the introduction too.
    """
    if any(isinstance(block, BulletList) and block.may_tighten for block in blocks):
        for form in (ListForm.COLUMNS, ListForm.PARAGRAPH):
            yield tuple(
                block._replace(form=form) if isinstance(block, BulletList) and block.may_tighten else block
                for block in blocks
            )
        yield blocks
    elif any(isinstance(block, Opening) for block in blocks):
        yield tuple(block for block in blocks if not isinstance(block, Timeline))
        yield _without_introduction(blocks)
        yield blocks
