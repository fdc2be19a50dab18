"""Blocks that were set before: a worksheet of another selection has most of its blocks in common with those before it.

What a block becomes depends on the block, on the layout and on what stands bound above it, and on nothing else. So it
is set once, apart from the document: its elements counted from 0, its marks below its strips' top edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.pages import Group

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from generator.pages import Element
    from generator.typesetting.metrics import Showing
    from generator.typesetting.setter import Setter
    from generator.typesetting.strips import Strip

_MOST = 1024
"""Blocks kept at a time; a bank's blocks in every role they can have are fewer."""


class _Block(NamedTuple):
    strips: tuple[Strip, ...]
    elements: tuple[Element, ...]
    showing: Showing
    """What was noted while it was set."""


class Kept:
    """The blocks set before in one layout."""

    def __init__(self) -> None:
        self._blocks: dict[Hashable, _Block] = {}

    def strips(self, setter: Setter, key: Hashable, set_block: Callable[[Setter], list[Strip]]) -> list[Strip]:
        """Return a block's strips, their marks in groups, and add its elements to the tree.

        ``key`` is all that the strips depend on beside the setter, which is always the same but for tree and showing.
        """
        block = self._blocks.get(key)
        if block is None:
            apart = setter.apart()
            strips = set_block(apart)
            block = _Block(tuple(_grouped(strips)), tuple(apart.tree.elements), apart.showing)
            if len(self._blocks) >= _MOST:
                self._blocks.clear()
            self._blocks[key] = block
        setter.showing.take_over(block.showing)
        elements = setter.tree.grow(block.elements)
        return [strip.counted_from(elements) for strip in block.strips]


def _grouped(strips: list[Strip]) -> list[Strip]:
    """Return the strips, their marks as groups."""
    for strip in strips:
        strip.group = Group(tuple(strip.marks), 0.0, 0)
        if strip.continued:  # artifacts alone, so that it does not matter from where elements are counted
            strip.continued.group = Group(tuple(strip.continued.marks), 0.0, 0)
    return strips
