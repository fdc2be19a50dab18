"""Setting blocks that follow each other: each as strips, some by what stands above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from generator.composing.document import (
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
from generator.model.layout import POINTS_PER_MM
from generator.typesetting import form_blocks, letterhead, reading_blocks, timeline
from generator.typesetting.rows import stacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.composing.document import Block
    from generator.model.layout import Layout
    from generator.typesetting.context import Setter
    from generator.typesetting.rows import Strip

UNDER_HEADING = 2 * POINTS_PER_MM
"""The most white space below a heading, but where the layout gives sections more."""
BELOW_HEADS = 9 * POINTS_PER_MM
"""The white space that a question may have below what stands above it, at the usual sizes and at large ones."""


def chapter_of(layout: Layout, blocks: Iterable[Block], set_one: Callable[[Block, float], list[Strip]]) -> list[Strip]:
    """Return the strips of blocks that follow each other, with no page opened between them.

    ``set_one`` returns a block's strips, which are changed here, by the block and the height of what is bound above it.
    """
    strips: list[Strip] = []
    previous: Block | None = None
    heads: list[Strip] = []
    for block in blocks:
        placed = set_one(block, stacked(heads) + max(layout.sections.space, BELOW_HEADS) if heads else 0.0)
        if placed:
            heads = [*heads, *placed] if _is_head(block) else []
            if isinstance(previous, Heading):
                placed[0].before = _under(layout, previous, block, placed[0].before)
            previous = block
        strips += placed
    return strips


def _under(layout: Layout, above: Heading, block: Block, usual: float) -> float:
    """Return the white space between a heading and the block below it, which would stand alone below its usual one."""
    if isinstance(block, Asked) and above.style is layout.sections.heading:
        return layout.sections.space
    return min(usual, UNDER_HEADING)


def _is_head(block: Block) -> bool:
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.leads)


def set_block(setter: Setter, block: Block, above: float) -> list[Strip]:
    """Return the block's strips; what is bound above it takes so much of the page."""
    match block:
        case Letterhead():
            return letterhead.letterhead(setter, block)
        case Title():
            return reading_blocks.title(setter, block)
        case Facts():
            return form_blocks.facts(setter, block)
        case Opening():
            return reading_blocks.opening(setter, block)
        case Timeline():
            return timeline.timeline(setter, block)
        case Choices():
            return reading_blocks.choices(setter, block)
        case Heading():
            return reading_blocks.heading(setter, block)
        case Paragraph():
            return reading_blocks.paragraph(setter, block)
        case Asked():
            return form_blocks.asked(setter, block, above)
        case Table():
            return form_blocks.table(setter, block)
        case Reconsidered():
            return form_blocks.reconsidered(setter, block)
        case Notes():
            return form_blocks.notes(setter, block)
        case DigitalSignature():
            return form_blocks.digital_signature(setter, block)
        case Signatures():
            return form_blocks.signatures(setter, block)
        case Answered():
            return reading_blocks.answered(setter, block)
        case Remaining():
            return reading_blocks.remaining(setter, block)
        case Deck() | AllianceCard() | PageBreak():
            return []  # what takes whole pages
        case _:
            assert_never(block)
