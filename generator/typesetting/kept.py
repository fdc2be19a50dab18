"""What was set before: a worksheet of another selection has most of what it says in common with those before it.

What a block becomes depends on the block, on the layout and on what stands bound above it, and on nothing else. So it
is set once, apart from the document: its elements counted from 0, its marks below its strips' top edges. So are the
blocks between two page breaks, a chapter, piled once. In a form nothing stands elsewhere because a box is ticked: boxes
are ticked in what was set without ticks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.document import Asked, Choices, Reconsidered
from generator.latest import Latest
from generator.pages import Group, TickField
from generator.typesetting import paging
from generator.typesetting.blocks import chapter_of, set_block
from generator.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.document import Block, Document, TickBox
    from generator.pages import Element, Field, Mark
    from generator.typesetting.metrics import Showing
    from generator.typesetting.setter import Setter
    from generator.typesetting.strips import Strip

_MOST_BLOCKS = 1024
"""Blocks kept at a time; a bank's blocks in every role they can have are fewer."""
_MOST_CHAPTERS = 64
"""Chapters kept at a time: those that all selections share, and the latest others."""
_MOST_TICKED = 1024
_MOST_FEET = 64


class _Block(NamedTuple):
    strips: tuple[Strip, ...]
    elements: tuple[Element, ...]
    showing: Showing
    """What was noted while it was set."""


class _Chapter(NamedTuple):
    blocks: tuple[Block, ...]
    """As long as they are kept, nothing else has their identities."""
    pages: tuple[tuple[Group, ...], ...]
    """The elements of their groups counted from the chapter's first."""
    boxes: dict[str, tuple[int, int]]
    """For the field of each tick box, the page and the group that it is in."""
    elements: tuple[tuple[Element, ...], ...]
    """Those of each block."""
    showing: Showing


class _Foot(NamedTuple):
    marks: tuple[Mark, ...]
    showing: Showing


class _Ticked(NamedTuple):
    content: tuple[Mark | Field, ...]
    plain: tuple[Mark | Field, ...]
    """Without the ticks; as long as it is kept, nothing else has its identity."""


class Kept:
    """What was set before in one layout and in one way of showing."""

    def __init__(self) -> None:
        self._blocks: Latest[_Block] = Latest(_MOST_BLOCKS)
        self._chapters: Latest[_Chapter] = Latest(_MOST_CHAPTERS)
        self._ticked: Latest[_Ticked] = Latest(_MOST_TICKED)
        self._feet: Latest[_Foot] = Latest(_MOST_FEET)

    def chapter(self, setter: Setter, blocks: tuple[Block, ...]) -> list[list[Group]]:
        """Return the pages of blocks between two page breaks, and add their elements to the tree."""
        ticks = frozenset() if setter.fillable else setter.ticked.intersection(map(_field, _boxes(blocks)))
        chapter = self._chapters.of(
            (*map(id, blocks), setter.layout.margins, ticks), lambda: self._set_chapter(setter, blocks, ticks)
        )
        setter.showing.take_over(chapter.showing)
        first = setter.tree.grow(())
        for elements in chapter.elements:
            setter.tree.grow(elements)
        pages = [[Group(content, y, first + begun) for content, y, begun in page] for page in chapter.pages]
        for (page, place), fields in _ticked_at(chapter.boxes, setter.ticked).items():
            pages[page][place] = self._with_ticks(pages[page][place], fields)
        return pages

    def _set_chapter(self, setter: Setter, blocks: tuple[Block, ...], ticks: frozenset[str]) -> _Chapter:
        showing = setter.showing.apart()
        elements: list[tuple[Element, ...]] = []
        begun = 0

        def again(block: Block, above: float) -> list[Strip]:
            nonlocal begun
            kept = self._block(setter, block, above, ticks)
            showing.take_over(kept.showing)
            strips = [strip.counted_from(begun) for strip in kept.strips]
            elements.append(kept.elements)
            begun += len(kept.elements)
            return strips

        pages = paging.pile(setter.layout, chapter_of(setter.layout, blocks, again))
        groups = tuple(tuple(_groups(page)) for page in pages)
        boxes = _places(groups) if any(_boxes(blocks)) else {}
        return _Chapter(blocks, groups, boxes, tuple(elements), showing)

    def _block(self, setter: Setter, block: Block, above: float, ticks: frozenset[str]) -> _Block:
        """Return the block, a question in one strip wherever it has room below what is bound above it."""
        own = ticks.intersection(map(_field, _boxes((block,)))) if ticks else ticks
        alone = self._set_block(setter, block, 0.0, own)
        if not above or not isinstance(block, Asked) or above + alone.strips[0].height <= setter.depth:
            return alone
        return self._set_block(setter, block, above, own)

    def _set_block(self, setter: Setter, block: Block, above: float, ticks: frozenset[str]) -> _Block:
        def new() -> _Block:
            apart = setter.apart(ticks)
            strips = _grouped(set_block(apart, block, above))
            return _Block(tuple(strips), tuple(apart.tree.elements), apart.showing)

        return self._blocks.of((type(block), block, above, setter.layout.margins, ticks), new)

    def _with_ticks(self, group: Group, fields: list[str]) -> Group:
        """Return a group with these boxes ticked; its content the same object every time."""
        plain = group.content
        ticked = self._ticked.of((id(plain), *fields), lambda: _Ticked(tuple(_ticking(plain, fields)), plain))
        return Group(ticked.content, group.y, group.elements)

    def foot(self, setter: Setter, document: Document, number: str) -> tuple[Group]:
        """Return a page's running foot."""

        def new() -> _Foot:
            apart = setter.apart()
            return _Foot(tuple(paging.foot_marks(apart, document, number)), apart.showing)

        foot = self._feet.of((document.foot, document.digested, number), new)
        setter.showing.take_over(foot.showing)
        return (Group(foot.marks, 0.0, 0),)  # artifacts alone


def _boxes(blocks: Iterable[Block]) -> Iterator[TickBox]:
    """Yield the tick boxes of blocks."""
    for block in blocks:
        if isinstance(block, Choices):
            yield from (box for choice in block.choices for box in choice.boxes)
        elif isinstance(block, Reconsidered):
            yield from block.boxes


def _field(box: TickBox) -> str:
    return box.field


def _grouped(strips: list[Strip]) -> list[Strip]:
    """Return the strips, each ready to be painted as one."""
    for strip in strips:
        strip.content = tuple(strip.marks)
        if strip.continued:  # artifacts alone, so that it does not matter from where elements are counted
            strip.continued.content = tuple(strip.continued.marks)
    return strips


def _groups(page: list[tuple[Strip, float]]) -> Iterator[Group]:
    """Yield the groups of a page's strips."""
    for strip, top in page:
        if strip.content:
            yield Group(strip.content, round(top, 2), strip.elements)


def _places(pages: tuple[tuple[Group, ...], ...]) -> dict[str, tuple[int, int]]:
    """Return for the field of each tick box the page and the group that it is in."""
    return {
        field.name: (number, place)
        for number, page in enumerate(pages)
        for place, group in enumerate(page)
        for field in group.content
        if isinstance(field, TickField)
    }


def _ticked_at(boxes: dict[str, tuple[int, int]], ticked: frozenset[str]) -> dict[tuple[int, int], list[str]]:
    """Return the fields that are ticked, by the place where they are."""
    found: dict[tuple[int, int], list[str]] = {}
    for field in sorted(ticked.intersection(boxes)):
        found.setdefault(boxes[field], []).append(field)
    return found


def _ticking(content: tuple[Mark | Field, ...], fields: list[str]) -> Iterator[Mark | Field]:
    """Yield the content with these boxes ticked."""
    for each in content:
        yield each._replace(ticked=True) if isinstance(each, TickField) and each.name in fields else each
