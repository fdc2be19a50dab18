"""What was set before: a worksheet of another selection has most of what it says in common with those before it.

What a block becomes depends on the block, on the layout and on what stands bound above it, and on nothing else. So it
is set once, apart from the document: its elements counted from 0, its marks below its rows' top edges. So are the
blocks between two page breaks, a chapter, piled once. In a form nothing is set otherwise because a box is ticked.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from generator.composing.document import AgreementReview, QuestionChecklist, QuestionForm
from generator.latest import Latest
from generator.typesetting import pagination
from generator.typesetting.dispatch import chapter_of, set_block
from generator.typesetting.page import Group, shifted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.composing.document import Block, Document, TickBox
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.display_text import DisplayText
    from generator.typesetting.page import Element, Field, Mark
    from generator.typesetting.rows import Row

_MOST_BLOCKS = 1024
"""Blocks kept at a time; a bank's blocks in every role they can have are fewer."""
_MOST_CHAPTERS = 64
"""Chapters kept at a time: those that all selections share, and the latest others."""
_MOST_MERGED = 1024
_MOST_FEET = 64


class _Block(NamedTuple):
    block: Block
    """As long as it is kept, nothing else has its identity."""
    rows: tuple[Row, ...]
    elements: tuple[Element, ...]
    display_text: DisplayText
    """What was noted while it was set."""


class _Chapter(NamedTuple):
    blocks: tuple[Block, ...]
    """As long as they are kept, nothing else has their identities."""
    pages: tuple[tuple[Group, ...], ...]
    """The elements of their groups counted from the chapter's first."""
    elements: tuple[tuple[Element, ...], ...]
    """Those of each block."""
    display_text: DisplayText


class _Feet(NamedTuple):
    groups: tuple[Group, ...]
    """One for each page."""
    display_text: DisplayText


class _Merged(NamedTuple):
    content: tuple[Mark | Field, ...]
    parts: tuple[tuple[Mark | Field, ...], ...]
    """What it was merged of; as long as it is kept, nothing else has their identities."""


class Kept:
    """What was set before in one layout and in one way of showing."""

    def __init__(self) -> None:
        self._blocks: Latest[_Block] = Latest(_MOST_BLOCKS)
        self._chapters: Latest[_Chapter] = Latest(_MOST_CHAPTERS)
        self._merged: Latest[_Merged] = Latest(_MOST_MERGED)
        self._feet: Latest[_Feet] = Latest(_MOST_FEET)

    def chapter(self, ctx: TypesettingContext, blocks: tuple[Block, ...]) -> list[list[Group]]:
        """Return the pages of blocks between two page breaks, and add their elements to the tree."""
        ticks = frozenset() if ctx.fillable else ctx.ticked.intersection(map(_field, _boxes(blocks)))
        chapter = self._chapters.of(
            (*map(id, blocks), ctx.layout.margins, ticks), lambda: self._set_chapter(ctx, blocks, ticks)
        )
        ctx.display_text.take_over(chapter.display_text)
        first = ctx.structure.grow(())
        for elements in chapter.elements:
            ctx.structure.grow(elements)
        return [[Group(content, y, first + begun) for content, y, begun in page] for page in chapter.pages]

    def _set_chapter(self, ctx: TypesettingContext, blocks: tuple[Block, ...], ticks: frozenset[str]) -> _Chapter:
        display_text = ctx.display_text.apart()
        elements: list[tuple[Element, ...]] = []
        begun = 0

        def again(block: Block, above: float) -> list[Row]:
            nonlocal begun
            kept = self._block(ctx, block, above, ticks)
            display_text.take_over(kept.display_text)
            rows = [row.counted_from(begun) for row in kept.rows]
            elements.append(kept.elements)
            begun += len(kept.elements)
            return rows

        pages = pagination.paginate(ctx.layout, chapter_of(ctx.layout, blocks, again))
        groups = tuple(tuple(self._groups(page)) for page in pages)
        return _Chapter(blocks, groups, tuple(elements), display_text)

    def _block(self, ctx: TypesettingContext, block: Block, above: float, ticks: frozenset[str]) -> _Block:
        """Return the block, a question in one row wherever it has room below what is bound above it."""
        own = ticks.intersection(map(_field, _boxes((block,)))) if ticks else ticks
        alone = self._set_block(ctx, block, 0.0, own)
        if not above or not isinstance(block, QuestionForm) or above + alone.rows[0].height <= ctx.depth:
            return alone
        return self._set_block(ctx, block, above, own)

    def _set_block(self, ctx: TypesettingContext, block: Block, above: float, ticks: frozenset[str]) -> _Block:
        def new() -> _Block:
            apart = ctx.apart(ticks)
            rows = _grouped(set_block(apart, block, above))
            return _Block(block, tuple(rows), tuple(apart.structure.elements), apart.display_text)

        return self._blocks.of((id(block), above, ctx.layout.margins, ticks), new)

    def _groups(self, page: list[tuple[Row, float]]) -> Iterator[Group]:
        """Yield the groups of a page's rows: one for each block."""
        groups = [Group(row.content, round(top, 2), row.elements) for row, top in page if row.content]
        for _, of_block in groupby(groups, key=_elements):
            first, *others = of_block
            yield self._merge(first, others) if others else first

    def _merge(self, first: Group, others: list[Group]) -> Group:
        """Return groups of one block as one; its content the same object every time."""
        parts = [(first.content, 0.0), *((each.content, each.y - first.y) for each in others)]
        side_by_side = self._merged.of(
            tuple((id(content), round(up, 2)) for content, up in parts),
            lambda: _Merged(
                tuple(shifted(each, 0.0, up) if up else each for content, up in parts for each in content),
                tuple(content for content, _ in parts),
            ),
        )
        return Group(side_by_side.content, first.y, first.elements)

    def feet(self, ctx: TypesettingContext, document: Document, count: int) -> tuple[Group, ...]:
        """Return the running foot of each page; of artifacts alone."""

        def new() -> _Feet:
            apart = ctx.apart()
            groups = (Group(tuple(marks), 0.0, 0) for marks in pagination.feet(apart, document, count))
            return _Feet(tuple(groups), apart.display_text)

        feet = self._feet.of((document.foot, document.digested, count), new)
        ctx.display_text.take_over(feet.display_text)
        return feet.groups


def _boxes(blocks: Iterable[Block]) -> Iterator[TickBox]:
    """Yield the tick boxes of blocks."""
    for block in blocks:
        if isinstance(block, QuestionChecklist):
            yield from (box for choice in block.items for box in choice.boxes)
        elif isinstance(block, AgreementReview):
            yield from block.boxes


def _field(box: TickBox) -> str:
    return box.field


def _grouped(rows: list[Row]) -> list[Row]:
    """Return the rows, each ready to be painted as one."""
    for row in rows:
        row.content = tuple(row.marks)
        if row.continuation_head:  # artifacts alone, so that it does not matter from where elements are counted
            row.continuation_head.content = tuple(row.continuation_head.marks)
    return rows


def _elements(group: Group) -> int:
    return group.elements
